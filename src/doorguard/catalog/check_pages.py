"""Reads one folder of ``checks/``: the page and its examples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast, get_args

from doorguard.catalog.front_matter import Front, headings, read_yaml
from doorguard.catalog.shapes import CHECK_HEADINGS, CatalogError, Check, Example, Question
from doorguard.facts import OPEN, UnknownFact, kind_of, typed
from doorguard.model import Outcome, Scalar, Severity


def read_check(place: Path) -> Check:
    """Read ``check.md`` and ``cases.yaml`` of one folder. Raises :class:`CatalogError`."""
    file = place / "check.md"
    front = Front(file, f"checks/{place.name}/check.md")
    texts = headings(front.body)
    for heading in CHECK_HEADINGS:
        if not texts.get(heading):
            raise front.wrong("", f"the heading '## {heading}' is missing or empty")
    cases = front.get("fails_if")
    if not isinstance(cases, list) or not cases:
        raise front.wrong("fails_if", "needs at least one case")
    return Check(
        id=place.name,
        problem=front.text("problem"),
        good=front.text("good"),
        severity=cast(Severity, front.one_of("severity", get_args(Severity))),
        severity_reason=front.text("severity_reason"),
        kinds=front.kinds("kinds"),
        level=front.level("level"),
        fails_if=tuple(front.case("fails_if", case) for case in cases),
        asks=tuple(_question(front, raw) for raw in front.rows("asks")),
        action=front.text("action"),
        standards=front.texts("standards"),
        sources=front.texts("sources"),
        texts=texts,
        examples=_examples(place),
    )


def _question(front: Front, raw: Any) -> Question:
    if not isinstance(raw, dict) or not isinstance(raw.get("answers"), dict):
        raise front.wrong("asks", "each item has question, fact and answers")
    fact = str(raw.get("fact", ""))
    try:
        answers = {str(words): _told(fact, str(value)) for words, value in raw["answers"].items()}
    except UnknownFact:
        raise front.wrong("asks", f"there is no fact called {fact!r}") from None
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


_ROW = re.compile(r"^(DG-|V)\d\d$")


def _rows(name: str, raw: object) -> tuple[str, ...]:
    rows = raw if isinstance(raw, list) else [] if raw is None else [raw]
    for row in rows:
        if not isinstance(row, str) or not _ROW.match(row):
            raise CatalogError(name, "answers", f"{row!r} is not the id of a row, such as DG-01 or V01")
    return tuple(rows)


def _examples(place: Path) -> tuple[Example, ...]:
    file = place / "cases.yaml"
    name = f"checks/{place.name}/cases.yaml"
    if not file.is_file():
        raise CatalogError(name, "", "the file is missing")
    rows = read_yaml(file.read_text("utf-8"), name)
    if not isinstance(rows, list):
        raise CatalogError(name, "", "must be a list of cases")
    found = []
    for row in rows:
        try:
            facts = tuple(
                (str(f["name"]), _told(f["name"], str(f["value"])), f.get("place"), f.get("how", "observed"))
                for f in row.get("facts") or []
            )
            expect = row["expect"]
            where = row.get("where")
            found.append(
                Example(
                    name=str(row["name"]),
                    facts=facts,
                    expect=expect,
                    where=None if where in (None, "", "null") else str(where),
                    answers=_rows(name, row.get("answers")),
                )
            )
        except CatalogError:
            raise
        except UnknownFact as error:
            raise CatalogError(name, "facts", f"there is no fact called {error}") from None
        except (KeyError, TypeError, AttributeError) as error:
            raise CatalogError(name, "", f"a case needs name, facts and expect ({error})") from None
        except ValueError as error:
            raise CatalogError(name, "facts", str(error)) from None
    if {e.expect for e in found} != set(get_args(Outcome)):
        raise CatalogError(name, "expect", "needs one problem, one not-found and one could-not-check")
    return tuple(found)
