"""What changed between two looks at one home. Pure.

Cameras, doorbells, recorders, hubs and routers only: whatever could be a phone is never compared, so that nothing is
learned about who was at home (design rule 9). What was not read on one of the two days is not compared either: an
account that is read for the first time is no new account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from doorguard.model import Device, EndReason, Finding, Gap, Level
from doorguard.record.events import unread_list

What = Literal[
    "new-device",
    "no-answer",
    "new",
    "gone",
    "other-value",
    "came-back",
    "new-problem",
    "closed",
]
"""A device is new, or did not answer; something on it is new, gone or another value; a closed way in is open again;
a way in is new; one that was open is closed."""
COMPARED = ("camera", "doorbell", "recorder", "hub", "router")
LASTING = ("mac", "hap", "uuid", "serial")
"""What an id is made from that stays: an address can be another device's tomorrow."""


class Look(Protocol):
    """What is known after a look: a :class:`~doorguard.report.picture.Picture` is one."""

    level: Level
    ended: EndReason | None
    devices: dict[str, Device]
    gaps: dict[str, list[Gap]]
    findings: dict[str, dict[str, Finding]]
    closed_at: dict[str, datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """``kind`` of thing: device, account, level (what an account may do), recipient, pairing, mapping, port, firmware,
    model, problem. ``before`` and ``now`` are values where there are any; ``finding`` is the way in that this is about.
    """

    what: What
    kind: str
    device: Device
    before: str = ""
    now: str = ""
    finding: Finding | None = None


_LISTS: tuple[tuple[str, str, str], ...] = (
    ("account", "account.name", "account.owner"),
    ("recipient", "recipient.address", "recipient.owner"),
    ("uplink", "uplink.to", "uplink.on"),
)
"""(kind, the fact that names an entry, the fact that is missing where a list of it could not be read)."""
PORTS = "ports"
"""The channel that tries ports."""
_VALUES: tuple[tuple[str, str], ...] = (
    ("pairing", "homekit.paired"),
    ("pairing", "matter.fabrics"),
    ("pairing", "matter.window"),
    ("setup", "setup.done"),
)

_WORDINGS: tuple[tuple[str, str], ...] = (("firmware", "device.firmware"), ("model", "device.model"))
"""A device tells these in other words to each way of asking, and not every way is asked on every day."""


def compare(before: Look, now: Look, *, closed_before: Mapping[str, datetime] | None = None) -> list[Difference]:
    """Everything that is different now, device by device. ``closed_before`` are ways in that were closed at any time
    before, by finding id; by default those of the look before."""
    closed = before.closed_at if closed_before is None else closed_before
    found: list[Difference] = []
    for device in _compared(now):
        old = before.devices.get(device.id)
        if old is None:
            if _looked_for(before, now) and device.id_from in LASTING:
                found.append(Difference(what="new-device", kind="device", device=device))
        else:
            found += _of_one(old, device, before, now)
        found += _ways_in(before, now, device, closed, known=old is not None)
    for device in _compared(before):
        if device.id not in now.devices and _looked_for(now, before) and device.id_from in LASTING:
            found.append(Difference(what="no-answer", kind="device", device=device))
    return found


def _compared(look: Look) -> list[Device]:
    return [device for device in look.devices.values() if device.kind in COMPARED]


def _looked_for(one: Look, other: Look) -> bool:
    """That look went to its end, and asked as much as the other one: what it does not have did not answer."""
    return one.ended == "complete" and min(one.level, Level.LOOK) >= min(other.level, Level.LOOK) > Level.TALK


def _of_one(old: Device, new: Device, before: Look, now: Look) -> Iterator[Difference]:
    for kind, name, missing in _LISTS:
        if _has(old, f"{kind}.") and _has(new, f"{kind}."):
            was, is_now = _entries(old, name), _entries(new, name)
            then_unread, now_unread = _unread(before, old, missing, was), _unread(now, new, missing, is_now)
            # What stands in a list that was not read on the other day may have stood in it then.
            fresh = {one for one, places in is_now.items() if not all(map(then_unread, places))}
            left = {one for one, places in was.items() if not all(map(now_unread, places))}
            yield from _list(kind, left - is_now.keys(), fresh - was.keys(), new)
    yield from _levels(old, new)
    if _ports_tried(old) and _ports_tried(new):
        yield from _list("port", _places(old, "port.open"), _places(new, "port.open"), new)
    if _has(old, "mapping.open") and _has(new, "mapping.open"):
        yield from _list("mapping", _places(old, "mapping.open"), _places(new, "mapping.open"), new)
    for kind, name in _VALUES:
        yield from _value(kind, ", ".join(sorted(_values(old, name))), ", ".join(sorted(_values(new, name))), new)
    for kind, name in _WORDINGS:
        yield from _told_anew(kind, name, old, new)


def _list(kind: str, before: set[str], now: set[str], device: Device) -> Iterator[Difference]:
    for one in sorted(now - before):
        yield Difference(what="new", kind=kind, device=device, now=one)
    for one in sorted(before - now):
        yield Difference(what="gone", kind=kind, device=device, before=one)


def _value(kind: str, before: str, now: str, device: Device) -> Iterator[Difference]:
    if before and now and before != now:
        yield Difference(what="other-value", kind=kind, device=device, before=before, now=now)


def _levels(old: Device, new: Device) -> Iterator[Difference]:
    """An account that may do more, or less, than on the day before. It is known by its name, where one alone has it."""
    before, now = _level_of(old), _level_of(new)
    for name in sorted(before.keys() & now.keys()):
        yield from _value("level", before[name], now[name], new)


def _level_of(device: Device) -> dict[str, str]:
    names = [(str(fact.value), fact.place) for fact in device.facts if fact.name == "account.name"]
    levels = {fact.place: str(fact.value) for fact in device.facts if fact.name == "account.level"}
    said = [name for name, _place in names]
    return {name: levels[place] for name, place in names if said.count(name) == 1 and place in levels}


def _told_anew(kind: str, name: str, old: Device, new: Device) -> Iterator[Difference]:
    """Another value from the same way of asking, at the same place. Said once, however many ways tell it."""
    before = {fact.key: str(fact.value) for fact in old.facts if fact.name == name}
    for fact in new.facts:
        if fact.name == name and fact.key in before and before[fact.key] != str(fact.value):
            yield from _value(kind, before[fact.key], str(fact.value), new)
            return


def _entries(device: Device, name: str) -> dict[str, set[str]]:
    """The entries of all lists of a kind, with the lists they stand in: ``recipient/mail`` for ``recipient/mail/1``."""
    found: dict[str, set[str]] = {}
    for fact in device.facts:
        if fact.name == name:
            place = fact.place or ""
            found.setdefault(str(fact.value), set()).add(re.sub(r"/\d+$", "", place))
    return found


def _unread(look: Look, device: Device, missing: str, entries: Mapping[str, set[str]]) -> Callable[[str], bool]:
    """Whether a list of that day could not be read, or not to its end. One of which entries are known was read."""
    gaps = [gap for gap in look.gaps.get(device.id, ()) if missing in gap.names and unread_list(gap)]
    read = {place for places in entries.values() for place in places}
    cut = {gap.place.removesuffix("/more") for gap in gaps if gap.place and gap.place.endswith("/more")}
    whole = {gap.place for gap in gaps}

    def unread(place: str) -> bool:
        if place in cut:
            return True
        parts = {place, place.partition("-")[0], None}  # a maker's list may be told in parts; None is all of them
        return place not in read and bool(parts & whole)

    return unread


def _ports_tried(device: Device) -> bool:
    """An open one, or a closed one that answers a question (such as the remote command door)."""
    return any(fact.name == "port.open" or fact.probe == PORTS for fact in device.facts)


def _has(device: Device, head: str) -> bool:
    return any(fact.name.startswith(head) for fact in device.facts)


def _values(device: Device, name: str) -> set[str]:
    return {str(fact.value) for fact in device.facts if fact.name == name}


def _places(device: Device, name: str) -> set[str]:
    """Where it is so: ``tcp/554``. A mapping without a place of its own is none."""
    at = (fact.place for fact in device.facts if fact.name == name and fact.value)
    return {place.removeprefix("mapping/") for place in at if place}


def _ways_in(
    before: Look, now: Look, device: Device, closed: Mapping[str, datetime], *, known: bool
) -> Iterator[Difference]:
    """Each check once: came back, new, closed since. One that is open at one place may come back at another."""
    earlier = before.findings.get(device.id, {})
    open_before = {f.check for f in earlier.values() if f.outcome == "problem"}
    looked_before = {f.check for f in earlier.values() if f.outcome == "not-found"}
    closed_checks = {finding_id.split("/")[1] for finding_id in closed if finding_id.startswith(f"{device.id}/")}
    said: set[str] = set()

    def once(finding: Finding, what: What) -> Iterator[Difference]:
        if finding.check not in said:
            said.add(finding.check)
            yield Difference(what=what, kind="problem", device=device, finding=finding)

    findings = list(now.findings.get(device.id, {}).values())
    for finding in findings:
        if finding.outcome != "problem":
            continue
        here = earlier.get(finding.id)
        looked_here = here is not None and here.outcome == "not-found"
        if finding.check in closed_checks - open_before or (looked_here and finding.id in closed):
            yield from once(finding, "came-back")
        elif known and (looked_here or finding.check in looked_before - open_before):
            yield from once(finding, "new-problem")
    not_closed = {f.check for f in findings if f.outcome != "not-found"}
    for finding in findings:
        if finding.outcome == "not-found" and finding.check in open_before - not_closed:
            yield from once(finding, "closed")
