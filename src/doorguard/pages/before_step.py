"""What comes before a step: the rest of the questions, the phone, or that changes wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import QUESTIONS, missing_questions
from doorguard.gate.questions import ABOUT_PHONE
from doorguard.pages.gate_pages import CheckAnswers, answers_of, go_on
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, bullet, text
from doorguard.pages.start import PEOPLE

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.pages.step import StepPage


def before_step(flow: Flow, step: StepPage, *, changes: bool, photographs: bool) -> Screen:
    """What must come before a step: the phone questions, the full path, or that changes wait.

    Returns the screen to show now; the step itself follows it.
    """
    if flow.pretend or not flow.given:
        return step
    if changes and flow.full_path and missing_questions(flow.given, full=True):
        return MoreQuestions(step)
    if changes and not flow.changes_open:
        return ChangesWait(step)
    open_about_phone = [q for q in ABOUT_PHONE if q.key not in flow.given]
    if photographs and open_about_phone:
        return PhoneQuestion(open_about_phone[0].key, step)
    return step


class MoreQuestions(Screen):
    """A light run met something unknown: the rest of the questions come before any change."""

    name = "more-questions"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """Why there are more questions now."""
        return Page(
            id="more-questions",
            title="A few more questions first",
            lines=text(
                "You said that you do not know a device, or someone who can use it.",
                "So someone else may look through it, and may notice a change.",
                "These questions help you to choose.",
            ),
            choices=(
                NOTHING,
                Choice(id="on", text="Answer the questions"),
                PEOPLE,
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The questions, or leave it."""
        from doorguard.pages.people import People

        if choice == "nothing":
            flow.leave_page()
        elif choice == "people":
            flow.go(People())
        else:
            flow.leave_page()
            flow.after_gate = StepAgain(self.step)
            go_on(flow)


class StepAgain(Screen):
    """Asks once more whether a step may be shown, now that there are answers."""

    name = "step-again"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """A short stop between the questions and the step."""
        return Page(
            id="step-again",
            title="Back to the step",
            lines=text("You can still choose to do nothing for now."),
            choices=(
                NOTHING,
                Choice(id="on", text="Show me the step"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """To the step or what stands before it."""
        from doorguard.pages.step import open_step

        if choice == "nothing":
            flow.unwind("ways-in", "device", "devices")
        else:
            flow.leave_page()
            open_step(flow, self.step.device_id, self.step.check_id, self.step.action)


class PhoneQuestion(Screen):
    """Asked before the first photograph or screenshot (design rule 1)."""

    name = "phone"

    def __init__(self, key: str, step: StepPage) -> None:
        self.question, self.step = QUESTIONS[key], step

    def page(self, flow: Flow) -> Page:
        """The question, and why it comes now."""
        question = self.question
        return Page(
            id=f"phone-{question.key.replace('_', '-')}",
            title=question.words,
            lines=text("The next step asks for a photo.", f"Why we ask: {question.why}"),
            choices=answers_of(question),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep it; next question, then advice when others may see the photos, then the step."""
        flow.given[self.question.key] = choice
        following = before_step(flow, self.step, changes=False, photographs=True)
        others = any(flow.given.get(q.key, "no") != "no" for q in ABOUT_PHONE)
        if following is self.step and others:
            following = PhotoAdvice(self.step)
        flow.instead(following)


class PhotoAdvice(Screen):
    """Someone else may see the photos of this phone."""

    name = "photo-advice"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """Other ways to keep proof."""
        return Page(
            id="photo-advice",
            title="Before you take a photo",
            lines=(
                *text("Someone else may see photos from your phone."),
                bullet("Borrow a camera or a phone that they never had."),
                bullet("Or write it down on paper, with the day and the time."),
                bullet("Or turn off shared albums and cloud copies first, if nobody would notice."),
            ),
            choices=(
                NOTHING,
                Choice(id="on", text="Show me the step"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, or leave it."""
        if choice == "nothing":
            flow.leave_page()
        else:
            flow.instead(self.step)


class ChangesWait(Screen):
    """The answers of the gate closed changes: what stays open, and who can help."""

    name = "changes-wait"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """Not an error: why, and what still works."""
        return Page(
            id="changes-wait",
            title="Changes can wait",
            lines=text(
                "From what you told us, a change now could be noticed, or could wipe proof.",
                "So first make a plan with someone who knows about this.",
                "You can still keep proof, and look at who has access.",
            ),
            choices=(
                NOTHING,
                PEOPLE,
                Choice(id="save-proof", text="Keep proof"),
                Choice(id="see-who-has-access", text="See who has access in the app"),
                Choice(id="answers", text="Change my answers"),
            ),
            help=("Steps that change something open again when your answers allow it.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the things that stay open."""
        from doorguard.pages.people import People

        match choice:
            case "nothing":
                flow.unwind("ways-in", "device", "devices")
            case "people":
                flow.go(People())
            case "answers":
                flow.after_gate = StepAgain(self.step)
                flow.instead(CheckAnswers())
            case _:
                from doorguard.pages.step import open_step

                flow.back()
                open_step(flow, self.step.device_id, self.step.check_id, choice)
