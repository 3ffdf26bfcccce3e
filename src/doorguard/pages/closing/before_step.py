"""What comes before a step: the rest of the questions, that changes wait, the answers once more, the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import QUESTIONS, missing_questions
from doorguard.gate.questions import ABOUT_PHONE, PHOTOS, SEEN
from doorguard.pages.at_any_time.people import near_lines
from doorguard.pages.before_a_look.gate_pages import CheckAnswers, Leaving, answers_of, go_on
from doorguard.pages.before_a_look.make_a_plan import MakeAPlan
from doorguard.pages.before_a_look.still_right import BeforeChange
from doorguard.pages.before_a_look.what_is_open import PLAN
from doorguard.pages.closing.photos_go import LOOK, OTHER_WAYS, PhotosGo
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, bullet, text
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.closing.step import StepPage
    from doorguard.pages.flow import Flow


def before_step(flow: Flow, step: StepPage, *, changes: bool, photographs: bool) -> Screen:
    """What must come before a step: the full path, that changes wait, the answers once more, the phone.

    Returns the screen to show now; the step itself follows it.
    """
    if flow.pretend:
        return step
    before = before_change(flow, step) if changes else None
    return before or (before_photo(flow, step) if photographs else step)


def before_change(flow: Flow, step: StepPage) -> Screen | None:
    """What stands before a step that changes something: the rest of the questions, that changes wait, or the
    answers once more. None when nothing does."""
    if missing_questions(flow.given, full=flow.full_path) or not flow.changes_open:
        return waits(flow, step)
    why = flow.answers_old or (None if step.device_id in flow.answered.shown_for else "change")
    return BeforeChange(why, step) if why is not None else None


def waits(flow: Flow, step: Screen) -> Screen:
    """What is shown in place of a step, on a device or to read, while changes are closed or questions open."""
    if missing_questions(flow.given, full=flow.full_path):
        return MoreQuestions(step, first=not flow.full_path)
    return ChangesWait(step)


def show(flow: Flow, step: Screen) -> None:
    """Show a step, or first what must come before it."""
    from doorguard.pages.closing.step import StepPage, open_step

    if isinstance(step, StepPage):
        open_step(flow, step.device_id, step.check_id, step.action)
    else:
        flow.go(step)


def before_photo(flow: Flow, step: StepPage) -> Screen:
    """What stands before the first photograph: the questions about the phone, and other ways to keep proof."""
    left = [q for q in ABOUT_PHONE if q.key not in flow.given]
    if left:
        return PhoneQuestion(left[0].key, step)
    others = any(flow.given[q.key] != "no" for q in ABOUT_PHONE)
    return PhotoAdvice(step) if others and not flow.answered.photos_advised else step


class MoreQuestions(Screen):
    """Questions come before any change: the rest of them where a light run met somebody unknown; all of them
    where none was asked yet (``first``)."""

    name = "more-questions"

    def __init__(self, step: Screen, *, first: bool = False) -> None:
        self.step, self.first = step, first

    def page(self, flow: Flow) -> Page:
        """Why there are questions now."""
        return Page(
            id="more-questions",
            title=_("A few questions first") if self.first else _("A few more questions first"),
            lines=text(*(self._first() if self.first else self._more())),
            choices=(
                NOTHING,
                Choice(id="on", text=_("Answer the questions")),
                PEOPLE,
            ),
        )

    def _first(self) -> tuple[str, ...]:
        return (
            _("The next step changes something. Someone could notice it."),
            _("A few questions help you to choose the right time and way."),
            _("Nothing is sent, whatever you answer."),
        )

    def _more(self) -> tuple[str, ...]:
        return (
            _("You said that you do not know a device, or someone who can use it."),
            _("So someone else may look through it, and may notice what you do."),
            _("These questions help you to choose."),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The questions, or leave it."""
        from doorguard.pages.at_any_time.people import People

        if choice == "nothing":
            flow.leave_page()
        elif choice == "people":
            flow.go(People())
        else:
            flow.leave_page()
            flow.after_gate = StepAgain(self.step, flow.height)
            if SEEN.key not in flow.given:
                flow.go(Leaving())
            else:
                go_on(flow)


class StepAgain(Screen):
    """Asks once more whether a step may be shown, now that there are answers. ``height``: how many pages there
    were below the questions."""

    name = "step-again"

    def __init__(self, step: Screen, height: int) -> None:
        self.step, self.height = step, height

    def page(self, flow: Flow) -> Page:
        """A short stop between the questions and the step."""
        return Page(
            id="step-again",
            title=_("Back to where you were"),
            lines=text(_("You can still choose to do nothing for now.")),
            choices=(
                NOTHING,
                Choice(id="on", text=_("Go on")),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """To the step or what stands before it."""
        flow.down_to(self.height)
        if choice == "on":
            flow.answered.shown_for.add(getattr(self.step, "device_id", ""))  # they were read a moment ago
            show(flow, self.step)


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
            title=_(question.words),
            lines=text(_("The next step asks for a photo."), _("Why we ask: {why}").format(why=_(question.why))),
            choices=(*answers_of(question), *((LOOK,) if question is PHOTOS else ())),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep it; next question, then advice when others may see the photos, then the step."""
        if choice == LOOK.id:
            flow.go(PhotosGo())
            return
        flow.answer(self.question.key, choice)
        flow.instead(before_photo(flow, self.step))


class PhotoAdvice(Screen):
    """Someone else may see the photos of this phone."""

    name = "photo-advice"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """Other ways to keep proof."""
        return Page(
            id="photo-advice",
            title=_("Before you take a photo"),
            lines=(
                *text(_("Someone else may see photos from your phone.")),
                *(bullet(_(way)) for way in OTHER_WAYS),
            ),
            choices=(
                NOTHING,
                Choice(id="on", text=_("Show me the step")),
                LOOK,
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, how to look, or leave it."""
        if choice == "nothing":
            flow.leave_page()
        elif choice == LOOK.id:
            flow.go(PhotosGo())
        else:
            flow.answered.photos_advised = True
            flow.instead(self.step)


class ChangesWait(Screen):
    """The answers of the gate closed changes: what stays open, and who can help."""

    name = "changes-wait"

    def __init__(self, step: Screen) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """Not an error: why, and what still works."""
        return Page(
            id="changes-wait",
            title=_("Changes can wait"),
            lines=(
                *text(
                    _("From what you told us, a change now could be noticed, or could wipe proof."),
                    _("So first make a plan with someone who knows about this."),
                    _("You can still keep proof, and look at who has access."),
                ),
                *near_lines(flow),
            ),
            choices=(
                NOTHING,
                PLAN,
                PEOPLE,
                Choice(id="save-proof", text=_("Keep proof")),
                Choice(id="see-who-has-access", text=_("See who has access in the app")),
                Choice(id="answers", text=_("Change my answers")),
            ),
            help=(_("Steps that change something open again when your answers allow it."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the things that stay open."""
        from doorguard.pages.at_any_time.people import People

        match choice:
            case "nothing":
                flow.leave_page()
            case "people":
                flow.go(People())
            case "plan":
                flow.go(MakeAPlan())
            case "answers":
                flow.leave_page()
                flow.after_gate = StepAgain(self.step, flow.height)
                flow.go(CheckAnswers())
            case _:
                flow.leave_page()
                self._look(flow, choice)

    def _look(self, flow: Flow, action: str) -> None:
        """A step that only looks: on the same device, or to read."""
        from doorguard.pages.closing.reading import ReadStep
        from doorguard.pages.closing.step import StepPage, open_step

        if isinstance(self.step, StepPage):
            open_step(flow, self.step.device_id, self.step.check_id, action)
        else:
            flow.go(ReadStep("generic", action))
