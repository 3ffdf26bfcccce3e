"""Ways in: the list with one thing first, and one calm page for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from doorguard.model import Device, Finding
from doorguard.pages.outcomes import closed_ones, closed_words, not_found_lines, unknown_lines
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import (
    nothing_looked_at,
    question_of,
    questions_answered,
    questions_left,
    said,
    told_only,
)
from doorguard.pages.screen import NOTHING, Screen, count, heading, item, quiet, row, text, written
from doorguard.pages.whose import open_whose, whose_choice
from doorguard.report.listed import can_be_shown, rows_of, sentence_of
from doorguard.report.picture import urgency

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


ACCESS = Choice(id="access", text="See who has access in the app")
"""Most of this is somebody signed in on ordinary screens: offered for every device."""


class WaysIn(Screen):
    """The ways in of one device, or (``None``) of the whole home."""

    name = "ways-in"

    def __init__(self, device_id: str | None) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """Opens on one recommended thing and "Do nothing for now"; finished ones are plain."""
        findings = self._findings(flow)
        problems = [f for f in findings if f.outcome == "problem"]
        waiting = [f for f in problems if f.id not in flow.put_off]
        later = [f for f in problems if f.id in flow.put_off]
        device = flow.device(self.device_id) if self.device_id is not None else None
        offers = [_Offer(f, "Look at this first", self._said(flow, f)) for f in waiting[:1]]
        offers += [_Offer(f, "To look at", self._said(flow, f), _also(f)) for f in waiting[1:]]
        offers += [_Offer(f, "Not now", self._said(flow, f), "Left for later") for f in later]
        first = _only_the_person(flow, device) if device is not None else ()
        talk = _talk(flow, device) if device is not None else ()
        lines = [item(NOTHING), *first, *_offered(offers)]
        if talk:
            lines += [heading("Only you can say"), *(item(choice) for choice in talk)]
        lines += self._finished(flow, findings)
        if not findings:
            lines += text("We have no checks for this kind of device yet.")
        return Page(
            id="ways-in",
            title=self._title(flow),
            lines=tuple(lines),
            choices=(
                NOTHING,
                *([Choice(id="first", text=first[-1].text)] if first else ()),
                *(Choice(id=offer.id, text=offer.choice_words) for offer in offers),
                *talk,
            ),
            details=tuple(row(f.id, f"{f.outcome}: {'; '.join(f.because) or f.reason}") for f in findings),
            help=(
                "A way in is something that lets someone else look, listen or take over.",
                "You do not have to do anything today.",
                "Could not check means that we do not know. It does not mean that all is well.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """A way in, a question, or nothing for now."""
        from doorguard.pages.asking import Answers, Asking
        from doorguard.pages.step import open_step

        kind, _, finding_id = choice.partition(":")
        finding = next((f for f in self._findings(flow) if f.id == finding_id), None)
        if kind == "nothing":
            flow.back()
        elif kind == "finding" and finding is not None:
            flow.go(WayIn(finding.device, finding.id))
        elif kind in ("first", "questions") and self.device_id is not None:
            flow.go(Asking(self.device_id))
        elif kind == "said" and self.device_id is not None:
            flow.go(Answers(self.device_id))
        elif kind == "whose" and self.device_id is not None:
            open_whose(flow, self.device_id)
        elif kind == "access" and self.device_id is not None:
            open_step(flow, self.device_id, None, "see-who-has-access")

    def _findings(self, flow: Flow) -> list[Finding]:
        if self.device_id is not None:
            device = flow.device(self.device_id)
            return flow.findings(device) if device is not None else []
        found = [f for d in flow.picture.listed() for f in flow.findings(d)]
        return sorted(found, key=lambda f: (urgency(f), f.device))

    def _title(self, flow: Flow) -> str:
        device = flow.device(self.device_id) if self.device_id else None
        return f"Who could look through it: {flow.called(device)}" if device else "All ways in"

    def _said(self, flow: Flow, finding: Finding) -> str:
        device = flow.device(finding.device)
        if device is None:
            return finding.problem
        which = sentence_of(device, finding.where)
        whose = f"{flow.called(device)}." if self.device_id is None else ""
        return " ".join(part for part in (finding.problem, which, whose) if part)

    def _finished(self, flow: Flow, findings: list[Finding]) -> list[Line]:
        lines: list[Line] = []
        closed = closed_ones(flow, findings)
        if closed:
            lines.append(heading("Closed and checked"))
        lines += [
            Line(text=self._said(flow, f), kind="state", label=closed_words(flow, f)) for f in closed
        ]
        if self.device_id is None:
            return [*lines, *quiet("Choose one device to see what was looked at, and what we do not know.")]
        good = not_found_lines(flow, findings)
        if good:
            lines += [heading("Looked, and did not find a problem"), *good]
        unknown = unknown_lines([f for f in findings if f.reason != "not-asked" or f.where is not None])
        if unknown:
            lines += [heading("Could not check"), *unknown]
        return lines


def _also(finding: Finding) -> str:
    return "Small things" if finding.severity == "low" else "Also to look at"


@dataclass(frozen=True)
class _Offer:
    """One way in that can be chosen."""

    finding: Finding
    label: str
    words: str
    heading: str = ""

    @property
    def id(self) -> str:
        return f"finding:{self.finding.id}"

    @property
    def choice_words(self) -> str:
        return f"{self.label}: {self.words}"


def _offered(offers: list[_Offer]) -> list[Line]:
    lines: list[Line] = []
    under = ""
    for offer in offers:
        if offer.heading and offer.heading != under:
            under = offer.heading
            lines.append(heading(under))
        lines.append(Line(text=offer.words, kind="state", label=offer.label, choice=offer.id))
    return lines


def _only_the_person(flow: Flow, device: Device) -> tuple[Line, ...]:
    """A device on which nothing can be looked at opens on its first question."""
    if not nothing_looked_at(flow, device):
        return ()
    question = questions_left(flow, device)[0].question.question
    return (
        *text("Nothing on it can be asked from here. Who has access, only you can see."),
        Line(text=f"Begin with this: {question}", kind="item", choice="first"),
    )


def _talk(flow: Flow, device: Device) -> tuple[Choice, ...]:
    """The questions as one thing, what was said, and the look in the app."""
    left, told = len(questions_left(flow, device)), len(questions_answered(flow, device))
    talk = []
    if left and not nothing_looked_at(flow, device):
        about = "about the router" if device.kind == "router" else "about who has access"
        talk.append(Choice(id="questions", text=f"Answer a few questions {about} ({left} left)"))
    if told:
        talk.append(Choice(id="said", text=f"See or change what you said ({count(told, 'answer', 'answers')})"))
    return (*talk, *whose_choice(device), ACCESS)


def _said(flow: Flow, device: Device, check_id: str) -> list[str]:
    """The person's own words, where nothing else decided this."""
    asked = [question_of(flow, device, fact) for fact in told_only(flow, device, check_id)]
    return [said(a.question, device.told[a.fact]) for a in asked if a is not None]


class WayIn(Screen):
    """One way in, in calm order: what we saw, what it can mean, what you can do, you can stop here."""

    name = "way-in"

    def __init__(self, device_id: str, finding_id: str) -> None:
        self.device_id, self.finding_id = device_id, finding_id
        self.shown = False

    def page(self, flow: Flow) -> Page:
        """Four parts, always in this order (S44)."""
        finding = flow.picture.findings.get(self.device_id, {}).get(self.finding_id)
        device = flow.device(self.device_id)
        check = flow.catalog.check(finding.check) if finding else None
        if finding is None or device is None or check is None:
            return Page(id="way-in", title="This has changed meanwhile", lines=text("Go back and look again."))
        told = _said(flow, device, check.id)
        entry = rows_of(device, [finding.where], whole=self.shown) if finding.where else []
        hidden = not self.shown and can_be_shown(device, finding.where or "")
        return Page(
            id="way-in",
            title=f"A way in: {flow.called(device)}",
            lines=(
                heading("What you told us" if told else "What we saw"),
                *text(finding.problem, *finding.says),
                *(row(label, words) for label, words in entry),
                *(row("You said", words) for words in told),
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
                Choice(id="again", text="Answer again" if told else "Check again"),
                ACCESS,
                *((Choice(id="show", text="Show the whole address"),) if hidden else ()),
            ),
            details=(
                row("Check", f"{check.id}, {check.severity}. {check.severity_reason}"),
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
        elif choice == "show":
            self.shown = True
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
