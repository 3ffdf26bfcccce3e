"""A line that is typed in plain text while a look goes on: "S" and Enter stops it, and what was found stays."""

from __future__ import annotations

import contextlib
import signal
import struct
import threading
from collections.abc import Callable, Iterator
from typing import TextIO

EVERY = 0.2
"""Seconds between two looks at what was typed."""
STOP = "s"


def can_be_heard(typed: TextIO) -> bool:
    """True where a line can be seen before it is read: at a terminal of a system that has timers for it."""
    return (
        hasattr(signal, "setitimer")
        and typed.isatty()
        and threading.current_thread() is threading.main_thread()
    )


@contextlib.contextmanager
def stopped_by(typed: TextIO | None, stop: Callable[[], None]) -> Iterator[bool]:
    """While this lasts, a line "S" calls ``stop``. Any other line is passed over: there is no question to answer.

    Gives whether it can be heard: not where nobody types.
    """
    if typed is None or not can_be_heard(typed):
        yield False
        return

    def look(*_: object) -> None:
        while _waiting(typed) and (line := typed.readline()):
            if line.strip().casefold() == STOP:
                stop()

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
    try:
        yield True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _waiting(typed: TextIO) -> bool:
    """A whole line waits at the terminal; nothing is read by asking."""
    import fcntl
    import termios

    try:
        held = fcntl.ioctl(typed, termios.FIONREAD, struct.pack("i", 0))
    except OSError:
        return False
    return bool(struct.unpack("i", held)[0])
