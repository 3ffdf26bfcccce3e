"""Whose is this account, this address, this sign-in? One question at a time; only the person can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Device
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, row, text
from doorguard.pages.want import Want

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

LISTED = {"account.owner": "account.name", "recipient.owner": "recipient.address", "access.owner": "access.name"}
"""The label, and the fact that says what stands at its place."""
_TITLES = {
    "account.owner": "Whose account is this?",
    "recipient.owner": "Whose address is this?",
    "access.owner": "Who signed in here?",
}
_DETAILS = {
    "account.owner": (("May do", "account.level"),),
    "recipient.owner": (("Sent by", "recipient.kind"),),
    "access.owner": (
        ("From the address", "access.address"),
        ("Last time", "access.last"),
        ("How often", "access.times"),
    ),
}
ANSWERS = (
    Choice(id="mine", text="It is mine"),
    Choice(id="chosen", text="Someone I chose"),
    Choice(id="unknown", text="I don't know"),
    Choice(id="skip", text="I'd rather not say"),
)


def open_labels(device: Device) -> list[tuple[str, str]]:
    """(label, place) of everything listed whose owner nobody has said yet, in order."""
    rows = []
    for label, called in LISTED.items():
        places = sorted({f.place for f in device.facts if f.name == called and f.place}, key=_by_number)
        rows += [(label, place) for place in places if f"{label}@{place}" not in device.told]
    return rows


def _by_number(place: str) -> tuple[str, int]:
    head, _, number = place.rpartition("/")
    return head, int(number) if number.isdecimal() else 0


def half_hidden(address: str) -> str:
    """An address with the middle left out: enough for whoever knows it (s...@example.org)."""
    name, at, where = address.partition("@")
    if at:
        return f"{name[:1]}...@{where}"
    return address if len(address) <= 6 else f"{address[:3]}..."


class Whose(Screen):
    """The open questions of one device, one after another. ``skipped`` ones are passed over this time."""

    name = "whose"

    def __init__(self, device_id: str, skipped: frozenset[tuple[str, str]] = frozenset()) -> None:
        self.device_id, self.skipped = device_id, skipped
        self.shown = False

    def page(self, flow: Flow) -> Page:
        """The next one, or that there is none left."""
        device = flow.device(self.device_id)
        left = self._left(device)
        if device is None or not left:
            return Page(
                id="whose",
                title="That was the last one",
                lines=text("Thank you. You can change an answer by signing in again."),
                choices=(Choice(id="ways", text="Who could look through it"),),
            )
        label, place = left[0]
        facts = {f.name: str(f.value) for f in device.facts if f.place == place}
        full = facts.get(LISTED[label], "")
        hidden = label == "recipient.owner" and not self.shown
        lines: list[Line] = [
            row("Device", flow.called(device)),
            row("Name" if label != "recipient.owner" else "Address", half_hidden(full) if hidden else full),
            *(row(words, facts[fact]) for words, fact in _DETAILS[label] if facts.get(fact)),
            *text("Only you can say. There is no wrong answer.", f"{len(left)} left."),
        ]
        more = (Choice(id="show", text="Show the whole address"),) if hidden and half_hidden(full) != full else ()
        return Page(
            id="whose",
            title=_TITLES[label],
            lines=tuple(lines),
            choices=(*ANSWERS, *more, Choice(id="stop", text="Stop here")),
            help=(
                "An account that nobody knows is worth a look. It may still be an installer's.",
                "I'd rather not say leaves it open.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Label it, leave it open, show it, or stop."""
        from doorguard.pages.ways_in import WaysIn

        left = self._left(flow.device(self.device_id))
        if choice == "ways":
            flow.instead(WaysIn(self.device_id))
        elif choice == "stop" or not left:
            flow.leave_page()
        elif choice == "show":
            self.shown = True
        elif choice == "skip":
            self.skipped, self.shown = self.skipped | {left[0]}, False
        else:
            label, place = left[0]
            self.shown = False
            flow.want(Want("tell", device=self.device_id, fact=f"{label}@{place}", value=choice))

    def _left(self, device: Device | None) -> list[tuple[str, str]]:
        return [entry for entry in open_labels(device) if entry not in self.skipped] if device else []
