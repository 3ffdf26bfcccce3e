"""A step: what to do, its four labels, and what to do when it cannot be found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from doorguard.catalog import Step
from doorguard.guide import LABEL_QUESTIONS, NoStep, label, step_for
from doorguard.model import Device
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.pretending import choices_of, pretend
from doorguard.pages.screen import NOTHING, Screen, day, heading, quiet, row, sentence, text
from doorguard.pages.start import PEOPLE

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

ONLY_LOOKS = (
    "see-who-has-access",
    "save-proof",
    "check-alerts",
    "name-it",
    "note-what-happens",
    "if-someone-else-owns-it",
    "after-a-new-password",
    "hidden-camera-found",
)
"""Actions that change nothing: open also while changes are closed."""

ACTION_WORDS = {
    "see-who-has-access": "See who has access",
    "remove-a-person": "Take one person out",
    "remove-an-account": "Take one account off the device",
    "sign-out-everywhere": "Sign out everywhere",
    "change-password": "Change the password",
    "two-step": "Turn on the second step",
    "end-to-end": "Turn on end-to-end encryption",
    "unlink-services": "Take out linked services",
    "check-alerts": "See where alerts go",
    "save-proof": "Keep proof",
    "update": "Update the software inside",
    "microphone-off": "Turn the microphone off",
    "local-access-off": "Close a door on the device",
    "ask-for-a-login": "Make it ask for a password",
    "finish-set-up": "Finish setting it up",
    "close-pairing": "Close it to new owners",
    "close-router-door": "Close a door on the router",
    "stop-asking-the-router": "Stop it asking the router for doors",
    "end-a-connection": "End a connection",
    "close-tunnel": "Close its way out",
    "slow-down-guessing": "Slow down guessing",
    "recording-on": "Let it record again",
    "mask-off": "See the whole picture again",
    "own-wifi-off": "Turn off its own wifi",
    "stop-the-name": "Take its name off the internet",
    "hide-location": "Stop it telling where it is",
    "name-it": "Find out whose it is",
    "find-by-unplugging": "See which one it is by unplugging it",
    "hidden-camera-found": "You found a camera that nobody claims",
    "own-phone-first": "Your own phone first",
    "after-a-new-password": "Look again after a new password",
    "take-it-over": "Make it your own",
    "own-mailbox": "Get a mailbox that is yours alone",
    "sign-out-one-device": "Sign out on one thing",
    "take-out-of-the-box": "Take the camera out of the other box",
    "note-what-happens": "Write down what happens",
    "lock-users": "See who can open the lock",
    "presence-off": "Stop it following phones",
    "cloud-off": "Stop it being watched from far away",
    "remove-links": "Take out shared links",
    "own-plan": "Get a plan of your own",
    "change-device-code": "Change the code on its label",
    "empty-before-it-goes": "Empty it before it goes",
    "reset": "Set it back to how it was sold",
    "if-someone-else-owns-it": "If someone else owns it",
}


def open_step(flow: Flow, device_id: str, check_id: str | None, action: str) -> None:
    """Show a step, or first what must come before it: open questions, or that changes wait."""
    from doorguard.pages.before_step import before_step
    from doorguard.pages.unplugging import ACTION, Unplugging

    screen = (Unplugging if action == ACTION else StepPage)(device_id, check_id, action)
    flow.go(before_step(flow, screen, changes=action not in ONLY_LOOKS, photographs=screen.photographs(flow)))


def find_step(flow: Flow, device_id: str, action: str) -> tuple[Step, Device] | None:
    """The step of the maker's page, or of the generic one; None when the device or page is gone."""
    device = flow.device(device_id)
    if device is None or not flow.catalog.checks:
        return None
    # The guide reads nothing of a check but its action.
    asking = replace(flow.catalog.checks[0], action=action)
    try:
        return step_for(flow.catalog, asking, device), device
    except NoStep:
        return None


class StepPage(Screen):
    """One step on one device, with "Do nothing for now" first.

    ``check_id`` is the check that it closes; None for a step that only looks.
    """

    name = "step"

    def __init__(self, device_id: str, check_id: str | None, action: str) -> None:
        self.device_id, self.check_id, self.action = device_id, check_id, action

    @property
    def tells_a_change(self) -> bool:
        """True unless it only looks."""
        return self.action not in ONLY_LOOKS

    def photographs(self, flow: Flow) -> bool:
        """True when it asks for a photograph or a screenshot."""
        found = find_step(flow, self.device_id, self.action)
        return found is not None and found[0].photographs

    def page(self, flow: Flow) -> Page:
        """The four labels in their order, then the numbered acts."""
        found = find_step(flow, self.device_id, self.action)
        if found is None:
            return Page(
                id="step",
                title="There is no step for this yet",
                lines=text("Nothing is lost. A helper may know the way.", "You can leave it as it is for now."),
                choices=(NOTHING, PEOPLE),
            )
        step, device = found
        return Page(
            id="step",
            title=ACTION_WORDS.get(step.action, sentence(step.action.replace("-", " ")).rstrip(".")),
            lines=(
                row("For", flow.called(device)),
                heading("Before you decide"),
                *(row(question, sentence(label(step, name))) for name, question in LABEL_QUESTIONS),
                heading("What to do"),
                *(Line(text=f"{number}. {act}") for number, act in enumerate(step.acts, 1)),
                heading("How you can tell that it worked"),
                *text(step.check),
                *quiet(_origin(flow, step)),
            ),
            choices=(
                NOTHING,
                Choice(id="done", text="I have done it. Check again" if self._closes else "I have looked"),
                Choice(id="lost", text="I can't find it, or it looks different"),
                *(choices_of(flow, device) if self._closes else ()),
            ),
            details=(
                row("Step", f"{step.action}, from vendors/{step.page}.md, as of {step.as_of}"),
                row("Source", step.source),
            ),
            help=(
                "You do this yourself. The program changes nothing.",
                "The four lines on top say what the step would do. Not known counts as yes.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Nothing for now, done, or lost."""
        from doorguard.pages.people import People
        from doorguard.pages.recheck import Recheck

        kind, _, change = choice.partition(":")
        match kind:
            case "nothing":
                flow.unwind("ways-in", "device", "devices", "one-make")
            case "people":
                flow.go(People())
            case "done" if self._closes:
                Recheck.begin(flow, self.device_id, self.check_id)
            case "done":
                flow.leave_page()
            case "lost":
                flow.go(CannotFind(self))
            case "pretend":
                device = flow.device(self.device_id)
                if device is not None and self.check_id is not None:
                    pretend(flow, device, self.check_id, change)

    @property
    def _closes(self) -> bool:
        """True for a step that closes something, so that checking again makes sense."""
        return self.check_id is not None and self.action not in ONLY_LOOKS


def _origin(flow: Flow, step: Step) -> str:
    written = f"Written on {day(step.as_of)}."
    if step.page == "generic":
        return f"This is the usual way for any make. Names may differ. {written}"
    page = flow.catalog.page(step.page)
    name = page.names[0] if page else step.page
    return f"This is the way for {name}. Names may differ. {written}"


class CannotFind(Screen):
    """Never a dead end: another wording, where to look for help, people."""

    name = "cannot-find"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """The usual way beside the maker's, the maker's app, a helper."""
        found = find_step(flow, self.step.device_id, self.step.action)
        lines: list[Line] = [*text("Menus move, and names differ. That is not your mistake.")]
        if found:
            step, device = found
            generic = flow.catalog.page("generic")
            usual = generic.steps.get(step.action) if generic and step.page != "generic" else None
            if usual:
                lines.append(heading("The usual way, in other words"))
                lines += [Line(text=f"{number}. {act}") for number, act in enumerate(usual.acts, 1)]
            lines.append(heading("Where else to look"))
            lines += text(*_elsewhere(flow, device))
        return Page(
            id="cannot-find",
            title="When you can't find it",
            lines=tuple(lines),
            choices=(NOTHING, Choice(id="back", text="Back to the step"), PEOPLE),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, people, or leave it for now."""
        from doorguard.pages.people import People

        if choice == "people":
            flow.go(People())
        elif choice == "back":
            flow.back()
        else:
            flow.unwind("ways-in", "device", "devices", "one-make")


def _elsewhere(flow: Flow, device: Device) -> tuple[str, ...]:
    page = flow.catalog.page_for(device.vendor)
    apps = [app for app in page.apps if app] if page else []
    first = f"Open the app ({' or '.join(apps[:3])}) and look for Help or Support." if apps else ""
    return tuple(
        line
        for line in (
            first or "Open the app and look for Help or Support.",
            "Look on the label of the device for the model. The maker's help pages ask for it.",
            "A friend who knows computers can sit beside you. You stay the one who chooses.",
            "If no page shows it, leave it as it is and write down what you saw.",
        )
        if line
    )
