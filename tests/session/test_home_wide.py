"""What the whole home says, when more than one device wants to speak for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.catalog import Catalog, load, load_from
from doorguard.discover.channel import Channel, Ground
from doorguard.identify import Household
from doorguard.identify.household import MOST_GUESTS
from doorguard.model import Fact, Level, Sighting
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.report.picture import Picture
from doorguard.session import Session
from doorguard.session.home_wide import (
    compare_certificates,
    router_of,
    say_hard_to_find,
    say_ipv6,
    say_no_mapping,
    say_shared_network,
)

PAGE = """---
names: [any]
apps: []
kinds: []
as_of: 2026-11-23
recognise:
  - {says: it is a router, when: {ssdp.device_type: "*InternetGatewayDevice*"}, kind: router, weight: strong, source: upnp}
  - {says: it is a camera, when: {onvif.type: NetworkVideoTransmitter}, kind: camera, weight: strong, source: onvif}
---
"""
GATEWAY, FALSE, CAMERA = "192.168.7.254", "192.168.7.9", "192.168.7.20"


@pytest.fixture
def house(tmp_path: Path) -> Household:
    for folder in ("vendors", "checks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "vendors" / "_any.md").write_text(PAGE)
    catalog: Catalog = load_from(tmp_path / "checks", tmp_path / "vendors")
    assert not catalog.broken
    return Household(catalog)


def says(house: Household, address: str, **facts: str | bool) -> None:
    made = tuple(Fact(name=n.replace("__", "."), value=v, probe="test") for n, v in facts.items())
    house.add(Sighting(channel="test", address=address, facts=made))


IGD = "urn:schemas-upnp-org:device:InternetGatewayDevice:1"


def test_the_gateway_is_the_router_whoever_else_says_so_first(house: Household) -> None:
    says(house, FALSE, ssdp__device_type=IGD)
    says(house, GATEWAY, ssdp__device_type=IGD, is__gateway=True)
    router = router_of(house)
    assert router is not None
    assert router.addresses == (GATEWAY,)


def test_a_false_router_does_not_keep_the_true_list_from_closing(house: Household) -> None:
    says(house, FALSE, ssdp__device_type=IGD)
    says(house, GATEWAY, ssdp__device_type=IGD, is__gateway=True, igd__listed=True)
    says(house, CAMERA, onvif__type="NetworkVideoTransmitter")
    say_no_mapping(house, 1.0)
    camera = house.device_of(CAMERA)
    assert camera is not None
    assert [f.value for f in camera.facts if f.name == "mapping.open"] == [False]


def gaps(house: Household, address: str) -> list[tuple[str, str]]:
    device = house.device_of(address)
    assert device is not None
    assert not [f for f in device.facts if f.name == "mapping.open"]
    return [(gap.reason, gap.says) for gap in house.gaps_of(device) if "mapping.open" in gap.names]


def test_a_router_that_says_it_has_a_list_and_never_shows_it_did_not_answer(house: Household) -> None:
    says(house, GATEWAY, ssdp__device_type=IGD, ssdp__target=IGD, is__gateway=True)
    says(house, CAMERA, onvif__type="NetworkVideoTransmitter")
    say_no_mapping(house, 1.0)
    assert gaps(house, CAMERA) == [("no-answer", "The router has a list of open doors, and did not tell where.")]


def test_a_router_without_a_list_leaves_nothing_to_be_asked(house: Household) -> None:
    says(house, GATEWAY, ssdp__device_type="x-InternetGatewayDevice-like", is__gateway=True)
    says(house, CAMERA, onvif__type="NetworkVideoTransmitter")
    say_no_mapping(house, 1.0)
    assert gaps(house, CAMERA) == []


def test_one_chosen_device_says_that_its_router_was_not_asked(house: Household) -> None:
    says(house, CAMERA, onvif__type="NetworkVideoTransmitter")
    say_no_mapping(house, 1.0, only=CAMERA)
    assert gaps(house, CAMERA) == [("level", "Only this one device was asked, so its router was not.")]


def test_addresses_that_are_not_taken_are_not_asked_either() -> None:
    known: list[int] = []

    def forging(door: Door, ground: Ground) -> Iterator[Sighting]:
        for number in range(1, MOST_GUESTS + 200):
            yield Sighting(channel="forging", address=f"fe80::{number:x}%pretend")

    def waiting(door: Door, ground: Ground) -> Iterator[Sighting]:
        while ground.listening.left > 0:
            door.pause(0.05)
        known.append(len(ground.hosts()))
        yield from ()

    book = AddressBook("192.168.7.0/24", "192.168.7.10", GATEWAY)
    channels = tuple(Channel(r.__name__, "x", Level.LISTEN, "none", r) for r in (forging, waiting))
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=2, channels=channels, probes=())
    list(session.run())
    session.close()
    assert known == [MOST_GUESTS]


# --- certificates, searches, and one network for everything ------------------------------------


def hears(house: Household, address: str, *facts: Fact, mac: str | None = None) -> None:
    house.add(Sighting(channel="test", address=address, mac=mac, facts=facts))


def shows(mark: str, port: int = 443) -> Fact:
    return Fact(name="tls.certificate", value=mark, place=f"tcp/{port}", probe="tls")


def values(house: Household, address: str, name: str) -> set[tuple[str | None, object]]:
    device = house.device_of(address)
    assert device is not None
    return {(f.place, f.value) for f in device.facts if f.name == name}


def test_one_certificate_in_two_devices_is_shared_and_in_one_device_is_not(house: Household) -> None:
    hears(house, CAMERA, shows("aa"), shows("aa", 8443), mac="02:00:00:00:00:20")
    hears(house, FALSE, shows("bb"), mac="02:00:00:00:00:09")
    compare_certificates(house, 1.0)
    assert values(house, CAMERA, "tls.shared") == {("tcp/443", False), ("tcp/8443", False)}
    hears(house, "192.168.7.21", shows("bb", 4430), mac="02:00:00:00:00:21")
    compare_certificates(house, 2.0)
    assert values(house, FALSE, "tls.shared") == {("tcp/443", True)}
    assert values(house, "192.168.7.21", "tls.shared") == {("tcp/4430", True)}
    assert values(house, CAMERA, "tls.shared") == {("tcp/443", False), ("tcp/8443", False)}


def test_two_addresses_of_one_hardware_do_not_share(house: Household) -> None:
    for address in (CAMERA, FALSE):
        hears(house, address, shows("aa"), mac="02:00:00:00:00:20")
    compare_certificates(house, 1.0)
    assert values(house, CAMERA, "tls.shared") == {("tcp/443", False)}


def test_a_certificate_that_was_compared_with_no_other_is_not_called_its_own(house: Household) -> None:
    hears(house, CAMERA, shows("aa"))
    compare_certificates(house, 1.0, only=CAMERA)
    device = house.device_of(CAMERA)
    assert device is not None
    assert values(house, CAMERA, "tls.shared") == set()
    assert [gap.reason for gap in house.gaps_of(device) if gap.probe in ("tls", "mdns")] == ["level"]


def test_who_is_there_and_answered_no_search_is_hard_to_find(house: Household) -> None:
    alive = Fact(name="host.alive", value=True, probe="ports")
    hears(house, CAMERA, alive)
    hears(house, FALSE, alive, Fact(name="discovery.on", value=True, place="udp/3702", probe="ws-discovery"))
    hears(house, GATEWAY)  # known by its name alone: it may be asleep
    doorbell = "192.168.7.32"
    hears(house, doorbell, alive, Fact(name="mdns.type", value="_hap._tcp", place="mdns/_hap._tcp", probe="mdns"))
    say_hard_to_find(house, ("mdns", "ws-discovery"), 1.0)
    assert values(house, CAMERA, "discovery.on") == {(None, False)}
    assert values(house, FALSE, "discovery.on") == {("udp/3702", True)}
    assert values(house, GATEWAY, "discovery.on") == set()
    assert values(house, doorbell, "discovery.on") == set()
    device = house.device_of(doorbell)
    assert device is not None
    assert [gap.reason for gap in house.gaps_of(device) if gap.probe in ("tls", "mdns")] == ["not-supported"]


@pytest.mark.parametrize(
    ("phone", "camera", "level", "shared"),
    [
        (True, True, Level.LOOK, {(None, True)}),
        (True, True, Level.LISTEN, {(None, True)}),
        (False, True, Level.LOOK, {(None, False)}),
        (False, True, Level.LISTEN, set()),
        (True, False, Level.LOOK, set()),
    ],
)
def test_phones_beside_cameras_share_one_network(
    phone: bool, camera: bool, level: Level, shared: set[tuple[str | None, object]]
) -> None:
    house = Household(load())
    hears(house, GATEWAY, Fact(name="is.gateway", value=True, probe="neighbours"))
    says(house, GATEWAY, ssdp__device_type=IGD)
    if camera:
        says(house, CAMERA, onvif__type="NetworkVideoTransmitter")
    if phone:
        says(house, FALSE, mdns__type="_companion-link._tcp", mac__randomised=True)
    say_shared_network(house, level, 1.0)
    assert values(house, GATEWAY, "network.shared") == shared


@pytest.mark.parametrize(("spoke", "complete", "hidden"), [(True, True, True), (False, True, False), (True, False, False)])
def test_silence_counts_only_where_searches_came_through_and_to_their_end(
    spoke: bool, complete: bool, hidden: bool
) -> None:
    def search(door: Door, ground: Ground) -> Iterator[Sighting]:
        if spoke:
            yield Sighting(channel="ssdp", address=FALSE)
        if not complete:
            raise RuntimeError

    def quiet(door: Door, ground: Ground) -> Iterator[Sighting]:
        alive = Fact(name="host.alive", value=True, probe="ports")
        camera = Fact(name="onvif.type", value="NetworkVideoTransmitter", probe="hand")
        yield Sighting(channel="ports", address=CAMERA, facts=(alive, camera))

    book = AddressBook("192.168.7.0/24", "192.168.7.10", GATEWAY)
    channels = (Channel("ssdp", "x", Level.LISTEN, "none", search), Channel("ports", "x", Level.LISTEN, "none", quiet))
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=channels, probes=())
    picture = Picture().take_all(session.run())
    session.close()
    (device,) = [d for d in picture.devices.values() if CAMERA in d.addresses]
    outcomes = {f.outcome for f in picture.findings[device.id].values() if f.check == "easy-to-find"}
    assert outcomes == ({"not-found"} if hidden else {"could-not-check"})


def ipv6(house: Household, address: str = CAMERA) -> tuple[object, object]:
    """(what is known, else why not) of whether the internet reaches the camera over IPv6."""
    say_ipv6(house, 1.0)
    camera = house.device_of(address)
    assert camera is not None
    value = next((f.value for f in camera.facts if f.name == "ipv6.open"), None)
    return value, next((g.says for g in house.gaps_of(camera) if "ipv6.open" in g.names and value is None), None)


@pytest.mark.parametrize(
    ("firewall", "pinholes", "address", "known"),
    [
        (False, False, True, True),
        (False, None, True, True),
        (True, False, True, False),
        (True, False, False, False),
        (True, True, True, None),
        (True, None, True, None),
        (False, False, False, None),
        (None, None, True, None),
    ],
)
def test_ipv6_is_open_only_with_an_address_and_without_protection(
    house: Household, firewall: bool | None, pinholes: bool | None, address: bool, known: bool | None
) -> None:
    told = {"router__ipv6_firewall": firewall, "router__ipv6_pinholes": pinholes}
    said = {name: value for name, value in told.items() if value is not None}
    says(house, GATEWAY, ssdp__device_type=IGD, is__gateway=True, **said)
    says(house, CAMERA, onvif__type="NetworkVideoTransmitter", host__global_address=address)
    value, why = ipv6(house)
    assert value is known
    assert (why is None) == (known is not None)
