"""A command that is wrong itself ends calmly, and tells nothing of what it read."""

from __future__ import annotations

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
