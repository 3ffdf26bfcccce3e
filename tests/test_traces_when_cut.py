"""Cut off in the middle, nothing is on the disk that was not there before: ended, killed, broken inside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DEMO = ("-m", "doorguard", "demo", "--plain")
BROKEN = """
import sys
from doorguard.session import Session
def breaks(self):
    raise RuntimeError("our own fault")
Session.run = breaks
from doorguard.cli import main
sys.exit(main(["demo", "--json"]))
"""
MID_RUN = 1.5
"""Seconds after the start at which a demo is in the middle of its look."""


def places_in(folder: Path) -> dict[str, Path]:
    made = {name: folder / name.lower() for name in ("HOME", "TMPDIR", "USERPROFILE", "APPDATA", "WORK")}
    for place in made.values():
        place.mkdir()
    return made


def start(folder: Path, *command: str) -> subprocess.Popen[str]:
    places = places_in(folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=places["WORK"],
        env={**kept, **{name: str(place) for name, place in places.items()}, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def left(folder: Path) -> list[str]:
    return [str(found.relative_to(folder)) for found in folder.rglob("*") if not found.is_dir()]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_demo_that_is_cut_off_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    running = start(tmp_path, *DEMO)
    time.sleep(MID_RUN)
    assert running.poll() is None, "it had ended already, so this shows nothing"
    running.send_signal(number)
    running.communicate(timeout=20)
    assert left(tmp_path) == []


@pytest.mark.parametrize("asked", [False, True])
def test_our_own_fault_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: bool) -> None:
    """One calm line; the technical details only where they were asked for."""
    if asked:
        monkeypatch.setenv("DOORGUARD_TRACEBACK", "1")
    broken = start(tmp_path, "-c", BROKEN)
    _, says = broken.communicate(timeout=20)
    assert broken.returncode == 3
    assert ("our own fault" in says) == asked
    assert "stopped by itself" in says
    assert left(tmp_path) == []
