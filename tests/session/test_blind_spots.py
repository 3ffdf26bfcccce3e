"""What a run could not see: said only where there is a sign of it, and the sign is said too."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest

from doorguard.catalog import load
from doorguard.identify import Household
from doorguard.model import Fact, Level, Sighting
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.report.picture import Picture
from doorguard.session import Session
from doorguard.session.blind_spots import blind_spots, remembered

GATEWAY, FALSE, CAMERA = "192.168.7.254", "192.168.7.9", "192.168.7.20"
IGD = "urn:schemas-upnp-org:device:InternetGatewayDevice:1"
BEHIND = "Your router is behind another router. What that one lets in cannot be seen from here."
SECOND = "There is more than one router here. Devices behind the other one cannot be seen this way."
BY_HAND = "Rules that someone typed into the router by hand may be missing in the list it shows."
APART = "The wifi may keep devices apart."
NO_CAMERA = "No camera answered. One that was asleep, off or on another network cannot be seen this way."


@pytest.fixture
def house() -> Household:
    return Household(load())


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door.onto_book(AddressBook("192.168.7.0/24", "192.168.7.10", GATEWAY), Level.LOOK)
    yield made
    made.close()


def says(house: Household, address: str, **facts: str | bool) -> None:
    made = tuple(Fact(name=n.replace("__", "."), value=v, probe="test") for n, v in facts.items())
    house.add(Sighting(channel="test", address=address, facts=made))


def spots(house: Household, door: Door, spoke: int = 1, lately: Collection[str] = ()) -> list[str]:
    return list(blind_spots(house, house.devices(), door, {"mdns": spoke}, load(), lately))


def test_what_routers_hide(house: Household, door: Door) -> None:
    says(house, GATEWAY, ssdp__device_type=IGD, is__gateway=True, router__outside="internet")
    assert not set(spots(house, door)) & {BEHIND, SECOND, BY_HAND}
    says(house, GATEWAY, router__outside="private", igd__listed=True)
    assert set(spots(house, door)) >= {BEHIND, BY_HAND}
    says(house, FALSE, ssdp__device_type=IGD)
    assert SECOND in spots(house, door)


@pytest.mark.parametrize(("beside", "said"), [("fe80::20%pretend", True), (None, False)])
def test_an_address_where_no_door_was_tried(house: Household, door: Door, beside: str | None, said: bool) -> None:
    for address in filter(None, (CAMERA, beside)):
        house.add(Sighting(channel="neighbours", address=address, mac="44:19:b6:00:00:20"))
    assert any("more than one address" in line for line in spots(house, door)) is said


class TestKeptApart:
    def test_only_the_router(self, house: Household, door: Door) -> None:
        says(house, GATEWAY, is__gateway=True, host__alive=True)
        assert any(line.startswith("Only the router answered.") for line in spots(house, door))
        says(house, CAMERA, host__alive=True)
        assert not any(line.startswith("Only the router") for line in spots(house, door))

    def test_things_that_are_there_and_none_answers(self, house: Household, door: Door) -> None:
        says(house, GATEWAY, is__gateway=True, host__alive=True, port__open="tcp/80")
        says(house, CAMERA, host__alive=True, mac__maker="Ring")
        assert not any(APART in line for line in spots(house, door)), "one silent thing may be a phone"
        says(house, FALSE, host__alive=True, discovery__on=False, mapping__open=False)
        assert f"2 things are here, and none of them answered. {APART}" in spots(house, door)
        says(house, FALSE, port__open="tcp/80")
        assert not any(APART in line for line in spots(house, door))

    def test_nobody_spoke_up(self, house: Household, door: Door) -> None:
        for address in (CAMERA, FALSE):
            says(house, address, host__alive=True, port__open="tcp/80")
        line = "No device spoke up by itself. Your wifi may hide devices from each other."
        assert line in spots(house, door, spoke=0)
        assert line not in spots(house, door, spoke=1)


class TestSleeping:
    def test_who_was_here_lately_and_does_not_answer_now(self, house: Household, door: Door) -> None:
        says(house, CAMERA, host__alive=True)
        assert not any("lately" in line for line in spots(house, door, lately=(CAMERA,)))
        line = "1 thing was here lately and does not answer now. It may be asleep or off."
        assert line in spots(house, door, lately=(CAMERA, FALSE))
        door.stop()
        assert line not in spots(house, door, lately=(CAMERA, FALSE)), "it was not given the time"

    def test_what_the_system_remembers_is_neither_us_nor_the_router(self) -> None:
        book = AddressBook("192.168.7.0/24", "192.168.7.10", GATEWAY)
        book.neighbours |= dict.fromkeys((GATEWAY, "192.168.7.10", CAMERA, "fe80::1%pretend"), "02:00:00:00:00:01")
        door = Door.onto_book(book, Level.LISTEN)
        assert remembered(door) == {CAMERA}
        assert not door.sent()
        door.close()

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("Arlo", "There is a base station by Arlo here. Cameras that sleep behind it cannot be seen this way."),
            (None, "There is a base station here. Cameras behind it cannot be seen this way."),
        ],
    )
    def test_a_base_station_says_whose(self, house: Household, door: Door, name: str | None, said: str) -> None:
        from dataclasses import replace

        says(house, CAMERA, host__alive=True)
        hub = replace(house.devices()[0], kind="hub", vendor=name)
        assert said in list(blind_spots(house, [hub], door, {"mdns": 1}, load()))
        camera = replace(hub, kind="camera")
        assert said not in list(blind_spots(house, [camera], door, {"mdns": 1}, load()))


class TestInTheApp:
    def test_a_device_without_a_door_lives_in_its_app(self, house: Household, door: Door) -> None:
        says(house, CAMERA, onvif__type="NetworkVideoTransmitter")
        says(house, FALSE, onvif__type="NetworkVideoTransmitter", port__open="tcp/80")
        line = "1 device here has no door that could be asked. What it does shows in its app alone."
        assert line in spots(house, door)
        says(house, CAMERA, port__open="tcp/80")
        assert line not in spots(house, door)

    def test_who_is_signed_in_is_said_of_makes_that_were_found(self, house: Household, door: Door) -> None:
        from dataclasses import replace

        says(house, CAMERA, host__alive=True)
        (device,) = house.devices()
        plain = list(blind_spots(house, [device], door, {"mdns": 1}, load()))
        assert not any("signed in" in line for line in plain)
        ring = replace(device, kind="doorbell", vendor="Ring")
        assert (
            "Who is signed in to the app of Ring cannot be seen from here. Look in the app."
            in list(blind_spots(house, [ring], door, {"mdns": 1}, load()))
        )


class TestNothing:
    def test_the_one_fixed_line_stands_only_where_no_camera_answered(self, house: Household, door: Door) -> None:
        assert spots(house, door) == [NO_CAMERA]
        says(house, CAMERA, onvif__type="NetworkVideoTransmitter", port__open="tcp/80")
        assert spots(house, door) == []

    def test_a_run_in_an_empty_home_says_it(self) -> None:
        book = AddressBook("192.168.7.0/24", "192.168.7.10", GATEWAY)
        session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=0.2, channels=(), probes=())
        picture = Picture().take_all(session.run())
        session.close()
        assert picture.unseen == [NO_CAMERA]
