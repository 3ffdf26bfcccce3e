"""Cameras that say hostile things, looked at for real: through a record into summaries, a copy and the terminal."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import lxml.html
import pypdf
import pytest

from doorguard.catalog import load
from doorguard.cli import main
from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.text import FORBIDDEN
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.hostile.strings import STRINGS
from doorguard.pretend_home.maker_search import Sadp
from doorguard.pretend_home.web import Web, everything
from doorguard.session import Session
from doorguard.session.keeping import Keeping
from tests.recorded import WORDS, cheap

TOLD = [text for text in STRINGS if re.search("[a-z]", text)] + ["#panic(1) $x$", "[x](http://192.168.77.250/)", "<svg onload=alert(1)>"]
EACH = 5
"""Strings that one camera says."""


def camera(number: int, words: list[str]) -> PretendDevice:
    """It says them as its model, serial, software, server, realm and title."""
    model, serial, software, server, title = (*words, *["x"] * EACH)[:EACH]
    web = Web(80, server.replace("\n", " ").replace("\r", " "), [everything(title)], [], "digest", realm=model, password="three-words")
    model, serial, software = (re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", escape(text)) for text in (model, serial, software))
    return PretendDevice(f"192.168.77.{20 + number}", f"44:19:b6:00:00:{20 + number:02x}", tcp=[web], udp=[Sadp(model, serial, software)])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    cameras = [camera(n, TOLD[n * EACH : (n + 1) * EACH]) for n in range(len(TOLD) // EACH)]
    for one in cameras:
        book.neighbours[one.address] = one.mac
        one.start(BookAir(book))
    path = tmp_path_factory.mktemp("place") / "notes"
    with cheap():
        keeping = Keeping()
        keeping.new(path, WORDS, {"made_by": TOLD[0]})
        session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=4)
        for event in session.run():
            keeping.take(event, pretend=False)
        session.close()
        for text in TOLD:
            keeping.say("diary", {"text": text, "when": text, "device": text})
        keeping.close()
        for one in cameras:
            one.stop()
        yield path


def ran(*words: str | Path) -> int:
    read, write = os.pipe()
    os.write(write, WORDS.encode() + b"\n")
    os.close(write)
    try:
        return main([*map(str, words), "--passphrase-fd", str(read)])
    finally:
        os.close(read)


def harmless(text: str) -> bool:
    return not FORBIDDEN.search(text.replace("\n", ""))


def test_cameras_were_found_and_said_it(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else nothing is shown by the rest."""
    assert ran("record", "show", record, "--json") == 0
    whole = capsys.readouterr().out
    said = json.loads(whole)
    kept = json.dumps(said, ensure_ascii=False)
    assert sum("DeviceSeen" in json.dumps(one) for one in said["entries"]) >= len(TOLD) // EACH
    for text in ("<script>alert(1)</script>", "[@click=app.quit]press[/]", "{0.__class__}", "#panic(1) $x$"):
        assert text in kept.replace('\\"', '"')


@pytest.mark.parametrize("reader", ["me", "advocate", "police"])
@pytest.mark.parametrize("form", ["text", "md", "html", "json", "pdf"])
def test_in_every_summary_it_is_text(reader: str, form: str, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "summary"
    assert ran("summary", "--record", record, "--for", reader, "--format", form, "--show-all", "--output", file) == 0
    content = file.read_bytes()
    if form == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        text = "".join(page.extract_text() for page in pages)
        assert "{0.__class__}" in re.sub(r"\s", "", text)
        assert all("/Annots" not in page for page in pages)
        return
    text = content.decode()
    assert harmless(text)
    if form == "html":
        page: Any = lxml.html.document_fromstring(text)
        assert page.xpath("//script | //a | //img | //iframe | //*[@onload or @onerror or @src or @href]") == []
        assert "<script>alert(1)</script>" in page.text_content()
    elif form == "md":
        assert "<script>" not in re.sub(r"\\<", "", text)
    elif form == "json":
        assert "<script>alert(1)</script>" in json.dumps(json.loads(text), ensure_ascii=False)
    else:
        assert "{0.__class__}" in text


def test_on_the_terminal_and_in_a_copy_too(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("record", "show", record) == 0
    assert harmless(capsys.readouterr().out)
    assert ran("record", "export", record, tmp_path / "copy") == 0
    out = capsys.readouterr()
    assert harmless(out.out + out.err)
    for path in (tmp_path / "copy").rglob("*"):
        if path.suffix in (".txt", ".jsonl", ".sha256", ".md", ".html", ".json"):
            assert harmless(path.read_text("utf-8")), path.name
