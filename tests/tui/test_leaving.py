"""Leaving, seen from the terminal: the page is blank at once and the process is gone, whatever it was doing."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLANK_SECONDS, GONE_SECONDS = 0.05, 0.5
SLACK = 0.15
"""The test machine is busy; the figures themselves stand in benchmarks/."""

STALLED = """
import time, sys
from doorguard.tui import app
old = app.DoorguardApp.on_mount
def stall(self):
    old(self)
    self.set_timer(0.3, lambda: time.sleep(4))
app.DoorguardApp.on_mount = stall
from doorguard.cli import main
sys.exit(main(["demo"]))
"""


class Terminal:
    """The program on a pseudo-terminal of 80x24."""

    def __init__(self, command: list[str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT / "src")}
        environment.pop("ACCESSIBLE", None)
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self.seen = b""

    def read(self, seconds: float, sign: bytes = b"\0never") -> bool:
        """Read until ``sign`` comes; False when it did not."""
        end = time.monotonic() + seconds
        while sign not in self.seen and time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], 0.02)
            if ready:
                try:
                    part = os.read(self.master, 65536)
                except OSError:
                    break
                if not part:
                    break
                self.seen += part
        return sign in self.seen

    def key(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal() -> Iterator[type[Terminal]]:
    started: list[Terminal] = []

    class Kept(Terminal):
        def __init__(self, command: list[str]) -> None:
            super().__init__(command)
            started.append(self)

    yield Kept
    for one in started:
        one.close()


def leaves(term: Terminal, act: object) -> None:
    """After ``act`` the page is blanked, the screen given back, nothing printed, and the process ends with 0."""
    term.seen = b""
    began = time.monotonic()
    assert callable(act)
    act()
    assert term.read(1.0, b"\x1b[?1049l")
    assert time.monotonic() - began < BLANK_SECONDS + SLACK
    assert term.seen.index(b"\x1b[2J") < term.seen.index(b"\x1b[?1049l")
    assert term.process.wait(2) == 0
    assert time.monotonic() - began < GONE_SECONDS + SLACK
    term.read(0.1)
    after = term.seen[term.seen.index(b"\x1b[?1049l") :]
    assert not [b for b in after.split(b"\x1b")[1:] if b"doorguard" in b]
    assert b"\x1b[?25h" in after


DEMO = [sys.executable, "-m", "doorguard", "demo", "--seconds", "20"]


@pytest.mark.parametrize("how", ["ctrl+c", "ctrl+q", "SIGTERM", "SIGHUP"])
def test_every_way_out_blanks_first(terminal: type[Terminal], how: str) -> None:
    term = terminal(DEMO)
    assert term.read(10, b"Nothing is being sent")
    acts = {
        "ctrl+c": lambda: term.key(b"\x03"),
        "ctrl+q": lambda: term.key(b"\x11"),
        "SIGTERM": lambda: os.kill(term.process.pid, signal.SIGTERM),
        "SIGHUP": lambda: os.kill(term.process.pid, signal.SIGHUP),
    }
    leaves(term, acts[how])


def test_leaving_while_devices_are_being_asked(terminal: type[Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, b"Nothing is being sent")
    term.key(b"1")
    assert term.read(10, b"Asking devices")
    leaves(term, lambda: term.key(b"\x03"))


def test_leaving_while_the_event_loop_is_stuck_for_four_seconds(terminal: type[Terminal]) -> None:
    term = terminal([sys.executable, "-c", STALLED])
    assert term.read(10, b"Nothing is being sent")
    time.sleep(0.8)
    leaves(term, lambda: term.key(b"\x03"))


def test_leave_is_reached_by_tab_and_enter_too(terminal: type[Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, b"Nothing is being sent")
    term.key(b"\x1b[A")  # up from the first answer is Leave
    assert term.read(3, b">Leave")
    leaves(term, lambda: term.key(b"\r"))


def test_a_settled_screen_writes_nothing(terminal: type[Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, b"Nothing is being sent")
    term.read(1.5)
    term.seen = b""
    term.read(5)
    assert term.seen == b""
