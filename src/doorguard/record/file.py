"""One open file of a record: SQLCipher with its settings, opened anew after a fault, and read row by row."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doorguard.record.disk import why_unread
from doorguard.record.faults import (
    CannotRead,
    Damaged,
    InUse,
    NotAFile,
    NotARecord,
    OpenHere,
    PartNotGiven,
    RecordFault,
    WrongPassphrase,
)

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

PAGE = 4096
"""SQLCipher's own page: a record is a whole number of these."""

_open_here: set[tuple[int, int]] = set()
"""Device and inode of each file that this program has open. Such a file is not opened once more, not even to read it:
closing it again would drop the locks of the first one, and another program could write into it (fcntl_locking(2))."""


class RecordFile:
    """A file and its key. ``opened_anew`` is called with a file that was closed by a fault and is open again."""

    def __init__(self, path: Path, key: bytes, salt: bytes, opened_anew: Callable[[dbapi2.Connection], None]) -> None:
        self.path = path
        self._key, self._salt, self._opened_anew = key, salt, opened_anew
        self._db: dbapi2.Connection | None = None
        self._inode: tuple[int, int] | None = None
        self._behind = False
        """It was opened anew, and what came to it meanwhile could not be read, which only matters for writing."""
        self.read_only = False

    def connect(self) -> dbapi2.Connection:
        """Open it, for this program alone where it can be written to. Raises ``InUse``, ``WrongPassphrase``,
        ``CannotRead``, ``NotARecord``."""
        from sqlcipher3 import dbapi2

        self.read_only = not os.access(self.path, os.W_OK)
        where = f"{self.path.absolute().as_uri()}?mode={'ro' if self.read_only else 'rw'}"
        # The person may open it in one thread and write in another; only one ever uses it at a time.
        try:
            db = dbapi2.connect(where, uri=True, isolation_level=None, timeout=0.5, check_same_thread=False)
        except dbapi2.Error as error:
            raise self._opening_fault(error) from None
        try:
            db.execute("PRAGMA cipher_log_level = NONE")  # else it writes to the terminal
            db.execute("PRAGMA cipher_memory_security = ON")  # keys and pages: locked into memory, and wiped after use
            db.execute(f"PRAGMA key = \"x'{self._key.hex()}{self._salt.hex()}'\"")
            db.execute("PRAGMA cipher_compatibility = 4")  # also where a later library begins with other settings
            db.execute("PRAGMA temp_store = MEMORY")
            db.text_factory = bytes  # a text that somebody else wrote need not be UTF-8
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes back what a killed one left half done
            if not self.read_only:
                self._make_it_ours(db)
            status = self.path.stat()
        except (dbapi2.Error, MemoryError, OSError) as error:
            db.close()
            raise self._opening_fault(error) from None
        self._db, self._behind = db, False
        self._inode = (status.st_dev, status.st_ino)
        _open_here.add(self._inode)
        return db

    def _make_it_ours(self, db: dbapi2.Connection) -> None:
        """One writer, each commit on the disk, and no journal of a killed writer beside the file."""
        for how in ("secure_delete = ON", "locking_mode = EXCLUSIVE", "journal_mode = DELETE", "synchronous = EXTRA"):
            db.execute(f"PRAGMA {how}").fetchone()
        db.execute("BEGIN EXCLUSIVE")
        with contextlib.suppress(OSError):
            if self.path.stat().st_size:  # into an empty file SQLite writes at once: there the journal is in use by now
                _drop_ended(journal_of(self.path))
        db.execute("COMMIT")

    def close(self) -> None:
        """Close it; the next use opens it anew."""
        if self._db is not None:
            with contextlib.suppress(Exception):
                self._db.close()
            if self._inode is not None:
                _open_here.discard(self._inode)
        self._db = None

    def forget(self) -> None:
        """Close it and drop the key: it can only be opened with the passphrase again."""
        self.close()
        self._key = b""

    def to_write(self) -> dbapi2.Connection:
        """The open file, with all that came to it meanwhile. Raises as :meth:`to_read`, or where its end is damaged."""
        db = self.to_read()
        if self._behind:
            try:
                self._opened_anew(db)
            except BaseException:
                self.close()
                raise
            self._behind = False
        return db

    def to_read(self) -> dbapi2.Connection:
        """The open file, opened anew where a fault closed it. A file that was moved away or taken out with its stick is
        a fault (``OSError``), although the system would still let us write into it."""
        from sqlcipher3 import dbapi2

        if self._db is None:
            db = self.connect()
            try:
                self._opened_anew(db)
            except (dbapi2.Error, MemoryError, Damaged):  # its end; opened once more, it gives the rest
                self.close()
                db = self.connect()
                self._behind = True
            except BaseException:
                self.close()
                raise
            return db
        status = self.path.stat()
        if (status.st_dev, status.st_ino) != self._inode:
            raise OSError(errno.ENOENT, "the file was moved")
        return self._db

    def size(self) -> int:
        """How many bytes it has. Raises ``CannotRead``."""
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise CannotRead(why_unread(error)) from None

    # --- reading ------------------------------------------------------------------------------

    def rows(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Row by row. Raises ``Damaged`` where a part cannot be read, and ``CannotRead`` where nothing can."""
        from sqlcipher3 import dbapi2

        try:
            for row in self.to_read().execute(query, values):  # noqa: UP028 - that would close it, too late
                yield row
        except OSError as error:
            raise CannotRead(why_unread(error)) from None
        except (dbapi2.Error, MemoryError) as error:  # it says so for some damaged pages
            raise self._unread(error) from None

    def _unread(self, error: Exception) -> RecordFault:
        """A damaged page, or a bad place on the disk, is told from a disk that gives nothing. It is closed: after one
        damaged page SQLCipher gives none of the others until it is opened anew."""
        self.close()
        try:
            self.connect()
        except RecordFault:
            return CannotRead(why_unread(error))
        self.close()
        return PartNotGiven(self.path.name) if _of_the_disk(error) else Damaged(self.path.name)

    def damaged_pages(self) -> int:
        """How many pages of the file are not as they were written, also where nothing stands in them now."""
        return sum(1 for _row in self.rows("PRAGMA cipher_integrity_check"))

    def _opening_fault(self, error: Exception) -> Exception:
        text = str(error).lower()
        if "locked" in text:
            return InUse()
        if "not a database" in text or "hmac" in text:
            return WrongPassphrase()
        return self.fault_of_head(error)

    def fault_of_head(self, error: Exception) -> RecordFault:
        """Why what leads to all entries could not be read: the disk gives nothing, or it is no record of ours."""
        return CannotRead(why_unread(error)) if _of_the_disk(error) else NotARecord(self.path.name)


def _of_the_disk(error: Exception) -> bool:
    """The disk gave nothing; else it gave something that is not as it was written."""
    from sqlcipher3 import dbapi2

    says = isinstance(error, dbapi2.OperationalError) and "no such" not in str(error).lower()
    return says or isinstance(error, OSError)


def journal_of(path: Path) -> Path:
    """The file beside it in which SQLite keeps what a transaction replaces, encrypted like the rest."""
    return path.with_name(path.name + "-journal")


def refuse_beside(path: Path) -> None:
    """Raises ``NotAFile`` for a link, a folder or a pipe where SQLite looks for a file of its own: a pipe there would
    never let go, and of the others it says that the record is not there."""
    for beside in (journal_of(path), path.with_name(path.name + "-wal")):
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(beside.lstat().st_mode):
                raise NotAFile(beside.name)


def _drop_ended(journal: Path) -> None:
    """A journal that was ended: SQLite passes over it, and leaves it. Only while we have the lock and it is not open
    here: what SQLite writes into a removed journal helps nobody after a crash."""
    with journal.open("rb") as file:
        begins = file.read(8)
    if not any(begins):
        journal.unlink()


def refuse_open_here(status: os.stat_result) -> None:
    """Raises ``OpenHere`` for a record that this program has open: it must not be opened in any other way meanwhile."""
    if (status.st_dev, status.st_ino) in _open_here:
        raise OpenHere
