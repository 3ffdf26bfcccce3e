"""The answers of the gate once more: after a day, on another network, before a device's first change (S8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import questions_for
from doorguard.gate.questions import ABOUT_PHONE
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, row, text
from doorguard.pages.written_down.keep import keep_choice, open_keep
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.answered import WhyAgain
    from doorguard.pages.closing.step import StepPage
    from doorguard.pages.flow import Flow
    from doorguard.pages.want import Want

_WHY: dict[WhyAgain, str] = {
    "day": N_("A day has passed since you answered. Things can change in a day."),
    "network": N_("This computer is on another network than before. Your answers were about the other one."),
    "kept": N_("You gave these answers another time. Things can change since then."),
    "change": N_("This would be the first change on this device. Things can change since you answered."),
}
BACK_TO = ("plan", "ways-in", "device", "devices", "reading", "start")


def answer_rows(flow: Flow) -> list[Line]:
    """Each question with its answer."""
    lines = []
    for question in questions_for(flow.given, full=flow.full_path):
        answer = question.answer(flow.given.get(question.key, ""))
        lines.append(row(_(question.words), _(answer.text) if answer else _("Not answered")))
    return lines


def hands_off(flow: Flow) -> tuple[Line, ...]:
    """What a step that only looks must not become while changes are closed: a card that is taken out is noticed."""
    if flow.changes_open:
        return ()
    words = _("Changes wait for now. So take nothing out, unplug nothing and set nothing. Look, and write it down.")
    return text(words)


def with_whose_phone(flow: Flow) -> tuple[Line, ...]:
    """Beside every word about a photo, until it is known that nobody else sees into the phone (design rule 1)."""
    if flow.pretend or all(flow.given.get(question.key) == "no" for question in ABOUT_PHONE):
        return ()
    return text(_("For a photo, use a phone or camera that nobody else can see into. Paper is good too."))


class StillRight(Screen):
    """All answers, and whether they still hold. What waits goes on after a yes."""

    name = "still-right"

    def __init__(self, why: WhyAgain) -> None:
        self.why = why

    def page(self, flow: Flow) -> Page:
        """Why it is asked, the answers, and doing nothing first."""
        return Page(
            id="still-right",
            title=_("Are your answers still right?"),
            lines=(*text(_(_WHY[self.why])), *answer_rows(flow)),
            choices=(
                NOTHING,
                Choice(id="yes", text=_("Yes, they are still right")),
                Choice(id="change", text=_("Change an answer")),
                *self.more(flow),
                PEOPLE,
            ),
            help=(
                _("Your answers decide which steps are open."),
                _("Nothing is sent, and nothing is changed, while you read this."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On with what waits, change an answer, or leave it."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.before_a_look.gate_pages import CheckAnswers

        match choice:
            case "nothing":
                flow.unwind(*BACK_TO)
            case "people":
                flow.go(People())
            case "record":
                open_keep(flow)
            case "change":
                flow.leave_page()
                flow.after_gate = self
                flow.go(CheckAnswers())
            case _:
                flow.still_right()
                flow.leave_page()
                self.go_on(flow)

    def more(self, flow: Flow) -> tuple[Choice, ...]:
        """What else is offered here."""
        return ()

    def go_on(self, flow: Flow) -> None:
        """What waits for the answer."""
        raise NotImplementedError


class BeforeSending(StillRight):
    """Something would be sent: a look, a check, a sign-in."""

    def __init__(self, why: WhyAgain, want: Want) -> None:
        super().__init__(why)
        self.want = want

    def go_on(self, flow: Flow) -> None:
        """Ask for it again."""
        flow.want(self.want)


class BeforeChange(StillRight):
    """A step would be shown that changes something."""

    def __init__(self, why: WhyAgain, step: StepPage) -> None:
        super().__init__(why)
        self.step = step

    def more(self, flow: Flow) -> tuple[Choice, ...]:
        """A record keeps how it was before, so it is offered before the first change."""
        return () if flow.kept.is_open(flow) else keep_choice(flow)

    def go_on(self, flow: Flow) -> None:
        """The step, or what else stands before it."""
        from doorguard.pages.closing.step import open_step

        flow.answered.shown_for.add(self.step.device_id)
        open_step(flow, self.step.device_id, self.step.check_id, self.step.action)
