"""Reads one folder of ``checks/``: the page and its examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from doorguard.catalog.front_matter import Front, headings, read_yaml
from doorguard.catalog.shapes import CHECK_HEADINGS, CatalogError, Check, Example, Question
from doorguard.facts import OPEN, UnknownFact, kind_of, no_such_fact, typed
from doorguard.matcher import Case
from doorguard.model import Outcome, Scalar, Severity, Way


def _cases(front: Front) -> tuple[Case, ...]:
    cases = front.get("fails_if")
    if not isinstance(cases, list) or not cases:
        raise front.wrong("fails_if", "needs at least one case")
    return tuple(front.case("fails_if", case) for case in cases)


KEYS: Mapping[str, Callable[[Front], Any]] = {
    "problem": lambda front: front.text("problem"),
    "good": lambda front: front.text("good"),
    "way": lambda front: front.one_of("way", get_args(Way)),
    "severity": lambda front: front.one_of("severity", get_args(Severity)),
    "severity_reason": lambda front: front.text("severity_reason"),
    "kinds": lambda front: front.kinds("kinds"),
    "level": lambda front: front.level("level"),
    "fails_if": _cases,
    "asks": lambda front: tuple(read_question(front, raw) for raw in front.rows("asks")),
    "action": lambda front: front.text("action"),
    "standards": lambda front: front.texts("standards"),
    "sources": lambda front: front.texts("sources"),
}
"""Every key of the part between the lines, and how it is read."""


def read_check(place: Path) -> Check:
    """Read ``check.md`` and ``cases.yaml`` of one folder. Raises :class:`CatalogError`."""
    front = Front(place / "check.md", f"checks/{place.name}/check.md")
    texts = headings(front.body)
    for heading in CHECK_HEADINGS:
        if not texts.get(heading):
            raise front.wrong("", f"the heading '## {heading}' is missing or empty")
    keys = {key: read(front) for key, read in KEYS.items()}
    return Check(id=place.name, texts=texts, examples=_examples(place), **keys)


def read_question(front: Front, raw: Any) -> Question:
    """One item of ``asks``. Raises :class:`CatalogError`."""
    if not isinstance(raw, dict) or not isinstance(raw.get("answers"), dict):
        raise front.wrong("asks", "each item has question, fact and answers")
    fact = str(raw.get("fact", ""))
    try:
        answers = {str(words): _told(fact, str(value)) for words, value in raw["answers"].items()}
    except UnknownFact:
        raise front.wrong("asks", no_such_fact(fact)) from None
    except ValueError as error:
        raise front.wrong("asks", str(error)) from None
    return Question(
        question=str(raw.get("question", "")),
        fact=fact,
        why=str(raw.get("why", "")),
        look=str(raw.get("look", "")),
        answers=answers,
    )


def _told(fact: str, word: str) -> Scalar:
    """What an answer tells: a value of the fact, or that it is not known."""
    kind_of(fact)
    return word if word in OPEN else typed(fact, word)


ROWS = frozenset((*(f"DG-{n:02}" for n in range(1, 41)), *(f"V{n:02}" for n in range(1, 50))))
"""The ids of the two lists of what can go wrong: checks proposed from the standards, and ways in which a camera
is turned on somebody."""


def _rows(name: str, raw: object) -> tuple[str, ...]:
    rows = raw if isinstance(raw, list) else [] if raw is None else [raw]
    for row in rows:
        if not isinstance(row, str) or row not in ROWS:
            raise CatalogError(name, "answers", f"{row!r} is on no list; the ids are DG-01 to DG-40 and V01 to V49")
    return tuple(rows)


def _examples(place: Path) -> tuple[Example, ...]:
    file = place / "cases.yaml"
    name = f"checks/{place.name}/cases.yaml"
    if not file.is_file():
        raise CatalogError(name, "", "the file is missing")
    rows = read_yaml(file.read_text("utf-8"), name)
    if not isinstance(rows, list):
        raise CatalogError(name, "", "must be a list of cases")
    found = tuple(read_example(name, row) for row in rows)
    if {e.expect for e in found} != set(get_args(Outcome)):
        raise CatalogError(name, "expect", ALL_THREE)
    return found


ALL_THREE = "needs one problem, one not-found and one could-not-check"


def _outcome(name: str, raw: Any) -> Outcome:
    words = get_args(Outcome)
    if raw not in words:
        raise CatalogError(name, "expect", f"must be one of {', '.join(words)}, not {raw!r}")
    return cast(Outcome, raw)


def _place(raw: Any) -> str | None:
    return None if raw in (None, "", "null") else str(raw)


def read_example(name: str, row: Any) -> Example:
    """One case of ``cases.yaml``. Raises :class:`CatalogError`."""
    try:
        facts = tuple(
            (str(f["name"]), _told(f["name"], str(f["value"])), _place(f.get("place")), str(f.get("how", "observed")))
            for f in row.get("facts") or []
        )
        return Example(
            name=str(row["name"]),
            facts=facts,
            expect=_outcome(name, row["expect"]),
            where=_place(row.get("where")),
            answers=_rows(name, row.get("answers")),
        )
    except CatalogError:
        raise
    except UnknownFact as error:
        raise CatalogError(name, "facts", no_such_fact(str(error.args[0]))) from None
    except KeyError as error:
        raise CatalogError(name, str(error.args[0]), "is missing") from None
    except (TypeError, AttributeError):
        raise CatalogError(name, "", "a case needs name, facts and expect; a fact needs name and value") from None
    except ValueError as error:
        raise CatalogError(name, "facts", str(error)) from None
