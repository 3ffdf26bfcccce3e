"""UPnP devices: every answer kept, a page read only from who answered, and nobody delayed by a slow one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.discover import ssdp
from doorguard.discover.upnp_description import NotADescription, describe
from doorguard.facts import kind_of
from doorguard.model import Level
from doorguard.network.door import Door
from doorguard.network.refusal import Stopped
from tests.discover.small_home import CAMERA, NET, OTHER, ROUTER, SSDP, FakeGround, SmallHome, everything, facts, http

WAN = "urn:schemas-upnp-org:service:WANIPConnection:1"


def reply(location: str, target: str = "upnp:rootdevice", server: str = "Linux UPnP/1.0 x/1") -> bytes:
    lines = ["HTTP/1.1 200 OK", f"LOCATION: {location}", f"SERVER: {server}", f"ST: {target}", "USN: uuid:1::x"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def to_all(*datagrams: bytes) -> Callable[[bytes], Sequence[bytes]]:
    return lambda data: datagrams if data.startswith(b"M-SEARCH") else ()


def page(inner: str = "", kind: str = "urn:schemas-upnp-org:device:Basic:1", base: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0">{base}<device><deviceType>{kind}</deviceType>'
        "<friendlyName>Porch cam</friendlyName><manufacturer>AXIS</manufacturer><modelName>M1065</modelName>"
        f"<serialNumber>ACCC8E000020</serialNumber><UDN>uuid:6A5B-20</UDN>{inner}</device></root>"
    ).encode()


def services(control: str, name: str = WAN) -> str:
    return (
        f"<serviceList><service><serviceType>{name}</serviceType><controlURL>{control}</controlURL></service></serviceList>"
    )


def test_it_asks_for_five_targets_twice(home: SmallHome) -> None:
    home.udp(CAMERA, 1900, None, [SSDP])
    door = home.door()
    everything(ssdp.CHANNEL, door, FakeGround(0.5))
    asked = [data.decode() for data in home.heard[CAMERA]]
    assert door.sent()[SSDP[0]].datagrams == len(asked) == 10
    for text in asked:
        assert text.endswith("\r\n\r\n")
        assert 'MAN: "ssdp:discover"\r\n' in text
    wanted = {line[4:] for text in asked for line in text.splitlines() if line.startswith("ST: ")}
    assert {t.rpartition(":")[2] if ":device:" not in t else t.split(":")[3] for t in wanted} == {
        "rootdevice", "all", "InternetGatewayDevice", "DigitalSecurityCamera",
    }  # fmt: skip


def test_a_camera_and_its_page(home: SmallHome) -> None:
    home.udp(CAMERA, 1900, to_all(reply(f"http://{CAMERA}:49152/d.xml"), reply(f"http://{CAMERA}:49152/d.xml", "uuid:1")), [SSDP])
    asked = home.web(CAMERA, 49152, lambda _: http(page()))
    found = everything(ssdp.CHANNEL, home.door(), FakeGround(0.5))
    told = facts(found, CAMERA)
    assert {v for (_, name), v in told.items() if name == "ssdp.target"} == {"upnp:rootdevice", "uuid:1"}
    assert told["ssdp/1", "ssdp.server"] == "Linux UPnP/1.0 x/1"
    assert told["ssdp/49152-1", "ssdp.device_type"] == "urn:schemas-upnp-org:device:Basic:1"
    assert (told[None, "device.model"], told[None, "device.maker"]) == ("M1065", "AXIS")
    assert told[None, "device.serial"] == "ACCC8E000020"
    assert ("uuid", "6a5b-20") in frozenset().union(*(s.ids for s in found))
    assert asked == ["/d.xml"]
    for sighting in found:
        for fact in sighting.facts:
            kind_of(fact.name)


def test_of_a_television_only_the_kind_is_known(home: SmallHome) -> None:
    home.udp(OTHER, 1900, to_all(reply(f"http://{OTHER}:8080/d.xml")), [SSDP])
    home.web(OTHER, 8080, lambda _: http(page(kind="urn:schemas-upnp-org:device:MediaRenderer:1")))
    found = everything(ssdp.CHANNEL, home.door(), FakeGround(0.5))
    assert facts(found, OTHER)["ssdp/8080-1", "ssdp.device_type"].endswith("MediaRenderer:1")  # type: ignore[union-attr]
    assert [name for (place, name) in facts(found, OTHER) if place is None] == []
    assert not any(s.names for s in found)


@pytest.mark.parametrize(
    ("inner", "base", "expected"),
    [
        (services("/ctl/IPConn"), "", (5000, "/ctl/IPConn")),
        (services("ctl/IPConn"), "", (5000, "/igd/ctl/IPConn")),
        (services(f"http://{ROUTER}:1780/ctl"), "", (1780, "/ctl")),
        (services("/ctl"), f"<URLBase>http://{ROUTER}:1780</URLBase>", (1780, "/ctl")),
        (services("/ctl"), f"<URLBase>http://{OTHER}:1780</URLBase>", (5000, "/ctl")),
        (f"<deviceList><device><deviceList><device>{services('/deep')}</device></deviceList></device></deviceList>", "", (5000, "/deep")),
        (services(f"http://{OTHER}:80/ctl"), "", None),
        (services(f"//{OTHER}/ctl"), "", None),
        (services(f"https://{ROUTER}/ctl"), "", None),
        (services("file:///etc/passwd"), "", None),
        (services("/a b"), "", None),
        (services("/ctl", "urn:x:WANIPConnection:1\" evil='"), "", None),
        (services("http://[/ctl"), "", None),
    ],
)
def test_the_routers_control_address_is_on_the_router(
    home: SmallHome, inner: str, base: str, expected: tuple[int, str] | None
) -> None:
    home.udp(ROUTER, 1900, to_all(reply(f"http://{ROUTER}:5000/igd/d.xml")), [SSDP])
    body = page(inner, "urn:schemas-upnp-org:device:InternetGatewayDevice:1", base)
    asked = home.web(ROUTER, 5000, lambda _: http(body))
    found = everything(ssdp.CHANNEL, home.door(), FakeGround(0.3))
    told = facts(found, ROUTER)
    assert asked
    if expected is None:
        assert ("router/1", "igd.control") not in told
    else:
        assert (told["router/1", "igd.port"], told["router/1", "igd.control"]) == expected
        assert told["router/1", "igd.service"] == WAN


def test_a_router_with_two_ways_to_the_internet_has_a_list_in_each(home: SmallHome) -> None:
    one = services("/ip", WAN) + services("/ppp", WAN.replace("WANIP", "WANPPP")) + services("/ip", WAN.replace(":1", ":2"))
    body = page(f"<x/>{one}".replace("</serviceList><serviceList>", ""), "urn:schemas-upnp-org:device:InternetGatewayDevice:1")
    home.udp(ROUTER, 1900, to_all(reply(f"http://{ROUTER}:5000/igd/d.xml")), [SSDP])
    home.web(ROUTER, 5000, lambda _: http(body))
    told = facts(everything(ssdp.CHANNEL, home.door(), FakeGround(0.3)), ROUTER)
    found = {place: (told[place, "igd.control"], str(told[place, "igd.service"])[-1]) for place in ("router/1", "router/2")}
    assert sorted(found.values()) == [("/ip", "2"), ("/ppp", "1")]
    assert ("router/3", "igd.control") not in told


def test_the_ipv6_protection_service_is_kept_too(home: SmallHome) -> None:
    found = describe(page(services("/v6", "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1")), f"http://{ROUTER}:5000/d")[0]
    assert found.controls == ()
    assert found.v6_control is not None
    assert (found.v6_control.port, found.v6_control.path) == (5000, "/v6")


def test_nothing_is_read_from_anybody_else(home: SmallHome) -> None:
    elsewhere = home.web(OTHER, 80, lambda _: http(page()))
    there = home.web(CAMERA, 80, lambda _: http(page(), "302 Found", f"Location: http://{OTHER}/d.xml"))
    locations = [f"http://{OTHER}/d.xml", f"http://{CAMERA}@{OTHER}/d.xml", f"http://@{CAMERA}/d.xml", f"http://{CAMERA}/redirects",
                 f"http://{CAMERA}0/longer", f"http://{OTHER}/{CAMERA}", f"https://{CAMERA}/tls"]  # fmt: skip
    home.udp(CAMERA, 1900, to_all(*[reply(location) for location in locations]), [SSDP])
    door = home.door()
    found = everything(ssdp.CHANNEL, door, FakeGround(0.4))
    assert (elsewhere, there) == ([], ["/redirects"])
    assert "ssdp/80-1" not in {place for place, _ in facts(found, CAMERA)}
    assert OTHER not in door.sent()


def test_three_pages_of_one_host_and_each_once(home: SmallHome) -> None:
    asked = home.web(CAMERA, 80, lambda _: http(page()))
    home.udp(CAMERA, 1900, to_all(*[reply(f"http://{CAMERA}/{n}") for n in (1, 1, 2, 3, 4, 5)]), [SSDP])
    everything(ssdp.CHANNEL, home.door(), FakeGround(0.5))
    assert asked == ["/1", "/2", "/3"]


def tarpit(_: str) -> bytes:
    time.sleep(2.5)
    return b""


def test_slow_devices_delay_nobody_and_are_not_asked_for_more(home: SmallHome) -> None:
    slow = [f"{NET}{last}" for last in range(100, 108)]
    pages = {address: home.web(address, 80, tarpit) for address in slow}
    for address in slow:
        home.udp(address, 1900, to_all(reply(f"http://{address}/1"), reply(f"http://{address}/2")), [SSDP])
    home.udp(CAMERA, 1900, to_all(reply(f"http://{CAMERA}/d.xml")), [SSDP])
    home.web(CAMERA, 80, lambda _: http(page()))
    ground = FakeGround(0.5)
    read_at = ended_at = 0.0
    for sighting in ssdp.CHANNEL.run(home.door(), ground):
        if sighting.address == CAMERA and sighting.ids:
            read_at = ground.now()
    ended_at = ground.now()
    assert 0 < read_at < 1.0
    assert ended_at < 4.0
    assert all(asked == ["/1"] for asked in pages.values())


def test_the_router_is_asked_once_more_for_the_page_that_tells_what_it_opened(home: SmallHome) -> None:
    replies = iter([b"", http(page())])
    asked = home.web(ROUTER, 5000, lambda _: next(replies))
    home.udp(ROUTER, 1900, to_all(reply(f"http://{ROUTER}:5000/d.xml")), [SSDP])
    found = everything(ssdp.CHANNEL, home.door(), FakeGround(1.0))
    assert asked == ["/d.xml", "/d.xml"]
    assert any(sighting.ids for sighting in found)


def test_a_router_that_never_gives_its_page_is_asked_twice_in_all(home: SmallHome) -> None:
    asked = home.web(ROUTER, 5000, lambda _: b"")
    home.udp(ROUTER, 1900, to_all(*[reply(f"http://{ROUTER}:5000/{n}") for n in (1, 2)]), [SSDP])
    everything(ssdp.CHANNEL, home.door(), FakeGround(1.0))
    assert asked == ["/1", "/1"]


def test_stop_ends_the_reading_too(home: SmallHome) -> None:
    home.web(CAMERA, 80, tarpit)
    home.udp(CAMERA, 1900, to_all(reply(f"http://{CAMERA}/d.xml")), [SSDP])
    door = home.door()
    home.later(0.5, door.stop)
    began = time.monotonic()
    with pytest.raises(Stopped):
        everything(ssdp.CHANNEL, door, FakeGround(5))
    assert time.monotonic() - began < 0.8


def test_an_announcement_is_heard_at_listen_and_nothing_is_read(home: SmallHome) -> None:
    asked = home.web(CAMERA, 80, lambda _: http(page()))
    sock = home.udp(CAMERA, 1900, None, [SSDP])
    alive = f"NOTIFY * HTTP/1.1\r\nHOST: x\r\nNTS: ssdp:alive\r\nNT: upnp:rootdevice\r\nLOCATION: http://{CAMERA}/d.xml\r\n\r\n"
    home.later(0.1, home.cast, sock, SSDP, alive.encode(), alive.replace("alive", "byebye").replace("root", "r").encode())
    door: Door = home.door(Level.LISTEN)
    found = everything(ssdp.CHANNEL, door, FakeGround(0.4))
    said = [(f.name, f.value) for s in found for f in s.facts]
    assert said == [("discovery.on", True), ("ssdp.target", "upnp:rootdevice")]
    assert (asked, door.sent()) == ([], {})


def test_a_flood_of_targets_is_capped_and_leaves_room_for_the_others(home: SmallHome) -> None:
    home.udp(OTHER, 1900, to_all(*[reply(f"http://{OTHER}/", f"x:{n}") for n in range(700)]), [SSDP])
    sock = home.udp(CAMERA, 1900, None, [SSDP])
    home.later(0.6, home.cast, sock, SSDP, reply("", "upnp:rootdevice"))
    found = everything(ssdp.CHANNEL, home.door(), FakeGround(0.9))
    assert len([s for s in found if s.address == OTHER]) == 64
    assert [s for s in found if s.address == CAMERA]


@pytest.mark.parametrize(
    "body",
    [b"", b"<root/>", b"<a>" * 50_000, page()[:-20], b'<!DOCTYPE a [<!ENTITY b "c">]>' + page(), b" " * 300_000 + page()],
)
def test_what_is_no_description_is_none(body: bytes) -> None:
    with pytest.raises(NotADescription):
        describe(body, f"http://{CAMERA}/")


def test_a_long_description_is_read_whole() -> None:
    long = page(f"<presentationURL>{'x' * 150_000}</presentationURL>{services('/late')}")
    found = describe(long, f"http://{CAMERA}/")[0].controls
    assert [control.path for control in found] == ["/late"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_any_description_is_read_within_bounds(control: str, base: str, name: str) -> None:
    from xml.sax.saxutils import escape

    inner = services(escape(control)) + f"<modelDescription>{escape(name)}</modelDescription>"
    try:
        found = describe(page(inner, base=f"<URLBase>{escape(base)}</URLBase>"), f"http://{CAMERA}:49152/a/d.xml")
    except (NotADescription, UnicodeEncodeError):
        return
    for device in found:
        assert all(len(value) <= 256 and "\x1b" not in value for _, value in device.facts)
        for one in device.controls:
            assert one.path.startswith("/")
            assert 0 < one.port < 65536


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=80))
def test_any_answer_is_read_or_left(raw: bytes, location: str) -> None:
    headers = ssdp.read_answer(b"HTTP/1.1 200 OK\r\n" + raw)
    assert headers is not None
    assert all(len(name) <= 64 and len(value) <= 512 for name, value in headers.items())
    for text in (location, f"http://{CAMERA}{location}", f"http://{CAMERA}:80/{location}"):
        where = ssdp.own_location(text, CAMERA)
        assert where is None or (where[1].startswith("/") and where[1].isascii())
