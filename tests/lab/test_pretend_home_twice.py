"""The pretend home runs twice, by address book and at true addresses, and both say the same.

And every packet of the run at true addresses is captured and held against what the program says it sent.
"""

from __future__ import annotations

import functools
import ipaddress
import json
from pathlib import Path
from typing import Any

import pytest

from doorguard.catalog import load
from doorguard.catalog.tool import tool
from doorguard.cli.runner import Runner
from doorguard.model import Level
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from tests.lab.netns import run_inside, why_not

HERE = Path(__file__).parent
NETWORK = ipaddress.ip_network("192.168.77.0/24")
GROUPS = {"224.0.0.251", "233.89.188.1", "239.255.255.250", "239.255.255.251", "255.255.255.255", "192.168.77.255"}

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}")


@functools.cache
def at_true_addresses(level: str, seconds: float) -> dict[str, Any]:
    done = run_inside(HERE / "scan_pretend_home.py", level, str(seconds))
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@functools.cache
def by_address_book(level: str, seconds: float) -> dict[str, Any]:
    runner = Runner(load(), seconds=seconds)
    picture = Picture().take_all(runner.run(Level.from_word(level), pretend=True))
    runner.close()
    return document(picture, tool=tool(runner.catalog))


def without_times(found: dict[str, Any]) -> dict[str, Any]:
    """What must be equal: everything about devices and findings."""
    devices = [{k: v for k, v in d.items() if k != "first_seen_s"} for d in found["devices"]]
    return {
        "devices": sorted(devices, key=lambda d: d["id"]),
        "counted_only": found["counted_only"],
        "could_not_see": found["could_not_see"],
        "failures": found["failures"],
        "ended": found["ended"],
    }


def test_both_homes_give_the_same_document() -> None:
    book, true = by_address_book("look", 6), at_true_addresses("look", 6)["document"]
    assert (book["pretend"], true["pretend"]) == (True, False)
    assert without_times(book) == without_times(true)


def test_every_packet_captured_is_one_we_say_we_sent() -> None:
    run = at_true_addresses("look", 6)
    sent = run["document"]["sent"]
    captured: dict[str, dict[str, int]] = {}
    for address, kind, count in run["captured"]:
        captured.setdefault(address, {})[kind] = count
    asked = {a for a, kinds in captured.items() if set(kinds) & {"udp", "syn"}}
    assert asked <= set(sent)
    for address, said in sent.items():
        seen = captured.get(address, {})
        if "udp" not in seen and "syn" not in seen:
            # Nobody has this address: the kernel only asked who does, and the empty touch never left.
            assert said["tries"] == said["connections"] == 0
            assert said["datagrams"] <= 2 * (1 + seen.get("arp", 0))
            continue
        assert seen.get("udp", 0) == said["datagrams"], address
        assert seen.get("syn", 0) == said["tries"] + said["connections"], address


@pytest.mark.parametrize(("level", "seconds"), [("look", 6), ("listen", 4)])
def test_nothing_goes_outside_the_chosen_network(level: str, seconds: float) -> None:
    for address, kind, count in at_true_addresses(level, seconds)["captured"]:
        if kind == "igmp":
            continue  # joining a group, RFC 3376
        assert address in GROUPS or ipaddress.ip_address(address) in NETWORK, (address, kind, count)


def test_listen_sends_nothing_but_joins_groups() -> None:
    run = at_true_addresses("listen", 4)
    assert {kind for _, kind, _ in run["captured"]} <= {"igmp", "arp"}
    assert run["document"]["sent"] == {}
    assert run["document"]["devices"], "devices announce themselves in the first seconds"


def test_no_packet_names_this_program() -> None:
    """A camera's or a router's log may be read by the wrong person."""
    assert at_true_addresses("look", 6)["named"] == 0


def test_no_device_saw_a_login() -> None:
    run = at_true_addresses("look", 6)
    assert set(run["logins"].values()) == {0}
    assert run["faults"] == []
    assert all(said["logins"] == 0 for said in run["document"]["sent"].values())
