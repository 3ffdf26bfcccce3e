"""What the person did so far in this sitting: where they stopped, what they kept, when to look again.

In memory only; it goes when the program ends (design rule 10).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

Proof = Literal["kept", "not-wanted"]
"""What the person chose about proof: it is kept, or they chose to go on without."""


@dataclass(frozen=True, slots=True)
class StepKey:
    """Which step: one action on one device, and the check that it is to close."""

    device: str
    check: str | None
    action: str


@dataclass(slots=True)
class Marks:
    """All that is remembered between pages. Devices by their id, checks by theirs."""

    proof: dict[str, Proof] = field(default_factory=dict)
    has_plan: bool = False
    at_act: dict[StepKey, int] = field(default_factory=dict)
    """The act that was on view when a walk was left, from 0."""
    stopped: StepKey | None = None
    """The walk that was left last; None when none is open."""
    own_account: set[StepKey] = field(default_factory=set)
    """Steps that the person went on to after reading whose account they change."""
    look_again: dict[tuple[str, str], tuple[datetime, ...]] = field(default_factory=dict)
    """(device, check) -> when to look again, the nearest first."""

    def stop(self, step: StepKey, act: int) -> None:
        """A walk was left at this act."""
        self.at_act[step], self.stopped = act, step

    def finish(self, step: StepKey) -> None:
        """A walk came to its end."""
        self.at_act.pop(step, None)
        if self.stopped == step:
            self.stopped = None

    def merge(self, kept: str, gone: str) -> None:
        """Two devices turned out to be one; what was marked for the one that stays wins."""

        def of(step: StepKey) -> StepKey:
            return replace(step, device=kept) if step.device == gone else step

        if gone in self.proof:
            self.proof.setdefault(kept, self.proof.pop(gone))
        self.at_act = {of(step): act for step, act in self.at_act.items()}
        self.own_account = {of(step) for step in self.own_account}
        self.stopped = of(self.stopped) if self.stopped is not None else None
        for device, check in [key for key in self.look_again if key[0] == gone]:
            self.look_again.setdefault((kept, check), self.look_again.pop((device, check)))

    def forget(self, device: str) -> None:
        """A device went off the list, with all that was marked for it."""
        self.proof.pop(device, None)
        self.at_act = {step: act for step, act in self.at_act.items() if step.device != device}
        self.own_account = {step for step in self.own_account if step.device != device}
        if self.stopped is not None and self.stopped.device == device:
            self.stopped = None
        self.look_again = {key: times for key, times in self.look_again.items() if key[0] != device}

    def looked(self, device: str, check: str, now: datetime) -> None:
        """It was looked at again: what was due by now is done."""
        left = tuple(moment for moment in self.look_again.get((device, check), ()) if moment > now)
        if left:
            self.look_again[(device, check)] = left
        else:
            self.look_again.pop((device, check), None)
