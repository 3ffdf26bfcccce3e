"""Moving on a page: which answer is marked next, and how far it is scrolled. Pure.

What is marked is always in view, so that Enter never takes an answer that nobody sees.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from doorguard.pages.page import Page
from doorguard.tui.drawing import FIELD, LEAVE, Look
from doorguard.tui.frame import Frame, frame

Way = Literal[-1, 1]
"""Back or up; on or down."""


def tab(page: Page, look: Look, way: Way) -> Look:
    """Tab or Shift+Tab: marks the next stop, wherever it is."""
    return in_view(page, replace(look, focus=_next(frame(page, look), look.focus, way)))


def arrow(page: Page, look: Look, way: Way) -> Look:
    """Up or Down: marks the next answer; where that is far off, reads on towards it first."""
    now = frame(page, look)
    to = _next(now, look.focus, way)
    at = _place(now, to)
    unread = now.last - now.scroll if way > 0 else now.scroll
    near = at is not None and -now.seen // 2 <= at[0] - now.scroll < now.seen + now.seen // 2
    # The answers at the foot are always in view: going up among them passes over nothing unread.
    at_foot = way < 0 and at is None and to != LEAVE
    if unread <= 0 or near or at_foot or look.focus == LEAVE:
        return in_view(page, replace(look, focus=to))
    return _scrolled(now, look, now.scroll + way * max(1, now.seen // 2), way)


def turn(page: Page, look: Look, way: Way) -> Look:
    """Page Up or Page Down: reads on; two rows stay in view."""
    now = frame(page, look)
    return _scrolled(now, look, now.scroll + way * max(1, now.seen - 2), way)


def wheel(page: Page, look: Look, way: Way) -> Look:
    """The wheel of the mouse: three rows."""
    now = frame(page, look)
    return _scrolled(now, look, now.scroll + way * 3, way)


def in_view(page: Page, look: Look) -> Look:
    """Scrolled so far that what is marked can be seen with the line above it, and no further."""
    now = frame(page, look)
    at = _place(now, look.focus)
    if at is None or not now.seen:
        return replace(look, scroll=now.scroll)
    first, last = at
    lowest = last + 1 - now.seen
    return replace(look, scroll=max(lowest, min(now.scroll, max(0, first - 2))))


def settled(page: Page, look: Look) -> Look:
    """After a change of the page: a scroll that exists, and nothing marked out of view."""
    now = frame(page, look)
    return _scrolled(now, look, now.scroll, 1)


def can_mark(page: Page, stop: str) -> bool:
    """Whether this is still there to be marked."""
    return stop == LEAVE or (stop == FIELD and page.typed is not None) or any(c.id == stop for c in page.choices)


def first_mark(page: Page, look: Look) -> str | None:
    """What is marked when a page is opened: the field, or the first answer where it is in view."""
    now = frame(page, look)
    to = FIELD if page.typed is not None else next((choice.id for choice in page.choices), None)
    return to if to is not None and _visible(now, to, now.scroll) else None


def _next(now: Frame, focus: str | None, way: Way) -> str:
    """The answer below (or above) the marked one; Leave stands between the last and the first."""
    every = [*now.order, LEAVE]
    if focus in every:
        return every[(every.index(focus) + way) % len(every)]
    if way > 0:  # nothing is marked: the first that is not above the window
        return next(stop for stop in every if (at := _place(now, stop)) is None or at[0] >= now.scroll)
    above = [stop for stop in every if (at := _place(now, stop)) and at[1] < now.scroll + now.seen]
    return above[-1] if above else LEAVE


def _scrolled(now: Frame, look: Look, to: int, way: Way) -> Look:
    """Scrolled; an answer that went out of view gives its mark to one that is in view, if any."""
    scroll = max(0, min(now.last, to))
    focus = look.focus
    if focus is not None and not _visible(now, focus, scroll):
        seen = [row.choice for row in now.body[scroll : scroll + now.seen] if row.choice is not None]
        whole = [choice for choice in seen if _visible(now, choice, scroll)]
        focus = whole[0 if way > 0 else -1] if whole else None
    return replace(look, scroll=scroll, focus=focus)


def _visible(now: Frame, stop: str, scroll: int) -> bool:
    """True for all of an answer in the window, and for what is always there."""
    at = _place(now, stop)
    return at is None or not now.seen or (scroll <= at[0] and at[1] < scroll + now.seen)


def _place(now: Frame, stop: str | None) -> tuple[int, int] | None:
    """First and last row of an answer in the part that scrolls; None when it is not in there."""
    at = [place for place, row in enumerate(now.body) if stop is not None and row.choice == stop]
    return (at[0], at[-1]) if at else None
