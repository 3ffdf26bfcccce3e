"""A file that is to be kept: its bytes, and never a wait for somebody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from doorguard.record import attachment
from doorguard.record.attachment import read_file
from doorguard.record.faults import NotAFile


def test_a_pipe_put_in_its_place_at_the_last_moment_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"picture")

    def swap(status: os.stat_result) -> None:
        photo.unlink()
        os.mkfifo(photo)

    monkeypatch.setattr(attachment, "refuse_open_here", swap)
    with pytest.raises(NotAFile):
        read_file(photo)
