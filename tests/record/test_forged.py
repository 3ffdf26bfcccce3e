"""A record that somebody else wrote: every command ends in words, and nothing of it reaches a terminal as it is."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doorguard.cli import main
from doorguard.record import Record, store
from doorguard.record import undumped as undumped_module
from doorguard.record.chain import Entry
from tests.recorded import WORDS, cheap

NASTY = "\x1b]0;own\x07\x1b[2J\u202e{0.__class__}%s"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]")
COMMANDS = (
    "record show FILE",
    "record show FILE 2",
    "record show FILE --changes",
    "record check FILE",
    "record export FILE FOLDER",
    "summary --record FILE --for police",
    "summary --record FILE --for me --format json",
    "record add FILE --remove 3 --yes",
)
LOOK = {"event": "RunStarted", "level": "LOOK", "network": None, "interface": None, "gateway": None, "pretend": False}
FORGED: dict[str, bytes | dict[str, Any]] = {
    "no JSON": b"removed",
    "not UTF-8": b"\xff\xfe{\x00",
    "a list": b"[1]",
    "too deep": b"[" * 100_000 + b"]" * 100_000,
    "no such numbers": b'{"kind": "diary", "body": {"text": NaN, "where": 1e999}}',
    "a very long number": b'{"kind": "diary", "body": {"text": ' + b"9" * 5000 + b"}}",
    "half a letter": b'{"kind": "diary", "body": {"text": "\\ud800"}}',
    "a body that is a list": {"kind": "attachment", "body": [1]},
    "no body": {"body": None},
    "kind": {"kind": NASTY, "clock": NASTY, "local": NASTY, "utc": NASTY},
    "diary": {"body": {"text": NASTY, "when": [NASTY], NASTY: NASTY}},
    "attachment": {"kind": "attachment", "body": {"name": "../../x" + NASTY, "sha256": "../x"}},
    "anchor": {"kind": "anchor", "body": {"after": [1], "code": NASTY, "how": NASTY}},
    "deletion": {"kind": "deletion", "body": {"entry": [1], "digest": 5}},
    "answer": {"kind": "answer", "body": {"name": ["living"], "value": {}}},
    "last day": {"local": "9999-12-31T23:59:59-12:00", "utc": "9999-12-31T23:59:59-12:00"},
    "a change on the first day": {"kind": "change", "body": {"at": "0001-01-01T00:00:00+14:00"}},
    "a change on the last day": {"kind": "change", "body": {"at": "9999-12-31T23:59:59-12:00"}},
    "a look on the first day": {"kind": "observation", "body": {**LOOK, "started_at": "0001-01-01T00:00:00+14:00"}},
    "a look on the last day": {"kind": "observation", "body": {**LOOK, "started_at": "9999-12-31T23:59:59-12:00"}},
    "a look without a zone": {"kind": "observation", "body": {**LOOK, "started_at": "2026-01-01T00:00:00"}},
    "a file of no name": {"kind": "attachment", "body": {"sha256": [1], "name": [1]}},
    "no zone": {"local": "2026-01-01T00:00:00", "utc": "2026-01-01T00:00:00"},
}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(undumped_module, "no_core_dump", lambda: True)
    with cheap():
        yield


def forge(path: Path, content: bytes | dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with one good entry and this one."""

    def written(what: dict[str, Any]) -> bytes:
        return content if isinstance(content, bytes) else json.dumps({**what, **content}).encode()

    with Record.new(path, WORDS, {"tool": "x"}) as record, monkeypatch.context() as patched:
        patched.setattr(store, "canonical", written)
        record.append("diary", {})


@pytest.mark.parametrize("content", FORGED.values(), ids=FORGED)
def test_a_forged_entry_breaks_nothing(
    content: bytes | dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forge(tmp_path / "notes", content, monkeypatch)
    places = {"FILE": str(tmp_path / "notes"), "FOLDER": str(tmp_path / "out")}
    for command in COMMANDS:
        there, here = os.pipe()
        os.write(here, WORDS.encode() + b"\n")
        os.close(here)
        code = main([*(places.get(word, word) for word in command.split()), "--passphrase-fd", str(there)])
        os.close(there)
        said = "".join(capsys.readouterr())
        assert code in (0, 1, 2), command
        assert said.strip(), command
        assert not RAW.search(said.replace("\n", "")), command
    for file in (tmp_path / "out").glob("*.txt"):
        assert not RAW.search(file.read_text("utf-8").replace("\n", "")), file.name


def test_what_is_no_entry_is_not_called_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    test_a_forged_entry_breaks_nothing(b"removed", tmp_path, monkeypatch, capsys)
    assert "This is no entry of this program." in (tmp_path / "out" / "entries.txt").read_text("utf-8")


def test_an_entry_always_has_a_body() -> None:
    assert Entry(1, b'{"body": 5, "n": 1}', b"", b"").read() == {"body": {}, "n": 1}
    assert Entry(1, b"5", b"", b"").read() == {}


@pytest.mark.parametrize(
    "command",
    ["record show NAME", "record show MISSING", "record open NAME", "summary --from NAME", "summary --from MISSING",
     "summary --record NAME", "scan --answers MISSING", "record new MISSING/x"],
)  # fmt: skip
def test_the_name_of_a_file_can_not_write_on_the_terminal(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anyone can put a file of any name onto a stick, and Tab completes it."""
    named = tmp_path / NASTY
    named.write_text("x")
    places = {"NAME": str(named), "MISSING": f"{named}2", "MISSING/x": f"{named}2/x"}
    there, here = os.pipe()
    os.write(here, WORDS.encode() + b"\n")
    os.close(here)
    words = [places.get(word, word) for word in command.split()]
    code = main([*words, *(() if "--answers" in words or "--from" in words else ("--passphrase-fd", str(there)))])
    os.close(there)
    said = "".join(capsys.readouterr())
    assert code in (2, 3)
    assert said.strip()
    assert not RAW.search(said)


class TestATableThatSomebodyElseMade:
    """Who knows the passphrase can write anything into the file, with SQL."""

    FORGED_SQL = (
        "UPDATE entries SET link = 1000000000000 WHERE number = 2",
        "UPDATE entries SET digest = 1000000000000 WHERE number = 2",
        "UPDATE entries SET link = 5 WHERE number = 2",
        "UPDATE entries SET written = 5.5 WHERE number = 2",
        "UPDATE entries SET written = 1000000000000 WHERE number = 1",
        "UPDATE entries SET number = 9223372036854775807 WHERE number = 2",
        "UPDATE entries SET number = -5 WHERE number = 2",
        "UPDATE attachments SET content = 1000000000000",
        "ALTER TABLE entries RENAME TO e; CREATE VIEW entries AS SELECT * FROM e",
        "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries WHERE number = 2; END",
        "CREATE TABLE more (x)",
        "DROP TABLE entries; CREATE TABLE entries (number, written, digest, link); INSERT INTO entries VALUES ('x', 'y', 'z', 'w')",
        "ALTER TABLE entries RENAME TO e; CREATE VIEW entries AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
        "SELECT 1 AS number, NULL AS written, x'00' AS digest, n AS link FROM c",
    )

    @pytest.mark.timeout(30)
    @pytest.mark.parametrize("sql", FORGED_SQL)
    def test_it_is_refused_or_named_and_never_breaks(
        self, sql: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "n"
        with Record.new(path, WORDS, {"tool": "x"}) as record:
            record.append("attachment", {"name": "a", "sha256": "ab"}, attachment=b"abc")
            assert record._file._db is not None
            record._file._db.executescript(sql)
        there, here = os.pipe()
        os.write(here, WORDS.encode() + b"\n")
        os.close(here)
        code = main(["record", "check", str(path), "--passphrase-fd", str(there)])
        out, err = capsys.readouterr()
        assert code != 0, "what was forged is never called right"
        assert (out + err).strip() and "Traceback" not in out + err
