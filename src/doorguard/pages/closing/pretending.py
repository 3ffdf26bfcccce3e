"""In the pretend home: doing on a device what a person would do in its app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Device
from doorguard.pages.closing.recheck import Recheck
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, row, text
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

Change = tuple[str, str, str]
"""Address, id and title of something that can be changed on a pretend device."""


def changes_of(flow: Flow, device: Device, check_id: str) -> list[Change]:
    """What can be changed on this device that closes this check; nothing on a real one."""
    if not flow.pretend:
        return []
    return [
        (address, change, _(words))
        for address in device.addresses
        for change, words, closes in flow.changes(address)
        if check_id in closes
    ]


def choices_of(flow: Flow, device: Device, check_id: str) -> list[Choice]:
    """One answer for a step page, when what it asks for can be pretended."""
    changes = changes_of(flow, device, check_id)
    if len(changes) == 1:
        return [
            Choice(
                id=f"pretend:{changes[0][1]}",
                text=_("Pretend I did this on it: {change}").format(change=changes[0][2]),
            )
        ]
    return [Choice(id="pretend", text=_("Pretend I did this on it"))] if changes else []


def pretend(flow: Flow, device: Device, check_id: str, change: str) -> None:
    """Do the change, or ask which one was meant (empty)."""
    changes = changes_of(flow, device, check_id)
    if not change:
        flow.go(WhichChange(device.id, check_id, changes))
        return
    address = next(a for a, i, _words in changes if i == change)
    check = flow.catalog.check(check_id)
    did = check.action if check is not None else None
    Recheck.begin(flow, device.id, check_id, did=did, address=address, change=change)


class WhichChange(Screen):
    """Everything that can be changed on one pretend device."""

    name = "pretend-changes"

    def __init__(self, device_id: str, check_id: str, changes: list[Change]) -> None:
        self.device_id, self.check_id, self.changes = device_id, check_id, changes

    def page(self, flow: Flow) -> Page:
        """As its own settings would call it."""
        check = flow.catalog.check(self.check_id)
        return Page(
            id="pretend-changes",
            title=_("What did you pretend to do?"),
            lines=(
                *((row(_("You want to close"), check.problem),) if check else ()),
                *text(_("Each of these closes one way in. Choose the one that fits.")),
                *text(_("On a real device you would do this in its app or on its own page.")),
            ),
            choices=(NOTHING, *(Choice(id=change, text=words) for _address, change, words in self.changes)),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Do it, and check again; or go back to the step."""
        device = flow.device(self.device_id)
        flow.leave_page()
        if device is not None and choice != NOTHING.id:
            pretend(flow, device, self.check_id, choice)
