"""Hostile devices do what their names say, end when told to, and are as many as there are behaviours."""

from __future__ import annotations

import contextlib
import socket
import time
import zlib

import pytest

from doorguard.network.book import AddressBook
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.hostile import DEVICES
from doorguard.pretend_home.hostile.documents import PLAIN, with_doctype
from doorguard.pretend_home.hostile.flows import ELSEWHERE
from doorguard.pretend_home.hostile.makers import MAKERS, SECRET
from doorguard.pretend_home.hostile.names import PACKETS
from doorguard.pretend_home.hostile.searches import LOCATIONS, SSDP, WS
from doorguard.pretend_home.hostile.strings import STRINGS
from doorguard.pretend_home.hostile.talk import GREETINGS, RTSP
from doorguard.pretend_home.hostile.web import HTTP, bomb
from tests.pretend_home.living import CAMERA, Neighbour, read_until
from tests.pretend_home.test_mdns import question
from tests.pretend_home.test_ws_discovery import probe

GROUP, MDNS = "239.255.255.250", "224.0.0.251"
MIB = 1 << 20


def much(sock: socket.socket, bytes_: int = 2 * MIB) -> bytes:
    """As much as was asked for, or all there is."""
    sock.settimeout(0.3)
    data = bytearray()
    try:
        while len(data) < bytes_ and (more := sock.recv(262144)):
            data += more
    except TimeoutError:
        pass
    return bytes(data)


def said(near: Neighbour, name: str, port: int = 80, request: bytes = b"GET / HTTP/1.1\r\n\r\n") -> bytes:
    near.live(DEVICES[name](CAMERA))
    talk = near.connect(port)
    talk.send(request)
    return much(talk)


@pytest.mark.parametrize("name", sorted(n for n in {**HTTP, **RTSP} if "without-end" in n or n in ("rtsp-frames-before-the-answer", "body-of-a-terabyte", "huge-chunk", "zero-bytes")))
def test_what_has_no_end_has_none(near: Neighbour, name: str) -> None:
    port, request = (554, b"DESCRIBE rtsp://x/ RTSP/1.0\r\nCSeq: 1\r\n\r\n") if name in RTSP else (80, b"GET / HTTP/1.1\r\n\r\n")
    assert len(said(near, name, port, request)) >= 2 * MIB


@pytest.mark.parametrize("name", sorted(n for n in GREETINGS if "without-end" in n))
def test_greetings_without_end_begin_unasked(near: Neighbour, name: str) -> None:
    near.live(DEVICES[name](CAMERA))
    assert len(much(near.connect(GREETINGS[name][0]))) >= 2 * MIB


@pytest.mark.parametrize(("name", "port"), [("drips-headers", 80), ("drips-body", 80), ("drips-its-first-line", 80), ("rtsp-drips", 554), ("telnet-drips", 23)])
def test_drips_come_byte_by_byte_and_do_not_stop(near: Neighbour, name: str, port: int) -> None:
    near.live(DEVICES[name](CAMERA))
    talk = near.connect(port)
    talk.send(b"GET / HTTP/1.1\r\n\r\n")
    read_until(talk, b"\r\n\r\n" if name == "drips-body" else b" ", 0.1)
    began = time.monotonic()
    drops = [talk.recv(99) for _ in range(3)]
    assert {len(drop) for drop in drops[1:]} == {1}
    assert time.monotonic() - began > 0.25


def test_headers_that_never_end_have_no_end_mark_and_bodies_have_a_whole_head(near: Neighbour) -> None:
    assert b"\r\n\r\n" not in said(near, "headers-without-end")
    assert said(near, "gzip-bomb").startswith(b"HTTP/1.1 200 OK\r\n")
    assert said(near, "informational-without-end").count(b"HTTP/1.1 100 Continue\r\n\r\n") > 10_000
    assert said(near, "chunk-size-of-100000-digits").partition(b"\r\n\r\n")[2].startswith(b"1" * 100_000)
    assert said(near, "length-above-64-bits").count(b"Content-Length: 18446744073709551617") == 1
    assert b"\r\n\r\n" not in said(near, "no-status-line")


def test_the_bomb_is_a_thousandth_of_what_it_unpacks_to() -> None:
    packed = bomb(64)[:-8]  # without its wrong checksum
    unpack = zlib.decompressobj(31)
    total = sum(len(unpack.decompress(packed[n : n + 4096])) for n in range(0, len(packed), 4096))
    assert total == 64 * MIB
    assert len(bomb()) < 1.2 * MIB


@pytest.mark.parametrize("name", sorted(n for n in HTTP if n.startswith("redirect")))
def test_redirects_go_somewhere_else(near: Neighbour, name: str) -> None:
    head = said(near, name)
    assert head.split(b" ")[1] in (b"301", b"302", b"307")
    assert any(place in head for place in (ELSEWHERE.encode(), b"127.0.0.1", b"/again"))


def test_hanging_up_resetting_and_silence(near: Neighbour) -> None:
    assert said(near, "closes-at-once", request=b"") == b""
    near.live(DEVICES["resets-at-once"](CAMERA))
    with pytest.raises(ConnectionResetError):
        near.connect(80).recv(9)
    near.live(DEVICES["says-nothing"](CAMERA))
    talk = near.connect(80)
    talk.send(b"GET / HTTP/1.1\r\n\r\n")
    talk.settimeout(0.1)
    with pytest.raises(TimeoutError):
        talk.recv(9)


def test_a_bare_yes_and_the_same_page_everywhere(near: Neighbour) -> None:
    request = b"MAKETEA rtsp://x/ RTSP/1.0\r\nCSeq: 4\r\n\r\n"
    assert said(near, "yes-to-all-rtsp", 554, request).startswith(b"RTSP/1.0 200 OK\r\nCSeq: 4\r\n")
    near.live(DEVICES["same-page-everywhere"](CAMERA))
    pages = set()
    for port in (80, 554, 23, 8899):
        talk = near.connect(port)
        talk.send(b"GET /any HTTP/1.1\r\nConnection: close\r\n\r\n")
        pages.add(much(talk))
    assert len(pages) == 1


def test_documents_bite() -> None:
    bitten = with_doctype("entity-bomb", "r", "<r>{}</r>")
    assert len(bitten) < 1000 and bitten.count(b"<!ENTITY") == 10
    assert with_doctype("outside-entity", "r", "<r>{}</r>", encoding="utf-16").startswith(b"\xff\xfe")
    assert {name for name, make in PLAIN.items() if len(make()) > 100_000} == {"deep", "wide", "many", "long-name"}


def test_description_and_camera_service_are_the_same_bite(near: Neighbour) -> None:
    near.live(DEVICES["document-outside-entity"](CAMERA))
    for port, request in ((5000, b"GET /rootDesc.xml"), (80, b"POST /onvif/device_service")):
        talk = near.connect(port)
        talk.send(request + b" HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert b'SYSTEM "file:///etc/passwd"' in much(talk)


@pytest.mark.parametrize("name", sorted(PACKETS))
def test_mdns_that_bites_comes_unasked_and_when_asked(near: Neighbour, name: str) -> None:
    group, ear = near.ear(5353, MDNS), near.ear(5353)
    near.live(DEVICES[f"mdns-{name}"](CAMERA))
    assert near.heard(group)
    near.ask(ear, question("_hap._tcp.local.", unicast=True), 5353, MDNS)
    assert near.heard(ear)


def test_the_pointer_loops_point_to_themselves() -> None:
    (loop,) = PACKETS["pointer-to-itself"](CAMERA)
    assert loop[12:14] == b"\xc0\x0c"
    (chain,) = PACKETS["pointer-chain"](CAMERA)
    assert chain[12:16] == b"\xc0\x0e\xc0\x10"
    assert len(PACKETS["thousands-of-services"](CAMERA)) == 3000


def test_floods_of_answers(near: Neighbour) -> None:
    assert len(SSDP["ssdp-thousands-of-answers"](CAMERA)) == len({*SSDP["ssdp-thousands-of-answers"](CAMERA)}) == 3000
    near.live(DEVICES["ssdp-thousands-of-answers"](CAMERA))
    ear = near.ear()
    near.ask(ear, b"M-SEARCH * HTTP/1.1\r\n\r\n", 1900, GROUP)
    answers = near.heard(ear)
    assert len(answers) > 100, "as many as the socket holds"
    near.ask(ear, answers[0], 1900, GROUP)
    assert near.heard(ear) == [], "an answer is no question"


@pytest.mark.parametrize("name", sorted(WS))
def test_spoilt_answers_of_cameras(near: Neighbour, name: str) -> None:
    near.live(DEVICES[name](CAMERA))
    ear = near.ear()
    near.ask(ear, probe(message="uuid:1"), 3702, GROUP)
    answers = near.heard(ear)
    assert answers
    honest = all(b"<a:RelatesTo>uuid:1<" in a and CAMERA.encode() + b":80/onvif" in a and b"DOCTYPE" not in a and b"ProbeMatches" in a for a in answers)
    assert not honest or len(answers) > 1 or len(answers[0]) > 10_000


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_makers_rubbish_comes_to_whoever_asks(near: Neighbour, name: str) -> None:
    port, groups, to, rubbish = MAKERS[name]
    near.live(DEVICES[name](CAMERA))
    direct, elsewhere = near.ear(), near.ear(to[1] if to else 1)
    near.ask(direct, b"anything", port, groups[0][0])
    assert len(near.heard(elsewhere if to else direct)) == len(rubbish())


def test_secrets_and_other_addresses_are_in_it_for_others_to_look_for() -> None:
    everything = b"".join(data for _, _, _, rubbish in MAKERS.values() for data in rubbish())
    assert SECRET.encode() in everything and ELSEWHERE.encode() in everything and b"latitude" in everything
    assert len(LOCATIONS) == len(set(LOCATIONS)) > 30
    assert len(STRINGS) == len(set(STRINGS)) >= 50


def test_a_router_whose_list_has_no_end(near: Neighbour) -> None:
    near.live(DEVICES["router-without-end"](CAMERA))
    body = b"<NewPortMappingIndex>999999999</NewPortMappingIndex>"
    talk = near.connect(5000)
    talk.send(b'POST /ctl/IPConn HTTP/1.1\r\nSOAPAction: "x#GetGenericPortMappingEntry"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' % (len(body), body))
    assert b"<NewInternalClient>192.168.77.23<" in much(talk)


@pytest.mark.parametrize("part", range(8))
def test_every_one_starts_is_busy_and_stops_at_once(part: int) -> None:
    for name in sorted(DEVICES)[part::8]:
        book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
        device = DEVICES[name](CAMERA)
        device.start(BookAir(book))
        talks = []
        for served in device.tcp:
            with contextlib.suppress(ConnectionResetError):  # what resets at once may do so while we connect
                talks.append(socket.create_connection(book.tcp(CAMERA, served.port) or ("", 0), timeout=1))
        ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        ear.bind(("127.0.0.1", 0))
        for talk in talks:
            with contextlib.suppress(ConnectionError):
                talk.send(b"POST /onvif/x HTTP/1.1\r\n\r\n")
        for service in device.udp:
            ear.sendto(b"M-SEARCH", book.udp(CAMERA, service.port) or ("", 0))
        device._in_thread(lambda: None)
        began = time.monotonic()
        device.stop()
        took = time.monotonic() - began
        for sock in (*talks, ear):
            sock.close()
        assert (name, took < 0.3, device.faults) == (name, True, [])
