"""Reverse names: what the router and the devices themselves call an address.

Cloud-only doorbells run no service at all, but they give the router a name when they join. Asked
by mDNS (RFC 6762) and by plain DNS at the router (RFC 1035). A name is kept only if a rule for a
camera, doorbell, recorder or hub matches it; every other name is dropped unseen (design rule 9).
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
from collections.abc import Iterator

from doorguard.discover.channel import Channel, Ground
from doorguard.model import Fact, Level, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Due, Ear, hear_any
from doorguard.network.refusal import DoorError
from doorguard.network.text import NAME_CAP, clean

NAME = "names"
GROUP, MDNS_PORT, DNS_PORT = "224.0.0.251", 5353, 53
MDNS_AT = (0.6, 1.8, 3.4)
ROUTER_AT = (0.7, 2.0, 3.6)
ROUTER_QUESTIONS = 20
_PTR, _CLASS = 12, 1


class _Asking:
    """Who has been asked about, and by whom."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self.ground = door, ground
        self.at_router: set[str] = set()
        self.by_mdns: dict[str, int] = {}
        self.known: set[str] = set()

    def _four(self) -> list[str]:
        return [a for a in self.ground.hosts() if ":" not in a and a not in self.known]

    def ask_mdns(self, ear: Ear) -> None:
        """Reverse questions for every host, many in one packet."""
        wanted = [a for a in self._four() if self.by_mdns.get(a, 0) < 2][:60]
        for address in wanted:
            self.by_mdns[address] = self.by_mdns.get(address, 0) + 1
        only = self.door.scope.only
        for packet in _packets(wanted) if wanted else ():
            ear.send(packet, only or GROUP, MDNS_PORT)

    def ask_router(self, ear: Ear) -> None:
        """One question a packet; the router's budget is kept."""
        gateway = self.door.scope.gateway
        for address in self._four():
            if gateway is None or len(self.at_router) >= ROUTER_QUESTIONS:
                return
            if address not in self.at_router and address != gateway:
                self.at_router.add(address)
                for packet in _packets([address], recursive=True):
                    with contextlib.suppress(DoorError):
                        ear.send(packet, gateway, DNS_PORT)


def _packets(addresses: list[str], *, recursive: bool = False) -> list[bytes]:
    from zeroconf import DNSOutgoing, DNSQuestion

    out = DNSOutgoing(0x0100 if recursive else 0, multicast=not recursive)
    for address in addresses:
        name = ipaddress.ip_address(address).reverse_pointer + "."
        out.add_question(DNSQuestion(name, _PTR, _CLASS))
    return [bytes(packet) for packet in out.packets()]


def read(data: bytes) -> dict[str, str]:
    """Address to host label, from the PTR answers of one message. Never raises."""
    from zeroconf import DNSIncoming, DNSPointer

    found: dict[str, str] = {}
    try:
        message = DNSIncoming(data)
        records = message.answers() if message.valid else []
    except Exception:  # noqa: BLE001 - a hostile packet must not end the channel
        return found
    for record in records[:64]:
        if isinstance(record, DNSPointer) and record.name.lower().endswith(".in-addr.arpa."):
            parts = record.name.lower().removesuffix(".in-addr.arpa.").split(".")
            with contextlib.suppress(ValueError):
                address = str(ipaddress.IPv4Address(".".join(reversed(parts))))
                found[address] = clean(record.alias.split(".")[0], NAME_CAP)
    return found


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Ask for names of live hosts, and keep the wanted ones."""
    asking = _Asking(door, ground)
    with door.ear() as ear:
        due: list[Due] = [(at, functools.partial(asking.ask_mdns, ear)) for at in MDNS_AT]
        due += [(at, functools.partial(asking.ask_router, ear)) for at in ROUTER_AT]
        for _, heard in hear_any([ear], ground.listening, due):
            for address, label in read(heard.data).items():
                # A device may name itself; only the router may name others.
                trusted = heard.address in (address, door.scope.gateway)
                if trusted and label and ground.wanted_name(label) and door.scope.holds(address):
                    asking.known.add(address)
                    fact = Fact(
                        name="host.name", value=label, how="reported", probe=NAME, seen_at=ground.now()
                    )
                    yield Sighting(
                        channel=NAME, address=address, names=(label,), facts=(fact,), seen_at=ground.now()
                    )


CHANNEL = Channel(
    name=NAME,
    title="Names the router knows",
    level=Level.LOOK,
    side_effect="The router answers a question that computers ask all day.",
    run=run,
)
