"""The end of a sitting: the summary on screen, and "Done for today"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from doorguard.model import Finding
from doorguard.pages.outcomes import closed_ones, closed_words, not_found_lines, unknown_counts
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, row, text
from doorguard.pages.want import Want
from doorguard.report.text import told

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

AGAIN_AFTER = timedelta(days=7)
"""A good day to look again (safety.md section B, "after the set")."""


class Summary(Screen):
    """The text summary, shown before anything could be saved."""

    name = "summary"

    def page(self, flow: Flow) -> Page:
        """The very words of the summary; the face wraps them to the window."""
        return Page(
            id="summary",
            title="Summary",
            lines=tuple(Line(text=said.text, kind=said.kind) for said in told(flow.picture, flow.zone)),
            choices=(Choice(id="back", text="Back"), Choice(id="done", text="Done for today")),
            help=("It is only on this screen. Nothing is saved.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, or done."""
        if choice == "done":
            flow.instead(Done())
        else:
            flow.leave_page()


class Done(Screen):
    """There is an end: four lists, always together (design rule 4)."""

    name = "done"

    def page(self, flow: Flow) -> Page:
        """Closed; looked and not found; could not check; left for later; a good day to look again."""
        findings = [f for d in flow.picture.listed() for f in flow.findings(d)]
        closed = [bullet(f"{_about(flow, f)} {closed_words(flow, f)}.") for f in closed_ones(flow, findings)]
        left = [bullet(_about(flow, f)) for f in findings if f.outcome == "problem"]
        lists = (
            ("Closed and checked", closed),
            ("Looked and not found", not_found_lines(flow, findings, devices=True)),
            ("Could not check", unknown_counts(findings)),
            ("Left for later", left),
        )
        lines: list[Line] = []
        for name, group in lists:
            lines += [heading(name), *(group or text("Nothing."))]
        if flow.picture.ended_at is not None:
            day = flow.picture.ended_at.astimezone(flow.zone) + AGAIN_AFTER
            lines.append(heading("Good day to look again"))
            lines += text(f"{day.day} {day:%B %Y}, or whenever something feels odd.")
        return Page(
            id="done",
            title="Done for today",
            lines=tuple(lines),
            choices=(
                Choice(id="leave", text="Leave"),
                Choice(id="devices", text="Back to the devices"),
                Choice(id="summary", text="Show the summary"),
                Choice(id="traces", text="What this leaves behind"),
                Choice(id="people", text="People who can help"),
            ),
            details=tuple(
                row(f.id, f.reason or "") for f in findings if f.outcome == "could-not-check"
            ),
            help=("Left for later is fine. You choose when.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave, or look at something once more."""
        from doorguard.pages.people import People
        from doorguard.pages.topic import Traces

        match choice:
            case "leave":
                flow.want(Want("leave"))
            case "devices":
                flow.to_devices()
            case "summary":
                flow.go(Summary())
            case "traces":
                flow.go(Traces())
            case "people":
                flow.go(People())


def _about(flow: Flow, finding: Finding) -> str:
    device = flow.device(finding.device)
    name = flow.called(device) if device else finding.device
    return f"{name}: {finding.problem}"
