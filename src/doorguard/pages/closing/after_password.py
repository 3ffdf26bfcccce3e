"""After a new password: who is still in? Each list stays open until it was looked at (S15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.guide import AFTER_A_NEW_PASSWORD
from doorguard.model import Device
from doorguard.pages.closing.recheck import left_after_a_new_password
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import question_of
from doorguard.pages.screen import NOTHING, Screen, gone, item, row, text
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class AfterPassword(Screen):
    """What a new password may leave open, each with its state."""

    name = "after-password"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """One line for each list; what was looked at since is quiet."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("after-password", NOTHING)
        left = dict(left_after_a_new_password(flow, device))
        rows = _rows(flow, device, left)
        open_ones = tuple(Choice(id=f"look:{fact}", text=f"{_('To look at')}: {title}") for fact, title in left.items())
        step = Choice(id="step", text=_("Show me where to look"))
        return Page(
            id="after-password",
            title=_("After a new password"),
            lines=(
                item(NOTHING),
                row(_("Device"), flow.called(device)),
                *text(_("Phones that were signed in before can stay in. So look at each list once more.")),
                *rows,
                item(step),
            ),
            choices=(NOTHING, *open_ones, step),
            help=(_("The answers you gave before are from before the new password."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Ask about one list again, or show the step."""
        from doorguard.pages.closing.step import open_step
        from doorguard.pages.who_else.asking import AskingAgain

        kind, _colon, fact = choice.partition(":")
        if kind == "look":
            flow.go(AskingAgain(self.device_id, (fact,)))
        elif kind == "step":
            open_step(flow, self.device_id, None, "after-a-new-password")
        else:
            flow.leave_page()


def _rows(flow: Flow, device: Device, left: dict[str, str]) -> list[Line]:
    lines = []
    for fact, title in AFTER_A_NEW_PASSWORD:
        if fact in left:
            lines.append(Line(text=_(title), kind="state", label=_("To look at"), choice=f"look:{fact}"))
        elif question_of(flow, device, fact) is not None:
            lines.append(row(_("Looked at"), _(title)))
    return lines
