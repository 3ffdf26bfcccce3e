"""Who is there: the kernel's neighbour table, filled first by one empty datagram to each address.

No privileges are needed: the kernel has to ask who has an address (ARP, RFC 826) before it can send
to it, and the table then holds the hardware address. Nothing on the device is touched: the datagram
goes to the discard port (RFC 863).

An old entry is not proof of life: a camera that was carried away stays in the table for hours. It
counts when the device answers the datagram itself ("nothing listens there"), or when the kernel has
asked again and got an answer, about five seconds after the touch.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Iterator

from doorguard.discover.channel import Channel, Ground
from doorguard.model import Fact, Level, Sighting
from doorguard.network.door import Door
from doorguard.network.echo import Echo
from doorguard.network.hardware import is_randomised, maker_of
from doorguard.network.touch import Touch
from doorguard.network.wire import Neighbour
from doorguard.wording import N_

NAME = "neighbours"
READ_AT = (0.05, 0.15, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0)
"""Seconds after the touch at which the table is read; wifi power save answers late."""
READ_OLD_AT = (5.1, 5.4, 5.8)
"""When the kernel has asked old entries again (delay_first_probe_time is 5 s, arp(7))."""
SWEPT_BY = 0.5
"""So long the table is read in any case, however short the listening."""
TOUCH_AGAIN_AT = 1.0
ARP_SECONDS = 1.0
AS_OFTEN = 1.0
_GLOBAL = ipaddress.IPv6Network("2000::/3")  # RFC 4291 section 2.4


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Touch everybody once (Look), then read the table until listening ends."""
    reading = _Reading(door, ground)
    if door.level >= Level.LOOK:
        with door.touching() as touch, door.echo_ipv6() as echo:
            yield from reading.look(touch, echo)
        return
    while True:
        yield from reading.read()
        if ground.listening.left <= 0:
            return
        door.pause(min(AS_OFTEN, ground.listening.left))


class _Reading:
    """What the table has shown so far. ``seen`` maps an address to its hardware address."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self.ground = door, ground
        self.seen: dict[str, str] = {}
        self.old: set[str] = set()

    def look(self, touch: Touch, echo: Echo) -> Iterator[Sighting]:
        """Touch, read, touch again who was not found, ask them by ARP, and read old entries late."""
        wanted = self.door.scope.hosts()
        began = self.ground.now()
        touch.send(wanted)
        echo.ask()
        touched_again = False
        for at in READ_AT:
            if at > SWEPT_BY and self.ground.listening.left <= 0:
                return
            yield from self._read_at(began + at, touch, echo)
            if not touched_again and at >= TOUCH_AGAIN_AT:
                touched_again = True
                touch.send([address for address in wanted if address not in self.seen])
        missing = [address for address in wanted if address not in self.seen and address not in self.old]
        with contextlib.suppress(PermissionError):  # the usual path: no privileges
            for neighbour in self.door.arp(missing, ARP_SECONDS) if missing else ():
                yield from self._tell(neighbour)
        for at in READ_OLD_AT:
            if self.old - set(self.seen) and began + at < self.ground.now() + self.ground.listening.left:
                yield from self._read_at(began + at, touch, echo)

    def _read_at(self, when: float, touch: Touch, echo: Echo) -> Iterator[Sighting]:
        self.door.pause(max(0.0, when - self.ground.now()))
        yield from self.read(touch.answered() | echo.answered())

    def read(self, answered: set[str] | frozenset[str] = frozenset()) -> Iterator[Sighting]:
        """One sighting for each entry that is new, and fresh or otherwise known to be alive."""
        try:
            table = self.door.neighbours()
        except OSError:
            return
        for neighbour in table:
            if neighbour.fresh or neighbour.address in answered:
                yield from self._tell(neighbour)
            else:
                self.old.add(neighbour.address)

    def _tell(self, neighbour: Neighbour) -> Iterator[Sighting]:
        address = neighbour.address
        if self.seen.get(address) == neighbour.mac or address == self.door.scope.our_address:
            return
        self.seen[address] = neighbour.mac
        now = self.ground.now()

        def fact(name: str, value: str | bool) -> Fact:
            return Fact(name=name, value=value, probe=NAME, seen_at=now)

        facts = [fact("host.alive", True), fact("mac.randomised", is_randomised(neighbour.mac))]
        maker = maker_of(neighbour.mac)
        if maker:
            facts.append(fact("mac.maker", maker))
        if address == self.door.scope.gateway:
            facts.append(fact("is.gateway", True))
        bare = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(bare, ipaddress.IPv6Address):
            facts.append(fact("host.global_address", bare in _GLOBAL))
        yield Sighting(channel=NAME, address=address, mac=neighbour.mac, facts=tuple(facts), seen_at=now)


CHANNEL = Channel(
    name=NAME,
    title=N_("Who is on the network"),
    level=Level.LISTEN,
    side_effect="Each address gets one or two empty messages that no device acts on.",
    run=run,
)
