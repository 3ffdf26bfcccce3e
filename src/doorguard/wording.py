"""Every line that a person reads goes through here, so that it can be said in another language.

gettext (GNU, by the standard library) looks the English line up in the catalogue of the language that was
chosen; without one, the English line itself is shown::

    _("Do nothing for now")
    _("{name} was found").format(name=name)      # never an f-string: the line must stand whole in the catalogue
    many("{number} camera", "{number} cameras", n).format(number=n)
    KEYS = (N_("leaves at once"),)               # a constant: marked here, said with _() where it is shown
"""

from __future__ import annotations

import gettext

_spoken: gettext.NullTranslations = gettext.NullTranslations()


def use(translations: gettext.NullTranslations) -> None:
    """From now on, say every line in this language."""
    global _spoken  # noqa: PLW0603 - one program speaks one language
    _spoken = translations


def _(line: str) -> str:
    """The line in the language in use; an empty one stays empty (gettext would give the catalogue's head)."""
    return _spoken.gettext(line) if line else line


def many(one: str, several: str, number: int) -> str:
    """The line for this number of things, in the language in use."""
    return _spoken.ngettext(one, several, number)


def N_(line: str) -> str:  # noqa: N802 - gettext's own name for a mark
    """Marks a constant for the catalogue and says it in English still."""
    return line
