"""Rules for ``cases.yaml``: can each case be read, and does it agree with the rule?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from doorguard.catalog.check_pages import read_example
from doorguard.catalog.lint.draft import Draft, rows
from doorguard.catalog.lint.keys import judged, near, parsed_rule
from doorguard.catalog.lint.remark import Remark
from doorguard.catalog.shapes import CatalogError, Example
from doorguard.facts import OPEN
from doorguard.matcher import Case, any_case
from doorguard.model import Outcome, Scalar

KEYS = ("name", "facts", "expect", "where", "answers")
FACT_KEYS = ("name", "value", "place", "how")
HOW = ("observed", "reported", "inferred", "told")


def case_remarks(draft: Draft) -> Iterator[Remark]:
    """Everything to change in the cases."""
    cases = rows(draft.cases.data)
    examples: list[tuple[int, Example]] = []
    for number, row in enumerate(cases):
        yield from _keys(draft, number, row)
        try:
            examples.append((number, read_example(f"{draft.id}/cases.yaml", row)))
        except CatalogError as error:
            yield draft.case(_called(row) + (f"{error.key}: {error.says}" if error.key else error.says), number)
    for path in draft.cases.twice:
        yield draft.case(f"{path[-1]} is written twice; only one counts", *path)
    yield from _each(draft, examples)
    if cases and len(examples) == len(cases):
        yield from _together(draft, [example for _, example in examples])


def outcome(rule: Sequence[Case], example: Example) -> str:
    """What the rule alone says of a case."""
    known: defaultdict[str, list[Scalar]] = defaultdict(list)
    for name, value, place, _how in example.facts:
        if place in (None, example.where) and value not in OPEN:
            known[name].append(value)
    return {True: "problem", False: "not-found", None: "could-not-check"}[any_case(rule, known.__getitem__)]


def _called(row: Any) -> str:
    name = row.get("name") if isinstance(row, dict) else None
    return f"the case '{name}': " if isinstance(name, str) else ""


def _keys(draft: Draft, number: int, row: Any) -> Iterator[Remark]:
    if not isinstance(row, dict):
        return
    for key in row:
        if key not in KEYS:
            yield draft.case(f"{_called(row)}there is no key {key!r}{near(key, KEYS)}", number, key)
    for index, fact in enumerate(rows(row.get("facts"))):
        for key in fact if isinstance(fact, dict) else ():
            if key not in FACT_KEYS:
                yield draft.case(f"a fact has no key {key!r}{near(key, FACT_KEYS)}", number, "facts", index, key)
        how = fact.get("how", "observed") if isinstance(fact, dict) else "observed"
        if how not in HOW:
            yield draft.case(f"how is {', '.join(HOW)}, not {how!r}", number, "facts", index, "how")


def _each(draft: Draft, examples: Sequence[tuple[int, Example]]) -> Iterator[Remark]:
    rule = parsed_rule(draft)
    names: set[str] = set()
    for number, example in examples:
        called = f"the case '{example.name}'"
        if example.name in names:
            yield draft.case(f"{called} stands here a second time; give it a name of its own", number, "name")
        names.add(example.name)
        if example.where is not None and example.where not in {place for _, _, place, _ in example.facts}:
            yield draft.case(f"{called} looks at {example.where}, and no fact stands there", number, "where")
        if example.answers and example.expect != "problem":
            yield draft.case(f"{called} has answers; only a problem is an answer", number, "answers")
        if rule is not None and outcome(rule, example) != example.expect:
            yield draft.case(
                f"{called} expects {example.expect}, and by fails_if it is {outcome(rule, example)}", number, "expect"
            )


def _together(draft: Draft, examples: Sequence[Example]) -> Iterator[Remark]:
    missing = [word for word in get_args(Outcome) if word not in {example.expect for example in examples}]
    for word in missing:
        yield draft.case(f"needs a case that expects {word}")
    rule = parsed_rule(draft)
    if rule is None or missing:
        return
    facts = set(judged(rule))

    def looked_at(example: Example) -> set[str]:
        return {name for name, *_ in example.facts} & facts

    problems = [looked_at(example) for example in examples if example.expect == "problem"]
    others = [looked_at(example) for example in examples if example.expect == "not-found"]
    if not any(problem and problem <= other for problem in problems for other in others):
        yield draft.case(
            "needs a near twin: copy a problem case, change only what makes it a problem, and expect not-found"
        )
