"""Questions that only the person can answer, one at a time; an answer is a fact like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.facts import NOT_SAID, OWNERSHIP
from doorguard.model import Device
from doorguard.pages.outcomes import ways_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import ALL_MINE, Asked, question_of, questions_answered, questions_left, said
from doorguard.pages.screen import NOTHING, Screen, gone, item, quiet, row, text
from doorguard.pages.want import Want
from doorguard.wording import _, many

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

BACK_TO = ("after-password", "plan", "ways-in", "device", "devices")
WHOSE_IT_IS = (ALL_MINE, "owner.claimed", *OWNERSHIP)
"""The questions about whose a device is: one, and the others only where not all of it is the person's."""


class Asking(Screen):
    """What is left to ask about one device, the heaviest first. It can be stopped at every question.

    Each answer leads to a new screen of this kind, so that going back leads to the question before.
    ``only``: no other questions than about these facts.
    """

    name = "asking"

    def __init__(self, device_id: str, only: tuple[str, ...] = ()) -> None:
        self.device_id, self.only = device_id, only
        self.fact: str | None = None

    def _left(self, flow: Flow, device: Device) -> list[Asked]:
        return [asked for asked in questions_left(flow, device) if not self.only or asked.fact in self.only]

    def current(self, flow: Flow, device: Device) -> Asked | None:
        """The question on view: the first that is left, or the one that was answered here."""
        if self.fact is not None:
            return question_of(flow, device, self.fact)
        return next(iter(self._left(flow, device)), None)

    def page(self, flow: Flow) -> Page:
        """The question, why it is asked, its answers, and leaving it open."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("asking")
        if flow.running is not None:
            return Page(id="asking", title=_("Your answer is taken down"), lines=text(_("One moment.")))
        asked = self.current(flow, device)
        if asked is None:
            return _after_the_last(flow, device)
        question = asked.question
        before = row(_("You said"), said(question, device.told[asked.fact])) if asked.fact in device.told else None
        return Page(
            id="asking",
            title=_(question.question),
            lines=(
                row(_("About"), flow.called(device)),
                *(text(_("Why we ask: {why}").format(why=_(question.why))) if question.why else ()),
                *text(_("Only you can say. There is no wrong answer.")),
                *((before,) if before else ()),
                *quiet(*self.how_many(flow, device, asked)),
            ),
            choices=(
                *(Choice(id=f"answer:{words}", text=_(words)) for words in question.answers),
                Choice(id="skip", text=_("I'd rather not say")),
                *([Choice(id="where", text=_("Show me where to look"))] if question.look else ()),
                *_not_yours(device),
                Choice(id="stop", text=_("Stop here for now")),
            ),
            details=(row(_("Check"), asked.check.id), row(_("Fact"), asked.fact)),
            help=(_("Nothing is sent, whatever you answer."), _("You can change your answers later.")),
        )

    def how_many(self, flow: Flow, device: Device, asked: Asked) -> tuple[str, ...]:
        """How many come after this one."""
        if asked.fact == ALL_MINE and ALL_MINE not in device.told:
            return (_("If it is all yours, four questions fall away. You can stop at any time."),)
        after = sum(left.fact != asked.fact for left in self._left(flow, device))
        if not after:
            return (_("This is the last question. You can stop at any time."),)
        comes = many("{number} question comes after it.", "{number} questions come after it.", after)
        first = _("The most important come first. You can stop at any time.")
        return (f"{comes.format(number=after)} {first}",)

    def choose(self, flow: Flow, choice: str) -> None:
        """Tell it, leave it open, look it up first, or stop."""
        from doorguard.pages.closing.step import open_step

        device = flow.device(self.device_id)
        asked = self.current(flow, device) if device is not None else None
        kind, _colon, words = choice.partition(":")
        if kind in ("stop", "show", "nothing"):
            flow.unwind(*BACK_TO)
        elif kind == "change":
            flow.go(Answers(self.device_id))
        elif kind == "not-yours":
            from doorguard.pages.closing.ownership import NotYourAccount

            flow.go(NotYourAccount(self.device_id))
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
        flow.go(Asking(self.device_id, self.only))


def ask_whose(flow: Flow, device_id: str) -> None:
    """One question about whose it is, and the others where not all of it is the person's; or change that one."""
    device = flow.device(device_id)
    if device is None:
        return
    if ALL_MINE in device.told:
        flow.go(AskingWhoseAgain(device_id, (ALL_MINE,)))
    elif any(fact in device.told for fact in OWNERSHIP) and not _whose_left(flow, device):
        flow.go(Answers(device_id))
    else:
        flow.go(Asking(device_id, WHOSE_IT_IS))


def _whose_left(flow: Flow, device: Device) -> bool:
    return any(asked.fact in WHOSE_IT_IS for asked in questions_left(flow, device))


def _after_the_last(flow: Flow, device: Device) -> Page:
    problems = [f for f in flow.findings(device) if f.outcome == "problem"]
    found = many("There is {ways} to look at now.", "There are {ways} to look at now.", len(problems))
    return Page(
        id="asked",
        title=_("That was the last question"),
        lines=(
            row(_("About"), flow.called(device)),
            *text(
                found.format(ways=ways_words(problems))
                if problems
                else _("Nothing you said points to a way in. That is what you know today."),
                _("You can stop here. It can wait for another day."),
            ),
        ),
        choices=(
            Choice(id="show", text=_("Back to this device")),
            *_not_yours(device),
            Choice(id="change", text=_("See or change what I said")),
        ),
    )


def _not_yours(device: Device) -> tuple[Choice, ...]:
    """Where somebody else holds the account, many questions cannot be answered: the ways that are left are near."""
    from doorguard.pages.closing.ownership import account_is_not_mine

    words = _("What you can do when the account is not yours")
    return (Choice(id="not-yours", text=words),) if account_is_not_mine(device) else ()


class AskingAgain(Asking):
    """Questions that were answered before, once more. ``check_id``: then show what became of that check."""

    def __init__(self, device_id: str, facts: tuple[str, ...], check_id: str | None = None) -> None:
        super().__init__(device_id)
        self.fact, self.after = facts[0], facts[1:]
        self.check_id = check_id

    def how_many(self, flow: Flow, device: Device, asked: Asked) -> tuple[str, ...]:
        """What was said before stays if the page is left."""
        return (_("What you said before stays until you answer."),)

    def go_on(self, flow: Flow) -> None:
        """To the next of them, or to what came of it."""
        from doorguard.pages.closing.recheck import Recheck

        if self.after:
            flow.instead(AskingAgain(self.device_id, self.after, self.check_id))
        elif self.check_id is not None:
            flow.instead(Recheck(self.device_id, self.check_id))
        else:
            flow.leave_page()


class AskingWhoseAgain(AskingAgain):
    """The one question about whose it is, once more; then those that are open now."""

    def go_on(self, flow: Flow) -> None:
        """The others, where not all of it is the person's."""
        flow.instead(Asking(self.device_id, WHOSE_IT_IS))


class Answers(Screen):
    """What the person said about one device; each answer can be changed."""

    name = "answers"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """Question and answer, one line each."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("answers", NOTHING)
        choices = tuple(
            Choice(
                id=f"change:{asked.fact}",
                text=_("{question} You said: {answer}").format(
                    question=_(asked.question.question), answer=said(asked.question, device.told[asked.fact])
                ),
            )
            for asked in questions_answered(flow, device)
        )
        lines: list[Line] = [row(_("About"), flow.called(device)), *text(_("Choose an answer to change it."))]
        return Page(
            id="answers",
            title=_("What you said"),
            lines=(*lines, *(item(choice) for choice in choices)),
            choices=(*choices, Choice(id="back", text=_("Back"))),
            help=(_("Nothing you said is sent. It is kept only if you keep a record."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Ask one of them again, or back."""
        kind, _colon, fact = choice.partition(":")
        if kind == "change":
            flow.go(AskingAgain(self.device_id, (fact,)))
        elif kind == "nothing":
            flow.unwind(*BACK_TO)
        else:
            flow.leave_page()
