"""Questions that only the person can answer, one at a time; an answer is a fact like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.facts import NOT_SAID
from doorguard.model import Device
from doorguard.pages.outcomes import ways_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import Asked, question_of, questions_answered, questions_left, said
from doorguard.pages.screen import NOTHING, Screen, count, item, quiet, row, text
from doorguard.pages.want import Want

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

BACK_TO = ("ways-in", "device", "devices")


class Asking(Screen):
    """What is left to ask about one device, the heaviest first. It can be stopped at every question.

    Each answer leads to a new screen of this kind, so that going back leads to the question before.
    """

    name = "asking"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id
        self.fact: str | None = None

    def current(self, flow: Flow, device: Device) -> Asked | None:
        """The question on view: the first that is left, or the one that was answered here."""
        if self.fact is not None:
            return question_of(flow, device, self.fact)
        return next(iter(questions_left(flow, device)), None)

    def page(self, flow: Flow) -> Page:
        """The question, why it is asked, its answers, and leaving it open."""
        device = flow.device(self.device_id)
        if device is None:
            return Page(id="asking", title="This has changed meanwhile", lines=text("Go back and look again."))
        if flow.running is not None:
            return Page(id="asking", title="Your answer is taken down", lines=text("One moment."))
        asked = self.current(flow, device)
        if asked is None:
            return _after_the_last(flow, device)
        question = asked.question
        return Page(
            id="asking",
            title=question.question,
            lines=(
                row("About", flow.called(device)),
                *(text(f"Why we ask: {question.why}") if question.why else ()),
                *text("Only you can say. There is no wrong answer."),
                *([row("You said", said(question, device.told[asked.fact]))] if asked.fact in device.told else ()),
                *quiet(*self.how_many(flow, device, asked)),
            ),
            choices=(
                *(Choice(id=f"answer:{words}", text=words) for words in question.answers),
                Choice(id="skip", text="I'd rather not say"),
                *([Choice(id="where", text="Show me where to look")] if question.look else ()),
                Choice(id="stop", text="Stop here for now"),
            ),
            details=(row("Check", asked.check.id), row("Fact", asked.fact)),
            help=("Nothing is sent, whatever you answer.", "You can change your answers later."),
        )

    def how_many(self, flow: Flow, device: Device, asked: Asked) -> tuple[str, ...]:
        """How many come after this one."""
        after = sum(left.fact != asked.fact for left in questions_left(flow, device))
        if not after:
            return ("This is the last question. You can stop at any time.",)
        return (f"{count(after, 'question comes', 'questions come')} after it. You can stop at any time.",)

    def choose(self, flow: Flow, choice: str) -> None:
        """Tell it, leave it open, look it up first, or stop."""
        from doorguard.pages.step import open_step

        device = flow.device(self.device_id)
        asked = self.current(flow, device) if device is not None else None
        kind, _, words = choice.partition(":")
        if kind in ("stop", "show", "nothing"):
            flow.unwind(*BACK_TO)
        elif kind == "change":
            flow.go(Answers(self.device_id))
        elif asked is None:
            return
        elif kind == "where":
            open_step(flow, self.device_id, None, asked.question.look)
        else:
            self.fact = asked.fact
            value = NOT_SAID if kind == "skip" else asked.question.answers[words]
            self.go_on(flow)
            flow.want(Want("tell", device=self.device_id, fact=asked.fact, value=value))

    def go_on(self, flow: Flow) -> None:
        """To the next question."""
        flow.go(Asking(self.device_id))


def _after_the_last(flow: Flow, device: Device) -> Page:
    problems = [f for f in flow.findings(device) if f.outcome == "problem"]
    return Page(
        id="asked",
        title="That was the last question",
        lines=(
            row("About", flow.called(device)),
            *text(
                f"There {'is' if len(problems) == 1 else 'are'} {ways_words(problems)} to look at now."
                if problems
                else "Nothing you said points to a way in. That is what you know today.",
                "You can stop here. It can wait for another day.",
            ),
        ),
        choices=(Choice(id="show", text="Back to this device"), Choice(id="change", text="See or change what I said")),
    )


class AskingAgain(Asking):
    """Questions that were answered before, once more. ``check_id``: then show what became of that check."""

    def __init__(self, device_id: str, facts: tuple[str, ...], check_id: str | None = None) -> None:
        super().__init__(device_id)
        self.fact, self.after = facts[0], facts[1:]
        self.check_id = check_id

    def how_many(self, flow: Flow, device: Device, asked: Asked) -> tuple[str, ...]:
        """What was said before stays if the page is left."""
        return ("What you said before stays until you answer.",)

    def go_on(self, flow: Flow) -> None:
        """To the next of them, or to what came of it."""
        from doorguard.pages.recheck import Recheck

        if self.after:
            flow.instead(AskingAgain(self.device_id, self.after, self.check_id))
        elif self.check_id is not None:
            flow.instead(Recheck(self.device_id, self.check_id))
        else:
            flow.leave_page()


class Answers(Screen):
    """What the person said about one device; each answer can be changed."""

    name = "answers"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """Question and answer, one line each."""
        device = flow.device(self.device_id)
        if device is None:
            return Page(id="answers", title="This has changed meanwhile", choices=(NOTHING,))
        answered = questions_answered(flow, device)
        words = {a.fact: said(a.question, device.told[a.fact]) for a in answered}
        choices = tuple(
            Choice(id=f"change:{a.fact}", text=f"{a.question.question} You said: {words[a.fact]}") for a in answered
        )
        lines: list[Line] = [row("About", flow.called(device)), *text("Choose an answer to change it.")]
        return Page(
            id="answers",
            title="What you said",
            lines=(*lines, *(item(choice) for choice in choices)),
            choices=(*choices, Choice(id="back", text="Back")),
            help=("Nothing you said is sent or kept.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Ask one of them again, or back."""
        kind, _, fact = choice.partition(":")
        if kind == "change":
            flow.go(AskingAgain(self.device_id, (fact,)))
        elif kind == "nothing":
            flow.unwind(*BACK_TO)
        else:
            flow.leave_page()
