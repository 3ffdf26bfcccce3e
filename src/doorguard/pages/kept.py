"""What goes from the pages into a record, and what comes back out of it on another day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from doorguard.gate import AUTHORITY
from doorguard.guide import NoStep, label, step_for
from doorguard.model import Event, StepDone
from doorguard.pages.answered import network_called
from doorguard.pages.marks import Marks, StepKey
from doorguard.record.bodies import THE_SENTENCE
from doorguard.record.visit import Difference, compare
from doorguard.report.picture import Picture
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.session.keeping import Keeping
    from doorguard.session.past import Past

A_MOMENT = 0.2
"""Seconds that a page may wait for the disk."""
FULL_PATH = "path"
"""The answer that says that all questions of the full path were asked."""


@dataclass(frozen=True)
class _Step:
    """A step that was done and not looked at again yet."""

    done: StepDone
    before: str
    at: str


class Kept:
    """The flow's side of a record. ``keeping`` is None where none can be kept (a run that nobody sits at)."""

    def __init__(self, keeping: Keeping | None) -> None:
        self.keeping = keeping
        self.before: Picture | None = None
        """The newest look of the days before; None without one."""
        self._past: Past | None = None
        self._plan: Mapping[str, Any] = {}
        self._steps: list[_Step] = []
        self._changes: dict[bool, list[Mapping[str, str]]] = {True: [], False: []}
        """Changes of each home from before a record was opened."""
        self._openings = 0
        self.draft: list[str] = []
        """Lines of what happened that are not kept yet."""
        self.given_up = False
        """The person chose to leave although something is not written."""

    @property
    def offered(self) -> bool:
        """A record can be kept here."""
        return self.keeping is not None

    def is_open(self, flow: Flow) -> bool:
        """What happens now goes into a record."""
        return self.keeping is not None and self.keeping.is_open and self.keeping.pretend == flow.pretend

    def before_a_passphrase(self) -> None:
        """Its page is shown: nothing that is typed from now on may end in a core dump."""
        if self.keeping is not None:
            self.keeping.before_a_passphrase()

    def other_home(self, flow: Flow) -> bool:
        """A record is open, and it is of the other home: the pretend one, or the real one."""
        return self.keeping is not None and self.keeping.is_open and self.keeping.pretend != flow.pretend

    @property
    def keeps_answers(self) -> bool:
        """The person agreed to keep the answers of the gate."""
        return self.keeping is not None and self.keeping.is_open and self.keeping.keeps_answers

    # --- into the record ----------------------------------------------------------------------

    def take(self, flow: Flow, event: Event) -> None:
        """Something happened. ``flow.picture`` does not have it yet."""
        if self.keeping is None:
            return
        if isinstance(event, StepDone):
            words = _standing(flow, event.device, event.check)
            self._steps.append(_Step(event, words, flow.now().isoformat(timespec="seconds")))
        self.keeping.take(event, pretend=flow.pretend)

    def answered(self, key: str, answer: str) -> None:
        """An answer of the gate."""
        if self.keeping is not None and self.keeps_answers:
            self.keeping.say("answer", {"name": key, "value": answer})

    def authority(self, flow: Flow) -> None:
        """The sentence was typed."""
        if self.keeping is not None and self.is_open(flow):
            self.keeping.say("answer", {"name": THE_SENTENCE, "value": AUTHORITY})

    def settle(self, flow: Flow) -> None:
        """Before the next page: what was done is on the disk, or it is known that it is not."""
        if self.keeping is None or not self.is_open(flow):
            return
        plan = _plan_of(flow)
        if plan != self._plan:
            self._plan = plan
            self.keeping.say("plan", plan)
        self.keeping.settle(A_MOMENT)

    def finished(self, flow: Flow) -> None:
        """What was asked for is carried out: a record may have been opened, a step may have been looked at again."""
        if self.keeping is None:
            return
        if self.keeping.openings != self._openings:
            self._openings = self.keeping.openings
            self._opened(flow)
        if self._steps and flow.running is None:
            self._say_changes(flow)

    def _say_changes(self, flow: Flow) -> None:
        assert self.keeping is not None
        for step in self._steps:
            change = _change(flow, step)
            if self.is_open(flow):
                self.keeping.say("change", change)
            else:
                self._changes[flow.pretend].append(change)
        self._steps.clear()

    def _opened(self, flow: Flow) -> None:
        assert self.keeping is not None
        past = self.keeping.past
        if past.entries:
            self._bring_back(flow, past)
        if self.keeps_answers:
            self._say_answers(flow)
        for change in self._changes[self.keeping.pretend]:
            self.keeping.say("change", change)
        self._changes[self.keeping.pretend].clear()
        self._plan = past.plan if past.entries else {}

    def _say_answers(self, flow: Flow) -> None:
        assert self.keeping is not None
        given = {**flow.given, **({FULL_PATH: "full"} if flow.full_path else {})}
        for key, answer in given.items():
            if self.keeping.past.given.get(key) != answer:
                self.keeping.say("answer", {"name": key, "value": answer})

    # --- out of the record --------------------------------------------------------------------

    def _bring_back(self, flow: Flow, past: Past) -> None:
        """Answers, what was named, where the person stopped; and the last look, to be compared with."""
        flow.turn_to(pretend=past.pretend)
        self._past, self.before = past, past.last
        if past.given and not flow.given:
            given = {key: value for key, value in past.given.items() if key not in (FULL_PATH, THE_SENTENCE)}
            flow.given, flow.answered.at = given, past.given_at
            flow.answered.network = _network_of(past)
            flow.answered.kept = True  # who can see and hear, and danger, are of this moment
            flow.full_path = flow.full_path or past.given.get(FULL_PATH) == "full"
        if past.last is not None:
            flow.picture.bring_back(past.last.named_alone())
        flow.put_off |= set(_texts(past.plan.get("put_off")))
        _marks_back(flow.marks, past.plan)

    def show_before(self, flow: Flow) -> None:
        """The last look of the days before stands on the pages, as it was then."""
        if self.before is not None:
            flow.picture = self.before

    def changes(self, flow: Flow) -> list[Difference]:
        """What is different from the last look of the days before; nothing where there was none, or none now."""
        before, now = self.before, flow.picture
        if before is None or before is now or self._past is None or now.ended is None or not self.is_open(flow):
            return []
        return compare(before, now, closed_before=self._past.closed)

    def compared(self, flow: Flow) -> bool:
        """A look of another day is there to compare this one with."""
        return self.before is not None and self.before.ended is not None and self.is_open(flow)

    def tried_today(self, flow: Flow, device_id: str) -> bool:
        """The record says that the first password of this device was tried less than a day ago."""
        if self.keeping is None or not self.is_open(flow):
            return False
        return self.keeping.so_far.tried_within_a_day(device_id, flow.now())

    # --- leaving ------------------------------------------------------------------------------

    @property
    def unwritten(self) -> int:
        """Entries that are kept in memory alone."""
        return self.keeping.unwritten if self.keeping is not None and self.keeping.is_open else 0

    def leave(self, flow: Flow, seconds: float) -> int:
        """Write what waits and forget the key. Returns how many entries were not written."""
        if self.keeping is None:
            return 0
        if self._steps:
            self._say_changes(flow)
        return self.keeping.close(seconds)


def _standing(flow: Flow, device_id: str, check: str | None) -> str:
    """How a check stands now, in the three answers; it may stand at several places of a device."""
    found = [f for f in flow.picture.findings_of(device_id) if check is not None and f.check == check]
    problems = dict.fromkeys(_("Problem: {problem}").format(problem=f.problem) for f in found if f.outcome == "problem")
    if problems:
        return " ".join(problems)
    outcomes = {finding.outcome for finding in found}
    if "not-found" in outcomes:
        says = _("Looked, and did not find it.")
        return f"{says} {_('Could not check all of it.')}" if "could-not-check" in outcomes else says
    return _("Could not check.") if outcomes else _("Not looked at.")


def _change(flow: Flow, step: _Step) -> dict[str, str]:
    done = step.done
    proof = {"kept": _("kept"), "not-wanted": _("none; the person chose to go on without")}
    body = {
        "device": done.device,
        "step": done.action,
        "before": step.before,
        "after": _standing(flow, done.device, done.check),
        "notice": _could_notice(flow, done),
        "evidence": proof.get(flow.marks.proof.get(done.device, ""), ""),
        "at": step.at,
    }
    return {key: value for key, value in body.items() if value}


def _could_notice(flow: Flow, done: StepDone) -> str:
    check, device = flow.catalog.check(done.check or ""), flow.device(done.device)
    if check is None or device is None:
        return ""
    try:
        return label(step_for(flow.catalog, check, device), "notice")
    except NoStep:
        return ""


def _network_of(past: Past) -> str | None:
    """Which network the answers were about: the one that was looked at last; None where there was no look."""
    looked_at = [look for look in past.looks if look.network is not None]
    return network_called(looked_at[-1].network, looked_at[-1].gateway) if looked_at else None


# --- the plan, as it is written ----------------------------------------------------------------------


def _plan_of(flow: Flow) -> dict[str, Any]:
    marks = flow.marks
    order = sorted(marks.at_act, key=lambda step: step == marks.stopped)
    plan = {
        "put_off": sorted(flow.put_off),
        "stopped_at": [[s.device, s.check or "", s.action, marks.at_act[s]] for s in order],
        "proof": dict(marks.proof),
        "look_again": [[d, c, *(when.isoformat() for when in times)] for (d, c), times in marks.look_again.items()],
        "has_plan": marks.has_plan,
    }
    return {key: value for key, value in plan.items() if value}


def _marks_back(marks: Marks, plan: Mapping[str, Any]) -> None:
    from datetime import datetime

    for row in _rows(plan.get("stopped_at"), 4):
        device, check, action, act = row[:4]
        if isinstance(act, int) and act >= 0:
            marks.stop(StepKey(str(device), str(check) or None, str(action)), act)
    proof = plan.get("proof")
    for device, said in proof.items() if isinstance(proof, dict) else ():
        if said == "kept":
            marks.proof[device] = "kept"
        elif said == "not-wanted":
            marks.proof[device] = "not-wanted"
    for row in _rows(plan.get("look_again"), 3):
        try:
            times = tuple(datetime.fromisoformat(str(text)) for text in row[2:])
        except ValueError:
            continue
        if any(when.tzinfo is None for when in times):
            continue
        marks.look_again[str(row[0]), str(row[1])] = times
    marks.has_plan = marks.has_plan or plan.get("has_plan") is True


def _rows(held: object, least: int) -> list[list[Any]]:
    return [row for row in held if isinstance(row, list) and len(row) >= least] if isinstance(held, list) else []


def _texts(held: object) -> list[str]:
    return [text for text in held if isinstance(text, str)] if isinstance(held, list) else []
