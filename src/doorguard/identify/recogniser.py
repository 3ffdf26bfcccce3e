"""What each thing is, with its reasons: the rules of ``vendors/`` over a device's facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from doorguard.catalog import Catalog, Rule, VendorPage
from doorguard.matcher import Values
from doorguard.model import Because, Fact, Kind, Scalar
from doorguard.wording import N_, _

MOST_REMEMBERED = 2000
DECLARED, POSSIBLE = 3, 2
VIDEO_DOORS = frozenset({"tcp/554", "tcp/8554", "tcp/10554", "tcp/5544"})
"""Where cameras have their RTSP service (RFC 2326); nothing that prints or plays has one there."""

_SPECIFIC: tuple[Kind, ...] = ("router", "doorbell", "recorder", "camera", "hub", "other")
"""With equal evidence the more specific kind wins: a doorbell is also a camera."""


DISGUISED = Because(
    channel="identify", says=N_("it says that it is no camera, but it has a door that cameras have for video")
)


@dataclass(frozen=True)
class Recognised:
    """What the rules say about one set of facts."""

    kind: Kind
    sure: Literal["yes", "looks-like", "no"]
    vendor: str | None
    family: str | None
    because: tuple[Because, ...]


class Recogniser:
    """Judges every rule of every page over a device's facts. Remembers what it has judged."""

    def __init__(self, catalog: Catalog) -> None:
        self._rules: dict[str, list[tuple[Rule, VendorPage]]] = defaultdict(list)
        self._pages = {name: page for page in catalog.vendors for name in page.names}
        for page in catalog.vendors:
            for rule in page.rules:
                # Filed under every fact it needs, so that only rules with a chance are judged.
                for line in rule.when.lines:
                    self._rules[line.fact].append((rule, page))
        self._known: dict[frozenset[tuple[str | None, str, Scalar, str]], Recognised] = {}

    def recognise(self, facts: Sequence[Fact]) -> Recognised:
        """The kind, the maker and the reasons."""
        telling = [f for f in facts if f.name in self._rules or f.name in ("port.open", "video.open")]
        key = frozenset((fact.place, fact.name, fact.value, fact.probe) for fact in telling)
        if key not in self._known:
            if len(self._known) > MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._recognise(telling)
        return self._known[key]

    def _recognise(self, facts: Sequence[Fact]) -> Recognised:
        matched = self._matched(facts)
        kind, sure = _kind(matched)
        disguised = kind == "other" and _has_video(facts)
        if disguised:
            # What it says of itself must not hide what it does: a camera can announce that it prints.
            matched = [m for m in matched if m[0].kind != "other"]
            kind, sure = _kind(matched)
        elif kind == "other" and _hides_an_open_door(matched, facts):
            kind, sure = "unknown", "no"
        vendor = _vendor([m for m in matched if m[0].kind != "other"]) if kind != "other" else None
        page = self._pages.get(vendor) if vendor else None
        family = page.family if page else None
        if kind == "other":
            family = next((r.counts_as for r, _, _ in matched if r.kind == "other" and r.counts_as), None)
        because = ((replace(DISGUISED, says=_(DISGUISED.says)),) if disguised else ()) + _because(matched, kind, vendor)
        return Recognised(kind, sure, vendor, family, because)

    def wants_name(self, name: str) -> bool:
        """True when a rule for something listed matches this name of a host, or of its web page."""
        page = "mdns/_http._tcp"
        as_host = Fact(name="host.name", value=name, probe="names")
        as_page = Fact(name="mdns.name", value=name, place=page, probe="mdns")
        kind = Fact(name="mdns.type", value="_http._tcp", place=page, probe="mdns")
        without_name = {id(rule) for rule, _, _ in self._matched([kind])}
        return any(
            (r.kind is not None or r.vendor) and r.kind != "other" and id(r) not in without_name
            for r, _, _ in self._matched([as_host, as_page, kind])
        )

    def _matched(self, facts: Sequence[Fact]) -> list[tuple[Rule, VendorPage, str]]:
        """Every rule that holds at some place, with the channel that gave its first fact."""
        by_place: dict[str | None, dict[str, list[Scalar]]] = defaultdict(lambda: defaultdict(list))
        channel: dict[str, str] = {}
        for fact in facts:
            by_place[fact.place][fact.name].append(fact.value)
            # The same witness is named whoever spoke first.
            channel[fact.name] = min(channel.get(fact.name, fact.probe), fact.probe)
        found: dict[int, tuple[Rule, VendorPage, str]] = {}
        for place, here in by_place.items():
            values = _at(here, by_place[None] if place is not None and None in by_place else {})
            for name in here:
                for rule, page in self._rules.get(name, ()):
                    if id(rule) not in found and rule.when.test(values) is True:
                        found[id(rule)] = (rule, page, channel[rule.when.lines[0].fact])
        return list(found.values())


def _at(here: Mapping[str, list[Scalar]], everywhere: Mapping[str, list[Scalar]]) -> Values:
    """What is known at one place: its own facts, and those of the device itself."""
    return lambda name: [*here.get(name, ()), *everywhere.get(name, ())]


def _chip_only(rule: Rule) -> bool:
    return all(line.fact.startswith("mac.") for line in rule.when.lines)


def _hides_an_open_door(matched: list[tuple[Rule, VendorPage, str]], facts: Sequence[Fact]) -> bool:
    """A made-up hardware address alone must not make a thing with open doors a mere phone."""
    why = [rule for rule, _page, _channel in matched if rule.kind == "other"]
    return all(_chip_only(rule) for rule in why) and any(f.name == "port.open" for f in facts)


def _has_video(facts: Sequence[Fact]) -> bool:
    return any(
        (fact.name == "port.open" and fact.value in VIDEO_DOORS) or (fact.name == "video.open" and fact.value is True)
        for fact in facts
    )


def _door_only(rule: Rule) -> bool:
    return all(line.fact == "port.open" for line in rule.when.lines)


def _kind(matched: list[tuple[Rule, VendorPage, str]]) -> tuple[Kind, Literal["yes", "looks-like", "no"]]:
    """Score the kinds. Needs 3 points with one witness that is not the network chip's maker."""
    points: dict[Kind, int] = defaultdict(int)
    best: dict[Kind, int] = defaultdict(int)
    solid: dict[Kind, bool] = defaultdict(bool)
    door_counted = False
    for rule, _page, _channel in matched:
        if rule.kind is None or rule.kind == "unknown":
            continue
        if _door_only(rule):
            # Many open doors are no more telling than one: a catch-all server has them all.
            if door_counted:
                continue
            door_counted = True
        points[rule.kind] += rule.weight
        best[rule.kind] = max(best[rule.kind], rule.weight)
        solid[rule.kind] = solid[rule.kind] or not _chip_only(rule)
    candidates = [kind for kind in _SPECIFIC if points[kind] >= POSSIBLE]
    if not candidates:
        return "unknown", "no"
    if "router" in candidates and best["router"] == 3:
        return "router", "yes"
    # A camera that also runs a web page is a camera: strong evidence for something listed wins.
    kind = max(candidates, key=lambda k: (best[k], k != "other", -_SPECIFIC.index(k), points[k]))
    if kind == "camera" and best["recorder"] == best["camera"]:
        kind = "recorder"
    watching = sum(points[k] for k in ("camera", "doorbell", "recorder"))
    total = watching if kind in ("camera", "doorbell", "recorder") else points[kind]
    if total >= DECLARED and any(solid[k] for k in points):
        return kind, "yes"
    return kind, "looks-like"


def _vendor(matched: list[tuple[Rule, VendorPage, str]]) -> str | None:
    """The maker with most evidence; rules from general knowledge alone never name a brand."""
    points: dict[str, int] = defaultdict(int)
    sourced: set[str] = set()
    for rule, _page, _channel in matched:
        if rule.vendor:
            points[rule.vendor] += rule.weight
            if not rule.general_knowledge:
                sourced.add(rule.vendor)
    named = {v: total for v, total in points.items() if v in sourced and total >= POSSIBLE}
    return max(named, key=lambda vendor: (named[vendor], vendor), default=None)


def _because(matched: list[tuple[Rule, VendorPage, str]], kind: Kind, vendor: str | None) -> tuple[Because, ...]:
    lines: dict[str, Because] = {}
    for rule, _page, channel in sorted(matched, key=lambda m: (-m[0].weight, m[0].says, m[2])):
        if (kind == "other" and rule.kind != "other") or (kind != "other" and rule.kind == "other"):
            continue
        if kind == "unknown" and _door_only(rule):
            continue  # a number alone is no reason to name a maker
        says = rule.says if not rule.general_knowledge else _("{reason} (usually)").format(reason=rule.says)
        if rule.vendor and rule.vendor != vendor and rule.general_knowledge:
            says = _("it looks like {vendor}: {says}").format(vendor=rule.vendor, says=says)
        lines.setdefault(says, Because(channel=channel, says=says))
    return tuple(list(lines.values())[:8])
