"""Which network a look would be about: read from this computer alone, so that the answers can be asked again."""

from __future__ import annotations

import ipaddress

import pytest

from doorguard.catalog import load
from doorguard.cli.runner import Runner, Where
from doorguard.model import Level
from doorguard.network import neighbours
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.scope import Interface
from doorguard.pages.want import Want
from doorguard.report.picture import Picture

HOME = Interface("wlan0", ipaddress.ip_address("192.168.1.7"), ipaddress.ip_network("192.168.1.0/24"))  # type: ignore[arg-type]
CAFE = Interface("wlan0", ipaddress.ip_address("10.3.0.9"), ipaddress.ip_network("10.3.0.0/24"))  # type: ignore[arg-type]


def here(monkeypatch: pytest.MonkeyPatch, *found: Interface, gateway: str | None) -> None:
    monkeypatch.setattr(neighbours, "interfaces", lambda: found)
    monkeypatch.setattr(neighbours, "default_route", lambda: ("wlan0", gateway) if gateway else None)


def test_another_network_has_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    runner = Runner(load())
    here(monkeypatch, HOME, gateway="192.168.1.1")
    home = runner.network()
    assert home == "192.168.1.0/24 192.168.1.1"
    assert runner.network() == home
    here(monkeypatch, HOME, gateway="192.168.1.254")
    assert runner.network() != home, "another router with the same addresses"
    here(monkeypatch, CAFE, gateway="10.3.0.1")
    assert runner.network() == "10.3.0.0/24 10.3.0.1"


def test_without_a_network_there_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch, gateway=None)
    assert Runner(load()).network() is None
    here(monkeypatch, HOME, gateway="192.168.1.1")
    assert Runner(load(), Where(interface="eth9")).network() is None


def test_looking_again_forgets_nothing_that_was_said() -> None:
    runner = Runner(load(), seconds=0.5)
    picture = Picture().take_all(runner.run(Level.LOOK, pretend=True))
    device = picture.listed()[0]
    assert device.mac is not None
    picture.take_all(runner.carry_out(Want("tell", pretend=True, device=device.id, fact="device.called", value="Hall camera")))
    again = Picture().take_all(runner.run(Level.LOOK, pretend=True))
    assert again.devices[device.id].told == {"device.called": "Hall camera"}
    runner.close()


class OwnHome(Runner):
    """The real home is one camera that answers nothing; the pretend home is the usual one."""

    def _door(self, level: Level, *, pretend: bool) -> Door:
        if pretend:
            return super()._door(level, pretend=True)
        book = AddressBook("192.168.7.0/24", "192.168.7.10", "192.168.7.1")
        book.neighbours["192.168.7.20"] = "02:00:00:00:00:20"
        return Door.onto_book(book, level)


def test_each_home_has_a_session_of_its_own() -> None:
    """Back from the pretend home, an answer is still about the real one; and looking again there forgets nothing."""
    runner = OwnHome(load(), seconds=0.5)
    real = Picture().take_all(runner.run(Level.LOOK, pretend=False))
    camera = "mac-020000000020"
    assert camera in real.devices
    Picture().take_all(runner.run(Level.LISTEN, pretend=True))
    named = Want("tell", device=camera, fact="device.called", value="Hall camera")
    real.take_all(runner.carry_out(named))
    assert real.devices[camera].told == {"device.called": "Hall camera"}
    again = Picture().take_all(runner.run(Level.LOOK, pretend=False))
    assert again.devices[camera].told == {"device.called": "Hall camera"}
    runner.close()


def test_a_stop_is_for_what_was_asked_last() -> None:
    runner = OwnHome(load(), seconds=0.5)
    Picture().take_all(runner.run(Level.LOOK, pretend=False))
    ended = []
    for event in runner.run(Level.LOOK, pretend=True):
        runner.stop()
        ended.append(event)
    assert Picture().take_all(ended).ended == "stopped"
    assert not runner._sessions[False].door.stopped
    runner.close()
