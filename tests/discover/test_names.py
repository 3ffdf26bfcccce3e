"""Reverse names: only the wanted ones are kept, only the right ones are believed, and the router is spared."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.discover import names
from tests.discover import dns
from tests.discover.small_home import CAMERA, MDNS, NET, OTHER, ROUTER, FakeGround, SmallHome, everything, facts


def backwards(address: str) -> str:
    return ".".join(reversed(address.split("."))) + ".in-addr.arpa"


def named(address: str, host: str, query: bytes = b"\0\0") -> bytes:
    """A reply with one PTR, under the id of the query."""
    whole = dns.message(dns.record(dns.name(backwards(address)), dns.PTR, dns.name(host)))
    return query[:2] + whole[2:]


def router(**hosts: str) -> Callable[[bytes], Sequence[bytes]]:
    """A DNS server; keyword ``a20`` names the address that ends in 20."""
    table = {backwards(f"{NET}{key[1:]}"): (f"{NET}{key[1:]}", host) for key, host in hosts.items()}

    def answering(query: bytes) -> Sequence[bytes]:
        asked = dns.questions(query)
        assert len(asked) == 1, "DNS servers take one question a packet"
        assert struct.unpack_from("!H", query, 2)[0] & 0x0100, "recursion desired, as any computer asks"
        found = table.get(asked[0][0])
        return [named(*found, query)] if found else []

    return answering


def test_a_doorbell_that_runs_nothing_is_named_by_the_router_and_a_phone_is_dropped_unseen(home: SmallHome) -> None:
    home.udp(ROUTER, 53, router(a20="Ring-1a2b3c.lan", a30="Annas-iPhone.lan"))
    ground = FakeGround(1.0, [ROUTER, CAMERA, OTHER])
    found = everything(names.CHANNEL, home.door(), ground)
    assert facts(found, CAMERA) == {(None, "host.name"): "Ring-1a2b3c"}
    assert {s.address for s in found} == {CAMERA}
    assert "Anna" not in repr(found)
    assert "Annas-iPhone" in ground.asked_names  # it was heard, and dropped


def test_a_device_may_name_itself_and_nobody_else(home: SmallHome) -> None:
    def gossip(_: bytes) -> Sequence[bytes]:
        return [named(CAMERA, "ring-forged.local"), named(OTHER, "ring-own.local")]

    home.udp(OTHER, 5353, gossip, [MDNS])
    found = everything(names.CHANNEL, home.door(), FakeGround(0.9, [CAMERA, OTHER]))
    assert {(s.address, *s.names) for s in found} == {(OTHER, "ring-own")}


def test_many_questions_in_one_packet_and_nobody_named_is_asked_again(home: SmallHome) -> None:
    hosts = [f"{NET}{last}" for last in range(20, 60)]
    home.udp(CAMERA, 5353, lambda _: [named(CAMERA, "Annas-tablet.local")], [MDNS])
    everything(names.CHANNEL, home.door(), FakeGround(2.0, hosts))
    first, second = (dns.questions(data) for data in home.heard[CAMERA])
    assert {n for n, _, _ in first} == {backwards(a) for a in hosts}
    assert {n for n, _, _ in second} == {backwards(a) for a in hosts} - {backwards(CAMERA)}


def test_the_router_is_asked_twenty_questions_at_most_and_not_about_who_is_named(home: SmallHome) -> None:
    hosts = [f"{NET}{last}" for last in range(20, 60)]
    home.udp(ROUTER, 53, None)
    home.udp(CAMERA, 5353, lambda _: [named(CAMERA, "Annas-tablet.local")], [MDNS])
    door = home.door()
    everything(names.CHANNEL, door, FakeGround(4.0, hosts))
    asked = [dns.questions(data)[0][0] for data in home.heard[ROUTER]]
    assert len(asked) == len(set(asked)) == 20
    assert backwards(CAMERA) not in asked
    assert door.sent()[ROUTER].datagrams == 20


def test_who_needs_a_name_most_is_among_the_twenty(home: SmallHome) -> None:
    hosts = [f"{NET}{last}" for last in range(20, 60)]
    home.udp(ROUTER, 53, router(a59="Ring-1a2b3c.lan"))
    ground = FakeGround(0.9, hosts, needy=(f"{NET}59",))
    assert {s.names for s in everything(names.CHANNEL, home.door(), ground)} == {("Ring-1a2b3c",)}


def test_a_question_lost_on_the_way_to_the_router_is_asked_once_more_and_an_answered_one_is_not(home: SmallHome) -> None:
    lost = {backwards(CAMERA)}
    known = router(a20="Ring-1a2b3c.lan")

    def forgetful(query: bytes) -> Sequence[bytes]:
        name = dns.questions(query)[0][0]
        if name in lost:
            lost.discard(name)
            return []
        return known(query) or [query[:2] + b"\x81\x83" + query[4:]]  # no such name (RFC 1035, RCODE 3)

    home.udp(ROUTER, 53, forgetful)
    found = everything(names.CHANNEL, home.door(), FakeGround(2.2, [CAMERA, OTHER]))
    assert facts(found, CAMERA) == {(None, "host.name"): "Ring-1a2b3c"}
    asked = [dns.questions(data)[0][0] for data in home.heard[ROUTER]]
    assert asked == [backwards(CAMERA), backwards(OTHER), backwards(CAMERA)]


def test_a_name_that_a_device_gives_itself_does_not_hide_what_the_router_calls_it(home: SmallHome) -> None:
    home.udp(CAMERA, 5353, lambda _: [named(CAMERA, "OfficeJet.local")], [MDNS])
    home.udp(ROUTER, 53, router(a20="Ring-1a2b3c.lan"))
    found = everything(names.CHANNEL, home.door(), FakeGround(1.2, [ROUTER, CAMERA]))
    assert facts(found, CAMERA) == {(None, "host.name"): "Ring-1a2b3c"}


def test_without_a_router_nobody_outside_is_asked(home: SmallHome) -> None:
    home.book.gateway = "10.0.0.1"
    door = home.door()
    everything(names.CHANNEL, door, FakeGround(0.9, [CAMERA]))
    assert set(door.sent()) == {MDNS[0]}


def test_one_chosen_address_is_asked_alone(home: SmallHome) -> None:
    home.udp(ROUTER, 53, None)
    door = home.door(only=CAMERA)
    everything(names.CHANNEL, door, FakeGround(0.9, [CAMERA]))
    assert set(door.sent()) == {CAMERA}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 9), st.text(max_size=80))
def test_any_packet_is_read_or_left(raw: bytes, count: int, host: str) -> None:
    names.read(b"\0\0\x84\0\0\0" + count.to_bytes(2, "big") + b"\0\0\0\0" + raw)
    try:
        packet = named(CAMERA, host)
    except (ValueError, UnicodeEncodeError):
        return
    for label in names.read(packet).values():
        assert len(label) <= 64
        assert "\x1b" not in label
