"""The mDNS responder, asked by raw packets and read back by zeroconf's own parser."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

import pytest
from zeroconf import DNSAddress, DNSIncoming, DNSPointer, DNSRecord, DNSService, DNSText

from doorguard.pretend_home.mdns import Mdns, Service
from tests.pretend_home.living import CAMERA, Neighbour, camera

GROUP = "224.0.0.251"
PTR, TXT, SRV, A, AAAA, ANY = 12, 16, 33, 1, 28, 255
HAP = Service("_hap._tcp", "Front Door", 51826, {"ci": "18", "sf": "1"}, ("_T1",))


def question(name: str, kind: int = PTR, *, unicast: bool = False, known: bytes = b"", message_id: int = 0) -> bytes:
    """RFC 1035 section 4.1, by hand."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.rstrip(".").split(".")) + b"\0"
    return struct.pack(">6H", message_id, 0, 1, 1 if known else 0, 0, 0) + labels + struct.pack(">HH", kind, 0x8001 if unicast else 1) + known


@dataclass
class Asker:
    near: Neighbour
    port: int = 5353

    def __post_init__(self) -> None:
        self.direct = self.near.ear(self.port) if self.port else self.near.ear()
        self.group = self.near.ear()
        self.near.book.hear(GROUP, 5353, self.group.getsockname())
        self.near.heard(self.group)  # announcements

    def ask(self, *args: object, **more: object) -> tuple[list[DNSIncoming], list[DNSIncoming]]:
        """(what came straight back, what came to the group)."""
        self.near.ask(self.direct, question(*args, **more), 5353, GROUP)  # type: ignore[arg-type]
        return tuple([DNSIncoming(d) for d in self.near.heard(s)] for s in (self.direct, self.group))  # type: ignore[return-value]


@pytest.fixture
def asker(near: Neighbour) -> Asker:
    near.live(camera(udp=(Mdns("Front-Door", [HAP], addresses6=("fe80::1",)),)))
    return Asker(near)


def records(messages: list[DNSIncoming]) -> list[DNSRecord]:
    return [record for message in messages for record in message.answers()]


def test_a_question_to_all_is_answered_to_all(asker: Asker) -> None:
    direct, group = asker.ask("_hap._tcp.local.")
    assert direct == []
    assert [type(r) for r in records(group)] == [DNSPointer, DNSService, DNSText, DNSAddress, DNSAddress]
    pointer, service, text, address, address6 = records(group)
    assert isinstance(pointer, DNSPointer) and pointer.alias == "Front Door._hap._tcp.local."
    assert isinstance(service, DNSService) and (service.server, service.port) == ("Front-Door.local.", 51826)
    assert isinstance(text, DNSText) and text.text == b"\x05ci=18\x04sf=1"
    assert isinstance(address, DNSAddress) and address.address == socket.inet_aton(CAMERA)
    assert isinstance(address6, DNSAddress) and address6.address == socket.inet_pton(socket.AF_INET6, "fe80::1")
    assert (group[0].id, group[0].num_answers, group[0].flags) == (0, 1, 0x8400)
    assert [r.unique for r in records(group)] == [False, True, True, True, True]


def test_a_question_with_the_unicast_bit_is_answered_straight(asker: Asker) -> None:
    direct, group = asker.ask("_hap._tcp.local.", unicast=True)
    assert (len(direct), group) == (1, [])


def test_an_asker_on_another_port_gets_plain_dns(near: Neighbour) -> None:
    near.live(camera(udp=(Mdns("Front-Door", [HAP]),)))
    direct, group = Asker(near, port=0).ask("_hap._tcp.local.", message_id=4660)
    assert group == []
    assert (direct[0].id, direct[0].questions[0].name) == (4660, "_hap._tcp.local.")
    assert all(r.ttl <= 10 and not r.unique for r in records(direct))


def test_all_types_are_listed_and_small_stacks_do_not(near: Neighbour) -> None:
    other = Service("_rtsp._tcp", "Front Door", 554)
    near.live(camera(udp=(Mdns("A", [HAP, other]),)))
    near.live(camera(udp=(Mdns("B", [HAP], enumerates=False),), address="192.168.77.21"))
    _, group = Asker(near).ask("_services._dns-sd._udp.local.")
    assert {r.alias for r in records(group) if isinstance(r, DNSPointer)} == {"_hap._tcp.local.", "_rtsp._tcp.local."}
    assert len(group) == 1


@pytest.mark.parametrize(
    ("name", "kind", "types"),
    [
        ("Front Door._hap._tcp.local.", SRV, [DNSService, DNSAddress, DNSAddress]),
        ("FRONT DOOR._hap._tcp.LOCAL.", TXT, [DNSText]),
        ("Front Door._hap._tcp.local.", ANY, [DNSService, DNSText, DNSAddress, DNSAddress]),
        ("front-door.local.", A, [DNSAddress]),
        ("front-door.local.", ANY, [DNSAddress, DNSAddress]),
        ("_T1._sub._hap._tcp.local.", PTR, [DNSPointer, DNSService, DNSText, DNSAddress, DNSAddress]),
        ("20.77.168.192.in-addr.arpa.", PTR, [DNSPointer]),
    ],
)
def test_each_record_by_its_own_question(asker: Asker, name: str, kind: int, types: list[type]) -> None:
    assert [type(r) for r in records(asker.ask(name, kind)[1])] == types


@pytest.mark.parametrize(
    ("name", "kind"),
    [("_ipp._tcp.local.", PTR), ("_hap._tcp.local.", SRV), ("21.77.168.192.in-addr.arpa.", PTR), ("other.local.", A), ("_T2._sub._hap._tcp.local.", PTR)],
)
def test_what_is_not_ours_is_not_answered(asker: Asker, name: str, kind: int) -> None:
    assert asker.ask(name, kind) == ([], [])


def test_what_the_asker_knows_is_not_said_again(asker: Asker) -> None:
    """RFC 6762 section 7.1: a known answer with at least half its life."""
    labels = b"".join(bytes([len(p)]) + p for p in (b"Front Door", b"_hap", b"_tcp", b"local")) + b"\0"
    for ttl, answers in ((4500, 0), (100, 1)):
        known = b"\xc0\x0c" + struct.pack(">HHIH", PTR, 1, ttl, len(labels)) + labels
        assert len(asker.ask("_hap._tcp.local.", known=known)[1]) == answers


def test_it_announces_at_start_and_says_goodbye(near: Neighbour) -> None:
    ear = near.ear()
    near.book.hear(GROUP, 5353, ear.getsockname())
    responder = Mdns("Front-Door", [HAP])
    near.live(camera(udp=(responder,)))
    assert len(records([DNSIncoming(ear.recv(9000))])) == 4
    responder.withdraw(HAP)
    gone = records([DNSIncoming(data) for data in near.heard(ear, wait=1.1)])
    assert [(r.name, r.ttl) for r in gone if isinstance(r, DNSPointer)] == [("_hap._tcp.local.", 0)]


@pytest.mark.parametrize("rubbish", [b"", b"x", bytes(12), b"\xff" * 40, bytes.fromhex("000000000001000000000000c00c000c0001")])
def test_rubbish_is_let_be(asker: Asker, rubbish: bytes) -> None:
    asker.near.ask(asker.direct, rubbish, 5353, GROUP)
    assert asker.near.heard(asker.direct) == []
    assert len(asker.ask("_hap._tcp.local.")[1]) == 1
