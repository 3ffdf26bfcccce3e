"""One file that its owner alone can read, and that never takes the place of another."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from doorguard.record.disk import making, sync_folder, why
from doorguard.record.faults import CannotSave


def write_own(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write it whole, or leave what was there. ``replace`` takes the place of a file, never of a link or a folder.

    Raises ``AlreadyThere``, ``NoFolder``, ``CannotSave``.
    """
    try:
        there = stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        there = False
    except OSError as error:
        raise CannotSave(why(error)) from None
    if not (there and replace):
        _write_new(path, content)
        sync_folder(path.parent)
        return
    beside = path.with_name(f".{secrets.token_hex(8)}")  # the old one stays until the new one is whole
    _write_new(beside, content)
    with _gone_unless_whole(beside):
        beside.replace(path)
        sync_folder(path.parent)


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with making(path, CannotSave):
        handle = os.open(path, flags, 0o600)
    with _gone_unless_whole(path), os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _gone_unless_whole(path: Path) -> Iterator[None]:
    """Nothing half-written stays, also where the person leaves in the middle: it is not locked."""
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise CannotSave(why(error)) from None
        raise
