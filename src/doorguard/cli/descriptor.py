"""One line from a file descriptor: how a secret reaches a command without standing in it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


def read_line(descriptor: int, prompt: str, most: int) -> bytes | None:
    """One line, with its end; of a longer one the first ``most`` bytes. None where none can be read.

    ``prompt`` is shown at a terminal, where what is typed does not show. Byte by byte, so that what follows the line
    stays there for others.
    """
    line = b""
    try:
        with os.fdopen(os.dup(descriptor), "rb", buffering=0) as file, _unseen(descriptor, prompt):
            while len(line) < most and not line.endswith(b"\n"):
                one = file.read(1)
                if not one:
                    break
                line += one
    except (OSError, OverflowError):  # OverflowError: no descriptor has such a number
        return None
    return line


@contextlib.contextmanager
def _unseen(descriptor: int, prompt: str) -> Iterator[None]:
    """Where a person types, nothing shows: what shows can be scrolled back to. Raises OSError where that cannot be."""
    if not os.isatty(descriptor):
        yield
        return
    try:
        import termios
    except ImportError:  # not on Windows
        raise OSError from None
    print(prompt, end="", file=sys.stderr, flush=True)
    before = termios.tcgetattr(descriptor)
    silent = [*before]
    silent[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, silent)
        yield
    except termios.error:
        raise OSError from None
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)
        print(file=sys.stderr)
