"""The pretend home with IPv6 switched on: each device once, with both its addresses, asked at one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doorguard.pretend_home.home import HOUSEHOLD
from tests.lab.netns import run_inside, why_not

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}")


def test_ipv6_neighbours_are_the_same_devices_and_cost_nothing_more() -> None:
    done = run_inside(Path(__file__).parent / "scan_pretend_home.py", "look", "5", "ipv6")
    assert done.returncode == 0, done.stderr[-3000:]
    document = json.loads(done.stdout)["document"]
    both = [d for d in document["devices"] if any(a.startswith("fe80::") for a in d["addresses"])]
    assert len(document["devices"]) == len(HOUSEHOLD) - 4  # the printer, the TV, the laptop and the phone are counted
    assert len(both) == len(document["devices"])
    assert all(":" not in d["addresses"][0] for d in document["devices"])
    assert {a for a in document["sent"] if ":" in a} <= {"ff02::1", "ff02::c", "ff02::fb"}
