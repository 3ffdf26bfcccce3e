"""Read only: what can be wrong and how to close it. Nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.guide import LABEL_QUESTIONS, label
from doorguard.pages.by_hand import NameIt, makes_like
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, Screen, day, heading, quiet, row, sentence, text, written
from doorguard.pages.start import PEOPLE
from doorguard.pages.step import ACTION_WORDS

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Reading(Screen):
    """The first page of reading."""

    name = "reading"

    def page(self, flow: Flow) -> Page:
        """What can be read."""
        return Page(
            id="reading",
            title="Read only",
            lines=text(
                "Nothing is sent while you read.",
                "Most of this is done by someone who is signed in to an app. "
                "So who has access is the first thing to read.",
            ),
            choices=(
                Choice(id="add", text="Add a device of mine"),
                Choice(id="access", text="See who has access in an app"),
                Choice(id="wrong", text="What can be wrong with a camera"),
                Choice(id="makes", text="Steps for a make"),
                PEOPLE,
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the lists."""
        from doorguard.pages.people import People

        match choice:
            case "add":
                flow.go(NameIt())
            case "access":
                flow.go(ReadStep("generic", "see-who-has-access"))
            case "wrong":
                flow.go(Wrongs())
            case "makes":
                flow.go(Makes())
            case "people":
                flow.go(People())


class Wrongs(Screen):
    """Every check, by its sentence."""

    name = "wrongs"

    def page(self, flow: Flow) -> Page:
        """One sentence each."""
        return Page(
            id="wrongs",
            title="What can be wrong with a camera",
            lines=text("These are examples of what can be. They say nothing about your home."),
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
            lines += [heading(name), *written(body)]
        return Page(
            id="one-wrong",
            title=check.problem.rstrip("."),
            lines=tuple(lines),
            choices=(NOTHING, Choice(id="step", text="Show me the step")),
            details=tuple(row("Source", source) for source in check.sources),
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
        lines = list(text("Look at the label of the device, or at the name of its app."))
        if self.looked_for and not found:
            lines += text("We have no page for that name. The steps for any make may help.")
        return Page(
            id="makes",
            title="Steps for a make",
            lines=tuple(lines),
            choices=(
                *(Choice(id=f"make:{page.slug}", text=page.names[0]) for page in found[:7]),
                Choice(id="make:generic", text="Steps for any make"),
                Choice(id="make:router", text="Steps for the router"),
            ),
            typed="A name, such as Ring",
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
        name = {"generic": "any make", "router": "the router"}.get(self.slug, page.names[0])
        if page.steps:
            lines = text(f"Written on {day(page.as_of)}. Names may differ in your app.")
        else:
            lines = text("We have no steps of its own for this make yet. The steps for any make will do.")
        if page.apps:
            lines += (row("App", ", ".join(page.apps)),)
        choices = [Choice(id=f"step:{action}", text=_action(action)) for action in page.steps]
        if self.slug not in ("generic", "router"):
            choices.append(Choice(id="generic", text="Steps for any make"))
        return Page(
            id="one-make",
            title=f"Steps for {name}",
            lines=lines,
            choices=tuple(choices),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Read one step, or see those for any make."""
        if choice == "generic":
            flow.go(OneMake("generic"))
        else:
            flow.go(ReadStep(self.slug, choice.removeprefix("step:")))


def _action(action: str) -> str:
    return ACTION_WORDS.get(action, sentence(action.replace("-", " ")).rstrip("."))


class ReadStep(Screen):
    """A step to read, without a device."""

    name = "read-step"

    def __init__(self, slug: str, action: str) -> None:
        self.slug, self.action = slug, action

    def page(self, flow: Flow) -> Page:
        """The four labels in their order, then the numbered acts."""
        page = flow.catalog.page(self.slug)
        assert page is not None
        step = page.steps[self.action]
        return Page(
            id="read-step",
            title=_action(self.action),
            lines=(
                heading("Before you decide"),
                *(row(question, sentence(label(step, name))) for name, question in LABEL_QUESTIONS),
                heading("What to do"),
                *(Line(text=f"{number}. {act}") for number, act in enumerate(step.acts, 1)),
                heading("How you can tell that it worked"),
                *text(step.check),
                *quiet(f"Written on {day(step.as_of)}. Names may differ."),
            ),
            choices=(NOTHING, PEOPLE),
            details=(row("Source", step.source),),
            help=("You do this yourself, if and when you choose.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Nothing for now, or people."""
        from doorguard.pages.people import People

        if choice == "people":
            flow.go(People())
        else:
            flow.leave_page()
