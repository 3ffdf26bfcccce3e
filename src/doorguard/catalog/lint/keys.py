"""Rules for the part between the two ``---`` lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from doorguard.catalog.check_pages import KEYS, read_question
from doorguard.catalog.front_matter import Front
from doorguard.catalog.lint.draft import Draft, rows
from doorguard.catalog.lint.remark import Remark
from doorguard.catalog.shapes import CatalogError
from doorguard.facts import FACTS, kind_of
from doorguard.matcher import Case, LanguageError, parse_case
from doorguard.model import Kind, Level

SENTENCES = ("problem", "good", "severity_reason")
BY_ITEM = ("fails_if", "asks", "kinds")
"""Lists whose items are looked at one by one, so that each wrong one is said."""
MOST_ANSWERS = 5
"""With "I'd rather not say", skip and back they have one key each."""
STANDARDS = re.compile(
    r"^(ETSI EN 303 645 \S+|UK PSTI .*\d|NIST IR 8425 \S.*|OWASP IoT Top 10 2018 I\d+|NCSC\b.*|CWE-\d+)$"
)
STANDARDS_BEGIN = "ETSI EN 303 645, UK PSTI, NIST IR 8425, OWASP IoT Top 10 2018, NCSC or CWE-"


def key_remarks(draft: Draft, actions: Collection[str]) -> Iterator[Remark]:
    """Everything to change between the lines."""
    front = draft.front
    if front is None:
        return
    yield from _which_keys(draft, front)
    for key, read in KEYS.items():
        if key in front.data and key not in BY_ITEM:
            try:
                read(front)
            except CatalogError as error:
                yield draft.key(error.says, key)
    yield from _sentences(draft, front)
    yield from _kinds(draft, front)
    yield from _rule(draft, front)
    yield from _level(draft, front)
    yield from _asks(draft, front, actions)
    yield from _where_it_goes(draft, front, actions)


def parsed_rule(draft: Draft) -> tuple[Case, ...] | None:
    """``fails_if`` as the judge reads it, or None while it cannot be read."""
    try:
        return tuple(parse_case(raw) for raw in rows(draft.front.get("fails_if") if draft.front else None)) or None
    except LanguageError:
        return None


def judged(cases: tuple[Case, ...]) -> tuple[str, ...]:
    """The facts that a rule looks at, in order."""
    return tuple(dict.fromkeys(line.fact for case in cases for line in case.lines))


def questions(draft: Draft) -> Iterator[tuple[int, str, str]]:
    """Each question of ``asks`` that can be read: its number, its fact, its words."""
    for number, raw in enumerate(rows(draft.front.get("asks") if draft.front else None)):
        if isinstance(raw, dict):
            yield number, str(raw.get("fact", "")), str(raw.get("question", ""))


def near(word: str, known: Collection[str]) -> str:
    """The nearest word, as the end of a remark; empty when none is near."""
    found = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean {found[0]}?" if found else ""


def _which_keys(draft: Draft, front: Front) -> Iterator[Remark]:
    for key in front.data:
        if key not in KEYS:
            yield draft.key(f"there is no such key{near(key, KEYS)}", key)
    for key in KEYS:
        if key not in front.data:
            yield draft.page(1, f"the key {key} is missing")
    for path in draft.keys.twice:
        yield draft.key(f"{path[-1]} is written twice; only one counts", *path)


def _sentences(draft: Draft, front: Front) -> Iterator[Remark]:
    for key in SENTENCES:
        text = front.get(key)
        if isinstance(text, str) and text and not text.rstrip().endswith("."):
            yield draft.key("must be a whole sentence that ends with a full stop", key)


def _kinds(draft: Draft, front: Front) -> Iterator[Remark]:
    if "kinds" not in front.data:
        return
    kinds = rows(front.get("kinds"))
    if not kinds:
        yield draft.key("needs at least one kind of device, as a list: [camera]", "kinds")
    known = [kind for kind in get_args(Kind) if kind != "other"]
    for number, kind in enumerate(kinds):
        if kind == "other":
            yield draft.key("'other' is what is only counted; it is never judged", "kinds", number)
        elif kind not in known:
            yield draft.key(f"there is no kind {kind!r}{near(str(kind), known)}", "kinds", number)


def _rule(draft: Draft, front: Front) -> Iterator[Remark]:
    if "fails_if" not in front.data:
        return
    cases = rows(front.get("fails_if"))
    if not cases:
        yield draft.key("needs at least one case: a line that begins with '- '", "fails_if")
    for number, case in enumerate(cases):
        lines: Mapping[object, object] = case if isinstance(case, dict) else {}
        for part in [{fact: expected} for fact, expected in lines.items()] or [case]:
            try:
                parse_case(part)
            except LanguageError as error:
                yield draft.key(str(error), "fails_if", number, *(str(fact) for fact in lines if fact in part))


def _level(draft: Draft, front: Front) -> Iterator[Remark]:
    cases = parsed_rule(draft)
    try:
        written = front.level("level")
    except CatalogError:
        return
    if cases is None:
        return
    loudest = max(judged(cases), key=lambda fact: kind_of(fact).level)
    wanted = max(Level.TALK, kind_of(loudest).level)
    if written != wanted:
        yield draft.key(
            f"must be {wanted.word}, not {written.word}: {loudest} can be known from there on, and not before", "level"
        )


def _asks(draft: Draft, front: Front, actions: Collection[str]) -> Iterator[Remark]:
    cases = parsed_rule(draft)
    for number, raw in enumerate(rows(front.get("asks"))):
        try:
            question = read_question(front, raw)
        except CatalogError as error:
            yield draft.key(error.says, "asks", number)
            continue
        if not question.question.endswith("?"):
            yield draft.key("a question ends with a question mark", "asks", number, "question")
        if not question.why.endswith("."):
            yield draft.key("says under 'why', in a whole sentence, why it is asked", "asks", number, "why")
        if not 2 <= len(question.answers) <= MOST_ANSWERS:
            yield draft.key(f"a question has 2 to {MOST_ANSWERS} answers", "asks", number, "answers")
        if question.look and question.look not in actions:
            words = f"no step is called {question.look!r}{near(question.look, actions)}"
            yield draft.key(words, "asks", number, "look")
        told = question.fact in FACTS and FACTS[question.fact].asked
        if cases is not None and not told and question.fact not in judged(cases):
            yield draft.key(f"{question.fact} is asked for, and fails_if does not look at it", "asks", number, "fact")


def _where_it_goes(draft: Draft, front: Front, actions: Collection[str]) -> Iterator[Remark]:
    action = front.get("action")
    if isinstance(action, str) and action and action not in actions:
        yield draft.key(f"no step is called {action!r}{near(action, actions)}", "action")
    for number, standard in enumerate(rows(front.get("standards"))):
        if isinstance(standard, str) and not STANDARDS.match(standard):
            yield draft.key(f"{standard!r} does not begin with {STANDARDS_BEGIN}", "standards", number)
    if "sources" in front.data and not rows(front.get("sources")):
        yield draft.key("needs at least one; general-knowledge is one", "sources")
