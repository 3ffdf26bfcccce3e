"""People who can help, for the country the person named. Asked, never guessed (S58)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from doorguard.tables import Contact

COUNTRIES = (
    "England",
    "Wales",
    "Scotland",
    "Northern Ireland",
    "Ireland",
    "EU",
    "United States",
    "Canada",
    "Australia",
    "New Zealand",
)
"""Where we know people. Written like this in an answers file."""

OLD_AFTER_DAYS = 180
"""A contact checked longer ago than this is shown as maybe out of date (S57)."""

_PART_OF: dict[str, tuple[str, ...]] = {
    "England": ("UK",),
    "Wales": ("UK",),
    "Scotland": ("UK",),
    "Northern Ireland": ("UK",),
    "Ireland": ("EU",),
}


def contacts_for(country: str | None, contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts of a country and of what it is part of: emergency first, then in the table's order.

    None: the emergency contacts of every country.
    """
    if country is None:
        return tuple(c for c in contacts if c.emergency)
    wanted = {country, *_PART_OF.get(country, ())}
    found = [c for c in contacts if wanted & _places(c)]
    return tuple(sorted(found, key=lambda c: not c.emergency))


def _places(contact: Contact) -> set[str]:
    without_region = re.sub(r"\s*\(.*?\)", "", contact.country)
    return {part.strip() for part in re.split(r",|\band\b", without_region)}


def region(contact: Contact) -> str:
    """The part of the country it is for: "Quebec"; empty when it is for all of it."""
    match = re.search(r"\((.*?)\)", contact.country)
    return match[1] if match else ""


def is_old(contact: Contact, today: date) -> bool:
    """True when nobody has looked at it for a long time."""
    return (today - date.fromisoformat(contact.checked_on)).days > OLD_AFTER_DAYS
