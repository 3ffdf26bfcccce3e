"""Which devices still answer, in the pretend home: one is unplugged, and plugged in again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.catalog import load
from doorguard.model import Device, Level, Presence
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.refusal import NotAllowed
from doorguard.pretend_home.home import PLUG_IN, UNPLUG, PretendHome
from doorguard.report.picture import Picture
from doorguard.session import Session
from doorguard.session.who_is_left import who_is_left

CAMERA, CLOUD_ONLY = "192.168.77.20", "192.168.77.34"


@pytest.fixture(scope="module")
def home() -> Iterator[PretendHome]:
    made = PretendHome()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def sitting(home: PretendHome) -> Iterator[tuple[Session, Picture]]:
    session = Session(Door.onto_book(home.book, Level.LOOK), load(), seconds=3)
    yield session, Picture().take_all(session.run())
    session.close()


def presence(sitting: tuple[Session, Picture], address: str) -> set[Presence]:
    session, picture = sitting
    picture.take_all(session.who_is_left())
    return {picture.left[d.id] for d in picture.listed() if address in d.addresses}


@pytest.mark.parametrize("address", ["192.168.77.21", CLOUD_ONLY])
def test_who_was_unplugged_is_gone_alone_and_comes_back(
    home: PretendHome, sitting: tuple[Session, Picture], address: str
) -> None:
    _session, picture = sitting
    assert presence(sitting, address) == {"answers"}
    before = {address: sent.logins for address, sent in picture.sent.items()}
    home.change(address, UNPLUG)
    home.change(address, UNPLUG)
    assert presence(sitting, address) == {"gone"}
    assert list(picture.left.values()).count("gone") == 1
    assert set(picture.left) == {device.id for device in picture.listed()}, "only what is on the list is touched"
    home.change(address, PLUG_IN)
    home.change(address, PLUG_IN)
    assert presence(sitting, address) == {"answers"}
    assert {address: sent.logins for address, sent in picture.sent.items()} == before
    assert not home.device(address).faults


def test_a_thing_that_is_plugged_in_again_can_be_checked_again(
    home: PretendHome, sitting: tuple[Session, Picture]
) -> None:
    session, picture = sitting
    home.change("192.168.77.21", UNPLUG)
    home.change("192.168.77.21", PLUG_IN)
    device = next(d for d in picture.listed() if "192.168.77.21" in d.addresses)
    picture.take_all(session.check_again(device.id))
    assert any(f.outcome == "problem" for f in picture.findings_of(device.id))


def test_below_look_nothing_is_sent() -> None:
    book = AddressBook("192.168.7.0/24", "192.168.7.10", "192.168.7.1")
    book.neighbours["192.168.7.20"] = "02:00:00:00:00:20"
    device = Device(id="d", id_from="address", addresses=("192.168.7.20",), kind="camera")
    door = Door.onto_book(book, Level.LISTEN)
    with pytest.raises(NotAllowed):
        who_is_left(door, [device])
    assert not door.sent()
    door.close()
    session = Session(Door.onto_book(book, Level.LISTEN), load(), seconds=0.1, channels=(), probes=())
    assert list(session.who_is_left()) == []
    session.close()


def test_stopped_in_the_middle_nobody_is_called_gone() -> None:
    book = AddressBook("192.168.7.0/24", "192.168.7.10", "192.168.7.1")
    device = Device(id="d", id_from="address", addresses=("192.168.7.20",), kind="camera")
    door = Door.onto_book(book, Level.LOOK)
    door.stop()
    assert who_is_left(door, [device]) == {"d": "cannot-tell"}
    door.close()


def test_who_has_no_address_is_not_asked() -> None:
    door = Door.onto_book(AddressBook("192.168.7.0/24", "192.168.7.10", "192.168.7.1"), Level.LOOK)
    assert who_is_left(door, [Device(id="hand-1", id_from="hand", addresses=())]) == {}
    door.close()
