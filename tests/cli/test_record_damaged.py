"""A record that is damaged, or no record at all: one sentence and an exit code, never more, and the file stays as it is.

By default at some places of the file; ``DOORGUARD_FLIPS=2000`` takes so many.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from doorguard.cli import main
from doorguard.record import Record, first_wrong
from doorguard.record import undumped as undumped_module
from doorguard.record.file import PAGE
from tests.recorded import WORDS, cheap, open_elsewhere

FLIPS = int(os.environ.get("DOORGUARD_FLIPS", "60"))
Said = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(undumped_module, "no_core_dump", lambda: True)
    with cheap():
        yield


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Said:
    def one(*words: str) -> tuple[int, str]:
        """The exit code, and all that was printed where something stood against it, as one line."""
        there, here = os.pipe()
        os.write(here, WORDS.encode() + b"\n")
        os.close(here)
        code = main(["record", *words, "--passphrase-fd", str(there)])
        os.close(there)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        if code not in (0, 1):
            assert out == "" or words[0] == "export"  # that says first where the copy would lie
            assert err.count(". ") <= 3
            assert err.endswith(".\n")
        return code, " ".join((err if code > 1 else out).split())

    return one


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """A record with a free page, entries over many pages and a file."""
    path = tmp_path / "whole"
    with Record.new(path, WORDS, {}) as record:
        for number in range(25):
            record.append("diary", {"text": f"day {number} " + "x" * 700})
        for content in (b"one" * 4000, b"two" * 4000):
            record.append("attachment", {"sha256": hashlib.sha256(content).hexdigest()}, attachment=content)
        record.remove_content(26, "the person chose so")
    return path.read_bytes()


COMMANDS = (("check", "{}"), ("show", "{}"), ("show", "{}", "9"), ("add", "{}", "--text", "It rang."))


def test_any_flipped_bit(tmp_path: Path, whole: bytes, run: Said) -> None:
    chance = random.Random(20261127)  # noqa: S311 - places of a test, to be had again
    path, said = tmp_path / "notes", set()
    for number in range(FLIPS):
        at = chance.randrange(len(whole))
        held = bytearray(whole)
        held[at] ^= 1 << chance.randrange(8)
        path.write_bytes(held)
        code, says = run("check", str(path))
        assert code == 3 or (code == 1 and "Parts of the file are damaged: 1 page" in says), (at, says)
        if code == 3:
            assert path.read_bytes() == held
            more = COMMANDS[number % len(COMMANDS)]
            answer = run(*(word.format(path) for word in more))
            if more[0] == "show" and "What can still be read" in says:
                assert answer[0] == 1 or "cannot be read any more" in answer[1], (at, answer)
            else:
                assert answer == (3, says)
            assert path.read_bytes() == held
            said.add(says)
    assert all("damaged" in says for says in said), said


def test_a_copy_of_what_is_left(tmp_path: Path, whole: bytes, run: Said) -> None:
    """As far as it opens; and nothing is written into it."""
    path, made = tmp_path / "notes", 0
    for page in range(1, len(whole) // PAGE):
        at = page * PAGE + 100
        path.write_bytes(bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]]))
        held, folder = path.read_bytes(), tmp_path / f"copy-{page}"
        code, says = run("export", str(path), str(folder))
        assert folder.exists() == (code != 3), says
        if code == 1:
            made += 1
            assert "files were written to" in says
            assert "cannot be read any more" in (folder / "HOW-TO-CHECK.txt").read_text("utf-8").replace("\n", " ")
            if "The record is damaged" in (folder / "HOW-TO-CHECK.txt").read_text("utf-8"):
                assert path.read_bytes() == held
                assert "The record is damaged" in (folder / "summary-3.txt").read_text("utf-8")
    assert made >= 2


def damaged(whole: bytes) -> Iterator[tuple[str, bytes]]:
    for pages in range(len(whole) // PAGE):
        yield f"cut after {pages} pages", whole[: pages * PAGE]
        yield f"page {pages} is empty", whole[: pages * PAGE] + bytes(PAGE) + whole[(pages + 1) * PAGE :]
    for size in (1, 16, 17, PAGE - 1, PAGE + 1, len(whole) - 1):
        yield f"cut to {size}", whole[:size]
    for size in (1, 16, PAGE, 3 * PAGE, 3 * PAGE + 7):
        yield f"{size} random bytes", random.Random(size).randbytes(size)  # noqa: S311 - any bytes
    yield "nothing", b""
    yield "zeros", bytes(4 * PAGE)


def test_what_was_cut_or_is_something_else(tmp_path: Path, whole: bytes, run: Said) -> None:
    path = tmp_path / "notes"
    for what, held in damaged(whole):
        path.write_bytes(held)
        for words in COMMANDS[:1] if "page" in what else COMMANDS:
            code, says = run(*(word.format(path) for word in words))
            if "is empty" in what and code == 1:
                assert "Parts of the file are damaged: 1 page" in says, what
                continue
            assert (code, path.read_bytes() == held) == (3, True), (what, says)
            assert "damaged" in says, (what, says)


def test_a_folder_and_a_plain_database(tmp_path: Path, run: Said) -> None:
    sqlite3.connect(tmp_path / "plain").executescript("CREATE TABLE entries (number); INSERT INTO entries VALUES (1);")
    for name, says in ((".", "is no file"), ("plain", "is no record")):
        for words in COMMANDS:
            code, said = run(*(word.format(tmp_path / name) for word in words))
            assert code == 3
            assert says in said


def test_many_at_once_lose_nothing_that_one_of_them_said_to_be_written(tmp_path: Path, whole: bytes) -> None:
    """Some wait for the others, some are told that the file is open; none writes over another."""
    code = (
        "import sys; from doorguard.record import key; key.MEMORY_KIB, key.PASSES = 8, 1\n"
        "from doorguard.cli import main; sys.exit(main(sys.argv[1:]))\n"
    )
    path, running = tmp_path / "whole", []
    for number in range(6):
        there, here = os.pipe()
        os.write(here, WORDS.encode() + b"\n")
        os.close(here)
        words = ["record", "add", str(path), "--text", f"at once {number}", "--passphrase-fd", str(there)]
        running.append(subprocess.Popen([sys.executable, "-c", code, *words], pass_fds=(there,), stdout=subprocess.PIPE))
        os.close(there)
    ended = [one.communicate(timeout=60) and one.returncode for one in running]
    assert set(ended) <= {0, 3}
    assert 0 in ended
    written = [f"at once {number}" for number, code in enumerate(ended) if code == 0]
    with Record.open(path, WORDS) as record:
        assert first_wrong(record.entries()) is None
        said = [one["body"]["text"] for one in record.said() if one["kind"] == "diary"]
    assert sorted(text for text in said if text.startswith("at once")) == written


def test_each_command_waits_for_nobody_who_has_it_open(tmp_path: Path, whole: bytes, run: Said) -> None:
    path = tmp_path / "whole"
    with open_elsewhere(path):
        for words in COMMANDS:
            code, says = run(*(word.format(path) for word in words))
            assert code == 3
            assert says == "This file is open in another window. Close it there first. Nothing was changed."
        code, says = run("export", str(path), str(tmp_path / "copy"))
        assert (code, (tmp_path / "copy").exists()) == (3, False)
    assert path.read_bytes() == whole
    assert run("check", str(path))[0] == 0
