"""Nothing acknowledged is lost: killed at any moment, or let down by the disk at any write."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[2]


def run(*command: str, seconds: float) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.timeout(300)
def test_killed_at_a_thousand_random_moments(tmp_path: Path) -> None:
    said = run(sys.executable, str(WRITER), "kill", str(tmp_path), "1000", "20261126", seconds=280)
    killed, acknowledged = int(said.split()[0]), int(said.split()[2])
    assert killed == 1000
    assert acknowledged > 700, "most were killed before they had written anything: the moments are badly chosen"


def _may_trace() -> bool:
    strace = shutil.which("strace")
    return strace is not None and subprocess.run([strace, "-qq", "-o", "/dev/null", "true"]).returncode == 0


@pytest.mark.skipif(not _may_trace(), reason="strace is not here, or may not look into programs on this computer")
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("call", "step"), [("pwrite64", 23), ("fsync", 9)])
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_refuses_one_write_of_fifty_entries(tmp_path: Path, call: str, step: int, error: str) -> None:
    """Every 23rd of the 400 writes and every 9th of the 100 waits for the disk; step 1 takes minutes."""
    times = {"pwrite64": 400, "fsync": 100}[call]
    said = run(
        "strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", f"trace={call}",
        "-e", f"inject={call}:error={error}:when={times}",
        sys.executable, str(WRITER), "fail", str(tmp_path), str(times), "50", call, str(step),
        seconds=280,
    )  # fmt: skip
    refused, tried = int(said.split()[0]), int(said.split()[2])
    assert refused == tried
