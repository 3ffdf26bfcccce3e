"""``doorguard record``: each command, its exit code, and that no passphrase shows anywhere."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from doorguard.cli import main
from doorguard.cli.record import add as add_module
from doorguard.cli.record import opening
from doorguard.model import DeviceSeen, Event, Fact
from doorguard.record import CannotWrite, Record, first_wrong
from doorguard.record import undumped as undumped_module
from doorguard.record.events import Keeper, body_of
from doorguard.record.own_folder import OwnFolder
from tests.conftest import CAMERA, LATER, a_run, closed_camera, judged
from tests.recorded import WORDS, cheap, open_elsewhere

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(undumped_module, "no_core_dump", lambda: True)
    with cheap():
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Said:
    def one(*words: str, passphrase: str | None = WORDS) -> tuple[int, str, str]:
        arguments = list(words)
        there = -1
        if passphrase is not None:
            there, here = os.pipe()
            os.write(here, passphrase.encode() + b"\n")
            os.close(here)
            arguments += ["--passphrase-fd", str(there)]
        try:
            code = main(["record", *arguments])
        finally:
            if there >= 0:
                os.close(there)
        out, err = capsys.readouterr()
        assert WORDS not in out + err
        return code, " ".join(out.split()), " ".join(err.split())

    return one


@pytest.fixture
def notes(tmp_path: Path, run: Said) -> str:
    assert run("new", str(tmp_path / "notes"))[0] == 0
    return str(tmp_path / "notes")


def bodies(path: str, kind: str) -> list[dict[str, object]]:
    with Record.open(Path(path), WORDS) as record:
        assert first_wrong(record.entries()) is None
        return [one["body"] for one in record.said() if one["kind"] == kind]


class TestNew:
    def test_it_says_beforehand_what_cannot_be_undone(self, tmp_path: Path, run: Said) -> None:
        code, out, _err = run("new", str(tmp_path / "notes"))
        assert code == 0
        assert out.startswith("Nobody can bring the passphrase back.")
        assert "It is not known if this place is copied" in out
        assert "The code now: " in out
        assert (tmp_path / "notes").stat().st_mode & 0o777 == 0o600

    def test_its_head_says_what_made_it(self, notes: str) -> None:
        (header,) = bodies(notes, "header")
        assert str(header["tool"]).startswith("doorguard ")
        assert {"catalog", "tables_as_of", "computer", "time_zone"} <= set(header)

    def test_a_copied_folder_is_named_and_another_one_offered(
        self, tmp_path: Path, run: Said, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        (tmp_path / "Google Drive").mkdir()
        there = str(tmp_path / "Google Drive" / "notes")
        code, out, err = run("new", there)
        assert (code, Path(there).exists()) == (2, False)
        assert "Google Drive copies this folder" in out
        assert f"Another place: {tmp_path / 'notes'}".replace(" ", "") in "".join(out.split()), "long ones are folded"
        assert "--even-there" in err
        assert run("new", there, "--even-there")[0] == 0

    def test_a_file_is_never_replaced(self, notes: str, run: Said) -> None:
        before = Path(notes).read_bytes()
        code, _out, err = run("new", notes)
        assert (code, Path(notes).read_bytes()) == (3, before)
        assert "There is already a file" in err

    @pytest.mark.parametrize("words", [("show",), ("check",), ("add", "--text", "x"), ("export",)])
    def test_what_is_not_there_is_said_before_a_passphrase_is_asked_for(
        self, tmp_path: Path, run: Said, words: tuple[str, ...]
    ) -> None:
        more = [str(tmp_path / "folder")] if words[0] == "export" else []
        code, _out, err = run(words[0], str(tmp_path / "no such file"), *more, *words[1:], passphrase=None)
        assert code == 3
        assert err == "There is no file no such file. Look at the name, or at the stick."

    @pytest.mark.parametrize("words", [("show",), ("check",), ("add", "--text", "x"), ("export",)])
    def test_a_folder_is_called_what_it_is(self, tmp_path: Path, run: Said, words: tuple[str, ...]) -> None:
        more = [str(tmp_path / "folder")] if words[0] == "export" else []
        code, _out, err = run(words[0], str(tmp_path), *more, *words[1:], passphrase=None)
        assert code == 3
        assert err == f"{tmp_path.name} is no file. Give the name of one file."

    def test_a_folder_that_is_missing_is_called_a_folder(self, tmp_path: Path, run: Said) -> None:
        code, _out, err = run("new", str(tmp_path / "none" / "notes"), passphrase=None)
        assert code == 3
        assert err == f"There is no folder {tmp_path / 'none'}. Look at the name, or at the stick."

    @pytest.mark.parametrize("words", [("show",), ("check",), ("add", "--text", "x"), ("export",), ("new",)])
    def test_a_name_that_no_disk_takes_is_one_sentence(
        self, tmp_path: Path, run: Said, words: tuple[str, ...]
    ) -> None:
        long = str(tmp_path / ("a" * 300) / "notes")
        more = [str(tmp_path / "folder")] if words[0] == "export" else []
        code, _out, err = run(words[0], long, *more, *words[1:], passphrase=None)
        assert code == 3
        assert err.startswith("There is no f")

    def test_an_export_into_no_folder_opens_nothing(self, tmp_path: Path, notes: str, run: Said) -> None:
        for folder, says in ((tmp_path / "none" / "copy", "There is no folder"), (tmp_path, "There is already")):
            code, _out, err = run("export", notes, str(folder), passphrase=None)
            assert code == 3
            assert says in err
        assert bodies(notes, "opened") == []

    @pytest.mark.parametrize("action", ["new", "show", "add"])
    def test_a_name_of_nothing(self, run: Said, action: str) -> None:
        code, _out, err = run(action, " ", passphrase=None)
        assert (code, err) == (2, "Give the name of the file.")

    @pytest.mark.parametrize("option", ["--anchor", "--clock", "--given-to"])
    def test_an_entry_about_nothing_is_not_written(self, notes: str, run: Said, option: str) -> None:
        code, _out, err = run("add", notes, option, " ", passphrase=None)
        assert (code, err) == (2, f"There is nothing after {option}.")

    def test_how_a_file_was_made_needs_the_file(self, notes: str, run: Said) -> None:
        code, _out, err = run("add", notes, "--text", "It rang.", "--how", "photo", passphrase=None)
        assert code == 2
        assert "name the file too" in err

    def test_so_is_a_name_that_is_taken(self, tmp_path: Path, run: Said) -> None:
        (tmp_path / "notes").write_text("mine")
        code, _out, err = run("new", str(tmp_path / "notes"), passphrase=None)
        assert code == 3
        assert "already a file notes" in err

    def test_a_short_passphrase(self, tmp_path: Path, run: Said) -> None:
        code, _out, err = run("new", str(tmp_path / "x"), passphrase="short")
        assert code == 2
        assert "too short" in err
        assert not (tmp_path / "x").exists()


class TestPassphrase:
    def test_without_one_nothing_is_opened(self, notes: str, run: Said) -> None:
        code, _out, err = run("show", notes, passphrase=None)
        assert code == 2
        assert "--passphrase-fd" in err

    def test_a_wrong_one_is_one_sentence(self, notes: str, run: Said) -> None:
        code, out, err = run("show", notes, passphrase="not this one at all")
        assert (code, out) == (3, "")
        assert err.startswith("This passphrase does not open the file. Nothing was changed. You can try again.")
        assert "may be damaged" in err

    @pytest.mark.parametrize("raw", [b"", b"\xff\xfe\n", b"\n"])
    def test_what_is_none(self, notes: str, raw: bytes, capsys: pytest.CaptureFixture[str]) -> None:
        there, here = os.pipe()
        os.write(here, raw)
        os.close(here)
        assert main(["record", "show", notes, "--passphrase-fd", str(there)]) == 2
        os.close(there)
        assert capsys.readouterr().err.startswith("The passphrase is")

    def test_no_option_takes_it(self, notes: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["record", "show", notes, "--passphrase", "x"]) == 2
        assert main(["record", "show", notes, "--password", "x"]) == 2
        capsys.readouterr()

    def test_another_window_has_it_open(self, notes: str, run: Said) -> None:
        with open_elsewhere(Path(notes)):
            code, _out, err = run("show", notes)
        assert code == 3
        assert "open in another window" in err


class TestAdd:
    def test_what_happened(self, notes: str, run: Said) -> None:
        code, out, _err = run(
            "add", notes, "--text", "It rang.", "--when", "about six", "--who-saw", "a neighbour", "--device", "m-1"
        )
        assert code == 0
        assert "Entry 3 is written." in out
        assert "Words in a command may stay in the list of old commands." in out
        assert bodies(notes, "diary") == [
            {"text": "It rang.", "when": "about six", "who_saw": "a neighbour", "device": "m-1"}
        ]

    def test_line_by_line(self, notes: str, run: Said, monkeypatch: pytest.MonkeyPatch) -> None:
        typed = "It rang.\nNobody was there.\n\non Sunday\n\n\nNo sleep\n\n\n"
        monkeypatch.setattr(add_module, "person", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code, out, _err = run("add", notes)
        assert code == 0
        assert "old commands" not in out
        assert bodies(notes, "diary") == [
            {"text": "It rang.\nNobody was there.", "when": "on Sunday", "effect": "No sleep"}
        ]

    def test_a_disk_that_refuses_is_asked_again_as_long_as_the_person_wants(
        self, notes: str, run: Said, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refusing = [True, True, True]  # that it was opened, and the entry twice

        def refuses(record: Record) -> None:
            if refusing and refusing.pop(0):
                raise CannotWrite("The disk or stick is full.")
            real(record)

        real = Record.write_waiting
        monkeypatch.setattr(Record, "write_waiting", refuses)
        monkeypatch.setattr(add_module, "person", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
        code, out, _err = run("add", notes, "--text", "It rang.")
        assert code == 0
        assert "The disk or stick is full. What you wrote is kept here until it can be written." in out
        assert "Entry 3 is written." in out
        assert [body["text"] for body in bodies(notes, "diary")] == ["It rang."]

    def test_what_reached_the_disk_all_the_same_is_said_to_be_written(
        self, notes: str, run: Said, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The last call of a write fails, such as the end of its journal: nobody should type it once more."""
        real, broken = Record._write, list[int]()

        def breaks(record: Record, together: Any) -> None:
            real(record, together)
            if together[0].kind == "diary" and not broken:
                broken.append(record.count)
                record.count, record.link = record.count - 1, next(record.entries(record.count - 1)).link
                record.close()
                raise CannotWrite("The disk or stick did not take it.")

        monkeypatch.setattr(Record, "_write", breaks)
        code, out, _err = run("add", notes, "--text", "It rang.")
        assert broken == [3]
        assert code == 0
        assert "Entry 3 is written." in out
        assert [body["text"] for body in bodies(notes, "diary")] == ["It rang."]

    @pytest.mark.parametrize("words", [("show",), ("check",), ("export",)])
    def test_what_the_disk_did_not_take_is_not_said_to_be_noted(
        self, tmp_path: Path, notes: str, run: Said, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
    ) -> None:
        def refuses(_record: Record) -> None:
            raise CannotWrite("The disk or stick is full.")

        more = [str(tmp_path / "copy")] if words[0] == "export" else []
        with monkeypatch.context() as full:
            full.setattr(Record, "write_waiting", refuses)
            code, out, _err = run(words[0], notes, *more)
        assert code == 0
        assert "Each opening is noted" not in out
        if more:
            assert "The disk or stick is full. So the record does not note that this copy was made." in out
        else:
            assert "this opening is not noted. The code stays as it was." in out
        assert (bodies(notes, "opened"), bodies(notes, "continuity")) == ([], [])

    @pytest.mark.parametrize("sits_there", [True, False])
    def test_what_is_given_up_is_not_said_to_be_kept(
        self, notes: str, run: Said, monkeypatch: pytest.MonkeyPatch, sits_there: bool
    ) -> None:
        def refuses(_record: Record) -> None:
            raise CannotWrite("The disk or stick is full.")

        monkeypatch.setattr(Record, "write_waiting", refuses)
        monkeypatch.setattr(add_module, "person", lambda: sits_there)
        monkeypatch.setattr(sys, "stdin", io.StringIO("no\n"))
        code, out, err = run("add", notes, "--text", "It rang.")
        assert (code, err) == (3, "The disk or stick is full. What you wrote was not added.")
        assert ("Try to write it again?" in out) == sits_there
        assert ("Do not close this window" in out) == sits_there
        assert "is written" not in out

    def test_with_nobody_to_ask(self, notes: str, run: Said) -> None:
        assert run("add", notes)[0] == 2
        assert run("add", notes, "--correct", "1")[0] == 2
        assert run("add", notes, "--remove", "2")[0] == 2
        assert bodies(notes, "opened") == [], "it was asked before the file was opened"

    def test_a_file(self, notes: str, run: Said, tmp_path: Path) -> None:
        photo = tmp_path / "photo.png"
        photo.write_bytes(b"\x89PNG")
        code, out, _err = run("add", notes, "--file", str(photo), "--how", "photo", "--cropped", "no", "--says", "the door")
        assert code == 0
        digest = hashlib.sha256(b"\x89PNG").hexdigest()
        assert digest in out
        (body,) = bodies(notes, "attachment")
        assert body["sha256"] == digest
        assert (body["how"], body["cropped"], body["says"], body["media_type"]) == ("photo", False, "the door", "image/png")
        assert photo.exists()

    @pytest.mark.parametrize("what", ["missing", "folder", "large"])
    def test_a_file_that_is_none(
        self, notes: str, run: Said, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from doorguard.record import attachment

        monkeypatch.setattr(attachment, "LARGEST_ATTACHMENT", 1024 * 1024)
        (tmp_path / "folder").mkdir()
        (tmp_path / "large").write_bytes(bytes(1024 * 1024 + 1))
        code, _out, err = run("add", notes, "--file", str(tmp_path / what))
        assert code == 3
        assert {"missing": "There is no file", "folder": "is no file", "large": "too large"}[what] in err
        assert bodies(notes, "attachment") == []

    @pytest.mark.parametrize("words", [("--correct", "--text", "x"), ("--remove", "--yes")])
    def test_an_entry_that_no_record_reaches(self, notes: str, run: Said, words: tuple[str, ...]) -> None:
        code, _out, err = run("add", notes, words[0], str(10**30), *words[1:])
        assert code == 2
        assert err == f"There is no entry {10**30}, or its content was taken out."

    def test_a_correction(self, notes: str, run: Said) -> None:
        run("add", notes, "--text", "It was six.")
        assert run("add", notes, "--correct", "3", "--text", "It was seven.")[0] == 0
        assert bodies(notes, "correction") == [{"entry": 3, "text": "It was seven."}]
        assert run("add", notes, "--correct", "99", "--text", "x")[0] == 2

    def test_taking_out_leaves_a_mark(self, notes: str, run: Said) -> None:
        run("add", notes, "--text", "A name that I should not have written.")
        code, out, _err = run("add", notes, "--remove", "3", "--yes")
        assert code == 0
        assert "A mark stays" in out
        assert bodies(notes, "diary") == []
        (mark,) = bodies(notes, "deletion")
        assert mark["entry"] == 3
        assert run("add", notes, "--remove", "3", "--yes")[0] == 2
        assert run("add", notes, "--remove", "1", "--yes")[0] == 2
        said = run("add", notes, "--remove", "5", "--yes")
        assert (said[0], "It stays." in said[2]) == (2, True)

    def test_taking_out_is_asked(self, notes: str, run: Said, monkeypatch: pytest.MonkeyPatch) -> None:
        run("add", notes, "--text", "x")
        monkeypatch.setattr(add_module, "person", lambda: True)
        for answer, code, left in (("no\n", 0, 1), ("yes\n", 0, 0)):
            monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
            assert run("add", notes, "--remove", "3")[0] == code
            assert len(bodies(notes, "diary")) == left

    def test_a_code_that_was_kept(self, notes: str, run: Said) -> None:
        _code, out, _err = run("add", notes, "--text", "x")
        code = out.rsplit("The code now: ", 1)[1]
        assert run("add", notes, "--anchor", "read to a helper", "--code", code)[0] == 0
        (anchor,) = bodies(notes, "anchor")
        assert anchor == {"after": 3, "code": code, "how": "read to a helper"}
        assert run("add", notes, "--anchor", "on paper")[0] == 0
        assert run("add", notes, "--anchor", "on paper", "--code", "11111 22222")[0] == 2

    def test_a_phone_is_held_against_the_clock_of_that_moment(
        self, notes: str, run: Said, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seconds = iter((1, 30, 59))

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Clock:
                return cls(2026, 11, 24, 12, 0, next(seconds), tzinfo=UTC)

        def typed_slowly(path: Path, descriptor: int | None) -> object:
            Clock.now()
            return opening.opened(path, descriptor)

        monkeypatch.setattr("doorguard.cli.record.add.datetime", Clock)
        monkeypatch.setattr("doorguard.cli.record.add.opened", typed_slowly)
        assert run("add", notes, "--clock", "12:00:01")[0] == 0
        (clock,) = bodies(notes, "clock")
        assert datetime.fromisoformat(str(clock["computer"])).second == 1

    def test_a_clock_and_a_copy(self, notes: str, run: Said) -> None:
        assert run("add", notes, "--clock", "14:03:20")[0] == 0
        assert run("add", notes, "--given-to", "a solicitor", "--how", "by hand")[0] == 0
        (clock,) = bodies(notes, "clock")
        assert clock["phone"] == "14:03:20"
        assert "T" in str(clock["computer"])
        (copy,) = bodies(notes, "continuity")
        assert (copy["to"], copy["how"]) == ("a solicitor", "by hand")
        assert "code" in str(copy["what"])


def with_looks(path: str, *looks: list[Event]) -> None:
    keeper = Keeper()
    with Record.open(Path(path), WORDS) as record:
        for event in (event for look in looks for event in look):
            for kept in keeper.take(event):
                record.append("observation", body_of(kept))


class TestReading:
    def test_show(self, notes: str, run: Said) -> None:
        run("add", notes, "--text", "It rang \x1b[31mred\x1b[0m \u202e.")
        with_looks(notes, a_run())
        code, out, _err = run("show", notes)
        assert code == 0
        assert "The code now: " in out
        assert "What happened: It rang [31mred[0m ." in out
        assert "\x1b" not in out
        assert "Hallway" in out
        assert "It was opened 2 times." in out

    def test_show_one_whole(self, notes: str, run: Said) -> None:
        run("add", notes, "--text", "line one\nline two", "--when", "about six")
        code, out, _err = run("show", notes, "3")
        assert code == 0
        assert "What happened: line one line two When: about six" in out
        assert run("show", notes, "99")[0] == 2

    def test_show_what_changed(self, notes: str, run: Said) -> None:
        assert "no two looks" in run("show", notes, "--changes")[1]
        shut: list[Event] = [DeviceSeen(device=closed_camera(), new=False), judged(closed_camera(), at=LATER)]
        with_looks(notes, [*a_run(), *shut], a_run())
        code, out, _err = run("show", notes, "--changes")
        assert code == 0
        assert "This was closed and is open again" in out
        assert CAMERA.names[0] in out

    def test_check(self, notes: str, run: Said) -> None:
        _code, out, _err = run("add", notes, "--anchor", "on paper")
        kept = out.rsplit("The code after entry 2: ", 1)[1].split(" This")[0]
        code, out, _err = run("check", notes, "--code", kept)
        assert code == 0
        assert "4 entries fit together." in out
        assert "Entry 3: the code after entry 2 was kept: on paper." in out
        assert "was the code after entry 2: nothing up to there was changed" in out
        assert "What this does not show: that an entry is true." in out

    def test_a_code_of_something_else(self, notes: str, run: Said) -> None:
        code, out, _err = run("check", notes, "--code", "12345 " * 8)
        assert code == 1
        assert "was never the code of this record" in out

    def test_a_record_that_was_made_anew_does_not_fit_the_code(self, notes: str, run: Said) -> None:
        _code, out, _err = run("add", notes, "--text", "first")
        kept = out.rsplit("The code now: ", 1)[1]
        Path(notes).unlink()
        run("new", notes)
        run("add", notes, "--text", "first")
        assert run("check", notes, "--code", kept)[0] == 1

    @pytest.mark.parametrize("change", ["UPDATE attachments SET content = 'forged'", "DELETE FROM attachments"])
    def test_a_file_that_is_another_now(self, notes: str, run: Said, tmp_path: Path, change: str) -> None:
        (tmp_path / "photo.png").write_bytes(b"\x89PNG")
        run("add", notes, "--file", str(tmp_path / "photo.png"))
        assert run("check", notes)[0] == 0
        with Record.open(Path(notes), WORDS) as record:
            record._file.to_read().execute(change)
        code, out, _err = run("check", notes)
        assert code == 1
        assert "Entry 3 does not fit: the file with it was changed, or is missing." in out

    def test_an_entry_that_was_changed_is_named(self, notes: str, run: Said) -> None:
        run("add", notes, "--text", "first")
        with Record.open(Path(notes), WORDS) as record:
            assert record._file._db is not None
            record._file._db.execute("UPDATE entries SET written = replace(written, 'first', 'other') WHERE number = 3")
        code, out, _err = run("check", notes)
        assert code == 1
        assert "Entry 3 does not fit: its content was changed." in out


class TestExport:
    def test_a_folder_that_checks_itself(self, notes: str, run: Said, tmp_path: Path) -> None:
        with_looks(notes, a_run())
        run("add", notes, "--text", "It rang.")
        code, out, _err = run("export", notes, str(tmp_path / "copy"))
        assert code == 0
        folder = tmp_path / "copy"
        names = {path.name for path in folder.iterdir()}
        assert {"summary-1.txt", "summary-2.html", "summary-3.json"} <= names
        assert not re.search("police|advocate|court|law", " ".join(names))
        done = subprocess.run([sys.executable, str(folder / "check.py")], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert done.stdout.split("The code now: ")[1].split("\n")[0] in out
        (copy,) = bodies(notes, "continuity")
        assert copy["how"] == "export"
        json.loads((folder / "summary-3.json").read_text("utf-8"))

    @pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system closes a terminal without a signal")
    @pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
    def test_a_terminal_that_is_closed_meanwhile_leaves_nothing_half_written(
        self, name: str, notes: str, run: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, number = OwnFolder.write, getattr(signal, name)

        def closed(folder: OwnFolder, file: str, content: bytes) -> str:
            done = real(folder, file, content)
            os.kill(os.getpid(), number)
            return done

        monkeypatch.setattr(OwnFolder, "write", closed)
        before = signal.getsignal(number)
        with pytest.raises(SystemExit) as left:
            run("export", notes, str(tmp_path / "copy"))
        assert left.value.code == 3
        assert not (tmp_path / "copy").exists()
        assert signal.getsignal(number) == before

    def test_what_changed_since_the_look_before_stands_in_each_summary(self, notes: str, run: Said, tmp_path: Path) -> None:
        listed = [Fact(name="account.name", value=name, place=f"account/{n}", probe="p") for n, name in enumerate(("ann", "eve"))]
        one, two = (replace(CAMERA, facts=(*CAMERA.facts, *listed[:many])) for many in (1, 2))
        first, second = (
            [replace(e, device=device) if isinstance(e, DeviceSeen) and e.device.id == CAMERA.id else e for e in a_run()]
            for device in (one, two)
        )
        shut: list[Event] = [DeviceSeen(device=replace(closed_camera(), facts=one.facts), new=False), judged(closed_camera())]
        with_looks(notes, [*first, *shut], second)
        assert run("export", notes, str(tmp_path / "copy"))[0] == 0
        for reader in (1, 2, 3):
            text = " ".join((tmp_path / "copy" / f"summary-{reader}.txt").read_text("utf-8").split())
            said = text.split("What is different since the look before")[1]
            assert "This was closed and is open again" in said
            assert "There is a new account on it: left out." in said
            assert "eve" not in text.split()

    def test_a_record_of_the_pretend_home_is_marked_in_every_file_that_is_read(self, run: Said, tmp_path: Path) -> None:
        with Record.new(tmp_path / "demo", WORDS, {"pretend": True}):
            pass
        run("export", str(tmp_path / "demo"), str(tmp_path / "copy"))
        for name in ("HOW-TO-CHECK.txt", "entries.txt", "summary-1.txt", "summary-3.html"):
            assert "An example. No real home." in (tmp_path / "copy" / name).read_text("utf-8"), name

    def test_a_copied_folder_is_named(self, notes: str, run: Said, tmp_path: Path) -> None:
        (tmp_path / "Dropbox").mkdir()
        assert run("export", notes, str(tmp_path / "Dropbox" / "copy"))[0] == 2
        assert not (tmp_path / "Dropbox" / "copy").exists()

    def test_that_a_copy_is_not_locked_is_said_before_it_is_made(self, notes: str, run: Said, tmp_path: Path) -> None:
        said = run("export", notes, str(tmp_path / "copy"))[1]
        assert said.index("A copy is not locked.") < said.index("were written to")
        (tmp_path / "Dropbox").mkdir()
        assert "A copy is not locked." in run("export", notes, str(tmp_path / "Dropbox" / "copy"))[1]


class TestUsage:
    @pytest.mark.parametrize(
        "words",
        [
            ["record"],
            ["record", "nwe", "x"],
            ["record", "show"],
            ["record", "export", "x"],
            ["record", "add", "x", "--file", "y", "--remove", "2"],
            ["record", "show", "x", "two"],
        ],
    )
    def test_what_is_not_understood(self, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(words) == 2
        assert "doorguard record --help" in capsys.readouterr().err

    def test_open_needs_a_person(self, notes: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["record", "open", notes]) == 2
        assert "Nobody is typing" in capsys.readouterr().err

    def test_a_file_that_is_not_there(self, tmp_path: Path, run: Said) -> None:
        code, _out, err = run("show", str(tmp_path / "none"))
        assert code == 3
        assert "There is no file none" in err


@pytest.mark.parametrize(
    ("release", "kept"), [("6.1.0-12-amd64", "6.1"), ("23.4.0", "23.4"), ("11", "11"), ("my-own-kernel", "")]
)
def test_what_names_the_program_is_short(release: str, kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells of a kind of computer, and not of this one."""
    monkeypatch.setattr("platform.release", lambda: release)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert opening.program(None)["computer"] == f"Linux {kept}".strip()
    assert set(opening.program(None)) == {"tool", "catalog", "tables_as_of", "computer", "language", "time_zone"}


class TestAPassphraseThatIsTooLong:
    def test_no_part_of_it_opens_a_record(self, tmp_path: Path, run: Said) -> None:
        """Nor is the rest of it taken for something that happened."""
        code, _out, err = run("new", str(tmp_path / "notes"), passphrase="a" * 1500)
        assert code == 2
        assert "too long" in err
        assert not (tmp_path / "notes").exists()
        assert run("new", str(tmp_path / "notes"), passphrase="a" * 1024)[0] == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_in_place_of_a_record_is_not_waited_for(tmp_path: Path, run: Said) -> None:
    os.mkfifo(tmp_path / "notes")
    assert "notes is no file." in run("show", str(tmp_path / "notes"))[2]


class TestADamagedFile:
    """What can still be read is shown, and nothing is written into it."""

    @pytest.fixture
    def damaged(self, notes: str) -> Path:
        path = Path(notes)
        with Record.open(path, WORDS) as record:
            for number in range(60):
                record.let_wait("diary", {"text": f"It rang {number}. " * 30})
            record.write_waiting()
        content = bytearray(path.read_bytes())
        content[len(content) * 4 // 5 // 4096 * 4096 + 2000] ^= 1
        path.write_bytes(content)
        return path

    def test_the_rest_is_shown(self, damaged: Path, run: Said) -> None:
        before = damaged.read_bytes()
        code, out, err = run("show", str(damaged))
        assert (code, err) == (1, "")
        told = re.search(r"The record is damaged\. (\d+) entries cannot be read any more: (\d+) to (\d+)\.", out)
        assert told
        assert "A copy of what is left: doorguard record export FILE FOLDER" in out
        number, first, last = map(int, told.groups())
        assert last - first + 1 == number
        shown = {int(number) for number in re.findall(r" (\d+)\. \d+ \w+ 20\d\d, \d\d:\d\d\. ", out)}
        assert shown == set(range(1, 62)) - set(range(first, last + 1))
        assert "Nothing was written into it." in out
        _code, told_json, err = run("show", str(damaged), "--json")
        document = json.loads(told_json)
        assert "The record is damaged." in err
        assert document["lost"] == list(range(first, last + 1))
        TestAsJson.fits(document)
        assert damaged.read_bytes() == before

    def test_adding_says_how(self, damaged: Path, run: Said) -> None:
        before = damaged.read_bytes()
        code, _out, err = run("add", str(damaged), "--text", "x")
        assert code == 3
        assert "doorguard record show FILE" in re.sub(r"\s+", " ", err)
        assert damaged.read_bytes() == before

    def test_a_check_says_what_is_lost_and_holds_the_rest(self, damaged: Path, run: Said) -> None:
        before = damaged.read_bytes()
        code, out, _err = run("check", str(damaged))
        out = re.sub(r"\s+", " ", out)
        assert code == 1
        assert re.search(r"The record is damaged\. \d+ entries cannot be read any more: \d+ to \d+\.", out)
        assert "What is left of it fits together, as far as that can be told: 55 entries." in out
        assert "Parts of the file are damaged: 1 page." in out
        assert "Nothing was written into it." in out
        assert damaged.read_bytes() == before

    def test_a_code_never_vouches_for_what_does_not_fit(self, notes: str, run: Said) -> None:
        with Record.open(Path(notes), WORDS) as record:
            record.append("diary", {"text": "It rang."})
            record.append("diary", {"text": "It rang again."})
            code = record.code
            record._file.to_read().execute("UPDATE entries SET written = x'7b7d' WHERE number = 2")
        _code, out, _err = run("check", notes, "--code", code)
        out = re.sub(r"\s+", " ", out)
        assert "Entry 2 does not fit" in out
        assert "But not all up to there fits" in out
        assert "nothing up to there was changed" not in out

    def test_a_code_never_vouches_over_a_gap(self, damaged: Path, run: Said) -> None:
        entries = json.loads(run("show", str(damaged), "--json")[1])["entries"]
        lost = json.loads(run("show", str(damaged), "--json")[1])["lost"]
        codes = {entry["number"]: entry["code"] for entry in entries}
        for number, vouches in ((lost[0] - 1, True), (lost[-1] + 1, False)):
            code, out, _err = run("check", str(damaged), "--code", codes[number])
            out = re.sub(r"\s+", " ", out)
            assert code == 1
            assert (f"after entry {number}: nothing up to there was changed" in out) == vouches
            assert ("But not all up to there can be read" in out) != vouches

    def test_the_first_that_does_not_fit_is_named_whatever_it_is(self, notes: str, run: Said) -> None:
        with Record.open(Path(notes), WORDS) as record:
            number = record.append("attachment", {"sha256": "0" * 64}, attachment=b"another")
            after = record.append("diary", {"text": "It rang."})
            code = record.code
            record.append("diary", {"text": "It rang again."})
            record._file.to_read().execute("UPDATE entries SET written = x'7b7d' WHERE number = ?", (after + 1,))
        _code, out, _err = run("check", notes, "--code", code)
        out = re.sub(r"\s+", " ", out)
        assert f"Entry {number} does not fit: the file with it" in out
        assert "nothing up to there was changed" not in out

    def test_a_check_names_what_somebody_changed_in_it(self, notes: str, run: Said) -> None:
        """An entry rewritten, one taken out and one given another number: none of these is called damage."""
        path = Path(notes)
        with Record.open(path, WORDS) as record:
            for number in range(60):
                record.let_wait("diary", {"text": f"It rang {number}. " * 30})
            record.write_waiting()
            last = record.count
        whole = path.read_bytes()
        for change, number, says in (
            ("UPDATE entries SET written = x'7b7d' WHERE number = ?", last - 2, f"Entry {last - 2} does not fit"),
            ("UPDATE entries SET link = zeroblob(32) WHERE number = ?", last - 2, f"Entry {last - 2} does not fit"),
            ("UPDATE entries SET digest = CAST(x'ff' AS TEXT) WHERE number = ?", last - 2, f"Entry {last - 2} does"),
            ("DELETE FROM entries WHERE number = ?", last - 2, f"Entry {last - 2} is missing."),
            ("UPDATE entries SET number = 500 WHERE number = ?", last, f"Entry {last} is missing."),
        ):
            path.write_bytes(whole)
            with Record.open(path, WORDS) as record:
                record._file.to_read().execute(change, (number,))
            content = bytearray(path.read_bytes())
            content[len(content) // 2 // 4096 * 4096 + 2000] ^= 1
            for held in (path.read_bytes(), bytes(content)):
                path.write_bytes(held)
                code, out, _err = run("check", str(path))
                assert (code, says in out) == (1, True), (change, out)
                assert ("The record is damaged." in out) == (held == content), out
                told = run("show", str(path), "--json")[1]
                assert str(last - 2) not in re.findall(r"\d+", str(json.loads(told)["lost"]))

    def test_with_its_end_lost_a_number_after_it_is_lost_and_not_unknown(self, damaged: Path, run: Said) -> None:
        """How many entries there were cannot be told then."""
        content = bytearray(damaged.read_bytes())
        for page in range(2, len(content) // 4096):
            held = bytearray(content)
            held[page * 4096 + 2000] ^= 1
            damaged.write_bytes(held)
            code, out, _err = run("show", str(damaged), "--json")
            if code == 1 and json.loads(out)["all_after_lost"]:
                break
        else:
            pytest.fail("no page was the last of the entries")
        code, _out, err = run("show", str(damaged), "5000")
        assert code == 3
        assert "Entry 5000 cannot be read any more" in err
        assert run("show", str(damaged), "1")[0] == 1

    def test_a_copy_of_the_rest(self, damaged: Path, run: Said, tmp_path: Path) -> None:
        before = damaged.read_bytes()
        code, out, err = run("export", str(damaged), str(tmp_path / "copy"))
        assert code == 1
        assert "files were written to" in out
        lost = re.search(r"(\d+) entries cannot be read any more", re.sub(r"\s+", " ", err))
        assert lost
        lines = (tmp_path / "copy" / "entries.jsonl").read_bytes().splitlines()
        shown = json.loads(run("show", str(damaged), "--json")[1])["entries"]
        assert len(lines) == len(shown)
        assert damaged.read_bytes() == before

    def test_a_summary_says_what_it_lacks(self, damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
        there, here = os.pipe()
        os.write(here, WORDS.encode() + b"\n")
        os.close(here)
        assert main(["summary", "--record", str(damaged), "--passphrase-fd", str(there)]) == 1
        os.close(there)
        shown = capsys.readouterr()
        assert "entries cannot be read any more" in re.sub(r"\s+", " ", shown.out)
        assert "entries cannot be read any more" in re.sub(r"\s+", " ", shown.err)


class TestAsJson:
    @staticmethod
    def fits(document: object) -> None:
        import jsonschema

        schema = Path(__file__).parents[2] / "docs" / "record.schema.json"
        jsonschema.validate(document, json.loads(schema.read_text("utf-8")))

    def test_every_entry_with_its_place_in_the_chain(self, notes: str, run: Said) -> None:
        run("add", notes, "--text", "It rang\x1b[2J at six.")
        run("add", notes, "--remove", "3", "--yes")
        code, out, _err = run("show", notes, "--json")
        document = json.loads(out)
        self.fits(document)
        assert code == 0
        assert "\x1b" not in out
        assert document["code"] == document["entries"][-1]["code"]
        assert [entry["number"] for entry in document["entries"]] == list(range(1, len(document["entries"]) + 1))
        gone = document["entries"][2]
        assert (gone["removed"], gone["said"]) == (True, None)
        kept = document["entries"][0]["said"]
        assert (kept["kind"], kept["record"]) == ("header", document["record"])

    def test_one_entry(self, notes: str, run: Said) -> None:
        run("add", notes, "--text", "It rang.")
        document = json.loads(run("show", notes, "3", "--json")[1])
        self.fits(document)
        assert [entry["said"]["body"]["text"] for entry in document["entries"]] == ["It rang."]
        assert run("show", notes, "99", "--json")[0] == 2


def test_a_way_that_we_do_not_know_is_refused_with_the_list(notes: str, run: Said) -> None:
    code, _out, err = run("add", notes, "--file", notes, "--how", "banana", passphrase=None)
    assert code == 2
    assert "Choose one of: screenshot, photo, export, mail." in err


@pytest.mark.parametrize("action", ["show", "check"])
def test_why_the_code_is_new_after_only_looking_is_said(notes: str, run: Said, action: str) -> None:
    assert "A code that you kept stays good." in run(action, notes)[1]
