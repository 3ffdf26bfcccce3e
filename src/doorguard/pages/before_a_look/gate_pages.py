"""The gate as pages: one question each, danger now, and the answers once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import QUESTIONS, Question, missing_questions, questions_for
from doorguard.gate.branches import at_once_for
from doorguard.gate.questions import COMPUTER, DANGER, FULL, LIGHT, ROUTER, SEEN, total
from doorguard.pages.at_any_time.people import Country, urgent_lines
from doorguard.pages.before_a_look.what_is_open import WhatIsOpen
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import PEOPLE, Screen, bullet, heading, item, quiet, text
from doorguard.pages.want import Want
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

DECIDE_HOW_MANY = ("danger", "computer", "home", "living")
"""Gone back to, their answers can still change how many questions there are."""
_HOW_FAR = {
    COMPUTER.key: N_("One more comes, if it is yours alone."),
    ROUTER.key: N_("This is the last one, if you run it."),
}
"""On the light path, what follows if the answer is the ordinary one."""


class Leaving(Screen):
    """The first page of the gate: how to leave, what that does not remove, and sight and sound."""

    name = "leaving"

    def page(self, flow: Flow) -> Page:
        """One page for both: leaving is explained once, early."""
        return Page(
            id="leaving",
            title=_("Question {number}. {question}").format(number=1, question=_(SEEN.words)),
            lines=(
                *text(_("Why we ask: {why}").format(why=_(SEEN.why)), _how_many()),
                heading(_("How to leave")),
                *text(
                    _(
                        "Ctrl+C leaves at once, on every page. The screens go blank first. "
                        "Plain text stays in the window until you close it."
                    ),
                    _(
                        "Leaving does not remove everything. "
                        "The terminal may keep the command, and this program stays. "
                        "The router and the cameras may keep a note of a look."
                    ),
                    _("What you say here goes into your record, as you chose.")
                    if flow.kept.keeps_answers
                    else _("Nothing you say here is kept, unless you ask for it later."),
                ),
            ),
            choices=answers_of(SEEN, flow.given.get(SEEN.key)),
            help=(_("Read in silence. You can stop on any page."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep the answer; advice first when something may see or hear."""
        flow.answer(SEEN.key, choice)
        if choice == "no":
            go_on(flow)
        else:
            flow.go(TurnTheScreen())


def _how_many() -> str:
    words = _("There are {few} questions, and at most {many} if someone might mind.")
    return words.format(few=len(LIGHT), many=len(FULL))


class TurnTheScreen(Screen):
    """What to do when a camera or speaker may see or hear."""

    name = "turn-the-screen"

    def page(self, flow: Flow) -> Page:
        """An everyday way to do it, so that it is not noticed."""
        return Page(
            id="turn-the-screen",
            title=_("Before you go on"),
            lines=text(
                _("Turn the screen away from it."),
                _("Move to another room, if that is an everyday thing to do."),
                _("Read in silence, and do not talk about this here."),
                _("You can also leave now and come back later."),
            ),
            choices=(Choice(id="on", text=_("Go on")), Choice(id="leave", text=_("Leave now"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, or leave."""
        if choice == "leave":
            flow.want(Want("leave"))
        else:
            go_on(flow)


class GateQuestion(Screen):
    """One question. ``number`` is its place in the row; None: asked once more from the page of all answers."""

    name = "gate"

    def __init__(self, key: str, number: int | None = None) -> None:
        self.question, self.number = QUESTIONS[key], number

    def page(self, flow: Flow) -> Page:
        """The question, why we ask, how far along this is, numbered answers."""
        question = self.question
        return Page(
            id=f"gate-{question.key.replace('_', '-')}",
            title=self._title(flow),
            lines=(
                *text(_("Why we ask: {why}").format(why=_(question.why))),
                *quiet(*(self._how_far(flow) if self.number else ())),
            ),
            choices=answers_of(question, flow.given.get(question.key)),
            help=(
                _('"I am not sure" and "I\'d rather not say" are always right answers.'),
                _("Your answers stay on this page. You can change each one later."),
            ),
        )

    def _title(self, flow: Flow) -> str:
        """With its number; with how many there are only where no answer can change that any more."""
        words = _(self.question.words)
        if self.number is None:
            return words
        all_of_them = total(flow.given, full=flow.full_path)
        if all_of_them is None or self.question.key in DECIDE_HOW_MANY:
            return _("Question {number}. {question}").format(number=self.number, question=words)
        line = _("Question {number} of {total}. {question}")
        return line.format(number=self.number, total=all_of_them, question=words)

    def _how_far(self, flow: Flow) -> tuple[str, ...]:
        if flow.decide().path == "light":
            return (_(_HOW_FAR.get(self.question.key, "")) or _how_many(),)
        if total(flow.given, full=flow.full_path) is None:
            return (_("There are at most {many} questions. You can stop at any of them.").format(many=len(FULL)),)
        return ()

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep the answer and go on."""
        flow.answer(self.question.key, choice)
        if self.number is None:
            flow.leave_page()
        at_once = at_once_for(self.question.key, choice)
        if at_once is not None and self.number is not None:
            flow.go(WhatIsOpen(at_once, questions_left=True))
        elif self.number is not None or _more(flow) or in_danger(flow):
            go_on(flow)


def answers_of(question: Question, given: str | None = None) -> tuple[Choice, ...]:
    """The answers of a question as choices; the one given before is marked, as going back loses none."""
    return tuple(
        Choice(
            id=answer.id,
            text=_("{answer} (your answer)").format(answer=_(answer.text)) if answer.id == given else _(answer.text),
        )
        for answer in question.answers
    )


def in_danger(flow: Flow) -> bool:
    """Danger now: people come before everything else."""
    return flow.given.get(DANGER.key) == "yes" and not flow.decide().may_start


def _more(flow: Flow) -> tuple[Question, ...]:
    return missing_questions(flow.given, full=flow.full_path)


def go_on(flow: Flow) -> None:
    """To the next open question, or to what comes after the last one."""
    from doorguard.pages.before_a_look.before import Before

    missing = _more(flow)
    if in_danger(flow):
        flow.go(DangerNow())
    elif missing:
        asked = [q for q in questions_for(flow.given, full=flow.full_path) if q.key in flow.given]
        flow.go(GateQuestion(missing[0].key, len(asked) + 1))
    elif flow.decide().path == "full":
        flow.go(CheckAnswers() if flow.country_asked else Country(then=CheckAnswers()))
    elif flow.after_gate is not None:
        waiting, flow.after_gate = flow.after_gate, None
        flow.go(waiting)
    else:
        flow.go(Before())


class DangerNow(Screen):
    """Numbers first. Nothing is run, and nothing more is asked."""

    name = "danger-now"

    def page(self, flow: Flow) -> Page:
        """Whom to ring, what is not done now, and the way back."""
        return Page(
            id="danger-now",
            title=_("Ring for help now"),
            lines=(
                *urgent_lines(flow),
                *text(_("If you can leave, leave first and ring then.")),
                heading(_("Open now")),
                bullet(_("Ringing for help, and leaving this page with Ctrl+C")),
                heading(_("Not now")),
                bullet(_("A look for devices, and every change. Nothing is sent")),
            ),
            choices=(
                Choice(id="country", text=_("Choose the country")),
                PEOPLE,
                Choice(id="leave", text=_("Leave now")),
                Choice(id="back", text=_("I am not in danger any more")),
            ),
            help=(_("This program cannot ring anybody. A phone can."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The country, people, leave, or the question once more."""
        from doorguard.pages.at_any_time.people import People

        match choice:
            case "country":
                flow.go(Country())
            case "people":
                flow.go(People())
            case "leave":
                flow.want(Want("leave"))
            case _:
                flow.given.pop(DANGER.key, None)
                asked = len([key for key in flow.given if key in QUESTIONS])
                flow.instead(GateQuestion(DANGER.key, min(asked + 1, 3)))


class CheckAnswers(Screen):
    """All answers on one page; a number changes one."""

    name = "check-answers"

    def page(self, flow: Flow) -> Page:
        """Each answer is also a choice; going on comes first."""
        decision = flow.decide()
        choices = [Choice(id="on", text=_("Go on"))] if decision.may_start else []
        choices.append(PEOPLE)
        lines: list[Line] = list(text(_("Choose one to change it.")))
        for question in questions_for(flow.given, full=flow.full_path):
            answer = question.answer(flow.given.get(question.key, ""))
            said = _(answer.text) if answer else _("Not answered")
            choice = Choice(id=f"change:{question.key}", text=f"{_(question.words)} {said}")
            choices.append(choice)
            lines.append(item(choice))
        if decision.path == "full":
            where = _("Which country are you in?")
            choice = Choice(id="country", text=f"{where} {country_words(flow.country)}")
            choices.append(choice)
            lines.append(item(choice))
        return Page(
            id="check-answers",
            title=_("Your answers"),
            lines=tuple(lines),
            choices=tuple(choices),
            help=(_("Choose an answer to change it. Nothing is sent."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, or change one."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.before_a_look.before import Before

        kind, _sep, key = choice.partition(":")
        if kind == "change":
            flow.go(GateQuestion(key))
        elif choice == "people":
            flow.go(People())
        elif choice == "country":
            flow.go(Country())
        elif _more(flow):
            go_on(flow)
        else:
            flow.still_right()
            waiting, flow.after_gate = flow.after_gate, None
            if waiting is not None:
                flow.instead(waiting)
            else:
                flow.go(WhatIsOpen() if flow.decide().path == "full" else Before())


def country_words(country: str | None) -> str:
    """The country as it stands among the answers."""
    from doorguard.pages.at_any_time.people import called

    return called(country) if country is not None else _("I'd rather not say")
