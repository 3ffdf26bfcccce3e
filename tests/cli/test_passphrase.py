"""The passphrase where a person types: asked twice for a new record, and never shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.cli.passphrase import NoPassphrase, read_passphrase
from doorguard.record import Record
from doorguard.record.key import LONGEST
from tests.recorded import WORDS
from tests.tui.terminal import Terminal


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Terminal]:
    root = Path(__file__).parents[2]
    environment = {"PYTHONPATH": f"{root / 'src'}", "TERM": "xterm", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "doorguard", "record", "new", str(tmp_path / "notes")]
    terminal = Terminal(command, environment=environment)
    yield terminal
    terminal.close()


def test_it_is_asked_twice_and_never_shows(new: Terminal, tmp_path: Path) -> None:
    assert new.read(20, b"The passphrase")
    assert b"Nobody can bring the passphrase back" in new.seen, "said beforehand"
    new.key(WORDS.encode() + b"\n")
    assert new.read(10, b"once more")
    new.key(WORDS.encode() + b"\n")
    assert new.read(10, b"The code now")
    assert WORDS.encode() not in new.seen
    assert new.wait(10)
    assert new.code == 0
    with Record.open(tmp_path / "notes", WORDS) as record:
        assert record.count == 1


def test_a_slip_makes_nothing(new: Terminal, tmp_path: Path) -> None:
    assert new.read(20, b"The passphrase")
    new.key(WORDS.encode() + b"\n")
    assert new.read(10, b"once more")
    new.key(WORDS.encode() + b"x\n")
    assert new.read(10, b"not the same")
    assert new.wait(10)
    assert new.code == 2
    assert not (tmp_path / "notes").exists()


def test_a_short_one_is_not_asked_for_again(new: Terminal, tmp_path: Path) -> None:
    assert new.read(20, b"The passphrase")
    new.key(b"short\n")
    assert new.wait(10)
    assert b"too short" in new.seen
    assert b"once more" not in new.seen
    assert new.code == 2
    assert not (tmp_path / "notes").exists()


def test_leaving_there_is_no_error(new: Terminal, tmp_path: Path) -> None:
    assert new.read(20, b"The passphrase")
    new.key(b"\x03")
    assert new.wait(10)
    assert new.code == 0
    assert b"Traceback" not in new.seen
    assert not (tmp_path / "notes").exists()
    assert new.settings_are_back()


def from_pipe(raw: bytes) -> tuple[str, bytes]:
    there, here = os.pipe()
    os.write(here, raw)
    os.close(here)
    try:
        return read_passphrase(there), os.read(there, 100)
    finally:
        os.close(there)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_what_follows_the_line_stays_for_others(end: bytes) -> None:
    assert from_pipe(WORDS.encode() + end + b"yes\n") == (WORDS, b"yes\n")


def test_any_letters() -> None:
    assert from_pipe("vier wörter 字 ok".encode())[0] == "vier wörter 字 ok"


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xff\n"])
def test_none_is_said(raw: bytes) -> None:
    with pytest.raises(NoPassphrase):
        from_pipe(raw)


def test_a_stream_without_end_is_not_read_for_ever() -> None:
    """And a part of it is not taken for the whole: that would be another passphrase."""
    assert len(from_pipe(b"x" * LONGEST)[0]) == LONGEST
    with pytest.raises(NoPassphrase, match="too long"):
        from_pipe(b"x" * (LONGEST + 50))


def test_a_descriptor_that_is_none() -> None:
    with pytest.raises(NoPassphrase, match="999"):
        read_passphrase(999)
