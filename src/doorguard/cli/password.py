"""The person's own password for one device, from a file descriptor: never on the command line."""

from __future__ import annotations

import os

from doorguard.network.secret import Secret

LONGEST = 256
"""Characters; no camera takes more."""


class NoPassword(Exception):
    """There is none to be read. The text is one plain sentence."""


def read_secret(user: str, descriptor: int) -> Secret:
    """The first line that can be read there. Raises :class:`NoPassword`."""
    try:
        with os.fdopen(os.dup(descriptor), "rb") as file:
            raw = file.readline(4 * LONGEST + 2)
    except OSError:
        raise NoPassword(f"No password can be read from --password-fd {descriptor}.") from None
    try:
        password = raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise NoPassword("The password is not UTF-8 text.") from None
    if not password or len(password) > LONGEST or any(ord(char) < 32 for char in password):
        raise NoPassword("The password is empty, too long, or has characters that cannot be typed.")
    return Secret(user, password)
