"""An entry of the record that is wrong, or that should not be in it: nothing is rewritten, and a mark stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, text
from doorguard.pages.written_down.written import Written
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Correct(Screen):
    """What is right instead, in the person's own words."""

    name = "correct"

    def __init__(self, number: int) -> None:
        self.number = number

    def page(self, flow: Flow) -> Page:
        """The old entry stays."""
        return Page(
            id="correct",
            title=_("What is right instead?"),
            lines=text(
                _("Entry {number} stays as it is. Your correction is one more entry.").format(number=self.number),
                _("A mistake that is put right makes a record worth more, not less."),
            ),
            choices=(NOTHING,),
            typed=_("In your own words"),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it."""
        flow.leave_page()

    def type(self, flow: Flow, text: str) -> None:
        """One more entry."""
        if text.strip() and flow.kept.keeping is not None:
            flow.kept.keeping.say("correction", {"entry": self.number, "text": text.strip()})
            flow.unwind("entries", "record", "start")
            flow.go(Written())


class TakeOut(Screen):
    """It is the person's record: they may take out what they put in."""

    name = "take-out"

    def __init__(self, number: int) -> None:
        self.number = number

    def page(self, flow: Flow) -> Page:
        """What goes, what stays, and whom to ask first."""
        return Page(
            id="take-out",
            title=_("Take out entry {number}").format(number=self.number),
            lines=text(
                _("Its content would be gone for good. A mark stays that something was taken out."),
                _("If you might go to the police or to court, ask someone there first."),
                _("A copy that you made before still has it. What other entries say of it stays too."),
            ),
            choices=(NOTHING, Choice(id="out", text=_("Take it out for good"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Take it out, or leave it."""
        if choice == "out" and flow.kept.keeping is not None:
            flow.kept.keeping.take_out(self.number, _("the person chose so"))
            flow.unwind("entries", "record", "start")
            flow.go(Written("deletion"))
        else:
            flow.leave_page()
