"""Who can take a device over that somebody else owns, in words."""

from __future__ import annotations

from collections.abc import Mapping

from doorguard.catalog.shapes import LockClass
from doorguard.wording import N_

LOCK_WORDS: Mapping[LockClass, str] = {
    "equal": N_(
        "With this make, every owner has the same rights. So each owner can take out the others, and you too."
    ),
    "frees-on-reset": N_(
        "With this make, a reset by its button usually frees it for a new account. A reset wipes proof."
    ),
    "frees-with-device-password": N_(
        "With this make, its own password frees it from inside the home. So whoever knows it can take it over."
    ),
    "request-in-app": N_(
        "With this make, you can ask for the device in the app. The maker then tells the person who holds it now."
    ),
    "vendor-or-brand-only": N_(
        "With this make, only the maker can free it, or the person who holds it now. A reset does not free it."
    ),
    "unknown": N_(
        "We do not know what frees this make for a new account. A reset may not be enough, so ask the maker first."
    ),
}
"""What each lock class means, in two short sentences."""
