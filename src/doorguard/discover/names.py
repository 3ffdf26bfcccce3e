"""Reverse names: what the router and the devices themselves call an address.

Cloud-only doorbells run no service at all, but they give the router a name when they join. Asked
by mDNS (RFC 6762) and by plain DNS at the router (RFC 1035). A name is kept only if a rule for a
camera, doorbell, recorder or hub matches it; every other name is dropped unseen (design rule 9).
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
from collections import Counter
from collections.abc import Iterator

from doorguard.discover.channel import Channel, Ground
from doorguard.discover.share import MOST_IN_ALL, Share
from doorguard.model import Fact, Level, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Datagram, Due, Ear, hear_any
from doorguard.network.refusal import OverBudget
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

NAME = "names"
GROUP, MDNS_PORT, DNS_PORT = "224.0.0.251", 5353, 53
MDNS_AT = (0.6, 1.8, 3.4)
ROUTER_AT = (0.7, 2.0, 3.6)
ROUTER_QUESTIONS, ROUTER_TIMES = (8, 14, 20), 2
"""Questions asked of the router until each of these moments: at first nobody is recognised yet, so some are
kept for those who turn out to need a name."""
MDNS_TIMES, MDNS_QUESTIONS = 2, 60
PACKETS_EACH = 256
_PTR, _CLASS = 12, 1


class _Asking:
    """Who has been asked about, and whose name is known, wanted or not."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self.ground = door, ground
        self.at_router: Counter[str] = Counter()
        self.router_said: set[str] = set()
        self.by_mdns: dict[str, int] = {}
        self.named: set[str] = set()
        self.wanted: set[str] = set()
        self.packets = Share(PACKETS_EACH, MOST_IN_ALL)

    def _nameless(self) -> list[str]:
        return [a for a in self.ground.hosts_by_need() if ":" not in a and a not in self.named]

    def ask_mdns(self, ear: Ear) -> None:
        """Reverse questions for every host without a name, many in one packet."""
        wanted = [a for a in self._nameless() if self.by_mdns.get(a, 0) < MDNS_TIMES][:MDNS_QUESTIONS]
        for address in wanted:
            self.by_mdns[address] = self.by_mdns.get(address, 0) + 1
        only = self.door.scope.only
        for packet in _packets(wanted) if wanted else ():
            ear.send(packet, only or GROUP, MDNS_PORT)

    def ask_router(self, ear: Ear, most: int) -> None:
        """One question a packet, ``most`` in all so far: the router's budget is kept, and who needs a name most
        comes first.

        Who gave itself a name that no rule wants comes after them, but comes: a doorbell may call itself
        a printer, and the router knows it by another name.
        """
        gateway = self.door.scope.gateway
        if gateway is None or not self.door.scope.allows(gateway):
            return
        self_named = [a for a in self.ground.hosts() if a in self.named and a not in self.wanted]
        waiting = [a for a in [*self._nameless(), *self_named] if a not in self.router_said and a != gateway]
        # Who was not asked yet comes first; a question that was lost on the way is asked once more.
        for address in sorted(waiting, key=lambda a: self.at_router[a]):
            if self.at_router.total() >= most or self.at_router[address] >= ROUTER_TIMES:
                return
            self.at_router[address] += 1
            for packet in _packets([address], recursive=True):
                with contextlib.suppress(OverBudget):
                    ear.send(packet, gateway, DNS_PORT)

    def take(self, heard: Datagram) -> Iterator[Sighting]:
        """Names in one answer; those that no rule wants are forgotten here."""
        if not self.packets.admits(heard.address):
            return
        said = read(heard.data)
        if heard.address == self.door.scope.gateway:
            # Only answers to our own questions: anybody can send names that we did not ask for.
            self.router_said.update(address for address in said if self.at_router[address])
        for address, label in said.items():
            # A device may name itself; only the router may name others.
            trusted = heard.address in (address, self.door.scope.gateway)
            if not trusted or not label or not self.door.scope.holds(address):
                continue
            self.named.add(address)
            if self.ground.wanted_name(label):
                self.wanted.add(address)
                now = self.ground.now()
                fact = Fact(name="host.name", value=label, how="reported", probe=NAME, seen_at=now)
                yield Sighting(channel=NAME, address=address, names=(label,), facts=(fact,), seen_at=now)


def _packets(addresses: list[str], *, recursive: bool = False) -> list[bytes]:
    from zeroconf import DNSOutgoing, DNSQuestion

    out = DNSOutgoing(0x0100 if recursive else 0, multicast=not recursive)
    for address in addresses:
        name = ipaddress.ip_address(address).reverse_pointer + "."
        out.add_question(DNSQuestion(name, _PTR, _CLASS))
    return [bytes(packet) for packet in out.packets()]


def read(data: bytes) -> dict[str, str]:
    """Address to host label, from the PTR answers of one message; "" where it knows no name. Never raises."""
    from zeroconf import DNSIncoming, DNSPointer

    found: dict[str, str] = {}
    try:
        message = DNSIncoming(data)
        records = message.answers() if message.valid else []
        asked = message.questions if message.valid else []
    except Exception:  # noqa: BLE001 - a hostile packet must not end the channel
        return found
    for question in asked[:64]:
        if address := _forward(question.name):
            found[address] = ""
    for record in records[:64]:
        if isinstance(record, DNSPointer) and (address := _forward(record.name)):
            found[address] = clean(record.alias.split(".")[0], NAME_CAP)
    return found


def _forward(name: str) -> str | None:
    """The address that a reverse name stands for (RFC 1035 section 3.5); None for any other name."""
    tail = ".in-addr.arpa."
    if not name.lower().endswith(tail):
        return None
    with contextlib.suppress(ValueError):
        return str(ipaddress.IPv4Address(".".join(reversed(name[: -len(tail)].split(".")))))
    return None


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Ask for names of live hosts, and keep the wanted ones."""
    asking = _Asking(door, ground)
    with door.ear() as ear:
        due: list[Due] = [(at, functools.partial(asking.ask_mdns, ear)) for at in MDNS_AT]
        due += [
            (at, functools.partial(asking.ask_router, ear, most))
            for at, most in zip(ROUTER_AT, ROUTER_QUESTIONS, strict=True)
        ]
        for _, heard in hear_any([ear], ground.listening, due):
            yield from asking.take(heard)


CHANNEL = Channel(
    name=NAME,
    title=N_("Names the router knows"),
    level=Level.LOOK,
    side_effect="The router answers a question that computers ask all day.",
    run=run,
)
