"""Checking again: what was tried, what it came to, and at what time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Finding
from doorguard.pages.outcomes import closed_ones, closed_words, not_found_lines, unknown_lines, ways_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import told_only
from doorguard.pages.screen import Screen, heading, quiet, row, text
from doorguard.pages.want import Want

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Recheck(Screen):
    """The same questions once more, for one device and one check, or all checks (``None``)."""

    name = "recheck"

    def __init__(self, device_id: str, check_id: str | None) -> None:
        self.device_id, self.check_id = device_id, check_id
        self.asked_at: object = None
        """When it was looked at before; None for what the person answered anew."""
        self.read_before = 0

    @classmethod
    def begin(
        cls,
        flow: Flow,
        device_id: str,
        check_id: str | None,
        *,
        address: str | None = None,
        change: str | None = None,
    ) -> None:
        """Ask for it and show the page; with ``change``, after changing the pretend device.

        What nothing but the person's own word decided is asked of the person again.
        """
        from doorguard.pages.asking import AskingAgain

        device = flow.device(device_id)
        told = told_only(flow, device, check_id) if device is not None and check_id is not None else ()
        if told and change is None:
            flow.go(AskingAgain(device_id, told, check_id))
            return
        screen = cls(device_id, check_id)
        screen.read_before = flow.picture.times_read.get(device_id, 0)
        screen.asked_at = flow.picture.looked_at.get(device_id)
        flow.go(screen)
        if change is not None:
            flow.want(
                Want("pretend-change", device=device_id, check=check_id, address=address, change=change)
            )
        elif flow.may_ask:
            flow.want(Want("check-again", device=device_id, check=check_id))

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it runs: there is Stop for that."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """While it runs, and what it came to."""
        device = flow.device(self.device_id)
        name = flow.called(device) if device else "this device"
        if flow.running is not None:
            return Page(
                id="recheck",
                title="Checking again",
                lines=(
                    row("Asking", name),
                    *text("The same questions are asked once more. It takes a few seconds."),
                ),
                choices=(Choice(id="stop", text="Stop"),),
                live=True,
            )
        findings = [f for f in flow.findings(device) if self.check_id in (None, f.check)] if device else []
        answered = flow.picture.looked_at.get(self.device_id) != self.asked_at
        lines = [*_results(flow, findings), *quiet(self._how(flow))] if answered else [*text(_NOT_ASKED)]
        return Page(
            id="recheck",
            title=_headline(flow, findings, self.check_id) if answered else "Could not check again",
            lines=(row("Device", name), *lines),
            choices=(
                Choice(id="stop-here", text="Stop here for now"),
                Choice(id="on", text="Back to the ways in"),
                Choice(id="again", text="Check again"),
                Choice(id="done", text="Done for today"),
            ),
            details=tuple(row(_where(f), f"{f.outcome}: {'; '.join(f.because) or f.reason}") for f in findings),
            help=(
                "Closed means: the problem was there, and now we looked and did not find it.",
                "A way in can come back. Looking again in a week is a good habit.",
            ),
        )

    def _how(self, flow: Flow) -> str:
        """Whether the person's own password was needed for it."""
        return _SIGNED_IN if flow.picture.times_read.get(self.device_id, 0) > self.read_before else _TRIED

    def choose(self, flow: Flow, choice: str) -> None:
        """Stop here, on, or once more."""
        from doorguard.pages.result import Done

        match choice:
            case "stop":
                flow.want(Want("stop"))
            case "stop-here":
                flow.unwind("devices", "start")
            case "on":
                flow.unwind("ways-in", "device", "devices")
            case "again":
                flow.back()
                Recheck.begin(flow, self.device_id, self.check_id)
            case "done":
                flow.go(Done())

    def key(self, flow: Flow, key: str) -> bool:
        """``r``: once more."""
        if key == "r" and flow.running is None:
            self.choose(flow, "again")
            return True
        return False


_NOT_ASKED = "What you chose sends nothing, or the device is gone. So it was not asked again."
_TRIED = "The same questions were asked as before, and no password was tried."
_SIGNED_IN = "The same questions were asked as before. Your own password was used once more to read its settings."


def _headline(flow: Flow, findings: list[Finding], check_id: str | None) -> str:
    outcomes = {f.outcome for f in findings}
    if "problem" in outcomes:
        return "Still open" if check_id else f"Open: {ways_words([f for f in findings if f.outcome == 'problem'])}"
    if closed_ones(flow, findings):
        return "Closed"
    if "not-found" in outcomes:
        return "Looked, and did not find it" if check_id else "No problem found in what could be checked"
    return "Could not check"


def _results(flow: Flow, findings: list[Finding]) -> list[Line]:
    """Each check once: open, closed, looked and not found, not known."""
    lines = []
    for finding in _once_per_check([f for f in findings if f.outcome == "problem"]):
        when = flow.picture.looked_at[finding.device].astimezone(flow.zone)
        lines.append(row(f"Open, checked at {when:%H:%M}", finding.problem))
    closed = _once_per_check(closed_ones(flow, findings))
    lines += [row(closed_words(flow, finding), finding.problem) for finding in closed]
    good = not_found_lines(flow, findings)
    if good:
        lines += [heading("Looked, and did not find a problem"), *good]
    unknown = unknown_lines(findings)
    if unknown:
        lines += [heading("Could not check"), *unknown]
    return lines or [*text("It gave no answer that we could use.")]


def _where(finding: Finding) -> str:
    return f"{finding.check}, {finding.where or 'the device as a whole'}"


def _once_per_check(findings: list[Finding]) -> list[Finding]:
    return list({f.check: f for f in findings}.values())
