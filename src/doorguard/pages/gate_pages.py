"""The gate as pages: one question each, the answers once more, and what will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import QUESTIONS, Question, missing_questions
from doorguard.gate.questions import SEEN
from doorguard.model import Level
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, item, text
from doorguard.pages.start import PEOPLE

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Leaving(Screen):
    """The first page of the gate: how to leave, what that does not remove, and sight and sound."""

    name = "leaving"

    def page(self, flow: Flow) -> Page:
        """One page for both: leaving is explained once, early."""
        return Page(
            id="leaving",
            title=SEEN.words,
            lines=text(
                "Ctrl+C leaves at once, on every page. The screens go blank first. "
                "Plain text stays in the window until you close it.",
                "Leaving does not remove everything. Your terminal may keep the command. "
                "This program stays in its folder. The router and the cameras may keep a note of a look.",
                "Nothing you say here is kept.",
                f"Why we ask: {SEEN.why}",
            ),
            choices=answers_of(SEEN, flow.given.get(SEEN.key)),
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
            choices=answers_of(question, flow.given.get(question.key)),
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


def answers_of(question: Question, given: str | None = None) -> tuple[Choice, ...]:
    """The answers of a question as choices; the one given before is marked, as going back loses none."""
    return tuple(
        Choice(id=answer.id, text=answer.text + (" (your answer)" if answer.id == given else ""))
        for answer in question.answers
    )


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
        lines: list[Line] = list(text("Choose one to change it."))
        for question in questions_for(flow.given, full=flow.full_path):
            answer = question.answer(flow.given.get(question.key, ""))
            said = answer.text if answer else "Not answered"
            choice = Choice(id=f"change:{question.key}", text=f"{question.words} {said}")
            choices.append(choice)
            lines.append(item(choice))
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
