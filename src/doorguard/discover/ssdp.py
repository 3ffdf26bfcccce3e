"""UPnP devices by SSDP (UPnP Device Architecture 1.1 section 1), and the router's own services.

Every answer is kept. A description is read only from the host that answered: LOCATION is compared
as an address with the sender's, never as text, and nothing in it is followed anywhere else. Reading
goes on beside listening, so that a device which never finishes its page delays nobody.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import time
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from doorguard.discover.channel import Channel, Ground
from doorguard.discover.share import Share
from doorguard.discover.upnp_description import Control, Described, NotADescription, describe
from doorguard.model import Fact, Level, Scalar, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Datagram, Due, Ear, hear_any
from doorguard.network.errands import Errand, Errands
from doorguard.network.refusal import NoAnswer, NotAllowed, OverBudget
from doorguard.network.text import clean
from doorguard.network.waiting import Deadline
from doorguard.network.web import WebReply
from doorguard.wording import N_

NAME = "ssdp"
GROUP, PORT = "239.255.255.250", 1900
TARGETS = (
    "upnp:rootdevice",
    "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
    "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
    "urn:schemas-upnp-org:device:DigitalSecurityCamera:1",
    "ssdp:all",
)
ALL = TARGETS[-1]
AT = (0.0, 0.3)
DESCRIPTION_CAP = 256 * 1024
DESCRIPTION_SECONDS = 2.0
DESCRIPTIONS_PER_HOST = 3
CONTROLS_PER_HOST = 6
AFTER_SECONDS = 3.0
"""How long descriptions may still be read when listening is over."""
ROUND_SECONDS = 0.05
PACKETS_EACH, PACKETS_IN_ALL = 512, 8000
"""A media box answers each question once per service it has."""


def question(target: str, host: str) -> bytes:
    """One M-SEARCH."""
    return (
        f'M-SEARCH * HTTP/1.1\r\nHOST: {host}:{PORT}\r\nMAN: "ssdp:discover"\r\nMX: 2\r\nST: {target}\r\n\r\n'
    ).encode()


class _Hearing:
    """What has been heard, by sender; descriptions wanted, being read, and read."""

    def __init__(self, door: Door, ground: Ground, errands: Errands) -> None:
        self.door, self.ground, self.errands = door, ground, errands
        self.packets = Share(PACKETS_EACH, PACKETS_IN_ALL)
        self.told = Share()
        self.targets: dict[str, list[str]] = {}
        self.locations: dict[str, set[str]] = {}
        self.wanted: dict[str, deque[tuple[int, str]]] = {}
        self.reading: set[str] = set()
        self.tried_again: set[str] = set()
        self.controls: dict[str, list[Control]] = {}

    def ask(self, ear: Ear, target: str) -> None:
        """One target to the group, or to the one chosen address."""
        only = self.door.scope.only
        ear.send(question(target, only or GROUP), only or GROUP, PORT)

    def take(self, heard: Datagram) -> Iterator[Sighting]:
        """Facts of one answer; its description is asked for."""
        if heard.stranger or not self.packets.admits(heard.address):
            return
        headers = read_answer(heard.data)
        if headers is None:
            return
        target = clean(headers.get("st") or headers.get("nt", ""))
        known = self.targets.setdefault(heard.address, [])
        if target not in known and self.told.admits(heard.address):
            known.append(target)
            place = f"ssdp/{len(known)}"
            facts = [self._fact("discovery.on", True, f"udp/{PORT}")]
            if target:
                facts.append(self._fact("ssdp.target", target, place))
            if headers.get("server"):
                facts.append(self._fact("ssdp.server", clean(headers["server"]), place))
            yield Sighting(channel=NAME, address=heard.address, facts=tuple(facts), seen_at=self.ground.now())
        if self.door.level >= Level.LOOK:
            self._want(heard.address, headers.get("location", ""))

    def _want(self, address: str, location: str) -> None:
        where = own_location(location, address)
        known = self.locations.setdefault(address, set())
        if where is None or location in known or len(known) >= DESCRIPTIONS_PER_HOST:
            return
        known.add(location)
        self.wanted.setdefault(address, deque()).append(where)
        self._read_next(address)

    def _read_next(self, address: str) -> None:
        """One page at a time from one host."""
        if address not in self.reading and self.wanted.get(address):
            port, path = self.wanted[address].popleft()
            self.reading.add(address)
            self.errands.ask(Errand(address, port, path, DESCRIPTION_SECONDS, DESCRIPTION_CAP))

    def descriptions(self) -> Iterator[Sighting]:
        """What has been read meanwhile. A host that did not answer is not asked for another page, but
        the router is asked once more: what it opened to the internet hangs on this one page."""
        for errand, reply in self.errands.collect():
            self.reading.discard(errand.address)
            if reply is None:
                self.wanted.pop(errand.address, None)
                if errand.address == self.door.scope.gateway and errand.address not in self.tried_again:
                    self.tried_again.add(errand.address)
                    self.reading.add(errand.address)
                    self.errands.ask(errand)
                continue
            yield from self._told(errand, reply)
            self._read_next(errand.address)

    def _told(self, errand: Errand, reply: WebReply) -> Iterator[Sighting]:
        if reply.status != 200:
            return
        try:
            devices = describe(reply.body, f"http://{errand.address}:{errand.port}{errand.path}")
        except NotADescription:
            return
        for number, described in enumerate(devices, 1):
            yield self._sighting(errand.address, described, f"ssdp/{errand.port}-{number}")

    def _fact(self, name: str, value: Scalar, place: str | None) -> Fact:
        return Fact(name=name, value=value, place=place, how="reported", probe=NAME, seen_at=self.ground.now())

    def _sighting(self, address: str, described: Described, place: str) -> Sighting:
        facts = [self._fact(name, value, place) for name, value in described.facts]
        facts += [self._fact(name, value, None) for name, value in described.device]
        facts += self._services(address, described)
        return Sighting(
            channel=NAME,
            address=address,
            ids=frozenset({("uuid", described.uuid)} if described.uuid else ()),
            names=(described.name,) if described.name else (),
            facts=tuple(facts),
            seen_at=self.ground.now(),
        )


    def _services(self, address: str, described: Described) -> Iterator[Fact]:
        """Where the router takes orders. It may have such a service for each way to the internet."""
        known = self.controls.setdefault(address, [])
        for control in (*described.controls, described.v6_control):
            if control is None or (control not in known and len(known) >= CONTROLS_PER_HOST):
                continue
            if control not in known:
                known.append(control)
            place = f"router/{known.index(control) + 1}"
            yield self._fact("igd.port", control.port, place)
            if control is not described.v6_control:
                yield self._fact("igd.control", control.path, place)
                yield self._fact("igd.service", control.service, place)
            else:
                yield self._fact("igd.v6_control", control.path, place)


def read_answer(data: bytes) -> dict[str, str] | None:
    """Headers (lower-case names) of an M-SEARCH answer or a NOTIFY alive; None for the rest."""
    lines = data[:8192].decode("utf-8", "replace").split("\n")
    first = lines[0].strip().upper()
    if not first.startswith(("HTTP/1.1 200", "HTTP/1.0 200", "NOTIFY ")):
        return None
    headers: dict[str, str] = {}
    for line in lines[1:64]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower()[:64], value.strip()[:512])
    return None if headers.get("nts", "").lower() == "ssdp:byebye" else headers


def own_location(location: str, sender: str) -> tuple[int, str] | None:
    """(port, path) of a LOCATION on the sender's own address; None for any other."""
    try:
        parts = urlsplit(location)
        host = ipaddress.ip_address(parts.hostname or "")
        port = parts.port or 80
    except ValueError:
        return None
    if parts.scheme != "http" or "@" in parts.netloc or host != ipaddress.ip_address(sender.partition("%")[0]):
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(ord(char) <= 32 or ord(char) > 126 for char in path) or len(path) > 512:
        return None
    return port, path


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Ask (Look), hear answers and announcements until listening ends, and read descriptions."""
    with contextlib.ExitStack() as stack:
        hearing = _Hearing(door, ground, stack.enter_context(door.errands()))
        ears = [stack.enter_context(door.ear())]
        with contextlib.suppress(NoAnswer):  # another program holds the port: no announcements then
            ears.append(stack.enter_context(door.ear(PORT, (GROUP,))))
        due: deque[Due] = deque()
        if door.level >= Level.LOOK:
            # One chosen device gets one question, which asks for everything.
            asked = [(AT[0], ALL)] if door.scope.only else [(at, target) for at in AT for target in TARGETS]
            due.extend((at, functools.partial(hearing.ask, ears[0], target)) for at, target in asked)
        began = time.monotonic()
        after = Deadline(ground.listening.left + AFTER_SECONDS)
        while ground.listening.left > 0 or (hearing.errands.waiting and after.left > 0):
            while due and time.monotonic() - began >= due[0][0]:
                with contextlib.suppress(OverBudget, NotAllowed):
                    due.popleft()[1]()
            for _, heard in hear_any(ears, Deadline(ROUND_SECONDS)):
                yield from hearing.take(heard)
            yield from hearing.descriptions()


CHANNEL = Channel(
    name=NAME,
    title=N_("Devices that offer services by themselves"),
    level=Level.LISTEN,
    side_effect="Devices answer a question that TVs and games consoles ask all day.",
    run=run,
)
