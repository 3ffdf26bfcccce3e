"""The checker that lies in an export and the program say the same of entries that somebody forged."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from doorguard.record import check_export
from doorguard.record.chain import START, Entry, canonical, code_of, digest_of, first_wrong, link_after
from doorguard.record.export import MANIFEST


def chained(*said: tuple[str, Any] | bytes) -> list[Entry]:
    """Entries whose digests and links fit, whatever they say."""
    entries, link = [], START
    everything: tuple[tuple[str, Any] | bytes, ...] = (("header", {}), *said)
    for number, one in enumerate(everything, 1):
        if isinstance(one, bytes):
            written = one
        else:
            written = canonical({"v": 1, "record": "r", "n": number, "kind": one[0], "body": one[1]})
        link = link_after(link, digest_of(written))
        entries.append(Entry(number, written, digest_of(written), link))
    return entries


def checked(entries: list[Entry], folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    (folder / "entries.jsonl").write_bytes(b"".join((entry.written or b"removed") + b"\n" for entry in entries))
    rows = (f"{entry.number} {entry.digest.hex()} {entry.link.hex()}\n" for entry in entries)
    (folder / "chain.txt").write_text("".join(rows))
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("chain.txt", "entries.jsonl")}
    (folder / MANIFEST).write_text("".join(f"{digest}  {name}\n" for name, digest in digests.items()))
    return check_export.main([str(folder)]), capsys.readouterr().out


CODE = code_of(chained()[0].link)


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        (("anchor", {"after": 1, "code": CODE}), True),
        (("anchor", {"after": 1, "code": "12345"}), False),
        (("anchor", {"after": 2, "code": CODE}), False),
        (("anchor", {"after": 1.0, "code": CODE}), False),
        (("anchor", {"after": [1], "code": CODE}), False),
        (("anchor", {"how": "read to a helper"}), False),
        (("anchor", {}), False),
        (("anchor", [1]), False),
        (("deletion", {"why": "x"}), True),
        (("deletion", {"entry": 99}), True),
        (("deletion", {"entry": [1]}), True),
        (("deletion", "x"), True),
        (b"{nope", False),
        (b"[1]", False),
        (b"\xff", False),
    ],
)
def test_both_say_the_same(
    said: tuple[str, Any] | bytes, fits: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = chained(said)
    wrong = first_wrong(entries)
    code, told = checked(entries, tmp_path, capsys)
    assert (wrong is None, code == 0) == (fits, fits)
    assert fits or ("entry 2 does not fit" in told and wrong is not None and wrong.number == 2)


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        ("./chain.txt", "is not as it was written"),
        ("attachments/./entry-0002.png", "is not as it was written"),
        ("attachments/2.html", "belongs to no entry"),
        ("attachments/entry-2.png", "belongs to no entry"),
    ],
)
def test_a_file_has_the_name_that_it_was_given(
    listed: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    entries = chained(("attachment", {"sha256": digest}))
    (tmp_path / "attachments").mkdir()
    assert checked(entries, tmp_path, capsys)[0] == 1, "its file is missing"
    good, manifest = tmp_path / "attachments" / "entry-0002.png", tmp_path / MANIFEST
    good.write_bytes(b"x")
    before = manifest.read_text()
    manifest.write_text(f"{before}{digest}  attachments/entry-0002.png\n")
    assert check_export.main([str(tmp_path)]) == 0
    if not listed.startswith("./"):
        good.rename(tmp_path / listed)
    manifest.write_text(f"{before}{digest}  {listed}\n")
    capsys.readouterr()
    assert check_export.main([str(tmp_path)]) == 1
    assert says in capsys.readouterr().out
