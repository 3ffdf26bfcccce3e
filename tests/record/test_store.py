"""The file: encrypted, one writer, nothing lost, clear words."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from doorguard.record import (
    CannotWrite,
    InUse,
    NotARecord,
    NotThere,
    Record,
    WrongPassphrase,
    first_wrong,
    key,
)
from doorguard.record.attachment import read_file
from doorguard.record.faults import (
    AlreadyThere,
    NewerFormat,
    NoFolder,
    NotAFile,
    OpenHere,
    RecordFault,
    TellsItself,
    TooLong,
    TooShort,
)
from tests.record.conftest import WORDS


def test_what_was_written_is_there_again(record: Record) -> None:
    for number in range(2, 12):
        assert record.append("diary", {"text": f"day {number}"}) == number
    record.close()
    with Record.open(record.path, WORDS) as again:
        assert [said["body"].get("text") for said in again.said()][1:] == [f"day {n}" for n in range(2, 12)]
        assert (again.count, again.code, again.id) == (11, record.code, record.id)
        assert first_wrong(again.entries()) is None


def test_every_entry_says_when_in_utc_and_here(record: Record) -> None:
    said = record.said()[0]
    assert said["utc"].endswith("+00:00")
    assert said["local"][-6] in "+-"
    assert said["clock"] in ("synchronised", "not-known")


def test_its_owner_alone_may_read_the_file(record: Record) -> None:
    assert stat.S_IMODE(record.path.stat().st_mode) == 0o600


def test_no_second_file_at_rest(record: Record) -> None:
    record.append("diary", {"text": "one"})
    record.close()
    assert [path.name for path in record.path.parent.iterdir()] == ["notes"]


def test_in_the_first_sitting_too_there_is_a_way_back_from_a_write_that_is_cut(record: Record) -> None:
    """The journal that the library writes into lies beside the file, where the next opening looks for it."""
    record.append("diary", {"text": "one"})
    assert sorted(path.name for path in record.path.parent.iterdir()) == ["notes", "notes-journal"]


def test_no_text_stands_in_the_file_nor_beside_it(record: Record) -> None:
    marks = [f"plain-mark-{n:03d}" for n in range(200)]
    for mark in marks:
        record.append("diary", {"text": mark, "name": mark})
    beside = [path.read_bytes() for path in record.path.parent.iterdir()]
    record.close()
    beside += [path.read_bytes() for path in record.path.parent.iterdir()]
    for held in beside:
        for word in (*marks, WORDS, "diary", "entries", "SQLite format", record.id):
            assert word.encode() not in held, word


def test_one_guess_costs_memory_and_time() -> None:
    assert key.MEMORY_KIB >= 64 * 1024
    assert key.key_of(WORDS, bytes(16)) == key.key_of(WORDS, bytes(16))
    assert key.key_of(WORDS, bytes(16)) != key.key_of(WORDS, bytes(15) + b"\1")
    # The same word typed on two keyboards: one letter, or a letter and its accent.
    assert key.key_of("caf\u00e9 and more", bytes(16)) == key.key_of("cafe\u0301 and more", bytes(16))


def test_a_wrong_passphrase_says_so_and_changes_nothing(record: Record, capfd: pytest.CaptureFixture[str]) -> None:
    record.close()
    before = record.path.read_bytes()
    with pytest.raises(WrongPassphrase, match="try again"):
        Record.open(record.path, WORDS + "!")
    assert record.path.read_bytes() == before
    assert capfd.readouterr() == ("", ""), "the library writes nothing to the terminal by itself"


def test_a_second_window_is_told(record: Record) -> None:
    code = (
        "import sys; from pathlib import Path; from doorguard.record import *; from doorguard.record import key\n"
        "key.MEMORY_KIB, key.PASSES = 8, 1\n"
        "try: Record.open(Path(sys.argv[1]), sys.argv[2])\n"
        "except InUse: sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(record.path), WORDS], timeout=60)
    assert done.returncode == 7
    with pytest.raises(InUse):
        Record.open(record.path, WORDS)
    record.append("diary", {"text": "still mine"})


def opened_by_another(path: Path, *texts: str) -> bool:
    """Another program opens it and adds these, as long as it may."""
    code = (
        "import sys; from pathlib import Path; from doorguard.record import *; from doorguard.record import key\n"
        "key.MEMORY_KIB, key.PASSES = 8, 1\n"
        "try: record = Record.open(Path(sys.argv[1]), sys.argv[2])\n"
        "except InUse: sys.exit(7)\n"
        "for text in sys.argv[3:]: record.append('diary', {'text': text})\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path), WORDS, *texts], timeout=60)
    assert done.returncode in (0, 7)
    return done.returncode == 0


def test_opened_or_read_again_here_it_stays_locked_for_others(record: Record) -> None:
    """The system drops the locks of a program on a file when it closes that file in any way (fcntl_locking(2))."""
    with pytest.raises(OpenHere, match="open here already"):
        Record.open(record.path, WORDS)
    with pytest.raises(OpenHere):
        read_file(record.path)
    assert not opened_by_another(record.path, "theirs")
    record.close()
    assert read_file(record.path)[0] == record.path.read_bytes()
    assert opened_by_another(record.path, "theirs")


def said_in(record: Record) -> list[str]:
    assert first_wrong(record.entries()) is None
    return [said["body"]["text"] for said in record.said()[1:]]


def test_what_another_window_wrote_meanwhile_stays_and_ours_follows(record: Record) -> None:
    record.append("diary", {"text": "one"})
    away = record.path.with_name("away")
    record.path.rename(away)
    for text in ("two", "three"):
        with pytest.raises(CannotWrite):
            record.append("diary", {"text": text})
    assert opened_by_another(away, "theirs", "theirs too")
    away.rename(record.path)
    record.write_waiting()
    assert said_in(record) == ["one", "theirs", "theirs too", "two", "three"]


def test_an_older_copy_in_its_place_is_not_gone_on_in(record: Record) -> None:
    older = record.path.read_bytes()
    record.append("diary", {"text": "one"})
    mine = record.path.with_name("mine")
    record.path.rename(mine)
    with pytest.raises(CannotWrite):
        record.append("diary", {"text": "two"})
    record.path.write_bytes(older)
    with pytest.raises(CannotWrite, match="Another file lies there now"):
        record.write_waiting()
    assert record.path.read_bytes() == older
    mine.rename(record.path)
    record.write_waiting()
    assert said_in(record) == ["one", "two"]


def test_another_window_that_has_it_while_ours_waits(record: Record) -> None:
    away = record.path.with_name("away")
    record.path.rename(away)
    with pytest.raises(CannotWrite):
        record.append("diary", {"text": "one"})
    away.rename(record.path)
    with Record.open(record.path, WORDS), pytest.raises(CannotWrite, match="Another window is writing"):
        record.write_waiting()
    record.write_waiting()
    assert said_in(record) == ["one"]


@pytest.mark.usefixtures("cheap_key")
class TestOtherFiles:
    def test_none(self, tmp_path: Path) -> None:
        with pytest.raises(NotThere, match="no file gone"):
            Record.open(tmp_path / "gone", WORDS)
        with pytest.raises(NoFolder):
            Record.new(tmp_path / "no-folder" / "notes", WORDS, {})

    @pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(4080), b"x" * 5000])
    def test_something_else(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "other").write_bytes(content)
        with pytest.raises(NotARecord, match="left as it is"):
            Record.open(tmp_path / "other", WORDS)
        assert (tmp_path / "other").read_bytes() == content

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(NotAFile):
            Record.open(tmp_path, WORDS)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
    def test_a_pipe_in_the_place_of_its_journal_does_not_hold_the_program(self, record: Record) -> None:
        record.close()
        os.mkfifo(record.path.with_name(record.path.name + "-journal"))
        with pytest.raises(NotAFile):
            Record.open(record.path, WORDS)

    @pytest.mark.parametrize("ending", ["-journal", "-wal"])
    @pytest.mark.parametrize("what", ["link", "dangling", "folder"])
    def test_a_link_or_a_folder_beside_it_is_named(self, ending: str, what: str, record: Record) -> None:
        record.close()
        beside, aim = record.path.with_name(record.path.name + ending), record.path.with_name("aim")
        if what == "folder":
            beside.mkdir()
        else:
            beside.symlink_to(aim)
        if what == "link":
            aim.write_text("mine")
        with pytest.raises(NotAFile, match=ending):
            Record.open(record.path, WORDS)
        assert aim.exists() == (what == "link")

    @pytest.mark.timeout(60)
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
    def test_a_pipe_that_somebody_puts_there_meanwhile_does_not_either(self, record: Record) -> None:
        """Between the look at a file and its opening there is a moment."""
        record.append("diary", {"text": "It rang."})
        code, path = record.code, record.path
        record.close()
        mine, pipe, coming = (path.with_name(name) for name in ("mine", "pipe", "coming"))
        os.link(path, mine)
        os.mkfifo(pipe)
        done = threading.Event()

        def swap() -> None:
            while not done.is_set():
                for source in (pipe, mine):
                    os.link(source, coming)
                    coming.replace(path)
            coming.unlink(missing_ok=True)  # a link to what lies there already is left by replacing

        swapper = threading.Thread(target=swap)
        swapper.start()
        opened, tries, ends = 0, 0, time.monotonic() + 40
        try:
            while tries < 1500 or (not opened and time.monotonic() < ends):
                tries += 1
                time.sleep(0)  # the other thread has its turn
                try:
                    with Record.open(path, WORDS) as again:
                        assert again.code == code
                        opened += 1
                except RecordFault:
                    pass
        finally:
            done.set()
            swapper.join()
        assert opened, "it was there now and then"
        with Record.open(mine, WORDS) as again:
            assert again.code == code

    def test_a_new_one_never_takes_the_place_of_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "notes").write_text("mine")
        with pytest.raises(AlreadyThere):
            Record.new(tmp_path / "notes", WORDS, {})
        assert (tmp_path / "notes").read_text() == "mine"

    def test_a_short_passphrase_makes_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(TooShort):
            Record.new(tmp_path / "notes", "short", {})
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["cold blue kettle sings", "Cold-Blue-Kettle-Sings.record", "my cold blue kettle sings 2"])
    def test_a_passphrase_that_the_name_of_the_file_tells_makes_no_file(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(TellsItself):
            Record.new(tmp_path / name, "cold blue kettle sings", {})
        assert not (tmp_path / name).exists()

    def test_a_passphrase_that_the_command_line_could_not_take_makes_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(TooLong):
            Record.new(tmp_path / "notes", "\u00e9" * 513, {})
        assert not (tmp_path / "notes").exists()

    def test_a_name_that_is_part_of_the_passphrase_is_taken(self, tmp_path: Path, cheap_key: None) -> None:
        Record.new(tmp_path / "kettle", "cold blue kettle sings", {}).close()
        Record.new(tmp_path / "other", "!?!?!?!?!?!?", {}).close()

    def test_one_of_a_newer_version(self, record: Record) -> None:
        record._file.to_read().execute("PRAGMA user_version = 99")
        record.close()
        with pytest.raises(NewerFormat):
            Record.open(record.path, WORDS)


def test_a_flipped_byte_in_the_file_is_refused(record: Record) -> None:
    for number in range(20):
        record.append("diary", {"text": f"day {number}"})
    record.close()
    held = record.path.read_bytes()
    for at in range(0, len(held), 997):
        record.path.write_bytes(bytes([*held[:at], held[at] ^ 1, *held[at + 1 :]]))
        try:
            with Record.open(record.path, WORDS) as opened:
                assert opened.damaged_pages() > 0, at
        except (WrongPassphrase, NotARecord):
            pass


def test_an_undamaged_file_has_no_damaged_page(record: Record) -> None:
    record.append("diary", {"text": "x" * 20_000})
    assert record.damaged_pages() == 0


class TestRemoving:
    def test_the_content_goes_and_a_mark_stays(self, record: Record) -> None:
        image = b"picture" * 100
        sha = hashlib.sha256(image).hexdigest()
        number = record.append("attachment", {"name": "a.png", "sha256": sha}, attachment=image)
        assert record.attachment(sha) == image
        record.remove_content(number, "the person asked")
        assert record.attachment(sha) is None
        assert first_wrong(record.entries()) is None
        assert [said["kind"] for said in record.said()] == ["header", "deletion"]
        assert record._file._db is not None
        wiped = record._file._db.execute("PRAGMA secure_delete").fetchone()
        assert wiped == (1,), "else it stays in free pages, for whoever learns the passphrase"

    def test_an_attachment_that_another_entry_has_stays(self, record: Record) -> None:
        sha = hashlib.sha256(b"x").hexdigest()
        first = record.append("attachment", {"sha256": sha}, attachment=b"x")
        record.append("attachment", {"sha256": sha}, attachment=b"x")
        record.remove_content(first, "twice")
        assert record.attachment(sha) == b"x"

    def test_the_mark_cannot_be_removed(self, record: Record) -> None:
        number = record.append("diary", {"text": "x"})
        record.remove_content(number, "the person asked")
        mark = record.count
        with pytest.raises(LookupError):
            record.remove_content(mark, "and that too")
        record.let_removal_wait(mark, "and that too")
        record.write_waiting()
        assert record.count == mark
        assert first_wrong(record.entries()) is None

    def test_the_first_entry_and_unknown_ones_cannot_be_removed(self, record: Record) -> None:
        for number in (1, 0, 99):
            with pytest.raises(LookupError):
                record.remove_content(number, "")


class TestADiskThatDoesNotTakeIt:
    def test_a_stick_that_was_taken_out_keeps_the_entry_waiting(self, record: Record) -> None:
        away = record.path.with_name("away")
        record.path.rename(away)
        with pytest.raises(CannotWrite, match="taken out"):
            record.append("diary", {"text": "kept"})
        assert record.waiting == 1
        away.rename(record.path)
        assert record.append("diary", {"text": "next"}) == 3
        assert [said["body"].get("text") for said in record.said()][1:] == ["kept", "next"]
        assert record.waiting == 0

    @pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write anywhere")
    def test_a_place_that_cannot_be_written_to(self, record: Record) -> None:
        record.close()
        record.path.chmod(0o400)
        with pytest.raises(CannotWrite, match="cannot be written"):
            record.append("diary", {"text": "kept"})
        record.path.chmod(0o600)
        record.write_waiting()
        assert first_wrong(record.entries()) is None

    def test_a_place_that_is_full(self, record: Record) -> None:
        """A limit on the size of files stands for the full disk: the system refuses the write alike."""
        code = (
            "import resource, signal, sys; from pathlib import Path\n"
            "from doorguard.record import *; from doorguard.record import key\n"
            "key.MEMORY_KIB, key.PASSES = 8, 1; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "with Record.open(Path(sys.argv[1]), sys.argv[2]) as record:\n"
            "    soft = Path(sys.argv[1]).stat().st_size + 8192\n"
            "    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))\n"
            "    done = record.count\n"
            "    try:\n"
            "        while True: done = record.append('diary', {'text': 'x' * 3000})\n"
            "    except CannotWrite: pass\n"
            "    assert record.waiting == 1\n"
            "    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
            "    record.write_waiting()\n"
            "    assert record.count == done + 1 and first_wrong(record.entries()) is None\n"
        )
        record.close()
        subprocess.run([sys.executable, "-c", code, str(record.path), WORDS], timeout=60, check=True)


def test_the_clock_may_jump_back(tmp_path: Path, cheap_key: None) -> None:
    from datetime import UTC, datetime

    moments = iter([datetime(2026, 11, 26, 3, tzinfo=UTC), datetime(2026, 11, 26, 2, tzinfo=UTC)])
    with Record.new(tmp_path / "notes", WORDS, {}, now=lambda: next(moments)) as record:
        record.append("diary", {})
        assert [said["utc"][11:13] for said in record.said()] == ["03", "02"]
        assert first_wrong(record.entries()) is None


def test_a_thousand_entries_open_soon(record: Record) -> None:
    for _ in range(300):
        record.append("diary", {"text": "x" * 200})
    record.close()
    began = time.monotonic()
    with Record.open(record.path, WORDS) as again:
        assert first_wrong(again.entries()) is None
    assert time.monotonic() - began < 30, "a hang, not a measurement"


def test_who_leaves_while_the_key_is_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def left(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("doorguard.record.store.key_of", left)
    with pytest.raises(KeyboardInterrupt):
        Record.new(tmp_path / "notes", WORDS, {})
    assert list(tmp_path.iterdir()) == []
