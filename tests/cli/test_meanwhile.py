"""A look in plain text can be stopped by a line, in the real program on a real terminal."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from doorguard.cli.meanwhile import can_be_heard, stopped_by
from tests.tui.terminal import Terminal


@pytest.fixture
def plain() -> Terminal:
    home = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-m", "doorguard", "demo", "--plain", "--seconds", "60"]
    return Terminal(command, environment={"PYTHONPATH": home, "TERM": "xterm"})


def test_s_stops_the_look_and_what_was_found_stays(plain: Terminal) -> None:
    assert plain.read(20, b"Look at the pretend home")
    plain.key(b"1\n")
    assert plain.read(20, b"S and Enter stops it")
    assert plain.read(20, b"Found 1:")
    plain.key(b"x\n")  # no answer to anything: passed over
    plain.key(b"s\n")
    assert plain.read(20, b"Stopped.")
    assert b"Stopped. 0 found" not in plain.seen
    assert plain.read(20, b"Show what was found")
    plain.key(b"\x03")
    assert plain.wait(10)
    assert plain.code == 0


def test_where_nobody_types_nothing_is_listened_to() -> None:
    typed = io.StringIO("s\n")
    assert not can_be_heard(typed)
    with stopped_by(typed, lambda: os._exit(1)):
        pass
    assert typed.read() == "s\n"
