"""Moving: everything can be reached, and what is marked is always in view."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.pages.page import Choice, Line, Page
from doorguard.tui import moving
from doorguard.tui.drawing import FIELD, LEAVE, Look
from doorguard.tui.frame import frame


def a_page(lines: int, inline: list[int], below: int, *, typed: bool = False) -> Page:
    """A page of many lines, with answers at some of them and others below."""
    return Page(
        id="p",
        title="Title",
        lines=tuple(
            Line(text=f"line {n}", kind="item", choice=f"in{n}" if n in inline else None) for n in range(lines)
        ),
        choices=(
            *(Choice(id=f"in{n}", text=f"line {n}") for n in sorted(set(inline)) if n < lines),
            *(Choice(id=f"b{n}", text=f"below {n}") for n in range(below)),
        ),
        typed="Type" if typed else None,
    )


PAGES = st.builds(
    a_page,
    st.integers(0, 80),
    st.lists(st.integers(0, 79), max_size=12),
    st.integers(0, 12),
    typed=st.booleans(),
)
few = settings(max_examples=40, deadline=None)
SIZES = st.sampled_from([(80, 24), (40, 15), (200, 50)])
MOVES = {
    "down": lambda page, look: moving.arrow(page, look, 1),
    "up": lambda page, look: moving.arrow(page, look, -1),
    "tab": lambda page, look: moving.tab(page, look, 1),
    "back": lambda page, look: moving.tab(page, look, -1),
    "pagedown": lambda page, look: moving.turn(page, look, 1),
    "pageup": lambda page, look: moving.turn(page, look, -1),
    "wheel": lambda page, look: moving.wheel(page, look, 1),
    "wheel back": lambda page, look: moving.wheel(page, look, -1),
}


def marked_in_view(page: Page, look: Look) -> bool:
    rows = frame(page, look).rows
    if look.focus is None:
        return not any(row.text.lstrip().startswith("> ") for row in rows)
    if look.focus == LEAVE:
        return ">Leave" in rows[0].text
    return any(row.choice == look.focus and row.text.lstrip().startswith(">") for row in rows)


@few
@given(PAGES, SIZES, st.lists(st.sampled_from(sorted(MOVES)), max_size=30))
def test_what_is_marked_is_always_in_view(page: Page, size: tuple[int, int], moves: list[str]) -> None:
    look = Look(columns=size[0], lines=size[1])
    look = replace(look, focus=moving.first_mark(page, look))
    assert marked_in_view(page, look)
    for move in moves:
        look = MOVES[move](page, look)
        assert marked_in_view(page, look), (move, look)


@pytest.mark.parametrize("move", ["down", "up", "tab", "back"])
@few
@given(page=PAGES, size=SIZES)
def test_every_answer_and_leave_is_reached_with_one_key(move: str, page: Page, size: tuple[int, int]) -> None:
    look = Look(columns=size[0], lines=size[1])
    look = replace(look, focus=moving.first_mark(page, look))
    reached = {look.focus}
    for _ in range(len(page.choices) + 80):
        look = MOVES[move](page, look)
        reached.add(look.focus)
    assert reached - {None} == {*(choice.id for choice in page.choices), LEAVE, *([FIELD] if page.typed else [])}


@few
@given(page=PAGES, size=SIZES)
def test_going_down_passes_over_nothing_unread(page: Page, size: tuple[int, int]) -> None:
    look = Look(columns=size[0], lines=size[1])
    look = replace(look, focus=moving.first_mark(page, look))
    read: set[str] = set()
    for _ in range(200):
        read |= {row.text.strip(" >") for row in frame(page, look).rows}
        look = moving.arrow(page, look, 1)
        if look.focus == LEAVE:
            break
    joined = " ".join(read)
    assert all(line.text in joined for line in page.lines)


def test_a_long_text_is_read_with_the_arrow_before_its_answers() -> None:
    page = a_page(60, [], 2)
    look = Look(columns=80, lines=24, focus="b0")
    seen = [frame(page, look).scroll]
    while (look := moving.arrow(page, look, 1)).focus == "b0":
        seen.append(look.scroll)
    assert seen == sorted(set(seen))
    assert len(seen) > 3
    assert look.focus == "b1"


def test_resizing_keeps_what_is_marked_in_view() -> None:
    page = a_page(80, [70], 1)
    look = moving.tab(page, Look(columns=80, lines=50), 1)
    assert look.focus == "in70"
    look = moving.in_view(page, replace(look, lines=16))
    assert marked_in_view(page, look)
