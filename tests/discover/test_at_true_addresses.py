"""The standard channels at true addresses: real neighbour tables, real multicast, servers that others wrote."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.lab.netns import run_inside, why_not

NET = "192.168.77."
SIX = "fe80::4619:b6ff:fe00:70%home0"
ASKED_AGAIN = 5.0
"""Seconds after which the kernel asks an old entry again (its delay_first_probe_time)."""

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}"),
]


@functools.cache
def lab() -> dict[str, Any]:
    done = run_inside(Path(__file__).parent / "at_true_addresses.py")
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def seen(channel: str, address: str) -> list[list[Any]]:
    return [row for row in lab()["found"][channel] if row[1] == address]


def told(channel: str, address: str) -> dict[str, Any]:
    return {name: value for row in seen(channel, address) for name, value in row[4].items()}


def needs(server: str) -> None:
    if server in lab()["missing"]:
        pytest.skip(f"{server} is not installed here")


# How soon is measured in benchmarks/; here it must come of the first touch, before the kernel asks old entries again.
@pytest.mark.parametrize("last", [1, 50, 52, 53, 70])
def test_who_is_there_is_known_from_the_first_touch(last: int) -> None:
    assert seen("neighbours", f"{NET}{last}")[0][0] < ASKED_AGAIN


def test_an_old_entry_counts_when_the_device_answers_the_touch_and_at_once() -> None:
    assert seen("neighbours", f"{NET}60")[0][0] < ASKED_AGAIN


def test_an_old_entry_that_swallows_the_touch_counts_when_the_kernel_has_asked_again() -> None:
    assert seen("neighbours", f"{NET}61")[0][0] >= ASKED_AGAIN


def test_a_device_that_was_carried_away_is_nobody() -> None:
    assert lab()["sent"][f"{NET}62"] == 2  # it was touched
    assert seen("neighbours", f"{NET}62") == []


def test_arp_finds_who_is_there_and_ends_on_time() -> None:
    found, took = lab()["arp"]
    assert found == [f"{NET}50"]
    assert took < 0.9


def test_a_camera_on_ipv6_alone_is_found_by_mdns_and_ws_discovery() -> None:
    assert told("mdns", SIX)["tcp/51826|homekit.paired"] is False
    assert told("ws-discovery", SIX)["type/NetworkVideoTransmitter|onvif.type"] == "NetworkVideoTransmitter"
    assert seen("mdns", SIX)[0][0] < 1.0


def test_a_real_homekit_doorbell() -> None:
    bell = told("mdns", f"{NET}50")
    assert (bell["tcp/51826|homekit.paired"], bell["tcp/51826|homekit.category"]) == (True, 18)
    assert bell["tcp/51826|homekit.certified"] is False
    assert not [name for name in bell if name.endswith(("mdns.txt.id", "mdns.txt.sh"))]


def test_a_real_responder_with_two_matter_homes_an_open_window_and_a_printer() -> None:
    needs("avahi-daemon")
    hub = told("mdns", f"{NET}52")
    assert (hub["udp/5353|matter.fabrics"], hub["udp/5353|matter.window"]) == (2, "temporary")
    assert hub["mdns/_ipp._tcp|mdns.type"] == "_ipp._tcp"
    assert "Anna" not in json.dumps(lab()["found"])


def test_a_doorbell_without_services_is_named_by_a_real_responder() -> None:
    needs("avahi-daemon")
    assert told("names", f"{NET}53") == {"|host.name": "ring-1a2b3c"}
    assert told("mdns", f"{NET}53") == {}


def test_a_real_routers_description() -> None:
    needs("miniupnpd")
    router = told("ssdp", f"{NET}1")
    assert (router["router/1|igd.port"], router["router/1|igd.control"]) == (5000, "/ctl/IPConn")
    assert router["router/1|igd.service"].startswith("urn:schemas-upnp-org:service:WANIPConnection:")
    assert router["router/2|igd.v6_control"] == "/ctl/IP6FCtl"


def test_the_groups_hear_little_and_it_ends_on_time() -> None:
    assert lab()["sent"]["224.0.0.251"] <= 24
    assert lab()["sent"]["239.255.255.250"] == 3 + 10
    assert lab()["took"] < 6.5


def test_the_largest_network_is_swept_whole() -> None:
    """The send buffer of one socket holds some 270 datagrams for addresses that nobody has yet."""
    done = run_inside(Path(__file__).parent / "in_a_large_network.py")
    assert done.returncode == 0, done.stderr[-3000:]
    found = dict(json.loads(done.stdout))
    assert set(found) == {"10.1.0.20", "10.1.1.250", "10.1.2.77", "10.1.3.250"}
    assert max(found.values()) < 1.5
