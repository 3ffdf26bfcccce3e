"""What to do, in order: numbered steps with their state, for one device or for the whole home."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from doorguard.guide import PlanStep, Stage, plan_of, stage_of
from doorguard.model import Device, Finding
from doorguard.pages.closing.recheck import left_after_a_new_password, times_words
from doorguard.pages.closing.step import NEVER_CLOSE, ONLY_LOOKS, action_words, open_step
from doorguard.pages.outcomes import closed_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import questions_left
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, heading, item, quiet, text
from doorguard.pages.written_down.keep import keep_choice, open_keep
from doorguard.report.picture import urgency
from doorguard.wording import _, count

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


def plan_choice() -> Choice:
    """The way to the plan, for the pages that offer it."""
    return Choice(id="plan", text=_("Plan: what to do, in order"))


def steps_of(flow: Flow, device_id: str | None) -> list[tuple[Stage, list[PlanStep]]]:
    """The plan as it stands: what is open, and what was closed; the most urgent first in each stage."""
    devices = [d for d in flow.picture.listed() if device_id in (None, d.id)]
    return most_urgent_first(flow.order, ((d, flow.findings(d)) for d in devices), flow.picture.closed_at.keys())


def most_urgent_first(
    order: tuple[Stage, ...], each: Iterable[tuple[Device, Sequence[Finding]]], closed: Collection[str] = ()
) -> list[tuple[Stage, list[PlanStep]]]:
    """The plan for these devices and their findings, the most urgent first in each stage."""
    found = [(device, [finding]) for device, findings in each for finding in findings]
    found.sort(key=lambda pair: (urgency(pair[1][0]), pair[0].id))
    return plan_of(order, found, closed)


def in_order(flow: Flow, findings: list[Finding]) -> list[Finding]:
    """Problems in the order of the plan."""
    order = flow.order

    def place(finding: Finding) -> tuple[int, tuple[object, ...], str]:
        device = flow.device(finding.device)
        kind = device.kind if device is not None else "unknown"
        stage = stage_of(order, check=finding.check, action=finding.action, kind=kind, severity=finding.severity)
        return order.index(stage), urgency(finding), finding.device

    return sorted(findings, key=place)


def better_first(flow: Flow, device_id: str, action: str, check_id: str | None) -> PlanStep | None:
    """A step on the same device that is open and comes before this one, because somebody could undo this one."""
    device = flow.device(device_id)
    if device is None:
        return None
    check = flow.catalog.check(check_id) if check_id is not None else None
    severity = check.severity if check is not None else "high"
    own = stage_of(flow.order, check=check_id or "", action=action, kind=device.kind, severity=severity)
    for stage, steps in steps_of(flow, device_id):
        if stage is own:
            return None
        first = next((step for step in steps if step.open), None)
        if stage.undoes and first is not None:
            return first
    return None


MOST_SMALL = 3
"""So many small things of a whole home are listed at once."""


def _choice_of(line: Line) -> Choice:
    """The numbered answer that a line stands for."""
    assert line.choice is not None
    return Choice(id=line.choice, text=f"{line.label}: {line.text}" if line.label else line.text)


class PlanPage(Screen):
    """The plan of one device, or (``None``) of the whole home."""

    name = "plan"

    def __init__(self, device_id: str | None) -> None:
        self.device_id = device_id
        self.unfolded = False

    def page(self, flow: Flow) -> Page:
        """Do nothing first; then each stage with its steps and their state."""
        lines: list[Line] = [item(NOTHING)]
        choices: list[Choice] = [NOTHING]
        asked = self._questions(flow)
        if asked is not None:
            lines.append(item(asked))
            choices.append(asked)
        stages = steps_of(flow, self.device_id)
        for stage, steps in stages:
            lines.append(heading(_(stage.title)))
            if stage.because:
                lines += quiet(_(stage.because))
            for line in [*self._standing(flow, stage), *self._steps(flow, stage, steps)]:
                lines.append(line)
                if line.choice is not None:
                    choices.append(_choice_of(line))
        for line in self._after_passwords(flow):
            lines.append(line)
            if line.choice is not None:
                choices.append(_choice_of(line))
        if not any(steps for _stage, steps in stages):
            lines += text(_("Nothing was found that needs a step. There may be more that could not be checked."))
        for choice in (*keep_choice(flow), *((PEOPLE,) if flow.careful else ())):
            choices.append(choice)
            lines.append(item(choice))
        return Page(
            id="plan",
            title=self._title(flow),
            lines=tuple(lines),
            choices=tuple(choices),
            help=(
                _("The steps stand in the order in which they hold. One a day is fine."),
                _("You do not have to do all of them, or any."),
            ),
        )

    def _title(self, flow: Flow) -> str:
        device = flow.device(self.device_id) if self.device_id is not None else None
        if device is None:
            return _("Plan: what to do, in order")
        return _("Plan for {name}").format(name=flow.called(device))

    def _questions(self, flow: Flow) -> Choice | None:
        """What only the person can say can add a step: asked for, never pressed."""
        device = flow.device(self.device_id) if self.device_id is not None else None
        left = len(questions_left(flow, device)) if device is not None else 0
        if not left:
            return None
        words = _("Answer what only you can say first ({questions})").format(
            questions=count(left, "question", "questions")
        )
        return Choice(id="questions", text=words)

    def _standing(self, flow: Flow, stage: Stage) -> list[Line]:
        """On the full path a plan and proof stand there also when nothing was found."""
        if stage.id == "plan":
            state = _("You have one") if flow.marks.has_plan else _("To do")
            return [Line(text=_("Make a plan"), kind="state", label=state, choice="make-plan")]
        if stage.id != "record":
            return []
        open_on = {finding.device for finding in flow.picture.problems()}
        lines = []
        for device in flow.picture.listed():
            if self.device_id not in (None, device.id) or (self.device_id is None and device.id not in open_on):
                continue
            proof = flow.marks.proof.get(device.id)
            state = {"kept": _("Kept"), "not-wanted": _("You chose not to")}.get(proof or "", _("To do"))
            words = _("Keep proof: {name}").format(name=flow.called(device))
            lines.append(Line(text=words, kind="state", label=state, choice=f"proof:{device.id}"))
        return lines or [Line(text=_("Keep proof"), kind="state", label=_("To do"), choice="proof:")]

    def _steps(self, flow: Flow, stage: Stage, steps: list[PlanStep]) -> list[Line]:
        """Open ones first. For the whole home, many small things are one line, until they are asked for."""
        lines = [self._step(flow, step) for step in sorted(steps, key=lambda step: not step.open)]
        small = stage is flow.order[-1] and self.device_id is None and len(lines) > MOST_SMALL
        if not small or self.unfolded:
            return lines
        words = _("Show {things}").format(things=count(len(lines), "small thing", "small things"))
        return [Line(text=words, kind="item", choice="small")]

    def _step(self, flow: Flow, step: PlanStep) -> Line:
        device = flow.device(step.device)
        words = action_words(step.action)
        said = words if self.device_id is not None or device is None else f"{words}: {flow.called(device)}"
        times = flow.marks.look_again.get((step.device, step.check), ())
        if not step.open and times:
            said = _("{step}. Look again {times}").format(step=said, times=times_words(flow, times))
        choice = f"step:{step.device}:{step.check}" if step.open else f"again:{step.device}:{step.check}"
        return Line(text=said, kind="state", label=state_of_step(flow, step), choice=choice)

    def _after_passwords(self, flow: Flow) -> list[Line]:
        """What a new password may leave open stays in the plan until it was looked at (S15)."""
        lines: list[Line] = []
        for device in flow.picture.listed():
            if self.device_id not in (None, device.id):
                continue
            left = left_after_a_new_password(flow, device)
            if not left:
                continue
            if not lines:
                lines.append(heading(_("After a new password")))
            said = _("See who may still be in: {lists}, {name}").format(
                lists=count(len(left), "list", "lists"), name=flow.called(device)
            )
            lines.append(Line(text=said, kind="state", label=_("To look at"), choice=f"after:{device.id}"))
        return lines

    def choose(self, flow: Flow, choice: str) -> None:
        """A step, a look again, one of the two that always stand, or nothing."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.before_a_look.make_a_plan import MakeAPlan
        from doorguard.pages.closing.after_password import AfterPassword
        from doorguard.pages.closing.reading import ReadStep
        from doorguard.pages.who_else.asking import Asking
        from doorguard.pages.who_else.way_in import WayIn

        kind, _colon, rest = choice.partition(":")
        match kind:
            case "people":
                flow.go(People())
            case "record":
                open_keep(flow)
            case "questions" if self.device_id is not None:
                flow.go(Asking(self.device_id))
            case "small":
                self.unfolded = True
            case "make-plan":
                flow.go(MakeAPlan())
            case "proof" if rest:
                open_step(flow, rest, None, "save-proof")
            case "proof":
                flow.go(ReadStep("generic", "save-proof"))
            case "after":
                flow.go(AfterPassword(rest))
            case "step" | "again":
                finding = self._finding(flow, choice)
                stopped = flow.marks.stopped
                here = (stopped.device, stopped.check) if stopped is not None else None
                if finding is not None and stopped is not None and here == (finding.device, finding.check):
                    open_step(flow, stopped.device, stopped.check, stopped.action)
                elif finding is not None:
                    flow.go(WayIn(finding.device, finding.id))
            case _:
                flow.leave_page()

    def _finding(self, flow: Flow, choice: str) -> Finding | None:
        for _stage, steps in steps_of(flow, self.device_id):
            for step in steps:
                if choice in (f"step:{step.device}:{step.check}", f"again:{step.device}:{step.check}"):
                    return (*step.open, *step.closed)[0]
        return None


def state_of_step(flow: Flow, step: PlanStep) -> str:
    """One state in words: to do, left for later, waits, look again, closed."""
    times = flow.marks.look_again.get((step.device, step.check), ())
    due = any(moment <= flow.now() for moment in times)
    if not step.open:
        return _("Look again now") if due else closed_words(flow, step.closed[0])
    if step.action not in ONLY_LOOKS and not flow.changes_open:
        return _("Waits: your answers say that changes can wait")
    stopped = flow.marks.stopped
    if stopped is not None and (stopped.device, stopped.action) == (step.device, step.action):
        return _("Begun, stopped at step {number}").format(number=flow.marks.at_act.get(stopped, 0) + 1)
    if all(finding.id in flow.put_off for finding in step.open):
        return _("Left for later")
    if flow.picture.done.get(step.device, {}).get(step.check) and step.action not in NEVER_CLOSE:
        return _("Done, and still open")
    return _("To do")
