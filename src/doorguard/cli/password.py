"""The person's own password for one device, from a file descriptor: never on the command line."""

from __future__ import annotations

from doorguard.cli.descriptor import read_line
from doorguard.network.secret import Secret
from doorguard.wording import _

LONGEST = 256
"""Characters; no camera takes more."""


class NoPassword(Exception):
    """There is none to be read. The text is one plain sentence."""


def read_secret(user: str, descriptor: int) -> Secret:
    """The first line that can be read there; at a terminal it does not show. Raises :class:`NoPassword`."""
    raw = read_line(descriptor, _("The password (it does not show): "), 4 * LONGEST + 2)
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
