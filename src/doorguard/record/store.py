"""The file of a record: SQLCipher, one writer, every acknowledged entry on the disk."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from doorguard.record.chain import START, Entry, canonical, code_of, digest_of, link_after
from doorguard.record.clock import stamp
from doorguard.record.disk import at_once, making, sync_folder, why, why_unread
from doorguard.record.faults import (
    AnotherFile,
    CannotMake,
    CannotRead,
    CannotWrite,
    Damaged,
    InUse,
    NewerFormat,
    NotAFile,
    NotARecord,
    NotThere,
    PlaceDamaged,
    RecordFault,
    WrongPassphrase,
)
from doorguard.record.file import PAGE, RecordFile, journal_of, refuse_beside, refuse_open_here
from doorguard.record.key import SALT_BYTES, key_of, refuse_weak
from doorguard.record.lost import Lost
from doorguard.record.reading import LAST, ZEROS, Reading, raw
from doorguard.wording import _

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

FORMAT = 1
TOGETHER = 64
"""Entries in one transaction at most, where several wait."""
LARGEST_ATTACHMENT = 100 * 1024 * 1024

_TABLES = (
    "CREATE TABLE entries (number INTEGER PRIMARY KEY, written BLOB, digest BLOB NOT NULL, link BLOB NOT NULL)",
    "CREATE TABLE attachments (sha256 TEXT PRIMARY KEY, content BLOB)",
)
"""All that the file holds. A file with anything else was made by somebody else: a view can go on for ever, and a
trigger can take out what was just said to be kept."""


@dataclass(frozen=True)
class _Waiting:
    """An entry that is not on the disk yet. ``removes``: the entry whose content goes with it."""

    kind: str
    body: Mapping[str, Any]
    when: datetime
    attachment: bytes | None = None
    removes: int | None = None


class Record:
    """One open record. Use as a context manager, or call :meth:`close`.

    Raises only :class:`~doorguard.record.faults.RecordFault`; its text is one plain sentence.
    """

    def __init__(self, path: Path, key: bytes, salt: bytes, now: Callable[[], datetime]) -> None:
        self.path = path
        self._now = now
        self._file = RecordFile(path, key, salt, self._catch_up)
        self._reading = Reading(self._file)
        self._waiting: list[_Waiting] = []
        self._tried: list[bytes] = []
        self._trying = 0
        """The digests of a write that may or may not have reached the disk, and how many of those that wait it was."""
        self.id = ""
        self.count = 0
        self.link = START
        self._all_after_lost = False
        """How many entries came after the last one that is reached cannot be told: their page is damaged."""
        self._end_lost = False
        """The last entry cannot be read any more: ``link`` is that of one before it, and nothing is written."""

    # --- opening ------------------------------------------------------------------------------

    @classmethod
    def new(
        cls,
        path: Path,
        passphrase: str,
        header: Mapping[str, Any],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Record:
        """Make a record; ``header`` is its first entry (who, why, tool, version). The file is readable by its
        owner alone. Raises ``WeakPassphrase``, ``AlreadyThere``, ``NoFolder``, ``CannotMake``; then no file is left."""
        from sqlcipher3 import dbapi2

        refuse_weak(passphrase, path.name)
        salt = secrets.token_bytes(SALT_BYTES)
        key = key_of(passphrase, salt)  # takes a moment, and one who leaves in it leaves no file
        with making(path, CannotMake):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        record = cls(path, key, salt, now)
        record.id = secrets.token_hex(16)
        try:
            db, tables = record._file.connect(), "; ".join(_TABLES)
            db.executescript(f"PRAGMA user_version = {FORMAT}; BEGIN; {tables}; COMMIT;")
            record.append("header", header)
            sync_folder(path.parent)
        except BaseException as error:
            record.close()
            for made in (path, journal_of(path)):
                with contextlib.suppress(OSError):
                    made.unlink(missing_ok=True)
            if isinstance(error, CannotWrite | CannotRead):
                raise CannotMake(error.why) from None
            if isinstance(error, dbapi2.Error | OSError):
                raise CannotMake(why(error)) from None
            raise
        return record

    @classmethod
    def open(
        cls, path: Path, passphrase: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> Record:
        """Open a record. Raises ``NotThere``, ``NotAFile``, ``NotARecord``, ``WrongPassphrase``, ``InUse``,
        ``NewerFormat``, ``CannotRead``. A file in a place that cannot be written to is opened for reading
        (``read_only``)."""
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise NotAFile(path.name or str(path))
            size = status.st_size
            refuse_open_here(status)
            refuse_beside(path)
            with open(path, "rb", opener=at_once) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # put there since it was looked at
                    raise NotAFile(path.name or str(path))
                salt = file.read(SALT_BYTES)
        except FileNotFoundError:
            raise NotThere(path.name) from None
        except OSError as error:
            raise CannotRead(why_unread(error)) from None
        if size == 0 or size % PAGE or salt == b"SQLite format 3\0":
            raise NotARecord(path.name)
        record = cls(path, key_of(passphrase, salt), salt, now)
        try:
            record._read_head(record._file.connect())
        except BaseException:
            record.close()
            raise
        return record

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What still waits stays in memory: look at :attr:`waiting` before this goes."""
        self._file.close()

    def forget(self) -> None:
        """Close the file and drop the key: it can only be opened with the passphrase again."""
        self._file.forget()

    # --- writing ------------------------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """How many entries are kept in memory because the disk did not take them."""
        return len(self._waiting)

    def append(self, kind: str, body: Mapping[str, Any], *, attachment: bytes | None = None) -> int:
        """Write one entry; returns its number once it is on the disk. With ``attachment`` its bytes are kept too,
        under the ``sha256`` that the body names. Raises ``CannotWrite``: the entry waits, and is tried again with
        the next one or by :meth:`write_waiting`."""
        self.let_wait(kind, body, attachment=attachment)
        self.write_waiting()
        return self.count

    def now(self) -> datetime:
        """The time that an entry of this moment gets."""
        return self._now()

    def let_wait(
        self, kind: str, body: Mapping[str, Any], *, attachment: bytes | None = None, when: datetime | None = None
    ) -> None:
        """Keep one entry in memory, with its time (that of now), until :meth:`write_waiting` or the next
        :meth:`append`."""
        self._waiting.append(_Waiting(kind, body, when or self._now(), attachment))

    def write_waiting(self) -> None:
        """Write what waits, in its order, many in one go. Raises ``CannotWrite``."""
        held_back: list[_Waiting] = []
        try:
            while self._waiting:
                with self._faults():
                    self._file.to_write()  # opened anew, it may hold what seemed refused
                together = self._together()
                if not together:
                    break
                try:
                    self._write(together)
                except PlaceDamaged:
                    if together[0].attachment is not None:
                        held_back += together
                    elif together[0].removes is None:
                        raise
                del self._waiting[: len(together)]
        finally:
            self._waiting += held_back
        if held_back:
            raise PlaceDamaged

    def _together(self) -> Sequence[_Waiting]:
        """What goes to the disk in one go. A removal and a file go alone: their place may be damaged, and that must not
        hold up the others."""
        for at, waiting in enumerate(self._waiting[:TOGETHER]):
            if waiting.removes is not None or waiting.attachment is not None:
                return self._waiting[: max(at, 1)]
        return self._waiting[:TOGETHER]

    def remove_content(self, number: int, why_removed: str) -> None:
        """Take the content of an entry out for good; an entry that says so stays. Raises ``LookupError`` when there
        is no such entry or it is one that :func:`stays`, ``CannotWrite``, ``Damaged``."""
        found = next(self.entries(number, number + 1), None)
        if number == 1 or found is None or found.written is None or stays(found.read()):
            raise LookupError(number)
        self.let_removal_wait(number, why_removed)
        self.write_waiting()
        left = self._reading.one(number)
        if left is not None and left.written is not None:
            raise PlaceDamaged

    def let_removal_wait(self, number: int, why_removed: str) -> None:
        """The same, kept in memory until :meth:`write_waiting`. An entry that is not there then, or whose place is
        damaged, is passed over."""
        self._waiting.append(_Waiting("deletion", {"entry": number, "why": why_removed}, self._now(), removes=number))

    def _write(self, together: Sequence[_Waiting]) -> None:
        """These entries, all of them or none."""
        number, link = self.count, self.link
        with self._transaction() as db:
            self._tried, self._trying = [], len(together)
            for waiting in together:
                body = waiting.body
                if waiting.removes is not None:
                    gone = _digest_to_remove(db, waiting.removes)
                    if gone is None:
                        continue
                    body = {**body, "digest": gone.hex()}
                number += 1
                written = self._canonical(number, waiting, body)
                digest = digest_of(written)
                self._tried.append(digest)
                link = link_after(link, digest)
                db.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", (number, written, digest, link))
                if waiting.attachment is not None:
                    _keep(db, waiting.body["sha256"], waiting.attachment)
                if waiting.removes is not None:
                    _empty(db, waiting.removes)
        self.count, self.link = number, link

    def _canonical(self, number: int, waiting: _Waiting, body: Mapping[str, Any]) -> bytes:
        return canonical(
            {
                "v": FORMAT,
                "record": self.id,
                "n": number,
                "nonce": secrets.token_hex(8),
                "kind": waiting.kind,
                **stamp(waiting.when),
                "body": body,
            }
        )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[dbapi2.Connection]:
        """All of it on the disk, or nothing. Raises ``CannotWrite``."""
        from sqlcipher3 import dbapi2

        with self._faults():
            if self._end_lost:
                raise Damaged(self.path.name)
            db = self._file.to_write()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(dbapi2.Error):
                    db.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """What the disk says, as ``CannotWrite``. The library's own state may be unsure after it: the next try
        opens the file anew."""
        from sqlcipher3 import dbapi2

        try:
            yield
        except (dbapi2.Error, OSError, MemoryError) as error:
            self.close()
            if isinstance(error, OSError | dbapi2.OperationalError):
                raise CannotWrite(why(error)) from None
            raise PlaceDamaged from None
        except RecordFault as error:
            self.close()
            raise CannotWrite(_why_not_opened(error)) from error

    # --- reading ------------------------------------------------------------------------------

    def entries(self, first: int = 1, end: int = LAST) -> Iterator[Entry]:
        """Entries in their order, as they lie there, from ``first`` to before ``end``. Raises ``Damaged`` where one
        cannot be read any more, ``CannotRead``."""
        return self._reading.entries(first, end)

    def readable(self) -> tuple[list[Entry], Lost]:
        """The entries that can be read, and those that cannot: what stood on a damaged page is lost.
        Raises ``CannotRead`` where the disk gives nothing at all."""
        found, lost = self._reading.readable(self.count)
        if self._all_after_lost:
            lost = [*lost, self.count + 1]
        return found, Lost(lost, self._all_after_lost)

    def said(self) -> Sequence[Mapping[str, Any]]:
        """What the entries say, without those whose content was removed."""
        return [entry.read() for entry in self.entries() if entry.written is not None]

    def attachment(self, sha256: str) -> bytes | None:
        """The bytes that were kept; None when there are none. Raises ``Damaged``, ``CannotRead``."""
        return self._reading.attachment(sha256)

    def damaged_pages(self) -> int:
        """How many pages of the file are not as they were written, also where nothing stands in them now."""
        return self._file.damaged_pages()

    @property
    def read_only(self) -> bool:
        """Its place cannot be written to."""
        return self._file.read_only

    @property
    def code(self) -> str:
        """The head code: what a person writes down outside, so that a later change can be found."""
        return code_of(self.link)

    # --- the file -----------------------------------------------------------------------------

    def _read_head(self, db: dbapi2.Connection) -> None:
        """What it is, and how far it goes. Raises ``NotARecord``, ``NewerFormat``, ``CannotRead``."""
        from sqlcipher3 import dbapi2

        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version <= FORMAT and not _only_our_tables(db):
                raise NotARecord(self.path.name)
        except dbapi2.Error as error:
            raise self._file.fault_of_head(error) from None
        if version > FORMAT:
            raise NewerFormat
        last, self._all_after_lost = self._reading.last_number()
        self.id = str(self._reading.first_of(last).read().get("record", ""))
        readable = self._reading.last_of(last)
        self.count, self.link = last, readable.link
        self._end_lost = self._all_after_lost or readable.number < last

    def _catch_up(self, db: dbapi2.Connection) -> None:
        """What came to the file while we did not have it. A write that seemed to fail may have reached the disk: then
        it no longer waits. What another window wrote stays, and ours follows it. Raises ``AnotherFile``."""
        if self.count == 0 or self._end_lost:
            return
        query = "SELECT number, digest, link FROM entries WHERE number >= ? ORDER BY number"
        rows = [(row[0], raw(row[1]), raw(row[2])) for row in db.execute(query, (self.count,))]
        if rows and rows[0][2] == ZEROS:
            raise Damaged(self.path.name)
        if not rows or (rows[0][0], rows[0][2]) != (self.count, self.link):
            raise AnotherFile
        written = [digest for _number, digest, _link in rows[1 : len(self._tried) + 1]]
        if written and written == self._tried:
            del self._waiting[: self._trying]
        self._tried = []
        self.count, self.link = rows[-1][0], rows[-1][2]


def _only_our_tables(db: dbapi2.Connection) -> bool:
    """What SQLite makes for itself has no words in the schema."""
    rows = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL LIMIT 3").fetchall()
    return {raw(row[0]).decode("utf-8", "replace") for row in rows} == set(_TABLES) and len(rows) == len(_TABLES)


def _digest_to_remove(db: dbapi2.Connection, number: int) -> bytes | None:
    """The digest of an entry whose content may go; None where there is none."""
    row = db.execute("SELECT digest, written FROM entries WHERE number = ?", (number,)).fetchone()
    if number == 1 or row is None or row[1] is None:
        return None
    digest: bytes = raw(row[0])
    return None if stays(Entry(number, raw(row[1]), digest, b"").read()) else digest


def stays(said: Mapping[str, Any]) -> bool:
    """An entry that is never taken out: what the record is, and that something was taken out. Without the second, the
    record would not fit together any more."""
    return said.get("kind") in ("header", "deletion")


def _keep(db: dbapi2.Connection, sha256: str, content: bytes) -> None:
    """The bytes of a file, once; in place of other bytes under its SHA-256."""
    row = db.execute("SELECT content FROM attachments WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        db.execute("INSERT INTO attachments VALUES (?, ?)", (sha256, content))
    elif raw(row[0]) != content:
        db.execute("UPDATE attachments SET content = ? WHERE sha256 = ?", (content, sha256))


def _empty(db: dbapi2.Connection, number: int) -> None:
    """Take out what an entry says, and its attachment where no other entry has the same one."""
    (written,) = db.execute("SELECT written FROM entries WHERE number = ?", (number,)).fetchone()
    db.execute("UPDATE entries SET written = NULL WHERE number = ?", (number,))
    sha256 = _attached(written)
    if sha256:
        query = "SELECT written FROM entries WHERE instr(written, CAST(? AS BLOB))"
        if not any(_attached(row[0]) == sha256 for row in db.execute(query, (sha256,))):
            db.execute("DELETE FROM attachments WHERE sha256 = ?", (sha256,))


def _attached(written: bytes | str | float | None) -> str:
    """The SHA-256 that an entry names; empty where it names none."""
    sha256 = Entry(0, raw(written), b"", b"").read().get("body", {}).get("sha256")
    return sha256 if isinstance(sha256, str) else ""


def _why_not_opened(error: RecordFault) -> str:
    """One plain sentence for a file that is to be gone on in and does not open."""
    if isinstance(error, InUse):
        return _("Another window is writing to this file.")
    if isinstance(error, CannotRead):
        return error.why
    if isinstance(error, AnotherFile | WrongPassphrase | NotARecord):
        return _("Another file lies there now, or it is damaged.")
    return _("The file cannot be opened any more.")
