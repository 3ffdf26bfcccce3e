"""Ctrl+C while something runs: the work stops at once and still says what it came to."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator

from doorguard.cli.outcome import COULD_NOT_LOOK


@contextlib.contextmanager
def _hearing(names: Iterable[str], heard: Callable[..., None]) -> Iterator[None]:
    """Meanwhile ``heard`` is called for these signals; which of them there are differs from system to system.

    Only the main thread hears signals; elsewhere this does nothing.
    """
    here = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name) for name in names if here and hasattr(signal, name)]
    before = {number: signal.signal(number, heard) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def stops(stop: Callable[[], None]) -> Iterator[None]:
    """The first Ctrl+C (or a request to end) calls ``stop``; the second one leaves."""
    asked = False

    def heard(*_: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        stop()

    with _hearing(("SIGINT", "SIGTERM"), heard):
        yield


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """A request to end, or a terminal that is closed: what is half written is removed on the way out, as with
    Ctrl+C."""

    def heard(*_: object) -> None:
        raise SystemExit(COULD_NOT_LOOK)

    with _hearing(("SIGTERM", "SIGHUP", "SIGBREAK"), heard):
        yield


@contextlib.contextmanager
def leaves(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl+C calls ``stop`` and ends the process, without waiting for any thread: a library that is
    being loaded cannot be interrupted, and nothing has to be written.

    The terminal is given back as it was, also where a password is being typed.
    """
    give_back = _terminal()

    def heard(*_: object) -> None:
        stop()
        give_back()
        os._exit(0)

    with _hearing(("SIGINT",), heard):
        yield


def _terminal() -> Callable[[], None]:
    """What sets the terminal back to what it is now; nothing where there is none."""
    try:
        import termios
    except ImportError:  # not on Windows
        return lambda: None
    try:
        number = sys.stdin.fileno()
        now = termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        return lambda: None
    return lambda: termios.tcsetattr(number, termios.TCSANOW, now)
