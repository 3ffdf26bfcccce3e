"""What to do, in order: from findings to numbered steps. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from doorguard.guide.order import Stage, stage_of
from doorguard.model import Device, Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanStep:
    """One action on one device, for all the findings that it closes: open ones, and closed ones."""

    stage: Stage
    device: str
    action: str
    open: tuple[Finding, ...] = ()
    closed: tuple[Finding, ...] = ()

    @property
    def check(self) -> str:
        """The check to look at again after it: the first that is open, else the first that was closed."""
        return (*self.open, *self.closed)[0].check


def plan_of(
    order: tuple[Stage, ...],
    found: Iterable[tuple[Device, Sequence[Finding]]],
    closed: Collection[str] = (),
) -> list[tuple[Stage, list[PlanStep]]]:
    """The stages in their order, each with its steps, in the order in which ``found`` gives their findings.

    ``closed`` are ids of findings that were a problem and are none any more. A stage without a step stands
    there only where it always does.
    """
    open_now: dict[_Key, list[Finding]] = {}
    done: dict[_Key, list[Finding]] = {}
    for device, findings in found:
        for finding in findings:
            shut = finding.outcome != "problem"
            if shut and finding.id not in closed:
                continue
            stage = stage_of(
                order, check=finding.check, action=finding.action, kind=device.kind, severity=finding.severity
            )
            key = (stage, device.id, finding.action)
            open_now.setdefault(key, [])
            (done if shut else open_now).setdefault(key, []).append(finding)
    steps = [
        PlanStep(stage=key[0], device=key[1], action=key[2], open=tuple(found_open), closed=tuple(done.get(key, ())))
        for key, found_open in open_now.items()
    ]
    listed = [(stage, [step for step in steps if step.stage is stage]) for stage in order]
    return [(stage, here) for stage, here in listed if here or stage.always]


_Key = tuple[Stage, str, str]
