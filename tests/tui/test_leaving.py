"""Leaving, seen from the terminal: the page is blank at once and the process is gone, whatever it was doing."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from doorguard.pages.page import Page
from tests.tui.terminal import CONTROL, SCREEN_BACK, Leaving, Terminal

ROOT = Path(__file__).parents[2]
BLANK_SECONDS, GONE_SECONDS = 0.05, 0.5
SLACK = 0.15
"""The test machine is busy; the figures themselves stand in docs/figures.md."""

DEMO = [sys.executable, "-m", "doorguard", "demo", "--seconds", "20"]
READY = b"Nothing is being sent"
ENVIRONMENT = {"TERM": "xterm-256color", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "ACCESSIBLE": "", "PYTHONUTF8": "1"}

WRAP = """
import hashlib, os, sys, threading, time
from doorguard.tui import app
class Odd(app.DoorguardApp):
    def on_mount(self):
        self.set_timer(0.2, self.odd)
    def odd(self):
        {odd}
app.DoorguardApp = Odd
from doorguard.cli import main
sys.exit(main(["demo"]))
"""
ASLEEP = "time.sleep(4)"
DEEP_IN_C = "hashlib.pbkdf2_hmac('sha512', b'x', b'y', 8_000_000)"
"""Some seconds without a look at signals, and without holding the interpreter."""
WRITES_WITHOUT_END = "[self._driver.write('x' * 4096) for _ in range(10**6)]"
BROKEN = "1 / 0"


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    started: list[Terminal] = []

    def start(command: list[str], **how: object) -> Terminal:
        environment = ENVIRONMENT | how.pop("environment", {})  # type: ignore[operator]
        started.append(Terminal(command, environment=environment, **how))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for one in started:
        one.close()


def odd(what: str) -> list[str]:
    return [sys.executable, "-c", WRAP.format(odd=what)]


def well_left(left: Leaving) -> None:
    assert left.blank < BLANK_SECONDS + SLACK
    assert left.gone < GONE_SECONDS + SLACK
    assert left.code == 0
    assert left.read == ""


@pytest.mark.parametrize("how", ["ctrl+c", "ctrl+q", "mouse", "SIGTERM", "SIGHUP", "SIGINT"])
def test_every_way_out_blanks_first(terminal: Callable[..., Terminal], how: str) -> None:
    term = terminal(DEMO)
    assert term.read(10, READY)
    keys = {"ctrl+c": b"\x03", "ctrl+q": b"\x11", "mouse": b"\x1b[<0;72;1M\x1b[<0;72;1m"}
    left = term.leave(lambda: term.key(keys[how]) if how in keys else term.signal(signal.Signals[how]))
    well_left(left)
    assert term.settings_are_back()
    gone = left.last[left.last.index(SCREEN_BACK) :]
    assert b"\x1b[?25h" in gone  # the cursor is shown again
    for mode in (1000, 1003, 1006, 2004, 1004):
        assert b"\x1b[?%dl" % mode in left.last
    assert b"\x1b[3J" not in left.last  # the scrollback stays: wiping it is noticed


def test_a_closed_window_ends_the_program(terminal: Callable[..., Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, READY)
    began = time.monotonic()
    term.close_window()
    while not term.ended() and time.monotonic() - began < 3:
        time.sleep(0.005)
    assert term.code == 0
    assert time.monotonic() - began < GONE_SECONDS + SLACK


def test_leaving_while_devices_are_being_asked(terminal: Callable[..., Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, READY)
    term.key(b"1")
    assert term.read(10, b"Asking devices")
    well_left(term.leave(lambda: term.key(b"\x03")))


@pytest.mark.parametrize("stuck", [ASLEEP, DEEP_IN_C], ids=["asleep", "deep-in-c"])
@pytest.mark.parametrize("how", ["ctrl+c", "mouse", "SIGTERM", "SIGHUP"])
def test_leaving_while_the_event_loop_is_stuck(terminal: Callable[..., Terminal], stuck: str, how: str) -> None:
    term = terminal(odd(stuck))
    assert term.read(10, READY)
    time.sleep(0.4)
    keys = {"ctrl+c": b"\x03", "mouse": b"\x1b[<0;72;1M"}
    well_left(term.leave(lambda: term.key(keys[how]) if how in keys else term.signal(signal.Signals[how])))


@pytest.mark.timeout(300)
def test_every_page_is_left_at_once_with_the_loop_stuck_and_the_network_hung(
    all_pages: list[Page], tmp_path: Path
) -> None:
    kinds = list({page.id: page for page in all_pages}.values())
    assert any(page.typed is not None for page in kinds)
    (tmp_path / "pages").write_bytes(pickle.dumps(kinds))
    stage = [sys.executable, "-m", "tests.tui.stage", str(tmp_path / "pages")]
    done = subprocess.run(
        stage, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, check=True, timeout=280
    )
    told = json.loads(done.stdout)
    assert [page["id"] for page in told] == [page.id for page in kinds]
    for page in told:
        assert page["shown"], page
        assert page["blank"] < BLANK_SECONDS + SLACK, page
        assert page["gone"] < GONE_SECONDS + SLACK, page
        assert page["code"] == 0, page
        assert page["read"] == "", page
        assert page["back"], page


def test_a_terminal_that_takes_nothing_more_does_not_keep_the_process(terminal: Callable[..., Terminal]) -> None:
    term = terminal(odd(WRITES_WITHOUT_END))
    assert term.read(10, READY)
    time.sleep(0.6)  # nobody reads: what is written piles up
    term.key(b"\x03")
    began = time.monotonic()
    while not term.ended() and time.monotonic() - began < 3:
        time.sleep(0.005)
    assert term.code == 0
    assert time.monotonic() - began < GONE_SECONDS + SLACK
    term.read(0.2)
    after = term.seen[term.seen.rindex(SCREEN_BACK) :]
    assert CONTROL.sub(b"", after).strip() == b""


def test_leave_is_reached_by_tab_and_enter_too(terminal: Callable[..., Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, READY)
    term.key(b"\x1b[A")  # up from the first answer is Leave
    assert term.read(3, b">Leave")
    well_left(term.leave(lambda: term.key(b"\r")))


def test_a_request_to_pause_is_passed_over(terminal: Callable[..., Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, READY)
    term.signal(signal.SIGTSTP)
    term.key(b"\x1a\x1b[A")
    assert term.read(3, b">Leave")


def test_somebody_else_may_stop_and_continue_it(terminal: Callable[..., Terminal]) -> None:
    term = terminal(DEMO)
    assert term.read(10, READY)
    term.signal(signal.SIGSTOP)
    time.sleep(0.1)
    term.seen = b""
    term.signal(signal.SIGCONT)
    assert term.read(3, READY)  # painted anew
    well_left(term.leave(lambda: term.key(b"\x03")))


def test_errors_that_go_elsewhere_do_not_take_the_screens_with_them(terminal: Callable[..., Terminal]) -> None:
    term = terminal(DEMO, errors_elsewhere=True)
    assert term.read(10, READY)
    well_left(term.leave(lambda: term.key(b"\x03")))


@pytest.mark.parametrize("asked", [False, True])
def test_a_crash_blanks_the_page_and_says_one_calm_line(terminal: Callable[..., Terminal], asked: bool) -> None:
    term = terminal(odd(BROKEN), environment={"DOORGUARD_TRACEBACK": "1" if asked else ""})
    left = term.leave(lambda: None)
    assert left.code == 3
    assert left.read.startswith("doorguard stopped by itself.")
    assert ("ZeroDivisionError" in left.read) == asked
    assert ("Traceback" in left.read) == asked
    assert term.settings_are_back()
