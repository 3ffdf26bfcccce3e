"""Ways in: the list with one thing first, and one calm page for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Finding, Reason
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, Screen, bullet, heading, item, row, sentence, text, written
from doorguard.report.naming import title
from doorguard.report.text import REASON_WORDS, words

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class WaysIn(Screen):
    """The ways in of one device, or (``None``) of the whole home."""

    name = "ways-in"

    def __init__(self, device_id: str | None) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """Opens on one recommended thing and "Do nothing for now"; finished ones are plain."""
        findings = self._findings(flow)
        waiting = [f for f in findings if f.outcome == "problem" and f.id not in flow.put_off]
        later = [f for f in findings if f.outcome == "problem" and f.id in flow.put_off]
        asks = [f for f in findings if f.reason == "not-asked" and _asks(flow, f)]
        choices = [NOTHING]
        lines: list[Line] = [item(NOTHING)]

        def add(finding: Finding, words_before: str, kind: str = "finding") -> None:
            choice = Choice(id=f"{kind}:{finding.id}", text=words_before + self._said(flow, finding))
            choices.append(choice)
            lines.append(Line(text=choice.text, kind="state", label="To look at", choice=choice.id))

        for finding in waiting[:1]:
            add(finding, "Look at this first: ")
        if waiting[1:]:
            lines.append(heading("Also to look at"))
        for finding in waiting[1:]:
            add(finding, "")
        if asks:
            lines.append(heading("Only you can say"))
        for finding in asks:
            choice = Choice(id=f"ask:{finding.id}", text=self._question(flow, finding))
            choices.append(choice)
            lines.append(Line(text=choice.text, kind="state", label="Not asked yet", choice=choice.id))
        if later:
            lines.append(heading("Left for later"))
        for finding in later:
            add(finding, "")
        lines += _finished(flow, findings, asks)
        return Page(
            id="ways-in",
            title=self._title(flow),
            lines=tuple(lines),
            choices=tuple(choices),
            details=tuple(row(f.id, f"{f.outcome}: {'; '.join(f.because) or f.reason}") for f in findings),
            help=(
                "A way in is something that lets someone else look, listen or take over.",
                "You do not have to do anything today.",
                "Could not check means that we do not know. It does not mean that all is well.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """A way in, a question, or nothing for now."""
        from doorguard.pages.asking import Asking

        kind, _, finding_id = choice.partition(":")
        finding = next((f for f in self._findings(flow) if f.id == finding_id), None)
        if kind == "nothing":
            flow.back()
        elif kind == "finding" and finding is not None:
            flow.go(WayIn(finding.device, finding.id))
        elif kind == "ask" and finding is not None:
            flow.go(Asking(finding.device, finding.check))

    def _findings(self, flow: Flow) -> list[Finding]:
        if self.device_id is not None:
            return flow.picture.findings_of(self.device_id)
        found = [f for d in flow.picture.listed() for f in flow.picture.findings_of(d.id)]
        severity = {"critical": 0, "high": 1, "medium": 2, "low": 3}
        return sorted(found, key=lambda f: severity[f.severity])

    def _title(self, flow: Flow) -> str:
        device = flow.device(self.device_id) if self.device_id else None
        return f"Who could look through it: {title(device)}" if device else "All ways in"

    def _said(self, flow: Flow, finding: Finding) -> str:
        device = flow.device(finding.device)
        if self.device_id is None and device is not None:
            return f"{finding.problem} {title(device)}."
        return finding.problem

    def _question(self, flow: Flow, finding: Finding) -> str:
        check = flow.catalog.check(finding.check)
        device = flow.device(finding.device)
        asked = check.asks[0].question if check and check.asks else words(finding.check)
        return asked if self.device_id or device is None else f"{asked} {title(device)}."


def _asks(flow: Flow, finding: Finding) -> bool:
    check = flow.catalog.check(finding.check)
    return check is not None and bool(check.asks)


def _finished(flow: Flow, findings: list[Finding], asks: list[Finding]) -> list[Line]:
    lines: list[Line] = []
    closed = [f for f in findings if f.outcome == "not-found" and f.id in flow.picture.closed_at]
    if closed:
        lines.append(heading("Closed and checked"))
    lines += [Line(text=f.problem, kind="state", label=closed_words(flow, f)) for f in closed]
    said = {f.check for f in findings if f.outcome == "problem"} | {f.check for f in closed}
    good: dict[str, None] = {}
    for finding in findings:
        check = flow.catalog.check(finding.check)
        if finding.outcome == "not-found" and finding.check not in said and check is not None:
            good[check.good] = None
    if good:
        lines.append(heading("Looked, and did not find a problem"))
        lines += [bullet(sentence_of_good) for sentence_of_good in good]
    unknown = [f for f in findings if f.outcome == "could-not-check" and f not in asks]
    lines += _not_checked(unknown)
    return lines


def closed_words(flow: Flow, finding: Finding) -> str:
    """When it was seen closed, such as: Closed, checked at 18:09."""
    when = flow.picture.closed_at[finding.id].astimezone(flow.zone)
    return f"Closed, checked at {when:%H:%M}"


def _not_checked(findings: list[Finding]) -> list[Line]:
    """By reason, in words; what the device does not offer at all is one folded line."""
    by_reason: dict[Reason, dict[str, None]] = {}
    for finding in findings:
        if finding.reason is not None:
            by_reason.setdefault(finding.reason, {})[words(finding.check)] = None
    folded = by_reason.pop("not-supported", {})
    lines: list[Line] = []
    if by_reason or folded:
        lines.append(heading("Could not check"))
    for reason, checks in by_reason.items():
        lines.append(bullet(f"{sentence(REASON_WORDS[reason])} About: {', '.join(checks)}."))
    if folded:
        number = len(folded)
        thing = "1 more thing" if number == 1 else f"{number} more things"
        lines.append(bullet(f"{thing}: {REASON_WORDS['not-supported']}."))
    return lines


class WayIn(Screen):
    """One way in, in calm order: what we saw, what it can mean, what you can do, you can stop here."""

    name = "way-in"

    def __init__(self, device_id: str, finding_id: str) -> None:
        self.device_id, self.finding_id = device_id, finding_id

    def page(self, flow: Flow) -> Page:
        """Four parts, always in this order (S44)."""
        finding = flow.picture.findings.get(self.device_id, {}).get(self.finding_id)
        device = flow.device(self.device_id)
        check = flow.catalog.check(finding.check) if finding else None
        if finding is None or device is None or check is None:
            return Page(id="way-in", title="This has changed meanwhile", lines=text("Go back and look again."))
        return Page(
            id="way-in",
            title=title(device),
            lines=(
                heading("What we saw"),
                *text(finding.problem),
                heading("What it can mean"),
                *written(check.texts["What this means"]),
                *written(check.texts["Why it matters"]),
                heading("What you can do"),
                *written(check.texts["What to do"]),
                heading("Before you change anything"),
                *written(check.texts["Before you change anything"]),
                heading("You can stop here"),
                *text("You know more than before. It can wait for another day."),
            ),
            choices=(
                NOTHING,
                Choice(id="step", text="Show me the step"),
                Choice(id="proof", text="Keep proof first"),
                Choice(id="again", text="Check again"),
                Choice(id="access", text="See who has access in the app"),
            ),
            details=(
                row("Check", f"{check.id}, {check.severity}"),
                row("Where", finding.where or "the device as a whole"),
                *(row("Seen", line) for line in finding.because),
                *(row("Standard", line) for line in check.standards),
                *(row("Source", line) for line in check.sources),
            ),
            help=(
                "Nothing is changed by reading this page.",
                "The next page shows the step and what it would do.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it, or go on to a step."""
        from doorguard.pages.recheck import Recheck
        from doorguard.pages.step import open_step

        finding = flow.picture.findings.get(self.device_id, {}).get(self.finding_id)
        if choice == "nothing":
            flow.put_off.add(self.finding_id)
            flow.back()
        elif finding is None:
            return
        elif choice == "again":
            Recheck.begin(flow, self.device_id, finding.check)
        else:
            action = {"proof": "save-proof", "access": "see-who-has-access"}.get(choice, finding.action)
            open_step(flow, self.device_id, finding.check, action)

    def key(self, flow: Flow, key: str) -> bool:
        """``r`` checks this one thing again."""
        if key == "r" and flow.running is None:
            self.choose(flow, "again")
            return True
        return False
