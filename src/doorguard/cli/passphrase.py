"""The passphrase of a record: typed without showing, or from a file descriptor. Never from the command line."""

from __future__ import annotations

import sys

from doorguard.cli.descriptor import read_line
from doorguard.record.faults import TooLong
from doorguard.record.key import LONGEST, refuse_weak
from doorguard.wording import N_, _

PROMPT = N_("The passphrase (it does not show): ")


class NoPassphrase(Exception):
    """There is none to be read. The text is one plain sentence."""


def read_passphrase(descriptor: int | None, *, new: str = "") -> str:
    """One line of ``descriptor``, or what the person types. For a ``new`` file of that name it is asked again where it
    is typed, so that no slip of a finger locks the file. Raises :class:`NoPassphrase`, and for one that will not do
    what :func:`~doorguard.record.key.refuse_weak` raises, before it is typed again."""
    if descriptor is not None:
        return _from(descriptor)
    if not sys.stdin.isatty():
        raise NoPassphrase(_("There is nobody to ask for the passphrase. Use --passphrase-fd N."))
    first = _typed(_(PROMPT))
    if new:
        refuse_weak(first, new)
    if new and _typed(_("The same once more: ")) != first:
        raise NoPassphrase(_("The two were not the same. Nothing was made. Try once more."))
    return first


def _typed(prompt: str) -> str:
    import getpass

    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:
        raise NoPassphrase(_("No passphrase was typed.")) from None


def _from(descriptor: int) -> str:
    raw = read_line(descriptor, _(PROMPT), LONGEST + 2)
    if raw is None:
        raise NoPassphrase(
            _("No passphrase can be read from --passphrase-fd {descriptor}.").format(descriptor=descriptor)
        )
    if len(raw.rstrip(b"\r\n")) > LONGEST:  # a part of it would be another passphrase
        raise NoPassphrase(TooLong(LONGEST))
    try:
        words = raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise NoPassphrase(_("The passphrase is not UTF-8 text.")) from None
    if not words:
        raise NoPassphrase(_("The passphrase is empty."))
    return words
