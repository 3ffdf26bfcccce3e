"""Every page in every window: nothing beyond the edge, nothing out of reach, Leave always in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from doorguard.pages.page import Choice, Line, Page
from doorguard.tui import moving
from doorguard.tui.drawing import FIELD, LEAVE, LIST_WIDTH, MARGIN, TEXT_WIDTH, Look
from doorguard.tui.frame import LEAVE_WORDS, MORE_ABOVE, MORE_BELOW, TOO_SMALL, Frame, frame

SIZES = [(80, 24), (200, 50), (40, 24), (40, 15), (61, 20), (101, 16)]

LONG = Page(
    id="long",
    title="A long page",
    lines=tuple(Line(text=f"Line number {n}", kind="item") for n in range(60)),
    choices=(Choice(id="a", text="First"), Choice(id="b", text="Second")),
    details=(Line(text="port 23", label="Where", kind="row"),),
)


@pytest.fixture(scope="module")
def shapes(all_pages: list[Page]) -> list[Page]:
    """Of each kind of page the first we met, and the three with the most on it."""
    kinds: dict[str, list[Page]] = {}
    for page in dict.fromkeys(all_pages):
        kinds.setdefault(page.id, []).append(page)
    return [
        page
        for same in kinds.values()
        for page in dict.fromkeys([same[0], *sorted(same, key=lambda p: len(p.lines) + len(p.choices))[-3:]])
    ]


def seen(shown: Frame) -> str:
    return "\n".join(row.text for row in shown.rows)


def read_through(page: Page, look: Look) -> str:
    """All that comes into view with Page Down."""
    found = []
    for _ in range(300):
        shown = frame(page, look)
        found += [row.text.strip() for row in shown.rows]
        if shown.scroll == shown.last:
            return " ".join(found)
        look = moving.turn(page, look, 1)
    raise AssertionError("the page has no end")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_page_fits_every_window_and_can_be_read_to_its_end(shapes: list[Page], size: tuple[int, int]) -> None:
    for page in shapes:
        look = Look(columns=size[0], lines=size[1])
        shown = frame(page, look)
        assert len(shown.rows) == size[1], page.id
        assert all(cell_len(row.text) <= size[0] for row in shown.rows), page.id
        for row in shown.rows[1:-1]:
            assert cell_len(row.text.strip()) <= (LIST_WIDTH if row.choice else TEXT_WIDTH), page.id
        first, last = shown.leave
        assert shown.rows[0].text[first : last + 1] == LEAVE_WORDS
        assert last == size[0] - 2, page.id
        assert ("Pretend home" in shown.rows[0].text) == page.pretend
        everything = read_through(page, look)
        for words in [page.title, *(line.text for line in page.lines), *(c.text for c in page.choices), page.typed or ""]:
            for word in words.split():
                assert word in everything or cell_len(word) > 30, (page.id, word)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_foot_says_what_goes_on_in_the_network(shapes: list[Page], size: tuple[int, int]) -> None:
    for page in shapes:
        foot = frame(page, Look(columns=size[0], lines=size[1])).rows[-1].text
        assert "Esc Back" in foot
        assert "Help" in foot
        assert page.working in foot or foot.rstrip().endswith("...")
        assert page.working in foot or size[0] < 80 or len(page.working) > 40


def test_text_begins_near_the_left_and_further_in_on_wide_windows() -> None:
    narrow, wide = (frame(LONG, Look(columns=c, lines=24)).rows[2].text for c in (80, 200))
    assert narrow.index("A long") == MARGIN
    assert wide.index("A long") > 20


def test_a_long_page_says_in_words_that_there_is_more() -> None:
    look = Look(columns=80, lines=24)
    assert MORE_BELOW in seen(frame(LONG, look))
    assert MORE_ABOVE not in seen(frame(LONG, look))
    middle = moving.turn(LONG, look, 1)
    assert MORE_BELOW in seen(frame(LONG, middle))
    assert MORE_ABOVE in seen(frame(LONG, middle))
    end = frame(LONG, replace(look, scroll=999))
    assert MORE_BELOW not in seen(end)
    assert "Line number 59" in seen(end)


def test_answers_stay_in_view_below_a_long_text() -> None:
    assert "2  Second" in seen(frame(LONG, Look(columns=80, lines=24)))


def test_answers_that_would_hide_the_text_are_scrolled_with_it() -> None:
    many = replace(LONG, choices=tuple(Choice(id=str(n), text=f"Answer {n}") for n in range(30)))
    shown = frame(many, Look(columns=80, lines=24))
    assert "Line number 5" in seen(shown)
    assert "Answer 29" not in seen(shown)
    assert "Answer 29" in read_through(many, Look(columns=80, lines=24))


def test_a_page_that_grows_keeps_its_answers_at_the_foot() -> None:
    short = replace(LONG, lines=LONG.lines[:1], live=True)
    longer = replace(LONG, lines=LONG.lines[:5], live=True)
    at = [
        [y for y, row in enumerate(frame(page, Look(columns=80, lines=24)).rows) if row.choice == "a"]
        for page in (short, longer)
    ]
    assert at[0] == at[1]


def test_what_is_marked_is_marked_by_a_character() -> None:
    shown = frame(LONG, Look(columns=80, lines=24, focus="b"))
    assert [row.text.strip() for row in shown.rows if ">" in row.text] == ["> 2  Second"]
    assert ">Leave Ctrl+C<" in frame(LONG, Look(columns=80, lines=24, focus=LEAVE)).rows[0].text


def test_details_come_after_the_page() -> None:
    look = Look(columns=80, lines=24, details=True)
    shown = frame(LONG, look)
    assert shown.details_at is not None
    assert "Where: port 23" in seen(frame(LONG, replace(look, scroll=shown.details_at)))
    assert "no details" in seen(frame(replace(LONG, lines=(), details=()), look))


def test_what_is_typed_is_shown_to_its_last_letter() -> None:
    page = Page(id="t", title="A name", typed="Its name", typed_before="something")
    shown = seen(frame(page, Look(columns=40, lines=20, focus=FIELD, typed="1234567890" * 10 + "the end")))
    assert "theend_" in "".join(shown.split())
    assert "You typed: something" in shown
    assert "F1 Help" in shown
    assert "? Help" not in shown


@pytest.mark.parametrize("size", [(39, 24), (80, 14), (10, 3), (1, 1)])
def test_a_window_that_is_too_small_says_so_in_one_sentence(size: tuple[int, int]) -> None:
    shown = frame(LONG, Look(columns=size[0], lines=size[1]))
    assert shown.small
    assert len(shown.rows) == size[1]
    words = " ".join(" ".join(row.text for row in shown.rows).split())
    assert TOO_SMALL.startswith(words[:8].strip()) if size[1] < 5 else words == TOO_SMALL


def test_plain_terminals_get_plain_characters(shapes: list[Page]) -> None:
    foreign = Page(id="f", title="Küche \u2013 客廳", lines=(Line(text="Caméra\u2026"),), choices=(Choice(id="a", text="Où\u2019s"),))
    for page in [*shapes, foreign]:
        assert all(row.text.isascii() for row in frame(page, Look(columns=80, lines=24, ascii_only=True)).rows)
    assert "Kuche - ??" in seen(frame(foreign, Look(columns=80, lines=24, ascii_only=True)))


HOSTILE = [
    "\x1b[2J\x1b]0;x\x07cam",
    "\x9b31mcam",
    "cam\u202egpj.exe",
    "cam\u2066x\u2069",
    "line\r\nbreak\x08\x08",
    "zero\u200bwidth\ufeff",
    "[bold red]cam[/]",
    "[/",
    "a" * 400,
    "\U000e0041tag",
    "客" * 200,
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("size", SIZES[:4], ids=lambda size: f"{size[0]}x{size[1]}")
def test_hostile_words_are_harmless_wherever_they_stand(words: str, size: tuple[int, int]) -> None:
    page = Page(
        id="p",
        title=words,
        lines=(Line(text=words), Line(text=words, label=words, kind="row"), Line(text=words, kind="item", choice="c")),
        choices=(Choice(id="c", text=words), Choice(id="e", text=words)),
        typed=words,
        typed_before=words,
        details=(Line(text=words),),
        working=words,
    )
    shown = frame(page, Look(columns=size[0], lines=size[1], typed=words, details=True, focus="c"))
    assert all(row.text.isprintable() for row in shown.rows)
    assert all(cell_len(row.text) <= size[0] for row in shown.rows)
    first, last = shown.leave
    assert shown.rows[0].text[first : last + 1] == LEAVE_WORDS
