"""One file that its owner alone can read, and that never takes the place of another."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from doorguard.record.faults import AlreadyThere, CannotSave, NoFolder
from doorguard.record.store import why


def write_own(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write it whole, or leave nothing. ``replace`` takes the place of a file, never of a link or a folder.

    Raises ``AlreadyThere``, ``NoFolder``, ``CannotSave``.
    """
    try:
        if replace and stat.S_ISREG(path.lstat().st_mode):
            path.unlink()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise CannotSave(why(error)) from None
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        raise AlreadyThere(path.name) from None
    except FileNotFoundError:
        raise NoFolder(str(path.parent)) from None
    except OSError as error:
        raise CannotSave(why(error)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise CannotSave(why(error)) from None
