"""Every line that a person reads goes through here, so that it can be said in another language.

gettext (GNU, by the standard library) looks the English line up in the catalogue of the language that was
chosen; without one, the English line itself is shown::

    _("Do nothing for now")
    _("{name} was found").format(name=name)      # never an f-string: the line must stand whole in the catalogue
    many("{number} camera", "{number} cameras", n).format(number=n)
    count(n, "camera", "cameras")                # the same, where nothing but the number stands beside it
    KEYS = (N_("leaves at once"),)               # a constant: marked here, said with _() where it is shown

Device names, addresses and what devices say are never looked up: they stand in the places of a line. The
language is chosen once, at the start of the command line (``doorguard.cli.language``).
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date

Language = gettext.NullTranslations
"""Looks lines up in the catalogue of one language."""

_ENGLISH = Language()
_spoken = _ENGLISH


def use(translations: Language | None) -> None:
    """From now on, say every line in this language; None is English."""
    global _spoken  # noqa: PLW0603 - one program speaks one language
    _spoken = translations or _ENGLISH


def language() -> Language | None:
    """The language in use; None for English, in which everything is written."""
    return None if _spoken is _ENGLISH else _spoken


def _(line: str) -> str:
    """The line in the language in use; an empty one stays empty (gettext would give the catalogue's head)."""
    return _spoken.gettext(line) if line else line


def many(one: str, several: str, number: int) -> str:
    """The line for this number of things, in the language in use."""
    return _spoken.ngettext(one, several, number)


def N_(line: str) -> str:  # noqa: N802 - gettext's own name for a mark
    """Marks a constant for the catalogue and says it in English still."""
    return line


# --- what is said in many places --------------------------------------------------------------------------------

EXAMPLE = N_("An example. No real home.")
"""At head and foot of whatever is about the pretend home (design rule 13)."""
_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def count(number: int, one: str, several: str) -> str:
    """A number with its word: 1 camera, 3 cameras."""
    return _("{number} {things}").format(number=number, things=_spoken.ngettext(one, several, number))


def day_words(when: date) -> str:
    """A day: 23 November 2026."""
    return _("{day} {month} {year}").format(day=when.day, month=_(_MONTHS[when.month - 1]), year=when.year)


def in_a_row(parts: Sequence[str]) -> str:
    """Several things in one sentence: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{several} and {last}").format(several=_(", ").join(parts[:-1]), last=parts[-1])
