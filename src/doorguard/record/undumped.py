"""While a record is open, a crash of this program leaves no copy of its memory on the disk."""

from __future__ import annotations

import contextlib
import sys

_PR_SET_DUMPABLE = 4
"""linux/prctl.h: 0 means no core dump, and that other programs of the same person cannot look in (prctl(2))."""


def no_core_dump() -> bool:
    """Ask the system not to write one; True where it was asked. It stays so until the program ends.

    Windows keeps crash reports by a service of its own, which a program cannot forbid for itself.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return False
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _not_dumpable()
    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def _not_dumpable() -> None:
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
