"""What was settled is there, and the chain fits, whenever the program is killed in the middle of keeping."""

from __future__ import annotations

import os
import random
import signal
import struct
import time
from pathlib import Path

import pytest

from doorguard.record import Record, first_wrong
from doorguard.session.keeping import Keeping
from tests.recorded import WORDS, cheap

KILLS = 60


def life(path: Path, chance: random.Random) -> int:
    """One sitting that is killed. Returns how many entries were on the disk for certain."""
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            keeping = Keeping()
            keeping.open(path, WORDS)
            while True:
                for _ in range(chance.randrange(1, 90)):  # one go, or more than one
                    keeping.say("diary", {"text": "x" * chance.randrange(1, 3000)})
                if keeping.settle(30):
                    os.write(telling, struct.pack("<I", keeping.count))
        finally:
            os._exit(1)
    os.close(telling)
    told = os.read(reading, 4) if chance.random() < 0.8 else b""
    time.sleep(chance.random() * 0.02)
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 65536):
        told += more
    os.close(reading)
    os.waitpid(child, 0)
    return struct.unpack("<I", told[-4:])[0] if told else 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.timeout(120)
def test_killed_in_the_middle_of_keeping(tmp_path: Path) -> None:
    chance = random.Random(20261126)  # noqa: S311 - moments of a test, to be had again
    certain = 0
    with cheap():
        path = tmp_path / "notes"
        for number in range(KILLS):
            if number % 10 == 0:
                path = tmp_path / f"notes-{number}"
                Record.new(path, WORDS, {}).close()
            told = life(path, chance)
            certain += told > 0
            with Record.open(path, WORDS) as record:
                assert record.count >= told
                assert first_wrong(record.entries()) is None
            assert [p.name for p in tmp_path.iterdir() if p.name.startswith(path.name + "-j")] == []
    assert certain > KILLS / 2, "most were killed before they had settled anything"
