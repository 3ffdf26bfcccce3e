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
from doorguard.session import Session
from doorguard.session.home_wide import router_of, say_no_mapping

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
    return [(gap.reason, gap.says) for gap in house.gaps_of(device)]


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
