"""Pages about the program itself, and pages that explain: help, topics, what we sent, what this leaves behind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from doorguard.catalog.help_pages import HelpPage, Part, help_page, help_pages
from doorguard.gate.people import is_old
from doorguard.model import Sent
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, day, heading, quiet, row, text
from doorguard.report.sheet_html import Asked
from doorguard.tables import Contact, contacts
from doorguard.wording import N_, _, many

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Help(Screen):
    """This page's keys in words, then leaving, then words explained."""

    name = "help"

    def __init__(self, about: Screen) -> None:
        self.about = about

    def page(self, flow: Flow) -> Page:
        """Help of the page it was opened from."""
        about = self.about.page(flow)
        return Page(
            id="help",
            title=_("Help"),
            lines=(
                heading(_("This page: {title}").format(title=about.title)),
                *text(*(about.help or (_("Choose one of the numbers."),))),
                heading(_("Keys")),
                *(row(_(key), _(does)) for key, does in _KEYS),
                heading(_("Words")),
                *(row(_(word), _(means)) for word, means in _WORDS),
            ),
            choices=(
                Choice(id="back", text=_("Back")),
                Choice(id="topics", text=_("Pages that explain more")),
                Choice(id="limits", text=_("What a look can never see")),
                Choice(id="traces", text=_("What this leaves behind")),
                Choice(id="people", text=_("People who can help")),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, or one of the pages that stand near."""
        from doorguard.pages.at_any_time.people import People

        match choice:
            case "topics":
                flow.go(Topics())
            case "limits":
                flow.go(Topic("limits"))
            case "traces":
                flow.go(Traces())
            case "people":
                flow.go(People())
            case _:
                flow.leave_page()


_KEYS = (
    (N_("Ctrl+C"), N_("leaves at once, on every page")),
    (N_("A number"), N_("chooses that answer")),
    (N_("Back"), N_("Esc on the screens, B in plain text. Your answers stay")),
    (N_("d"), N_("details for a technical friend")),
    (N_("h"), N_("people who can help")),
    (N_("r"), N_("check again")),
    (N_("s"), N_("the summary, once something was looked at")),
)

_WORDS = (
    (N_("Way in"), N_("something that lets someone else look, listen or take over")),
    (N_("Door"), N_("a number at which a device answers, also called a port")),
    (N_("Router"), N_("the box that the wifi and the internet come from")),
    (N_("Account"), N_("the name and password that an app asks for")),
    (N_("Address"), N_("the number of a device on this wifi")),
    (N_("Proof"), N_("a note or a photo of how it was, with the day and time")),
)


class Topics(Screen):
    """The pages that explain, by their titles: none of them tells why somebody reads it (S22).

    ``program``: those about the program itself.
    """

    name = "topics"

    def __init__(self, *, program: bool = False) -> None:
        self.program = program

    def page(self, flow: Flow) -> Page:
        """One line each."""
        choices = [
            Choice(id=page.topic, text=page.title) for page in help_pages() if (page.about == "program") == self.program
        ]
        if not self.program:
            choices.append(Choice(id="program", text=_("About this program")))
        return Page(
            id="topics",
            title=_("About this program") if self.program else _("Pages that explain more"),
            lines=text(_("Nothing is sent while you read.")),
            choices=(*choices, Choice(id="back", text=_("Back"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Read one."""
        match choice:
            case "back":
                flow.leave_page()
            case "program":
                flow.go(Topics(program=True))
            case "traces":
                flow.go(Traces())
            case _:
                flow.go(Topic(choice))


class Topic(Screen):
    """One page that explains."""

    name = "topic"

    def __init__(self, topic: str) -> None:
        self.topic = topic

    def page(self, flow: Flow) -> Page:
        """As it is written, with the day, and the people of the contacts table at its end."""
        found = help_page(self.topic)
        assert found is not None
        return topic_page(found, flow.now().date())

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, or people."""
        from doorguard.pages.at_any_time.people import People

        if choice == "people":
            flow.go(People())
        else:
            flow.leave_page()


class Traces(Topic):
    """What this leaves behind, and how to see each (S25)."""

    name = "traces"

    def __init__(self) -> None:
        super().__init__("traces")


def topic_page(found: HelpPage, today: date) -> Page:
    """A page that explains, on ``today``; the numbers for danger stand first, the others at its end.

    The sheet for a visit begins with when to stop, as it does on paper.
    """
    people = asked(found, today)
    urgent = [one for one in people if one.contact.emergency and found.about != "sheet"]
    others = [one for one in people if one not in urgent]
    return Page(
        id="traces" if found.topic == "traces" else "topic",
        title=found.title,
        lines=(
            *_people(_("If you are in danger now"), urgent),
            *([heading(_("About this"))] if urgent else []),
            *(_part(part) for part in found.parts),
            *_people(_("Who to ask"), others),
            *quiet(*marks(found)),
        ),
        choices=(
            Choice(id="back", text=_("Back")),
            Choice(id="people", text=_("People who can help")),
        ),
        details=tuple(row(_("Source"), source) for source in found.sources),
        help=(_("Only to read. Nothing is sent, and nothing is kept."),),
    )


def marks(found: HelpPage) -> tuple[str, ...]:
    """Where it holds, that it is not legal advice, and its day."""
    marked = []
    if found.law:
        marked.append(_("This is not legal advice. A solicitor, a law centre or a help line can advise you."))
    if found.country:
        marked.append(_("This page is about: {country}. Elsewhere it may differ.").format(country=_(found.country)))
    marked.append(_("Written on {day}.").format(day=day(found.as_of)))
    return tuple(marked)


def _named(contact: Contact, found: HelpPage) -> str:
    if contact.country in ("UK", found.country):
        return contact.organisation
    return f"{contact.organisation}, {_(contact.country)}"


def _reach(contact: Contact) -> str:
    return "; ".join(part for part in (contact.phone, contact.url) if part)


def _checked(contact: Contact, today: date) -> str:
    says = _("Checked on {day}.").format(day=day(contact.checked_on))
    if is_old(contact, today):
        says = _("Last checked on {day}, so it may be out of date.").format(day=day(contact.checked_on))
    if contact.verified == "unverified":
        return _("Not checked by us.")
    if contact.verified == "partly":
        return _("From one older source. {checked}").format(checked=says)
    return says


def asked(found: HelpPage, today: date) -> tuple[Asked, ...]:
    """The contacts that a page names, in its order, with how fresh each is.

    Two countries may have a contact of one name: the one that stands first in the table is meant.
    """
    known = {contact.organisation: contact for contact in reversed(contacts())}
    named = (known[name] for name in found.people)
    return tuple(Asked(contact, _named(contact, found), _reach(contact), _checked(contact, today)) for contact in named)


def _people(title: str, people: list[Asked]) -> list[Line]:
    lines = [heading(title)] if people else []
    for contact, name, reach, checked in people:
        lines.append(row(name, reach))
        lines += quiet(f"{contact.what_for}. {checked}")
    return lines


def _part(part: Part) -> Line:
    match part.kind:
        case "heading":
            return heading(part.text)
        case "row":
            return row(part.label, part.text)
        case "item":
            return bullet(part.text)
        case _:
            return Line(text=part.text)


class SentPage(Screen):
    """Everything that this program sent, by device."""

    name = "sent"

    def page(self, flow: Flow) -> Page:
        """Listed devices by name; everything else together, never listed."""
        named = {a: d for d in flow.picture.listed() for a in d.addresses}
        lines: list[Line] = []
        rest: list[Sent] = []
        for address, sent in flow.picture.sent.items():
            if address in named:
                lines.append(row(flow.called(named[address]), _sent_words(sent)))
            else:
                rest.append(sent)
        if rest:
            others = many("{number} other address", "{number} other addresses", len(rest))
            lines.append(row(others.format(number=len(rest)), _sent_words(_sum(rest))))
        if not flow.picture.sent:
            lines += text(_("Nothing was sent."))
        return Page(
            id="sent",
            title=_("What we sent"),
            lines=(
                *lines,
                heading(_("What these words mean")),
                bullet(_("A knock asks if a door is there. It carries no words.")),
                bullet(_("A talk is one connection on which we asked something.")),
                bullet(_("A small message is one packet, such as: is there a camera here?")),
                *text(_("Nothing left this home network.")),
            ),
            choices=(
                Choice(id="back", text=_("Back")),
                Choice(id="traces", text=_("What this leaves behind")),
            ),
            details=tuple(row(address, _sent_words(sent)) for address, sent in _known(flow)),
            help=(_("The router and the devices may have written down some of this."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, or the traces."""
        if choice == "traces":
            flow.go(Traces())
        else:
            flow.leave_page()


def _known(flow: Flow) -> list[tuple[str, Sent]]:
    named = {a for d in flow.picture.listed() for a in d.addresses}
    return [(address, sent) for address, sent in flow.picture.sent.items() if address in named]


def _sum(each: list[Sent]) -> Sent:
    return Sent(
        datagrams=sum(s.datagrams for s in each),
        tries=sum(s.tries for s in each),
        connections=sum(s.connections for s in each),
        requests=sum(s.requests for s in each),
        logins=sum(s.logins for s in each),
        logins_refused=sum(s.logins_refused for s in each),
    )


def _sent_words(sent: Sent) -> str:
    parts = [
        many("{number} knock", "{number} knocks", sent.tries).format(number=sent.tries),
        many("{number} talk", "{number} talks", sent.connections).format(number=sent.connections),
        many("with {number} question", "with {number} questions", sent.requests).format(number=sent.requests),
        many("{number} small message", "{number} small messages", sent.datagrams).format(number=sent.datagrams),
        many("{number} password", "{number} passwords", sent.logins).format(number=sent.logins)
        if sent.logins
        else _("no password"),
    ]
    return ", ".join(parts)
