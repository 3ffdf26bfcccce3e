"""An export can be read and checked by anyone, and every later change is named."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doorguard.record import Record, chain
from doorguard.record import check_export as check
from doorguard.record.export import export
from doorguard.record.faults import AlreadyThere, CannotCopy, NoFolder, RecordFault
from doorguard.record.file import PAGE
from tests.recorded import WORDS


@pytest.fixture
def folder(record: Record, tmp_path: Path) -> Path:
    image = b"\x89PNG" + bytes(range(64))
    record.append("diary", {"text": "It rang at night.\nNobody was there.", "where": "hall"})
    record.append("attachment", {"name": "../../evil.png", "sha256": hashlib.sha256(image).hexdigest()}, attachment=image)
    record.append("anchor", {"after": record.count, "code": record.code, "how": "read to a helper"})
    gone = record.append("diary", {"text": "taken back"})
    record.remove_content(gone, "the person asked")
    export(record, tmp_path / "out", {"summary.txt": b"Summary\n"})
    return tmp_path / "out"


def said(folder: Path, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "check.py"), *more], capture_output=True, text=True, timeout=30
    )
    assert done.stderr == ""
    assert all(len(line) < 80 for line in done.stdout.splitlines())
    return done.returncode, " ".join(done.stdout.split())


def test_it_holds_what_a_reader_needs(folder: Path) -> None:
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert names == [
        "HOW-TO-CHECK.txt", "MANIFEST.sha256", "attachments/entry-0003.png", "chain.txt", "check.py",
        "entries.jsonl", "entries.txt", "summary.txt",
    ]  # fmt: skip
    assert "It rang at night." in (folder / "entries.txt").read_text("utf-8")
    assert b"taken back" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_ordinary_tools_can_check_it(folder: Path) -> None:
    sha256sum = shutil.which("sha256sum")
    if sha256sum is None:
        pytest.skip("this system has no sha256sum")
    subprocess.run([sha256sum, "--quiet", "-c", "MANIFEST.sha256"], cwd=folder, check=True)


def test_the_checker_needs_nothing_but_python(folder: Path, record: Record) -> None:
    code, text = said(folder)
    assert code == 0, text
    here = sum(path.is_file() for path in folder.rglob("*"))
    assert f"{here} files and {record.count} entries fit" in text, "as many as can be counted in the folder"
    assert record.code in text
    assert "does not show" in text


def test_the_list_of_files_is_on_the_disk_before_it_is_called_done(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is every file: a stick may be pulled out as soon as the copy is said to be made."""
    synced: set[int] = set()
    fsync = os.fsync

    def seen(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", seen)
    export(record, tmp_path / "on", {"summary.txt": b"All.\n"})
    assert {path.stat().st_ino for path in (tmp_path / "on").rglob("*")} <= synced


def test_a_code_from_before_is_found_and_another_is_not(folder: Path, record: Record) -> None:
    before = next(s["body"]["code"] for s in record.said() if s["kind"] == "anchor")
    assert said(folder, str(folder), before)[0] == 0
    assert "after entry 3" in said(folder, str(folder), before.replace(" ", ""))[1]
    code, text = said(folder, str(folder), "11111 22222")
    assert code == 1
    assert "never" in text


def test_any_flipped_byte_is_named(folder: Path) -> None:
    """Every byte of every small file, every seventh of a larger one; the checker itself is run from outside, as one would who does not trust it."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        held = path.read_bytes()
        name = str(path.relative_to(folder))
        for at in range(len(held)) if len(held) < 3000 else range(0, len(held), 7):
            path.write_bytes(bytes([*held[:at], held[at] ^ 1, *held[at + 1 :]]))
            with pytest.raises(check.DoesNotFit) as wrong:
                check.check_files(folder)
            said_of, lines = str(wrong.value), held[:at].count(b"\n")
            if name in ("entries.jsonl", "chain.txt") and held[at : at + 1] != b"\n":
                assert said_of.startswith(f"entry {lines + 1} "), said_of
            else:
                assert name in said_of or (name != check.MANIFEST and "entry" in said_of), said_of
        path.write_bytes(held)
    assert said(folder)[0] == 0


def test_the_entry_that_was_changed_is_named(folder: Path) -> None:
    path = folder / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"at night", b"at noon!"))
    code, text = said(folder)
    assert code == 1
    assert "entry 2 does not fit: its content was changed" in text


def _sealed_anew(folder: Path) -> None:
    """As a forger would, who makes the list of files fit again."""
    listed = [
        f"{check.sha256_of(path)}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != check.MANIFEST
    ]
    (folder / check.MANIFEST).write_text("".join(listed))


def test_an_attached_file_is_held_against_its_entry(folder: Path) -> None:
    """Also where the list of files was made to fit again."""
    held = {path: path.read_bytes() for path in (folder / "attachments").iterdir()}
    (image,) = held
    image.write_bytes(b"another picture")
    _sealed_anew(folder)
    assert "entry 3 does not fit: its file attachments/entry-0003.png was changed" in said(folder)[1]
    image.unlink()
    image.parent.rmdir()
    _sealed_anew(folder)
    assert "entry 3 does not fit: its file in attachments is missing" in said(folder)[1]
    image.parent.mkdir()
    image.write_bytes(held[image])
    for name in ("entry-0002.png", "more.png"):
        (folder / "attachments" / name).write_bytes(held[image])
        _sealed_anew(folder)
        assert f"the file attachments/{name} belongs to no entry" in said(folder)[1]
        (folder / "attachments" / name).unlink()
    _sealed_anew(folder)
    assert said(folder)[0] == 0


@pytest.mark.parametrize("name", ["entries.jsonl", "chain.txt"])
def test_what_was_left_out_of_the_list_too_is_missed(folder: Path, name: str) -> None:
    (folder / name).unlink()
    _sealed_anew(folder)
    assert said(folder) == (1, f"It does not fit: the file {name} is missing.")


def test_a_line_of_the_list_of_files_that_is_no_digest(folder: Path) -> None:
    path = folder / "MANIFEST.sha256"
    path.write_bytes(b"g" + path.read_bytes()[1:])
    assert "line 1 of MANIFEST.sha256 is not as it was written" in said(folder)[1]


def test_a_forger_who_mends_the_list_of_files_is_still_found(folder: Path) -> None:
    path = folder / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"at night", b"at noon!"))
    _sealed_anew(folder)
    assert "entry 2" in said(folder)[1]


def test_a_cut_record_is_found_by_the_code_that_was_kept(folder: Path, record: Record) -> None:
    code = record.code
    for name in ("entries.jsonl", "chain.txt"):
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / name).write_bytes(b"".join(lines[:-1]))
    lines = (folder / "entries.jsonl").read_bytes().splitlines()
    assert lines[-1] == b"removed"
    _sealed_anew(folder)
    assert said(folder)[0] == 1, "the entry that says of the removal is gone"
    assert said(folder, str(folder), code)[0] == 1


def test_an_added_or_missing_file_is_named(folder: Path) -> None:
    (folder / "more.txt").write_text("x")
    assert "more.txt was added" in said(folder)[1]
    (folder / "more.txt").unlink()
    (folder / "empty").mkdir()
    assert "empty was added" in said(folder)[1]
    (folder / "empty").rmdir()
    (folder / "summary.txt").unlink()
    assert "summary.txt is missing" in said(folder)[1]


@pytest.mark.parametrize("name", ["../out.txt", "/etc/hostname", "a\\..\\b", "C:x", "a//b", ""])
def test_a_name_that_leads_out_of_the_folder_is_not_followed(folder: Path, name: str) -> None:
    with (folder / "MANIFEST.sha256").open("a") as file:
        file.write("0" * 64 + f"  {name}\n")
    assert "is not as it was written" in said(folder)[1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("name", ["summary.txt", "MANIFEST.sha256", "entries.jsonl"])
def test_what_is_no_file_is_not_read(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert f"{name} is missing" in said(folder)[1]
    (folder / name).unlink()
    (folder.parent / "elsewhere").write_bytes(whole)
    (folder / name).symlink_to(folder.parent / "elsewhere")
    assert f"{name} is missing" in said(folder)[1]


def test_a_folder_that_is_a_link_was_added(folder: Path) -> None:
    (folder / "attachments").rename(folder.parent / "elsewhere")
    (folder / "attachments").symlink_to(folder.parent / "elsewhere")
    assert "the file attachments was added" in said(folder)[1]


def test_a_name_can_not_write_on_the_terminal(folder: Path) -> None:
    (folder / "\x1b[2Jowned\u202e").write_text("x")
    assert "the file ?[2Jowned? was added" in said(folder)[1]
    assert said(folder)[1].strip().isprintable()


def test_it_agrees_with_the_program_about_every_code(folder: Path, record: Record) -> None:
    assert check.check_chain(str(folder)) == [chain.code_of(entry.link) for entry in record.entries()]


def test_entries_are_the_very_bytes_of_the_record(folder: Path, record: Record) -> None:
    lines = (folder / "entries.jsonl").read_bytes().splitlines()
    assert lines == [entry.written or b"removed" for entry in record.entries()]
    assert json.loads(lines[0])["record"] == record.id


@pytest.mark.parametrize("stands_against", [KeyboardInterrupt(), OSError(errno.EIO, "broken")])
@pytest.mark.parametrize("call", ["open", "mkdir", "fsync", "scandir"])
def test_what_cannot_be_finished_leaves_nothing_that_anyone_could_read(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, stands_against: BaseException
) -> None:
    """Whichever call of this kind it is; what is told to be a copy is one."""
    image = b"picture"
    sha256 = hashlib.sha256(image).hexdigest()
    record.append("attachment", {"name": "a.png", "sha256": sha256}, attachment=image)
    true, calls, after = getattr(os, call), 0, 0

    def broken(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == after:
            raise stands_against
        return true(*arguments, **named)

    monkeypatch.setattr(os, call, broken)
    finished = 0
    for after in range(1, 99):
        calls, out = 0, tmp_path / f"out-{after}"
        try:
            export(record, out, {"summary.txt": b"Summary\n"})
        except (KeyboardInterrupt, CannotCopy):
            assert not out.exists(), after
        else:
            assert said(out)[0] == 0
            finished += calls < after
            if finished:
                break
    assert finished == 1, "each of its calls was broken once"
    assert after > 2


def test_a_full_disk_is_said_in_words(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotCopy, match=r"is full\. No copy was made\.$"):
        export(record, tmp_path / "out", {"summary.txt": b"Summary\n"})
    assert not (tmp_path / "out").exists()


def test_it_never_writes_over_something(record: Record, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(AlreadyThere):
        export(record, tmp_path / "there", {})
    with pytest.raises(NoFolder):
        export(record, tmp_path / "no" / "where", {})


def test_of_a_damaged_record_it_is_what_is_left(record: Record, tmp_path: Path) -> None:
    """Whichever page it is: every entry and every file that can be read, and words for what is missing."""
    for number in range(40):
        record.let_wait("diary", {"text": f"It rang {number}. " * 20})
    record.write_waiting()
    images = [bytes([number]) * 9000 for number in range(2)]
    for image in images:
        record.append("attachment", {"name": "a.png", "sha256": hashlib.sha256(image).hexdigest()}, attachment=image)
    whole = {entry.number: entry.written for entry in record.entries()}
    record.close()
    good, opened, files_lost, entries_lost, ends_lost = record.path.read_bytes(), 0, 0, 0, 0
    for page in range(len(good) // PAGE):
        at = page * PAGE + 2000
        (tmp_path / "damaged").write_bytes(bytes([*good[:at], good[at] ^ 1, *good[at + 1 :]]))
        out = tmp_path / f"out-{page}"
        try:
            with Record.open(tmp_path / "damaged", WORDS) as damaged:
                found, left = damaged.readable()
                lost = list(left.numbers)
                copy = export(damaged, out, {"summary.txt": b"Summary\n"})
        except RecordFault:
            continue  # a page that leads to all the others
        opened += 1
        lines = [entry.written for entry in found]
        assert (out / "entries.jsonl").read_bytes().splitlines() == lines == [whole[e.number] for e in found]
        assert copy.lost == left
        kept = {path.read_bytes() for path in out.glob("attachments/*")}
        numbers = [entry.number for entry in found if entry.read()["kind"] == "attachment"]
        assert len(kept) == len(numbers) - len(copy.without_file)
        assert kept <= set(images)
        how = " ".join((out / "HOW-TO-CHECK.txt").read_text("utf-8").split())
        code, says = said(out)
        only_the_end = bool(lost) and lost[0] == len(found) + 1 and not copy.without_file
        assert code == (1 if (lost or copy.without_file) and not only_the_end else 0), (lost, says)
        assert ("cannot tell that more came after" in how) == only_the_end
        assert ("of this copy that it does not fit" in how) == (code == 1)
        ends_lost += only_the_end
        assert ("The record is damaged" in how) == bool(lost)
        assert ("attached file of this entry" in how) == (len(copy.without_file) == 1)
        if lost and not only_the_end:
            assert f"entry {lost[0]} does not fit" in says
            assert "or it is missing" in says
        elif copy.without_file:
            assert f"entry {copy.without_file[0]} does not fit: its file in attachments is missing" in says
        files_lost, entries_lost = files_lost + bool(copy.without_file), entries_lost + bool(lost)
    assert opened > len(good) // PAGE - 6
    assert min(files_lost, entries_lost) >= 2
    assert ends_lost == 1
