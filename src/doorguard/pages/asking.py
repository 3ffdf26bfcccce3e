"""A question only the person can answer; the answer is a fact like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import Screen, row, text
from doorguard.pages.want import Want

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Asking(Screen):
    """The questions of one check about one device, one at a time."""

    name = "asking"

    def __init__(self, device_id: str, check_id: str, number: int = 0) -> None:
        self.device_id, self.check_id, self.number = device_id, check_id, number

    def page(self, flow: Flow) -> Page:
        """The question, its answers, and leaving it open."""
        device = flow.device(self.device_id)
        check = flow.catalog.check(self.check_id)
        if device is None or check is None:
            return Page(id="asking", title="This has changed meanwhile", lines=text("Go back and look again."))
        question = check.asks[self.number]
        return Page(
            id="asking",
            title=question.question,
            lines=(row("About", flow.called(device)), *text("Only you can say. There is no wrong answer.")),
            choices=(
                *(Choice(id=f"answer:{words}", text=words) for words in question.answers),
                Choice(id="skip", text="I'd rather not say"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Tell it, or leave it open."""
        check = flow.catalog.check(self.check_id)
        kind, _, words = choice.partition(":")
        if kind == "answer" and check is not None:
            question = check.asks[self.number]
            flow.want(
                Want("tell", device=self.device_id, fact=question.fact, value=question.answers[words])
            )
            if self.number + 1 < len(check.asks):
                flow.instead(Asking(self.device_id, self.check_id, self.number + 1))
                return
        flow.leave_page()
