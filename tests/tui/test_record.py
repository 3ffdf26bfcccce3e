"""A record on the screens: opened with a passphrase that does not show, and left at once with nothing lost."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.record import Record, first_wrong
from tests.recorded import WORDS
from tests.tui.terminal import Terminal
from tests.tui.test_leaving import ASLEEP, ENVIRONMENT, WRAP, well_left

READY = b"Leave Ctrl+C"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    with Record.new(tmp_path / "notes", WORDS, {"pretend": True, "tool": "doorguard"}) as record:
        record.append("diary", {"text": "It rang."})
    return tmp_path / "notes"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for one in started:
        one.close()


def opened(started: list[Terminal], command: list[str], places: Path) -> Terminal:
    homes = {name: str(places / name) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    for place in homes.values():
        Path(place).mkdir(exist_ok=True)
    terminal = Terminal(command, environment=ENVIRONMENT | homes | {"PYTHONDONTWRITEBYTECODE": "1"})
    started.append(terminal)
    assert terminal.read(10, b"The passphrase")
    terminal.key(WORDS.encode() + b"\n")
    return terminal


def command(notes: Path, odd: str | None = None) -> list[str]:
    arguments = ["record", "open", str(notes)]
    if odd is None:
        return [sys.executable, "-m", "doorguard", *arguments]
    return [sys.executable, "-c", WRAP.format(odd=odd).replace('main(["demo"])', f"main({arguments!r})")]


def entries(notes: Path) -> list[str]:
    with Record.open(notes, WORDS) as record:
        assert first_wrong(record.entries()) is None
        assert not record.damaged_pages()
        return [said["kind"] for said in record.said()]


@pytest.mark.parametrize("stuck", [None, ASLEEP], ids=["idle", "asleep"])
def test_leaving_is_as_quick_with_a_record(
    terminals: list[Terminal], notes: Path, tmp_path: Path, stuck: str | None
) -> None:
    terminal = opened(terminals, command(notes, stuck), tmp_path)
    assert terminal.read(10, READY)
    time.sleep(0.5)
    well_left(terminal.leave(lambda: terminal.key(b"\x03")))
    assert entries(notes) == ["header", "diary", "opened"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["notes"], "no journal beside it"


def test_nothing_readable_is_left_anywhere(terminals: list[Terminal], notes: Path, tmp_path: Path) -> None:
    """All of a look at the pretend home goes through it; then it is left in the middle of things."""
    terminal = opened(terminals, command(notes), tmp_path)
    assert terminal.read(10, READY)
    terminal.key(b"2\n")  # write down what happened
    assert terminal.read(5, b"What happened?")
    for typed, then in ((b"Zebra at the door", b"That is all"), (b"2", b"When was it?"), (b"2", b"It is kept")):
        time.sleep(0.8)  # an Enter right after a number is passed over
        terminal.key(typed + b"\r")
        assert terminal.read(5, then)
    for key, then in ((b"1", b"The record"), (b"1", b"Look at the pretend home"), (b"1", b"Finished.")):
        time.sleep(0.8)
        terminal.seen = b""
        terminal.key(key)
        assert terminal.read(20, then)
    terminal.leave(lambda: terminal.key(b"\x03"))
    known = [b"Zebra", b"It rang", WORDS.encode(), b"header", b"doorguard", b"192.168.77", b"HIKVISION", b"Nursery"]
    for place in tmp_path.rglob("*"):
        if place.is_file():
            assert place == notes, place
            content = place.read_bytes()
            assert [word for word in known if word in content] == []
    assert os.access(notes, os.R_OK)
    kept = entries(notes)
    assert kept[:4] == ["header", "diary", "opened", "diary"]
    assert kept.count("observation") > 40
