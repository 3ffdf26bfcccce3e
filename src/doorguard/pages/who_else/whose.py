"""Whose is this account, this address, this sign-in? One question at a time; only the person can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Device
from doorguard.pages.page import Choice, Line, Page, Standing
from doorguard.pages.screen import Screen, quiet, row, text
from doorguard.pages.want import Want
from doorguard.report.listed import called, can_be_shown, rows_of
from doorguard.wording import N_, _, many

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

LISTED = {"account.owner": "account.name", "recipient.owner": "recipient.address", "access.owner": "access.name"}
"""The label, and the fact that says what stands at its place."""
_TITLES = {
    "account.owner": N_("Whose account is this?"),
    "recipient.owner": N_("Whose address is this?"),
    "access.owner": N_("Who signed in here?"),
}
ANSWERS = (
    Standing(id="chosen", text=N_("Someone I chose")),
    Standing(id="unknown", text=N_("I don't know")),
    Standing(id="skip", text=N_("I'd rather not say")),
)
Entry = tuple[str, tuple[str, ...]]
"""A label, and the places at which one and the same thing is listed."""


def entries(device: Device) -> list[Entry]:
    """Everything listed that can be labelled, in order; what stands in two lists is one entry."""
    rows: dict[object, Entry] = {}
    for label, name in LISTED.items():
        for place in sorted({f.place for f in device.facts if f.name == name and f.place}, key=_by_number):
            key = (label, called(device, place))
            rows[key] = (label, (*rows.get(key, (label, ()))[1], place))
    return list(rows.values())


def open_labels(device: Device) -> list[Entry]:
    """The entries whose owner nobody has said yet."""
    return [
        (label, places)
        for label, places in entries(device)
        if any(f"{label}@{place}" not in device.told for place in places)
    ]


def _by_number(place: str) -> tuple[str, int]:
    head, _, number = place.rpartition("/")
    return head, int(number) if number.isdecimal() else 0


class Whose(Screen):
    """The entries of one device, one after another; each answer leads on to a screen of its own, so that going
    back leads to the question before. ``passed`` ones are not asked this time; ``again``: also what was answered.
    """

    name = "whose"

    def __init__(self, device_id: str, passed: frozenset[Entry] = frozenset(), *, again: bool = False) -> None:
        self.device_id, self.passed, self.again = device_id, passed, again
        self.answered: Entry | None = None
        self.shown = False

    def page(self, flow: Flow) -> Page:
        """The next one, or that there is none left."""
        device = flow.device(self.device_id)
        if flow.running is not None:
            return Page(id="whose", title=_("Your answer is taken down"), lines=text(_("One moment.")))
        current = self._current(device)
        if device is None or current is None:
            return Page(
                id="whose",
                title=_("That was the last one"),
                lines=text(_("Thank you. You can change an answer at any time.")),
                choices=(
                    Choice(id="ways", text=_("Who could look through it")),
                    *((Choice(id="change", text=_("Change an answer")),) if device and entries(device) else ()),
                    Choice(id="stop", text=_("Stop here for now")),
                ),
            )
        label, places = current
        said = device.told.get(f"{label}@{places[0]}")
        after = len([entry for entry in self._left(device) if entry != current])
        lines: list[Line] = [
            row(_("Device"), flow.called(device)),
            *(row(words, value) for words, value in rows_of(device, places, whole=self.shown)),
            *(_in_two_lists() if len(places) > 1 else ()),
            *text(_("Only you can say. There is no wrong answer.")),
            *([row(_("You said"), _(choice.text)) for choice in _answers(label) if choice.id == said]),
            *quiet(_how_many(after)),
        ]
        hidden = not self.shown and can_be_shown(device, places[0])
        return Page(
            id="whose",
            title=_(_TITLES[label]),
            lines=tuple(lines),
            choices=(
                *_answers(label),
                *((Choice(id="show", text=_("Show the whole address")),) if hidden else ()),
                Choice(id="stop", text=_("Stop here for now")),
            ),
            help=(
                _("An account that nobody knows is worth a look. It may still be an installer's."),
                _("I'd rather not say leaves it open."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Label it, leave it open, show it, or stop."""
        from doorguard.pages.who_else.ways_in import WaysIn

        current = self._current(flow.device(self.device_id))
        if choice == "ways":
            flow.unwind("ways-in", "device", "devices")
            if flow.here != "ways-in":
                flow.go(WaysIn(self.device_id))
        elif choice == "change":
            flow.instead(Whose(self.device_id, again=True))
        elif choice == "stop" or current is None:
            flow.unwind("signed-in", "plan", "ways-in", "device", "devices")
        elif choice == "show":
            self.shown = True
        else:
            label, places = current
            self.answered, self.shown = current, False
            flow.go(Whose(self.device_id, self.passed | {current}, again=self.again))
            if choice != "skip":
                flow.want(Want("tell", device=self.device_id, fact=f"{label}@{places[0]}", value=choice))

    def _current(self, device: Device | None) -> Entry | None:
        """The one that was answered here, or the first that is left."""
        return self.answered or next(iter(self._left(device)), None)

    def _left(self, device: Device | None) -> list[Entry]:
        if device is None:
            return []
        return [entry for entry in (entries if self.again else open_labels)(device) if entry not in self.passed]


def _answers(label: str) -> tuple[Choice, ...]:
    mine = N_("It was me") if label == "access.owner" else N_("It is mine")
    return (Standing(id="mine", text=mine), *ANSWERS)


def _in_two_lists() -> tuple[Line, ...]:
    """One name in two lists is asked about once: a person knows a name, not a list. Both have to be theirs."""
    return text(
        _("This name stands in more than one list of the device. Each list can have a password of its own."),
        _("If you know only one of them, choose that you don't know."),
    )


def _how_many(after: int) -> str:
    comes = many("{number} question comes after it.", "{number} questions come after it.", after).format(number=after)
    return f"{comes if after else _('This is the last question.')} {_('You can stop at any time.')}"


def whose_choice(device: Device) -> tuple[Choice, ...]:
    """To label what is open, or to change what was said; nothing where nothing is listed."""
    left = len(open_labels(device))
    if left:
        words = _("Say whose its accounts and addresses are ({number} left)").format(number=left)
        return (Choice(id="whose", text=words),)
    change = Choice(id="whose", text=_("Change whose its accounts and addresses are"))
    return (change,) if entries(device) else ()


def open_whose(flow: Flow, device_id: str) -> None:
    """The page that :func:`whose_choice` leads to."""
    device = flow.device(device_id)
    flow.go(Whose(device_id, again=device is not None and not open_labels(device)))
