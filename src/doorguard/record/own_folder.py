"""A new folder for its owner alone. It is held open while it is filled: what comes into its place is left alone."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from doorguard.record.disk import FOLDER, making, sync_folder
from doorguard.record.faults import CannotCopy
from doorguard.wording import N_, _

IN_ITS_PLACE = N_("Something else lies in the place of the new folder, or in it.")
_BY_DESCRIPTOR = {os.open, os.mkdir, os.unlink, os.rmdir} <= os.supports_dir_fd
"""Windows goes by names alone."""


class OwnFolder:
    """One folder that was made here, and what was written into it.

    Making it raises ``AlreadyThere``, ``NoFolder``, ``CannotCopy``; all else ``OSError``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with making(path, CannotCopy):
            path.mkdir(mode=0o700)
            self._held = _hold(path)
        self._within: dict[str, _Held | None] = {}

    def write(self, name: str, content: bytes) -> str:
        """Write one file, ``name`` or ``folder/name``, for its owner alone and on the disk; returns its SHA-256."""
        folder, _slash, file = name.rpartition("/")
        self._folder(folder).write(file, content)
        return hashlib.sha256(content).hexdigest()

    def _folder(self, name: str) -> _Held:
        if not name:
            return self._held
        held = self._within.get(name)
        if held is None:
            self._held.make(name)
            self._within[name] = None  # made, also where it cannot be held
            held = self._within[name] = _Held(self.path / name, self._held)
        return held

    def _all(self) -> list[_Held]:
        return [*(held for held in self._within.values() if held is not None), self._held]

    def done(self) -> None:
        """The names are on the disk too. Raises ``CannotCopy`` where something else lies in its place by now."""
        for held in self._all():
            held.sync()
        sync_folder(self.path.parent)
        if not all(held.lies_there() for held in self._all()):
            raise CannotCopy(_(IN_ITS_PLACE))

    def take_back(self) -> None:
        """Remove what was written here and nothing else, also where the folder was moved."""
        for held in self._all():
            held.empty()
        for name in self._within:
            self._held.remove_folder(name)
        if self._held.lies_there():
            with contextlib.suppress(OSError):
                self.path.rmdir()  # with something else in it by now, it stays

    def close(self) -> None:
        """Hold it no longer."""
        for held in self._all():
            held.close()


def _hold(path: Path) -> _Held:
    """The folder that was just made; it goes again where it cannot be held."""
    try:
        return _Held(path, None)
    except BaseException:
        with contextlib.suppress(OSError):
            path.rmdir()
        raise


def _refuse_filled(path: Path, at: int | None) -> None:
    """Raises ``CannotCopy`` where another folder came into the place of the new one at once, or something into it."""
    with os.scandir(path if at is None else at) as found:
        if next(found, None) is not None:
            raise CannotCopy(_(IN_ITS_PLACE))


class _Held:
    """A folder by its descriptor, or by its path where the system has no such descriptors."""

    def __init__(self, path: Path, parent: _Held | None) -> None:
        self._path = path
        self.at: int | None = None
        self._made: list[str] = []
        if _BY_DESCRIPTOR:
            place = path.name if parent is not None else path
            self.at = os.open(place, FOLDER | getattr(os, "O_NOFOLLOW", 0), dir_fd=parent.at if parent else None)
        try:
            self._status = path.lstat() if self.at is None else os.fstat(self.at)
            _refuse_filled(path, self.at)
        except BaseException:
            self.close()
            raise

    def _name(self, name: str) -> str:
        return name if self.at is not None else str(self._path / name)

    def make(self, name: str) -> None:
        """A folder in it."""
        os.mkdir(self._name(name), 0o700, dir_fd=self.at)

    def write(self, name: str, content: bytes) -> None:
        """A new file in it."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        handle = os.open(self._name(name), flags, 0o600, dir_fd=self.at)
        self._made.append(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def empty(self) -> None:
        """Remove the files that were made in it."""
        for name in self._made if self._is_ours() else ():
            with contextlib.suppress(OSError):
                os.unlink(self._name(name), dir_fd=self.at)

    def remove_folder(self, name: str) -> None:
        """A folder that was made in it, where nothing is in there any more."""
        with contextlib.suppress(OSError):
            if self._is_ours():
                os.rmdir(self._name(name), dir_fd=self.at)

    def _is_ours(self) -> bool:
        """What its names lead to was made here; by a path they may lead elsewhere by now."""
        return self.at is not None or self.lies_there()

    def lies_there(self) -> bool:
        """Its path still leads to it."""
        try:
            return os.path.samestat(self._path.lstat(), self._status)
        except OSError:
            return False

    def sync(self) -> None:
        """The names in it are on the disk; not every system can."""
        if self.at is not None:
            with contextlib.suppress(OSError):
                os.fsync(self.at)

    def close(self) -> None:
        if self.at is not None:
            os.close(self.at)
            self.at = None
