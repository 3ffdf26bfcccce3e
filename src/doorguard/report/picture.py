"""The picture of a home: everything so far, folded from events. Pure: no clock, no files.

Screens, plain text, JSON and summary are all read from here, so they cannot disagree.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from doorguard.facts import told_anew
from doorguard.model import (
    AskedCloser,
    Blind,
    ChannelEnded,
    ChannelStarted,
    CheckedAgain,
    Device,
    DeviceSeen,
    DevicesMerged,
    EndReason,
    Event,
    Failure,
    Finding,
    Gap,
    Judged,
    Kind,
    Level,
    LookedWhoIsLeft,
    Presence,
    ProbeEnded,
    RunEnded,
    RunStarted,
    Scalar,
    Sent,
    StepDone,
    TakenOff,
    Told,
)
from doorguard.report.listed import once_each
from doorguard.wording import N_, _

GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (N_("Cameras and doorbells"), ("doorbell", "camera", "recorder")),
    (N_("Router and hubs"), ("router", "hub")),
    (N_("Not known yet"), ("unknown",)),
)

FROM_ANYWHERE = "close-router-door"
"""The action for a way in that is open to the whole internet, and not to this network alone."""


NEW_PASSWORD = "change-password"  # noqa: S105 - the name of an action
"""The action after which signed-in phones and shared people are to be looked at anew (S15)."""


WARNS_SOMEBODY = "login-alerts-go-elsewhere"
"""The check for messages about signing in: until it is closed, somebody may be told of every other step."""


def urgency(finding: Finding) -> tuple[bool, int, bool, str, str]:
    """What is to be looked at first sorts first, always in the same order, whoever answered first."""
    severity = ("critical", "high", "medium", "low").index(finding.severity)
    told_of_it, from_anywhere = finding.check == WARNS_SOMEBODY, finding.action == FROM_ANYWHERE
    return not told_of_it, severity, not from_anywhere, finding.check, finding.where or ""


def logins_in(sent: Mapping[str, Sent]) -> int:
    """How often a secret left for a service that had not accepted it, over all addresses."""
    return sum(counts.logins for counts in sent.values())


def renamed(finding: str, device: str, before: str) -> str:
    """The id of a finding, now that its device goes by another id; any other stays as it is."""
    head, slash, rest = finding.partition("/")
    return f"{device}{slash}{rest}" if head == before else finding


@dataclass
class ChannelState:
    """One way of finding devices: its plain title, its answers so far, whether it has ended."""

    title: str
    answers: int = 0
    ended: bool = False


@dataclass
class Picture:
    """The state after some events. Feed it with :meth:`take`."""

    level: Level = Level.TALK
    network: str | None = None
    interface: str | None = None
    gateway: str | None = None
    pretend: bool = False
    started_at: datetime | None = None
    left_out: tuple[str, ...] = ()
    ended: EndReason | None = None
    ended_at: datetime | None = None
    seconds: float = 0.0
    sent: Mapping[str, Sent] = field(default_factory=dict)
    channels: dict[str, ChannelState] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    findings: dict[str, dict[str, Finding]] = field(default_factory=dict)
    looked_at: dict[str, datetime] = field(default_factory=dict)
    was_problem: dict[str, dict[str, datetime]] = field(default_factory=dict)
    """Problems of a device that were ever found: device -> finding -> when it was found last."""
    closed_at: dict[str, datetime] = field(default_factory=dict)
    gaps: dict[str, list[Gap]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    told: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    let_in: dict[str, str] = field(default_factory=dict)
    """Devices signed in to: empty, or the sentence with which one did not let us in."""
    times_read: dict[str, int] = field(default_factory=dict)
    """How often the settings of a device were read with the person's password."""
    partly: dict[str, str] = field(default_factory=dict)
    """Devices of which one part let us in and another one did not, with its sentence."""
    done: dict[str, dict[str, str]] = field(default_factory=dict)
    """Steps that the person did: device -> check -> action."""
    since_new_password: dict[str, list[str]] = field(default_factory=dict)
    """Devices with a new password: the facts that the person told since then."""
    left: Mapping[str, Presence] = field(default_factory=dict)
    """Whether each device still answered, when it was last looked who is left."""
    failures: list[Failure] = field(default_factory=list)
    blind: list[str] = field(default_factory=list)

    def take_all(self, events: Iterable[Event]) -> Picture:
        """Take every event; returns itself."""
        for event in events:
            self.take(event)
        return self

    def take(self, event: Event) -> None:
        """Change the picture by one event."""
        self.seconds = max(self.seconds, event.at)
        match event:
            case RunStarted():
                self._started(event)
            case ChannelStarted():
                self.channels[event.channel] = ChannelState(event.title)
            case ChannelEnded():
                state = self.channels.setdefault(event.channel, ChannelState(event.channel))
                state.answers, state.ended = event.answers, True
            case DeviceSeen() | DevicesMerged() | TakenOff():
                self._who_is_there(event)
            case ProbeEnded():
                self.asked.add(event.device)
                self.gaps.setdefault(event.device, []).extend(event.gaps)
            case Judged():
                self._judged(event)
            case Told():
                self.told[event.device] = told_anew(self.told.get(event.device, {}), event.name, event.value)
                self.since_new_password.get(event.device, []).append(event.name)
            case StepDone():
                self._step_done(event)
            case Failure():
                self.failures.append(event)
            case Blind():
                if event.says not in self.blind:
                    self.blind.append(event.says)
            case CheckedAgain() | AskedCloser() | LookedWhoIsLeft() | RunEnded():
                self._counted(event)
            case _:
                pass

    def _started(self, event: RunStarted) -> None:
        self.level, self.network, self.pretend = event.level, event.network, event.pretend
        self.interface, self.gateway = event.interface, event.gateway
        self.started_at, self.left_out = event.started_at, event.left_out
        self.ended, self.ended_at, self.sent = None, None, {}

    def _counted(self, event: CheckedAgain | AskedCloser | LookedWhoIsLeft | RunEnded) -> None:
        """Something came to its end, with all that was sent so far."""
        self.sent = event.sent
        if isinstance(event, RunEnded):
            self.ended, self.ended_at = event.ended, event.ended_at
        elif isinstance(event, LookedWhoIsLeft):
            self.left = event.left
        elif isinstance(event, AskedCloser):
            self.level = max(self.level, event.level)
            self.let_in[event.device] = event.refused or ""
            if not event.read:
                del self.let_in[event.device]
            elif event.level == Level.SIGN_IN:
                self.times_read[event.device] = self.times_read.get(event.device, 0) + 1
            self.partly[event.device] = event.partly or ""

    def _who_is_there(self, event: DeviceSeen | DevicesMerged | TakenOff) -> None:
        if isinstance(event, DeviceSeen):
            self.devices[event.device.id] = event.device
        elif isinstance(event, DevicesMerged):
            self._merged(event)
        else:
            for held in self._by_device():
                held.pop(event.device, None)
            for finding in [i for i in self.closed_at if i.startswith(f"{event.device}/")]:
                del self.closed_at[finding]

    def _merged(self, event: DevicesMerged) -> None:
        """All that is known of the one that is gone is known of the other; what was known of that one itself wins.
        Findings are judged anew."""
        kept, gone = event.kept, event.gone
        self.devices.pop(gone, None)
        self.findings.pop(gone, None)
        self.gaps.setdefault(kept, []).extend(self.gaps.pop(gone, []))
        if gone in self.told:
            self.told[kept] = {**self.told.pop(gone), **self.told.get(kept, {})}
        if gone in self.done:
            self.done[kept] = {**self.done.pop(gone), **self.done.get(kept, {})}
        if gone in self.was_problem:
            theirs = {renamed(finding, kept, gone): at for finding, at in self.was_problem.pop(gone).items()}
            self.was_problem[kept] = {**theirs, **self.was_problem.get(kept, {})}
        for held in self._by_device():
            if gone in held:
                held.setdefault(kept, held.pop(gone))
        for finding in [i for i in self.closed_at if i.startswith(f"{gone}/")]:
            self.closed_at.setdefault(renamed(finding, kept, gone), self.closed_at.pop(finding))
        if gone in self.asked:
            self.asked.add(kept)

    def _by_device(self) -> tuple[dict[str, Any], ...]:
        """Everything that is kept by the id of a device."""
        return (
            self.devices, self.findings, self.looked_at, self.gaps, self.told, self.let_in, self.times_read,
            self.partly, self.done, self.since_new_password, self.was_problem,
        )  # fmt: skip

    # --- what the person named ------------------------------------------------------------

    def named_alone(self) -> Picture:
        """A picture before a look: of what the person named, with all that is known of it, and of nothing else."""
        named = Picture()
        named.bring_back(self)
        return named

    def bring_back(self, other: Picture) -> None:
        """What the person named in another picture stands in this one too, unless something of that id does."""
        ids = [i for i, device in other.devices.items() if device.id_from == "hand" and i not in self.devices]
        for mine, theirs in zip(self._by_device(), other._by_device(), strict=True):
            mine.update({i: copy.copy(theirs[i]) for i in ids if i in theirs})
        self.closed_at.update({i: at for i, at in other.closed_at.items() if i.partition("/")[0] in ids})

    def _step_done(self, event: StepDone) -> None:
        if event.check is not None:
            self.done.setdefault(event.device, {})[event.check] = event.action
        if event.action == NEW_PASSWORD:
            self.since_new_password[event.device] = []

    def _judged(self, event: Judged) -> None:
        """New findings replace the old ones; a problem that is now not found is closed.

        Where nothing but an answer changed, and no step was done, nothing was closed: it was answered.
        """
        known = self.findings.setdefault(event.device, {})
        if event.only is None:
            known.clear()
        else:
            for finding_id in [i for i, f in known.items() if f.check == event.only]:
                del known[finding_id]
        now = {finding.id: finding for finding in event.findings}
        known.update(now)
        was_problem = self.was_problem.setdefault(event.device, {})
        _places_gone(event, was_problem)
        for finding_id, finding in now.items():
            if finding.outcome == "problem":
                was_problem[finding_id] = event.checked_at
                self.closed_at.pop(finding_id, None)
            elif finding.outcome == "not-found" and finding_id in was_problem:
                if event.looked or finding.check in self.done.get(event.device, {}):
                    self.closed_at.setdefault(finding_id, event.checked_at)
                elif finding_id not in self.closed_at:
                    del was_problem[finding_id]
        if event.looked:
            self.looked_at[event.device] = event.checked_at

    # --- reading it -----------------------------------------------------------------------

    def listed(self) -> list[Device]:
        """Devices that are shown, in the order they were found; the rest are only counted."""
        return [device for device in self.devices.values() if device.listed]

    def group(self, kinds: tuple[Kind, ...]) -> list[Device]:
        """Listed devices of these kinds."""
        return [device for device in self.listed() if device.kind in kinds]

    def findings_of(self, device_id: str) -> list[Finding]:
        """The findings of one device: problems first, then what could not be checked, then the rest; at the
        end what the person was not asked yet."""
        order = {"problem": 0, "could-not-check": 1, "not-found": 2}

        def place(finding: Finding) -> tuple[object, ...]:
            not_asked = finding.outcome == "could-not-check" and finding.reason == "not-asked"
            return not_asked, order[finding.outcome], *urgency(finding)

        return sorted(self.findings.get(device_id, {}).values(), key=place)

    @property
    def unseen(self) -> list[str]:
        """What could not be seen, each one sentence: what was left out, and every sign of a blind spot."""
        return [*self.left_out, *self.blind, *self._said_to_be_elsewhere()]

    def _said_to_be_elsewhere(self) -> list[str]:
        if not any(device.told.get("wifi.other") in ("known", "unknown") for device in self.devices.values()):
            return []
        return [_("You said that there is another wifi or router. What is on it was not looked at.")]

    def problems(self) -> list[Finding]:
        """Every problem of every listed device; an account that stands in two of its lists is one."""
        each = ((d, [f for f in self.findings.get(d.id, {}).values() if f.outcome == "problem"]) for d in self.listed())
        return [f for device, found in each for f in once_each(device, sorted(found, key=urgency))]

    @property
    def counted(self) -> Mapping[str, int]:
        """How many things were only counted: phones and computers, and others."""
        other = [device for device in self.devices.values() if not device.listed]
        personal = sum(1 for device in other if device.family == "phone-or-computer")
        return {
            "hosts": len(self.devices),
            "phones_and_computers": personal,
            "other": len(other) - personal,
        }


def _places_gone(event: Judged, was_problem: dict[str, datetime]) -> None:
    """A problem had a place of its own (a router rule, an account), and now there is no such place any more:
    it is closed where every place that is left, or the whole device, was looked at and has none. ``was_problem``: those
    of this device."""
    head = len(event.device) + 1
    before: dict[str, list[str]] = {}
    for finding_id in was_problem:
        before.setdefault(finding_id[head:].partition("/")[0], []).append(finding_id)
    left: dict[str, list[Finding]] = {}
    for finding in event.findings if before else ():
        if finding.check in before:
            left.setdefault(finding.check, []).append(finding)
    for check, found in left.items():
        here = {finding.id for finding in found}
        gone = [finding_id for finding_id in before[check] if finding_id not in here]
        looked = all(finding.outcome == "not-found" for finding in found)
        if looked and gone and not here & was_problem.keys():
            was_problem[found[0].id] = was_problem[gone[0]]
