"""The most common router program, with real rules in a real firewall: all are read, within the budget."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.lab.netns import run_inside, why_not
from tests.lab.others import missing_for_rules
from tests.lab.real_router import RULES

pytestmark = [
    pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}"),
    pytest.mark.skipif(bool(missing_for_rules()), reason=f"not installed here: {missing_for_rules()}"),
]


@functools.cache
def scanned() -> dict[str, Any]:
    done = run_inside(Path(__file__).parent / "real_router.py")
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def facts(address: str) -> dict[tuple[str, str | None], Any]:
    (device,) = (d for d in scanned()["devices"] if address in d["addresses"])
    return {(f["name"], f["place"]): f["value"] for f in device["facts"]}


def test_every_rule_of_a_real_router_is_read() -> None:
    doors = {place for name, place in facts("192.168.77.20") if name == "mapping.open"}
    assert doors == {f"mapping/tcp/{8000 + number}" for number in range(RULES)}
    assert facts("192.168.77.1")["igd.listed", None] is True
    assert scanned()["sent"]["192.168.77.1"]["connections"] <= 40


def test_a_real_router_says_where_it_stands_and_what_it_keeps_out() -> None:
    router = facts("192.168.77.1")
    assert (router["router.outside", None], router["router.connected", None]) == ("internet", True)
    assert (router["router.ipv6_firewall", None], router["router.ipv6_pinholes", None]) == (True, True)


def test_protection_that_devices_may_open_is_not_called_whole() -> None:
    (camera,) = (d for d in scanned()["devices"] if "192.168.77.20" in d["addresses"])
    found = {f["check"]: f["outcome"] for f in camera["findings"]}
    assert (found["ipv6-door-open"], found["open-to-the-internet"]) == ("could-not-check", "problem")
