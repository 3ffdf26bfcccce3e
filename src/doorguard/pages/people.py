"""People who can help: the country is asked, never guessed; every number carries its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate.people import COUNTRIES, contacts_for, is_old, region
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, day, heading, quiet, row, text
from doorguard.tables import Contact, contacts

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class People(Screen):
    """Help lines. ``then``: what comes after them, when they stand in the way of something."""

    name = "people"

    def __init__(self, then: Screen | None = None) -> None:
        self.then = then

    def page(self, flow: Flow) -> Page:
        """Emergency numbers first; unverified ones apart, as such."""
        found = contacts_for(flow.country, contacts())
        urgent = [c for c in found if c.emergency and c.verified != "unverified"]
        others = [c for c in found if not c.emergency and c.verified != "unverified"]
        unsure = [c for c in found if c.verified == "unverified"]
        lines: list[Line] = [heading("If you are in danger now")]
        lines += [line for contact in urgent for line in _contact(contact, flow)]
        if flow.country is None:
            lines += text("Tell us the country to see who else can help.")
        else:
            lines.append(heading("To talk and to plan"))
        lines += [line for contact in others for line in _contact(contact, flow)]
        if unsure and flow.country is not None:
            lines.append(heading("Not checked by us. They may be different now"))
            lines += [line for contact in unsure for line in _contact(contact, flow)]
        choices = [Choice(id="country", text="Choose the country")]
        if self.then is not None:
            choices.append(Choice(id="on", text="Go on"))
        return Page(
            id="people",
            title="People who can help",
            lines=(*lines, *quiet("Phone numbers change. Look at the day beside each.")),
            choices=tuple(choices),
            details=tuple(row(c.organisation, f"verified: {c.verified}, {c.checked_on}") for c in found),
            help=(
                "Ring from a phone that nobody else can look at.",
                "You can ask them to stay on the phone while you look.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The country, or on."""
        if choice == "country":
            flow.go(Country())
        elif self.then is not None:
            flow.instead(self.then)


class Country(Screen):
    """Which country: asked, because help and law differ."""

    name = "country"

    def page(self, flow: Flow) -> Page:
        """Where we know people."""
        return Page(
            id="country",
            title="Which country are you in?",
            lines=text("Why we ask: help lines and laws differ. It is not kept."),
            choices=(
                *(Choice(id=country, text=_COUNTRY_WORDS.get(country, country)) for country in COUNTRIES),
                Choice(id="rather-not-say", text="I'd rather not say"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back to the people, now of that country."""
        flow.country = choice if choice in COUNTRIES else None
        flow.leave_page()


_COUNTRY_WORDS = {"EU": "Another country of the European Union"}


def _contact(contact: Contact, flow: Flow) -> list[Line]:
    reach = "; ".join(part for part in (contact.phone, contact.url) if part)
    where = region(contact)
    name = f"{contact.organisation}, {where}" if where else contact.organisation
    if flow.country is None:
        name = f"{contact.country}: {contact.organisation}"
    hours = f" {contact.hours}." if contact.hours and "not known" not in contact.hours else ""
    checked = f"Checked on {day(contact.checked_on)}."
    if is_old(contact, flow.now().date()):
        checked = f"Last checked on {day(contact.checked_on)}, so it may be out of date."
    if contact.verified == "partly":
        checked = f"From one older source. {checked}"
    return [row(name, reach), *quiet(f"{contact.what_for}.{hours} {checked}")]
