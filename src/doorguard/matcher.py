"""The whole language of checks and of recognising: cases over facts, judged exactly.

``fails_if`` is a list of cases; a case is ``fact: expected`` lines that must all hold; any case is
enough. Expected is a value, a list (any of), a comparison such as ``> 730``, or a glob. A missing
fact gives an exact three-valued answer: a case that is already false stays false, a case that is
true elsewhere decides, otherwise it is unknown (``None``). The language never grows: what it
cannot say becomes a new fact.
"""

from __future__ import annotations

import fnmatch
import functools
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from doorguard.facts import UnknownFact, kind_of, no_such_fact, typed
from doorguard.model import Scalar

Values = Callable[[str], Sequence[Scalar]]
"""All values known for a fact name at the place being judged; empty when missing."""

_COMPARISON = re.compile(r"^(>=|<=|>|<|!=)\s*(.+)$", re.DOTALL)
_TESTS: Mapping[str, Callable[[object, object], bool]] = {
    ">": operator.gt,  # type: ignore[dict-item]  # only ever given two values of one ordered type
    "<": operator.lt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
    "<=": operator.le,  # type: ignore[dict-item]
    "!=": operator.ne,
}


class LanguageError(ValueError):
    """A case that does not follow the language. The text says in words what is wrong."""


@dataclass(frozen=True, slots=True)
class Line:
    """One ``fact: expected`` line. Any of ``choices`` may hold."""

    fact: str
    choices: tuple[Callable[[Scalar], bool], ...]
    written: str

    def test(self, values: Sequence[Scalar]) -> bool | None:
        """True when one witness fits, False when all speak against it, None when nobody knows."""
        if not values:
            return None
        return any(choice(value) for value in values for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Case:
    """Lines that must all hold at one place."""

    lines: tuple[Line, ...]

    def test(self, values: Values) -> bool | None:
        """Three-valued AND."""
        answers = [line.test(values(line.fact)) for line in self.lines]
        if any(answer is False for answer in answers):
            return False
        return None if any(answer is None for answer in answers) else True

    def missing(self, values: Values) -> tuple[str, ...]:
        """The facts that nobody knows."""
        return tuple(line.fact for line in self.lines if not values(line.fact))


def any_case(cases: Sequence[Case], values: Values) -> bool | None:
    """Three-valued OR over cases."""
    answers = [case.test(values) for case in cases]
    if any(answer is True for answer in answers):
        return True
    return None if any(answer is None for answer in answers) else False


def parse_case(raw: object) -> Case:
    """Read one case from text-only YAML. Raises :class:`LanguageError`."""
    if not isinstance(raw, dict) or not raw:
        raise LanguageError("a case is one or more lines of 'fact: expected'")
    return Case(tuple(_parse_line(str(fact), expected) for fact, expected in raw.items()))


def _parse_line(fact: str, expected: object) -> Line:
    try:
        kind_of(fact)
    except UnknownFact:
        raise LanguageError(no_such_fact(fact)) from None
    given = expected if isinstance(expected, list) else [expected]
    texts = [text for text in given if isinstance(text, str)]
    if not texts or len(texts) != len(given):
        raise LanguageError(f"what {fact} is compared with must be a word or a list of words")
    return Line(fact, tuple(_parse_choice(fact, text) for text in texts), ", ".join(texts))


def _parse_choice(fact: str, text: str) -> Callable[[Scalar], bool]:
    kind = kind_of(fact)
    comparison = _COMPARISON.match(text.strip())
    if comparison:
        sign, rest = comparison[1], comparison[2]
        if kind.type == "text" and sign != "!=":
            raise LanguageError(f"{fact} is a text; it cannot be compared with {text!r}")
        wanted = _typed(fact, rest)
        return functools.partial(_compare, _TESTS[sign], kind.type == "version", wanted)
    if kind.type in ("text", "version") and any(char in text for char in "*?["):
        return functools.partial(_glob, text.lower())
    return functools.partial(_equals, _typed(fact, text))


def _typed(fact: str, text: str) -> Scalar:
    try:
        return typed(fact, text)
    except ValueError as error:
        raise LanguageError(str(error)) from None


def _equals(wanted: Scalar, value: Scalar) -> bool:
    if isinstance(wanted, str):
        return _as_text(value) == wanted.lower()
    return type(value) is type(wanted) and value == wanted


def _glob(wanted: str, value: Scalar) -> bool:
    return bool(_pattern(wanted).match(_as_text(value)))


@functools.cache
def _pattern(glob: str) -> re.Pattern[str]:
    """Worked out when it is first asked for: no device meets all of the 660 that are written down."""
    return re.compile(fnmatch.translate(glob), re.DOTALL)


def _as_text(value: Scalar) -> str:
    """A value as a check would write it: yes and no, not True and False."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).lower()


def _compare(test: Callable[[object, object], bool], version: bool, wanted: Scalar, value: Scalar) -> bool:
    if version:
        return test(version_parts(str(value)), version_parts(str(wanted)))
    if isinstance(wanted, str):
        return test(str(value).lower(), wanted.lower())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return test(value, wanted)


def version_parts(text: str) -> tuple[int, ...]:
    """The numbers of a version, so that 1.10 comes after 1.9."""
    return tuple(int(part[:18]) for part in re.findall(r"\d+", text)[:12])
