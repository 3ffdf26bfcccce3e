"""The look itself: what is being asked, and devices as they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Level
from doorguard.pages.found.devices import NOT_LOOKED
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, row, text
from doorguard.pages.want import Want
from doorguard.report.picture import GROUPS
from doorguard.wording import _, count

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

MOST_NAMED = 8
"""So many devices are named once more when the look has ended; the list comes next."""
SLOW_AFTER = 10
"""Seconds after which the page says that it may take longer, and that stopping is fine (ux section 5)."""


class Looking(Screen):
    """While a run goes on, and its last word when it has ended."""

    name = "looking"

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it runs: there is Stop for that."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """Grows at the bottom; nothing on it ever moves. At its end, how it was asked is one key away."""
        running = flow.running is not None
        return Page(
            id="looking",
            title=_title(flow),
            lines=(*_state(flow), *_found(flow), *(_channels(flow) if running else ())),
            choices=(Choice(id="stop", text=_("Stop")),) if running else (_on(flow),),
            details=() if running else _channels(flow),
            help=(
                _("Each device is shown when it is found. More may come late."),
                _("Stop ends the look at once. What was found stays."),
            ),
            live=running,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Stop, or on to what was found."""
        from doorguard.pages.found.devices import Devices
        from doorguard.pages.written_down.what_changed import WhatChanged

        if choice == "stop":
            flow.want(Want("stop"))
        elif choice == "show":
            flow.instead(Devices())
            if flow.kept.compared(flow) and flow.picture.ended not in NOT_LOOKED:
                flow.go(WhatChanged())


def _on(flow: Flow) -> Choice:
    looked = flow.picture.ended not in NOT_LOOKED
    return Choice(id="show", text=_("Show what was found") if looked else _("Go on"))


_FINISHED = ("complete", "nothing-answered")


def _title(flow: Flow) -> str:
    found = count(len(flow.picture.listed()), "device", "devices")
    if flow.running is None and flow.picture.ended in NOT_LOOKED:
        return _("Could not look")
    if flow.running is not None:
        return _("Looking. {found} so far").format(found=found)
    said = _("Finished. {found} found") if flow.picture.ended in _FINISHED else _("Stopped. {found} found")
    return said.format(found=found)


def _state(flow: Flow) -> tuple[Line, ...]:
    if flow.running is None:
        return text(*(failure.says for failure in flow.picture.failures if failure.stage == "network"))
    seconds = int(flow.picture.seconds)
    if flow.running.level == Level.LISTEN:
        return text(_("Listening for {seconds} s. Nothing is asked. You can stop at any time.").format(seconds=seconds))
    if seconds >= SLOW_AFTER:
        return text(
            _("Still looking ({seconds} s). Some devices answer late. Stopping now is fine.").format(seconds=seconds)
        )
    return text(_("Still looking ({seconds} s). You can stop at any time.").format(seconds=seconds))


def _found(flow: Flow) -> tuple[Line, ...]:
    devices = flow.picture.listed()
    if not devices:
        return ()
    if flow.running is None and len(devices) > MOST_NAMED:
        return _how_many(flow)
    if flow.running is None or flow.picture.level < Level.LOOK:
        return (heading(_("Found")), *(bullet(flow.called(device)) for device in devices))
    asked = flow.picture.asked
    return (
        heading(_("Found")),
        *(row(flow.called(d), _("asked") if d.id in asked else _("not asked yet")) for d in devices),
    )


def _how_many(flow: Flow) -> tuple[Line, ...]:
    """Many are counted by group: the page that comes next names each of them."""
    groups = [(_(name), len(flow.picture.group(kinds))) for name, kinds in GROUPS]
    return tuple(row(name, str(number)) for name, number in groups if number)


def _channels(flow: Flow) -> tuple[Line, ...]:
    """One row for each title: a maker asked in several ways is one thing to the reader."""
    answers: dict[str, int] = {}
    going_on: set[str] = set()
    for state in flow.picture.channels.values():
        answers[state.title] = answers.get(state.title, 0) + state.answers
        if not state.ended:
            going_on.add(state.title)
    quiet = [title for title, number in answers.items() if not number] if flow.running is None else []
    listens = flow.picture.level == Level.LISTEN
    busy = _("listening") if listens else _("asking")
    rows = [
        row(
            title,
            busy if title in going_on else _("finished, {answers}").format(answers=count(number, "answer", "answers")),
        )
        for title, number in answers.items()
        if title not in quiet
    ]
    now, then = (
        (_("What we listen for"), _("What was heard")) if listens else (_("What is being asked"), _("What was asked"))
    )
    lines = [heading(now if flow.running is not None else then), *rows] if rows else []
    if quiet:
        silence = _("Nothing was heard from") if listens else _("Nothing came back from")
        lines += [heading(silence), *(bullet(title) for title in quiet)]
    return tuple(lines)
