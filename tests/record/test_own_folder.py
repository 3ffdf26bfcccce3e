"""A folder that is made here takes nothing else with it, whatever is put in its place meanwhile."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from doorguard.record import own_folder
from doorguard.record.faults import AlreadyThere, CannotCopy, NoFolder
from doorguard.record.own_folder import OwnFolder


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Somebody else's folder, with something in it that is dear to them."""
    folder = tmp_path / "theirs"
    (folder / "attachments").mkdir(parents=True)
    (folder / "dear.txt").write_text("dear")
    (folder / "summary.txt").write_text("theirs")
    (folder / "attachments" / "entry-0002.png").write_text("theirs")
    return folder


def listed(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture(params=["by descriptor", "by name"])
def on_any_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows opens no folders."""
    if request.param == "by name":
        monkeypatch.setattr(own_folder, "_BY_DESCRIPTOR", False)


@pytest.mark.usefixtures("on_any_system")
def test_what_is_written_is_there_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = OwnFolder(tmp_path / "out")
    assert folder.write("a.txt", b"a") == hashlib.sha256(b"a").hexdigest()
    folder.write("sub/b.txt", b"b")
    folder.write("sub/c.txt", b"c")
    folder.done()
    folder.close()
    assert listed(tmp_path / "out") == ["a.txt", "sub", "sub/b.txt", "sub/c.txt"]
    assert (tmp_path / "out" / "sub" / "c.txt").read_bytes() == b"c"
    if os.name == "posix":
        modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "out").rglob("*")}
        assert modes == {"0o700", "0o600"}
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("on_any_system")
def test_taken_back_nothing_of_it_is_left(tmp_path: Path) -> None:
    folder = OwnFolder(tmp_path / "out")
    folder.write("a.txt", b"a")
    folder.write("sub/b.txt", b"b")
    folder.take_back()
    folder.close()
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("on_any_system")
def test_what_somebody_else_put_into_it_stays(tmp_path: Path) -> None:
    folder = OwnFolder(tmp_path / "out")
    folder.write("a.txt", b"a")
    (tmp_path / "out" / "theirs.txt").write_text("theirs")
    folder.take_back()
    folder.close()
    assert listed(tmp_path / "out") == ["theirs.txt"]


def test_it_is_never_one_that_was_there(tmp_path: Path, theirs: Path) -> None:
    with pytest.raises(AlreadyThere):
        OwnFolder(theirs)
    with pytest.raises(NoFolder):
        OwnFolder(tmp_path / "no" / "where")


def a_folder(place: Path, theirs: Path) -> None:
    theirs.rename(place)


def a_link(place: Path, theirs: Path) -> None:
    place.symlink_to(theirs)


def a_pipe(place: Path, theirs: Path) -> None:
    del theirs
    os.mkfifo(place)


def nothing(place: Path, theirs: Path) -> None:
    del place, theirs


SWAPS = pytest.mark.parametrize("puts", [a_folder, a_link, a_pipe, nothing])
Puts = Callable[[Path, Path], None]


@pytest.mark.skipif(os.name != "posix", reason="Windows does not let a folder be moved that is in use")
@SWAPS
def test_put_in_its_place_while_it_is_filled(tmp_path: Path, theirs: Path, puts: Puts) -> None:
    """All goes into the folder that was made, and none of it is called done."""
    before, held = listed(theirs), (theirs / "summary.txt").read_text()
    out, moved = tmp_path / "out", tmp_path / "moved"
    folder = OwnFolder(out)
    folder.write("first.txt", b"a")
    out.rename(moved)
    puts(out, theirs)
    folder.write("summary.txt", b"b")
    folder.write("attachments/entry-0002.png", b"c")
    assert listed(moved) == ["attachments", "attachments/entry-0002.png", "first.txt", "summary.txt"]
    with pytest.raises(CannotCopy, match="Something else lies in the place"):
        folder.done()
    folder.take_back()
    folder.close()
    assert listed(moved) == [], "what was written is nowhere"
    place = out if puts is a_folder else theirs
    assert (listed(place), (place / "summary.txt").read_text()) == (before, held)


@pytest.mark.skipif(os.name != "posix", reason="Windows does not let a folder be moved that is in use")
@SWAPS
def test_put_in_its_place_before_it_is_held(
    tmp_path: Path, theirs: Path, puts: Puts, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, out, mkdir = listed(theirs), tmp_path / "out", Path.mkdir

    def swapped(self: Path, mode: int = 0o777) -> None:
        mkdir(self, mode)
        self.rmdir()
        puts(self, theirs)

    monkeypatch.setattr(Path, "mkdir", swapped)
    with pytest.raises((AlreadyThere, CannotCopy, NoFolder)):
        OwnFolder(out)
    assert listed(out if puts is a_folder else theirs) == before
    assert os.path.lexists(out) == (puts is not nothing)


def test_by_name_too_nothing_of_another_folder_is_removed(
    tmp_path: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as an older copy, whose files have the same names."""
    monkeypatch.setattr(own_folder, "_BY_DESCRIPTOR", False)
    before, out = listed(theirs), tmp_path / "out"
    folder = OwnFolder(out)
    folder.write("summary.txt", b"b")
    folder.write("attachments/entry-0002.png", b"c")
    out.rename(tmp_path / "moved")
    theirs.rename(out)
    with pytest.raises(FileExistsError):
        folder.write("dear.txt", b"d")
    folder.take_back()
    folder.close()
    assert listed(out) == before


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only there the open files can be counted")
def test_where_it_cannot_be_looked_at_nothing_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_where: object) -> None:
        raise OSError(errno.EIO, "broken")

    before = len(list(Path("/proc/self/fd").iterdir()))
    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", broken)
        with pytest.raises(CannotCopy):
            OwnFolder(tmp_path / "out")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows does not let a folder be moved that is in use")
def test_a_folder_in_it_is_held_too(tmp_path: Path, theirs: Path) -> None:
    before, out = listed(theirs), tmp_path / "out"
    folder = OwnFolder(out)
    folder.write("attachments/a.png", b"a")
    (out / "attachments").rename(tmp_path / "moved")
    (out / "attachments").symlink_to(theirs)
    folder.write("attachments/b.png", b"b")
    folder.take_back()
    folder.close()
    assert listed(theirs) == before
    assert listed(tmp_path / "moved") == []
    assert listed(out) == ["attachments"], "what was put there is not ours to remove"


@pytest.mark.skipif(os.name != "posix", reason="Windows does not let a folder be moved that is in use")
def test_a_foreign_folder_in_the_place_of_one_in_it(tmp_path: Path, theirs: Path) -> None:
    """Then it is no copy: what is read there is not what was written."""
    out = tmp_path / "out"
    folder = OwnFolder(out)
    folder.write("attachments/a.png", b"a")
    (out / "attachments").rename(tmp_path / "moved")
    theirs.rename(out / "attachments")
    with pytest.raises(CannotCopy, match="Something else lies in the place"):
        folder.done()
    folder.close()
