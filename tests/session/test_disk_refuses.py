"""A disk that refuses a write, at any of the writes of a sitting: what was said to be kept is there, and the rest waits.

By default at some of them. ``DOORGUARD_EVERY=1`` takes each one of each kind (minutes).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.record import Record, first_wrong
from doorguard.record.faults import CannotMake, CannotRead, PartNotGiven
from doorguard.session import writer
from doorguard.session.keeping import Keeping
from tests import faulty_disk as disks
from tests.faulty_disk import FaultyDisk
from tests.recorded import WORDS, cheap

ENTRIES = 50
IMAGE = bytes(range(256)) * 80
EVERY = int(os.environ.get("DOORGUARD_EVERY", "0"))
WAITS = "What you wrote is kept here until it can be written. Do not close this window yet."

NOT_OPENED = "The disk or stick does not work as it should."
"""When it is tried again, and what was half written cannot be taken back yet."""

KINDS = [
    # kind of call, what is answered, half done before it, the sentence, each so many by default
    pytest.param("write", disks.FULL, False, "The disk or stick is full.", 41, id="write-full"),
    pytest.param("write", disks.WRITE_ERROR, False, "The disk or stick did not take it.", 43, id="write-error"),
    pytest.param("write", disks.WRITE_ERROR, True, "The disk or stick did not take it.", 47, id="write-torn"),
    pytest.param("sync", disks.SYNC_ERROR, False, "The disk or stick did not take it.", 19, id="sync-error"),
    pytest.param("delete", disks.DELETE_ERROR, False, "The disk or stick did not take it.", 1, id="delete-error"),
    pytest.param("delete", disks.DELETE_ERROR, True, "The disk or stick did not take it.", 1, id="delete-torn"),
    pytest.param("open", disks.CANNOT_OPEN, False, "The file is not there any more.", 1, id="open-error"),
]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cheap key; and nothing is tried again but where this test says so."""
    monkeypatch.setattr(writer, "TRY_AGAIN_SECONDS", 600.0)
    with cheap():
        yield


@pytest.fixture
def disk() -> Iterator[FaultyDisk]:
    with FaultyDisk().between() as made:
        yield made


class Sitting:
    """Somebody writes fifty entries, one after another, and is told of each whether it is kept."""

    def __init__(self, folder: Path, disk: FaultyDisk, sentence: str) -> None:
        self.path, self.disk, self.sentence = folder / "notes", disk, sentence
        self.keeping = Keeping()
        self.acknowledged: list[str] = []
        self.handed_over: list[str] = []
        self.looked = False
        self.calls: dict[str, int] = {}
        """Before it was closed."""

    def write(self, mend_after: int) -> None:
        """All of it; a disk that was let down is mended ``mend_after`` entries later."""
        self.keeping.new(self.path, WORDS, {})
        since = 0
        for number in range(ENTRIES):
            self._one(number)
            if self.disk.refused:
                self._refused(number)
                since += 1
            if since > mend_after:
                self.disk.mend()
                assert self.keeping.try_again(10), self.keeping.fault
                self.acknowledged = list(self.handed_over)
        if self.disk.kind != "delete":  # that is done when it is closed
            self.disk.mend()
        assert self.keeping.try_again(10)
        self.calls = dict(self.disk.calls)
        assert self.keeping.close(10) == 0
        self.disk.mend()

    def _one(self, number: int) -> None:
        text = f"entry {number} " + "y" * 3000
        self.handed_over.append(text)
        if number == 25:
            body = {"text": text, "sha256": hashlib.sha256(IMAGE).hexdigest()}
            self.keeping.say("attachment", body, attachment=IMAGE)
        else:
            self.keeping.say("diary", {"text": text})
        self.keeping.settle(10)
        if self.keeping.unwritten == 0:
            self.acknowledged = list(self.handed_over)

    def _refused(self, number: int) -> None:
        if self.keeping.fault:
            assert self.keeping.fault.startswith((self.sentence, NOT_OPENED))
            assert self.keeping.fault.endswith(WAITS)
            assert self.keeping.unwritten > 0
        if not self.looked:
            self.looked = True
            self._if_the_power_went_now(number)

    def _if_the_power_went_now(self, number: int) -> None:
        """The files as they lie there at this moment, opened on another day."""
        there = self.path.parent / f"later-{number}"
        there.mkdir()
        for left in self.path.parent.glob("notes*"):
            shutil.copy(left, there / left.name)
        kind, self.disk.kind = self.disk.kind, ""
        texts = texts_in(there / "notes")
        self.disk.kind = kind
        assert texts[: len(self.acknowledged)] == self.acknowledged
        assert texts == self.handed_over[: len(texts)]
        shutil.rmtree(there)


def texts_in(path: Path) -> list[str]:
    with Record.open(path, WORDS) as record:
        assert first_wrong(record.entries()) is None
        assert record.damaged_pages() == 0
        said = record.said()[1:]
        assert [p.name for p in path.parent.glob(path.name + "-*")] == []
        if len(said) > 25:
            assert record.attachment(said[25]["body"]["sha256"]) == IMAGE
        return [one["body"]["text"] for one in said]


def read(path: Path) -> str:
    """What is said to the person; nothing where all of it is there."""
    try:
        with Record.open(path, WORDS) as record:
            assert len(record.said()) == ENTRIES + 1
    except (CannotRead, PartNotGiven) as error:
        return str(error)
    return ""


def test_a_disk_that_gives_nothing_at_any_read(tmp_path: Path, disk: FaultyDisk) -> None:
    """Of a record that is opened and read: one sentence, and another time all of it is there."""
    disk.refuse("none", 0, 0)
    sitting = Sitting(tmp_path, disk, "")
    sitting.write(0)
    disk.refuse("none", 0, 0)
    assert read(sitting.path) == ""
    reads, said = disk.calls["read"], []
    for at in range(1, reads + 1):
        disk.refuse("read", at, disks.READ_ERROR)
        said.append(read(sitting.path))
        assert disk.refused == 1
        disk.mend()
    assert len(said) > 20
    part = str(PartNotGiven(sitting.path.name))
    assert "Try it once more." in part
    assert set(said) == {"", f"{NOT_OPENED} The file was left as it is.", part}
    assert said.count("") < len(said) / 2, "what is tried twice by itself"
    assert texts_in(sitting.path) == sitting.handed_over


def calls_of_a_sitting(folder: Path, disk: FaultyDisk, kind: str) -> int:
    folder.mkdir()
    disk.refuse("none", 0, 0)
    sitting = Sitting(folder, disk, "")
    sitting.write(0)
    calls = disk.calls[kind] if kind == "delete" else sitting.calls[kind]
    assert texts_in(folder / "notes")[-1].startswith(f"entry {ENTRIES - 1} ")
    return calls


@pytest.mark.timeout(900)
@pytest.mark.parametrize("until_mended", [False, True], ids=["once", "until-mended"])
@pytest.mark.parametrize(("kind", "code", "torn", "sentence", "step"), KINDS)
def test_at_any_call_of_a_sitting(
    tmp_path: Path, disk: FaultyDisk, kind: str, code: int, torn: bool, sentence: str, step: int, until_mended: bool
) -> None:
    calls = calls_of_a_sitting(tmp_path / "whole", disk, kind)
    refused = 0
    tried = range(1, calls + 1, EVERY or step)
    for at in tried:
        folder = tmp_path / str(at)
        folder.mkdir()
        disk.refuse(kind, at, code, until_mended=until_mended, torn=torn)
        sitting = Sitting(folder, disk, sentence)
        try:
            sitting.write(mend_after=2)
        except CannotMake:
            disk.mend()
            assert list(folder.iterdir()) == []
        else:
            assert texts_in(folder / "notes") == sitting.handed_over
        refused += disk.refused > 0
        shutil.rmtree(folder)
    assert refused == len(tried)
    print(f"{kind}: {refused} of {calls} calls refused")
