"""A step: why, what it would do, what to do; and then one act a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from doorguard.catalog import Check, Step
from doorguard.catalog.words import sentences
from doorguard.guide import LABEL_QUESTIONS, NoStep, label, step_for
from doorguard.model import Device
from doorguard.pages.at_any_time.people import near_lines
from doorguard.pages.before_a_look.still_right import hands_off
from doorguard.pages.closing.known import known_words
from doorguard.pages.closing.pretending import choices_of, pretend
from doorguard.pages.closing.proof import ProofFirst, proof_words
from doorguard.pages.closing.walk import BACK_TO, CannotFind, Walk
from doorguard.pages.closing.whose_first import before_account
from doorguard.pages.marks import StepKey
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, heading, quiet, row, sentence, text
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.guide import PlanStep
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
    "see-who-has-access": N_("See who has access"),
    "remove-a-person": N_("Take one person out"),
    "remove-an-account": N_("Take one account off the device"),
    "sign-out-everywhere": N_("Sign out everywhere"),
    "change-password": N_("Change the password"),
    "two-step": N_("Turn on the second step"),
    "end-to-end": N_("Turn on end-to-end encryption"),
    "unlink-services": N_("Take out linked services"),
    "check-alerts": N_("See where alerts go"),
    "save-proof": N_("Keep proof"),
    "update": N_("Update the software inside"),
    "microphone-off": N_("Turn the microphone off"),
    "local-access-off": N_("Close a door on the device"),
    "ask-for-a-login": N_("Make it ask for a password"),
    "finish-set-up": N_("Finish setting it up"),
    "close-pairing": N_("Close it to new owners"),
    "close-router-door": N_("Close a door on the router"),
    "stop-asking-the-router": N_("Stop it asking the router for doors"),
    "end-a-connection": N_("End a connection"),
    "close-tunnel": N_("Close its way out"),
    "slow-down-guessing": N_("Slow down guessing"),
    "recording-on": N_("Let it record again"),
    "mask-off": N_("See the whole picture again"),
    "own-wifi-off": N_("Turn off its own wifi"),
    "stop-the-name": N_("Take its name off the internet"),
    "hide-location": N_("Stop it telling where it is"),
    "name-it": N_("Find out whose it is"),
    "find-by-unplugging": N_("See which one it is by unplugging it"),
    "hidden-camera-found": N_("You found a camera that nobody claims"),
    "own-phone-first": N_("Your own phone first"),
    "after-a-new-password": N_("Look again after a new password"),
    "take-it-over": N_("Make it your own"),
    "own-mailbox": N_("Get a mailbox that is yours alone"),
    "sign-out-one-device": N_("Sign out on one thing"),
    "take-out-of-the-box": N_("Take the camera out of the other box"),
    "note-what-happens": N_("Write down what happens"),
    "lock-users": N_("See who can open the lock"),
    "presence-off": N_("Stop it following phones"),
    "cloud-off": N_("Stop it being watched from far away"),
    "remove-links": N_("Take out shared links"),
    "own-plan": N_("Get a plan of your own"),
    "change-device-code": N_("Change the code on its label"),
    "empty-before-it-goes": N_("Empty it before it goes"),
    "set-clock": N_("Set its clock right"),
    "keep-it-apart": N_("Keep it apart from the rest"),
    "replace-it": N_("Get another one"),
    "ipv6-protection-on": N_("Turn on the IPv6 protection"),
    "harder-to-find": N_("Make it harder to find"),
    "own-network-for-cameras": N_("A wifi of their own for cameras"),
    "reset": N_("Set it back to how it was sold"),
    "if-someone-else-owns-it": N_("If someone else owns it"),
}


NEVER_CLOSE = ("save-proof", "note-what-happens", "see-who-has-access", "hidden-camera-found")
"""Steps that keep or look, and close nothing by themselves."""


def action_words(action: str) -> str:
    """What a step is called on screen."""
    return _(ACTION_WORDS[action]) if action in ACTION_WORDS else sentence(action.replace("-", " ")).rstrip(".")


def open_step(flow: Flow, device_id: str, check_id: str | None, action: str) -> None:
    """Show a step, or first what must come before it; proof has a page of its own, with all ways to keep it."""
    from doorguard.pages.closing.keep_proof import KeepProof

    if action == "save-proof":
        flow.go(KeepProof(device_id, check_id))
    else:
        open_guide(flow, device_id, check_id, action)


def open_guide(flow: Flow, device_id: str, check_id: str | None, action: str = "save-proof") -> None:
    """Show a step, or first what must come before it: whose account it is, open questions, or that changes wait."""
    from doorguard.pages.closing.before_step import before_step
    from doorguard.pages.which_device.unplugging import ACTION, Unplugging

    screen = (Unplugging if action == ACTION else StepPage)(device_id, check_id, action)
    whose = before_account(flow, screen)
    if whose is not None:
        flow.go(whose)
        return
    flow.go(before_step(flow, screen, changes=screen.tells_a_change, photographs=screen.photographs(flow)))


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
    """One step on one device as a whole, with "Do nothing for now" first; the acts one by one are :class:`Walk`.

    ``check_id`` is the check that it closes; None for a step that only looks.
    """

    name = "step"

    def __init__(self, device_id: str, check_id: str | None, action: str) -> None:
        self.device_id, self.check_id, self.action = device_id, check_id, action

    # --- what it is ---------------------------------------------------------------------------

    @property
    def mark(self) -> StepKey:
        """Which step this is, wherever it is opened from."""
        return StepKey(self.device_id, self.check_id, self.action)

    @property
    def tells_a_change(self) -> bool:
        """True for a step that changes something."""
        return self.action not in ONLY_LOOKS

    @property
    def title(self) -> str:
        """What it is called."""
        return action_words(self.action)

    def found(self, flow: Flow) -> tuple[Step, Device] | None:
        """Its text and its device, as they are now."""
        return find_step(flow, self.device_id, self.action)

    def photographs(self, flow: Flow) -> bool:
        """True when it asks for a photograph or a screenshot."""
        found = self.found(flow)
        return found is not None and found[0].photographs

    def check(self, flow: Flow) -> Check | None:
        """The check that it belongs to."""
        return flow.catalog.check(self.check_id) if self.check_id is not None else None

    def closes(self, flow: Flow) -> bool:
        """True where it is the step of its check, and closes something: then checking again makes sense."""
        check = self.check(flow)
        return check is not None and check.action == self.action and self.action not in NEVER_CLOSE

    # --- the page -----------------------------------------------------------------------------

    def page(self, flow: Flow) -> Page:
        """Why, the four labels in their order, then the numbered acts."""
        found = self.found(flow)
        if found is None:
            return Page(
                id="step",
                title=_("There is no step for this yet"),
                lines=text(_("Nothing is lost. A helper may know the way."), _("You can leave it as it is for now.")),
                choices=(NOTHING, PEOPLE),
            )
        step, device = found
        return Page(
            id="step",
            title=self.title,
            lines=(
                row(_("For"), flow.called(device)),
                *_why(self.check(flow) if self.closes(flow) else None),
                *self._better_first(flow),
                heading(_("Before you decide")),
                *(row(_(question), sentence(label(step, name))) for name, question in LABEL_QUESTIONS),
                *self._careful(flow),
                heading(_("What to do")),
                *hands_off(flow),
                *(Line(text=f"{number}. {act}") for number, act in enumerate(step.acts, 1)),
                heading(_("How you can tell that it worked")),
                *text(step.check),
                *(near_lines(flow) if flow.careful and self.tells_a_change else ()),
                *quiet(*known_words(step, flow.now().date())),
            ),
            choices=self._choices(flow, step, device),
            details=(
                row(_("Step"), f"{step.action}, vendors/{step.page}.md, {step.as_of}"),
                row(_("Source"), step.source),
            ),
            help=(
                _("You do this yourself. The program changes nothing."),
                _("The four lines on top say what the step would do. Not known counts as yes."),
            ),
        )

    def _first(self, flow: Flow) -> PlanStep | None:
        """What had better be closed before, or somebody could undo this step."""
        from doorguard.pages.closing.plan import better_first

        return better_first(flow, self.device_id, self.action, self.check_id) if self.tells_a_change else None

    def _better_first(self, flow: Flow) -> tuple[Line, ...]:
        first = self._first(flow)
        return (row(_("Better first"), f"{action_words(first.action)}. {_(first.stage.because)}"),) if first else ()

    def _careful(self, flow: Flow) -> tuple[Line, ...]:
        """On the full path, proof and help lines stand in the page; on the light path they are one choice away."""
        if not flow.careful or not self.tells_a_change:
            return ()
        return (
            row(_("Proof"), proof_words(flow, self.device_id)),
            *text(_("Someone can be on the phone with you while you do this.")),
        )

    def _choices(self, flow: Flow, step: Step, device: Device) -> tuple[Choice, ...]:
        stopped = flow.marks.at_act.get(self.mark)
        closes = self.closes(flow)
        walk = (
            _("Go on where you stopped: {number} of {total}").format(number=stopped + 1, total=len(step.acts))
            if stopped is not None
            else _("Take me through it, one thing at a time")
        )
        first = self._first(flow)
        offer_proof = self.tells_a_change and flow.marks.proof.get(self.device_id) != "kept"
        return (
            NOTHING,
            Choice(id="walk", text=walk),
            Choice(id="done", text=_("I have done it. Check again") if closes else _("I have done it")),
            *((Choice(id="proof", text=_("Keep proof first")),) if offer_proof else ()),
            *((Choice(id="first", text=_("First: {step}").format(step=action_words(first.action))),) if first else ()),
            Choice(id="lost", text=_("I can't find it, or it looks different")),
            *(choices_of(flow, device, self.check_id or "") if closes else ()),
            *((PEOPLE,) if flow.careful else ()),
        )

    # --- what the person does -----------------------------------------------------------------

    def choose(self, flow: Flow, choice: str) -> None:
        """Nothing for now, one act at a time, done, proof first, or lost."""
        from doorguard.pages.at_any_time.people import People

        kind, _colon, change = choice.partition(":")
        match kind:
            case "nothing":
                flow.unwind(*BACK_TO)
            case "people":
                flow.go(People())
            case "walk" if flow.careful and self.tells_a_change and self.device_id not in flow.marks.proof:
                flow.go(ProofFirst(self))
            case "walk":
                self.walk(flow)
            case "done":
                self.finish(flow)
            case "proof":
                open_step(flow, self.device_id, self.check_id, "save-proof")
            case "first":
                first = self._first(flow)
                if first is not None:
                    open_step(flow, first.device, first.check, first.action)
            case "lost":
                flow.go(CannotFind(self))
            case "pretend":
                device = flow.device(self.device_id)
                if device is not None and self.check_id is not None:
                    pretend(flow, device, self.check_id, change)

    def walk(self, flow: Flow) -> None:
        """One act at a time, from where it was left."""
        found = self.found(flow)
        if found is not None:
            flow.go(Walk(self, min(flow.marks.at_act.get(self.mark, 0), len(found[0].acts) - 1)))

    def finish(self, flow: Flow) -> None:
        """The person did it: look again, or note that proof is kept."""
        from doorguard.pages.closing.recheck import Recheck

        flow.marks.finish(self.mark)
        if self.closes(flow) and self.check_id is not None:
            Recheck.begin(flow, self.device_id, self.check_id, did=self.action)
            return
        if self.action == "save-proof":
            flow.marks.proof[self.device_id] = "kept"
        while flow.here in ("walk", "step", "cannot-find"):
            flow.leave_page()


def _why(check: Check | None) -> tuple[Line, ...]:
    """What the step is against, and why that matters, in one sentence each: more was said on the page before."""
    if check is None:
        return ()
    matters = [one for part in check.texts["Why it matters"].split("\n\n")[:1] for one in sentences(_flat(part))]
    return (row(_("Why"), check.problem), *text(*matters[:1]))


def _flat(part: str) -> str:
    return " ".join(part.split()).replace("`", "").replace("**", "")
