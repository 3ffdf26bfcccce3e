"""The last way to find out which is which: the person unplugs a thing of theirs, and we see which device is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from doorguard.model import Device
from doorguard.pages.closing.step import StepPage
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, Screen, bullet, quiet, text
from doorguard.pages.want import Want
from doorguard.wording import _, many

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

ACTION = "find-by-unplugging"
UNPLUG, PLUG_IN = "unplug", "plug-in"
"""Changes that every device of the pretend home has."""


class MayUnplug(Screen):
    """Only a thing that the person says is theirs, and that they know."""

    name = "may-unplug"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """One question before the step."""
        return Page(
            id="may-unplug",
            title=_("Is the thing that you would unplug yours?"),
            lines=text(
                _("You unplug one thing. Then we look which line here no longer answers."),
                _("This is only for a thing that is yours, and that you know well."),
                _("A camera that nobody knows stays where it is."),
            ),
            choices=(
                NOTHING,
                Choice(id="yes", text=_("Yes, it is mine and I know it")),
                Choice(id="no", text=_("No, or I am not sure")),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to the step, or back to the other ways."""
        from doorguard.pages.closing.step import open_step

        flow.leave_page()
        if choice == "yes":
            open_step(flow, self.device_id, None, ACTION)
        elif choice == "no":
            from doorguard.pages.which_device.which_is_which import NotKnownYet

            flow.go(NotKnownYet(self.device_id))


class Unplugging(StepPage):
    """The step with its four labels, and then the look who is left."""

    def page(self, flow: Flow) -> Page:
        """As any step, with answers of its own."""
        page = super().page(flow)
        lost = tuple(choice for choice in page.choices if choice.id == "lost")
        pretend = (Choice(id="pretend", text=_("Pretend that I unplugged it. Look now")),) if flow.pretend else ()
        return replace(page, choices=(NOTHING, Choice(id="look", text=_("I unplugged it. Look now")), *pretend, *lost))

    def choose(self, flow: Flow, choice: str) -> None:
        """Look who is left, or as in any step."""
        device = flow.device(self.device_id)
        if choice == "nothing":
            flow.unwind("which-is-it", "device", "devices")
        elif choice in ("look", "pretend") and device is not None:
            flow.go(WhoIsLeft(self.device_id))
            _look(flow, device, UNPLUG if choice == "pretend" else None)
        else:
            super().choose(flow, choice)


def _look(flow: Flow, device: Device, change: str | None = None) -> None:
    address = device.addresses[0] if device.addresses else None
    flow.want(Want("who-is-left", device=device.id, address=address, change=change))


class WhoIsLeft(Screen):
    """What no longer answers."""

    name = "who-is-left"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id
        self.gone_before: frozenset[str] = frozenset()

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it runs: there is Stop for that."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """While it runs, and what came of it."""
        if flow.running is not None:
            return Page(
                id="who-is-left",
                title=_("Looking who still answers"),
                lines=text(_("Only devices on your list are touched, each very lightly. It takes up to 15 seconds.")),
                choices=(Choice(id="stop", text=_("Stop")),),
                live=True,
            )
        gone, unsure = _those(flow, "gone"), _those(flow, "cannot-tell")
        back = [device for device in _those(flow, "answers") if device.id in self.gone_before]
        one = gone if len(gone) == 1 else back if len(back) == 1 and not gone else []
        if back and not gone:
            title, says = _came_back(flow, back)
        else:
            title, says = _headline(flow, gone, unsure), _says(flow, gone, unsure)
        plug_in = Choice(id="plug-in", text=_("Pretend that I plugged it in again"))
        return Page(
            id="who-is-left",
            title=title,
            lines=(*says, *(() if back else quiet(_("Plug the thing in again, in the same place.")))),
            choices=(
                Choice(id="stop-here", text=_("Stop here for now")),
                Choice(id="again", text=_("Look once more")),
                *(
                    Choice(id=f"name:{device.id}", text=_("Give it a name: {name}").format(name=flow.called(device)))
                    for device in one
                ),
                *((plug_in,) if flow.pretend and gone else ()),
            ),
            help=(
                _("A thing that sleeps, or has weak wifi, may stay away for a moment too."),
                _("So look once more when it is plugged in. The same line must come back."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Stop, look once more, or give the one that went away its name."""
        from doorguard.pages.which_device.own_name import OwnName

        kind, _colon, found = choice.partition(":")
        device = flow.device(self.device_id)
        if kind == "stop":
            flow.want(Want("stop"))
        elif kind == "name":
            flow.go(OwnName(found))
        elif kind in ("again", "plug-in") and device is not None:
            self.gone_before |= {one.id for one in _those(flow, "gone")}
            _look(flow, device, PLUG_IN if kind == "plug-in" else None)
        else:
            flow.unwind("device", "devices")


def _those(flow: Flow, presence: str) -> list[Device]:
    return [device for device in flow.picture.listed() if flow.picture.left.get(device.id) == presence]


def _came_back(flow: Flow, back: list[Device]) -> tuple[str, tuple[Line, ...]]:
    """What was gone answers again: where it is one, that is the thing."""
    if len(back) == 1:
        return _("{name} answers again").format(name=flow.called(back[0])), text(
            _("It went away and came back. So it is very likely the thing that you unplugged.")
        )
    return many("{number} device answers again", "{number} devices answer again", len(back)).format(
        number=len(back)
    ), text(_("Several went away and came back. So you still do not know which one it is."))


def _headline(flow: Flow, gone: list[Device], unsure: list[Device]) -> str:
    if not flow.picture.left:
        return _("Could not look again")
    if len(gone) == 1:
        return _("{name} no longer answers").format(name=flow.called(gone[0]))
    if gone:
        return many("{number} device no longer answers", "{number} devices no longer answer", len(gone)).format(
            number=len(gone)
        )
    return _("We cannot tell yet") if unsure else _("All still answer")


def _says(flow: Flow, gone: list[Device], unsure: list[Device]) -> tuple[Line, ...]:
    if not flow.picture.left:
        return text(_("The look was stopped, or this is another network now. So nothing is known from it."))
    lines: list[Line] = []
    if len(gone) == 1:
        lines += text(_("It may be the one that you unplugged. It may also have fallen asleep."))
    elif gone:
        lines += text(_("Several went away together. So you still do not know which one it is."))
        lines += [bullet(flow.called(device)) for device in gone]
    elif not unsure:
        lines += text(_("So none of them is the thing that you unplugged. Some things run on a battery for a while."))
    if unsure:
        lines += text(_("Of these we cannot tell yet. They say little. Look once more in a minute."))
        lines += [bullet(flow.called(device)) for device in unsure]
    return tuple(lines)
