"""UPnP devices by SSDP (UPnP Device Architecture 1.1 section 1), and the router's own services.

Every answer is kept. A description is read only from the host that answered: LOCATION is compared
as an address with the sender's, never as text, and nothing in it is followed anywhere else.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from doorguard.discover.channel import Channel, Ground
from doorguard.discover.upnp_description import Described, NotADescription, describe
from doorguard.model import Fact, Level, Scalar, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Datagram, Due, Ear, hear_any
from doorguard.network.refusal import DoorError, NoAnswer, Stopped
from doorguard.network.text import clean

NAME = "ssdp"
GROUP, PORT = "239.255.255.250", 1900
TARGETS = (
    "upnp:rootdevice",
    "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
    "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
    "urn:schemas-upnp-org:device:DigitalSecurityCamera:1",
    "ssdp:all",
)
AT = (0.0, 0.3)
DESCRIPTION_CAP = 256 * 1024
DESCRIPTIONS_PER_HOST = 3
MOST_PER_HOST = 64
PROBE = NAME


def question(target: str, host: str) -> bytes:
    """One M-SEARCH."""
    return (
        f'M-SEARCH * HTTP/1.1\r\nHOST: {host}:{PORT}\r\nMAN: "ssdp:discover"\r\nMX: 2\r\nST: {target}\r\n\r\n'
    ).encode()


class _Hearing:
    """What has been heard, by sender; descriptions fetched so far."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self.ground = door, ground
        self.counts: dict[str, int] = {}
        self.seen: set[tuple[str, str]] = set()
        self.fetched: dict[str, set[str]] = {}

    def ask(self, ear: Ear, target: str) -> None:
        """One target to the group, or to the one chosen address."""
        only = self.door.scope.only
        ear.send(question(target, only or GROUP), only or GROUP, PORT)

    def take(self, heard: Datagram) -> Iterator[Sighting]:
        """Facts of one answer, and of the description it points to."""
        count = self.counts[heard.address] = self.counts.get(heard.address, 0) + 1
        if heard.stranger or count > MOST_PER_HOST or sum(self.counts.values()) > 2000:
            return
        headers = read_answer(heard.data)
        if headers is None:
            return
        target = headers.get("st") or headers.get("nt", "")
        facts = []
        if (heard.address, target) not in self.seen:
            self.seen.add((heard.address, target))
            place = f"ssdp/{len([s for s in self.seen if s[0] == heard.address])}"
            facts = [self._fact("ssdp.target", clean(target), place)] if target else []
            if headers.get("server"):
                facts.append(self._fact("ssdp.server", clean(headers["server"]), place))
        if facts:
            yield Sighting(
                channel=NAME, address=heard.address, facts=tuple(facts), seen_at=self.ground.now()
            )
        if self.door.level >= Level.LOOK:
            yield from self._description(heard.address, headers.get("location", ""))

    def _fact(self, name: str, value: Scalar, place: str | None) -> Fact:
        return Fact(
            name=name, value=value, place=place, how="reported", probe=PROBE, seen_at=self.ground.now()
        )

    def _description(self, address: str, location: str) -> Iterator[Sighting]:
        where = own_location(location, address)
        fetched = self.fetched.setdefault(address, set())
        if where is None or location in fetched or len(fetched) >= DESCRIPTIONS_PER_HOST:
            return
        fetched.add(location)
        port, path = where
        try:
            with self.door.visit(address, 3.0) as visit:
                reply = visit.ask(port, path, seconds=3.0, cap=DESCRIPTION_CAP)
            devices = describe(reply.body) if reply.status == 200 else []
        except Stopped:
            raise
        except (DoorError, NotADescription):
            return
        for number, described in enumerate(devices[:8], 1):
            yield self._told(address, described, f"ssdp/{port}-{number}", port)

    def _told(self, address: str, described: Described, place: str, port: int) -> Sighting:
        facts = [self._fact(name, value, place) for name, value in described.facts]
        if described.model:
            facts.append(self._fact("device.model", described.model, None))
        if described.control:
            facts += [
                self._fact("igd.port", port, "router"),
                self._fact("igd.control", described.control, "router"),
                self._fact("igd.service", described.service, "router"),
            ]
        if described.v6_control:
            facts += [
                self._fact("igd.port", port, "router"),
                self._fact("igd.v6_control", described.v6_control, "router"),
            ]
        return Sighting(
            channel=NAME,
            address=address,
            ids=frozenset({("uuid", described.uuid)} if described.uuid else ()),
            names=(described.name,) if described.name else (),
            facts=tuple(facts),
            seen_at=self.ground.now(),
        )


def read_answer(data: bytes) -> dict[str, str] | None:
    """Headers (lower-case names) of an M-SEARCH answer or a NOTIFY alive; None for the rest."""
    lines = data[:8192].decode("utf-8", "replace").split("\n")
    first = lines[0].strip().upper()
    if not first.startswith(("HTTP/1.1 200", "NOTIFY ")):
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
    if parts.scheme != "http" or parts.username or host != ipaddress.ip_address(sender.partition("%")[0]):
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(ord(char) <= 32 or ord(char) > 126 for char in path) or len(path) > 512:
        return None
    return port, path


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Ask (Look), and hear answers and announcements until listening ends."""
    hearing = _Hearing(door, ground)
    with contextlib.ExitStack() as stack:
        ears = [stack.enter_context(door.ear())]
        with contextlib.suppress(NoAnswer):  # another program holds the port: no announcements then
            ears.append(stack.enter_context(door.ear(PORT, (GROUP,))))
        due: list[Due] = []
        if door.level >= Level.LOOK:
            due = [(at, functools.partial(hearing.ask, ears[0], target)) for at in AT for target in TARGETS]
        for _, heard in hear_any(ears, ground.listening, due):
            yield from hearing.take(heard)


CHANNEL = Channel(
    name=NAME,
    title="Devices that offer services by themselves",
    level=Level.LISTEN,
    side_effect="Devices answer a question that TVs and games consoles ask all day.",
    run=run,
)
