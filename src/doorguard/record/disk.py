"""What the disk says, in words; how a file or folder is opened and made, whatever lies in its place."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from doorguard.record.faults import AlreadyThere, CannotCopy, CannotMake, CannotSave, NoFolder
from doorguard.wording import _

FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NONBLOCK", 0)
"""How a folder is opened: what is no folder any more is refused, and a pipe is not waited for."""


def at_once(path: str, flags: int) -> int:
    """Open a file; what is a pipe by now gives nothing, and does not wait for somebody to write into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


@contextlib.contextmanager
def making(path: Path, otherwise: type[CannotMake | CannotCopy | CannotSave]) -> Iterator[None]:
    """Something new at ``path``, never in place of another. Raises ``AlreadyThere``, ``NoFolder``, ``otherwise``."""
    try:
        yield
    except FileExistsError:
        raise AlreadyThere(path.name) from None
    except FileNotFoundError:
        raise NoFolder(str(path.parent)) from None
    except OSError as error:
        raise otherwise(why(error)) from None


def sync_folder(folder: Path) -> None:
    """So that the name of a new file survives a power cut too; not every system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, FOLDER)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def why_unread(error: BaseException) -> str:
    """One plain sentence for what the system said when something was to be opened or read."""
    if isinstance(error, PermissionError):
        return _("This computer does not let you read it.")
    return why(error, _("The disk or stick does not work as it should."))


def why(error: BaseException, otherwise: str = "") -> str:
    """One plain sentence for what the system said; ``otherwise`` where it said nothing that we know."""
    text = str(error).lower()
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT) or "full" in text:
        return _("The disk or stick is full.")
    if number in (errno.EROFS, errno.EACCES, errno.EPERM) or "readonly" in text or "read-only" in text:
        return _("This place cannot be written to.")
    if number in (errno.ENOENT, errno.ENODEV, errno.ENXIO) or "unable to open" in text:
        return _("The file is not there any more. Was the stick taken out?")
    if "locked" in text:
        return _("Another window is writing to this file.")
    return otherwise or _("The disk or stick did not take it.")
