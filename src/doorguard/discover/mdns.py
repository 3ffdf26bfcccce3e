"""What devices announce by name: mDNS (RFC 6762) and DNS-SD (RFC 6763).

zeroconf's message classes are the codec; the socket is the door's. Its browser would always ask,
and one hostile name in a callback ends it for everybody; here each packet and each name stands in
a try of its own. A record is believed only from a sender that is among the addresses of the host
it names, so that nobody can speak for somebody else.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from doorguard.discover.channel import Channel, Ground
from doorguard.discover.mdns_records import Speaker, note
from doorguard.discover.mdns_says import facts_of
from doorguard.model import Level, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Datagram, Due, Ear, hear_any
from doorguard.network.refusal import DoorError, NoAnswer

if TYPE_CHECKING:
    from zeroconf import DNSIncoming

NAME = "mdns"
GROUP, GROUP_V6, PORT = "224.0.0.251", "ff02::fb", 5353
ENUMERATE = "_services._dns-sd._udp.local."
CAMERA_TYPES = (
    "_hap._tcp", "_hap._udp", "_matterc._udp", "_matter._tcp", "_axis-video._tcp", "_axis-nvr._tcp",
    "_arec._tcp", "_psia._tcp", "_CGI._tcp", "_rtsp._tcp", "_onvif._tcp", "_camera._tcp", "_nvr._tcp",
    "_ipcam._tcp", "_arlo-video._tcp", "_http._tcp", "_https._tcp", "_miio._udp",
)  # fmt: skip
"""Types that cameras, doorbells, recorders and their hubs announce."""
OTHER_TYPES = (
    "_googlecast._tcp", "_amzn-wplay._tcp", "_amzn-alexa._tcp", "_airplay._tcp", "_companion-link._tcp",
    "_sleep-proxy._udp", "_home-assistant._tcp", "_homekit._tcp", "_esphomelib._tcp", "_device-info._tcp",
    "_workstation._tcp", "_ipp._tcp", "_printer._tcp", "_pdl-datastream._tcp", "_smb._tcp", "_ssh._tcp",
    "_telnet._tcp", "_ftp._tcp", "_meshcop._udp", "_ndi._tcp", "_raop._tcp", "_spotify-connect._tcp",
)  # fmt: skip
"""Types that say what something is not, or that it is a hub."""
ASK_AT = (0.0, 1.0, 3.0)
RESOLVE_AT = (0.35, 0.8, 1.6, 2.4, 3.6, 4.8)
_UNICAST_REPLY = 0x8000  # RFC 6762 section 5.4
_PTR, _SRV, _TXT, _ANY_CLASS = 12, 33, 16, 1
MOST_PER_SPEAKER, MOST_IN_ALL = 64, 2000


class _Listening:
    """Everything heard so far, by sender."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self.ground = door, ground
        self.speakers: dict[str, Speaker] = {}
        self.types: set[str] = set()
        self.resolved: dict[str, int] = {}
        self.total = 0

    def take(self, heard: Datagram) -> Speaker | None:
        """Read one packet. None when it told nothing usable or was one too many."""
        speaker = self.speakers.setdefault(heard.address, Speaker(heard.address))
        self.total += 1
        speaker.packets += 1
        if speaker.packets > MOST_PER_SPEAKER * 4 or self.total > MOST_IN_ALL * 4:
            return None
        message = _incoming(heard.data)
        if message is None or not note(message, speaker):
            return None
        return speaker

    def send(self, ears: list[Ear], packets: list[bytes]) -> None:
        """To both groups, or to the one address that was chosen."""
        only = self.door.scope.only
        for packet in packets:
            if only:
                ears[0].send(packet, only, PORT)
                continue
            for ear, group in zip(ears, (GROUP, GROUP_V6), strict=False):
                with contextlib.suppress(DoorError):
                    ear.send(packet, group, PORT)

    def ask_types(self, ears: list[Ear], *, unicast_reply: bool) -> None:
        """Known types and the type enumeration together."""
        names = [ENUMERATE] + [f"{t}.local." for t in (*CAMERA_TYPES, *OTHER_TYPES)]
        names += sorted(f"{t}.local." for t in self.types if f"{t}.local." not in names)[:20]
        questions = [(name, _PTR) for name in names]
        self.send(ears, _questions(questions, unicast_reply=unicast_reply))

    def resolve(self, ears: list[Ear]) -> None:
        """Ask for what instances still lack."""
        wanted: list[tuple[str, int]] = []
        for speaker in self.speakers.values():
            for name in speaker.unresolved():
                if self.resolved.get(name, 0) < 3 and len(wanted) < 60:
                    self.resolved[name] = self.resolved.get(name, 0) + 1
                    wanted += [(name, _SRV), (name, _TXT)]
        if wanted:
            self.send(ears, _questions(wanted, unicast_reply=True))


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Ask (Look), and hear until listening ends."""
    state = _Listening(door, ground)
    with contextlib.ExitStack() as stack:
        ears = [stack.enter_context(door.ear(PORT, (GROUP,)))]
        if door.scope.link_local and not door.pretend:
            with contextlib.suppress(NoAnswer):
                ears.append(stack.enter_context(door.ear(PORT, (GROUP_V6,), v6=True)))
        due: list[Due] = []
        if door.level >= Level.LOOK:
            due = [
                (at, functools.partial(state.ask_types, ears, unicast_reply=at == 0.0)) for at in ASK_AT
            ]
            due += [(at, functools.partial(state.resolve, ears)) for at in RESOLVE_AT]
        for _, heard in hear_any(ears, ground.listening, due):
            speaker = state.take(heard) if not heard.stranger else None
            if speaker is not None:
                state.types |= {t for t, _ in speaker.instances}
                yield _sighting(speaker, ground)
        if door.level >= Level.LOOK:
            yield from _at_the_end(state, ground)


def _sighting(speaker: Speaker, ground: Ground, *, ended: bool = False) -> Sighting:
    said = facts_of(speaker, ground.wanted_name, ended=ended)
    return Sighting(
        channel=NAME,
        address=speaker.address,
        ids=frozenset(said.ids),
        names=tuple(said.names),
        facts=tuple(said.facts),
        seen_at=ground.now(),
    )


def _at_the_end(state: _Listening, ground: Ground) -> Iterator[Sighting]:
    """What was listened for to the end and not announced is a fact as well."""
    for speaker in state.speakers.values():
        if any(t == "_matter._tcp" for t, _ in speaker.instances):
            yield _sighting(speaker, ground, ended=True)


def _incoming(data: bytes) -> DNSIncoming | None:
    from zeroconf import DNSIncoming

    try:
        message = DNSIncoming(data)
        if not message.valid or message.is_query():
            return None
        message.answers()
    except Exception:  # noqa: BLE001 - one hostile packet must never end listening
        return None
    return message


def _questions(questions: list[tuple[str, int]], *, unicast_reply: bool) -> list[bytes]:
    from zeroconf import DNSOutgoing, DNSQuestion

    out = DNSOutgoing(0)  # a standard query
    for name, kind in questions:
        question = DNSQuestion(name, kind, _ANY_CLASS)
        question.unicast = unicast_reply
        out.add_question(question)
    return [bytes(packet) for packet in out.packets()]


CHANNEL = Channel(
    name=NAME,
    title="What devices announce by name",
    level=Level.LISTEN,
    side_effect="Devices answer a question that phones and TVs ask all day.",
    run=run,
)
