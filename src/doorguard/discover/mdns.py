"""What devices announce by name: mDNS (RFC 6762) and DNS-SD (RFC 6763).

zeroconf's message classes are the codec; the socket is the door's. Its browser would always ask,
and one hostile name in a callback ends it for everybody; here each packet and each name stands in
a try of its own. A record is believed only from a sender that is among the addresses of the host
it names, so that nobody can speak for somebody else. For the same reason no known answers are sent
along (RFC 6762 section 7.1): a forged one would keep the true device quiet.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from doorguard.discover.channel import Channel, Ground
from doorguard.discover.mdns_records import Speaker, note
from doorguard.discover.mdns_says import facts_of
from doorguard.discover.share import MOST_IN_ALL, Share
from doorguard.model import Level, Sighting
from doorguard.network.door import Door
from doorguard.network.ear import Datagram, Due, Ear, hear_any
from doorguard.network.refusal import DoorError, NoAnswer
from doorguard.wording import N_

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
    "_ipps._tcp", "_ipp-tls._tcp", "_scanner._tcp", "_uscan._tcp", "_uscans._tcp", "_androidtvremote2._tcp",
    "_appletv-v2._tcp", "_mediaremotetv._tcp", "_samsungmsf._tcp", "_viziocast._tcp", "_lg-smart-device._tcp",
    "_devialet-http._tcp", "_heos-audio._tcp", "_linkplay._tcp", "_sonos._tcp", "_soundtouch._tcp",
    "_apple-mobdev._tcp", "_apple-mobdev2._tcp", "_remotepairing._tcp", "_adisk._tcp", "_afpovertcp._tcp",
    "_eppc._tcp", "_net-assistant._tcp", "_nfs._tcp", "_rdlink._tcp", "_readynas._tcp", "_rfb._tcp",
    "_rpc._tcp", "_sftp-ssh._tcp", "_udisks-ssh._tcp", "_webdav._tcp", "_dbd._tcp",
)  # fmt: skip
"""Types that say what something is not, or that it is a hub."""
ASK_AT = (0.0, 1.0, 3.0)
RESOLVE_AT = (0.35, 0.8, 1.6, 2.4, 3.6, 4.8)
RESOLVE_TIMES = 3
_PTR, _ANY_CLASS = 12, 1
LARGEST = 9000  # RFC 6762 section 17
PACKETS_EACH, PACKETS_IN_ALL = 256, 8000
PACKETS_A_ROUND, SERVICES_EACH_ROUND, SERVICES_A_ROUND = 2, 8, 24
"""What one round of asking for details may send, so that names without end do not use up the group's budget."""


class _Listening:
    """Everything heard so far, by sender."""

    def __init__(self, door: Door, ground: Ground) -> None:
        self.door, self.ground = door, ground
        self.speakers: dict[str, Speaker] = {}
        self.asked: dict[str, int] = {}
        self.packets = Share(PACKETS_EACH, PACKETS_IN_ALL)
        self.told = Share()

    def take(self, heard: Datagram) -> Speaker | None:
        """Read one packet. None when it told nothing new or usable, or was one too many."""
        if heard.stranger or len(heard.data) > LARGEST:
            return None
        if not self.packets.admits(heard.address):
            if heard.address in self.speakers:
                self.speakers[heard.address].cut = True
            return None
        if heard.address not in self.speakers and len(self.speakers) >= MOST_IN_ALL:
            return None
        message = _incoming(heard.data)
        if message is None:
            return None
        speaker = self.speakers.setdefault(heard.address, Speaker(heard.address))
        return speaker if note(message, speaker) else None

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

    def ask_types(self, ears: list[Ear], *, first: bool = False, last: bool = False) -> None:
        """Known types and the type enumeration together, and types that devices listed.

        The first time answers may come to us alone (RFC 6762 section 5.4); the last time, and where one
        device is asked alone, only what could be a camera is asked for.
        """
        kinds = CAMERA_TYPES if last or self.door.scope.only else (*CAMERA_TYPES, *OTHER_TYPES)
        names = [ENUMERATE] + [f"{kind}.local." for kind in kinds]
        known = {f"{kind}.local.".lower() for kind in (*CAMERA_TYPES, *OTHER_TYPES)}
        listed = {kind for speaker in self.speakers.values() for kind in speaker.types}
        names += sorted(listed - known)[:20]
        self.send(ears, _questions([(name, _PTR) for name in names], unicast_reply=first))

    def resolve(self, ears: list[Ear]) -> None:
        """Ask for what services still lack: some from every speaker, each a few times."""
        wanted: list[tuple[str, int]] = []
        services = 0
        for speaker in self.speakers.values():
            for questions in speaker.lacking()[:SERVICES_EACH_ROUND]:
                name = questions[0][0]
                if self.asked.get(name, 0) < RESOLVE_TIMES and services < SERVICES_A_ROUND:
                    self.asked[name] = self.asked.get(name, 0) + 1
                    services += 1
                    wanted += questions
        if wanted:
            packets = _questions(list(dict.fromkeys(wanted)), unicast_reply=True)
            self.send(ears, packets[:PACKETS_A_ROUND])

    def sighting(self, speaker: Speaker, *, ended: bool = False) -> Sighting:
        """All that one sender has said so far. ``ended``: nothing more is waited for."""
        silence_counts = ended and self.door.level >= Level.LOOK
        said = facts_of(speaker, self.ground.wanted_name, ended=ended, silence_counts=silence_counts)
        return Sighting(
            channel=NAME,
            address=speaker.address,
            ids=frozenset(said.ids),
            names=tuple(said.names),
            facts=tuple(said.facts),
            seen_at=self.ground.now(),
        )


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
                (at, functools.partial(state.ask_types, ears, first=at == ASK_AT[0], last=at == ASK_AT[-1]))
                for at in ASK_AT
            ]
            due += [(at, functools.partial(state.resolve, ears)) for at in RESOLVE_AT]
        for _, heard in hear_any(ears, ground.listening, due):
            speaker = state.take(heard)
            if speaker is not None and state.told.admits(speaker.address):
                yield state.sighting(speaker)
        for speaker in state.speakers.values():
            yield state.sighting(speaker, ended=True)


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
    """Question packets. A name that cannot be written is left out."""
    from zeroconf import DNSOutgoing, DNSQuestion, NamePartTooLongException

    def written(wanted: list[tuple[str, int]]) -> list[bytes]:
        out = DNSOutgoing(0)  # a standard query
        for name, kind in wanted:
            question = DNSQuestion(name, kind, _ANY_CLASS)
            question.unicast = unicast_reply
            out.add_question(question)
        return [bytes(packet) for packet in out.packets()]

    try:
        return written(questions)
    except (NamePartTooLongException, ValueError):
        fit = []
        for question in questions:
            with contextlib.suppress(NamePartTooLongException, ValueError):
                written([question])
                fit.append(question)
        return written(fit)


CHANNEL = Channel(
    name=NAME,
    title=N_("What devices announce by name"),
    level=Level.LISTEN,
    side_effect="Devices answer a question that phones and TVs ask all day.",
    run=run,
)
