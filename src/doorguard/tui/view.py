"""The one widget: it shows the rows of a frame as they are, and redraws those that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from doorguard.tui.themes import Theme, styles

if TYPE_CHECKING:
    from textual import events

    from doorguard.tui.drawing import Row
    from doorguard.tui.frame import Frame
    from doorguard.tui.moving import Way

class Hands(Protocol):
    """Who does what the mouse asks for."""

    def click_leave(self) -> None:
        """Leave was clicked."""

    def click_choice(self, choice: str) -> None:
        """An answer, or the field, was clicked."""

    def turn_wheel(self, way: Way) -> None:
        """The wheel was turned: -1 up, 1 down."""


class PageView(Widget, can_focus=False, inherit_bindings=False):
    """The whole window. ``hands`` is told about the mouse; ``theme`` says how each row looks."""

    DEFAULT_CSS = "PageView { width: 100%; height: 100%; background: ansi_default; color: ansi_default; }"

    def __init__(self, hands: Hands, theme: Theme) -> None:
        super().__init__()
        self._hands = hands
        self._styles = styles(theme)
        self._frame: Frame | None = None

    def show(self, frame: Frame) -> None:
        """Show this frame from now on."""
        before, self._frame = self._frame, frame
        if before is None or len(before.rows) != len(frame.rows) or len(frame.rows) != self.size.height:
            self.refresh()
            return
        changed = [y for y, row in enumerate(frame.rows) if row != before.rows[y]]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """One row, filled up with spaces."""
        rows = self._frame.rows if self._frame else []
        row: Row | None = rows[y] if y < len(rows) else None
        if row is None:
            return Strip.blank(self.size.width, self._styles["text"])
        strip = Strip([Segment(row.text, self._styles[row.style])] if row.text else [])
        return strip.adjust_cell_length(self.size.width, self._styles["text"])

    def on_click(self, event: events.Click) -> None:
        """On Leave, or on an answer."""
        if self._frame is None:
            return
        first, last = self._frame.leave
        if event.y == 0 and first <= event.x <= last:
            self._hands.click_leave()
        elif 0 <= event.y < len(self._frame.rows):
            choice = self._frame.rows[event.y].choice
            if choice is not None:
                self._hands.click_choice(choice)

    def on_mouse_scroll_down(self) -> None:
        """Read on."""
        self._hands.turn_wheel(1)

    def on_mouse_scroll_up(self) -> None:
        """Read back."""
        self._hands.turn_wheel(-1)
