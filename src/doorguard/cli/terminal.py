"""Who sits at the other end."""

from __future__ import annotations

import sys


def person() -> bool:
    """Somebody sits at the keys, and sees what is written."""
    return sys.stdin.isatty() and sys.stdout.isatty()
