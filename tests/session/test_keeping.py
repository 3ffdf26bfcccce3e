"""A record is kept while the person goes on: written in order, on the disk soon, never waited for."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorguard.model import Blind, DeviceSeen, Event, Fact, Failure, RunStarted, Told
from doorguard.pages.written_down.keep_open import ItsPassphrase
from doorguard.pages.written_down.keep_passphrase import Passphrase
from doorguard.record import Record, WrongPassphrase, first_wrong, key
from doorguard.record.events import body_of
from doorguard.record.faults import StillWaiting
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from doorguard.session import keeping as module
from doorguard.session import writer
from doorguard.session.keeping import Keeping
from tests.conftest import CAMERA, LATER, a_run, judged
from tests.recorded import a_flow

WORDS = "four words are here"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cheap key; and this process stays one that can be looked into."""
    monkeypatch.setattr(key, "MEMORY_KIB", 8)
    monkeypatch.setattr(key, "PASSES", 1)
    monkeypatch.setattr(module, "no_core_dump", lambda: True)
    monkeypatch.setattr(writer, "TRY_AGAIN_SECONDS", 0.05)


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Keeping]:
    kept = Keeping({"tool": "doorguard 0"})
    yield kept
    kept.close(1)


def begin(keeping: Keeping, folder: Path, *, pretend: bool = False) -> Path:
    keeping.new(folder / "notes", WORDS, {"pretend": True} if pretend else {})
    return folder / "notes"


def kinds(path: Path) -> list[str]:
    with Record.open(path, WORDS) as record:
        assert first_wrong(record.entries()) is None
        return [said["kind"] for said in record.said()]


def keep(keeping: Keeping, events: list[Event], *, pretend: bool = False) -> None:
    for event in events:
        keeping.take(event, pretend=pretend)


def test_nothing_is_written_without_a_record(keeping: Keeping, tmp_path: Path) -> None:
    keep(keeping, a_run())
    keeping.say("diary", {"text": "x"})
    assert keeping.settle(1)
    assert list(tmp_path.iterdir()) == []
    assert (keeping.unwritten, keeping.count, keeping.code) == (0, 0, "")


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_same_picture_whenever_the_record_was_begun(keeping: Keeping, tmp_path: Path, when: str) -> None:
    if when == "before":
        begin(keeping, tmp_path)
    keep(keeping, a_run())
    if when == "after":
        begin(keeping, tmp_path)
    assert keeping.settle(5)
    assert keeping.close() == 0
    again = Keeping()
    again.open(tmp_path / "notes", WORDS)
    again.close()
    first = document(Picture().take_all(a_run()), tool={})
    assert again.past.last is not None
    second = document(again.past.last, tool={})
    first.pop("seconds"), second.pop("seconds")
    first["sent"]["others"] = first["sent"].pop("192.168.7.99")  # nothing of ours has this address
    assert second == first


def test_the_two_homes_are_kept_apart(keeping: Keeping, tmp_path: Path) -> None:
    keep(keeping, a_run(pretend=True), pretend=True)
    keep(keeping, [judged(CAMERA)], pretend=False)
    path = begin(keeping, tmp_path)
    keep(keeping, a_run(pretend=True), pretend=True)
    keeping.close()
    with Record.open(path, WORDS) as record:
        events = [said["body"].get("event") for said in record.said()]
    assert events == [None, "Judged"]


def test_opening_says_so_and_tells_the_past(keeping: Keeping, tmp_path: Path) -> None:
    path = begin(keeping, tmp_path)
    keep(keeping, a_run())
    keeping.close()
    for times in (1, 2):
        keeping.open(path, WORDS)
        assert len(keeping.past.opened) == times - 1
        assert keeping.past.last is not None
        keeping.close()
    assert kinds(path).count("opened") == 2


def test_opened_twice_in_a_sitting_it_has_everything_once(keeping: Keeping, tmp_path: Path) -> None:
    """The person practises in between, with a record of the pretend home."""
    path = begin(keeping, tmp_path)
    keep(keeping, a_run())
    keeping.new(tmp_path / "practice", WORDS, {"pretend": True})
    keep(keeping, [judged(CAMERA, at=LATER)])  # meanwhile, in the real home
    keeping.open(path, WORDS)
    keeping.close()
    assert kinds(path).count("opened") == 1
    with Record.open(path, WORDS) as record:
        events = [said["body"].get("event") for said in record.said() if said["kind"] == "observation"]
    assert events.count("RunStarted") == events.count("RunEnded") == 1
    assert events[-1] == "Judged"


def test_a_changed_answer_is_kept_where_the_answers_are_and_nowhere_else(keeping: Keeping, tmp_path: Path) -> None:
    with_answers, without = tmp_path / "with", tmp_path / "without"
    keeping.new(with_answers, WORDS, {})
    keeping.say("answer", {"name": "anyone_minds", "value": "no"})
    keeping.new(without, WORDS, {})
    keeping.say("answer", {"name": "authority", "value": "This is my home."})
    keeping.open(with_answers, WORDS)
    assert keeping.keeps_answers
    keeping.open(without, WORDS)
    assert not keeping.keeps_answers
    keeping.close()


def test_a_wrong_passphrase_keeps_nothing_open(keeping: Keeping, tmp_path: Path) -> None:
    path = begin(keeping, tmp_path)
    keeping.close()
    with pytest.raises(WrongPassphrase):
        keeping.open(path, WORDS + "x")
    assert not keeping.is_open
    assert [t.name for t in threading.enumerate() if t.name == "record"] == []


def test_names_and_passwords_in_addresses_are_not_written(keeping: Keeping, tmp_path: Path) -> None:
    path = begin(keeping, tmp_path)
    leaky = Fact(name="http.path", value="rtsp://admin:hunter2@10.0.0.2/?user=a&password=hunter3", probe="p")
    device = replace(CAMERA, facts=(leaky,))
    told = Told(device=device.id, name="device.note", value=str(leaky.value))
    failed = Failure(stage="probes/http", reason="our-bug", says="It did not work.", detail=f"ValueError: {leaky.value}")
    keep(keeping, [DeviceSeen(device=device, new=True), judged(device), told, failed, Blind(says=str(leaky.value))])
    keeping.close()
    with Record.open(path, WORDS) as record:
        written = b"".join(entry.written or b"" for entry in record.entries())
    assert b"hunter" not in written
    assert written.count(b"10.0.0.2") == 4


def test_an_entry_has_the_time_at_which_it_was_handed_over(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the disk hangs before it takes it."""
    path, hangs, write = begin(keeping, tmp_path), threading.Event(), Record._write

    def slowly(record: Record, together: Sequence[object]) -> None:
        hangs.wait(20)
        write(record, together)  # type: ignore[arg-type]

    monkeypatch.setattr(Record, "_write", slowly)
    keeping.say("diary", {"text": "one"})
    time.sleep(0.1)  # the thread has taken it, and waits for the disk
    keeping.say("diary", {"text": "two"})
    said_at = datetime.now(UTC)
    time.sleep(1.1)
    hangs.set()
    assert keeping.close() == 0
    with Record.open(path, WORDS) as record:
        last = list(record.said())[-1]
    assert last["body"] == {"text": "two"}
    assert datetime.fromisoformat(last["utc"]) <= said_at


def test_what_cannot_be_written_holds_up_nothing_after_it(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begin(keeping, tmp_path)
    keeping.say("diary", {"when": float("nan"), "text": "It rang."})
    def mistaken(event: Event) -> dict[str, object]:
        if isinstance(event, Blind):
            raise ZeroDivisionError
        return body_of(event)

    monkeypatch.setattr("doorguard.session.writer.body_of", mistaken)
    keep(keeping, [Blind(says="It is dark."), DeviceSeen(device=CAMERA, new=True), judged(CAMERA)])
    assert keeping.close() == 0
    with Record.open(path, WORDS) as record:
        bodies = [said["body"] for said in record.said()][1:]
    assert bodies[0] == {"when": "nan", "text": "It rang."}
    assert [body.get("event") for body in bodies[1:]] == ["Blind?", "DeviceSeen", "Judged"]


class TestADiskThatRefuses:
    """The folder is moved away, as a stick that is pulled out, and comes back."""

    def test_entries_wait_and_are_written_later(self, keeping: Keeping, tmp_path: Path) -> None:
        (tmp_path / "stick").mkdir()
        begin(keeping, tmp_path / "stick")
        keeping.say("diary", {"text": "one"})
        assert keeping.settle(5)
        (tmp_path / "stick").rename(tmp_path / "pulled")
        began = time.monotonic()
        for text in ("two", "three"):
            keeping.say("diary", {"text": text})
        assert not keeping.settle(5)
        assert time.monotonic() - began < 2, "a disk that refused is not waited for"
        wait_for(lambda: keeping.unwritten == 2)
        assert "stick" in keeping.fault
        (tmp_path / "pulled").rename(tmp_path / "stick")
        assert keeping.try_again()
        assert (keeping.fault, keeping.unwritten) == ("", 0)
        keeping.close()
        assert kinds(tmp_path / "stick" / "notes") == ["header", "diary", "diary", "diary"]

    def test_it_is_tried_again_by_itself(self, keeping: Keeping, tmp_path: Path) -> None:
        (tmp_path / "stick").mkdir()
        begin(keeping, tmp_path / "stick")
        (tmp_path / "stick").rename(tmp_path / "pulled")
        keeping.say("diary", {"text": "two"})
        wait_for(lambda: keeping.unwritten == 1 and bool(keeping.fault))
        (tmp_path / "pulled").rename(tmp_path / "stick")
        wait_for(lambda: keeping.unwritten == 0)

    def test_leaving_says_how_many_are_lost_and_does_not_wait(self, keeping: Keeping, tmp_path: Path) -> None:
        (tmp_path / "stick").mkdir()
        begin(keeping, tmp_path / "stick")
        (tmp_path / "stick").rename(tmp_path / "pulled")
        for number in range(3):
            keeping.say("diary", {"text": str(number)})
        wait_for(lambda: keeping.unwritten == 3 and bool(keeping.fault))
        began = time.monotonic()
        assert keeping.close(0.2) == 3
        assert time.monotonic() - began < 0.4
        assert not keeping.is_open


    def test_another_record_is_not_begun_before(self, keeping: Keeping, tmp_path: Path) -> None:
        """What waits would be lost with the file that it is for."""
        (tmp_path / "stick").mkdir()
        begin(keeping, tmp_path / "stick")
        (tmp_path / "stick").rename(tmp_path / "pulled")
        keeping.say("diary", {"text": "one"})
        assert not keeping.settle(5)
        with pytest.raises(StillWaiting, match="not written yet"):
            keeping.new(tmp_path / "other", WORDS, {})
        with pytest.raises(StillWaiting):
            keeping.open(tmp_path / "pulled" / "notes", WORDS)
        assert not (tmp_path / "other").exists()
        (tmp_path / "pulled").rename(tmp_path / "stick")
        keeping.new(tmp_path / "other", WORDS, {})
        assert kinds(tmp_path / "stick" / "notes") == ["header", "diary"]

    def test_what_is_to_be_taken_out_waits_too(self, keeping: Keeping, tmp_path: Path) -> None:
        (tmp_path / "stick").mkdir()
        path = begin(keeping, tmp_path / "stick")
        keeping.say("diary", {"text": "one"})
        assert keeping.settle(5)
        (tmp_path / "stick").rename(tmp_path / "pulled")
        keeping.take_out(2, "the person chose so")
        assert not keeping.settle(5)
        wait_for(lambda: keeping.unwritten == 1)
        (tmp_path / "pulled").rename(tmp_path / "stick")
        assert keeping.try_again()
        keeping.take_out(2, "it is gone already")
        keeping.take_out(1, "the first one stays")
        assert keeping.settle(5)
        assert (keeping.count, keeping.unwritten) == (3, 0)
        keeping.close()
        assert kinds(path) == ["header", "deletion"]


def test_a_mistake_of_ours_is_said_and_does_not_end_the_writing(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begin(keeping, tmp_path)
    real = Record._canonical
    monkeypatch.setattr(Record, "_canonical", lambda *_all: 1 // 0)
    keeping.say("diary", {"text": "one"})
    assert not keeping.settle(5)
    assert keeping.fault.startswith("The program made a mistake.")
    assert keeping.unwritten == 1
    monkeypatch.setattr(Record, "_canonical", real)
    assert keeping.try_again()
    keeping.close()
    assert kinds(path) == ["header", "diary"]


def test_a_number_that_json_does_not_have_is_kept_as_a_word(keeping: Keeping, tmp_path: Path) -> None:
    path = begin(keeping, tmp_path)
    odd = replace(CAMERA, facts=(Fact(name="x.y", value=float("inf"), probe="p"),))
    keep(keeping, [DeviceSeen(device=odd, new=True), judged(odd)])
    assert keeping.settle(5)
    keeping.close()
    assert kinds(path)[1:] == ["observation", "observation"]


def wait_for(true: object) -> None:
    assert callable(true)
    until = time.monotonic() + 5
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_taking_an_event_never_waits_for_the_disk(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(keeping, tmp_path)
    held = threading.Event()
    real = Record.write_waiting

    def slow(record: Record) -> None:
        held.wait(5)
        real(record)

    monkeypatch.setattr(Record, "write_waiting", slow)
    began = time.monotonic()
    keep(keeping, a_run())
    assert time.monotonic() - began < 0.3
    assert not keeping.settle(0.05)
    assert keeping.unwritten > 0
    held.set()
    assert keeping.settle(5)


def test_a_disk_that_hangs_holds_nobody(keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(keeping, tmp_path)
    held = threading.Event()
    real = Record.write_waiting

    def hangs(record: Record) -> None:
        held.wait(10)
        real(record)

    monkeypatch.setattr(Record, "write_waiting", hangs)
    keeping.say("diary", {"text": "x"})
    assert keeping._writer is not None
    thread = keeping._writer._thread
    began = time.monotonic()
    assert not keeping.try_again(0.1)
    assert keeping.newest(5) == []
    assert keeping.close(0.1) == 1
    assert time.monotonic() - began < 1.5
    held.set()
    thread.join(5)


def test_what_comes_close_together_is_written_in_one_go(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[int] = []
    real = Record._write

    def counted(record: Record, together: Sequence[object]) -> None:
        began.append(len(together))
        real(record, together)  # type: ignore[arg-type]

    monkeypatch.setattr(Record, "_write", counted)
    keep(keeping, a_run())
    begin(keeping, tmp_path)
    assert keeping.settle(5)
    assert sum(began) == keeping.count
    assert len(began) < keeping.count / 2


def test_closing_drops_the_key(keeping: Keeping, tmp_path: Path) -> None:
    begin(keeping, tmp_path)
    assert keeping._writer is not None
    record = keeping._writer.record
    assert len(record._file._key) == 32
    keeping.close()
    assert record._file._key == b""


def test_what_was_read_is_kept_with_its_digest(keeping: Keeping, tmp_path: Path) -> None:
    path = begin(keeping, tmp_path)
    keeping.keep_text("what was read.txt", "account: ann\n", {"device": "m-1"})
    keeping.close()
    with Record.open(path, WORDS) as record:
        body = record.said()[-1]["body"]
        assert (body["how"], body["size"]) == ("read", 13)
        assert record.attachment(body["sha256"]) == b"account: ann\n"


DUMPED = """
import resource, sys, pathlib
from doorguard.session.keeping import Keeping
kept = Keeping()
kept.new(pathlib.Path(sys.argv[1]), "four words are here", {})
import ctypes
print(*resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_no_core_dump_while_it_is_open(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DUMPED, str(tmp_path / "notes")], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["0", "0", "0"]


@pytest.mark.parametrize("begun", ["new", "open"])
def test_none_either_from_the_page_where_a_passphrase_is_typed(monkeypatch: pytest.MonkeyPatch, begun: str) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(module, "no_core_dump", lambda: asked.append(True))
    flow = a_flow()
    page = {"new": Passphrase(Path("notes")), "open": ItsPassphrase(Path("notes"))}[begun]
    assert asked == []
    flow.go(page)
    assert flow.page.secret
    assert asked == [True]


def test_what_the_library_holds_is_locked_into_memory_where_the_system_lets_it(keeping: Keeping, tmp_path: Path) -> None:
    begin(keeping, tmp_path)
    assert keeping._writer is not None
    asked = keeping._writer.record._file.to_read().execute("PRAGMA cipher_memory_security").fetchone()
    assert asked[0] == b"1"


def test_the_first_page_loads_no_channel_and_no_probe() -> None:
    said = "import sys, doorguard.pages.flow, doorguard.session.keeping; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, timeout=60)
    loaded = [name for name in done.stdout.split() if name.startswith(("doorguard.probes", "doorguard.discover"))]
    assert loaded == []


def test_a_look_begun_anew_is_kept_whole(keeping: Keeping, tmp_path: Path) -> None:
    path = begin(keeping, tmp_path)
    keep(keeping, a_run())
    once = wait_count(keeping)
    keep(keeping, a_run())
    assert wait_count(keeping) - once == once - 1
    keeping.close()
    assert sum(isinstance(e, RunStarted) for e in a_run()) == 1
    assert kinds(path).count("observation") == 2 * (once - 1)


def wait_count(keeping: Keeping) -> int:
    assert keeping.settle(5)
    return keeping.count
