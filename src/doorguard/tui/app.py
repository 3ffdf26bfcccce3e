"""The screens: one page after another, exactly as the flow gives them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from doorguard.tui import drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doorguard.model import Event
    from doorguard.pages.flow import Flow
    from doorguard.pages.page import Page
    from doorguard.pages.want import Want

REFRESH_SECONDS = 0.1
STYLES: dict[str, str] = {
    "title": "bold",
    "heading": "bold",
    "text": "",
    "quiet": "dim",
    "choice": "",
    "focus": "reverse",
    "label": "",
}
"""Styles without colours: meaning never hangs on one."""
LONGEST_TYPED = 200


class Runner(Protocol):
    """Carries out what a flow wants."""

    def carry_out(self, want: Want) -> Iterator[Event]:
        """Do it; what happens, as events."""

    def stop(self) -> None:
        """Stop what is running."""


class Happened(Message):
    """Something happened in the worker: there are events to take."""


class WorkEnded(Message):
    """The worker has carried out one want."""


class Body(VerticalScroll, can_focus=False):
    """The page itself; long ones scroll."""


class DoorguardApp(App[int]):
    """Draws ``flow.page``; hands keys to the flow; carries out its wants in a worker thread."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = """
    Screen { layout: vertical; background: ansi_default; color: ansi_default; }
    #top, #bottom { height: 1; width: 100%; text-style: reverse; }
    #body { height: 1fr; width: 100%; scrollbar-size-vertical: 1; background: ansi_default; }
    #page { width: 100%; height: auto; padding: 1 0 0 0; background: ansi_default; }
    #answers { width: 100%; height: auto; padding: 1 0 1 0; background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "leave", "Leave", priority=True),
        Binding("escape", "page_back", "Back", priority=True),
        Binding("up,shift+tab", "move(-1)", "Up", priority=True),
        Binding("down,tab", "move(1)", "Down", priority=True),
        Binding("pageup", "scroll_page(-1)", "Page up", priority=True),
        Binding("pagedown", "scroll_page(1)", "Page down", priority=True),
        Binding("enter", "choose", "Choose", priority=True),
        Binding("f1", "press('?')", "Help", priority=True),
    ]

    def __init__(self, flow: Flow, runner: Runner, leave: Callable[[], None], driver: type | None) -> None:
        super().__init__(driver_class=driver, ansi_color=True)
        self.animation_level = "none"
        self._flow, self._runner, self._leave = flow, runner, leave
        self._events: deque[Event] = deque()
        self._focus = -1 if flow.page.id in ("start", "practise") else 0
        self._typed = ""
        self._number = ""
        self._details = False
        self._page: Page = flow.page
        self._drawn = drawing.Drawn([], [])
        self._moved = False
        self._shown = False
        self._drawing_due = False
        self._work_waiting: Want | None = None
        self._working = False

    def compose(self) -> ComposeResult:
        """Top line, page, bottom line."""
        yield Static("", id="top", markup=False)
        with Body(id="body"):
            yield Static("", id="page", markup=False)
        yield Static("", id="answers", markup=False)
        yield Static("", id="bottom", markup=False)

    def on_mount(self) -> None:
        """First paint."""
        self._shown = True
        self.draw()

    def on_unmount(self) -> None:
        """Late events of the worker find nothing to draw on any more."""
        self._shown = False

    def on_resize(self) -> None:
        """Everything is wrapped anew."""
        self.draw()

    # --- drawing -----------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the flow's page as it stands now."""
        if not self._shown:
            return
        page = self._flow.page
        if page.id != self._page.id:
            # The pretend home is never started by an empty Enter (design rule 13).
            self._focus = -1 if page.id in ("start", "practise") else 0
            self._typed, self._details = "", False
            self.query_one("#body", Body).scroll_home(animate=False)
            self._moved = False
            self._number = ""
        elif page.choices != self._page.choices:
            self._keep_focus(page)
        self._page = page
        columns, lines = self.size.width or 80, self.size.height or 24
        small = columns < drawing.SMALLEST[0] or lines < drawing.SMALLEST[1]
        self._drawn = (
            drawing.Drawn([drawing.Row(drawing.TOO_SMALL)], [])
            if small
            else drawing.drawn(
                page,
                columns=columns,
                lines=lines,
                focus=self._focus,
                details=self._details,
                typed=self._typed,
            )
        )
        answers = self.query_one("#answers", Static)
        answers.display = bool(self._drawn.answers)
        answers.update(self._content(self._drawn.answers, columns))
        leave_marked = self._focus == len(page.choices) and page.typed is None
        top = drawing.top(columns, pretend=page.pretend, leave_marked=leave_marked)
        self.query_one("#top", Static).update(Content(top))
        self.query_one("#page", Static).update(self._content(self._drawn.body, columns))
        self.query_one("#bottom", Static).update(Content(drawing.bottom(page, columns)))
        self._show_focus()

    def _keep_focus(self, page: Page) -> None:
        """The marker stays on the same answer when a live list grows."""
        old = self._page.choices
        if self._focus < len(old):
            ids = [choice.id for choice in page.choices]
            self._focus = ids.index(old[self._focus].id) if old[self._focus].id in ids else 0
        else:
            self._focus = min(self._focus, len(page.choices))

    def _content(self, rows: list[drawing.Row], columns: int) -> Content:
        margin = " " * max(1, (columns - drawing.width_for(columns)) // 4 if columns > 100 else 2)
        parts: list[Content] = []
        for row in rows:
            text = Content(f"{margin}{row.text}")
            parts.append(text.stylize(STYLES[row.style], len(margin)) if STYLES[row.style] else text)
        return Content("\n").join(parts)

    def _show_focus(self) -> None:
        """The page begins at its top; once the person moves, the marker stays in view."""
        rows = self._drawn.body
        at = [i for i, row in enumerate(rows) if row.choice == self._focus and row.choice is not None]
        body = self.query_one("#body", Body)
        height = body.size.height
        if self._page.typed is not None and not self._moved:
            # What is to be typed stands at the end of the page, right above where it is typed.
            self.call_after_refresh(body.scroll_end, animate=False)
            return
        if not at or not height or not self._moved:
            return
        if at[-1] + 2 > body.scroll_y + height:
            body.scroll_to(y=at[-1] + 2 - height, animate=False)
        elif at[0] + 1 < body.scroll_y:
            body.scroll_to(y=max(0, at[0]), animate=False)

    # --- keys --------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """The second line of defence: the driver has usually left already."""
        self._leave()

    def action_page_back(self) -> None:
        """One page back."""
        self._flow.back()
        self.after()

    def action_move(self, step: int) -> None:
        """Mark another answer; past the last one Leave is marked."""
        self._number = ""
        count = len(self._page.choices) + 1
        self._focus = (self._focus + step) % count if self._focus >= 0 else (0 if step > 0 else count - 1)
        self._moved = True
        self.draw()

    def action_scroll_page(self, step: int) -> None:
        """Read on."""
        body = self.query_one("#body", Body)
        body.scroll_relative(y=step * max(1, body.size.height - 2), animate=False)

    def action_choose(self) -> None:
        """Take what is marked, or what was typed."""
        if self._page.typed is not None and self._typed:
            typed, self._typed = self._typed, ""
            self._flow.type(typed)
            self.after()
        elif self._focus == len(self._page.choices):
            self._leave()
        elif self._page.choices and self._focus >= 0:
            self._choose(self._focus)

    def action_press(self, key: str) -> None:
        """A letter that means something everywhere."""
        self._flow.press(key)
        self.after()

    def on_key(self, event: events.Key) -> None:
        """Numbers choose, letters act; in a text field they are typed."""
        if self._page.typed is not None and self._type(event):
            event.stop()
            self.draw()
            return
        character = event.character or ""
        if event.key == "space":
            self.action_choose()
        elif character.isdecimal() and character.isascii():
            self._digit(character)
        elif character == "d":
            if not self._flow.press("d"):
                self._details = not self._details
            self.after()
        elif len(character) == 1 and character.isprintable():
            self._flow.press(character)
            self.after()

    def _digit(self, digit: str) -> None:
        """Choose by number. Where a second digit could follow, the first one marks, Enter chooses."""
        count = len(self._page.choices)
        number = int(self._number + digit)
        if not 1 <= number <= count:
            number, self._number = int(digit), ""
        if not 1 <= number <= count:
            self._number = ""
            return
        if number * 10 > count:
            self._number = ""
            self._choose(number - 1)
            return
        self._number += digit
        self._focus, self._moved = number - 1, True
        self.draw()

    def _type(self, event: events.Key) -> bool:
        """True when the key belonged to the text field."""
        if event.key == "backspace":
            self._typed = self._typed[:-1]
            return True
        if event.is_printable and event.character:
            if not self._typed and event.character.isdigit() and self._page.choices:
                return False  # a number chooses while nothing is typed
            self._typed = (self._typed + event.character)[:LONGEST_TYPED]
            return True
        return False

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes where text is typed."""
        if self._page.typed is not None:
            line = "".join(char for char in event.text if char.isprintable())
            self._typed = (self._typed + line)[:LONGEST_TYPED]
            self.draw()

    def on_click(self, event: events.Click) -> None:
        """A click on an answer, or on Leave."""
        if event.screen_y == 0:
            if event.screen_x >= self.size.width - 16:
                self._leave()
            return
        body = self.query_one("#body", Body)
        answers = self.query_one("#answers", Static)
        rows, at = self._drawn.body, int(event.screen_y - 2 + body.scroll_y)
        if answers.display and event.screen_y >= answers.region.y:
            rows, at = self._drawn.answers, event.screen_y - answers.region.y - 1
        place = rows[at].choice if 0 <= at < len(rows) else None
        if place is not None:
            self._choose(place)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._page.choices):
            self._flow.choose(self._page.choices[place].id)
            self.after()

    # --- work --------------------------------------------------------------------------------

    def after(self) -> None:
        """After every answer: carry out what the flow wants, and draw."""
        want = self._flow.wants
        if want is not None:
            if want.kind == "leave":
                self._leave()
            elif want.kind == "stop":
                self._runner.stop()
            elif not self._working:
                self._begin(want)
            else:
                self._work_waiting = want
        self.draw()

    def _begin(self, want: Want) -> None:
        self._working = True
        self.run_worker(lambda: self._work(want), thread=True, exit_on_error=False)

    def _work(self, want: Want) -> None:
        """In a thread: only posts messages."""
        try:
            for event in self._runner.carry_out(want):
                self._events.append(event)
                self.post_message(Happened())
        finally:
            self.post_message(WorkEnded())

    def on_happened(self) -> None:
        """Take events at once, draw at most ten times a second."""
        while self._events:
            self._flow.take(self._events.popleft())
        if not self._drawing_due:
            self._drawing_due = True
            self.set_timer(REFRESH_SECONDS, self._draw_now)

    def _draw_now(self) -> None:
        self._drawing_due = False
        self.draw()

    def on_work_ended(self) -> None:
        """The want is carried out."""
        self.on_happened()
        self._working = False
        self._flow.finished()
        waiting, self._work_waiting = self._work_waiting, None
        if waiting is not None:
            self._begin(waiting)
        self.draw()
