"""The person's own password for one device, from a file descriptor: never on the command line."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from doorguard.network.secret import Secret
from doorguard.wording import _

LONGEST = 256
"""Characters; no camera takes more."""


class NoPassword(Exception):
    """There is none to be read. The text is one plain sentence."""


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


def read_secret(user: str, descriptor: int) -> Secret:
    """The first line that can be read there; at a terminal it does not show. Raises :class:`NoPassword`."""
    raw = _line(descriptor, _("The password (it does not show): "), 4 * LONGEST + 2)
    if raw is None:
        raise NoPassword(
            _("No password can be read from --password-fd {descriptor}.").format(descriptor=descriptor)
        )
    try:
        password = raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise NoPassword(_("The password is not UTF-8 text.")) from None
    if not password or len(password) > LONGEST or any(ord(char) < 32 for char in password):
        raise NoPassword(_("The password is empty, too long, or has characters that cannot be typed."))
    return Secret(user, password)


def _line(descriptor: int, prompt: str, most: int) -> bytes | None:
    """One line; None where none can be read."""
    try:
        with os.fdopen(os.dup(descriptor), "rb") as file, _unseen(descriptor, prompt):
            return file.readline(most)
    except OSError:
        return None
