"""A command that is wrong itself ends calmly, and tells nothing of what it read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from doorguard.cli import commands, main


@pytest.mark.parametrize("asked", [False, True])
def test_a_crash_is_one_calm_line_and_no_problem_that_was_found(
    asked: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_chosen: object) -> int:
        raise ValueError("\x1b[2JAnna's camera")

    monkeypatch.setattr(commands, "run", broken)
    monkeypatch.setenv("DOORGUARD_TRACEBACK", "1" if asked else "")
    assert main(["checks"]) == 3, "1 would say that a problem was found"
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("doorguard stopped by itself.")
    assert ("Anna" in err) == asked
    assert ("Traceback" in err) == asked
    assert "\x1b" not in err


def test_leaving_is_still_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def left(_chosen: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "run", left)
    assert main(["checks"]) == 0
    assert "".join(capsys.readouterr()) == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no place that is always full")
@pytest.mark.parametrize("words", [["summary", "--pretend", "--format", "json"], ["--help"]])
def test_a_place_that_is_full_is_named_and_no_fault_of_the_program(words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "doorguard", *words],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == "There is no room left in the place that this was written to. It is not whole there.\n"
