"""A real network that keeps devices apart: the run says the sign of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.lab.netns import run_inside, why_not

pytestmark = [
    pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}"),
    pytest.mark.skipif(shutil.which("nft") is None, reason="needs nft to keep hosts apart"),
]


def unseen(*arguments: str) -> list[str]:
    done = run_inside(Path(__file__).parent / "keep_apart.py", *arguments)
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    assert isinstance(said, list)
    return said


def test_things_are_there_none_answers_and_one_fell_asleep() -> None:
    said = unseen()
    assert "3 things are here, and none of them answered. The wifi may keep devices apart." in said
    assert "1 thing was here lately and does not answer now. It may be asleep or off." in said
    assert not any(line.startswith("Only the router answered") for line in said)


def test_only_the_router_is_there() -> None:
    said = unseen("alone")
    assert "Only the router answered. Your wifi may hide devices from each other, as a guest wifi does." in said
    assert not any("lately" in line for line in said)
