"""A disk that refuses: the calls that SQLCipher makes to its files, counted, and any one of them let down. Not a test.

SQLite reaches every file through one table of functions (sqlite.org/vfs.html). Here its opening is put behind one of
ours, which gives each file a copy of its own table with some functions in front. The program above is untouched.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from sqlcipher3 import _sqlite3

FULL, CANNOT_OPEN, READ_ERROR, WRITE_ERROR, SYNC_ERROR, DELETE_ERROR = 13, 14, 266, 778, 1034, 2570
"""Result codes of SQLite: what its own layer makes of ENOSPC, and of EIO at a write, a sync, a removal, ..."""

_pointer, _int, _long = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_Write = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _int, _long)
_Sync = ctypes.CFUNCTYPE(_int, _pointer, _int)
_Truncate = ctypes.CFUNCTYPE(_int, _pointer, _long)
_Open = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _pointer, _int, _pointer)  # more stands behind the end of the name
_Delete = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _int)


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, as far as it is needed."""

    _fields_ = [
        ("version", _int), ("file_size", _int), ("longest_path", _int), ("next", _pointer), ("name", ctypes.c_char_p),
        ("data", _pointer), ("open", _pointer), ("delete", _pointer),
    ]  # fmt: skip


class _Methods(ctypes.Structure):
    """sqlite3_io_methods: a version, and 18 functions."""

    _fields_ = [("version", _int), ("functions", _pointer * 18)]


READ, WRITE, TRUNCATE, SYNC = 1, 2, 3, 4
"""Where these stand among the functions (0: close)."""


class FaultyDisk:
    """``refuse`` names the kind of call, ``at`` the number of the first that is refused (from 1), and ``code`` what is
    answered. One is refused, or with ``until_mended`` all from there on. ``torn``: half of what is refused was written.
    ``bad_places``: where in a file nothing can be read, each time."""

    def __init__(self) -> None:
        self.bad_places: frozenset[int] = frozenset()
        self.calls: dict[str, int] = {}
        self.refused = 0
        self.kind, self.at, self.code = "", 0, 0
        self.until_mended = self.torn = False
        self._held: list[Any] = []
        self._tables: dict[int, _Methods] = {}

    def refuse(self, kind: str, at: int, code: int, *, until_mended: bool = False, torn: bool = False) -> None:
        """From now on, counting anew."""
        self.calls, self.refused = {}, 0
        self.kind, self.at, self.code, self.until_mended, self.torn = kind, at, code, until_mended, torn

    def mend(self) -> None:
        """It takes everything again."""
        self.kind = ""

    def _fails(self, kind: str) -> bool:
        number = self.calls[kind] = self.calls.get(kind, 0) + 1
        fails = kind == self.kind and (number == self.at or (number > self.at and self.until_mended))
        self.refused += fails
        return fails

    # --- in between ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def between(self) -> Iterator[FaultyDisk]:
        """For files that are opened meanwhile."""
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        opened, deleted = vfs.open, vfs.delete
        ours = (self._keep(_Open, self._opening(_Open(opened))), self._keep(_Delete, self._deleting(_Delete(deleted))))
        vfs.open, vfs.delete = (ctypes.cast(one, _pointer).value for one in ours)
        try:
            yield self
        finally:
            vfs.open, vfs.delete = opened, deleted

    def _keep(self, kind: Any, function: Callable[..., int]) -> Any:
        made = kind(function)
        self._held.append(made)
        return made

    def _opening(self, real: Callable[..., int]) -> Callable[..., int]:
        def opening(vfs: int, name: int, file: int, flags: int, out: int) -> int:
            if self._fails("open"):
                _pointer.from_address(file).value = None
                return self.code
            code = real(vfs, name, file, flags, out)
            methods = _pointer.from_address(file)
            if code == 0 and methods.value:
                methods.value = ctypes.addressof(self._table(methods.value))
            return code

        return opening

    def _deleting(self, real: Callable[..., int]) -> Callable[..., int]:
        def deleting(vfs: int, name: int, sync: int) -> int:
            if not self._fails("delete"):
                return real(vfs, name, sync)
            if self.torn:  # it is gone, and only the folder could not be synchronised
                real(vfs, name, sync)
            return self.code

        return deleting

    def _table(self, real: int) -> _Methods:
        if real not in self._tables:
            table = _Methods.from_buffer_copy(_Methods.from_address(real))
            for index, kind, make in (
                (READ, _Write, self._reading),
                (WRITE, _Write, self._writing),
                (TRUNCATE, _Truncate, self._plain("truncate")),
                (SYNC, _Sync, self._plain("sync")),
            ):
                function = make(kind(table.functions[index]))
                table.functions[index] = ctypes.cast(self._keep(kind, function), _pointer).value
            self._tables[real] = table
        return self._tables[real]

    def _reading(self, real: Callable[..., int]) -> Callable[..., int]:
        def reading(file: int, held: int, size: int, at: int) -> int:
            if at in self.bad_places:
                self.refused += 1
                return READ_ERROR
            return self.code if self._fails("read") else real(file, held, size, at)

        return reading

    def _writing(self, real: Callable[..., int]) -> Callable[..., int]:
        def writing(file: int, held: int, size: int, at: int) -> int:
            if not self._fails("write"):
                return real(file, held, size, at)
            if self.torn:
                real(file, held, size // 2, at)
            return self.code

        return writing

    def _plain(self, kind: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
        def make(real: Callable[..., int]) -> Callable[..., int]:
            return lambda *given: self.code if self._fails(kind) else real(*given)

        return make
