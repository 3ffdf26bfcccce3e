"""What a record costs: opening it, writing one entry so that it is on the disk, and keeping a look as it happens.

Run ``python benchmarks/record.py [folder]``; the folder's disk is measured (by default a new one in this folder). The
peer is Python's own sqlite3 with the same settings and no encryption, no chain and no other words in the entry.
"""

from __future__ import annotations

import functools
import json
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.model import Level
from doorguard.pages.written_down.entries import one_line
from doorguard.record import Record, first_wrong
from doorguard.record.store import _TABLES
from doorguard.session import keeping as keeping_module
from doorguard.session.keeping import Keeping

WORDS = "four words are here"
ENTRIES = 400
BODY = {"text": "It rang at about six, and nobody was there.", "when": "Sunday", "effect": "x" * 200}


def took(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def appending(folder: Path) -> tuple[list[float], list[float]]:
    """A record, and the same rows in plain SQLite that is as durable, in turn: what else the disk does hits both."""
    db = sqlite3.connect(folder / "plain", isolation_level=None)
    for how in ("secure_delete = ON", "locking_mode = EXCLUSIVE", "journal_mode = DELETE", "synchronous = EXTRA"):
        db.execute(f"PRAGMA {how}").fetchone()
    db.executescript(_TABLES)
    written = json.dumps(BODY).encode()

    def plain(number: int) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", (number, written, bytes(32), bytes(32)))
        db.execute("COMMIT")

    mine, theirs = [], []
    with Record.new(folder / "ours", WORDS, {}) as record:
        for number in range(ENTRIES):
            mine.append(took(lambda: record.append("diary", BODY)))
            theirs.append(took(functools.partial(plain, number)))
    db.close()
    return mine, theirs


def opening(folder: Path) -> tuple[float, float, float]:
    """Milliseconds to open, to read and check all, and to show a page of the newest."""
    began = time.perf_counter()
    record = Record.open(folder / "ours", WORDS)
    opened = time.perf_counter()
    assert first_wrong(record.entries()) is None
    checked = time.perf_counter()
    for entry in record.entries(record.count - 12):
        one_line(entry.read())
    shown = time.perf_counter()
    record.close()
    return (opened - began) * 1000, (checked - opened) * 1000, (shown - checked) * 1000


def a_look(folder: Path) -> tuple[int, float, float, float]:
    """A look at the pretend home: entries, longest wait for the screen, what is left at its end, the whole."""
    keeping = Keeping()
    keeping.new(folder / "look", WORDS, {"pretend": True})
    runner = Runner(load(), seconds=4)
    longest, began = 0.0, time.perf_counter()
    for event in runner.run(Level.LOOK, pretend=True):
        took = time.perf_counter()
        keeping.take(event, pretend=True)
        longest = max(longest, time.perf_counter() - took)
    ended = time.perf_counter()
    keeping.settle(10)
    settled = time.perf_counter()
    count = keeping.count
    keeping.close()
    runner.close()
    return count, longest * 1000, (settled - ended) * 1000, settled - began


def main() -> None:
    """Prints one line for each figure."""
    keeping_module.no_core_dump = lambda: True
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    with tempfile.TemporaryDirectory(dir=root) as name:
        folder = Path(name)
        mine, theirs = appending(folder)
        for what, found in (("ours", mine), ("plain sqlite3", theirs)):
            middle, late = statistics.median(found), sorted(found)[int(len(found) * 0.99)]
            print(f"{what}: {middle:.2f} ms the middle one, {late:.2f} ms 99 of 100, {ENTRIES} entries")
        print(f"ratio: {statistics.median(mine) / statistics.median(theirs):.2f}")
        opened, checked, shown = opening(folder)
        print(f"open: {opened:.0f} ms (the key), check all: {checked:.0f} ms, show the newest: {shown:.1f} ms")
        count, longest, left, whole = a_look(folder)
        print(f"a look of {whole:.1f} s: {count} entries, {left:.0f} ms left to write at its end")
        print(f"the screen waits {longest:.2f} ms at most for one of them to be taken")
        print(f"size: {(folder / 'look').stat().st_size // 1024} KB; threads left: {threading.active_count() - 1}")


if __name__ == "__main__":
    main()
