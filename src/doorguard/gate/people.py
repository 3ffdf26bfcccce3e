"""People who can help, for the country the person named. Asked, never guessed (S58)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from doorguard.tables import Contact, Route

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

_STALKING = "The National Stalking helpline"

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
    found = [c for c in contacts if wanted & _places(c.country)]
    return tuple(sorted(found, key=lambda c: not c.emergency))


def routes_for(country: str | None, routes: Iterable[Route]) -> tuple[Route, ...]:
    """The legal routes of a country and of what it is part of, in the table's order. None: all of them."""
    if country is None:
        return tuple(routes)
    wanted = {country, *_PART_OF.get(country, ())}
    return tuple(route for route in routes if wanted & _places(route.place))


NEAREST: Mapping[str, tuple[str, ...]] = {
    "England": ("National Domestic Abuse Helpline (Refuge)", _STALKING, "Victim Support Line"),
    "Wales": ("Live Fear Free", _STALKING, "Victim Support Line"),
    "Scotland": ("Scotland's Domestic Abuse and Forced Marriage Helpline", _STALKING),
    "Northern Ireland": ("Domestic and Sexual Abuse Helpline", _STALKING),
    "Ireland": ("Women's Aid 24hr National Freephone Helpline", "Male Advice Line"),
    "EU": ("116 006 helpline for victims of crime", "116 016 helpline for violence against women"),
    "United States": (
        "National Domestic Violence Hotline",
        "VictimConnect (National Victim of Crime Hotline)",
    ),
    "Canada": ("ShelterSafe", "SOS violence conjugale", "VictimLinkBC"),
    "Australia": ("1800RESPECT", "Lifeline"),
    "New Zealand": ("Women's Refuge crisis line", "Are You OK (family violence information line)"),
}
"""The few that stand in the page itself, by country; everybody else is one key away."""


def nearest(
    country: str, contacts: Iterable[Contact], also: Collection[str] = ()
) -> tuple[Contact, ...]:
    """The emergency number of a country and the few that stand in the page; ``also`` these, where they fit."""
    found = contacts_for(country, contacts)
    urgent = next(contact for contact in found if contact.emergency)
    by_name = {contact.organisation: contact for contact in found}
    names = dict.fromkeys((*NEAREST[country], *also))
    return (urgent, *(by_name[name] for name in names if name in by_name))


def emergency_numbers(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The first number to ring of each place, for who did not say where they are."""
    first: dict[str, Contact] = {}
    for contact in contacts:
        if contact.emergency and contact.phone:
            first.setdefault(contact.country, contact)
    return tuple(first.values())


def _places(country: str) -> set[str]:
    without_region = re.sub(r"\s*\(.*?\)", "", country)
    return {part.strip() for part in re.split(r",|\band\b", without_region)}


def region(contact: Contact) -> str:
    """The part of the country it is for: "Quebec"; empty when it is for all of it."""
    match = re.search(r"\((.*?)\)", contact.country)
    return match[1] if match else ""


def is_old(contact: Contact | Route, today: date) -> bool:
    """True when nobody has looked at it for a long time."""
    day = contact.checked_on if isinstance(contact, Contact) else contact.as_of
    return (today - date.fromisoformat(day)).days > OLD_AFTER_DAYS
