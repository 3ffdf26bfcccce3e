"""Ways in: who could look through it, and how? One thing first, then seven groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from doorguard.catalog.groups import WAYS
from doorguard.model import Device, Finding, Way
from doorguard.pages.closing.plan import PlanPage, in_order, plan_choice
from doorguard.pages.outcomes import closed_ones, closed_words, not_found_lines, unknown_lines
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import nothing_looked_at, questions_answered, questions_left
from doorguard.pages.screen import NOTHING, Screen, heading, item, quiet, row, text
from doorguard.pages.who_else.way_in import WayIn, access_choice
from doorguard.pages.who_else.whose import open_whose, whose_choice
from doorguard.report.listed import sentence_of
from doorguard.report.text import not_asked_words, reason_words
from doorguard.wording import _, count

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class WaysIn(Screen):
    """The ways in of one device, or (``None``) of the whole home, by how somebody could look through it.

    ``unfolded``: all that was looked at is listed, and all that is not known.
    """

    name = "ways-in"

    def __init__(self, device_id: str | None) -> None:
        self.device_id = device_id
        self.unfolded = False

    def page(self, flow: Flow) -> Page:
        """Opens on one recommended thing and "Do nothing for now"; what is finished is plain and short."""
        findings = self._findings(flow)
        problems = in_order(flow, [f for f in findings if f.outcome == "problem"])
        waiting = [f for f in problems if f.id not in flow.put_off]
        device = flow.device(self.device_id) if self.device_id is not None else None
        first = _only_the_person(flow, device) if device is not None else ()
        lines = [item(NOTHING), *first]
        if waiting and not first:
            lines.append(self._offer(flow, waiting[0], _("Look at this first")))
        if problems:
            lines.append(item(plan_choice()))
        shown = waiting[0].id if waiting and not first else None
        unknown: list[Way] = []
        for way in self._ways_in_order(problems):
            here = [f for f in findings if f.way == way]
            if self._only_unknown(way, here):
                unknown.append(way)
            else:
                lines += self._group(flow, way, here, problems, shown)
        if unknown:
            names = " ".join(f"{_(WAYS[way])}." for way in unknown)
            lines += [heading(_("Could not check, or not asked yet")), *quiet(names)]
        if not findings:
            lines += text(_("We have no checks for this kind of device yet."))
        lines += self._fold(findings)
        return Page(
            id="ways-in",
            title=self._title(flow),
            lines=tuple(lines),
            choices=tuple(_chosen(lines)),
            details=tuple(row(f.id, f"{f.outcome}: {'; '.join(f.because) or f.reason}") for f in findings),
            help=(
                _("A way in is something that lets someone else look, listen or take over."),
                _("You do not have to do anything today."),
                _("Could not check means that we do not know. It does not mean that all is well."),
            ),
        )

    # --- the parts ------------------------------------------------------------------------------

    def _ways_in_order(self, problems: list[Finding]) -> list[Way]:
        """Where there is something to look at comes first; the rest in the order that never changes."""
        with_problems = {f.way for f in problems}
        return sorted(WAYS, key=lambda way: way not in with_problems)

    def _only_unknown(self, way: Way, here: list[Finding]) -> bool:
        """True for a group of which nothing is known: it is one line, until all is shown. People always stand there."""
        if self.device_id is None or self.unfolded or way == "people" or not here:
            return False
        return all(f.outcome == "could-not-check" for f in here)

    def _group(
        self, flow: Flow, way: Way, here: list[Finding], problems: list[Finding], shown: str | None
    ) -> list[Line]:
        """To look at, closed, looked and not found, could not check; what only the person can say is among people."""
        offered = [f for f in problems if f in here and f.id != shown]
        small = [] if self.device_id is not None or self.unfolded else [f for f in offered if f.severity == "low"]
        lines = [
            self._offer(flow, f, _("Not now") if f.id in flow.put_off else _to_look_at(f))
            for f in offered
            if f not in small
        ]
        if small:
            lines += quiet(_("Also: {things}.").format(things=count(len(small), "small thing", "small things")))
        lines += [
            Line(text=self._said(flow, f), kind="state", label=closed_words(flow, f)) for f in closed_ones(flow, here)
        ]
        device = flow.device(self.device_id) if self.device_id is not None else None
        if way == "people" and device is not None:
            lines += [item(choice) for choice in _talk(flow, device)]
        if self.device_id is None:
            lines += self._by_device(flow, here)
        elif self.unfolded:
            lines += _all_of(flow, here)
        elif way != "people" or device is None or not nothing_looked_at(flow, device):
            lines += quiet(*_in_short(flow, here))
        return [heading(_(WAYS[way])), *lines] if lines else []

    def _by_device(self, flow: Flow, here: list[Finding]) -> list[Line]:
        """For the whole home, what was looked at is told by device, and only when it was asked for."""
        if not self.unfolded:
            return []
        lines = []
        for device in flow.picture.listed():
            short = _in_short(flow, [f for f in here if f.device == device.id])
            if short:
                lines.append(row(flow.called(device), " ".join(short)))
        return lines

    def _fold(self, findings: list[Finding]) -> list[Line]:
        finished = [f for f in findings if f.outcome != "problem"]
        if not finished:
            return []
        words = _("Show less") if self.unfolded else _("Show all that we looked at")
        return [item(Choice(id="fold", text=words))]

    def _offer(self, flow: Flow, finding: Finding, label: str) -> Line:
        return Line(text=self._said(flow, finding), kind="state", label=label, choice=f"finding:{finding.id}")

    def _findings(self, flow: Flow) -> list[Finding]:
        if self.device_id is not None:
            device = flow.device(self.device_id)
            return flow.findings(device) if device is not None else []
        return [f for d in flow.picture.listed() for f in flow.findings(d)]

    def _title(self, flow: Flow) -> str:
        device = flow.device(self.device_id) if self.device_id else None
        if device is None:
            return _("All ways in")
        return _("Who could look through it: {name}").format(name=flow.called(device))

    def _said(self, flow: Flow, finding: Finding) -> str:
        device = flow.device(finding.device)
        if device is None:
            return finding.problem
        which = sentence_of(device, finding.where)
        whose = f"{flow.called(device)}." if self.device_id is None else ""
        return " ".join(part for part in (finding.problem, which, whose) if part)

    # --- what the person does -------------------------------------------------------------------

    def choose(self, flow: Flow, choice: str) -> None:
        """A way in, a question, the plan, more to read, or nothing for now."""
        from doorguard.pages.closing.step import open_step
        from doorguard.pages.who_else.asking import Answers, Asking

        kind, _colon, finding_id = choice.partition(":")
        finding = next((f for f in self._findings(flow) if f.id == finding_id), None)
        if kind == "nothing":
            flow.back()
        elif kind == "fold":
            self.unfolded = not self.unfolded
        elif kind == "plan":
            flow.go(PlanPage(self.device_id))
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


def _to_look_at(finding: Finding) -> str:
    return _("Small thing") if finding.severity == "low" else _("To look at")


_SAID = ("not-said", "not-known")
"""Reasons that the person gave: named before those of devices."""


def _chosen(lines: Sequence[Line]) -> Iterator[Choice]:
    """The numbered answers, in the order in which they stand among the lines."""
    for line in lines:
        if line.choice is not None:
            words = f"{line.label}: {line.text}" if line.label else line.text
            yield Choice(id=line.choice, text=words)


def _in_short(flow: Flow, here: list[Finding]) -> list[str]:
    """What is finished, and what is not known, in one line each."""
    good = len(not_found_lines(flow, here))
    lines = [_("Looked and not found: {things}.").format(things=count(good, "thing", "things"))] if good else []
    stated = {(f.device, f.check) for f in here if f.outcome == "problem"}
    unknown = [f for f in here if f.outcome == "could-not-check" and (f.device, f.check) not in stated]
    reasons = [f.reason for f in unknown if f.reason not in (None, "not-asked")]
    reasons = sorted(set(reasons), key=lambda r: (r not in _SAID, -reasons.count(r), r or ""))
    number = len({(f.device, f.check) for f in unknown if f.reason != "not-asked"})
    if number and reasons[0] is not None:
        said = (
            _("Could not check: {things}, because {why}.")
            if len(reasons) == 1
            else _("Could not check: {things}, mostly because {why}.")
        )
        lines.append(said.format(things=count(number, "thing", "things"), why=reason_words(reasons[0])))
    not_asked = len({f.check for f in unknown if f.reason == "not-asked"})
    if not_asked:
        lines.append(_("Not asked yet: {things}.").format(things=count(not_asked, "thing", "things")))
    return lines


def _all_of(flow: Flow, here: list[Finding]) -> list[Line]:
    """Everything that was looked at, and everything that is not known."""
    lines: list[Line] = []
    good = not_found_lines(flow, here)
    if good:
        lines += [*text(_("Looked and not found:")), *good]
    unknown = unknown_lines([f for f in here if f.reason != "not-asked" or f.where is not None])
    if unknown:
        lines += [*text(_("Could not check:")), *unknown]
    not_asked = len({f.check for f in here if f.reason == "not-asked" and f.where is None})
    return [*lines, *(quiet(not_asked_words(not_asked)) if not_asked else ())]


def _only_the_person(flow: Flow, device: Device) -> tuple[Line, ...]:
    """A device on which nothing can be looked at opens on its first question."""
    if not nothing_looked_at(flow, device):
        return ()
    question = questions_left(flow, device)[0].question.question
    return (
        *text(_("Nothing on it can be asked from here. Who has access, only you can see.")),
        Line(text=_("Begin with this: {question}").format(question=question), kind="item", choice="first"),
    )


def _talk(flow: Flow, device: Device) -> tuple[Choice, ...]:
    """The questions as one thing, what was said, and the look in the app."""
    left, told = len(questions_left(flow, device)), len(questions_answered(flow, device))
    talk = []
    if left and not nothing_looked_at(flow, device):
        words = (
            _("Answer a few questions about the router ({number} left)")
            if device.kind == "router"
            else _("Answer a few questions about who has access ({number} left)")
        )
        talk.append(Choice(id="questions", text=words.format(number=left)))
    if told:
        answers = count(told, "answer", "answers")
        talk.append(Choice(id="said", text=_("See or change what you said ({answers})").format(answers=answers)))
    return (*talk, *whose_choice(device), access_choice())
