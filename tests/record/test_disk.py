"""What the disk says becomes one plain sentence; nothing that lies in the way is waited for or replaced."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from doorguard.record.disk import at_once, making, sync_folder, why, why_unread
from doorguard.record.faults import AlreadyThere, CannotCopy, CannotMake, CannotSave, NoFolder


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "The disk or stick is full."),
        (errno.EDQUOT, "The disk or stick is full."),
        (errno.EROFS, "This place cannot be written to."),
        (errno.EACCES, "This place cannot be written to."),
        (errno.ENOENT, "The file is not there any more. Was the stick taken out?"),
        (errno.EIO, "The disk or stick did not take it."),
    ],
)
def test_each_refusal_is_one_sentence(number: int, says: str) -> None:
    assert why(OSError(number, "x")) == says


def test_what_cannot_be_read_is_said_to_be_that() -> None:
    assert why_unread(PermissionError(errno.EACCES, "x")) == "This computer does not let you read it."
    assert why_unread(OSError(errno.EIO, "x")) == "The disk or stick does not work as it should."


@pytest.mark.parametrize("otherwise", [CannotMake, CannotCopy, CannotSave])
def test_making_says_what_stands_against_it(
    tmp_path: Path, otherwise: type[CannotMake | CannotCopy | CannotSave]
) -> None:
    for error, fault in (
        (FileExistsError(), AlreadyThere),
        (FileNotFoundError(), NoFolder),
        (OSError(errno.ENOSPC, "x"), otherwise),
    ):
        with pytest.raises(fault), making(tmp_path / "new", otherwise):
            raise error


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    handle = at_once(str(tmp_path / "pipe"), os.O_RDONLY)
    assert stat.S_ISFIFO(os.fstat(handle).st_mode)
    os.close(handle)
    sync_folder(tmp_path / "pipe")  # put there in place of a folder


def test_a_folder_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    sync_folder(tmp_path)
    assert synced == [tmp_path.stat().st_ino]
    (tmp_path / "file").write_text("x")
    sync_folder(tmp_path / "file")
    assert len(synced) == 1
