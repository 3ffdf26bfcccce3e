"""Software versions as makers write them, compared only where they can be compared.

Makers write versions in many ways: ``V5.4.0 build 160530``, ``2.800.0000000.31.R, build: 2021-03-10``,
``v3.0.0.136_20121102``. A version here is words and numbers in turn, and a build day where one is
written. Two versions are ordered only as far as their words are the same: ``AC00`` and ``GV00`` are
different lines of software, and nobody but the maker knows which is newer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MOST_LETTERS = 128
"""More of a device's own words is not read."""
_MOST_PARTS = 16
_BUILD = (
    # Hikvision "build 170914" and "b130111", Dahua "build: 2021-03-10", EZVIZ and Tapo "build 220725".
    re.compile(r"build[\s:_]*(\d{8}|\d{4}-\d\d-\d\d|\d{6})(?!\d)"),
    re.compile(r"(?<=\s)b(\d{6})(?!\d)"),
    re.compile(r"\((\d{8})\)"),
    # Dahua and Lorex "2.800.0000000.8.R.20241111".
    re.compile(r"(?<=\.r)\.(\d{8})(?!\d)"),
)
_JOINTS = re.compile(r"[\s._,:;()\-]+")


@dataclass(frozen=True, slots=True)
class Version:
    """``parts`` are (word before, number) in turn, ``tail`` what stands after the last number.

    ``build`` is the day on which it was made, where the maker writes it. ``parts`` may be empty.
    """

    parts: tuple[tuple[str, int], ...]
    tail: str
    build: date | None


def read_version(text: str) -> Version:
    """Read a version. Any text is one; what holds no number compares with nothing."""
    text = text[:MOST_LETTERS].lower().strip()
    build = None
    for pattern in _BUILD:
        found = pattern.search(text)
        if found:
            build = read_day(found[1])
            text = text[: found.start()]  # what follows a build is a note, such as "rel.5400n"
            break
    parts = tuple((_word(word), int(number[:18])) for word, number in re.findall(r"(\D*)(\d+)", text)[:_MOST_PARTS])
    tail = _word(re.split(r"\d", text)[-1]) if parts else ""
    first = ((parts[0][0].removesuffix("v"), parts[0][1]), *parts[1:]) if parts else ()
    return Version(first, tail, build)


def _word(text: str) -> str:
    return _JOINTS.sub("", text)


def read_day(text: str) -> date | None:
    """A build day: 170914, 20170914, 2017-09-14, or the first day of a month 2017-09."""
    digits = text.replace("-", "")
    if not digits.isdigit() or len(digits) not in (6, 8):
        return None
    if re.fullmatch(r"\d{4}-\d\d", text):
        digits += "01"
    digits = "20" + digits if len(digits) == 6 else digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def order(one: Version, edge: Version) -> int | None:
    """-1, 0 or 1: ``one`` is before, at or after ``edge``; None where that cannot be told."""
    if not one.parts or not edge.parts:
        return None
    for (word, number), (edge_word, edge_number) in zip(one.parts, edge.parts, strict=False):
        if word != edge_word:
            return None
        if number != edge_number:
            return -1 if number < edge_number else 1
    rest = _rest(one, edge)
    if rest:
        return rest
    if rest is None or one.tail != edge.tail:
        return None
    return _build_order(one.build, edge.build)


def continues(one: Version, edge: Version) -> bool:
    """``one`` is the edge with more numbers after it: ``1.1.15.2`` beside ``1.1.15``."""
    return len(one.parts) > len(edge.parts) > 0 and one.parts[: len(edge.parts)] == edge.parts and any(
        number for _, number in one.parts[len(edge.parts) :]
    )


def _rest(one: Version, edge: Version) -> int | None:
    """What is left of the longer one: noughts say nothing, words cannot be told, numbers are later."""
    count = min(len(one.parts), len(edge.parts))
    longer, sign = (one.parts[count:], 1) if len(one.parts) > count else (edge.parts[count:], -1)
    if any(word for word, _ in longer):
        return None
    return sign if any(number for _, number in longer) else 0


def _build_order(one: date | None, edge: date | None) -> int | None:
    if edge is None:
        return 0
    if one is None:
        return None
    return (one > edge) - (one < edge)
