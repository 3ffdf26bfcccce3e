"""A step, one act a page: what to do, where to look, what to see at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.catalog import Step
from doorguard.model import Device
from doorguard.pages.before_a_look.still_right import hands_off
from doorguard.pages.closing.pretending import choices_of, pretend
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, gone, heading, quiet, row, text
from doorguard.wording import _, many

if TYPE_CHECKING:
    from doorguard.pages.closing.step import StepPage
    from doorguard.pages.flow import Flow

BACK_TO = ("plan", "ways-in", "device", "devices", "one-make")
"""Where a person is who stops in the middle of a step."""


class Walk(Screen):
    """One act of a step. ``act`` counts from 0; each is a page of its own, so going back leads to the one before."""

    name = "walk"

    def __init__(self, step: StepPage, act: int = 0) -> None:
        self.step, self.act = step, act

    @property
    def tells_a_change(self) -> bool:
        """As its step."""
        return self.step.tells_a_change

    def page(self, flow: Flow) -> Page:
        """The act; where to look; what tells that the step worked; and four ways on."""
        found = self.step.found(flow)
        if found is None:
            return gone("walk", NOTHING)
        step, device = found
        last = self.act + 1 >= len(step.acts)
        lines: list[Line] = [
            row(_("For"), flow.called(device)),
            *hands_off(flow),
            *text(step.acts[self.act]),
            row(_("Where to look"), where_to_look(flow, step, device)),
            row(_("How you can tell that it worked") if last else _("What you see at the end"), step.check),
        ]
        pretended = choices_of(flow, device, self.step.check_id or "") if last and self.step.closes(flow) else []
        if pretended:
            lines += quiet(_("In the pretend home nothing has changed yet. Choose the last answer to pretend it."))
        return Page(
            id="walk",
            title=_("Step {number} of {total}: {action}").format(
                number=self.act + 1, total=len(step.acts), action=self.step.title
            ),
            lines=tuple(lines),
            choices=(
                Choice(id="next", text=self._next_words(flow) if last else _("Done, next")),
                Choice(id="lost", text=_("I can't find it")),
                Choice(id="different", text=_("It looks different")),
                Choice(id="stop", text=_("Stop here for now")),
                *pretended,
                *((PEOPLE,) if flow.careful else ()),
            ),
            details=(
                row(_("Step"), f"{step.action}, vendors/{step.page}.md, {step.as_of}"),
                row(_("Source"), step.source),
            ),
            help=(
                _("You do this yourself, at your own speed. The program changes nothing."),
                _("Stop here keeps your place, in the record if you keep one. Else until you leave the program."),
                many("This step has {number} act.", "This step has {number} acts.", len(step.acts)).format(
                    number=len(step.acts)
                ),
            ),
        )

    def _next_words(self, flow: Flow) -> str:
        return _("Done. Check again") if self.step.closes(flow) else _("Done")

    def choose(self, flow: Flow, choice: str) -> None:
        """On, another wording, or stop and keep the place."""
        from doorguard.pages.at_any_time.people import People

        kind, _colon, change = choice.partition(":")
        found = self.step.found(flow)
        match kind:
            case "next" if found is not None and self.act + 1 < len(found[0].acts):
                flow.go(Walk(self.step, self.act + 1))
            case "next":
                self.step.finish(flow)
            case "lost" | "different":
                flow.go(CannotFind(self.step, different=kind == "different"))
            case "stop":
                flow.marks.stop(self.step.mark, self.act)
                flow.unwind(*BACK_TO)
            case "people":
                flow.go(People())
            case "pretend" if found is not None and self.step.check_id is not None:
                flow.marks.finish(self.step.mark)
                pretend(flow, found[1], self.step.check_id, change)
            case _:
                flow.unwind(*BACK_TO)


ON_THE_ROUTER = ("close-router-door", "ipv6-protection-on", "own-network-for-cameras")
"""Steps that are done on the router, whatever device they are for."""


def _on_the_router(step: Step, device: Device) -> bool:
    return device.kind == "router" or step.action in ON_THE_ROUTER


def where_to_look(flow: Flow, step: Step, device: Device) -> str:
    """The maker's app by its name, or the router's own page."""
    if _on_the_router(step, device):
        return _("The router's own page, or its app")
    page = flow.catalog.page_for(device.vendor)
    apps = [app for app in page.apps if app] if page else []
    if not apps:
        return _("Its app, or its own page")
    return _("Its app, {names}").format(names=_(" or ").join(apps[:3]))


class CannotFind(Screen):
    """Never a dead end: another wording, where to look for help, people."""

    name = "cannot-find"

    def __init__(self, step: StepPage, *, different: bool = False) -> None:
        self.step, self.different = step, different

    @property
    def tells_a_change(self) -> bool:
        """As its step: the usual way stands here in other words."""
        return self.step.tells_a_change

    def page(self, flow: Flow) -> Page:
        """The usual way beside the maker's, the maker's app, a helper."""
        found = self.step.found(flow)
        lines: list[Line] = [*text(_("Menus move, and names differ. That is not your mistake."))]
        if self.different:
            lines += text(_("Makers change their apps often. The words may differ, and the place may be the same."))
        if found:
            step, device = found
            generic = flow.catalog.page("generic")
            usual = generic.steps.get(step.action) if generic and step.page != "generic" else None
            if usual:
                lines.append(heading(_("The usual way, in other words")))
                lines += [Line(text=f"{number}. {act}") for number, act in enumerate(usual.acts, 1)]
            lines.append(heading(_("Where else to look")))
            lines += text(*_elsewhere(flow, step, device))
            lines += quiet(_("You can stop here and come back. Nothing is lost."))
        return Page(
            id="cannot-find",
            title=_("When it looks different") if self.different else _("When you can't find it"),
            lines=tuple(lines),
            choices=(NOTHING, Choice(id="back", text=_("Back to the step")), PEOPLE),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, people, or leave it for now."""
        from doorguard.pages.at_any_time.people import People

        if choice == "people":
            flow.go(People())
        elif choice == "back":
            flow.back()
        else:
            flow.unwind(*BACK_TO)


def _elsewhere(flow: Flow, step: Step, device: Device) -> tuple[str, ...]:
    if _on_the_router(step, device):
        there = (
            _("Whoever brings the internet into the home can name the page on the phone."),
            _("Look on the label of the router for its model. Their help pages ask for it."),
        )
    else:
        page = flow.catalog.page_for(device.vendor)
        names = _(" or ").join([app for app in page.apps if app][:3] if page else [])
        there = (
            _("Open the app ({names}) and look for Help or Support.").format(names=names)
            if names
            else _("Open the app and look for Help or Support."),
            _("Look on the label of the device for the model. The maker's help pages ask for it."),
        )
    return (
        *there,
        _("A friend who knows computers can sit beside you. You stay the one who chooses."),
        _("If no page shows it, leave it as it is and write down what you saw."),
    )
