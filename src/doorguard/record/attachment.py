"""A file that a person wants to keep: its bytes, as they are. The original stays where it is."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from doorguard.record.disk import at_once, why_unread
from doorguard.record.faults import CannotRead, NotAFile, NotThere, TooLarge
from doorguard.record.file import refuse_open_here
from doorguard.record.places import expanded
from doorguard.record.store import LARGEST_ATTACHMENT

HOW = ("screenshot", "photo", "export", "mail")
"""How the person came by it; ``read`` is for what this program read itself."""


def read_file(path: Path) -> tuple[bytes, dict[str, Any]]:
    """The bytes, and the keys of an ``attachment`` that the file itself tells (name, size, SHA-256, media type, time).

    Raises ``NotThere``, ``NotAFile``, ``TooLarge`` (more than 100 MB), ``CannotRead``, ``OpenHere`` (it is the record).
    """
    path = expanded(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(path.name)
        refuse_open_here(status)
        if status.st_size > LARGEST_ATTACHMENT:
            raise TooLarge(path.name, LARGEST_ATTACHMENT // (1024 * 1024))
        with open(path, "rb", opener=at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # put in its place since
                raise NotAFile(path.name)
            content = file.read(LARGEST_ATTACHMENT + 1)
    except FileNotFoundError:
        raise NotThere(path.name) from None
    except (OSError, ValueError) as error:
        raise CannotRead(why_unread(error)) from None
    if len(content) > LARGEST_ATTACHMENT:
        raise TooLarge(path.name, LARGEST_ATTACHMENT // (1024 * 1024))
    return content, {
        "name": path.name,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "media_type": mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        "file_time": datetime.fromtimestamp(status.st_mtime, UTC).isoformat(timespec="seconds"),
    }
