"""What happened, in the person's own words: one entry of the diary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import Screen, bullet, row, text
from doorguard.pages.written_down.written import Written
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

ASKED: tuple[tuple[str, str, str], ...] = (
    ("when", N_("When was it?"), N_("As you know it: a day, a time, or about when.")),
    ("where", N_("Where was it?"), N_("Such as the front door, the hall, an app.")),
    ("noticed", N_("How did you notice?"), N_("Such as a sound, a message, a light on the camera.")),
    ("effect", N_("What did it do to you?"), N_("Such as fear, lost sleep, or a plan that you changed.")),
    ("who_saw", N_("Who else saw or heard it?"), N_("Someone who could say so later. First names are enough.")),
    ("reported_to", N_("Did you report it?"), N_("To whom, and the number they gave you.")),
)
"""(key of a diary entry, question, hint)."""


class Diary(Screen):
    """What happened, in the person's own words, line by line."""

    name = "diary"

    def __init__(self, said: list[str]) -> None:
        self.said = said
        """Lines so far; they are there again for whoever goes back and comes again."""

    def page(self, flow: Flow) -> Page:
        """The lines so far, and room for one more."""
        return Page(
            id="diary",
            title=_("What happened?"),
            lines=(
                *text(_("Write it in your own words. Each Enter ends a line, and you can add another.")),
                *(bullet(line) for line in self.said),
                *(
                    text(
                        _("When you have said all, type the number of the last answer."),
                        _("It is not kept yet. If you leave at once, these lines are lost."),
                    )
                    if self.said
                    else ()
                ),
            ),
            choices=(
                Choice(id="nothing", text=_("Leave it, and keep nothing of it")),
                *((Choice(id="on", text=_("That is all")),) if self.said else ()),
            ),
            typed=_("One more line") if self.said else _("What happened"),
            help=(_("Facts help most: what you saw, heard or read. You need not say who it was."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to when and where, or leave it."""
        if choice == "on":
            flow.go(DiaryMore({"text": "\n".join(self.said)}))
        else:
            self.said.clear()
            flow.leave_page()

    def type(self, flow: Flow, text: str) -> None:
        """One line."""
        if text.strip():
            self.said.append(text.strip())


class DiaryMore(Screen):
    """When, where, how it was noticed, what it did, who saw it, to whom it was reported: each may be left out."""

    name = "diary-more"

    def __init__(self, said: Mapping[str, str], number: int = 0) -> None:
        self.said, self.number = said, number
        self.answer = ""
        """What was typed here, for whoever goes back to it."""

    def page(self, flow: Flow) -> Page:
        """One question."""
        _key, question, hint = ASKED[self.number]
        return Page(
            id="diary-more",
            title=_(question),
            lines=(
                *text(
                    _(hint),
                    _("This is {number} of {total}. Each can be left out.").format(
                        number=self.number + 1, total=len(ASKED)
                    ),
                ),
                *((row(_("You wrote"), self.answer),) if self.answer else ()),
            ),
            choices=(
                Choice(id="skip", text=_("Leave this out")),
                Choice(id="keep", text=_("Keep it as it is now")),
            ),
            typed=_("In your own words"),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The next one, or enough."""
        self._on(flow, self.said, enough=choice == "keep")

    def type(self, flow: Flow, text: str) -> None:
        """The answer."""
        self.answer = text.strip()
        self._on(flow, {**self.said, ASKED[self.number][0]: self.answer}, enough=False)

    def _on(self, flow: Flow, said: Mapping[str, str], *, enough: bool) -> None:
        if not enough and self.number + 1 < len(ASKED):
            flow.go(DiaryMore(said, self.number + 1))
            return
        assert flow.kept.keeping is not None
        flow.kept.keeping.say("diary", {key: value for key, value in said.items() if value})
        flow.kept.draft.clear()
        flow.unwind("record", "devices", "start")
        flow.go(Written())
