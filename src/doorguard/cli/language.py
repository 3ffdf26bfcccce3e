"""Which language is spoken: the one of this computer, where there is a catalogue for it, else English."""

from __future__ import annotations

import gettext
from pathlib import Path

from doorguard import wording

DOMAIN = "doorguard"


def choose(folder: Path | None = None) -> None:
    """Speak the language of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, in this order, as other programs do.

    ``folder`` holds the catalogues (``<language>/LC_MESSAGES/doorguard.mo``); None: those of the package.
    One that cannot be read is passed over: English is better than no page.
    """
    folder = folder or Path(__file__).parents[1] / "locale"
    try:
        found = gettext.find(DOMAIN, folder)
        wording.use(gettext.translation(DOMAIN, folder) if found else None)
    except (OSError, ValueError, UnicodeError):
        wording.use(None)
