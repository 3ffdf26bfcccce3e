"""The gate as pages: one question each, the answers once more, and what will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import QUESTIONS, Question, missing_questions
from doorguard.gate.questions import ABOUT_PHONE, SEEN
from doorguard.model import Level
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, text
from doorguard.pages.start import PEOPLE

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.pages.step import StepPage


class Leaving(Screen):
    """The first page of the gate: how to leave, what that does not remove, and sight and sound."""

    name = "leaving"

    def page(self, flow: Flow) -> Page:
        """One page for both: leaving is explained once, early."""
        return Page(
            id="leaving",
            title=SEEN.words,
            lines=text(
                "Ctrl+C leaves at once, on every page. The page is blanked first.",
                "Leaving does not remove everything. Your terminal may keep the command. "
                "This program stays in its folder. The router and the cameras may keep a note of a look.",
                "Nothing you say here is kept.",
                f"Why we ask: {SEEN.why}",
            ),
            choices=_choices(SEEN),
            help=("Read in silence. You can stop on any page.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep the answer; advice first when something may see or hear."""
        flow.given[SEEN.key] = choice
        if choice == "no":
            go_on(flow)
        else:
            flow.go(TurnTheScreen())


class TurnTheScreen(Screen):
    """What to do when a camera or speaker may see or hear."""

    name = "turn-the-screen"

    def page(self, flow: Flow) -> Page:
        """An everyday way to do it, so that it is not noticed."""
        return Page(
            id="turn-the-screen",
            title="Before you go on",
            lines=text(
                "Turn the screen away from it.",
                "Move to another room, if that is an everyday thing to do.",
                "Read in silence, and do not talk about this here.",
                "You can also leave now and come back later.",
            ),
            choices=(Choice(id="on", text="Go on"), Choice(id="leave", text="Leave now")),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, or leave."""
        from doorguard.pages.want import Want

        if choice == "leave":
            flow.want(Want("leave"))
        else:
            go_on(flow)


class GateQuestion(Screen):
    """One question. ``changing``: asked once more from the page of all answers."""

    name = "gate"

    def __init__(self, key: str, *, changing: bool = False) -> None:
        self.question, self.changing = QUESTIONS[key], changing

    def page(self, flow: Flow) -> Page:
        """The question, why we ask, numbered answers."""
        question = self.question
        return Page(
            id=f"gate-{question.key.replace('_', '-')}",
            title=question.words,
            lines=text(f"Why we ask: {question.why}"),
            choices=_choices(question),
            help=(
                '"I am not sure" and "I\'d rather not say" are always right answers.',
                "Your answers stay on this page. You can change each one later.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep the answer and go on."""
        flow.given[self.question.key] = choice
        if self.changing:
            flow.leave_page()
        if not self.changing or missing_questions(flow.given, full=flow.full_path):
            go_on(flow)


def _choices(question: Question) -> tuple[Choice, ...]:
    return tuple(Choice(id=answer.id, text=answer.text) for answer in question.answers)


def go_on(flow: Flow) -> None:
    """To the next open question, or to what comes after the last one."""
    from doorguard.pages.before import Before
    from doorguard.pages.people import People

    missing = missing_questions(flow.given, full=flow.full_path)
    if missing:
        flow.go(GateQuestion(missing[0].key))
        return
    decision = flow.decide()
    after: Screen = CheckAnswers() if decision.path == "full" else Before()
    flow.go(People(then=after) if decision.help_first else after)


class CheckAnswers(Screen):
    """All answers on one page; a number changes one. Then what they allow."""

    name = "check-answers"

    def page(self, flow: Flow) -> Page:
        """Each answer is also a choice; going on comes first."""
        from doorguard.gate import questions_for

        decision = flow.decide()
        sends = decision.level_allowed > Level.TALK or flow.after_gate is not None
        on = "Go on" if sends else "Go on without sending anything"
        choices = [Choice(id="on", text=on)] if decision.may_start else []
        choices.append(PEOPLE)
        lines: list[Line] = []
        for question in questions_for(flow.given, full=flow.full_path):
            answer = question.answer(flow.given.get(question.key, ""))
            choice = Choice(id=f"change:{question.key}", text=f"Change: {question.words}")
            choices.append(choice)
            said = answer.text if answer else "Not answered"
            lines.append(Line(text=said, label=question.words, kind="row", choice=choice.id))
        if decision.says:
            lines.append(heading("What this means for now"))
        lines += [bullet(says) for says in decision.says]
        return Page(
            id="check-answers",
            title="Your answers",
            lines=tuple(lines),
            choices=tuple(choices),
            help=("Choose an answer to change it. Nothing is kept.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, or change one."""
        from doorguard.pages.before import Before
        from doorguard.pages.people import People
        from doorguard.pages.reading import Reading

        kind, _, key = choice.partition(":")
        if kind == "change":
            flow.go(GateQuestion(key, changing=True))
        elif choice == "people":
            flow.go(People())
        elif choice == "on":
            if flow.after_gate is not None:
                flow.instead(flow.after_gate)
                flow.after_gate = None
            elif flow.decide().level_allowed > Level.TALK:
                flow.go(Before())
            else:
                flow.go(Reading())


def before_step(flow: Flow, step: StepPage, *, changes: bool, photographs: bool) -> Screen:
    """What must come before a step: the phone questions, the full path, or that changes wait.

    Returns the screen to show now; the step itself follows it.
    """
    from doorguard.pages.step import ChangesWait

    if flow.pretend or not flow.given:
        return step
    if changes and flow.full_path and missing_questions(flow.given, full=True):
        return MoreQuestions(step)
    if changes and not flow.decide().changes_open:
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
                "You said that you do not know one of the devices.",
                "So someone else may look through it, and may notice a change.",
                "These questions help you to choose.",
            ),
            choices=(
                Choice(id="nothing", text="Do nothing for now"),
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
                Choice(id="nothing", text="Do nothing for now"),
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
            choices=_choices(question),
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
                Choice(id="nothing", text="Do nothing for now"),
                Choice(id="on", text="Show me the step"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, or leave it."""
        if choice == "nothing":
            flow.leave_page()
        else:
            flow.instead(self.step)


