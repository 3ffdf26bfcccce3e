"""Which network a look would be about: read from this computer alone, so that the answers can be asked again."""

from __future__ import annotations

import ipaddress

import pytest

from doorguard.catalog import load
from doorguard.cli.runner import Runner, Where
from doorguard.network import neighbours
from doorguard.network.scope import Interface

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


def test_looking_again_forgets_nothing_that_was_said_and_a_home_keeps_to_itself() -> None:
    from doorguard.model import Level
    from doorguard.pages.want import Want
    from doorguard.report.picture import Picture

    runner = Runner(load(), seconds=0.5)
    picture = Picture().take_all(runner.run(Level.LOOK, pretend=True))
    device = picture.listed()[0]
    assert device.mac is not None
    picture.take_all(runner.carry_out(Want("tell", device=device.id, fact="device.called", value="Hall camera")))
    again = Picture().take_all(runner.run(Level.LOOK, pretend=True))
    assert again.devices[device.id].told == {"device.called": "Hall camera"}
    runner.close()
