"""What was said to be kept is there, and the chain fits, whenever the program is killed in the middle of keeping.

``DOORGUARD_KILLS`` is how many lives are ended; 60 by default, 1000 take two minutes or so.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import struct
import time
from pathlib import Path

import pytest

from doorguard.record import NotARecord, Record, first_wrong
from doorguard.session.keeping import Keeping
from tests.recorded import WORDS, cheap

KILLS = int(os.environ.get("DOORGUARD_KILLS", "60"))
OF_ONE_FILE = 10
"""So many lives in one file: the first of them begins it."""


def write(path: Path, chance: random.Random, serial: int, telling: int) -> None:
    """A sitting without an end. Tells the newest serial number whenever a page would say that it is kept."""
    keeping = Keeping()
    if path.exists():
        keeping.open(path, WORDS)
    else:
        keeping.new(path, WORDS, {})
    while True:
        for _ in range(chance.choice((1, 1, 1, 1, 5, 70))):  # one go, or more than one
            serial += 1
            body = {"serial": serial, "text": "x" * chance.randrange(1, 3000)}
            if serial % 17:
                keeping.say("diary", body)
            else:
                file = chance.randbytes(9000)
                keeping.say("attachment", {**body, "sha256": hashlib.sha256(file).hexdigest()}, attachment=file)
        keeping.settle(30)
        if keeping.unwritten == 0:
            os.write(telling, struct.pack("<I", serial))


def life(path: Path, chance: random.Random, serial: int) -> int:
    """One sitting that is killed. Returns the newest serial number that was told."""
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write(path, chance, serial, telling)
        finally:
            os._exit(1)
    os.close(telling)
    told = b""
    if chance.random() < 0.85:  # else also while it is begun or opened
        told = b"".join(os.read(reading, 4) for _ in range(chance.randrange(1, 5)))
    time.sleep(chance.random() * 0.01)
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 65536):
        told += more
    os.close(reading)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return struct.unpack("<I", told[-4:])[0] if told else 0


def newest_in(path: Path, told: int) -> int:
    """The newest serial number in it: none is missing before, and none stands there twice."""
    with Record.open(path, WORDS) as record:
        assert first_wrong(record.entries()) is None
        assert record.damaged_pages() == 0
        said = [one["body"] for one in record.said() if "serial" in one["body"]]
        assert [body["serial"] for body in said] == list(range(1, len(said) + 1))
        assert len(said) >= told
        for body in said:
            if "sha256" in body:
                assert hashlib.sha256(record.attachment(body["sha256"]) or b"").hexdigest() == body["sha256"]
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(path.name + "-j")] == []
    return len(said)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.timeout(900)
def test_killed_in_the_middle_of_keeping(tmp_path: Path) -> None:
    chance = random.Random(20261126)  # noqa: S311 - moments of a test, to be had again
    certain = newest = 0
    path, begun = tmp_path / "notes", False
    with cheap():
        for number in range(KILLS):
            if number % OF_ONE_FILE == 0:
                path, newest, begun = tmp_path / f"notes-{number}", 0, False
            told = life(path, chance, newest)
            certain += told > 0
            try:
                newest, begun = (newest_in(path, told), True) if path.exists() else (0, False)
            except NotARecord:  # killed while it was begun: nothing was told, and the person begins anew
                assert not begun
                assert told == 0
                path = tmp_path / f"notes-{number}-anew"
    print(f"{KILLS} killed, {certain} of them after they had told of something")
    assert certain > KILLS * 0.7, "most were killed before they had kept anything"
