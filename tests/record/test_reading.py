"""What a record gives whose pages are damaged, or whose disk has a bad place: all but what stands there."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.record import CannotWrite, NotARecord, Record, WrongPassphrase, first_wrong
from doorguard.record.chain import Wrong, code_of
from doorguard.record.faults import CannotRead, Damaged, PartNotGiven
from doorguard.record.file import PAGE
from tests.faulty_disk import FaultyDisk
from tests.record.conftest import WORDS


@pytest.fixture
def disk() -> Iterator[FaultyDisk]:
    with FaultyDisk().between() as made:
        yield made


def flipped(held: bytes, page: int) -> bytes:
    """One byte of a page (from 0) is another one."""
    at = page * PAGE + 2000
    return bytes([*held[:at], held[at] ^ 1, *held[at + 1 :]])


def filled(record: Record, number: int = 60) -> bytes:
    """Small entries, about seven on a page; closed."""
    for each in range(number):
        record.let_wait("diary", {"text": f"It rang {each}. " * 20})
    record.write_waiting()
    record.close()
    return record.path.read_bytes()


def damaged_in_turn(good: bytes, folder: Path) -> Iterator[Record]:
    """The record with each of its pages damaged, one after the other, as far as it opens."""
    for page in range(len(good) // PAGE):
        file = folder / "damaged"
        file.write_bytes(flipped(good, page))
        with contextlib.suppress(NotARecord, WrongPassphrase), Record.open(file, WORDS) as damaged:
            yield damaged


def test_whichever_page_is_damaged_the_rest_can_be_read(record: Record, tmp_path: Path) -> None:
    """Small entries that share a page, long ones over several, and one at the end."""
    for number in range(300):
        record.let_wait("diary", {"text": f"It rang {number}. " * (20 if number % 100 else 900)})
    record.let_wait("diary", {"text": "The last. " * 1500})
    record.write_waiting()
    whole = {entry.number: entry for entry in record.entries()}
    record.close()
    good, file = record.path.read_bytes(), tmp_path / "damaged"
    opened = end_lost = long_lost = all_after_lost = 0
    lost: list[int] = []
    for page in range(len(good) // PAGE):
        held = flipped(good, page)
        file.write_bytes(held)
        try:
            with Record.open(file, WORDS) as damaged:
                found, left = damaged.readable()
                lost = list(left.numbers)
                known = sorted([*lost, *(entry.number for entry in found)])
                assert known == list(range(1, len(known) + 1))
                assert known == list(whole) or (left.all_after and lost[-1] == known[-1] > found[-1].number)
                all_after_lost += left.all_after
                assert all(entry == whole[entry.number] for entry in found), "nothing is made up"
                assert damaged.code == code_of(found[-1].link)
                opened, end_lost = opened + 1, end_lost + (found[-1].number < max(whole))
                long_lost += len(lost) == 1
                if lost:
                    with pytest.raises(Damaged, match="doorguard record show"):
                        list(damaged.entries())
                if found[-1].number < max(whole):
                    with pytest.raises(CannotWrite, match="damaged"):
                        damaged.append("diary", {"text": "more"})
        except (NotARecord, WrongPassphrase):
            pass  # what leads to all the others: the first page and that of the names
        assert file.read_bytes() == held
    assert opened >= len(good) // PAGE - 2
    assert all_after_lost == 1
    assert end_lost >= 3
    assert long_lost >= 6


def test_only_what_stands_on_the_damaged_page_is_lost(record: Record, tmp_path: Path) -> None:
    """Not the entry before it: with small entries, each page that is damaged loses others."""
    for number in range(300):
        record.let_wait("diary", {"text": f"It rang {number}. " * 20})
    record.write_waiting()
    count = record.count
    record.close()
    good, file = record.path.read_bytes(), tmp_path / "damaged"
    taken: dict[int, int] = {}
    for page in range(len(good) // PAGE):
        file.write_bytes(flipped(good, page))
        try:
            with Record.open(file, WORDS) as damaged:
                _found, left = damaged.readable()
                lost = list(range(left.numbers[0], count + 1)) if left.all_after else list(left.numbers)
        except (NotARecord, WrongPassphrase):
            continue
        for number in lost:
            assert number not in taken, f"entry {number} stands on one page: {taken[number]} or {page}"
            taken[number] = page
    assert len(taken) == count, "and each is lost once"


def test_a_part_that_somebody_changed_is_given_as_it_lies_there(record: Record) -> None:
    """The file is whole: a check names it. So is a file that an entry tells of."""
    number = record.append("diary", {"text": "It rang."})
    record.append("attachment", {"sha256": "0" * 64}, attachment=b"another")
    assert record._file._db is not None
    record._file._db.execute("UPDATE entries SET written = ? WHERE number = ?", (b"forged", number))
    assert record.readable()[0][number - 1].written == b"forged"
    assert record.attachment("0" * 64) == b"another"


def test_a_bad_place_on_the_disk_loses_what_stands_there_and_nothing_else(
    record: Record, tmp_path: Path, disk: FaultyDisk
) -> None:
    for number in range(120):
        record.let_wait("diary", {"text": f"It rang {number}. " * (20 if number % 40 else 900)})
    record.write_waiting()
    whole = {entry.number: entry for entry in record.entries()}
    record.close()
    pages = record.path.stat().st_size // PAGE
    opened = partly = 0
    for page in range(pages):
        disk.bad_places = frozenset({page * PAGE})
        with contextlib.suppress(NotARecord, CannotRead), Record.open(record.path, WORDS) as damaged:
            found, left = damaged.readable()
            lost = set(left.numbers) | (set(range(left.numbers[-1], 1000)) if left.all_after else set())
            assert set(whole) - {entry.number for entry in found} == lost & set(whole)
            assert all(entry == whole[entry.number] for entry in found)
            opened += 1
            if lost:
                partly += 1
                with pytest.raises(PartNotGiven, match=r"Try it once more.*doorguard record show"):
                    list(damaged.entries())
    assert opened >= pages - 2
    assert partly >= pages - 8, "but for what leads to the attachments"
    disk.bad_places = frozenset()
    with Record.open(record.path, WORDS) as mended:
        assert {entry.number: entry for entry in mended.entries()} == whole


def test_a_stick_that_is_taken_out_while_it_is_read_is_no_damage(record: Record) -> None:
    for number in range(50):
        record.let_wait("diary", {"text": f"It rang {number}. " * 300})
    record.write_waiting()
    record.close()
    with Record.open(record.path, WORDS) as opened:
        record.path.rename(record.path.with_name("away"))
        with pytest.raises(CannotRead, match="taken out"):
            opened.readable()


def test_what_somebody_changed_is_not_called_damaged_where_another_page_is(record: Record, tmp_path: Path) -> None:
    for number in range(60):
        record.let_wait("diary", {"text": f"It rang {number}. " * 20})
    changed = record.append("diary", {"text": "It rang again."})
    for number in range(60):
        record.let_wait("diary", {"text": f"And {number} more. " * 20})
    record.append("attachment", {"sha256": "0" * 64}, attachment=b"another")
    assert record._file._db is not None
    record._file._db.execute("UPDATE entries SET written = ? WHERE number = ?", (b"forged", changed))
    record.close()
    seen = 0
    for damaged in damaged_in_turn(record.path.read_bytes(), tmp_path):
        found, left = damaged.readable()
        if changed in left:
            continue
        assert next(entry.written for entry in found if entry.number == changed) == b"forged"
        seen += bool(left)
        with contextlib.suppress(Damaged):
            assert damaged.attachment("0" * 64) == b"another"
    assert seen > 5


def test_a_number_that_was_forged_is_not_counted_up_to(record: Record, tmp_path: Path) -> None:
    for number in range(60):
        record.let_wait("diary", {"text": f"It rang {number}. " * 20})
    record.write_waiting()
    assert record._file._db is not None
    record._file._db.execute("UPDATE entries SET number = ? WHERE number = ?", (2**61, record.count))
    record.close()
    with pytest.raises(NotARecord):
        Record.open(record.path, WORDS)
    assert all(damaged.count < 100 for damaged in damaged_in_turn(record.path.read_bytes(), tmp_path))


def test_without_its_first_entries_it_is_still_the_same_record(record: Record, tmp_path: Path) -> None:
    """The entries say which record they are of, so that the check of the rest holds."""
    seen = 0
    for damaged in damaged_in_turn(filled(record), tmp_path):
        found, left = damaged.readable()
        if 1 in left:
            seen += 1
            assert (damaged.id, damaged.code) == (record.id, record.code)
            assert first_wrong(found, damaged.id) == Wrong(1, "missing")
    assert seen == 1


def test_two_damaged_pages_lose_what_stands_on_them_and_nothing_between(record: Record, tmp_path: Path) -> None:
    good, file = filled(record), tmp_path / "damaged"
    last = len(good) // PAGE - 1
    seen = 0
    for page in range(4, last):
        file.write_bytes(flipped(flipped(good, last), page))
        with Record.open(file, WORDS) as damaged:
            found, left = damaged.readable()
            assert left.all_after
            assert len(found) >= record.count - 16, (page, left.numbers)
            seen += 1
    assert seen > 5


@pytest.mark.parametrize("content", [{"text": "The last."}, {"text": "The last. " * 1500}], ids=["short", "long"])
def test_damage_at_the_end_that_comes_while_it_is_open_loses_only_the_end(
    record: Record, content: dict[str, str]
) -> None:
    for number in range(60):
        record.let_wait("diary", {"text": f"It rang {number}. " * 20})
    record.append("diary", content)
    whole = list(record.entries())
    good = record.path.read_bytes()
    record.path.write_bytes(flipped(good, len(good) // PAGE - 1))
    record.close()  # by a fault; it is read from the disk again
    found, left = record.readable()
    assert found == whole[: len(found)]
    assert len(found) >= len(whole) - 8
    assert list(left.numbers) == list(range(len(found) + 1, len(whole) + 1))
    with pytest.raises(CannotWrite, match="damaged"):
        record.append("diary", {"text": "more"})


def test_zeros_that_somebody_wrote_are_no_damage(record: Record) -> None:
    filled(record)
    for change in ("link = zeroblob(32), digest = zeroblob(32)", "link = x''", "link = CAST(x'ff00' AS TEXT)"):
        with Record.open(record.path, WORDS) as opened:
            opened._file.to_read().execute(f"UPDATE entries SET {change} WHERE number = 9")  # noqa: S608 - of ours
        with Record.open(record.path, WORDS) as opened:
            found, left = opened.readable()
            assert (len(found), bool(left)) == (record.count, False)
            assert first_wrong(found, opened.id) == Wrong(9, "link")


@pytest.fixture
def damaged_file(record: Record) -> tuple[Path, int, str]:
    """A record whose attached file lies on a damaged page; the number of its entry, and its SHA-256."""
    content = b"picture" * 3000
    sha256 = hashlib.sha256(content).hexdigest()
    number = record.append("attachment", {"sha256": sha256}, attachment=content)
    good = filled(record)
    for page in range(4, len(good) // PAGE):
        record.path.write_bytes(flipped(good, page))
        with Record.open(record.path, WORDS) as opened:
            if opened.readable()[1]:
                continue
            with pytest.raises(Damaged):
                opened.attachment(sha256)
            return record.path, number, sha256
    raise AssertionError("no such page")


def test_what_is_damaged_cannot_be_taken_out_and_holds_nothing_up(damaged_file: tuple[Path, int, str]) -> None:
    path, number, _sha256 = damaged_file
    with Record.open(path, WORDS) as record:
        with pytest.raises(CannotWrite, match="Its place in the record is damaged"):
            record.remove_content(number, "the person chose so")
        record.let_removal_wait(number, "the person chose so")
        record.append("diary", {"text": "It rang again."})
        assert record.waiting == 0
        found = list(record.entries())
        assert found[number - 1].written is not None
        assert first_wrong(found, record.id) is None
        assert found[-1].read()["body"] == {"text": "It rang again."}


def test_a_file_is_never_told_to_be_kept_where_a_damaged_one_lies(damaged_file: tuple[Path, int, str]) -> None:
    path, _number, sha256 = damaged_file
    content = b"picture" * 3000
    with Record.open(path, WORDS) as record:
        try:
            record.append("attachment", {"sha256": sha256}, attachment=content)
        except CannotWrite:
            assert record.waiting == 1
            with pytest.raises(CannotWrite, match="Its place in the record is damaged"):
                record.append("diary", {"text": "It rang again."})
            assert list(record.entries())[-1].read()["kind"] == "diary", "the others do not wait for it"
            assert record.waiting == 1
        else:
            assert record.attachment(sha256) == content


def test_a_file_takes_the_place_of_other_bytes_under_its_name(record: Record) -> None:
    sha256 = hashlib.sha256(b"mine").hexdigest()
    record.append("attachment", {"sha256": sha256}, attachment=b"forged")
    record.append("attachment", {"sha256": sha256}, attachment=b"mine")
    assert record.attachment(sha256) == b"mine"
