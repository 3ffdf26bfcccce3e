"""The chain: each entry is bound to all before it, so that a later change can be found. Pure.

``digest = SHA-256(entry as canonical JSON)`` and ``link = SHA-256(MARK + link before + digest)``. The first link
follows 32 zero bytes. A removed entry keeps its digest, so that the chain still holds without what it said; a later
entry of the kind ``deletion`` must name it.

What it does not show: that an entry is true, who wrote it, that the clock was right, or anything about changes made
before a code was written down outside (an anchor).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from doorguard.network.text import FORBIDDEN

MARK = b"doorguard-record-1\n"
START = bytes(32)
GROUPS, DIGITS = 8, 5
"""The head code: 8 groups of 5 digits, 132 bits, short enough to read over the phone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it lies in the file. ``written`` is its canonical JSON, None when its content was removed."""

    number: int
    written: bytes | None
    digest: bytes
    link: bytes

    def read(self) -> Mapping[str, Any]:
        """What it says, with a ``body`` that is an object; empty when removed, and where somebody wrote something
        that is no entry."""
        said = _object(self.written) if self.written is not None else {}
        return {**said, "body": {}} if said and not isinstance(said.get("body"), dict) else said


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first entry that does not fit. ``why``: ``content``, ``link``, ``number``, ``record``, ``removed``,
    ``anchor``, ``missing``; or ``file``, from who looks at the attachments too."""

    number: int
    why: str


def canonical(what: Mapping[str, Any]) -> bytes:
    """Sorted keys, no spaces, UTF-8; a lone surrogate becomes a question mark. Letters that are not seen, or that
    turn a line round, are written as JSON escapes, so that any terminal can show a copy.

    Raises ``ValueError`` for NaN.
    """
    text = json.dumps(what, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return FORBIDDEN.sub(_escaped, text.encode("utf-8", "replace").decode()).encode()


def _escaped(letter: re.Match[str]) -> str:
    """As JSON has it (RFC 8259, section 7): two halves beyond the first 65,536 letters."""
    halves = letter[0].encode("utf-16-be").hex()
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))


def digest_of(written: bytes) -> bytes:
    """SHA-256 of an entry."""
    return hashlib.sha256(written).digest()


def link_after(before: bytes, digest: bytes) -> bytes:
    """The link of an entry, from the one before it."""
    return hashlib.sha256(MARK + before + digest).digest()


def code_of(link: bytes) -> str:
    """A link as ``12345 67890 ...``: the last 40 decimal digits of its number."""
    digits = str(int.from_bytes(link, "big") % 10 ** (GROUPS * DIGITS)).zfill(GROUPS * DIGITS)
    return " ".join(digits[i : i + DIGITS] for i in range(0, len(digits), DIGITS))


def same_code(one: str, other: str) -> bool:
    """True for the same digits, however they are parted."""
    return _digits(one) == _digits(other) != ""


def _digits(code: str) -> str:
    return "".join(letter for letter in code if letter.isascii() and letter.isdigit())


def first_wrong(
    entries: Iterable[Entry], record: str | None = None, lost: Container[int] | None = None
) -> Wrong | None:
    """The first entry that does not fit, or None. ``record`` is the id that every entry must carry; by default
    that of the first. ``lost``: numbers that a damaged record does not give; behind those, an entry cannot be held
    against the one before it."""
    number, link, gone = 0, START, lost or ()
    codes: dict[int, str] = {}
    removed: dict[int, bytes] = {}
    for entry in entries:
        number, before = number + 1, number
        while number in gone and number < entry.number:
            number += 1
        if entry.number != number:
            return Wrong(number, "missing" if entry.number > number else "number")
        if link_after(link, entry.digest) != entry.link and number == before + 1:
            return Wrong(number, "link")
        link = entry.link
        codes[number] = code_of(link)
        if entry.written is None:
            removed[number] = entry.digest
            continue
        if digest_of(entry.written) != entry.digest:
            return Wrong(number, "content")
        said = _object(entry.written)
        if record is None:
            record = str(said.get("record"))
        if said.get("n") != number:
            return Wrong(number, "number")
        if said.get("record") != record:
            return Wrong(number, "record")
        if not _anchor_fits(said, codes, gone):
            return Wrong(number, "anchor")
        _names_removed(said, removed)
    return Wrong(min(removed), "removed") if removed and not lost else None


def _object(written: bytes) -> Mapping[str, Any]:
    try:
        said = _DECODER.decode(written.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _finite(digits: str) -> float | str:
    """A number that can be written again; one that is too large stays a text."""
    number = float(digits)
    return number if math.isfinite(number) else digits


_DECODER = json.JSONDecoder(parse_constant=str, parse_float=_finite)


def _body(said: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    body = said.get("body") if said.get("kind") == kind else None
    return body if isinstance(body, dict) else {}


def _anchor_fits(said: Mapping[str, Any], codes: Mapping[int, str], lost: Container[int]) -> bool:
    """An anchor repeats the code of an earlier entry; both must still be the same. One that names none fits nothing."""
    if said.get("kind") != "anchor":
        return True
    body = _body(said, "anchor")
    after = body.get("after")
    return isinstance(after, int) and (after in lost or (after in codes and codes[after] == body.get("code")))


def _names_removed(said: Mapping[str, Any], removed: dict[int, bytes]) -> None:
    body = _body(said, "deletion")
    number = body.get("entry")
    if isinstance(number, int) and number in removed and removed[number].hex() == body.get("digest"):
        del removed[number]


def prefix_of_code(entries: Iterable[Entry], code: str) -> int | None:
    """After which entry the chain had this code; None when it never had."""
    return next((entry.number for entry in entries if same_code(code_of(entry.link), code)), None)
