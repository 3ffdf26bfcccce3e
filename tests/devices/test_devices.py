"""What is read from the answers that public sources give of real devices."""

from __future__ import annotations

from typing import Any

import pytest

from doorguard.discover.makers import hikvision, records, reolink, xiongmai
from doorguard.discover.makers.search import Search, parsed
from doorguard.model import Device, Fact
from doorguard.probes import http, onvif, picture, rtsp, services, settings, tls
from doorguard.report.redact import fact_value
from tests.devices.replay import HERE, datagram, load, ports
from tests.probes.bench import Bench

ALL = sorted(path.name for path in HERE.glob("*.toml"))
ASKED = [name for name in ALL if "tcp" in load(name)]
SEARCHED = [name for name in ALL if "search" in load(name)]
SEARCHES: dict[str, Search] = {
    one.protocol: one for one in (hikvision.SEARCH, xiongmai.SEARCH, reolink.SEARCH, *records.SEARCHES)
}


def asked(device: dict[str, Any]) -> list[Fact]:
    """All that a Look learns of it."""
    bench = Bench(*ports(device), family=device["family"])
    try:
        bench.ask(services.PROBE, onvif.PROBE, rtsp.PROBE, tls.PROBE, http.PROBE, picture.PROBE, settings.PROBE)
        return bench.facts
    finally:
        bench.close()


def test_each_file_is_tried_and_says_where_it_is_from() -> None:
    assert sorted(ASKED + SEARCHED) == ALL
    for name in ALL:
        assert load(name)["source"], name
        assert load(name)["told"], name


@pytest.mark.parametrize("name", ASKED)
def test_a_device_that_is_asked(name: str) -> None:
    device = load(name)
    said = {(fact.name, fact.value) for fact in asked(device)}
    assert set(device["told"].items()) <= said
    assert not set(device.get("never", {}).items()) & said


@pytest.mark.parametrize("name", SEARCHED)
def test_a_device_that_is_searched_for(name: str) -> None:
    device = load(name)
    search = device["search"]
    reply = parsed(SEARCHES[search["protocol"]], datagram(search))
    for key, value in device["told"].items():
        assert reply.fields.get(key, getattr(reply, key, None)) == value, key
    for key, value in device.get("never", {}).items():
        assert reply.fields.get(key, getattr(reply, key, None)) != value, key


def test_the_serial_number_in_a_name_of_a_login_is_not_written_down() -> None:
    facts = asked(load("dahua-camera.toml"))
    written = [
        fact_value(f, Device(id="d", id_from="hand", addresses=("192.168.77.20",), kind="camera", facts=tuple(facts)))
        for f in facts
    ]
    assert "4K00000PAZ00000" not in repr(written)
