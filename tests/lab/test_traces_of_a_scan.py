"""A real scan leaves nothing on the disk: not when it ends by itself, not with privileges, not in text, not as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.netns import run_inside, why_not

HERE = Path(__file__).parent
ANSWERS = str(HERE.parents[1] / "examples" / "answers.toml")

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}")


def test_nothing_is_left_by_a_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "TMPDIR", "USERPROFILE", "APPDATA"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    commands = [["scan", "--answers", ANSWERS, form, "--seconds", "2"] for form in ("--json", "--plain")]
    done = run_inside(HERE / "scan_by_command.py", json.dumps(commands))
    assert done.returncode == 0, done.stderr[-3000:]
    results = json.loads(done.stdout)
    assert [result["code"] for result in results] == [1, 1], results  # they looked, and found problems
    assert "Traceback" not in "".join(result["err"] for result in results)
    assert [str(found.relative_to(tmp_path)) for found in tmp_path.rglob("*") if not found.is_dir()] == []
