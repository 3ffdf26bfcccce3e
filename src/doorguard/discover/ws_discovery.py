"""ONVIF cameras by WS-Discovery (WS-Discovery 2005/04, ONVIF Core section 7).

Three probes with ids of their own, staggered: NetworkVideoTransmitter, Device, and untyped. One
probe must not name both types: by the matching rules a device would need both. Hosts found
otherwise that stay quiet are asked once by themselves. Hello is heard on the group.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import uuid
from collections.abc import Iterator

from doorguard.discover.channel import Channel, Ground
from doorguard.discover.share import Share
from doorguard.discover.ws_message import Match, Unfit, read
from doorguard.model import Fact, Level, Scalar, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Datagram, Due, Ear, hear_any
from doorguard.network.refusal import DoorError, NoAnswer
from doorguard.wording import N_

NAME = "ws-discovery"
GROUP, GROUP_V6, PORT = "239.255.255.250", "ff02::c", 3702
TYPES: tuple[tuple[str, str], ...] = (
    ("dn:NetworkVideoTransmitter", ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl"'),
    ("tds:Device", ' xmlns:tds="http://www.onvif.org/ver10/device/wsdl"'),
    ("", ""),
)
AT = (0.0, 1.2, 2.4)
ALONE_AT = (0.0, 0.2, 0.4)
"""One chosen device is asked before the makers' searches use up what it may get."""
QUIET_AT = (2.6, 4.4)
"""When hosts that stay quiet are asked by themselves: after the third probe, and those found later."""
MATCHES_EACH = 8
_ELSEWHERE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""Home networks (RFC 1918). Link-local addresses (RFC 3927) are a habit of cameras beside their real one."""

_PROBE = """<?xml version="1.0" encoding="UTF-8"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"\
 xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"\
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"{names}>\
<e:Header><w:MessageID>uuid:{id}</w:MessageID>\
<w:To e:mustUnderstand="true">urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>\
<w:Action e:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header>\
<e:Body><d:Probe>{types}</d:Probe></e:Body></e:Envelope>"""


def probe(types: str, names: str) -> tuple[str, bytes]:
    """(message id, datagram) of one Probe."""
    message_id = str(uuid.uuid4())
    inner = f"<d:Types>{types}</d:Types>" if types else ""
    return message_id, _PROBE.format(names=names, id=message_id, types=inner).encode()


class _Asking:
    """The ids we asked under, and who has answered."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self.ground = door, ground
        self.ids: set[str] = set()
        self.answered: set[str] = set()
        self.asked_alone: set[str] = set()
        self.share = Share()

    def ask(self, ears: list[Ear], types: str, names: str) -> None:
        """One probe to everybody, or to the one address that was chosen."""
        message_id, data = probe(types, names)
        self.ids.add(message_id)
        only = self.door.scope.only
        if only:
            ears[0].send(data, only, PORT)
            return
        for ear, group in zip(ears, (GROUP, GROUP_V6), strict=False):
            with contextlib.suppress(DoorError):
                ear.send(data, group, PORT)

    def ask_quiet_hosts(self, ear: Ear) -> None:
        """An untyped probe straight to hosts that other channels found, once each."""
        for address in self.ground.hosts():
            if ":" not in address and address not in self.answered | self.asked_alone:
                self.asked_alone.add(address)
                message_id, data = probe("", "")
                self.ids.add(message_id)
                with contextlib.suppress(DoorError):
                    ear.send(data, address, PORT)


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Ask (Look), and hear answers and Hellos until listening ends."""
    asking = _Asking(door, ground)
    with contextlib.ExitStack() as stack:
        ears = [stack.enter_context(door.ear())]
        if door.scope.link_local and not door.pretend:
            with contextlib.suppress(NoAnswer):
                ears.append(stack.enter_context(door.ear(v6=True)))
        senders = list(ears)
        with contextlib.suppress(NoAnswer):  # another program holds the port: no Hello then
            ears.append(stack.enter_context(door.ear(PORT, (GROUP,))))
        due: list[Due] = []
        if door.level >= Level.LOOK:
            due = [
                (at, functools.partial(asking.ask, senders, types, names))
                for at, (types, names) in zip(ALONE_AT if door.scope.only else AT, TYPES, strict=True)
            ]
        if door.level >= Level.LOOK and not door.scope.only:
            due += [(at, functools.partial(asking.ask_quiet_hosts, senders[0])) for at in QUIET_AT]
        for _, heard in hear_any(ears, ground.listening, due):
            if asking.share.admits(heard.address):
                yield from _sightings(heard, asking)


def _sightings(heard: Datagram, asking: _Asking) -> Iterator[Sighting]:
    try:
        message = read(heard.data)
    except Unfit:
        return
    if message.kind != "Hello" and message.relates_to not in (None, *asking.ids):
        return  # an answer to a question that we did not ask
    if heard.stranger and not _of_a_home(heard.address):
        return
    for match in message.matches[:MATCHES_EACH]:
        asking.answered.add(heard.address)
        yield _sighting(heard, match, asking)


def _sighting(heard: Datagram, match: Match, asking: _Asking) -> Sighting:
    now = asking.ground.now()
    facts: list[Fact] = []

    def fact(name: str, value: Scalar, place: str | None) -> None:
        facts.append(Fact(name=name, value=value, place=place, how="reported", probe=NAME, seen_at=now))

    for local in match.types:
        fact("onvif.type", local, f"type/{local}")
    for number, scope in enumerate(match.scopes, 1):
        fact("onvif.scope", scope, f"scope/{number}")
    if match.is_onvif:
        fact("location.told", match.tells_location, f"udp/{PORT}")
        fact("discovery.on", True, f"udp/{PORT}")
    if match.hardware:
        fact("device.model", match.hardware, None)
    service = match.best(heard.address)
    if service is not None:
        fact("onvif.port", service.port, f"udp/{PORT}")
        fact("onvif.path", service.path, f"udp/{PORT}")
    return Sighting(
        channel=NAME,
        address=heard.address,
        ids=frozenset({("uuid", match.endpoint)} if match.endpoint else ()),
        names=(match.name,) if match.name and match.is_onvif else (),
        facts=tuple(facts),
        misaddressed=_elsewhere(heard, match, asking.door),
        seen_at=now,
    )


def _elsewhere(heard: Datagram, match: Match, door: Door) -> str | None:
    """The address a device says it has, when all that it says lie in another home network."""
    if heard.stranger:
        return heard.address
    said = [str(address.host) for address in match.addresses]
    outside = [host for host in said if _of_a_home(host) and not door.scope.holds(host)]
    return outside[0] if outside and len(outside) == len(said) else None


def _of_a_home(host: str) -> bool:
    parsed = ipaddress.ip_address(host.partition("%")[0])
    return isinstance(parsed, ipaddress.IPv4Address) and any(parsed in net for net in _ELSEWHERE)


CHANNEL = Channel(
    name=NAME,
    title=N_("Cameras that speak ONVIF, the cameras' common language"),
    level=Level.LISTEN,
    side_effect="Devices answer a question that any camera app asks.",
    run=run,
)
