"""Who is there: the kernel's neighbour table, filled first by one empty datagram to each address.

No privileges are needed: the kernel has to ask who has an address (ARP, RFC 826) before it can send
to it, and the table then holds the hardware address. Nothing on the device is touched: the datagram
goes to the discard port (RFC 863). A stale entry is not proof of life, so only entries that are
fresh, or that something else confirms, become hosts.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Iterator

from doorguard.discover.channel import Channel, Ground
from doorguard.model import Fact, Level, Sighting
from doorguard.network.door import Door
from doorguard.network.hardware import is_randomised, maker_of
from doorguard.network.wire import Neighbour

NAME = "neighbours"
READ_AT = (0.05, 0.15, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0)
"""Seconds after the touch at which the table is read; wifi power save answers late."""
TOUCH_AGAIN_AT = 1.0
AS_OFTEN = 1.0
_GLOBAL = ipaddress.IPv6Network("2000::/3")  # RFC 4291 section 2.4


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Touch everybody once (Look), then read the table until listening ends."""
    seen: dict[str, str] = {}
    if door.level >= Level.LOOK:
        yield from _look(door, ground, seen)
        return
    while True:
        yield from _read(door, ground, seen)
        if ground.listening.left <= 0:
            return
        door.pause(min(AS_OFTEN, ground.listening.left))


def _look(door: Door, ground: Ground, seen: dict[str, str]) -> Iterator[Sighting]:
    wanted = [door.scope.only] if door.scope.only else door.scope.hosts()
    began = ground.now()
    door.touch(wanted)
    door.touch_ipv6()
    touched_again = False
    for at in READ_AT:
        door.pause(max(0.0, began + at - ground.now()))
        yield from _read(door, ground, seen)
        if not touched_again and at >= TOUCH_AGAIN_AT:
            touched_again = True
            door.touch([address for address in wanted if address not in seen])
    with contextlib.suppress(PermissionError):
        missing = [address for address in wanted if address not in seen]
        for neighbour in door.arp(missing, 1.0) if missing else ():
            yield from _tell(neighbour, door, ground, seen)


def _read(door: Door, ground: Ground, seen: dict[str, str]) -> Iterator[Sighting]:
    try:
        table = door.neighbours()
    except OSError:
        return
    for neighbour in table:
        if neighbour.fresh:
            yield from _tell(neighbour, door, ground, seen)


def _tell(neighbour: Neighbour, door: Door, ground: Ground, seen: dict[str, str]) -> Iterator[Sighting]:
    address = neighbour.address
    if seen.get(address) == neighbour.mac or address == door.scope.our_address:
        return
    seen[address] = neighbour.mac
    now = ground.now()

    def fact(name: str, value: str | bool) -> Fact:
        return Fact(name=name, value=value, probe=NAME, seen_at=now)

    facts = [fact("host.alive", True), fact("mac.randomised", is_randomised(neighbour.mac))]
    maker = maker_of(neighbour.mac)
    if maker:
        facts.append(fact("mac.maker", maker))
    if address == door.scope.gateway:
        facts.append(fact("is.gateway", True))
    bare = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(bare, ipaddress.IPv6Address):
        facts.append(fact("host.global_address", bare in _GLOBAL))
    yield Sighting(channel=NAME, address=address, mac=neighbour.mac, facts=tuple(facts), seen_at=now)


CHANNEL = Channel(
    name=NAME,
    title="Who is on the network",
    level=Level.LISTEN,
    side_effect="Each address gets one or two empty messages that no device acts on.",
    run=run,
)
