"""Proof before a change: asked for, and never pressed (S11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.guide import label
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, row, sentence, text
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.closing.step import StepPage
    from doorguard.pages.flow import Flow


def proof_words(flow: Flow, device_id: str) -> str:
    """What the person chose about proof of this device."""
    match flow.marks.proof.get(device_id):
        case "kept":
            return _("You have proof of how it was")
        case "not-wanted":
            return _("You chose to go on without")
        case _:
            return _("Not kept yet")


class ProofFirst(Screen):
    """Asked once for each device, before the first act of a step that changes something."""

    name = "proof-first"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """What this step would wipe, and three answers."""
        found = self.step.found(flow)
        device_id = self.step.device_id
        lines: list[Line] = []
        if found:
            step, device = found
            lines += [
                row(_("For"), flow.called(device)),
                row(_("What proof would this wipe?"), sentence(label(step, "proof"))),
            ]
        asked = (
            Choice(id="keep", text=_("Keep proof first")),
            Choice(id="have", text=_("I have it")),
            Choice(id="without", text=_("I choose not to")),
        )
        on = (Choice(id="on", text=_("Go on to the step")),)
        known = device_id in flow.marks.proof
        return Page(
            id="proof-first",
            title=_("Proof of how it is now"),
            lines=(
                *lines,
                *((row(_("Proof"), proof_words(flow, device_id)),) if known else ()),
                *text(
                    _("After a change, this may be gone. A photo with the day and the time is enough."),
                    _("You choose. Nobody else has to see it."),
                ),
            ),
            choices=(NOTHING, *(on if known else asked), PEOPLE),
            help=(_("Proof can help you later, with the police or in court."), _("You do not have to keep any.")),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep it, have it, or go on without."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.closing.step import open_step

        device_id = self.step.device_id
        match choice:
            case "nothing":
                flow.unwind("plan", "ways-in", "device", "devices")
            case "people":
                flow.go(People())
            case "keep":
                open_step(flow, device_id, self.step.check_id, "save-proof")
            case _:
                if choice != "on":
                    flow.marks.proof[device_id] = "kept" if choice == "have" else "not-wanted"
                flow.leave_page()
                self.step.walk(flow)
