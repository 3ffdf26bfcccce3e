"""How a maker's own search runs: constant bytes to everybody, then listen. Nothing else is known.

Several of these protocols carry commands that *change* a device on the same port. So there is no
encoder here: a search is a tuple of constant requests, and a parser that only reads.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from doorguard.discover.channel import Channel, Ground
from doorguard.discover.share import Share
from doorguard.model import Fact, Level, Scalar, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Datagram, Due, Ear, hear_any
from doorguard.network.refusal import DoorError, NoAnswer

AT = (0.05, 0.9, 2.0)
ALONE_AT = (0.8,)
"""One chosen device is asked once by each maker's search, and after the standard ones: together they must
fit into the messages that one device may get."""
EVERYBODY = "255.255.255.255"


class NotThisProtocol(ValueError):
    """The datagram is not an answer of this protocol, or cannot be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What one answer says. ``fields`` become ``<protocol>.<field>``; ``setup_done`` and
    ``tells_location`` only where the protocol says it for certain."""

    fields: Mapping[str, str]
    model: str = ""
    maker: str = ""
    firmware: str = ""
    serial: str = ""
    name: str = ""
    mac: str = ""
    address: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    setup_done: bool | None = None
    cloud: bool = False
    tells_location: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """One maker's search.

    ``requests`` makes the constant request bytes (a function only where a fresh id is part of them).
    ``port`` is where devices listen; ``hear_port`` is where answers go when not to the sender.
    """

    protocol: str
    title: str
    requests: Callable[[], tuple[bytes, ...]]
    port: int
    parse: Callable[[bytes], Reply]
    groups: tuple[str, ...] = ()
    hear_port: int | None = None
    beacons: bool = False
    unicast: bool = True
    times: tuple[float, ...] = AT
    says: str = ""
    """The name its facts begin with, where several channels share one."""


def channel(search: Search) -> Channel:
    """The channel that runs a search."""
    return Channel(
        name=search.protocol,
        title=search.title,
        level=Level.LISTEN if search.groups or search.beacons else Level.LOOK,
        side_effect="Devices of this maker answer a question that the maker's own app asks.",
        run=functools.partial(_run, search),
    )


def _run(search: Search, door: Door, ground: Ground) -> Iterator[Sighting]:
    asked_for = search.requests() if door.level >= Level.LOOK else ()
    with contextlib.ExitStack() as stack:
        ears: list[Ear] = []
        if asked_for:
            ears.append(stack.enter_context(door.ear()))
        joined = search.groups or search.beacons or search.hear_port is not None
        if joined:
            with contextlib.suppress(NoAnswer):  # another program holds the port
                port = search.hear_port or search.port
                ears.append(stack.enter_context(door.ear(port, search.groups)))
        if not ears:
            return
        sender = ears[-1] if search.hear_port is not None and not search.groups else ears[0]
        due: list[Due] = []
        if asked_for:
            times, asked_for = (ALONE_AT, asked_for[:1]) if door.scope.only else (search.times, asked_for)
            due = [(at, functools.partial(_ask, search, door, sender, asked_for)) for at in times]
        share = Share()
        for _, heard in hear_any(ears, ground.listening, due):
            if not share.admits(heard.address):
                continue
            with contextlib.suppress(NotThisProtocol):
                yield _sighting(search, heard, parsed(search, heard.data), door, ground)


def parsed(search: Search, data: bytes) -> Reply:
    """Parse with one declared error, whatever a hostile datagram does to the parser."""
    try:
        return search.parse(data)
    except NotThisProtocol:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise NotThisProtocol(type(error).__name__) from None


def _ask(search: Search, door: Door, ear: Ear, requests: tuple[bytes, ...]) -> None:
    only = door.scope.only
    if only:
        places: tuple[str, ...] = (only,) if search.unicast else ()
    else:
        places = (*search.groups, EVERYBODY, door.scope.broadcast)
    for place in places:
        for request in requests:
            with contextlib.suppress(DoorError):
                ear.send(request, place, search.port)


def _sighting(search: Search, heard: Datagram, reply: Reply, door: Door, ground: Ground) -> Sighting:
    place = f"udp/{search.port}"
    now = ground.now()

    def fact(name: str, value: Scalar, where: str | None) -> Fact:
        return Fact(name=name, value=value, place=where, how="reported", probe=search.protocol, seen_at=now)

    head = search.says or search.protocol
    facts = [fact(f"{head}.answers", "yes", place)]
    facts += [fact(f"{head}.{name}", value, place) for name, value in reply.fields.items() if value]
    for name, value in (
        ("device.maker", reply.maker),
        ("device.model", reply.model),
        ("device.firmware", reply.firmware),
        ("device.serial", reply.serial),
    ):
        if value:
            facts.append(fact(name, value, None))
    if reply.setup_done is not None:
        facts.append(fact("setup.done", reply.setup_done, place))
    if reply.tells_location is not None:
        facts.append(fact("location.told", reply.tells_location, place))
    if reply.cloud:
        # The part that answers here is the one that keeps a line to the maker's relays; the relays were not seen.
        facts.append(replace(fact("cloud.on", True, place), how="inferred"))
    ids = set(reply.ids)
    if reply.mac:
        ids.add(("claimed-mac", reply.mac))
    elsewhere = _elsewhere(heard, reply, door)
    if reply.address and reply.address != heard.address:
        facts.append(fact("device.says_address", reply.address, None))
    return Sighting(
        channel=search.protocol,
        address=heard.address,
        ids=frozenset(ids),
        names=(reply.name,) if reply.name else (),
        facts=tuple(facts),
        misaddressed=elsewhere,
        seen_at=now,
    )


def _elsewhere(heard: Datagram, reply: Reply, door: Door) -> str | None:
    """The address a device says it has, when that belongs to another private network."""
    if heard.stranger:
        return heard.address
    try:
        said = ipaddress.IPv4Address(reply.address)
    except ValueError:
        return None
    outside = said.is_private and not said.is_loopback and said not in door.scope.network
    return str(said) if outside and int(said) else None
