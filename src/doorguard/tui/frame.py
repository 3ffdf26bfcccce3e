"""What stands in the window: top line, page, bottom line; what is in view of a long page. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.cells import cell_len

from doorguard.pages.page import Page
from doorguard.tui.drawing import LEAVE, Drawn, Look, Row, draw
from doorguard.tui.wrapping import fitted, printable, wrapped
from doorguard.wording import N_, _

SMALLEST = (40, 15)
"""Columns and rows below which a page cannot be read (ux section 3)."""
TOO_SMALL = N_("Make this window bigger, or leave and run: doorguard --plain")
LEAVE_WORDS = N_("[Leave Ctrl+C]")
MORE_ABOVE = N_("(more above: Up or Page Up)")
MORE_BELOW = N_("(more below: Down or Page Down)")
ROOMY = 24
"""From this many rows on there is one to spare between a long text and its answers."""
ROOM_FOR_KEYS = 76
"""From this many columns on the bottom line also says how to choose."""
NARROW = 60
"""Below this many columns the bottom line keeps Back and Help; the rest stands in the help."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The whole window: as many rows as it has. ``body`` is all that can be scrolled, ``seen`` how
    many rows of it are in view from row ``scroll`` on (0 and 0: everything is in view).

    ``order`` are the answers (and the field) from top to bottom. ``leave`` is the first and the last
    column of Leave in the top line.
    """

    rows: list[Row]
    body: list[Row]
    scroll: int = 0
    seen: int = 0
    order: tuple[str, ...] = ()
    leave: tuple[int, int] = (0, 0)
    details_at: int | None = None
    small: bool = False

    @property
    def last(self) -> int:
        """The furthest that it can be scrolled."""
        return max(0, len(self.body) - self.seen) if self.seen else 0


def frame(page: Page, look: Look) -> Frame:
    """Lay a page out. A scroll that is out of range is brought back into it."""
    if too_small(look.columns, look.lines):
        rows = [Row(text) for text in wrapped(_(TOO_SMALL), max(1, look.columns))]
        return Frame(_filled(rows, look.lines)[: look.lines], [], small=True)
    drawn = draw(page, look)
    room = look.lines - 2
    bar, leave = _top(page, look)
    whole = [Row(), *drawn.body, *_after(drawn, room if page.live else 0)]
    if len(whole) <= room:
        rows, found = _filled(whole, room), Frame([], drawn.body)
    else:
        rows, found = _window(_merged(drawn, room), look, room)
    inset = [replace(row, text=" " * look.margin + row.text) if row.text else row for row in rows]
    return replace(
        found,
        rows=[bar, *inset, _bottom(page, look)],
        order=tuple(dict.fromkeys(row.choice for row in (*drawn.body, *drawn.answers) if row.choice)),
        leave=leave,
        details_at=drawn.details_at,
    )


def too_small(columns: int, lines: int) -> bool:
    """True for a window in which no page can be read."""
    return columns < SMALLEST[0] or lines < SMALLEST[1]


def _filled(rows: list[Row], count: int) -> list[Row]:
    return rows + [Row()] * max(0, count - len(rows))


def _after(drawn: Drawn, room: int) -> list[Row]:
    """The answers below the text. On a page that grows (``room`` > 0) they stay at the foot."""
    if not drawn.answers:
        return []
    gap = max(1, room - 2 - len(drawn.body) - len(drawn.answers)) if room else 1
    return [*[Row()] * gap, *drawn.answers, Row()]


def _merged(drawn: Drawn, room: int) -> Drawn:
    """Answers that would leave too little of the text in view are scrolled with it."""
    if len(drawn.answers) <= room // 2 - 2:
        return drawn
    return Drawn([*drawn.body, Row(), *drawn.answers], [], drawn.details_at)


def _window(drawn: Drawn, look: Look, room: int) -> tuple[list[Row], Frame]:
    """A part of a long page, with words that say that there is more of it."""
    gap = [Row()] if look.lines >= ROOMY else []
    foot = [*gap, *drawn.answers, Row()] if drawn.answers else gap
    seen = room - 2 - len(foot)
    scroll = max(0, min(look.scroll, len(drawn.body) - seen))
    width = look.columns - look.margin
    more_above = Row(fitted(_(MORE_ABOVE), width)) if scroll > 0 else Row()
    more_below = Row(fitted(_(MORE_BELOW), width)) if scroll + seen < len(drawn.body) else Row()
    rows = [more_above, *_filled(drawn.body[scroll : scroll + seen], seen), more_below, *foot]
    return rows, Frame([], drawn.body, scroll, seen)


def _top(page: Page, look: Look) -> tuple[Row, tuple[int, int]]:
    """The first line of every page; Leave always stands at its right end."""
    marked = look.focus == LEAVE
    words = fitted(_(LEAVE_WORDS), look.columns - 2)
    leave = words.replace("[", ">").replace("]", "<") if marked else words
    start = look.columns - cell_len(leave) - 1
    name = fitted(_name(page, start), start)
    gap = " " * (start - cell_len(name))
    row = Row(f"{name}{gap}{leave} ", "bar-mark" if marked else "bar")
    return row, (start, look.columns - 2)


def _name(page: Page, room: int) -> str:
    """The program's name, and the mark of the pretend home, which stays where there is room for one alone."""
    if not page.pretend:
        return " doorguard"
    mark = _("Pretend home")
    whole = f" doorguard  {mark}"
    return whole if cell_len(whole) <= room else f" {mark}"


def _bottom(page: Page, look: Look) -> Row:
    """The last line: keys at the left, what goes on in the network at the right."""
    if look.hint:
        keys = look.hint
    elif page.typed is not None:
        # letters and ? are typed there
        keys = _("Enter Go on   Esc Back   F1 Help") if look.columns >= ROOM_FOR_KEYS else _("Esc Back F1 Help")
        if page.secret and page.choices and look.columns >= ROOM_FOR_KEYS:  # a number is a part of the secret there
            keys = _("Up Choose   {keys}").format(keys=keys)
    elif look.columns < NARROW:
        keys = _("Esc Back  ? Help")
    else:
        keys = _("Esc Back   ? Help   d Details") if page.details else _("Esc Back   ? Help")
        if page.choices and look.columns >= ROOM_FOR_KEYS:
            keys = _("1-9 Choose   {keys}").format(keys=keys)
    keys = fitted(f" {keys}", look.columns - 1)
    working = fitted(printable(page.working, ascii_only=look.ascii_only), look.columns - cell_len(keys) - 2)
    gap = " " * (look.columns - cell_len(keys) - cell_len(working) - 1)
    return Row(fitted(f"{keys}{gap}{working} ", look.columns), "bar")
