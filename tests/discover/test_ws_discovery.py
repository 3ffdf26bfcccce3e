"""ONVIF's search: three questions, untidy answers, and nothing believed that was not asked."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.discover import ws_discovery, ws_message
from doorguard.facts import kind_of
from doorguard.model import Level, Sighting
from tests.discover.small_home import CAMERA, NET, OTHER, WSD, FakeGround, SmallHome, everything, facts

TIDY = "onvif://www.onvif.org/name/Porch onvif://www.onvif.org/hardware/IPC-1 onvif://www.onvif.org/Profile/T"


def answer(
    scopes: str = TIDY,
    types: str = "dn:NetworkVideoTransmitter",
    xaddrs: str = f"http://{CAMERA}:8899/onvif/device_service",
    kind: str = "ProbeMatches",
    relates: str = "",
    endpoint: str = "urn:uuid:0000-20",
) -> bytes:
    """Written by hand, with prefixes that none of our own code uses."""
    inner = (
        f"<q:EndpointReference><q:Address>{endpoint}</q:Address></q:EndpointReference><z:Types>{types}</z:Types>"
        f"<z:Scopes>{scopes}</z:Scopes><z:XAddrs>{xaddrs}</z:XAddrs><z:MetadataVersion>1</z:MetadataVersion>"
    )
    body = f"<z:{kind}><z:ProbeMatch>{inner}</z:ProbeMatch></z:{kind}>" if kind != "Hello" else f"<z:Hello>{inner}</z:Hello>"
    head = f"<q:RelatesTo>{relates}</q:RelatesTo>" if relates else ""
    return (
        '<?xml version="1.0"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"'
        ' xmlns:q="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:z="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
        ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl">'
        f"<env:Header>{head}</env:Header><env:Body>{body}</env:Body></env:Envelope>"
    ).encode()


def id_of(data: bytes) -> str:
    found = re.search(rb"MessageID>([^<]*)<", data)
    assert found
    return found[1].decode()


def type_of(data: bytes) -> str:
    found = re.search(rb"Types>([^<]*)<", data)
    return found[1].decode().rpartition(":")[2] if found else ""


def camera(wanted: str | None = None, **more: str) -> Callable[[bytes], Sequence[bytes]]:
    """Answers; with ``wanted`` only the probe of that type."""

    def answering(data: bytes) -> Sequence[bytes]:
        if b"Probe>" not in data or wanted not in (None, type_of(data)):
            return ()
        return [answer(**{"relates": id_of(data), **more})]

    return answering


def look(home: SmallHome, answering: Callable[[bytes], Sequence[bytes]], seconds: float = 0.2) -> list[Sighting]:
    home.udp(CAMERA, 3702, answering, [WSD])
    return everything(ws_discovery.CHANNEL, home.door(), FakeGround(seconds))


# --- asking ----------------------------------------------------------------------------------


def test_three_questions_of_their_own_and_one_alone_to_who_stays_quiet(home: SmallHome) -> None:
    home.udp(CAMERA, 3702, camera(), [WSD])
    home.udp(OTHER, 3702, None)
    door, ground = home.door(), FakeGround(3.0, [CAMERA, OTHER])
    everything(ws_discovery.CHANNEL, door, ground)
    asked = home.heard[CAMERA]
    assert [type_of(data) for data in asked] == ["NetworkVideoTransmitter", "Device", ""]
    assert len({id_of(data) for data in asked}) == 3
    assert [type_of(data) for data in home.heard[OTHER]] == [""]
    assert {a: s.datagrams for a, s in door.sent().items()} == {WSD[0]: 3, OTHER: 1}


@pytest.mark.parametrize("wanted", ["NetworkVideoTransmitter", "Device", ""])
def test_a_camera_that_answers_one_question_only_is_found(home: SmallHome, wanted: str) -> None:
    home.udp(CAMERA, 3702, camera(wanted), [WSD])
    ground = FakeGround(3.0)
    run = ws_discovery.CHANNEL.run(home.door(), ground)
    assert next(iter(run)).address == CAMERA
    run.close()  # type: ignore[attr-defined]  # a generator


def test_listen_hears_hello_and_sends_nothing(home: SmallHome) -> None:
    sock = home.udp(CAMERA, 3702, None, [WSD])
    home.later(0.1, home.cast, sock, WSD, answer(kind="Hello"), answer(kind="Hello", relates="urn:uuid:whatever"))
    door = home.door(Level.LISTEN)
    found = everything(ws_discovery.CHANNEL, door, FakeGround(0.4))
    assert [s.address for s in found] == [CAMERA, CAMERA]
    assert door.sent() == {}


# --- reading ---------------------------------------------------------------------------------


def test_what_a_camera_says_of_itself(home: SmallHome) -> None:
    found = look(home, camera())
    told = facts(found, CAMERA)
    assert told["type/NetworkVideoTransmitter", "onvif.type"] == "NetworkVideoTransmitter"
    assert {v for (_, name), v in told.items() if name == "onvif.scope"} == {"name/Porch", "hardware/IPC-1", "Profile/T"}
    assert told[None, "device.model"] == "IPC-1"
    assert (told["udp/3702", "onvif.port"], told["udp/3702", "onvif.path"]) == (8899, "/onvif/device_service")
    assert told["udp/3702", "location.told"] is False
    assert found[0].names == ("Porch",)
    assert found[0].ids == {("uuid", "0000-20")}
    for sighting in found:
        for fact in sighting.facts:
            kind_of(fact.name)


@pytest.mark.parametrize("relates", ["uuid:{}", "urn:uuid:{}", "{}", "URN:UUID:{}", ""])
def test_an_id_is_the_same_with_and_without_its_prefix_and_may_be_missing(home: SmallHome, relates: str) -> None:
    def answering(data: bytes) -> Sequence[bytes]:
        return [answer(relates=relates.format(id_of(data).removeprefix("uuid:")))]

    assert look(home, answering)


@pytest.mark.parametrize("kind", ["ProbeMatches", "ResolveMatches"])
def test_an_answer_to_somebody_elses_question_is_dropped(home: SmallHome, kind: str) -> None:
    assert look(home, lambda _: [answer(kind=kind, relates="urn:uuid:not-ours")]) == []


def test_a_printer_says_its_type_and_gets_no_name(home: SmallHome) -> None:
    found = look(home, camera(types="wprt:PrintDeviceType wsdp:Device", scopes="ldap:///ou=Annas Printer"))
    assert {v for (_, name), v in facts(found, CAMERA).items() if name == "onvif.type"} == {"PrintDeviceType", "Device"}
    assert (CAMERA, "location.told") not in facts(found, CAMERA)
    assert "Anna" not in repr(found)


@pytest.mark.parametrize(
    ("place", "tells"),
    [("location/country/china", False), ("location/country", False), ("location/", False), ("location/city/Hangzhou", False),
     ("location/country/uk/leeds", True), ("location/city/leeds", True), ("location/12%20Elm%20Row", True), ("location/nursery", True)],
)  # fmt: skip
def test_a_place_is_told_as_yes_or_no_and_never_kept(home: SmallHome, place: str, tells: bool) -> None:
    found = look(home, camera(scopes=f"{TIDY} onvif://www.onvif.org/{place}"))
    assert facts(found, CAMERA)["udp/3702", "location.told"] is tells
    assert not [f for s in found for f in s.facts if "location/" in str(f.value)]


@pytest.mark.parametrize(
    ("xaddrs", "port", "misaddressed"),
    [
        (f"http://{CAMERA}:8899/x", 8899, None),
        (f"http://169.254.9.31:80/x http://{CAMERA}:8000/x", 8000, None),  # a link-local address beside the real one
        (f"http://192.168.1.64:81/x http://{CAMERA}:8000/x", 8000, None),
        ("http://192.168.1.64:81/x", 81, "192.168.1.64"),
        ("http://10.0.0.9/x http://192.168.1.64:81/x", 80, "10.0.0.9"),
        (f"http://{NET}77/x", 80, None),  # somebody else's address here is a lie, not a misplaced camera
        ("http://0.0.0.0:2020/x", 2020, None),
        ("http://127.0.0.1:2020/x", 2020, None),
        ("http://8.8.8.8/x", 80, None),
        ("https://[fe80::1]/x", 443, None),
        ("http://camera.local/x", None, None),
        ("", None, None),
    ],
)
def test_service_addresses_give_a_port_and_tell_a_misplaced_camera(
    home: SmallHome, xaddrs: str, port: int | None, misaddressed: str | None
) -> None:
    (sighting,) = look(home, camera(xaddrs=xaddrs))
    assert facts([sighting], CAMERA).get(("udp/3702", "onvif.port")) == port
    assert sighting.misaddressed == misaddressed


def test_a_camera_of_another_home_network_is_said_to_be_one_and_a_public_sender_is_nobody(home: SmallHome) -> None:
    lost, public = "10.9.9.64", "203.0.113.9"
    for address in (lost, public):
        sock = home.udp(address, 3702, None, [WSD])
        home.later(0.1, home.cast, sock, WSD, answer(kind="Hello", xaddrs=f"http://{address}/x"))
    found = everything(ws_discovery.CHANNEL, home.door(), FakeGround(0.4))
    assert [(s.address, s.misaddressed) for s in found] == [(lost, lost)]


# --- hostile ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [b"<a>" * 20_000, b"<a>" * 20_000 + b"</a>" * 20_000, b"x" * 65_507, b"", b"\0", b"<a/>", b"\xff\xfe<a/>",
     answer().replace(b"<env:Header>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><env:Header>"),
     b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>', answer(scopes="<x>" * 60 + "</x>" * 60)],
)  # fmt: skip
def test_a_bad_packet_is_left_and_the_good_one_after_it_is_read(home: SmallHome, bad: bytes) -> None:
    began = time.monotonic()
    found = look(home, lambda data: [bad[:60_000], answer(relates=id_of(data))])
    assert [s.names for s in found] == [("Porch",)]
    assert time.monotonic() - began < 1.0


def test_a_flood_from_one_leaves_room_for_the_others_and_listening_ends_on_time(home: SmallHome) -> None:
    flooder = home.udp(OTHER, 3702, None, [WSD])
    honest = home.udp(CAMERA, 3702, None, [WSD])
    ending = threading.Event()

    def flood() -> None:
        while not ending.is_set():
            home.cast(flooder, WSD, *[answer(kind="Hello")] * 50)

    home.later(0.05, flood)
    for at in (0.8, 1.0, 1.2):  # the flood may push one of them out of the socket's queue
        home.later(at, home.cast, honest, WSD, *[answer(kind="Hello")] * 5)
    ground = FakeGround(1.5)
    found = everything(ws_discovery.CHANNEL, home.door(), ground)
    took = ground.now()
    ending.set()
    assert len([s for s in found if s.address == OTHER]) == 64
    assert [s for s in found if s.address == CAMERA]
    assert took < 2.0


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=80), st.text(max_size=40), st.text(max_size=60),
    st.lists(st.sampled_from(["onvif://www.onvif.org/", "name/", " ", "location/", "%00", "%E2%80%AE", "hardware/", "&amp;", "::"]), max_size=12),
)  # fmt: skip
def test_any_text_in_the_right_places_is_read_within_bounds(types: str, endpoint: str, xaddrs: str, parts: list[str]) -> None:
    from xml.sax.saxutils import escape

    try:
        message = ws_message.read(answer("".join(parts), escape(types), escape(xaddrs), endpoint=escape(endpoint)))
    except (ws_message.Unfit, UnicodeEncodeError):
        return
    for match in message.matches:
        assert len(match.endpoint) <= 80
        assert not [s for s in (*match.scopes, *match.types, match.name, match.hardware) if "\x00" in s or "\u202e" in s]
        assert not [s for s in match.scopes if s.lower().startswith("location/")]
        match.best(CAMERA)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 700))
def test_any_damage_to_an_answer_is_survived(junk: bytes, at: int) -> None:
    whole = answer()
    try:
        ws_message.read(whole[:at] + junk + whole[at + len(junk) :])
    except ws_message.Unfit:
        pass
