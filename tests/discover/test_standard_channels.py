"""WS-Discovery, mDNS, SSDP and names: tidy, untidy and hostile messages; who may speak for whom."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.discover import mdns, names, ssdp, upnp_description, ws_discovery, ws_message
from doorguard.discover.mdns_records import Speaker, note, read_txt, split_name
from doorguard.discover.mdns_says import facts_of
from doorguard.model import Level, Sighting
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.waiting import Deadline
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.mdns import Mdns, Service
from doorguard.pretend_home.ws_discovery import WsDiscovery

CAMERA, LIAR = "192.168.77.20", "192.168.77.66"


def envelope(inner: str, *, kind: str = "ProbeMatches", relates: str = "") -> bytes:
    head = f"<a:RelatesTo>{relates}</a:RelatesTo>" if relates else ""
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
        ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">'
        f"<s:Header>{head}</s:Header><s:Body><d:{kind}>{inner}</d:{kind}></s:Body></s:Envelope>"
    ).encode()


def match(
    scopes: str, types: str = "dn:NetworkVideoTransmitter", xaddrs: str = f"http://{CAMERA}:8899/onvif/device_service"
) -> str:
    return (
        "<d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:ABC</a:Address></a:EndpointReference>"
        f"<d:Types>{types}</d:Types><d:Scopes>{scopes}</d:Scopes><d:XAddrs>{xaddrs}</d:XAddrs></d:ProbeMatch>"
    )


ONVIF = "onvif://www.onvif.org/"


def test_scopes_with_spaces_in_them_are_glued() -> None:
    found = ws_message.read(envelope(match(f"{ONVIF}name/Test Cam {ONVIF}hardware/A%20B"))).matches[0]
    service = found.best(CAMERA)
    assert service is not None
    assert (found.name, found.hardware, found.endpoint, service.port) == ("Test Cam", "A B", "abc", 8899)


@pytest.mark.parametrize(
    ("scopes", "tells"),
    [
        ("location/country/china", False),
        ("location/city/hangzhou", False),
        ("location/12%20Elm%20Row", True),
        ("location/home", True),
        ("name/x", False),
    ],
)
def test_a_place_is_told_as_yes_or_no_and_never_kept(scopes: str, tells: bool) -> None:
    found = ws_message.read(envelope(match(ONVIF + scopes))).matches[0]
    assert found.tells_location is tells
    assert "Elm" not in repr(found)


@pytest.mark.parametrize(
    ("xaddrs", "hosts"),
    [("http://127.0.0.1/onvif", ["127.0.0.1"]), ("http://evil@192.168.77.20/x", ["192.168.77.20"]), ("http://[fe80::1%25eth0]:80/x", ["fe80::1"]),
     ("javascript:x", []), ("http://camera.local/x", []), ("http://192.168.77.20:99999/x", []), ("http://[::1/x http://10.0.0.1/", ["10.0.0.1"])],
)  # fmt: skip
def test_service_addresses_are_read_as_addresses_or_not_at_all(xaddrs: str, hosts: list[str]) -> None:
    found = ws_message.read(envelope(match("", xaddrs=xaddrs))).matches[0]
    assert [str(address.host) for address in found.addresses] == hosts


@pytest.mark.parametrize(
    "raw",
    [b"", b"<", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", b"<a>" * 50_000, envelope(match(""), kind="Bye"), b"x" * 70_000,
     '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")],
)  # fmt: skip
def test_what_is_no_answer_is_unfit(raw: bytes) -> None:
    with pytest.raises(ws_message.Unfit):
        ws_message.read(raw)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=500), st.text(max_size=200).map(lambda t: envelope(match(t)))))
def test_ws_rubbish(raw: bytes) -> None:
    with contextlib.suppress(ws_message.Unfit):
        ws_message.read(raw)


# --- mDNS ------------------------------------------------------------------------------------


def heard(service: Service, said_by: str = CAMERA, lives_at: str = CAMERA) -> Speaker:
    """What one sender announced, through real packets."""
    responder = Mdns("Cam", [service])
    device = PretendDevice(lives_at, "44:19:b6:00:00:20")
    speaker = Speaker(said_by)
    for packet, _, _ in responder.spontaneous(device):
        message = mdns._incoming(packet)
        assert message is not None
        note(message, speaker)
    return speaker


def facts(service: Service, **more: str) -> dict[str, object]:
    return {f.name: f.value for f in facts_of(heard(service, **more), lambda name: False, ended=False).facts}


HAP = {"md": "Cam", "id": "11:22:33:44:55:66", "ci": "17", "sf": "1", "ff": "0"}


@pytest.mark.parametrize(
    ("status", "paired"), [("1", False), ("0", True), ("4", True), ("5", False), ("x", None), ("9" * 30, None)]
)
def test_homekit_status(status: str, paired: bool | None) -> None:
    assert facts(Service("_hap._tcp", "Cam", 51826, {**HAP, "sf": status})).get("homekit.paired") is paired


@pytest.mark.parametrize(
    ("mode", "window"), [("0", "closed"), ("1", "open"), ("2", "temporary"), ("3", "open"), ("7", "open")]
)
def test_matter_window(mode: str, window: str) -> None:
    found = facts(Service("_matterc._udp", "AB", 5540, {"CM": mode, "DT": "322"}))
    assert (found["matter.window"], found["matter.device_type"]) == (window, 322)


def test_nobody_can_speak_for_somebody_else() -> None:
    assert "homekit.paired" in facts(Service("_hap._tcp", "Cam", 51826, HAP))
    assert facts(Service("_hap._tcp", "Cam", 51826, HAP), said_by=LIAR, lives_at=CAMERA) == {}


def test_names_of_phones_and_tvs_are_never_taken() -> None:
    for kind in ("_companion-link._tcp", "_airplay._tcp", "_ipp._tcp", "_googlecast._tcp"):
        said = facts_of(heard(Service(kind, "Annas iPhone", 1)), lambda name: False, ended=False)
        assert said.names == []
        assert "Anna" not in repr(said.facts)


def test_secrets_in_txt_are_not_taken() -> None:
    assert "mdns.txt.password" not in facts(Service("_hap._tcp", "Cam", 1, {**HAP, "password": "x"}))


@given(st.binary(max_size=600))
def test_txt_rubbish(raw: bytes) -> None:
    assert all(len(k) <= 32 and len(v) <= 256 for k, v in read_txt(raw).items())


@given(st.text(max_size=300))
def test_name_rubbish(text: str) -> None:
    split_name(text)
    split_name(text + "._hap._tcp.local.")


POINTER_LOOP = bytes.fromhex("000084000000000100000000") + b"\xc0\x0c" + bytes.fromhex("000c0001000000780002c00c")


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.just(POINTER_LOOP), st.binary(max_size=60).map(lambda b: POINTER_LOOP[:12] + b)
    )
)
def test_mdns_packet_rubbish(raw: bytes) -> None:
    message = mdns._incoming(raw)
    if message is not None:
        note(message, Speaker(CAMERA))
    names.read(raw)


# --- SSDP ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "allowed"),
    [(f"http://{CAMERA}:5000/d.xml", (5000, "/d.xml")), (f"http://{CAMERA}/", (80, "/")), ("http://192.168.77.1/d.xml", None),
     (f"http://{CAMERA}@192.168.77.1/", None), (f"http://user@{CAMERA}/", None), ("http://3232255252/", None), (f"https://{CAMERA}/", None),
     (f"http://[::ffff:{CAMERA}]/", None), ("file:///etc/passwd", None), ("", None), (f"http://{CAMERA}:99999/", None), (f"http://{CAMERA}/a b", None)],
)  # fmt: skip
def test_a_description_is_read_only_from_who_answered(location: str, allowed: tuple[int, str] | None) -> None:
    assert ssdp.own_location(location, CAMERA) == allowed


def test_control_addresses_elsewhere_are_left_out() -> None:
    body = (
        b"<root><device><deviceType>urn:x:InternetGatewayDevice:1</deviceType><serviceList><service>"
        b"<serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType><controlURL>http://192.168.77.66/ctl</controlURL>"
        b"</service></serviceList></device></root>"
    )
    assert upnp_description.describe(body, f"http://{CAMERA}:5000/d.xml")[0].controls == ()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_ssdp_rubbish(raw: bytes) -> None:
    ssdp.read_answer(raw)
    ssdp.read_answer(b"HTTP/1.1 200 OK\r\n" + raw)
    with contextlib.suppress(upnp_description.NotADescription):
        upnp_description.describe(raw, f"http://{CAMERA}:5000/d.xml")


# --- channels over the door ------------------------------------------------------------------


class Ground:
    """As much of a run as a channel sees."""

    def __init__(self, seconds: float, hosts: tuple[str, ...] = ()) -> None:
        self.listening = Deadline(seconds)
        self._hosts = list(hosts)

    def now(self) -> float:
        return 0.0

    def hosts(self) -> list[str]:
        return self._hosts

    hosts_by_need = hosts

    def more_hosts_may_come(self) -> bool:
        return False

    def wanted_name(self, name: str) -> bool:
        return name.startswith("Ring")


@pytest.fixture
def book() -> AddressBook:
    return AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")


@contextlib.contextmanager
def living(book: AddressBook, *devices: PretendDevice) -> Iterator[None]:
    for device in devices:
        book.neighbours[device.address] = device.mac
        device.start(BookAir(book))
    try:
        yield
    finally:
        for device in devices:
            device.stop()


def run(
    channel: object, book: AddressBook, seconds: float, level: Level = Level.LOOK, hosts: tuple[str, ...] = ()
) -> list[Sighting]:
    door = Door.onto_book(book, level)
    found = list(channel.CHANNEL.run(door, Ground(seconds, hosts)))  # type: ignore[attr-defined]  # a channel module
    door.close()
    return found


def test_an_answer_to_a_question_we_did_not_ask_is_dropped(book: AddressBook) -> None:
    class Forger(WsDiscovery):
        def hear(self, data: bytes, sender: tuple[str, int], device: PretendDevice) -> tuple[bytes, ...]:
            return (envelope(match(f"{ONVIF}name/Forged"), relates="urn:uuid:somebody-else"),)

    honest = PretendDevice(CAMERA, "44:19:b6:00:00:20", udp=[WsDiscovery(scopes=(f"{ONVIF}name/Honest",))])
    forger = PretendDevice(LIAR, "44:19:b6:00:00:66", udp=[Forger()])
    with living(book, honest, forger):
        found = run(ws_discovery, book, 0.5)
    assert {s.names for s in found if s.names} == {("Honest",)}


def test_names_that_match_no_rule_are_dropped_unseen(book: AddressBook) -> None:
    from doorguard.pretend_home.router_names import RouterNames

    router = PretendDevice(
        "192.168.77.1", "2c:30:33:00:00:01", udp=[RouterNames({CAMERA: "Ring-1a2b3c", LIAR: "Annas-iPhone"})]
    )
    with living(book, router):
        found = run(names, book, 1.2, hosts=(CAMERA, LIAR))
    assert {s.names for s in found} == {("Ring-1a2b3c",)}
    assert "Anna" not in repr(found)


def test_only_the_router_may_name_others(book: AddressBook) -> None:
    from doorguard.pretend_home.router_names import RouterNames

    gossip = RouterNames({CAMERA: "Ring-liar"}, port=5353, groups=(("224.0.0.251", 5353),))
    liar = PretendDevice(LIAR, "44:19:b6:00:00:66", udp=[gossip])
    with living(book, liar):
        assert run(names, book, 1.2, hosts=(CAMERA,)) == []


@pytest.mark.parametrize("channel", [mdns, ws_discovery, ssdp], ids=["mdns", "ws", "ssdp"])
def test_a_listening_channel_sends_nothing(channel: object, book: AddressBook) -> None:
    door = Door.onto_book(book, Level.LISTEN)
    list(channel.CHANNEL.run(door, Ground(0.3)))  # type: ignore[attr-defined]
    assert not door.sent()
    door.close()
