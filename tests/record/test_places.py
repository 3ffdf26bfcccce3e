"""Folders that a cloud service copies are named; of any other, nothing is known."""

from __future__ import annotations

import os
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from doorguard.record import places
from doorguard.record.places import copied_by, home_folder, offered, service_at, typed_path

MAC, LINUX = PurePosixPath("/", "Users", "ann"), PurePosixPath("/", "home", "ann")
WINDOWS = PureWindowsPath(r"C:\Users\ann")


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (MAC / "Library/Mobile Documents/com~apple~CloudDocs/notes", "iCloud"),
        (MAC / "Library/CloudStorage/OneDrive-Personal/notes", "OneDrive"),
        (MAC / "Library/CloudStorage/OneDrive-SmithandSons/a/b/notes", "OneDrive"),
        (MAC / "Library/CloudStorage/GoogleDrive-ann@example.org/My Drive/notes", "Google Drive"),
        (MAC / "Library/CloudStorage/Dropbox/notes", "Dropbox"),
        (MAC / "Library/CloudStorage/Dropbox-Home/notes", "Dropbox"),
        (MAC / "Library/CloudStorage/Box-Box/a/notes", "Box"),
        (MAC / "Library/notes", None),
        (PurePosixPath("/Volumes/Big/Dropbox (Personal)/notes"), "Dropbox"),
        (MAC / "notes", None),
        (MAC / "Documents/notes", None),
        (WINDOWS / "OneDrive/Desktop/notes", "OneDrive"),
        (WINDOWS / "OneDrive - Smith and Sons/notes", "OneDrive"),
        (WINDOWS / "ONEDRIVE/notes", "OneDrive"),
        (WINDOWS / "iCloudDrive/notes", "iCloud"),
        (WINDOWS / "iCloud Photos/notes", "iCloud"),
        (PureWindowsPath(r"G:\My Drive\notes"), "Google Drive"),
        (PureWindowsPath(r"G:\Shared drives\Family\notes"), "Google Drive"),
        (WINDOWS / "Google Drive/notes", "Google Drive"),
        (WINDOWS / "Dropbox/notes", "Dropbox"),
        (WINDOWS / "Documents/notes", None),
        (PureWindowsPath(r"E:\notes"), None),
        (LINUX / "Dropbox/notes", "Dropbox"),
        (LINUX / "OneDrive/notes", "OneDrive"),
        (LINUX / "GoogleDrive/notes", "Google Drive"),
        (PurePosixPath("/run/user/1000/gvfs/google-drive:host=gmail.com,user=ann/My Drive/notes"), "Google Drive"),
        (LINUX / "notes", None),
        (PurePosixPath("/media/ann/STICK/notes"), None),
        (LINUX / "dropbox", None),  # the file itself may be called anything
        (LINUX / "my dropbox pictures/notes", None),
    ],
    ids=str,
)
def test_by_its_name(path: PurePath, service: str | None) -> None:
    assert copied_by(path, {}) == service


def test_by_what_windows_says() -> None:
    moved = {"OneDrive": "D:\\Files of Ann", "OneDriveConsumer": "D:\\Files of Ann"}
    assert copied_by(PureWindowsPath(r"D:\Files of Ann\notes"), moved) == "OneDrive"
    assert copied_by(PureWindowsPath(r"d:\files of ann\Desktop\notes"), moved) == "OneDrive"
    assert copied_by(PureWindowsPath(r"D:\Files\notes"), moved) is None


def test_a_desktop_that_icloud_copies() -> None:
    there = {MAC / "Library/Mobile Documents/com~apple~CloudDocs/Desktop"}
    found = {
        name: copied_by(MAC / name / "notes", {}, home=MAC, exists=lambda path: path in there)
        for name in ("Desktop", "Documents", "Music")
    }
    assert found == {"Desktop": "iCloud", "Documents": None, "Music": None}


class TestOnThisComputer:
    @pytest.fixture(autouse=True)
    def home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for name in ("HOME", "USERPROFILE"):
            monkeypatch.setenv(name, str(tmp_path))
        for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
            monkeypatch.delenv(name, raising=False)
        return tmp_path

    def test_a_link_is_followed(self, home: Path) -> None:
        (home / "Dropbox").mkdir()
        (home / "mine").symlink_to(home / "Dropbox", target_is_directory=True)
        assert service_at(home / "mine" / "notes") == "Dropbox"
        assert service_at(home / "notes") is None

    def test_a_name_that_leads_out_of_it_still_counts(self, home: Path) -> None:
        (home / "elsewhere").mkdir()
        (home / "Google Drive").symlink_to(home / "elsewhere", target_is_directory=True)
        assert service_at(home / "Google Drive" / "notes") == "Google Drive"

    @pytest.mark.parametrize(("mark", "service"), [(".dropbox.cache", "Dropbox"), (".tmp.driveupload", "Google Drive")])
    def test_a_folder_of_another_name(self, home: Path, mark: str, service: str) -> None:
        (home / "files" / mark).mkdir(parents=True)
        assert service_at(home / "files" / "deep" / "notes") == service
        assert service_at(home / "notes") is None

    def test_the_program_itself_in_the_home_folder_copies_nothing(self, home: Path) -> None:
        (home / ".dropbox" / "instance1").mkdir(parents=True)
        assert service_at(home / "notes") is None

    def test_a_relative_path(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (home / "OneDrive").mkdir()
        monkeypatch.chdir(home / "OneDrive")
        assert service_at(Path("notes")) == "OneDrive"
        assert service_at(Path("~/notes")) is None

    def test_what_is_offered_is_not_known_to_be_copied(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stick = home / "sticks" / "STICK"
        stick.mkdir(parents=True)
        monkeypatch.setattr(places, "_roots", lambda: [home / "sticks", home / "none"])
        assert offered() == [stick, home]
        monkeypatch.setenv("OneDrive", str(home))
        assert home_folder() is None

    def test_a_stick_that_cannot_be_written_to_is_not_offered(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (home / "sticks" / "OLD").mkdir(parents=True)
        monkeypatch.setattr(places, "_roots", lambda: [home / "sticks"])
        monkeypatch.setattr(os, "access", lambda path, _how: "OLD" not in str(path))
        assert offered() == [home]


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/a/b c", "/a/b c"),
        (" '/a/b c' ", "/a/b c"),
        ("/a/b\\ c", "/a/b c"),
        ('"/a/b"', "/a/b"),
        ("file:///a/b", "/a/b"),
        ("file:///a/b%20c", "/a/b c"),
    ],
)
def test_a_file_that_was_dropped_onto_the_window(typed: str, path: str) -> None:
    assert typed_path(typed) == Path(path)


def test_the_home_folder_by_its_sign() -> None:
    assert typed_path("~/x") == Path(os.path.expanduser("~/x"))


@pytest.mark.parametrize("typed", ["~nobody-of-that-name/x", "x" * 5000])
def test_what_no_disk_can_have_is_a_path_all_the_same(typed: str) -> None:
    assert not os.path.lexists(typed_path(typed))
