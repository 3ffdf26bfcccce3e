"""``doorguard summary`` as a command."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.cli import summary as command
from doorguard.gate.questions import LIVING
from doorguard.record import Record
from doorguard.record.events import KEPT, body_of
from doorguard.report.scan_json import document
from doorguard.wording import EXAMPLE
from tests.cli.test_by_country import run
from tests.conftest import a_run
from tests.record.conftest import cheap_key  # noqa: F401 - a fixture
from tests.report.summary.sample import seen
from tests.report.test_scan_read import TOOL, a_scan

WORDS = "four words are here"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "scan.json"
    file.write_text(json.dumps(a_scan()), "utf-8")
    return file


@pytest.fixture
def record(tmp_path: Path, cheap_key: None) -> Path:  # noqa: F811 - the fixture of that name
    file = tmp_path / "notes"
    with Record.new(file, WORDS, {"tool": "doorguard", "country": "Scotland", "made_by": "Jo"}) as made:
        made.append("answer", {"name": LIVING.key, "value": "no"})
        for event in seen():
            if isinstance(event, KEPT):
                made.append("observation", body_of(event))
        made.append("observation", {"event": "FromTheFuture"})
        made.append("diary", {"when": "Sunday", "text": "It rang"})
    return file


@pytest.fixture
def passphrase() -> Iterator[int]:
    read, write = os.pipe()
    os.write(write, WORDS.encode() + b"\n")
    os.close(write)
    yield read
    os.close(read)


class TestFromAScan:
    def test_text_on_standard_output(self, scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = run(capsys, "summary", "--from", scan)
        assert (code, err) == (0, "")
        assert "Anyone on this network can ask for the video without a password." in out
        assert EXAMPLE not in out

    @pytest.mark.parametrize("reader", ["me", "advocate", "police"])
    @pytest.mark.parametrize("form", ["text", "md", "html", "json"])
    def test_each_reader_and_form(self, scan: Path, reader: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = run(capsys, "summary", "--from", scan, "--for", reader, "--format", form, "--country", "wales")
        assert (code, err) == (0, "")
        assert "Live Fear Free" in out

    def test_a_pdf_into_a_file(self, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "home.pdf"
        code, out, err = run(capsys, "summary", "--from", scan, "--format", "pdf", "--output", file)
        assert (code, err) == (0, "Written. The file is not locked. Whoever finds it can read it.\n")
        assert out.startswith("It is not known if this place is copied")
        assert file.read_bytes().startswith(b"%PDF")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_a_file_that_is_there_stays(self, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "mine.txt"
        file.write_text("mine")
        code, out, err = run(capsys, "summary", "--from", scan, "--output", file)
        assert (code, out) == (2, "")
        assert "--force" in err
        assert file.read_text() == "mine"
        assert run(capsys, "summary", "--from", scan, "--output", file, "--force")[0] == 0
        assert file.read_text().startswith("Home camera and doorbell check")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_the_scan_itself_is_never_replaced(self, scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = scan.read_bytes()
        code, _out, err = run(capsys, "summary", "--from", scan, "--output", scan, "--force")
        assert code == 2
        assert "is what the summary is made from" in re.sub(r"\s+", " ", err)
        assert scan.read_bytes() == before

    @pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + "/home.txt"])
    def test_a_name_that_no_disk_takes_is_one_sentence(
        self, name: str, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, out, err = run(capsys, "summary", "--from", str(scan), "--output", str(tmp_path / name))
        assert "None of this is your fault" not in out
        assert (code, "There is no folder for" in err) == (2, True) or (code, "Nothing was saved." in err) == (3, True)

    def test_a_link_is_not_followed(self, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        aim, link = tmp_path / "aim", tmp_path / "link"
        aim.write_text("mine")
        link.symlink_to(aim)
        assert run(capsys, "summary", "--from", scan, "--output", link)[0] == 2
        assert run(capsys, "summary", "--from", scan, "--output", link, "--force")[0] == 2
        assert aim.read_text() == "mine"

    def test_a_folder_that_is_copied_to_the_internet_is_named(
        self, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "Dropbox"
        folder.mkdir()
        code, out, err = run(capsys, "summary", "--from", scan, "--output", folder / "x.txt")
        assert code == 2
        assert "Dropbox copies this folder" in out
        assert "Another place: " in out
        assert "--even-there" in err
        assert list(folder.iterdir()) == []
        assert run(capsys, "summary", "--from", scan, "--output", folder / "x.txt", "--force")[0] == 2
        assert run(capsys, "summary", "--from", scan, "--output", folder / "x.txt", "--even-there")[0] == 0

    @pytest.mark.parametrize(
        ("name", "begins"),
        [("x.pdf", b"%PDF"), ("x.HTML", b"<!DOCTYPE html>"), ("x.json", b"{"), ("x.md", b"# "), ("x", b"Home camera")],
    )
    def test_the_name_of_the_file_says_the_form(
        self, scan: Path, tmp_path: Path, name: str, begins: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(capsys, "summary", "--from", scan, "--output", tmp_path / name)[0] == 0
        assert (tmp_path / name).read_bytes().lower().startswith(begins.lower())

    def test_what_is_asked_for_counts_more_than_the_name(
        self, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(capsys, "summary", "--from", scan, "--format", "json", "--output", tmp_path / "x.txt")[0] == 0
        assert json.loads((tmp_path / "x.txt").read_bytes())

    def test_no_text_in_a_file_of_an_office_program(
        self, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, _out, err = run(capsys, "summary", "--from", scan, "--output", tmp_path / "x.docx")
        assert (code, err.strip()) == (2, "We do not write .docx files. A name can end in .txt, .md, .html, .pdf or .json.")
        assert list(tmp_path.glob("*.docx")) == []

    def test_a_dash_is_standard_output(
        self, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        code, out, _err = run(capsys, "summary", "--from", scan, "--output", "-")
        assert (code, out[:11]) == (0, "Home camera")
        assert not (tmp_path / "-").exists()

    @pytest.mark.parametrize("form", ["html", "pdf"])
    def test_nothing_else_is_left_in_the_folder(self, scan: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "out").mkdir()
        run(capsys, "summary", "--from", scan, "--format", form, "--output", tmp_path / "out" / "x")
        assert [file.name for file in (tmp_path / "out").iterdir()] == ["x"]

    def test_private_things_are_left_out_until_asked_for(self, scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
        hidden = run(capsys, "summary", "--from", scan, "--for", "police")[1]
        shown = run(capsys, "summary", "--from", scan, "--for", "police", "--show-all")[1]
        for private in ("192.168.7.20", "02:00:00:00:00:20", "Hallway"):
            assert private not in hidden
            assert private in shown

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "not JSON"),
            (b"\xff\xfe{", "not JSON"),
            (b"[" * 100_000, "not JSON"),
            (b"9" * 10_000, "not JSON"),
            (b"{}", "not a scan"),
            (b'{"schema": "doorguard.scan/7"}', "newer doorguard"),
        ],
    )
    def test_another_file_gets_one_sentence(
        self, content: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "x.json"
        file.write_bytes(content)
        code, out, err = run(capsys, "summary", "--from", file)
        assert (code, out) == (2, "")
        assert says in err
        assert len(err.strip().splitlines()) == 1

    def test_a_file_without_end_is_refused(self, scan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(command, "LARGEST_SCAN", 100)
        code, _out, err = run(capsys, "summary", "--from", scan)
        assert code == 2
        assert "far too long" in err

    def test_a_file_that_is_not_there(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, _out, err = run(capsys, "summary", "--from", tmp_path / "nope.json")
        assert code == 2
        assert "cannot be opened" in err

    def test_a_scan_of_the_pretend_home_stays_marked(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        from doorguard.report.picture import Picture

        file = tmp_path / "demo.json"
        file.write_text(json.dumps(document(Picture().take_all(a_run(pretend=True)), tool=TOOL)))
        lines = run(capsys, "summary", "--from", file)[1].strip().splitlines()
        assert lines[0] == lines[-1] == EXAMPLE


class TestFromARecord:
    def test_everything_of_it(self, record: Path, passphrase: int, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = run(capsys, "summary", "--record", record, "--passphrase-fd", passphrase, "--for", "police")
        assert (code, err) == (0, "")
        out = re.sub(r"\s+", " ", out)
        assert "It rang" in out
        assert "When: Sunday." in out
        assert "Closed on Device 2, camera by Reolink: A remote command door is open on this device." in out
        assert "1 entry of the record could not be read." in out
        assert "Scotland's Domestic Abuse" in out, "the country stands in its first entry"
        with Record.open(record, WORDS) as opened:
            assert re.sub(r"\s+", "", opened.code) in re.sub(r"\s+", "", out)
            assert opened.count > 10, "reading it wrote nothing that it needs"

    @pytest.mark.parametrize("linked", [False, True])
    def test_the_record_itself_is_never_replaced(
        self, record: Path, passphrase: int, linked: bool, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = record.with_name("other") if linked else record
        if linked:
            target.hardlink_to(record)
        before = record.read_bytes()
        command = ("summary", "--record", record, "--passphrase-fd", passphrase, "--output", target, "--force")
        code, out, err = run(capsys, *command)
        assert (code, out) == (2, "")
        assert f"{target} is what the summary is made from" in re.sub(r"\s+", " ", err)
        assert target.read_bytes() == record.read_bytes() == before

    def test_what_was_asked_first_is_there_for_an_advocate(
        self, record: Path, passphrase: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = run(capsys, "summary", "--record", record, "--passphrase-fd", passphrase, "--for", "advocate")[1]
        assert f"{LIVING.words} No" in re.sub(r"\s+", " ", out)

    def test_a_wrong_passphrase(self, record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "wrong").write_text("four words are wrong\n")
        with (tmp_path / "wrong").open("rb") as file:
            code, out, err = run(capsys, "summary", "--record", record, "--passphrase-fd", file.fileno())
        assert (code, out) == (3, "")
        assert "does not open the file" in err

    def test_nobody_types(self, record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        with Path(os.devnull).open() as nothing:
            monkeypatch.setattr(sys, "stdin", nothing)
            code, _out, err = run(capsys, "summary", "--record", record)
        assert code == 2
        assert "--passphrase-fd" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--from SCAN.json, --record FILE, or --pretend"),
        (("--from", "x", "--record", "y"), "Choose one:"),
        (("--pretend", "--from", "x"), "Choose one:"),
    ],
)
def test_which_one_must_be_said(words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "summary", *words)
    assert (code, out) == (2, "")
    assert says in err


def test_without_the_part_for_pdf_one_sentence(
    scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _out, err = run(capsys, "summary", "--from", scan, "--format", "pdf", "--output", tmp_path / "x.pdf")
    assert code == 2
    assert err == "PDF needs one more part. Install it with: pip install 'doorguard[pdf]', or use --format html.\n"
    assert not (tmp_path / "x.pdf").exists()


def test_the_pretend_home_is_looked_at_for_its_summary(capsys: pytest.CaptureFixture[str]) -> None:
    """The whole way: a real run over the pretend home, and what it finds in a summary."""
    code, out, err = run(capsys, "summary", "--pretend", "--for", "advocate", "--country", "England")
    assert (code, err) == (0, "")
    lines = out.strip().splitlines()
    assert lines[0] == lines[-1] == EXAMPLE
    assert "Nobody has set this device up" in re.sub(r"\s+", " ", out)
