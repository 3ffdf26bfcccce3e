"""People who can help: the country is asked, never guessed; every number carries its date."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from doorguard.gate.people import COUNTRIES, contacts_for, emergency_numbers, is_old, nearest, region
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, day, heading, quiet, row, text
from doorguard.tables import Contact, contacts
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class People(Screen):
    """Help lines, all of those that fit the country."""

    name = "people"

    def page(self, flow: Flow) -> Page:
        """Emergency numbers first; unverified ones apart, as such."""
        found = contacts_for(flow.country, contacts())
        others = [c for c in found if not c.emergency and c.verified != "unverified"]
        unsure = [c for c in found if c.verified == "unverified"]
        lines: list[Line] = list(urgent_lines(flow))
        if flow.country is None:
            lines += text(_("Tell us the country to see who else can help."))
        else:
            lines.append(heading(_("To talk and to plan")))
        lines += [line for contact in others for line in _contact(contact, flow)]
        if unsure and flow.country is not None:
            lines.append(heading(_("Not checked by us. They may be different now")))
            lines += [line for contact in unsure for line in _contact(contact, flow)]
        return Page(
            id="people",
            title=_("People who can help"),
            lines=(*lines, *quiet(_("Phone numbers change. Look at the day beside each."))),
            choices=(Choice(id="country", text=_("Choose the country")), Choice(id="back", text=_("Back"))),
            details=tuple(row(c.organisation, f"verified: {c.verified}, {c.checked_on}") for c in found),
            help=(
                _("Ring from a phone that nobody else can look at."),
                _("You can ask them to stay on the phone while you look."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The country, or back."""
        if choice == "country":
            flow.go(Country())
        else:
            flow.leave_page()


class Country(Screen):
    """Which country: asked, because help and law differ. ``then``: what comes after it in the gate."""

    name = "country"

    def __init__(self, then: Screen | None = None) -> None:
        self.then = then

    def page(self, flow: Flow) -> Page:
        """Where we know people."""
        return Page(
            id="country",
            title=_("Which country are you in?"),
            lines=text(_("Why we ask: help lines and laws differ. It is kept only if you keep a record.")),
            choices=(
                *(Choice(id=country, text=called(country)) for country in COUNTRIES),
                Choice(id="rather-not-say", text=_("Another one, or I'd rather not say")),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back to where it was asked, or on."""
        flow.country = choice if choice in COUNTRIES else None
        flow.country_asked = True
        if self.then is not None:
            flow.go(self.then)
        else:
            flow.leave_page()


_COUNTRY_WORDS = {
    "England": N_("England"),
    "Wales": N_("Wales"),
    "Scotland": N_("Scotland"),
    "Northern Ireland": N_("Northern Ireland"),
    "Ireland": N_("Ireland"),
    "EU": N_("Another country of the European Union"),
    "United States": N_("United States"),
    "Canada": N_("Canada"),
    "Australia": N_("Australia"),
    "New Zealand": N_("New Zealand"),
}


def called(country: str) -> str:
    """A country in words."""
    return _(_COUNTRY_WORDS.get(country, country))


def urgent_lines(flow: Flow) -> tuple[Line, ...]:
    """Whom to ring in danger, with all there is to know; without a country, the first number of each."""
    if flow.country is None:
        first = emergency_numbers(contacts())
        return (
            heading(_("If you are in danger now")),
            *(row(_(contact.country), contact.phone) for contact in first),
            *quiet(_checked(first, flow)),
            *text(_("You cannot speak, or cannot hear? Choose the country to see other ways.")),
        )
    urgent = [c for c in contacts_for(flow.country, contacts()) if c.emergency and c.verified != "unverified"]
    return (
        heading(_("If you are in danger now")),
        *(line for contact in urgent for line in _contact(contact, flow)),
    )


def near_lines(flow: Flow, also: Collection[str] = ()) -> tuple[Line, ...]:
    """The few that stand in the page itself, one row each; without a country, the numbers for danger alone."""
    title = heading(_("People who can help"))
    if flow.country is None:
        first = emergency_numbers(contacts())
        return (
            title,
            row(_("In danger"), ", ".join(f"{_(contact.country)} {contact.phone}" for contact in first)),
            *quiet(_checked(first, flow)),
            *text(_("Choose the country to see who else can help.")),
        )
    found = nearest(flow.country, contacts(), also)
    return (
        title,
        *(row(_name(contact), _reach_and_hours(contact)) for contact in found),
        *quiet(_checked(found, flow) + " " + _("More of them: press h.")),
    )


def _checked(found: Collection[Contact], flow: Flow) -> str:
    """When the one of them that was looked at longest ago was."""
    oldest = min(found, key=lambda contact: contact.checked_on)
    if is_old(oldest, flow.now().date()):
        return _("Last checked on {day}, so it may be out of date.").format(day=day(oldest.checked_on))
    return _("Checked on {day}.").format(day=day(oldest.checked_on))


def _reach_and_hours(contact: Contact) -> str:
    older = _("from one older source") if contact.verified == "partly" else ""
    return ", ".join(part for part in (contact.phone or contact.url, _hours(contact), older) if part)


def _hours(contact: Contact) -> str:
    return contact.hours if "not known" not in contact.hours else ""


def _name(contact: Contact) -> str:
    where = region(contact)
    return f"{contact.organisation}, {where}" if where else contact.organisation


def _contact(contact: Contact, flow: Flow) -> list[Line]:
    reach = "; ".join(part for part in (contact.phone, contact.url) if part)
    name = _name(contact)
    hours = f" {_hours(contact)}." if _hours(contact) else ""
    checked = _checked([contact], flow)
    if contact.verified == "partly":
        checked = _("From one older source.") + " " + checked
    return [row(name, reach), *quiet(f"{contact.what_for}.{hours} {checked}")]
