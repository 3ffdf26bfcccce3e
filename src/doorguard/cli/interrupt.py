"""Ctrl+C while something runs: the work stops at once and still says what it came to."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator

from doorguard.cli.outcome import COULD_NOT_LOOK


@contextlib.contextmanager
def stops(stop: Callable[[], None]) -> Iterator[None]:
    """The first Ctrl+C (or a request to end) calls ``stop``; the second one leaves.

    Only the main thread hears signals; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = False

    def heard(*_: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        stop()

    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """A request to end, or a terminal that is closed: what is half written is removed on the way out, as with Ctrl+C.

    Only the main thread hears signals; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(*_: object) -> None:
        raise SystemExit(COULD_NOT_LOOK)

    names = ("SIGTERM", "SIGHUP", "SIGBREAK")  # which of them there are differs from system to system
    before = {number: signal.signal(number, heard) for name in names if (number := getattr(signal, name, None))}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def leaves(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl+C calls ``stop`` and ends the process, without waiting for any thread: a library that is
    being loaded cannot be interrupted, and nothing has to be written.

    The terminal is given back as it was, also where a password is being typed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    give_back = _terminal()

    def heard(*_: object) -> None:
        stop()
        give_back()
        os._exit(0)

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
