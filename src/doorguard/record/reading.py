"""What the file of a record gives, also where pages of it are damaged or the disk has a bad place."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from typing import Any

from doorguard.record.chain import Entry, link_after
from doorguard.record.faults import Damaged, NotARecord
from doorguard.record.file import RecordFile

LAST = 2**62
SMALLEST = 64
"""Bytes that an entry takes at least in the file: its digest and its link."""
_FROM_TO = "SELECT number, written, digest, link FROM entries WHERE number >= ? AND number < ? ORDER BY 1"
_ONE = "SELECT number, written, digest, link FROM entries WHERE number = ?"
"""A range would step on to the page of the next entry, which may be damaged."""


class Reading:
    """The entries and attachments of one file, as they lie there."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file

    def entries(self, first: int = 1, end: int = LAST) -> Iterator[Entry]:
        """In their order, from ``first`` to before ``end``. Raises ``Damaged``, ``CannotRead``."""
        numbers = (min(first, LAST), min(end, LAST))  # SQLite knows no larger number
        rows = self._file.rows(_FROM_TO, *numbers) if end != first + 1 else self._file.rows(_ONE, numbers[0])
        before = None
        for number, *parts in rows:
            entry = Entry(number, *(raw(part) for part in parts))
            if _cut_short(entry, before):
                self._file.close()
                raise Damaged(self._file.path.name)
            yield entry
            before = entry

    def one(self, number: int) -> Entry | None:
        """One entry of a file that may be damaged, or None. Tried twice: after a damaged page, which may have been one
        before it, the file is opened anew. Raises ``CannotRead``."""
        for _try in range(2):
            with contextlib.suppress(Damaged):
                return next(self.entries(number, number + 1), None)
        return None

    def readable(self, count: int) -> tuple[list[Entry], list[int]]:
        """Of ``count`` entries those that can be read, and the numbers of those that cannot: what stood on a damaged
        page is lost. Raises ``CannotRead`` where the disk gives nothing at all."""
        with contextlib.suppress(Damaged):
            return list(self.entries()), []
        found: list[Entry] = []
        lost: list[int] = []
        for number in range(1, count + 1):
            entry = self.one(number)
            if entry is None or _cut_short(entry, found[-1] if found else None):
                lost.append(number)
            else:
                found.append(entry)
        return found, lost

    def attachment(self, sha256: str) -> bytes | None:
        """The bytes that were kept; None when there are none. Raises ``Damaged``, ``CannotRead``."""
        row = next(self._file.rows("SELECT content FROM attachments WHERE sha256 = ?", sha256), None)
        content: bytes | None = raw(row[0]) if row else None
        if content is None or hashlib.sha256(content).hexdigest() == sha256:
            return content
        # Somebody changed it, which a check names; or it is cut short, and so is damaged.
        if content.endswith(b"\0") and self._file.damaged_pages():
            self._file.close()
            raise Damaged(self._file.path.name)
        return content

    # --- the two ends -------------------------------------------------------------------------

    def last_number(self) -> tuple[int, bool]:
        """The number of the last entry that is reached, and whether more came after it that cannot be told: the page
        of the last one is damaged, and it is found from the other end. Raises ``NotARecord`` where a number is none of
        ours, ``CannotRead``."""
        last, more_lost = self._end("SELECT coalesce(max(number), 0) FROM entries"), False
        if last is None:
            last, more_lost = self._last_reached(), True
        # Each takes its place in the file: a larger number was forged, and would be counted up to for ever.
        first = self._end("SELECT coalesce(min(number), 0) FROM entries")
        if (first is not None and first < 1) or not 0 < last <= self._file.size() // SMALLEST:
            raise NotARecord(self._file.path.name)
        return last, more_lost

    def _end(self, query: str) -> int | None:
        """The number that is asked for; None where its page is damaged. Tried twice: a loose stick may not give it
        once."""
        for _try in range(2):
            with contextlib.suppress(Damaged):
                number: int = next(self._file.rows(query))[0]
                return number
        return None

    def _last_reached(self) -> int:
        last = 0
        with contextlib.suppress(Damaged):
            for (number,) in self._file.rows("SELECT number FROM entries WHERE number >= 1 ORDER BY number"):
                last = number
        if self.one(last + 1) is not None:  # the library reads one row ahead, and drops it
            last += 1
        return last

    def first_of(self, last: int) -> Entry:
        """The first entry that says something, of ``last``. Raises ``NotARecord`` where none does, or the very first
        was taken out; ``CannotRead``."""
        for number in range(1, last + 1):
            entry = self.one(number)
            if entry is not None and entry.written is not None:
                return entry
            if entry is not None and number == 1:
                break
        raise NotARecord(self._file.path.name)

    def last_of(self, last: int) -> Entry:
        """The last entry that can be read. Raises ``NotARecord`` where there is none, ``CannotRead``."""
        for number in range(last, 0, -1):
            entry = self.one(number)
            if entry is not None:
                return entry
        raise NotARecord(self._file.path.name)


def _cut_short(entry: Entry, before: Entry | None) -> bool:
    """SQLCipher gives zeros for the last page of a long row where that page is damaged, and says nothing. A row ends
    with the link. What somebody changed has another link or none of these zeros: it is given, and a check names it."""
    left = entry.link.rstrip(b"\0")
    if len(left) == len(entry.link) > 0:
        return False
    if not left:
        return True
    follows = link_after(before.link, entry.digest) if before and before.number + 1 == entry.number else entry.link
    return follows != entry.link and follows.startswith(left)


def raw(part: bytes | str | float | None) -> Any:
    """A part of an entry as bytes, also where another program wrote it as text or as a number."""
    return part if part is None or isinstance(part, bytes) else str(part).encode("utf-8", "replace")
