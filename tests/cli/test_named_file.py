"""A file that was named is read; a pipe that nobody may ever write into is not waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from doorguard.cli.named_file import open_named

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("words", [("summary", "--from"), ("scan", "--answers")])
def test_a_pipe_that_lies_somewhere_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-m", "doorguard", *words, str(tmp_path / "pipe")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "cannot be opened: it is a pipe." in done.stderr


def test_one_that_the_shell_made_is_read() -> None:
    out, into = os.pipe()
    os.write(into, b"{}")
    os.close(into)
    with open_named(f"/dev/fd/{out}") as file:
        assert file.read() == b"{}"
    os.close(out)


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "scan.json").write_bytes(b"{}")
    with open_named(str(tmp_path / "scan.json")) as file:
        assert file.read() == b"{}"
    with pytest.raises(FileNotFoundError):
        open_named(str(tmp_path / "other"))
