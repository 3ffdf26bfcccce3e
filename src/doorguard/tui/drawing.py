"""A page as rows for a terminal of some size: wrapped words and the marker. No Textual in here."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal

from doorguard.pages.page import Line, Page

TEXT_WIDTH = 60
"""Long lines are hard to read (ux section 3)."""
SMALLEST = (40, 15)
TOO_SMALL = "Make this window bigger, or leave and run: doorguard --plain"
Style = Literal["title", "heading", "text", "quiet", "choice", "focus", "label"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page. ``choice`` is the place of the answer that stands on it."""

    text: str
    style: Style = "text"
    choice: int | None = None


def width_for(columns: int) -> int:
    """How wide text may be on a screen of this many columns."""
    return max(20, min(TEXT_WIDTH, columns - 4))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page in two parts: what can be scrolled, and the answers that always stay in view."""

    body: list[Row]
    answers: list[Row]


def drawn(page: Page, *, columns: int, lines: int, focus: int, details: bool, typed: str) -> Drawn:
    """Every row of a page. ``focus`` is the place of the marked answer."""
    width = width_for(columns)
    places = {choice.id: place for place, choice in enumerate(page.choices)}
    found = [Row(line, "title") for line in _wrapped(page.title, width)] + [Row("")]
    shown: set[int] = set()
    for line in page.lines:
        place = places.get(line.choice) if line.choice else None
        if place is not None and line.kind != "row":
            shown.add(place)
            found += _choice(_with_label(line), place, focus, width)
        else:
            found += _line(line, width)
    if details:
        found += [Row(""), Row("Details", "heading")]
        for line in page.details or (Line(text="There are no details on this page."),):
            found += _line(line, width)
    answers: list[Row] = []
    for place in range(len(page.choices)):
        if place not in shown:
            answers += _choice(page.choices[place].text, place, focus, width)
    if page.typed is not None:
        answers += _typed(page, typed, width)
    while found and not found[-1].text:
        found.pop()
    if len(answers) > lines // 2:
        return Drawn([*found, Row(""), *answers], [])
    return Drawn(found, answers)


def _with_label(line: Line) -> str:
    return f"{line.label}: {line.text}" if line.label else line.text


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [""]


def _line(line: Line, width: int) -> list[Row]:
    match line.kind:
        case "heading":
            return [Row(""), *(Row(text, "heading") for text in _wrapped(line.text, width))]
        case "row" | "state":
            return [Row(text, "label") for text in _wrapped(_with_label(line), width, "", "  ")]
        case "item":
            return [Row(text) for text in _wrapped(line.text, width, "- ", "  ")]
        case "quiet":
            return [Row(text, "quiet") for text in _wrapped(line.text, width)]
        case _:
            return [*(Row(text) for text in _wrapped(line.text, width)), Row("")]


def _choice(text: str, place: int, focus: int, width: int) -> list[Row]:
    marked = place == focus
    head = f"{'>' if marked else ' '} {place + 1:<3}"
    style: Style = "focus" if marked else "choice"
    return [Row(line, style, place) for line in _wrapped(text, width, head, " " * len(head))]


def _typed(page: Page, typed: str, width: int) -> list[Row]:
    before = _wrapped(f"You typed: {page.typed_before}", width) if page.typed_before else []
    return [
        Row(""),
        *(Row(line, "quiet") for line in before),
        *(Row(line, "label") for line in _wrapped(f"{page.typed}:", width)),
        *(Row(line, "focus") for line in _wrapped(f"> {typed}_", width)),
    ]


def top(columns: int, *, pretend: bool, leave_marked: bool) -> str:
    """The first line of every screen; Leave always stands at its right end."""
    leave = "[Leave Ctrl+C]" if not leave_marked else ">Leave Ctrl+C<"
    name = "doorguard" + ("   Pretend home" if pretend else "")
    return f" {name}{leave:>{max(len(leave) + 1, columns - len(name) - 2)}} "


def bottom(page: Page, columns: int) -> str:
    """The last line: keys at the left, what goes on in the network at the right."""
    keys = " Esc Back  ? Help" if columns < 60 else " Esc Back   ? Help   d Details"
    room = columns - len(keys) - 2
    working = page.working if len(page.working) <= room else page.working[: max(0, room - 3)] + "..."
    return f"{keys}{working:>{max(0, columns - len(keys) - 1)}} "
