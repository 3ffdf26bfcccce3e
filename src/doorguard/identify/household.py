"""What belongs together: from sightings to devices.

Merging (design section 4): two addresses are one device when the neighbour table gives them one
hardware address *and* something else agrees: an id both gave, or the IPv6 beside the one IPv4 of
that hardware. One hardware address with several IPv4 addresses and no common id is one box with
several devices behind it. What a device says of itself never merges two hardware addresses.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from doorguard import flaws
from doorguard.catalog import Catalog
from doorguard.identify.recogniser import Recogniser
from doorguard.model import Because, Device, Fact, Gap, Sighting
from doorguard.wording import _

OF_NETWORK = "names"
"""The channel of reverse names."""
MOST_PER_SOURCE = 64
MOST_FACTS_EACH = 256
"""Facts about one address from one channel or probe: whoever talks much in one must not hide what another saw."""
MOST_JUDGED_EACH = 64
"""What checks judge has room of its own. Each may become a finding, and nobody reads more about one device."""
MOST_IN_ALL = 2000
MOST_GUESTS = 500
"""Addresses that are not the network's own: anybody can write any number of them on a datagram, so
they never take the room of the network's own, of which there are 1,022 at most (a /22)."""
IdFrom = Literal["mac", "hap", "uuid", "serial", "address", "hand"]


@dataclass
class _Host:
    """Everything about one address."""

    address: str
    mac: str | None = None
    ids: set[tuple[str, str]] = field(default_factory=set)
    names: dict[str, bool] = field(default_factory=dict)
    """Whether it is a name that only the network has for it: such names come last, whoever spoke first."""
    facts: dict[tuple[str, str | None, str], Fact] = field(default_factory=dict)
    facts_of: Counter[str] = field(default_factory=Counter)
    gaps: dict[tuple[str, str | None, tuple[str, ...]], Gap] = field(default_factory=dict)
    channels: set[str] = field(default_factory=set)
    first_seen: float = 0.0
    misaddressed: str | None = None
    sightings: int = 0

    @property
    def v6(self) -> bool:
        return ":" in self.address


class Household:
    """All sightings so far, as devices. One thread. ``refused`` counts sightings over the limits."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._hosts: dict[str, _Host] = {}
        self._ids: dict[str, str] = {}
        self._total = 0
        self._guests = 0
        self.refused = 0
        self._recogniser = Recogniser(catalog)
        self._judged = frozenset(name for check in catalog.checks for name in check.facts)
        self._grouped: dict[str, list[_Host]] | None = None
        self._with_mac: dict[str, list[_Host]] = {}
        self._with_id: dict[tuple[str, str], list[_Host]] = {}
        self._made: dict[str, Device] = {}

    def add(self, sighting: Sighting) -> bool:
        """Take one sighting. False when it told nothing new or was over the limits."""
        host = self._hosts.get(sighting.address)
        if host is None:
            guest = ":" in sighting.address or sighting.misaddressed == sighting.address
            if self._total >= MOST_IN_ALL or (guest and self._guests >= MOST_GUESTS):
                self.refused += 1
                return False
            self._guests += guest
            host = _Host(sighting.address, first_seen=sighting.seen_at)
            self._hosts[sighting.address] = host
            self._total += 1
        if sighting.channel not in host.channels and len(host.channels) > MOST_PER_SOURCE:
            self.refused += 1
            return False
        return self._merge_into(host, sighting)

    def _merge_into(self, host: _Host, sighting: Sighting) -> bool:
        before = (host.mac, len(host.ids), len(host.names), host.misaddressed, len(host.gaps))
        host.channels.add(sighting.channel)
        host.sightings += 1
        if sighting.mac:
            host.mac = sighting.mac
        host.ids.update(sorted(sighting.ids)[:MOST_PER_SOURCE])
        for name in sighting.names[:8]:
            if name and (name in host.names or len(host.names) < 16):
                of_network = sighting.channel == OF_NETWORK
                host.names[name] = of_network and host.names.get(name, True)
        host.misaddressed = sighting.misaddressed or host.misaddressed
        changed = False
        for fact in sighting.facts:
            changed |= self._take_fact(host, fact)
        for gap in sighting.gaps:
            host.gaps[gap.probe, gap.place, gap.names] = gap
        after = (host.mac, len(host.ids), len(host.names), host.misaddressed, len(host.gaps))
        told = changed or before != after or host.sightings == 1
        if before[:2] != after[:2] or host.sightings == 1:
            self._grouped = None  # who belongs together may be different now
            self._made.clear()
        elif told:
            for member in self._groups()[host.address]:
                self._made.pop(member.address, None)
        return told

    def _take_fact(self, host: _Host, fact: Fact) -> bool:
        """Keep one fact. False when it was known, or one too many."""
        key = _key(host, fact)
        old = host.facts.get(key)
        if old is None:
            # What checks judge has room of its own, which no amount of other talk takes.
            room = f"{fact.probe}/{fact.name in self._judged}"
            if host.facts_of[room] >= (MOST_JUDGED_EACH if fact.name in self._judged else MOST_FACTS_EACH):
                self.refused += 1
                return False
            host.facts_of[room] += 1
        host.facts[key] = fact
        self._settle_gaps(host, fact)
        return old is None or old.value != fact.value or old.how != fact.how

    @staticmethod
    def _settle_gaps(host: _Host, fact: Fact) -> None:
        """What is known now is no gap any more."""
        for key in [k for k in host.gaps if fact.name in k[2] and k[1] == fact.place]:
            del host.gaps[key]

    def forget(self, addresses: Iterable[str], names: Iterable[str]) -> None:
        """Drop facts and gaps of these names before they are asked again."""
        wanted = set(names)
        for address in addresses:
            host = self._hosts.get(address)
            if host is not None:
                host.facts = {k: f for k, f in host.facts.items() if f.name not in wanted}
                host.facts_of = Counter(f"{f.probe}/{f.name in self._judged}" for f in host.facts.values())
                host.gaps = {k: g for k, g in host.gaps.items() if not wanted & set(g.names)}
        self._made.clear()

    def forget_witness(self, address: str, probes: set[str]) -> None:
        """Drop what these probes said before they are asked again."""
        host = self._hosts.get(address)
        if host is not None:
            host.facts = {k: f for k, f in host.facts.items() if f.probe not in probes}
            host.facts_of = Counter(fact.probe for fact in host.facts.values())
            host.gaps = {k: g for k, g in host.gaps.items() if g.probe not in probes}
        self._made.clear()

    def knows(self, address: str) -> bool:
        """True when something was taken from this address."""
        return address in self._hosts

    def has_mac(self, address: str) -> bool:
        """True when the hardware address behind this address is known."""
        host = self._hosts.get(address)
        return host is not None and host.mac is not None

    def gaps_of(self, device: Device) -> list[Gap]:
        """What could not be learned about a device."""
        own = [gap for a in device.addresses if a in self._hosts for gap in self._hosts[a].gaps.values()]
        return [*own, *flaws.compare(device).gaps]

    def device_of(self, address: str) -> Device | None:
        """The device that has this address now."""
        if address not in self._made:
            group = self._groups().get(address)
            if group is None:
                return None
            self._made[address] = self._device(group)
        return self._made[address]

    def devices(self) -> list[Device]:
        """Every device, in the order first seen."""
        seen: set[int] = set()
        found = []
        for group in self._groups().values():
            if id(group) not in seen:
                seen.add(id(group))
                device = self.device_of(group[0].address)
                if device is not None:
                    found.append(device)
        return found

    # --- what belongs together ---------------------------------------------------------------

    def _groups(self) -> dict[str, list[_Host]]:
        """Address to the hosts that are one device with it."""
        if self._grouped is None:
            self._grouped = self._group()
        return self._grouped

    def _group(self) -> dict[str, list[_Host]]:
        self._with_mac, self._with_id = defaultdict(list), defaultdict(list)
        groups: dict[str, list[_Host]] = {}
        for host in self._hosts.values():
            for one in _own_ids(host.ids):
                self._with_id[one].append(host)
            if host.mac:
                self._with_mac[host.mac].append(host)
            else:
                groups[host.address] = [host]
        for hosts in self._with_mac.values():
            for group in _split(hosts):
                for host in group:
                    groups[host.address] = group
        return {address: groups[address] for address in self._hosts}

    def _device(self, group: list[_Host]) -> Device:
        macs = {host.mac for host in group if host.mac}
        mac = next(iter(macs), None)
        same_box = mac is not None and len(self._with_mac[mac]) > len(group)
        ids = set().union(*(host.ids for host in group))
        facts = tuple(fact for host in group for fact in host.facts.values())
        device_id, id_from = self._id(group, mac, ids, same_box)
        members = {host.address for host in group}
        shared = any(
            host.mac != mac and host.address not in members for one in _own_ids(ids) for host in self._with_id[one]
        )
        maker = next((str(f.value) for f in facts if f.name == "mac.maker"), None)
        seen = self._recogniser.recognise(facts)
        names = tuple(dict.fromkeys(n for host in group for n in sorted(host.names, key=host.names.__getitem__)))
        device = Device(
            id=device_id,
            id_from=id_from,
            addresses=tuple(sorted((h.address for h in group), key=lambda a: (":" in a, a))),
            mac=mac,
            maker_of_mac=maker,
            names=names if seen.kind not in ("unknown", "other") else (),
            kind=seen.kind,
            sure=seen.sure,
            vendor=seen.vendor,
            family=seen.family,
            model=_best(facts, "device.model"),
            firmware=_best(facts, "device.firmware"),
            because=seen.because + _oddities(group, same_box, shared),
            facts=facts,
            first_seen=min(host.first_seen for host in group),
            behind_one_box=same_box,
            claims_shared_id=shared,
        )
        return replace(device, facts=(*facts, *flaws.compare(device).facts))

    def _id(
        self, group: list[_Host], mac: str | None, ids: set[tuple[str, str]], shared_mac: bool
    ) -> tuple[str, IdFrom]:
        """A stable id; the first one given to any of the addresses stays."""
        kept = [self._ids[h.address] for h in group if h.address in self._ids]
        device_id, id_from = _fresh_id(group[0].address, mac, ids, shared_mac)
        if kept:
            device_id = kept[0]
            id_from = _id_from(device_id)
        for host in group:
            self._ids.setdefault(host.address, device_id)
        return device_id, id_from


def _key(host: _Host, fact: Fact) -> tuple[str, str | None, str]:
    """Where a fact is kept: in the place of the older one, unless an announcement says the opposite of it.

    Anybody on the network can put another device's address on a datagram. So "yes" and "no" under one
    address are both kept until the device is asked again, and a problem in one is a problem.
    """
    old = host.facts.get(fact.key)
    opposite = old is not None and isinstance(fact.value, bool) and old.value is not fact.value
    if opposite and old is not None and old.how == fact.how == "reported":
        return (fact.probe, fact.place, f"{fact.name}={fact.value}")
    return fact.key


def _own_ids(ids: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {i for i in ids if i[0] != "claimed-mac"}


def _split(hosts: list[_Host]) -> list[list[_Host]]:
    """The devices behind one hardware address."""
    fours = [host for host in hosts if not host.v6]
    if len(fours) <= 1:
        return [hosts]
    groups: list[list[_Host]] = []
    for host in fours + [h for h in hosts if h.v6]:
        for group in groups:
            if any(_own_ids(host.ids) & _own_ids(other.ids) for other in group):
                group.append(host)
                break
        else:
            groups.append([host])
    return groups


def _fresh_id(address: str, mac: str | None, ids: set[tuple[str, str]], shared_mac: bool) -> tuple[str, IdFrom]:
    if mac and not shared_mac:
        return "mac-" + mac.replace(":", ""), "mac"
    for kind in ("hap", "uuid", "serial"):
        for name, value in sorted(ids):
            if name == kind and not mac:
                # Ids are personal and can be long or hostile; a short digest is as stable.
                return f"{kind}-{hashlib.sha256(value.encode()).hexdigest()[:12]}", kind
    return "at-" + address.replace(":", "-").replace("%", "-"), "address"


def _id_from(device_id: str) -> IdFrom:
    head = device_id.partition("-")[0]
    for kind in ("mac", "hap", "uuid", "serial", "hand"):
        if head == kind:
            return kind
    return "address"


def _best(facts: Sequence[Fact], name: str) -> str | None:
    """The shortest non-empty value: makers' own channels give the model, others whole sentences."""
    values = [str(f.value) for f in facts if f.name == name and str(f.value).strip()]
    return min(values, key=lambda value: (len(value), value), default=None)


def _oddities(group: list[_Host], one_box: bool, shared: bool) -> tuple[Because, ...]:
    found = []
    if one_box:
        found.append(
            Because(
                channel="neighbours",
                says=_("several devices answer through one box here, as behind a wifi extender"),
            )
        )
    if shared:
        found.append(Because(channel="identify", says=_("another device here gives itself the same id")))
    if any(host.misaddressed for host in group):
        found.append(
            Because(
                channel="identify",
                says=_("it is on your network, but its own address belongs to another one"),
            )
        )
    return tuple(found)
