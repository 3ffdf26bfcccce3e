"""One way in, in calm order: what we saw, what it can mean, what you can do, you can stop here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.catalog import Check
from doorguard.catalog.groups import HOW_BAD
from doorguard.model import Device, Finding
from doorguard.pages.before_a_look.still_right import hands_off, with_whose_phone
from doorguard.pages.closing.recheck import times_words
from doorguard.pages.closing.step import ONLY_LOOKS
from doorguard.pages.outcomes import closed_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import question_of, said, told_only
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, gone, heading, row, text, written
from doorguard.pages.which_device.which_is_which import LEAVE_IT, nobody_claims
from doorguard.report.listed import can_be_shown, rows_of
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


def access_choice() -> Choice:
    """Most of this is somebody signed in on ordinary screens: offered for every device."""
    return Choice(id="access", text=_("See who has access in the app"))


class WayIn(Screen):
    """One finding of one device."""

    name = "way-in"

    def __init__(self, device_id: str, finding_id: str) -> None:
        self.device_id, self.finding_id = device_id, finding_id
        self.shown = False

    def _found(self, flow: Flow) -> tuple[Finding, Device, Check] | None:
        finding = flow.picture.findings.get(self.device_id, {}).get(self.finding_id)
        device = flow.device(self.device_id)
        check = flow.catalog.check(finding.check) if finding else None
        return (finding, device, check) if finding and device and check else None

    def page(self, flow: Flow) -> Page:
        """Four parts, always in this order (S44)."""
        found = self._found(flow)
        if found is None:
            return gone("way-in")
        finding, device, check = found
        told = _said(flow, device, check.id)
        entry = rows_of(device, [finding.where], whole=self.shown) if finding.where else []
        hidden = not self.shown and can_be_shown(device, finding.where or "")
        closed = finding.id in flow.picture.closed_at
        return Page(
            id="way-in",
            title=_("A way in: {name}").format(name=flow.called(device)),
            lines=(
                *_state(flow, finding),
                heading(_("What you told us") if told else _("What we saw")),
                *text(finding.problem, *finding.says),
                *(row(label, words) for label, words in entry),
                *(row(_("You said"), words) for words in told),
                heading(_("What it can mean")),
                *written(check.texts["What this means"]),
                *written(check.texts["Why it matters"]),
                heading(_("What you can do")),
                *_what_to_do(flow, device, check),
                heading(_("You can stop here")),
                *text(_("You know more than before. It can wait for another day.")),
            ),
            choices=(
                NOTHING,
                *(() if closed else (Choice(id="step", text=_("Show me the step")),)),
                *(() if closed else (Choice(id="proof", text=_("Keep proof first")),)),
                Choice(id="again", text=_("Answer again") if told else _("Check again")),
                access_choice(),
                *((Choice(id="show", text=_("Show the whole address")),) if hidden else ()),
                *((PEOPLE,) if flow.careful else ()),
            ),
            details=(
                row(_("Check"), f"{check.id}, {_(HOW_BAD[check.severity])}. {check.severity_reason}"),
                row(_("Where"), finding.where or _("the device as a whole")),
                *(row(_("Seen"), line) for line in finding.because),
                *(row(_("Standard"), line) for line in check.standards),
                *(row(_("Source"), line) for line in check.sources),
            ),
            help=(
                _("Nothing is changed by reading this page."),
                _("The next page shows the step and what it would do."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it, or go on to a step."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.closing.recheck import Recheck
        from doorguard.pages.closing.step import open_step

        found = self._found(flow)
        if choice == "nothing":
            if found is not None and found[0].outcome == "problem":
                flow.put_off.add(self.finding_id)
            flow.back()
        elif choice == "people":
            flow.go(People())
        elif choice == "show":
            self.shown = True
        elif found is None:
            return
        elif choice == "again":
            Recheck.begin(flow, self.device_id, found[0].check)
        else:
            flow.put_off.discard(self.finding_id)
            action = {"proof": "save-proof", "access": "see-who-has-access"}.get(choice, found[0].action)
            open_step(flow, self.device_id, found[0].check, action)

    def key(self, flow: Flow, key: str) -> bool:
        """``r`` checks this one thing again."""
        if key == "r" and flow.running is None:
            self.choose(flow, "again")
            return True
        return False


def _what_to_do(flow: Flow, device: Device, check: Check) -> tuple[Line, ...]:
    """What could be changed; nothing where changes wait, and nothing on a camera that nobody claims."""
    if nobody_claims(device):
        return text(_(LEAVE_IT), _("You can still find out whose it is, and keep proof."))
    waits = hands_off(flow)
    return (
        *waits,
        *(() if waits and check.action not in ONLY_LOOKS else written(check.texts["What to do"])),
        heading(_("Before you change anything")),
        *written(check.texts["Before you change anything"]),
        *with_whose_phone(flow),
    )


def _state(flow: Flow, finding: Finding) -> tuple[Line, ...]:
    """When it was seen closed, and when to look again."""
    if finding.id not in flow.picture.closed_at:
        return ()
    times = flow.marks.look_again.get((finding.device, finding.check), ())
    return (
        *text(closed_words(flow, finding) + "."),
        *((row(_("Look again"), times_words(flow, times)),) if times else ()),
    )


def _said(flow: Flow, device: Device, check_id: str) -> list[str]:
    """The person's own words, where nothing else decided this."""
    asked = [question_of(flow, device, fact) for fact in told_only(flow, device, check_id)]
    return [said(a.question, device.told[a.fact]) for a in asked if a is not None]
