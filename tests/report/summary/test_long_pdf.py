"""A long summary as a PDF: laid out in parts, and still one tagged file that reads as if it were made in one piece."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.report.summary import as_pdf as making
from doorguard.report.summary.as_pdf import as_pdf
from doorguard.report.summary.blocks import Box, Card, Document, Drawing, Heading, Item, Paragraph, Row, Table, WayIn
from doorguard.report.summary.pdf_joined import NotJoined, joined, pages_of
from doorguard.report.summary.pdf_parts import parts_of

ODD = r"Camera 5 0 R (U1x0y0) \) endobj <</Dest 7 0 R>> stream"
WAYS = (WayIn("Passwords", "found", "1 found"),)


def document(devices: int = 60) -> Document:
    cards = [
        Card(f"Device {n} {ODD}", (Drawing(f"Camera {n}", WAYS, f"Ways into {n} {ODD}"), *(Row("Found", f"a door {n}") for _ in range(5))))
        for n in range(devices)
    ]
    table = Table("The doors", ("Device", "Door"), tuple((f"camera {n}", str(n)) for n in range(devices)))
    return Document(
        title=f"Check {ODD}",
        made="Made today.",
        language="en",
        pretend=True,
        blocks=(
            Box("Read this first", (Paragraph("It is an example."),)),
            Heading("What was found"),
            table,
            *cards,
            Heading("Every step", 2),
            Heading("In order", 3),
            *(Item(f"do thing {n} at {'the door of the house ' * 9}", n + 1) for n in range(devices * 10)),
            Heading("What happened"),
            *(Row(f"Entry {n}", f"It rang at {n}. " * 12) for n in range(devices * 14)),
            Heading("Another table"),
            table,
        ),
    )  # fmt: skip


def read(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


@pytest.fixture(scope="module")
def long() -> Any:
    assert len(parts_of(making._blocks(document().blocks))) > 3
    return read(as_pdf(document()))


@pytest.fixture(scope="module")
def whole() -> Any:
    """The same by typst alone, in one piece."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "parts_of", lambda blocks: parts_of(blocks, whole=10**9))
        return read(as_pdf(document()))


def tree(node: Any) -> Iterator[Any]:
    """The tags below a tag, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        held = kid.get_object()
        if isinstance(held, dict):
            yield held
            yield from tree(held)


def root(pdf: Any) -> Any:
    return pdf.trailer["/Root"]["/StructTreeRoot"]


def letters(pdf: Any) -> str:
    """All that is printed but the numbers of pages and what stands at head and foot."""
    text = "".join(page.extract_text() for page in pdf.pages)
    text = re.sub(r"Made today\.\s*\d+( / \d+)?|An example\. No real home\.|This is the last of \d+ pages\.", "", text)
    return "".join(text.split())


def headings(pdf: Any) -> list[tuple[str, str]]:
    return [(node["/S"], node["/T"]) for node in tree(root(pdf)) if re.fullmatch(r"/H\d", node["/S"])]


def bookmarks(marks: Any) -> list[Any]:
    return [bookmarks(mark) if isinstance(mark, list) else mark.title for mark in marks]


class TestOneFile:
    def test_it_says_what_one_piece_says(self, long: Any, whole: Any) -> None:
        assert Counter(letters(long)) == Counter(letters(whole)) != Counter()

    def test_it_has_the_same_headings(self, long: Any, whole: Any) -> None:
        assert headings(long) == headings(whole)
        assert ("/H1", f"Check {ODD}") in headings(long)

    def test_no_rank_of_heading_is_left_out(self, long: Any) -> None:
        ranks = [int(kind[2]) for kind, _ in headings(long)]
        assert all(later <= earlier + 1 for earlier, later in pairwise(ranks))

    def test_it_has_the_same_bookmarks(self, long: Any, whole: Any) -> None:
        assert bookmarks(long.outline) == bookmarks(whole.outline)

    def test_each_bookmark_leads_to_the_page_with_its_heading(self, long: Any) -> None:
        for mark in [m for m in long.outline[1] if not isinstance(m, list)]:
            page = long.pages[long.get_destination_page_number(mark)]
            assert mark.title.split()[0] in page.extract_text()

    def test_it_has_as_many_tags_of_each_kind(self, long: Any, whole: Any) -> None:
        counts, wanted = (Counter(node["/S"] for node in tree(root(pdf))) for pdf in (long, whole))
        assert counts["/Document"] == 1
        own = {"/P", "/L"}  # one more for the last line, and for each run that was cut
        assert {k: n for k, n in counts.items() if k not in own} == {k: n for k, n in wanted.items() if k not in own}

    def test_every_piece_of_a_page_has_the_tag_that_claims_it(self, long: Any) -> None:
        numbers = root(long)["/ParentTree"]["/Nums"]
        claimed = dict(zip(numbers[::2], numbers[1::2], strict=True))
        assert sorted(claimed) == list(range(len(long.pages)))
        for page in long.pages:
            tags = claimed[page["/StructParents"]].get_object()
            marked = set(map(int, re.findall(rb"/MCID (\d+)", page.get_contents().get_data())))
            assert marked == set(range(len(tags)))
            for number, tag in enumerate(tags):
                assert number in tag.get_object()["/K"]
                assert tag.get_object()["/Pg"].get_object() == page.get_object()

    def test_every_tag_hangs_below_the_one_that_lists_it(self, long: Any) -> None:
        for node in tree(root(long)):
            for kid in node.get("/K", []):
                if isinstance(kid.get_object(), dict):
                    assert kid.get_object()["/P"].get_object() == node

    def test_each_cell_names_the_head_of_its_own_table(self, long: Any) -> None:
        named = root(long)["/IDTree"]["/Names"]
        heads = dict(zip(named[::2], named[1::2], strict=True))
        tables = [node for node in tree(root(long)) if node["/S"] == "/Table"]
        assert len(tables) == 2
        assert list(heads) == sorted(heads)
        assert len(heads) == 4
        for table in tables:
            own = {node["/ID"] for node in tree(table) if node["/S"] == "/TH"}
            cells = [node["/A"][0]["/Headers"] for node in tree(table) if node["/S"] == "/TD"]
            assert {name for cell in cells for name in cell} == own
            assert all(heads[name].get_object()["/ID"] == name for name in own)

    def test_the_pages_are_numbered_on_and_the_last_says_how_many(self, long: Any) -> None:
        for number, page in enumerate(long.pages, 1):
            assert re.search(rf"Made today\.\s*{number}\b", page.extract_text())
        assert f"This is the last of {len(long.pages)} pages." in long.pages[-1].extract_text()

    def test_it_says_of_itself_what_one_piece_says(self, long: Any, whole: Any) -> None:
        for name in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
            assert long.trailer["/Root"][name] == whole.trailer["/Root"][name]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in long.trailer["/Root"]["/Metadata"].get_data()
        assert long.metadata.title == f"Check {ODD}"

    def test_the_same_document_gives_the_same_bytes(self) -> None:
        assert as_pdf(document(30)) == as_pdf(document(30))


class TestWhatIsNoFileOfTypst:
    @given(st.binary(max_size=200))
    def test_bytes(self, data: bytes) -> None:
        with pytest.raises(NotJoined):
            joined([data])

    def test_another_typst_makes_a_summary_in_one_piece(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(parts: Any) -> bytes:
            raise NotJoined("another way to write it")

        monkeypatch.setattr(making, "joined", refused)
        content = as_pdf(document(20))
        assert f"1 / {len(read(content).pages)}" in read(content).pages[0].extract_text()

    def test_a_file_cut_short(self) -> None:
        content = as_pdf(document(2))
        with pytest.raises(NotJoined):
            joined([content, content[:-200]])

    def test_a_file_with_a_byte_too_many_at_its_head(self) -> None:
        content = as_pdf(document(2))
        with pytest.raises(NotJoined):
            joined([b"%" + content])
        with pytest.raises(NotJoined):
            pages_of(b"%" + content)


RUNS = st.lists(
    st.one_of(
        st.builds(lambda n: {"type": "heading", "text": f"h{n}", "level": 2 + n % 2}, st.integers(0, 9)),
        st.builds(lambda n: {"type": "lines", "caption": "c", "lines": [f"l{n}" * 20] * n}, st.integers(1, 40)),
        st.builds(lambda n: {"type": "items", "start": n % 3, "items": [f"i{n}" * 20] * n}, st.integers(1, 40)),
        st.just({"type": "paragraph", "text": "words " * 30, "quiet": False}),
    ),
    min_size=1,
    max_size=30,
)


class TestParts:
    @given(RUNS, st.integers(300, 20_000))
    def test_nothing_is_lost_or_moved(self, blocks: list[Any], longest: int) -> None:
        def texts(blocks: Any) -> list[str]:
            return [t for b in blocks for t in (b.get("lines") or b.get("items") or [b["text"]])]

        made = parts_of(blocks, 0, longest)
        assert [text for part in made for text in texts(part.blocks)] == texts(blocks)
        assert all(part.blocks for part in made)

    @given(RUNS, st.integers(300, 20_000))
    def test_a_heading_stays_with_what_follows(self, blocks: list[Any], longest: int) -> None:
        made = parts_of(blocks, 0, longest)
        assert all(part.blocks[-1]["type"] != "heading" for part in made[:-1])

    @given(RUNS, st.integers(300, 20_000))
    def test_a_part_knows_the_heading_it_goes_on_under(self, blocks: list[Any], longest: int) -> None:
        open_now = None
        for part in parts_of(blocks, 0, longest):
            assert part.under == open_now
            for block in part.blocks:
                if block["type"] == "heading" and block["level"] == 2:
                    open_now = block["text"]

    def test_what_is_not_long_is_one_part(self) -> None:
        usual = making._blocks(document(8).blocks)
        assert len(parts_of(usual)) == 1
        assert len(parts_of(usual, 0, 1000)) > 1
