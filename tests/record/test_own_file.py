"""A file that its owner alone can read: new, whole, and never in the place of another."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from doorguard.record.faults import AlreadyThere, CannotSave, NoFolder
from doorguard.record.own_file import write_own


def test_it_is_there_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    write_own(tmp_path / "home.html", b"x" * 100_000)
    assert (tmp_path / "home.html").read_bytes() == b"x" * 100_000
    assert stat.S_IMODE((tmp_path / "home.html").stat().st_mode) == 0o600


def test_what_is_there_stays_until_it_may_go(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "a").chmod(0o644)
    with pytest.raises(AlreadyThere):
        write_own(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"mine"
    write_own(tmp_path / "a", b"new", replace=True)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.parametrize("replace", [False, True])
def test_a_link_and_a_folder_are_left_alone(tmp_path: Path, replace: bool) -> None:
    (tmp_path / "aim").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "aim")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(AlreadyThere):
            write_own(tmp_path / name, b"new", replace=replace)
    assert (tmp_path / "aim").read_bytes() == b"mine"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoFolder):
        write_own(tmp_path / "no" / "a", b"new")


def test_a_full_disk_leaves_nothing_and_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotSave, match=r"The disk or stick is full\. Nothing was saved\."):
        write_own(tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("replace", [False, True])
def test_who_leaves_in_the_middle_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    def left(_handle: int) -> None:
        raise KeyboardInterrupt

    if replace:
        (tmp_path / "a").write_bytes(b"mine")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(os, "fsync", left)
    with pytest.raises(KeyboardInterrupt):
        write_own(tmp_path / "a", b"new", replace=replace)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_full_disk_leaves_the_file_that_was_to_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_bytes(b"mine")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotSave):
        write_own(tmp_path / "a", b"new", replace=True)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a", b"mine")]
