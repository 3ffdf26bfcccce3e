"""The one store of what was found: every reader and every form says it from here. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from doorguard.catalog.groups import WAYS
from doorguard.model import Device, Finding, Reason, Sent, Way
from doorguard.report.listed import once_each, sentence_of
from doorguard.report.picture import Picture, urgency
from doorguard.report.summary.blocks import Drawing, State, WayIn
from doorguard.report.summary.left_out import Hider
from doorguard.report.summary.material import Material, NextStep
from doorguard.report.text import MOST_NAMED, REASON_WORDS, clock
from doorguard.wording import _, count, many

COUNTED: tuple[Reason, ...] = ("level", "not-supported", "not-asked")
"""Reasons that hold for many checks of a device at once: counted, not named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One answer about one device. ``where`` is its place, for whoever knows what a port is; ``at``: when it was
    seen closed, and ``when`` the same in words."""

    finding: Finding
    says: str
    where: str = ""
    at: datetime | None = None
    when: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """What could not be checked for one reason: named, or only counted (``says`` is empty)."""

    reason: Reason
    says: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """All that is said of one device."""

    device: Device
    called: str
    problems: tuple[Said, ...]
    closed: tuple[Said, ...]
    looked: tuple[Said, ...]
    unknown: tuple[Unknown, ...]
    drawing: Drawing
    sent: Sent


@dataclass(frozen=True, kw_only=True)
class Store:
    """What every summary says, once. ``problems`` of all devices, the most urgent first."""

    material: Material
    hider: Hider
    devices: tuple[Found, ...]
    problems: tuple[tuple[Found, Said], ...]
    closed: tuple[tuple[Found, Said], ...]
    steps: tuple[tuple[Found, NextStep], ...]
    cannot_see: tuple[str, ...]
    sent: Sent

    @property
    def picture(self) -> Picture:
        """What it was folded from."""
        return self.material.picture


def store_of(material: Material) -> Store:
    """Everything that was found, sorted and said."""
    picture = material.picture
    listed = sorted(picture.listed(), key=_in_order)
    hider = Hider(listed, _written(material), show_all=material.show_all)
    devices = tuple(_found(device, material, hider) for device in listed)
    by_id = {found.device.id: found for found in devices}
    problems = [(found, said) for found in devices for said in found.problems]
    closed = [(found, said) for found in devices for said in found.closed]
    return Store(
        material=material,
        hider=hider,
        devices=devices,
        problems=tuple(sorted(problems, key=lambda pair: urgency(pair[1].finding))),
        closed=tuple(sorted(closed, key=lambda pair: pair[1].at or material.now)),
        steps=tuple((by_id[step.device], step) for step in material.steps if step.device in by_id),
        cannot_see=tuple(map(hider.text, dict.fromkeys((*picture.left_out, *picture.blind)))),
        sent=sum_of((*picture.sent.values(), *material.sent_before.values())),
    )


def _in_order(device: Device) -> tuple[int, int, str]:
    """By address, so that a device has the same number in every paper, whoever answered first."""
    try:
        address = ipaddress.ip_address(device.addresses[0].partition("%")[0])
    except (IndexError, ValueError):  # added by hand
        return 9, 0, device.id
    return address.version, int(address), device.id


_NAMES_IN = {
    ("diary", "where"): "place",
    ("diary", "who_saw"): "name",
    ("continuity", "to"): "name",
    ("continuity", "by"): "name",
    ("attachment", "name"): "file",
    ("header", "made_by"): "name",
}
"""Where an entry holds a name, a place or the name of a file; that is left out by itself."""


def _written(material: Material) -> Iterator[tuple[str, str]]:
    for entry in material.entries:
        for (kind, key), what in _NAMES_IN.items():
            value = entry.body.get(key) if entry.kind == kind else None
            if isinstance(value, str) and value:
                yield what, value


def sum_of(each: Iterable[Sent]) -> Sent:
    """All of it together."""
    total = Sent()
    for sent in each:
        total += sent
    return total


def _found(device: Device, material: Material, hider: Hider) -> Found:
    picture = material.picture
    findings = once_each(device, picture.findings_of(device.id))
    problems = [f for f in findings if f.outcome == "problem"]
    closed = [f for f in findings if f.outcome == "not-found" and f.id in picture.closed_at]
    shown = {f.check for f in (*problems, *closed)}
    looked = {f.check: f for f in findings if f.outcome == "not-found" and f.check not in shown}
    unknown = [f for f in findings if f.outcome == "could-not-check" and f.reason is not None]

    def said(finding: Finding, instead: str = "") -> Said:
        which = sentence_of(device, finding.where) if material.show_all else ""
        at = picture.closed_at.get(finding.id)
        words = " ".join(part for part in (instead or finding.problem, which, *finding.says) if part)
        return Said(
            finding=finding,
            says=hider.text(words),
            where=_where(finding),
            at=at,
            when=clock(at, material.zone) if at else "",
        )

    called = hider.called(device)
    return Found(
        device=device,
        called=called,
        problems=tuple(map(said, problems)),
        closed=tuple(map(said, closed)),
        looked=tuple(said(one, material.good.get(one.check, "")) for one in looked.values()),
        unknown=tuple(_unknown(unknown, shown | looked.keys(), hider)),
        drawing=_drawing(called, material, problems, closed, looked.values(), unknown),
        sent=sum_of(
            (
                *(picture.sent[address] for address in device.addresses if address in picture.sent),
                material.sent_before.get(device.id, Sent()),
            )
        ),
    )


def _where(finding: Finding) -> str:
    """A port or a path; which entry of a list it is, its sentence says, and only where nothing is left out."""
    return finding.where if finding.where and finding.where.partition("/")[0] in ("tcp", "udp") else ""


def _unknown(findings: list[Finding], answered: set[str], hider: Hider) -> Iterable[Unknown]:
    groups: dict[Reason, list[Finding]] = {}
    for finding in findings:
        assert finding.reason is not None  # chosen so
        groups.setdefault(finding.reason, []).append(finding)
    for reason, group in groups.items():
        checks = {f.check for f in group}
        if reason in COUNTED or (reason == "login-needed" and len(checks) > MOST_NAMED):
            left = checks if reason == "not-asked" else checks - answered
            if left:
                yield Unknown(reason=reason, number=len(left))
        else:
            says = dict.fromkeys(hider.text(" ".join((f.problem, *f.says))) for f in group)
            yield Unknown(reason=reason, says=tuple(says), number=len(says))


_WORST_FIRST: tuple[State, ...] = ("found", "closed", "not-known", "not-found")


def _drawing(
    called: str,
    material: Material,
    problems: list[Finding],
    closed: list[Finding],
    looked: Iterable[Finding],
    unknown: list[Finding],
) -> Drawing:
    """One line for each group in which a check was held against this device."""
    sorted_in: dict[Way, dict[State, set[str]]] = {}
    states: tuple[tuple[State, Iterable[Finding]], ...] = (
        ("found", problems),
        ("closed", closed),
        ("not-found", looked),
        ("not-known", unknown),
    )
    for state, findings in states:
        for finding in findings:
            way = material.ways.get(finding.check, finding.way)
            sorted_in.setdefault(way, {}).setdefault(state, set()).add(
                finding.id if state in ("found", "closed") else finding.check
            )
    ways = []
    for way, title in WAYS.items():
        here = sorted_in.get(way)
        if here:
            worst = next(state for state in _WORST_FIRST if state in here)
            ways.append(WayIn(_(title), worst, _state_words(worst, len(here[worst]))))
    return Drawing(called, tuple(ways), _in_words(called, ways))


def _in_words(called: str, ways: Sequence[WayIn]) -> str:
    """What the drawing shows, for who hears or reads it: what was found comes first."""
    worst_first = sorted(ways, key=lambda way: _WORST_FIRST.index(way.state))
    told = "; ".join(_("{way}: {says}").format(way=way.title, says=way.says) for way in worst_first)
    return _("Ways in to {device}. {ways}.").format(device=called, ways=told or _("none known"))


def _state_words(state: State, number: int) -> str:
    match state:
        case "found":
            return many("{number} found", "{number} found", number).format(number=number)
        case "closed":
            return many("{number} closed", "{number} closed", number).format(number=number)
        case "not-found":
            return _("looked, not found")
        case "not-known":
            return _("not all known")


def unknown_words(unknown: Unknown, *, you: bool) -> str:
    """A counted reason as one line. ``you``: it is the person who reads."""
    if unknown.reason == "not-asked":
        says = (
            many(
                "{number} question that only you can answer.",
                "{number} questions that only you can answer.",
                unknown.number,
            )
            if you
            else many(
                "{number} question that only the person can answer.",
                "{number} questions that only the person can answer.",
                unknown.number,
            )
        )
        return says.format(number=unknown.number)
    return _("{things}. Why: {reason}.").format(
        things=count(unknown.number, "more thing", "more things"), reason=_(REASON_WORDS[unknown.reason])
    )
