"""What the file of a record gives, also where pages of it are damaged or the disk has a bad place."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from doorguard.record.chain import Entry
from doorguard.record.faults import Damaged, NotARecord
from doorguard.record.file import RecordFile

T = TypeVar("T")
LAST = 2**62
SMALLEST = 64
"""Bytes that an entry takes at least in the file: its digest and its link."""
ZEROS = bytes(32)
STEPS = (*range(1, 257), *(2**power for power in range(9, 62)))
"""How far behind an entry to look for the next one: a damaged page has at most 64 of them (:data:`SMALLEST`)."""
_FROM_TO = "SELECT number, written, digest, link FROM entries WHERE number >= ? AND number < ? ORDER BY 1"
_ONE = "SELECT number, written, digest, link FROM entries WHERE number = ?"
"""A range would step on to the page of the next entry, which may be damaged."""
_NUMBERS = "SELECT number FROM entries WHERE number >= ? ORDER BY 1"


class Reading:
    """The entries and attachments of one file, as they lie there."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file
        self._damaged = False
        """A page was found damaged: that stays so."""

    def entries(self, first: int = 1, end: int = LAST) -> Iterator[Entry]:
        """In their order, from ``first`` to before ``end``. Raises ``Damaged``, ``CannotRead``."""
        numbers = (min(first, LAST), min(end, LAST))  # SQLite knows no larger number
        rows = self._file.rows(_FROM_TO, *numbers) if end != first + 1 else self._file.rows(_ONE, numbers[0])
        for number, written, digest, link in rows:
            entry = Entry(number, raw(written), raw(digest) or b"", raw(link) or b"")
            if entry.digest == entry.link == ZEROS:
                self._refuse_cut_short()
            yield entry

    def one(self, number: int) -> Entry | None:
        """One entry of a file that may be damaged; None where there is none. Raises ``Damaged``, ``CannotRead``."""
        return _twice(lambda: next(self.entries(number, number + 1), None))

    def readable(self, count: int) -> tuple[list[Entry], list[int]]:
        """Of ``count`` entries those that are there, and the numbers of those that cannot be read: what stood on a
        damaged page is lost. Raises ``Damaged`` where not one can be, ``CannotRead`` where the disk gives nothing."""
        with contextlib.suppress(Damaged):
            return list(self.entries()), []
        found: list[Entry] = []
        lost: list[int] = []
        for number in range(1, count + 1):
            try:
                entry = self.one(number)
            except Damaged:
                lost.append(number)
            else:
                found += [entry] if entry is not None else []
        if not found:
            raise Damaged(self._file.path.name)
        return found, lost

    def attachment(self, sha256: str) -> bytes | None:
        """The bytes that were kept; None when there are none. Raises ``Damaged``, ``CannotRead``."""
        row = next(self._file.rows("SELECT content FROM attachments WHERE sha256 = ?", sha256), None)
        content: bytes | None = raw(row[0]) if row else None
        if content is not None and content.endswith(b"\0") and hashlib.sha256(content).hexdigest() != sha256:
            self._refuse_cut_short()
        return content

    def _refuse_cut_short(self) -> None:
        """SQLCipher gives zeros for the last page of a long row where that page is damaged, and says nothing: for its
        digest and its link, or for the end of an attached file. Raises ``Damaged``; where no page is damaged, somebody
        wrote these zeros, which a check names."""
        self._damaged = self._damaged or self._file.damaged_pages() > 0  # the whole file is looked through for that
        if self._damaged:
            self._file.close()
            raise Damaged(self._file.path.name)

    # --- the two ends -------------------------------------------------------------------------

    def last_number(self) -> tuple[int, bool]:
        """The number of the last entry that is reached, and whether more came after it that cannot be told: the page
        of the last one is damaged. Raises ``NotARecord`` where a number is none of ours, ``CannotRead``."""
        # Each takes its place in the file: a larger number was forged, and would be counted up to for ever.
        most = self._file.size() // SMALLEST
        last, more_lost = self._end("SELECT coalesce(max(number), 0) FROM entries"), False
        if last is None:
            last, more_lost = self._last_reached(most), True
        first = self._end("SELECT coalesce(min(number), 0) FROM entries")
        if (first is not None and first < 1) or not 0 < last <= most:
            raise NotARecord(self._file.path.name)
        return last, more_lost

    def _end(self, query: str) -> int | None:
        """The number that is asked for; None where its page is damaged."""
        with contextlib.suppress(Damaged):
            number: int = _twice(lambda: next(self._file.rows(query)))[0]
            return number
        return None

    def _last_reached(self, most: int) -> int:
        """From the front, over every damaged page."""
        last, behind = 0, iter(STEPS)
        while (step := next(behind, most)) < most - last:
            with contextlib.suppress(Damaged):
                for (number,) in self._file.rows(_NUMBERS, last + step):
                    last, behind = number, iter(STEPS)
        with contextlib.suppress(Damaged):
            if self.one(last + 1) is not None:  # the library reads one row ahead, and drops it
                last += 1
        return last

    def first_of(self, last: int) -> Entry:
        """The first entry that says something, of ``last``. Raises ``NotARecord`` where none does, or the very first
        was taken out; ``CannotRead``."""
        for number in range(1, last + 1):
            with contextlib.suppress(Damaged):
                entry = self.one(number)
                if entry is not None and entry.written is not None:
                    return entry
                if entry is not None and number == 1:
                    break
        raise NotARecord(self._file.path.name)

    def last_of(self, last: int) -> Entry:
        """The last entry that can be read. Raises ``NotARecord`` where there is none, ``CannotRead``."""
        for number in range(last, 0, -1):
            with contextlib.suppress(Damaged):
                entry = self.one(number)
                if entry is not None:
                    return entry
        raise NotARecord(self._file.path.name)


def _twice(read: Callable[[], T]) -> T:
    """After a damaged page, which may have been another one, or a loose stick, the file is opened anew."""
    with contextlib.suppress(Damaged):
        return read()
    return read()


def raw(part: bytes | str | float | None) -> Any:
    """A part of an entry as bytes, also where another program wrote it as text or as a number."""
    return part if part is None or isinstance(part, bytes) else str(part).encode("utf-8", "replace")
