"""Text, Markdown, HTML, PDF and JSON: the same words in each, and what anybody wrote stays text in all of them."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from doorguard.pretend_home.hostile.strings import STRINGS
from doorguard.report.summary.as_html import as_html
from doorguard.report.summary.as_json import as_json
from doorguard.report.summary.as_markdown import as_markdown, plain
from doorguard.report.summary.as_pdf import as_pdf, has_strange_letters, without_strange_letters
from doorguard.report.summary.as_text import WIDTH, as_text
from doorguard.report.summary.blocks import Document, Drawing, Paragraph, Row, Table, WayIn, changed, texts_of
from doorguard.report.summary.drawing import svg
from doorguard.report.summary.material import READERS, Reader
from doorguard.wording import EXAMPLE
from tests.contrast import ratio
from tests.report.summary.sample import cleaned, hostile, made, texts

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parents[3] / "docs" / "summary.schema.json").read_text("utf-8"))
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
TYPST = (
    '#panic("x")', "#let x = 1", '#image("/etc/passwd")', "$x^2$", "*bold* _it_ `raw`", "<label> @ref", "= Heading",
    "#{while true {}}", "// comment", "\\u{41}", '"]; #eval("1")', "[link](http://192.168.77.250/)", "![x](http://192.168.77.250/)",
    "<svg onload=alert(1)>", "<http://192.168.77.250>", "http://192.168.77.250/", "www.example.org", "a@example.org", "| a | b |",
    "1. one", "- item", "---", "===", "~~~", "&lt;b&gt;", "<!-- x", "<?php", "x</svg><script>alert(1)</script>",
)  # fmt: skip
ATTACKS = tuple(dict.fromkeys(text for text in (*STRINGS, *TYPST) if cleaned(text)))
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "aside", "article", "h1", "h2",
    "h3", "h4", "p", "strong", "ul", "li", "span", "dl", "div", "dt", "dd", "figure", "svg", "rect", "text", "path", "table",
    "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@cache
def read_pdf(reader: Reader, *, pretend: bool = False) -> Any:
    import pypdf

    return pypdf.PdfReader(io.BytesIO(as_pdf(made(reader, pretend=pretend)[0])))


def pdf_text(content: bytes) -> str:
    import pypdf

    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def squeezed(text: str) -> str:
    """Without spaces, and without what is only there to fold a line."""
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize("reader", READERS)
class TestTheSameWords:
    def test_text_has_every_word_and_is_narrow(self, reader: Reader) -> None:
        document, _store = made(reader)
        text = as_text(document)
        assert max(map(len, text.splitlines())) <= WIDTH
        flat = squeezed(text)
        for said in texts(document.blocks):
            assert squeezed(said) in flat or said in {w for b in _drawings(document) for w in texts([b])}

    def test_markdown_has_every_word(self, reader: Reader) -> None:
        document, _store = made(reader)
        page: Any = lxml.html.fromstring(MarkdownIt("commonmark").enable("table").render(as_markdown(document)))
        shown = squeezed(page.text_content())
        for said in texts([b for b in document.blocks if not isinstance(b, Drawing)]):
            assert squeezed(said).rstrip(":") in shown or said in {w for b in _drawings(document) for w in texts([b])}

    def test_html_has_every_word(self, reader: Reader) -> None:
        document, _store = made(reader)
        page: Any = lxml.html.document_fromstring(as_html(document))
        shown = squeezed(page.text_content() + "".join(page.xpath("//@aria-label")))
        folded = {drawing.device for drawing in _drawings(document)}
        assert [said for said in texts(document.blocks) if squeezed(said) not in shown and said not in folded] == []

    def test_pdf_has_every_word(self, reader: Reader) -> None:
        """Words that a page ends in the middle of are looked for one by one."""
        document, _store = made(reader)
        content = as_pdf(document)
        shown, spoken = pdf_text(content), [str(node["/Alt"]) for node in _tree(read_pdf(reader)) if "/Alt" in node]
        drawn = {word for drawing in _drawings(document) for word in texts([drawing])}
        assert {drawing.alt for drawing in _drawings(document)} == set(spoken)
        missing = [said for said in texts(document.blocks) if squeezed(said) not in shown and said not in drawn]
        assert [said for said in missing if not all(squeezed(word) in shown for word in said.split())] == []
        assert len(missing) < 12, "a line here and there is cut by the end of a page"

    def test_json_has_every_word(self, reader: Reader) -> None:
        document, store = made(reader)
        whole = json.loads(as_json(document, store, cleaned))
        assert [said for said in texts(document.blocks) if said not in set(_strings(whole["blocks"]))] == []

    def test_json_keeps_to_its_schema(self, reader: Reader) -> None:
        document, store = made(reader)
        whole = json.loads(as_json(document, store, cleaned))
        jsonschema.Draft202012Validator(SCHEMA).validate(whole)
        assert len(whole["blocks"]) == len(document.blocks)
        assert whole["reader"] == reader

    def test_the_same_document_is_the_same_bytes(self, reader: Reader) -> None:
        one, two = made(reader), made(reader)
        for write in (as_text, as_markdown, as_html, as_pdf):
            assert write(one[0]) == write(two[0])
        assert as_json(*one, cleaned) == as_json(*two, cleaned)


def test_the_facts_in_the_json_are_the_same_for_all_readers() -> None:
    found = [json.loads(as_json(*made(reader), cleaned))["facts"] for reader in READERS]
    assert found[0] == found[1] == found[2]


def test_the_facts_in_the_json_are_those_of_every_reader() -> None:
    """What is found, closed, left open and sent, what happened, who can help and the code: it stands in all three."""
    facts = json.loads(as_json(*made("police"), cleaned))
    held = facts["facts"]
    must = [said["says"] for device in held["devices"] for said in (*device["problems"], *device["closed"], *device["not_found"])]
    must += [says for device in held["devices"] for one in device["could_not_check"] for says in one["says"]]
    must += [one["what"] for one in held["story"]] + [one["step"] for one in held["next_steps"]] + held["could_not_see"]
    must += [word for one in held["people"] for word in (one["name"], one["reach"], one["checked"])]
    must += [word for law in held["laws"] for word in (law["route"], law["section"], law["checked"])]
    must += [device["called"] for device in held["devices"]] + [facts["record"]["code"]]
    assert len(must) > 30
    for reader in READERS:
        shown = squeezed(" ".join(texts(made(reader)[0].blocks)))
        assert [said for said in must if squeezed(said) not in shown] == [], reader


@pytest.mark.parametrize("reader", READERS)
def test_every_text_that_can_be_changed_is_looked_at(reader: Reader) -> None:
    """Else a letter without a shape would stop the making of a PDF."""
    found: list[str] = []

    def take(text: str) -> str:
        found.append(text)
        return text

    blocks = made(reader)[0].blocks
    for block in blocks:
        changed(block, take)
    assert sorted(texts_of(blocks)) == sorted(found) != []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for held in value.values() if isinstance(value, dict) else value:
            yield from _strings(held)


def _drawings(document: Document) -> Iterator[Drawing]:
    for block in document.blocks:
        for held in getattr(block, "blocks", ()):
            if isinstance(held, Drawing):
                yield held


class TestPretend:
    @pytest.mark.parametrize("reader", READERS)
    def test_it_stands_at_head_and_foot(self, reader: Reader) -> None:
        document, store = made(reader, pretend=True)
        lines = as_text(document).strip().splitlines()
        assert lines[0] == lines[-1] == EXAMPLE
        parts = as_markdown(document).strip().splitlines()
        assert parts[0] == parts[-1] == f"**{EXAMPLE}**"
        page: Any = lxml.html.document_fromstring(as_html(document))
        assert [p.text_content() for p in page.find_class("example")] == [EXAMPLE, EXAMPLE]
        whole = json.loads(as_json(document, store, cleaned))
        assert whole["pretend"] is True
        assert whole["example"] == EXAMPLE

    def test_on_every_page_of_the_pdf_twice(self) -> None:
        pages = [page.extract_text() for page in read_pdf("police", pretend=True).pages]
        assert len(pages) > 1
        assert [page.count(EXAMPLE) for page in pages] == [2] * len(pages)

    def test_a_real_home_is_never_called_an_example(self) -> None:
        document, store = made("me")
        for content in (as_text(document), as_markdown(document), as_html(document), as_json(document, store, cleaned)):
            assert EXAMPLE not in content


class TestHtml:
    @pytest.fixture(params=READERS)
    def page(self, request: pytest.FixtureRequest) -> Any:
        return lxml.html.document_fromstring(as_html(made(request.param)[0]))

    def test_it_has_a_language_a_title_and_one_heading_of_the_first_rank(self, page: Any) -> None:
        assert page.get("lang") == "en"
        assert page.findtext(".//title") == page.findtext(".//h1") == "Home camera and doorbell check"
        assert len(page.findall(".//h1")) == 1

    def test_no_rank_of_heading_is_left_out(self, page: Any) -> None:
        ranks = [int(e.tag[1]) for e in page.iter() if isinstance(e.tag, str) and re.fullmatch(r"h\d", e.tag)]
        assert all(later <= earlier + 1 for earlier, later in pairwise(ranks))

    def test_landmarks(self, page: Any) -> None:
        assert len(page.findall(".//main")) == 1
        for section in page.findall(".//section"):
            named = section.get("aria-labelledby")
            assert named is None or page.get_element_by_id(named).tag == "h2"

    def test_tables_have_a_caption_and_heads(self, page: Any) -> None:
        for table in page.findall(".//table"):
            assert table.findtext("caption")
            columns = table.findall("thead/tr/th")
            assert columns and all(th.get("scope") == "col" for th in columns)
            assert all(row[0].get("scope") == "row" for row in table.findall("tbody/tr"))

    def test_drawings_have_words(self, page: Any) -> None:
        drawings = page.findall(".//svg")
        assert drawings
        for drawing in drawings:
            assert drawing.get("role") == "img"
            assert drawing.get("aria-label").startswith("Ways in to Device")

    def test_it_asks_nobody_for_anything(self, page: Any) -> None:
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert len(policy) == 1 and policy[0].startswith("default-src 'none'")
        assert {e.tag for e in page.iter() if isinstance(e.tag, str)} <= TAGS
        assert page.xpath("//@href | //@src | //@action | //@*[starts-with(name(), 'on')]") == []
        assert "url(" not in page.findtext(".//style") and "@import" not in page.findtext(".//style")

    def test_ink_stands_out_from_the_paper(self, page: Any) -> None:
        style = page.findtext(".//style")
        inks = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{3,6})", style))
        assert inks
        for ink in inks:
            for paper in ("#ffffff", "#f4f4f4"):
                assert ratio(_six(ink), paper) >= 7

    def test_a_card_is_not_cut_in_two(self, page: Any) -> None:
        assert ".card { break-inside: avoid; }" in page.findtext(".//style")


def _six(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


class TestPdf:
    @pytest.fixture(params=READERS)
    def pdf(self, request: pytest.FixtureRequest) -> Any:
        return read_pdf(request.param)

    def test_it_says_that_it_is_tagged_and_made_for_everybody(self, pdf: Any) -> None:
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert pdf.metadata.title == "Home camera and doorbell check"
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()

    @pytest.mark.parametrize("language", ["pt_BR", "xx-made-up", ""])
    def test_a_language_that_a_pdf_cannot_name_stops_nothing(self, language: str) -> None:
        assert as_pdf(replace(made()[0], language=language)).startswith(b"%PDF")

    def test_it_has_headings_lists_tables_and_figures(self, pdf: Any) -> None:
        kinds = [node["/S"] for node in _tree(pdf)]
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Figure"} <= set(kinds)
        assert kinds.count("/H1") == 1
        if "/Table" in kinds:
            assert {"/TR", "/TH", "/TD"} <= set(kinds)

    def test_no_rank_of_heading_is_left_out(self, pdf: Any) -> None:
        ranks = [int(node["/S"][2]) for node in _tree(pdf) if re.fullmatch(r"/H\d", node["/S"])]
        assert all(later <= earlier + 1 for earlier, later in pairwise(ranks))

    def test_each_drawing_has_words(self, pdf: Any) -> None:
        figures = [node for node in _tree(pdf) if node["/S"] == "/Figure"]
        assert figures
        assert all(str(node["/Alt"]).startswith("Ways in to Device") for node in figures)

    def test_it_holds_nothing_that_acts_and_no_day_of_its_own(self, pdf: Any) -> None:
        root = pdf.trailer["/Root"]
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root.keys())
        assert all("/Annots" not in page for page in pdf.pages)
        assert "/CreationDate" not in (pdf.trailer["/Info"] or {})

    def test_every_page_has_its_number(self, pdf: Any) -> None:
        for number, page in enumerate(pdf.pages, 1):
            assert f"{number} / {len(pdf.pages)}" in page.extract_text()

    def test_letters_without_a_shape_are_said(self) -> None:
        document, _store = made("me")
        assert not has_strange_letters(document)
        other = Document(title="x", made="x", language="en", pretend=False, blocks=(Paragraph("\U00010380\U00010381 1"),))
        assert has_strange_letters(other)
        assert "??1" in pdf_text(as_pdf(without_strange_letters(other)))
        assert "questionmark" in pdf_text(as_pdf(without_strange_letters(other)))
        assert as_pdf(other).startswith(b"%PDF")


def _tree(pdf: Any) -> Iterator[Any]:
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop(0)
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting[:0] = list(node)
        elif isinstance(node, dict) and "/S" in node:
            yield node
            if "/K" in node:
                waiting.insert(0, node["/K"])


MOST: tuple[Reader, ...] = ("me", "police")
"""Together they have every kind of block, and every text."""


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: repr(text[:24]))
class TestHostile:
    """The same strings everywhere a device, a file or a person can put a text."""

    def test_text(self, attack: str) -> None:
        for reader in MOST:
            text = as_text(hostile(reader, attack)[0])
            assert not CONTROLS.search(text)
            assert squeezed(cleaned(attack))[:60] in squeezed(text)

    def test_markdown(self, attack: str) -> None:
        reader = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")
        for summary in MOST:
            source = as_markdown(hostile(summary, attack)[0])
            assert not CONTROLS.search(source)
            tokens = [t for token in reader.parse(source) for t in (token, *(token.children or ()))]
            kinds = {token.type for token in tokens}
            assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block", "hr"}
            assert not re.search(r"(?<!\\)://|(?<!\\)@", source)
            shown = squeezed("".join(token.content for token in tokens if token.type in ("text", "text_special", "entity")))
            assert squeezed(cleaned(attack)) in shown

    def test_html(self, attack: str) -> None:
        for reader in MOST:
            source = as_html(hostile(reader, attack)[0])
            page: Any = lxml.html.document_fromstring(source)
            assert {e.tag for e in page.iter() if isinstance(e.tag, str)} <= TAGS
            assert all(isinstance(e.tag, str) for e in page.iter()), "no comment, no instruction"
            assert page.xpath("//@href | //@src | //@*[starts-with(name(), 'on')]") == []
            assert squeezed(cleaned(attack))[:1000] in squeezed(page.text_content())
            assert not CONTROLS.search(source.replace("\n", ""))

    def test_json(self, attack: str) -> None:
        text = as_json(*hostile("police", attack), cleaned)
        assert not CONTROLS.search(text)
        assert squeezed(json.dumps(cleaned(attack), ensure_ascii=False)) in squeezed(text)


@pytest.mark.parametrize("attack", [*TYPST[:15], *ATTACKS[::8]], ids=lambda text: repr(text[:24]))
def test_hostile_texts_are_text_in_a_pdf(attack: str) -> None:
    said = pdf_text(as_pdf(hostile("police", attack)[0]))
    wanted = squeezed(cleaned(attack))[:30]
    assert not wanted.isascii() or wanted in said


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_in_a_drawing_is_an_image_that_can_be_read(text: str) -> None:
    import lxml.etree

    said = cleaned(text)
    drawing = Drawing(said, (WayIn(said, "found", said), WayIn(said, "closed", said)), said)
    for within in (True, False):
        root = lxml.etree.fromstring(svg(drawing, "serif", within=within))
        assert {lxml.etree.QName(e).localname for e in root.iter()} <= {"svg", "rect", "text", "path"}


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_in_markdown_is_read_back_as_it_was(text: str) -> None:
    said = " ".join(cleaned(text).split())
    tokens = MarkdownIt("commonmark").enable("table").parse(plain(said))
    shown = "".join(child.content for token in tokens for child in token.children or ())
    assert shown == said
    assert [t.type for t in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_in_a_pdf_makes_a_pdf(text: str) -> None:
    said = cleaned(text)
    blocks = (Paragraph(said), Row(said, said), Table(said, (said, said), ((said, said),)))
    assert as_pdf(Document(title="x", made=said, language="en", pretend=False, blocks=blocks)).startswith(b"%PDF")


def asked_for(page: Path, folder: Path) -> tuple[str, set[str]]:
    """What a browser shows of a page, and which hosts it wanted to reach meanwhile; without any network."""
    log = folder / "log.json"
    done = subprocess.run(
        ["unshare", "-rn", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--log-net-log={log}",
         "--disable-background-networking", f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=100, check=True,
    )  # fmt: skip
    hosts = set(re.findall(r'"url":"\w+://([^/"]+)', log.read_text("utf-8")))
    return done.stdout, {host for host in hosts if not host.endswith((".google.com", ".googleapis.com", ".gvt1.com"))}


def _can_browse() -> bool:
    if shutil.which("chromium") is None or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_browse(), reason="needs chromium and unshare -rn: packages chromium and util-linux")
class TestInABrowser:
    def test_what_a_page_asks_for_is_seen(self, tmp_path: Path) -> None:
        """Else the next test could not fail."""
        page = tmp_path / "page.html"
        page.write_text("<!DOCTYPE html><p>x<img src='http://192.168.77.250/x.png'><script>document.title='run'</script>")
        shown, hosts = asked_for(page, tmp_path)
        assert hosts == {"192.168.77.250"}
        assert "run" in shown

    @pytest.mark.parametrize("attack", ["plain", '"><img src=x onerror=alert(1)>', '[x](http://192.168.77.250/)</svg><script src="http://192.168.77.250/">'])
    def test_a_summary_asks_nobody_and_runs_nothing(self, attack: str, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        page.write_text(as_html(hostile("police", attack)[0]), "utf-8")
        shown, hosts = asked_for(page, tmp_path)
        assert hosts == set()
        assert "Home camera and doorbell check" in shown
        assert "<script" not in shown
        assert "<img" not in shown
