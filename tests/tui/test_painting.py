"""What the screens write to a terminal: soon, little, in no colour, and nothing once they have settled."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from doorguard.cli.arguments import parse
from tests.tui.terminal import Terminal

ROOT = Path(__file__).parents[2]
DEMO = [sys.executable, "-m", "doorguard", "demo", "--seconds", "20"]
READY = b"Nothing is being sent"
ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT / "src"), "ACCESSIBLE": "", "PYTHONUTF8": "1"}
SGR = re.compile(rb"\x1b\[([0-9;]*)m")
HEAVY = ("scapy", "onvif", "zeep", "requests", "urllib3", "zeroconf", "cryptography", "lxml", "jinja2")

Start = Callable[..., Terminal]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Terminal] = []

    def run(command: list[str] = DEMO, **how: object) -> Terminal:
        environment = ENVIRONMENT | how.pop("environment", {})  # type: ignore[operator]
        started.append(Terminal(command, environment=environment, **how))  # type: ignore[arg-type]
        return started[-1]

    yield run
    for one in started:
        one.close()


def test_a_settled_screen_writes_nothing(start: Start) -> None:
    term = start()
    assert term.read(10, READY)
    term.read(1)
    term.seen = b""
    term.read(5)
    assert term.seen == b""
    for x in range(5, 40):  # nor does it when the mouse passes over it
        term.key(b"\x1b[<35;%d;%dM" % (x, 1 + x // 4))
    term.read(0.5)
    assert term.seen == b""


def test_a_move_writes_the_rows_that_changed_and_no_others(start: Start) -> None:
    term = start()
    assert term.read(10, READY)
    term.key(b"\x1b[B")
    assert term.read(3, b"> 1")
    term.read(0.3)
    term.seen = b""
    term.key(b"\x1b[B")
    assert term.read(3, b"> 2")
    term.read(0.3)
    assert b"Pretend home" not in term.seen
    assert len(term.seen) < 600


@pytest.mark.parametrize("no_color", ["", "1"])
def test_marks_are_bold_and_reverse_and_nothing_has_a_colour(start: Start, no_color: str) -> None:
    term = start(environment={"NO_COLOR": no_color} if no_color else {})
    assert term.read(10, READY)
    term.key(b"\x1b[B")
    assert term.read(3, b"> 1")
    term.read(0.3)
    codes = {int(code) for found in SGR.findall(term.seen) for code in found.split(b";") if code}
    assert {1, 7} <= codes
    # 39 and 49 are the terminal's own colours; 30-38, 40-48, 90-107 would be ours.
    assert not [code for code in codes if 30 <= code <= 38 or 40 <= code <= 48 or 90 <= code <= 107]
    assert not {2, 5, 6} & codes  # faint is hard to read, and nothing blinks


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_knows_few_characters_gets_only_those(start: Start, encoding: str) -> None:
    command = [sys.executable, "-c", FOREIGN]
    term = start(command, environment={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert term.read(10, READY)
    assert term.seen.isascii()
    assert b"Kuche - ??" in term.seen


def test_plain_characters_can_be_asked_for(start: Start) -> None:
    term = start([sys.executable, "-c", FOREIGN.replace("Idle())", "Idle(), ascii_only=True)")])
    assert term.read(10, READY)
    assert b"Kuche - ??" in term.seen
    for command in (["--ascii"], ["demo", "--ascii"], ["--ascii", "demo"], ["scan", "--ascii"]):
        chosen = parse(command)
        assert chosen is not None
        assert chosen.ascii
    assert not parse(["demo"]).ascii  # type: ignore[union-attr]


def test_other_terminals_get_every_character(start: Start) -> None:
    term = start([sys.executable, "-c", FOREIGN])
    assert term.read(10, READY)
    assert NAME.encode() in term.seen


NAME = "K\u00fcche \u2013 \u5ba2\u5ef3"
FOREIGN = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from doorguard.pages.page import Page
from doorguard.tui import run_screens
from tests.tui.one_page import Idle, Pages
run_screens(Pages(Page(id="p", title={NAME!a})), Idle())
"""


def test_settings_of_textual_from_outside_are_not_heard(start: Start, tmp_path: Path) -> None:
    log, shots = tmp_path / "log", tmp_path / "shots"
    term = start(environment={"TEXTUAL_LOG": str(log), "TEXTUAL": "debug,devtools", "TEXTUAL_SCREENSHOT": "0.1", "TEXTUAL_SCREENSHOT_LOCATION": str(shots), "TEXTUAL_ALLOW_SIGNALS": "1"})
    assert term.read(10, READY)
    term.read(0.5)
    assert list(tmp_path.iterdir()) == []
    term.leave(lambda: term.key(b"\x03"))
    assert term.code == 0


def test_a_narrow_window_is_whole(start: Start) -> None:
    term = start(size=(40, 24))
    assert term.read(10, READY)
    assert b"[Leave Ctrl+C]" in term.seen


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    story = """
import asyncio, sys
from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.pages.flow import Flow
from doorguard.tui.app import DoorguardApp
runner = Runner(load())
app = DoorguardApp(Flow(runner.catalog, demo=True, changes=runner.changes), runner, lambda: None, None)
async def play():
    async with app.run_test() as pilot:
        await pilot.pause()
        print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
asyncio.run(play())
"""
    environment = {**os.environ, **ENVIRONMENT}
    done = subprocess.run([sys.executable, "-c", story], env=environment, capture_output=True, text=True, check=True, timeout=30)
    loaded = done.stdout.split()
    assert "textual" in loaded
    assert not [name for name in HEAVY if name in loaded]
