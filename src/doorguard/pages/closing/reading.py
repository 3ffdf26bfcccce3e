"""Read only: what can be wrong and how to close it. Nothing is sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from doorguard.catalog import Step, VendorPage
from doorguard.catalog.locks import LOCK_WORDS
from doorguard.guide import LABEL_QUESTIONS, label
from doorguard.pages.at_any_time.topic import Topic, Topics
from doorguard.pages.before_a_look.start import back_to_devices
from doorguard.pages.before_a_look.still_right import hands_off, with_whose_phone
from doorguard.pages.closing.cards import name_of, title_of
from doorguard.pages.closing.step import ONLY_LOOKS
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, day, heading, quiet, row, sentence, text, written
from doorguard.pages.which_device.by_hand import WhatIsIt, makes_like
from doorguard.report.cards import CONFIDENCE_WORDS, is_old
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Reading(Screen):
    """The first page of reading."""

    name = "reading"

    def page(self, flow: Flow) -> Page:
        """What can be read."""
        return Page(
            id="reading",
            title=_("Read only"),
            lines=text(
                _("Nothing is sent while you read."),
                _(
                    "Most of this is done by someone who is signed in to an app. "
                    "So begin with a device of yours, and who has access to it."
                ),
            ),
            choices=(
                *back_to_devices(flow),
                Choice(id="add", text=_("Add a device of mine")),
                Choice(id="access", text=_("See who has access in an app")),
                Choice(id="wrong", text=_("What can be wrong with a camera")),
                Choice(id="makes", text=_("Steps for a make")),
                Choice(id="topics", text=_("Pages that explain more")),
                Choice(id="sheet", text=_("A sheet for a visit")),
                PEOPLE,
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the lists."""
        from doorguard.pages.at_any_time.people import People

        match choice:
            case "found":
                flow.to_devices()
            case "add":
                flow.go(WhatIsIt())
            case "access":
                flow.go(ReadStep("generic", "see-who-has-access"))
            case "wrong":
                flow.go(Wrongs())
            case "makes":
                flow.go(Makes())
            case "topics":
                flow.go(Topics())
            case "sheet":
                flow.go(Topic("visit"))
            case "people":
                flow.go(People())


class Wrongs(Screen):
    """Every check, by its sentence."""

    name = "wrongs"

    def page(self, flow: Flow) -> Page:
        """One sentence each."""
        return Page(
            id="wrongs",
            title=_("What can be wrong with a camera"),
            lines=text(_("These are examples of what can be. They say nothing about your home.")),
            choices=tuple(Choice(id=check.id, text=check.problem) for check in flow.catalog.checks),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Read one."""
        flow.go(OneWrong(choice))


class OneWrong(Screen):
    """One check, as it is written."""

    name = "one-wrong"

    def __init__(self, check_id: str) -> None:
        self.check_id = check_id

    def page(self, flow: Flow) -> Page:
        """All its texts."""
        check = flow.catalog.check(self.check_id)
        assert check is not None
        lines: list[Line] = []
        for name, body in check.texts.items():
            lines += [heading(_(name)), *written(body)]
        return Page(
            id="one-wrong",
            title=check.problem.rstrip("."),
            lines=tuple(lines),
            choices=(NOTHING, Choice(id="step", text=_("Show me the step"))),
            details=tuple(row(_("Source"), source) for source in check.sources),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The step for any make, or back."""
        check = flow.catalog.check(self.check_id)
        if choice == "step" and check is not None:
            flow.go(ReadStep("generic", check.action))
        else:
            flow.leave_page()


class Makes(Screen):
    """A make, by a word of its name or its app."""

    name = "makes"

    def __init__(self) -> None:
        self.looked_for = ""

    def page(self, flow: Flow) -> Page:
        """Typed, because there are many."""
        found = makes_like(flow.catalog, self.looked_for)
        lines = list(text(_("Look at the label of the device, or at the name of its app.")))
        if self.looked_for and not found:
            lines += text(_("We have no page for that name. The steps for any make may help."))
        return Page(
            id="makes",
            title=_("Steps for a make"),
            lines=tuple(lines),
            choices=(
                *(Choice(id=f"make:{page.slug}", text=page.names[0]) for page in found[:7]),
                Choice(id="make:generic", text=_("Steps for any make")),
                Choice(id="make:router", text=_("Steps for the router")),
            ),
            typed=_("A name, such as Ring"),
            typed_before="" if found else self.looked_for,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The steps of one make."""
        flow.go(OneMake(choice.removeprefix("make:")))

    def type(self, flow: Flow, text: str) -> None:
        """Look for a name."""
        self.looked_for = text.strip()[:60]


class OneMake(Screen):
    """The steps of one make."""

    name = "one-make"

    def __init__(self, slug: str) -> None:
        self.slug = slug

    def page(self, flow: Flow) -> Page:
        """One line per step."""
        page = flow.catalog.page(self.slug)
        assert page is not None
        if page.steps:
            lines = text(_("Written on {day}. Names may differ in your app.").format(day=day(page.as_of)))
        else:
            lines = text(_("We have no steps of its own for this make yet. The steps for any make will do."))
        if page.apps:
            lines += (row(_("App"), ", ".join(page.apps)),)
        if page.lock_class not in (None, "unknown"):
            lines += (row(_("If someone else owns it"), _(LOCK_WORDS[page.lock_class])),)
        choices = [Choice(id=f"step:{action}", text=title_of(action)) for action in page.steps]
        if self.slug not in ("generic", "router"):
            choices.append(Choice(id="generic", text=_("Steps for any make")))
        return Page(
            id="one-make",
            title=_("Steps for {make}").format(make=name_of(page)),
            lines=lines,
            choices=tuple(choices),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Read one step, or see those for any make."""
        if choice == "generic":
            flow.go(OneMake("generic"))
        else:
            flow.go(ReadStep(self.slug, choice.removeprefix("step:")))


class ReadStep(Screen):
    """A step to read, without a device."""

    name = "read-step"

    def __init__(self, slug: str, action: str) -> None:
        self.slug, self.action = slug, action

    @property
    def tells_a_change(self) -> bool:
        """True unless it only looks."""
        return self.action not in ONLY_LOOKS

    def page(self, flow: Flow) -> Page:
        """The four labels in their order, then the numbered acts."""
        page = flow.catalog.page(self.slug)
        assert page is not None
        step = page.steps[self.action]
        return Page(
            id="read-step",
            title=title_of(self.action),
            lines=(
                heading(_("Before you decide")),
                *(row(_(question), sentence(label(step, name))) for name, question in LABEL_QUESTIONS),
                heading(_("What to do")),
                *hands_off(flow),
                *(Line(text=f"{number}. {act}") for number, act in enumerate(step.acts, 1)),
                *(with_whose_phone(flow) if step.photographs else ()),
                heading(_("How you can tell that it worked")),
                *text(step.check),
                *text(*_whose_it_is(page, self.action)),
                *quiet(*_origin(step, flow.now().date())),
            ),
            choices=(NOTHING, PEOPLE),
            details=(row(_("Source"), step.source),),
            help=(_("You do this yourself, if and when you choose."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Nothing for now, or people."""
        from doorguard.pages.at_any_time.people import People

        if choice == "people":
            flow.go(People())
        else:
            flow.leave_page()


def _whose_it_is(page: VendorPage, action: str) -> tuple[str, ...]:
    """Who can take a device of this make over, on the one step that is about that."""
    if action != "if-someone-else-owns-it" or page.lock_class is None:
        return ()
    return (_(LOCK_WORDS[page.lock_class]),)


def _origin(step: Step, today: date) -> tuple[str, ...]:
    written_on = _("Written on {day}.").format(day=day(step.as_of))
    if is_old(step.as_of, today):
        written_on = _("Written on {day}, so it may be out of date.").format(day=day(step.as_of))
    return (written_on, _(CONFIDENCE_WORDS[step.confidence]))
