"""Which of the known devices still answer: asked as quietly as it can be, and nobody else is asked.

One empty datagram to each known address, one try at one port that sends no byte, and the system's own table of
neighbours. A device that answers neither is gone once the system, having asked for it again, has forgotten it:
that takes some eight seconds (arp(7): five until it asks, three questions of a second each).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping

from doorguard.model import Device, Level, Presence
from doorguard.network.door import Door
from doorguard.network.refusal import DoorError, Stopped
from doorguard.network.tries import HostTried

READ_AT = (0.3, 1.0, 2.0, 4.0, 6.0, 8.0, 9.5, 11.0)
"""Seconds between the first touch and each look into the table; it ends as soon as nobody is in doubt."""
TOUCH_AGAIN_AT = 2.0
USUAL_PORT = 80
ARP_SECONDS = 1.0
ANSWERED = ("open", "closed")


def who_is_left(door: Door, devices: Iterable[Device]) -> Mapping[str, Presence]:
    """By device id, what came of it. Devices without an address are left out. Raises NotAllowed below Look."""
    door.need(Level.LOOK)
    asked = {device.id: device for device in devices if device.addresses}
    asking = _Asking(door, list(asked.values()))
    with contextlib.suppress(Stopped):
        asking.ask()
    return {device_id: asking.presence(device) for device_id, device in asked.items()}


class _Asking:
    """What is known so far of each address."""

    def __init__(self, door: Door, devices: list[Device]) -> None:
        self._door = door
        self._ports = {_of(device): _known_port(device) for device in devices}
        self._answered: set[str] = set()
        self._asked_by_arp = False
        self._old: set[str] = set()
        """Addresses of which the table once said that nobody had answered lately."""
        self._remembered: set[str] | None = None
        """Addresses that the system's table still holds; None before it was read."""

    def ask(self) -> None:
        """Until nobody is in doubt any more, or time is up. Raises Stopped."""
        everybody = list(self._ports)
        with self._door.touching() as touch:
            touch.send(everybody)
            self._by_arp()
            self._try()
            waited = 0.0
            for at in READ_AT:
                self._door.pause(at - waited)
                self._answered |= touch.answered()
                self._read()
                if not self._in_doubt():
                    return
                if waited < TOUCH_AGAIN_AT <= at:
                    touch.send(self._in_doubt())
                waited = at

    def presence(self, device: Device) -> Presence:
        """What came of one device."""
        address = _of(device)
        if address in self._answered:
            return "answers"
        if self._asked_by_arp and ":" not in address:
            return "gone"  # nothing that is there leaves that question without an answer
        if self._remembered is None or address in self._remembered:
            return "cannot-tell"
        return "gone"

    def _in_doubt(self) -> list[str]:
        known: set[str] = set() if self._asked_by_arp else self._remembered or set()
        return [address for address in self._ports if address not in self._answered and address in known]

    def _by_arp(self) -> None:
        """Where this user may: the surest answer."""
        with contextlib.suppress(PermissionError):
            answers = {n.address for n in self._door.arp(list(self._ports), ARP_SECONDS)}
            self._answered |= answers
            silent = [address for address in self._ports if address not in self._answered]
            if silent:
                self._answered |= {n.address for n in self._door.arp(silent, ARP_SECONDS)}
            self._asked_by_arp = bool(answers)  # nobody at all: then it is the link that does not work

    def _try(self) -> None:
        """One try each, at a port that was open, else at a usual one: refused is an answer too."""
        for port in sorted(set(self._ports.values())):
            hosts = [a for a, p in self._ports.items() if p == port and a not in self._answered]
            if not hosts:
                continue
            tries = self._door.port_tries((port,))
            for address in hosts:
                tries.add(address)
            tries.close()
            for result in tries.results():
                if isinstance(result, HostTried) and any(state in ANSWERED for state in result.states.values()):
                    self._answered.add(result.address)

    def _read(self) -> None:
        try:
            table = self._door.neighbours()
        except (OSError, DoorError):
            return
        self._remembered = {neighbour.address for neighbour in table}
        self._old |= {neighbour.address for neighbour in table if not neighbour.fresh}
        self._answered |= {n.address for n in table if n.fresh and n.address in self._old & self._ports.keys()}
        if self._door.pretend:  # its table forgets at once; a real one calls an entry fresh for up to 45 seconds
            self._answered |= self._remembered


def _of(device: Device) -> str:
    """The address at which a device is asked: its IPv4 address, where it has one."""
    return device.addresses[0]


def _known_port(device: Device) -> int:
    places = (str(fact.value) for fact in device.facts if fact.name == "port.open")
    return min((int(place.removeprefix("tcp/")) for place in places if place.startswith("tcp/")), default=USUAL_PORT)
