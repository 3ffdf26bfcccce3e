"""Where the person stopped, and the plan: offered on the list of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.closing.plan import PlanPage, plan_choice
from doorguard.pages.closing.step import StepPage, action_words, open_step
from doorguard.pages.page import Choice
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


def resume_choices(flow: Flow) -> list[Choice]:
    """Going on where the person stopped, if they did; and the plan, where there is a device."""
    choices = []
    stopped = flow.marks.stopped
    device = flow.device(stopped.device) if stopped is not None else None
    if stopped is not None and device is not None:
        words = _("Go on where you stopped: {action}, {name}").format(
            action=action_words(stopped.action), name=flow.called(device)
        )
        choices.append(Choice(id="resume", text=words))
    if flow.picture.listed():
        choices.append(plan_choice())
    return choices


def resume(flow: Flow, choice: str) -> None:
    """To the plan, or to the act that was on view; the answers decide anew whether it may be shown."""
    stopped = flow.marks.stopped
    if choice == "plan":
        flow.go(PlanPage(None))
    elif stopped is not None:
        open_step(flow, stopped.device, stopped.check, stopped.action)
        if flow.here == StepPage.name:
            StepPage(stopped.device, stopped.check, stopped.action).walk(flow)
