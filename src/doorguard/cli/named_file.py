"""A file that the person named, to be read."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

from doorguard.wording import _


def open_named(name: str) -> BinaryIO:
    """Open it. A pipe that lies somewhere is refused: nobody may ever write into it. One that the shell made
    (``/dev/fd/63``) is read. Raises ``OSError``."""
    path = Path(name)
    if path.is_fifo() and not path.absolute().is_relative_to("/dev"):
        raise OSError(errno.EINVAL, _("it is a pipe"))
    return path.open("rb")
