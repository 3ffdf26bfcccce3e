"""A program that writes a record, to be killed or to be let down by its disk. Not a test.

``writer.py kill FOLDER NUMBER SEED``: a child appends and tells each number once it is acknowledged; it is killed at
a random moment; what it had told must be there, and the chain must fit. NUMBER times.

``writer.py fail FOLDER TIMES ENTRIES CALL STEP``: a disk that refuses one call is given from outside (strace), the TIMES-th
of each process. Child k spends k of its calls on nothing first, so that another one of the record's is
refused; k is every STEP-th number.
"""

from __future__ import annotations

import os
import random
import signal
import struct
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from doorguard.record import CannotWrite, Record, RecordFault, first_wrong, key

WORDS = "four words are here"
OF_ONE_FILE = 25
"""So many kills on one file; then a new one, so that checking it all stays quick."""


def killed_once(path: Path, chance: random.Random) -> int:
    """One life of a writer. Returns how many entries it acknowledged."""
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with Record.open(path, WORDS) as record:
                while True:
                    number = record.append("diary", {"text": "x" * chance.randrange(1, 9000)})
                    os.write(telling, struct.pack("<I", number))
        finally:
            os._exit(1)
    os.close(telling)
    told = b""
    if chance.random() < 0.85:  # else also while it opens the file
        told = b"".join(os.read(reading, 4) for _ in range(chance.randrange(1, 5)))
    time.sleep(chance.random() * 0.006)
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 65536):
        told += more
    os.close(reading)
    os.waitpid(child, 0)
    return struct.unpack("<I", told[-4:])[0] if told else 0


def _nothing_readable(folder: Path, name: str) -> None:
    """In the file and in what lies beside it, as the killed one left them."""
    for left in folder.glob(name + "*"):
        held = left.read_bytes()
        for word in (b"xxxxxxxx", b"diary", b"doorguard", b"SQLite format", WORDS.encode()):
            assert word not in held, f"{left.name} shows {word!r}"


def kill(folder: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - moments of a test, to be had again
    acknowledged = 0
    path = folder / "none"
    for life in range(times):
        if life % OF_ONE_FILE == 0:
            path = folder / f"record-{life}"
            Record.new(path, WORDS, {"tool": "doorguard"}).close()
        told = killed_once(path, chance)
        acknowledged += told > 0
        _nothing_readable(folder, path.name)
        with Record.open(path, WORDS) as record:
            assert record.count >= told, f"life {life}: told {told}, there are {record.count}"
            assert first_wrong(record.entries()) is None, f"life {life}"
        left = [p.name for p in folder.iterdir() if p.name.startswith(path.name) and p != path]
        assert left == [], left
    print(f"{times} killed, {acknowledged} of them after they had told of something")


def _written(nothing: int) -> None:
    os.pwrite(nothing, b"x", 0)


SPEND: Mapping[str, Callable[[int], None]] = {"pwrite64": _written, "fsync": os.fsync}


def fail(folder: Path, times: int, entries: int) -> None:
    refused = 0
    tried = range(0, times, int(sys.argv[6]))
    for spent in tried:
        child = os.fork()
        if child == 0:
            os._exit(_let_down(folder / f"record-{spent}", spent, entries))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, 9), f"after {spent} writes: {status}"
        refused += status == 9
    print(f"{refused} of {len(tried)} were refused")


def _let_down(path: Path, spent: int, entries: int) -> int:
    """0: nothing was refused. 9: something was, it was said, and nothing acknowledged is missing. Else a mistake."""
    nothing = os.open(path.with_name("nothing"), os.O_WRONLY | os.O_CREAT)
    for _ in range(spent):
        SPEND[sys.argv[5]](nothing)
    refused = False
    try:
        record = Record.new(path, WORDS, {"tool": "doorguard"})
    except RecordFault:
        return 9 if not list(path.parent.glob(path.name + "*")) else 3
    acknowledged = 1
    for _ in range(entries):
        try:
            acknowledged = record.append("diary", {"text": "y" * 3000})
        except CannotWrite:
            refused = True
            if record.waiting == 0:
                return 4
    if record.waiting:
        try:
            record.write_waiting()
        except CannotWrite:
            record.write_waiting()  # one write is refused in all, so the second try is taken
    if record.count != entries + 1 or record.count < acknowledged:
        return 5
    record.close()
    with Record.open(path, WORDS) as again:
        if again.count != entries + 1 or first_wrong(again.entries()) is not None:
            return 6
    path.unlink()
    return 9 if refused else 0


if __name__ == "__main__":
    key.MEMORY_KIB, key.PASSES = 8, 1
    job = {"kill": kill, "fail": fail}[sys.argv[1]]
    job(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
