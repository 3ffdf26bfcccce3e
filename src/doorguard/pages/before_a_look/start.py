"""The first pages: where to begin, and the pretend home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Level
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import PEOPLE, Screen, text
from doorguard.pages.want import Want
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

ELSEWHERE = N_(
    "If someone may be watching this computer or this wifi, use a different device that they have never had."
)
"""The sentence that stands before everything else (S1)."""


def back_to_devices(flow: Flow) -> tuple[Choice, ...]:
    """The way back to what stands on the list of devices, for who went back too far."""
    return (Choice(id="found", text=_("Back to the devices")),) if flow.picture.listed() else ()


def _record(flow: Flow) -> tuple[Choice, ...]:
    """The record that is open, or the way to one of another day."""
    if not flow.kept.offered:
        return ()
    words = _("The record") if flow.kept.is_open(flow) else _("Open a record that I have")
    return (Choice(id="record", text=words),)


class Start(Screen):
    """The first page of all."""

    name = "start"

    def page(self, flow: Flow) -> Page:
        """Four ways to begin; nothing is sent by any of them alone."""
        return Page(
            id="start",
            title=_("Home camera and doorbell check"),
            lines=text(
                _(ELSEWHERE),
                _("Nothing is sent until you say so. To leave at once, press Ctrl+C."),
                _("Where would you like to begin? Type its number."),
            ),
            choices=(
                Choice(id="practise", text=_("Practise on a pretend home")),
                Choice(id="home", text=_("Look at my home")),
                Choice(id="read", text=_("Read only. Nothing is sent")),
                *back_to_devices(flow),
                PEOPLE,
                *_record(flow),
            ),
            help=(
                _("Practise shows every page with made-up devices. It is a good way to begin."),
                _("Look at my home asks you a few questions first."),
                _("Read only shows what can be wrong and how to close it."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to one of the four."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.before_a_look.gate_pages import Leaving
        from doorguard.pages.closing.reading import Reading
        from doorguard.pages.written_down.keep_open import OpenWhich
        from doorguard.pages.written_down.record_pages import TheRecord

        match choice:
            case "practise":
                flow.go(Practise())
            case "home":
                flow.turn_to(pretend=False)
                flow.go(Leaving())
            case "read":
                flow.turn_to(pretend=False)
                flow.go(Reading())
            case "found":
                flow.to_devices()
            case "people":
                flow.go(People())
            case "record":
                flow.go(TheRecord() if flow.kept.is_open(flow) else OpenWhich())


class Practise(Screen):
    """Before the pretend home is looked at."""

    name = "practise"

    def page(self, flow: Flow) -> Page:
        """Says that nothing real is touched."""
        found = back_to_devices(flow) if flow.pretend else ()
        return Page(
            id="practise",
            title=_("Practise on a pretend home"),
            lines=text(
                _("This home is made up. It lives inside this computer."),
                _("Your own home is not looked at, and nothing real is asked."),
                _("You can try everything here. To leave at once, press Ctrl+C."),
                _("To choose an answer, type its number."),
            ),
            choices=(Choice(id="look", text=_("Look at the pretend home")), *found, PEOPLE),
            help=(_("The program really looks, but only at devices that it made up itself."),),
            pretend=True,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Begin, or see who can help."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.found.looking import Looking

        if choice == "people":
            flow.go(People())
        elif choice == "found":
            flow.to_devices()
        elif choice == "look":
            flow.turn_to(pretend=True)
            flow.go(Looking())
            flow.want(Want("run", level=flow.level or Level.LOOK, pretend=True))
