"""A page as rows of words, for a terminal of some width. Pure: no Textual, no window, no scrolling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from doorguard.pages.page import Line, Page
from doorguard.tui.wrapping import printable, typed_lines, wrapped
from doorguard.wording import _

TEXT_WIDTH = 60
"""Columns of text at most: long lines are hard to read (ux section 3)."""
LIST_WIDTH = 96
"""Columns of an answer at most: a list is looked through, not read, and one row for each is easier."""
MARGIN = 2
WIDE = 100
"""From this many columns on the text stands further in."""

FIELD = "\0type here"
"""In place of a choice id: the field where text is typed."""
LEAVE = "\0leave"
"""In place of a choice id: Leave, in the top line."""

Style = Literal["text", "title", "heading", "mark", "bar", "bar-mark"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``choice`` is the id of the answer that stands on it."""

    text: str = ""
    style: Style = "text"
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as rows. ``answers`` may stay in view while ``body`` scrolls.

    ``details_at`` is the place in ``body`` where the technical details begin.
    """

    body: list[Row]
    answers: list[Row]
    details_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a page is looked at: the columns and rows of the window, what is marked, what is typed.

    ``focus`` is a choice id, :data:`FIELD`, :data:`LEAVE` or None; ``scroll`` counts rows; ``hint``
    takes the place of the key names for a moment; ``ascii_only`` is for terminals that know no other
    characters.
    """

    columns: int
    lines: int
    focus: str | None = None
    typed: str = ""
    details: bool = False
    scroll: int = 0
    hint: str = ""
    ascii_only: bool = False

    @property
    def width(self) -> int:
        """Columns that text may take."""
        return max(20, min(TEXT_WIDTH, self.columns - 2 * MARGIN))

    @property
    def margin(self) -> int:
        """Empty columns to the left of the text."""
        return MARGIN if self.columns <= WIDE else (self.columns - self.width) // 4

    @property
    def list_width(self) -> int:
        """Columns that an answer may take."""
        return max(self.width, min(LIST_WIDTH, self.columns - self.margin - MARGIN))

    def wrap(self, text: str, first: str = "", rest: str = "", *, width: int | None = None) -> list[str]:
        """Wrapped, and harmless to the terminal."""
        return wrapped(printable(text, ascii_only=self.ascii_only), width or self.width, first, rest)


def draw(page: Page, look: Look) -> Drawn:
    """Every row of a page, without its margin. Answers named by a line stand at that line."""
    places = {choice.id: place for place, choice in enumerate(page.choices, 1)}
    body = [Row(text, "title") for text in look.wrap(page.title)] + [Row()]
    inline: set[str] = set()
    number = number_typed(page, look)
    before: Line | None = None
    for line in page.lines:
        if before is not None and _apart(before, line):
            body.append(Row())
        before = line
        if line.choice in places and line.kind != "row":
            inline.add(line.choice)
            body += _choice(_with_label(line), line.choice, places[line.choice], look, number)
        else:
            body += _line(line, look)
    body = _calm(body)
    details_at = len(body) if look.details else None
    if look.details:
        body += [Row(), Row(_("Details"), "heading")]
        for line in page.details or (Line(text=_("There are no details on this page.")),):
            body += _line(line, look)
    answers: list[Row] = []
    for choice in page.choices:
        if choice.id not in inline:
            answers += _choice(choice.text, choice.id, places[choice.id], look, number)
    if page.typed is not None:
        answers += [*([Row()] if answers else []), *_typed(page, page.typed, look)]
    return Drawn(_calm(body), answers, details_at)


def _calm(rows: list[Row]) -> list[Row]:
    """Never two empty rows together, and none at the end."""
    kept: list[Row] = []
    for row in rows:
        if row.text or (kept and kept[-1].text):
            kept.append(row)
    while kept and not kept[-1].text:
        kept.pop()
    return kept


def _apart(above: Line, below: Line) -> bool:
    """An empty row between what belongs to different things."""
    if below.kind == "text":
        return above.kind != "heading"
    return below.kind == "row" and above.kind in ("quiet", "item")


def _with_label(line: Line) -> str:
    if not line.label:
        return line.text
    return f"{line.label}{'' if line.label.endswith('?') else ':'} {line.text}"


def _line(line: Line, look: Look) -> list[Row]:
    match line.kind:
        case "heading":
            return [Row(), *(Row(text, "heading") for text in look.wrap(line.text))]
        case "row" | "state":
            return [Row(text) for text in look.wrap(_with_label(line), "", "  ")]
        case "item":
            return [Row(text) for text in look.wrap(line.text, "- ", "  ")]
        case "quiet":
            return [Row(text) for text in look.wrap(line.text)]
        case _:
            return [*(Row(text) for text in look.wrap(line.text)), Row()]


def _choice(text: str, choice: str, place: int, look: Look, number: int | None) -> list[Row]:
    """The number and the answer; what is marked has ``>`` before it, not a colour alone."""
    marked = choice == look.focus or place == number
    head = f"{'>' if marked else ' '} {place:<2} "
    rows = look.wrap(text, head, " " * len(head), width=look.list_width)
    enter = _("(press Enter)")
    if marked and look.hint == press_enter(str(place)) and cell_len(f"{rows[-1]}  {enter}") <= look.list_width:
        rows[-1] = f"{rows[-1]}  {enter}"  # said where the eyes are, too
    return [Row(row, "mark" if marked else "text", choice) for row in rows]


def press_enter(number: str) -> str:
    """What comes after a number that alone chooses nothing yet."""
    return _("{number}: press Enter").format(number=number)


def number_typed(page: Page, look: Look) -> int | None:
    """The number of an answer, where nothing else was typed into the field beside it; never of what is secret."""
    if page.secret:
        return None
    numbers = range(1, len(page.choices) + 1)
    return next((number for number in numbers if look.focus == FIELD and look.typed == str(number)), None)


def _typed(page: Page, prompt: str, look: Look) -> list[Row]:
    """The field. Its mark is ``>`` as well, and ``_`` shows where the next letter will stand."""
    before = look.wrap(_("You typed: {what}").format(what=page.typed_before)) if page.typed_before else []
    marked = look.focus == FIELD
    shown = "*" * len(look.typed) if page.secret else printable(look.typed, ascii_only=look.ascii_only)
    typed = shown + ("_" if marked else "")
    head = "> " if marked else "  "
    pieces = typed_lines(typed, look.width - len(head))
    return [
        *(Row(text) for text in before),
        *(Row(text, "heading") for text in look.wrap(f"{prompt}:")),
        *(Row((head if at == 0 else "  ") + text, "text", FIELD) for at, text in enumerate(pieces)),
    ]
