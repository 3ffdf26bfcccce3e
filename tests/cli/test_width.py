"""On a narrow terminal no line is wider than it: a terminal would cut through the words."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from doorguard.cli.paper import Paper, columns
from tests.report.test_scan_read import a_scan

COMMANDS = (
    ("contacts",),
    ("legal", "--country", "Wales"),
    ("checks",),
    ("vendors",),
    ("guide",),
    ("checks", "unknown-account"),
    ("vendors", "reolink"),
    ("guide", "reolink", "change-password"),
    ("help", "police"),
    ("summary", "--from", "scan.json"),
    ("summary", "--from", "scan.json", "--for", "police"),
)


def lines(words: tuple[str, ...], folder: Path, wide: int) -> list[str]:
    (folder / "scan.json").write_text(json.dumps(a_scan()), "utf-8")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, wide, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-m", "doorguard", *words]
    with subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, cwd=folder, env=environment):
        os.close(theirs)
        said = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            said += more
    os.close(ours)
    return said.decode().splitlines()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_forty_columns(words: tuple[str, ...], tmp_path: Path) -> None:
    said = lines(words, tmp_path, 40)
    assert len(said) > 5
    assert [line for line in said if len(line) > 40] == []


def test_a_wide_one_gets_lines_that_can_be_read(tmp_path: Path) -> None:
    said = lines(("contacts",), tmp_path, 200)
    assert 60 < max(map(len, said)) <= 76


def test_what_is_no_terminal_has_its_full_width(tmp_path: Path) -> None:
    with (tmp_path / "x").open("w") as out:
        assert columns(out, 76) == 76
        assert Paper(out).width == 72
