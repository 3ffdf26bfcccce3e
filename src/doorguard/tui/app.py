"""The screens: one page after another, exactly as the flow gives them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from doorguard.tui import moving
from doorguard.tui.drawing import FIELD, LEAVE, Look, number_typed, press_enter
from doorguard.tui.frame import Frame, frame
from doorguard.tui.keys import NOT_WHILE_TYPING, bindings
from doorguard.tui.themes import chosen
from doorguard.tui.view import PageView
from doorguard.tui.work import Work
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorguard.pages.flow import Flow
    from doorguard.pages.page import Page
    from doorguard.pages.runner import Runner

REFRESH_SECONDS = 0.1
LONGEST_TYPED = 4_000
"""Letters of a line that is typed: more than anyone types of what happened; what is pasted beyond it is cut."""
ENTER_AFTER_NUMBER = 1.0
"""Seconds in which an Enter after a number is passed over: plain text mode wants both, and here it
would answer the page that the number opened."""
UNMARKED = ("start", "practise", "leaving", "gate-", "phone-", "country", "asking")
"""Pages that open with nothing marked, so that no empty Enter answers a question or starts the
pretend home (design rules 1 and 13)."""
SAME_NUMBER_AGAIN = 1.0
"""Seconds after which the same figure once more is the answer that it marked, and no second figure."""
SECOND_FIGURE = 5.0
"""Seconds in which a second figure belongs to the first: a number typed later is another answer."""
NEAR_THE_TOP = 4
"""Lines among which a page says what came of an answer."""
HOW_TO_CHOOSE = N_("Type a number")


class OnlyScreen(Screen[None], inherit_bindings=False):
    """Textual's screen without its keys."""


class DoorguardApp(App[int], inherit_bindings=False):
    """Draws ``flow.page``; hands keys to the flow; carries out its wants in a worker thread.

    ``leave`` ends the program; ``driver`` is Textual's own when None; ``ascii_only`` is for terminals
    that know no other characters; ``theme`` is a name of :data:`~doorguard.tui.themes.THEMES`.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings()
    CSS = "Screen { background: ansi_default; color: ansi_default; }"

    def __init__(
        self,
        flow: Flow,
        runner: Runner,
        leave: Callable[[], None],
        driver: type | None,
        *,
        ascii_only: bool = False,
        theme: str = "own",
        crashed: Callable[[BaseException], None] | None = None,
    ) -> None:
        super().__init__(driver_class=driver, ansi_color=True)
        self.animation_level = "none"
        self.leave_columns = (0, -1)
        self._flow, self._leave, self._crashed = flow, leave, crashed
        self._work = Work(flow, runner, self.post_message, self._in_thread)
        self._look = Look(columns=80, lines=24, ascii_only=ascii_only)
        self._theme = chosen(theme)
        self._page: Page | None = None
        self._frame: Frame | None = None
        self._trail: list[tuple[tuple[str, str], str | None, int]] = []
        self._number = ""
        self._chosen_by_number = self._marked_by_number = 0.0
        self._drawing_due = False

    def get_default_screen(self) -> Screen[None]:
        """The only one."""
        return OnlyScreen(id="_default")

    def compose(self) -> ComposeResult:
        """One widget."""
        yield PageView(self, self._theme)

    def on_mount(self) -> None:
        """First paint."""
        self.draw()

    def on_resize(self, event: events.Resize) -> None:
        """Everything is wrapped anew."""
        self._look = replace(self._look, columns=event.size.width, lines=event.size.height)
        if self._page is not None:
            self._look = moving.in_view(self._page, self._look)
            self.draw()

    # --- drawing ------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the flow's page as it stands now."""
        page, before = self._flow.page, self._page
        self._page = page
        if before is None or not _same(before, page):
            self._open(page, before)
        elif page.typed is not None and (before.typed is None or (page != before and self._look.focus == FIELD)):
            self._type_here(page, before)
        else:
            if _says_anew(page, before):
                self._look = replace(self._look, scroll=0)
            if self._mark_anew(page, before):
                self._look = replace(self._look, focus=moving.first_mark(page, self._look))
        self._frame = frame(page, self._look)
        self._look = replace(self._look, scroll=self._frame.scroll)
        self.leave_columns = self._frame.leave
        for view in self.query(PageView):
            view.show(self._frame)

    def _mark_anew(self, page: Page, before: Page) -> bool:
        """What was marked is gone, or what went on has ended and there is something to go on to."""
        focus = self._look.focus
        return (before.live and not page.live) if focus is None else not moving.can_mark(page, focus)

    def _open(self, page: Page, before: Page | None) -> None:
        """Another page: from its top; one that is gone back to as it was left."""
        if before is not None:
            self._trail.append((_identity(before), self._look.focus, self._look.scroll))
        self._number = ""
        self._look = replace(self._look, focus=None, typed="", details=False, scroll=0, hint="")
        seen = [at for at, (identity, _, _) in enumerate(self._trail) if identity == _identity(page)]
        focus = None
        if seen:
            _, focus, scroll = self._trail[seen[-1]]
            self._look = replace(self._look, scroll=scroll)
            del self._trail[seen[-1] :]
        if page.id.startswith(UNMARKED) or page.live:  # an empty Enter does not stop what goes on
            return
        known = focus is not None and focus != LEAVE and moving.can_mark(page, focus)
        self._look = replace(self._look, focus=focus if known else moving.first_mark(page, self._look))

    def _type_here(self, page: Page, before: Page | None = None) -> None:
        """Mark the field; what is to be typed stands right above it, and why something was not taken at the top."""
        refused = before is not None and before.typed is not None and page.lines[:1] != before.lines[:1]
        to = 0 if refused else len(frame(page, self._look).body)
        self._look = moving.in_view(page, replace(self._look, focus=FIELD, hint="", scroll=to))

    def _moved(self, look: Look) -> None:
        self._number = ""
        self._look = replace(look, hint="")
        self.draw()

    # --- keys ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaving always works; nothing else does on a page that cannot be seen."""
        if action == "leave":
            return True
        if self._page is None or self._frame is None or self._frame.small:
            return False
        return self._page.typed is None or action not in NOT_WHILE_TYPING

    def action_leave(self) -> None:
        """The second line of defence: the driver has usually left already."""
        self._leave()

    def action_page_back(self) -> None:
        """One page back."""
        self._flow.back()
        self.after()

    def action_arrow(self, way: moving.Way) -> None:
        """Mark another answer, or read on towards it."""
        if self._page is not None:
            self._moved(moving.arrow(self._page, self._look, way))

    def action_tab(self, way: moving.Way) -> None:
        """Mark another answer; past the last one Leave is marked."""
        if self._page is not None:
            self._moved(moving.tab(self._page, self._look, way))

    def action_turn(self, way: moving.Way) -> None:
        """Read on."""
        if self._page is not None:
            self._moved(moving.turn(self._page, self._look, way))

    def action_choose(self) -> None:
        """Take what is marked, or what was typed."""
        focus, typed = self._look.focus, self._look.typed
        if time.monotonic() - self._chosen_by_number < ENTER_AFTER_NUMBER:
            return
        if focus == LEAVE:
            self._leave()
        elif focus == FIELD:
            if typed:
                self._look = replace(self._look, typed="")
                self._flow.type(typed)
                self.after()
        elif focus is not None:
            self.click_choice(focus)
        else:
            self._look = replace(self._look, hint=_(HOW_TO_CHOOSE))
            self.draw()

    def action_choose_marked(self) -> None:
        """The space bar."""
        self.action_choose()

    def action_press(self, key: str) -> None:
        """A key that means something on every page."""
        self._flow.press(key)
        self.after()

    def action_letter(self, key: str) -> None:
        """The same for a letter, which is typed where text is typed."""
        self.action_press(key)

    def action_details(self) -> None:
        """Show the technical details, or put them away."""
        assert self._page is not None
        look = replace(self._look, details=not self._look.details, hint="", scroll=0)
        if look.details:
            look = replace(look, scroll=frame(self._page, look).details_at or 0)
        self._look = moving.settled(self._page, look)
        self.draw()

    def action_digit(self, digit: str) -> None:
        """Choose by number. Where a second figure could follow, the first one marks, Enter chooses."""
        assert self._page is not None
        count = len(self._page.choices)
        since = time.monotonic() - self._marked_by_number
        if digit == self._number and since >= SAME_NUMBER_AGAIN:
            self.action_choose()
            return
        if since >= SECOND_FIGURE:
            self._number = ""
        text = self._number + digit if 1 <= int(self._number + digit) <= count else digit
        self._number = ""
        if not 1 <= int(text) <= count:
            return
        choice = self._page.choices[int(text) - 1].id
        if int(text) * 10 > count:
            self.click_choice(choice)
            self._chosen_by_number = time.monotonic()
            return
        self._number, self._marked_by_number = text, time.monotonic()
        look = moving.in_view(self._page, replace(self._look, focus=choice))
        self._look = replace(look, hint=press_enter(text))
        self.draw()

    async def on_event(self, event: events.Event) -> None:
        """What is typed is written here at once: on Textual's way round by the page, the Enter behind a
        quickly typed or pasted line would overtake its end."""
        if not (isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self._written(event)):
            await super().on_event(event)

    def _written(self, event: events.Key | events.Paste) -> bool:
        """Write it where text is typed; False when it is none or there is no such place."""
        page = self._page
        if page is None or page.typed is None or (self._frame and self._frame.small):
            return False
        if isinstance(event, events.Paste):
            # A space can be part of a password; elsewhere a line that was broken is one line.
            line = event.text.partition("\n")[0] if page.secret else " ".join(event.text.split())
            self._write(self._look.typed + "".join(char for char in line if char.isprintable()))
        elif event.key == "backspace":
            self._write(self._look.typed[:-1])
        elif event.is_printable and event.character and "alt+" not in event.key:
            self._write(self._look.typed + event.character)
        else:
            return False
        return True

    def _write(self, typed: str) -> None:
        assert self._page is not None
        self._look = replace(self._look, typed=typed[:LONGEST_TYPED])
        self._chosen_by_number = 0.0  # an Enter now is about what was typed
        self._type_here(self._page)
        if number_typed(self._page, self._look) is not None:
            self._look = replace(self._look, hint=press_enter(self._look.typed))
        self.draw()

    # --- the mouse ----------------------------------------------------------------------------

    def click_leave(self) -> None:
        """The second line of defence, as for the key."""
        self._leave()

    def click_choice(self, choice: str) -> None:
        """This answer is chosen, by whatever means. The field is only marked."""
        if choice == FIELD:
            self._moved(replace(self._look, focus=FIELD))
        elif self._page is not None:
            self._look = moving.in_view(self._page, replace(self._look, focus=choice))
            self._flow.choose(choice)
            self.after()

    def turn_wheel(self, way: moving.Way) -> None:
        """Read on, or back."""
        if self._page is not None and self._frame is not None and not self._frame.small:
            self._moved(moving.wheel(self._page, self._look, way))

    # --- work ---------------------------------------------------------------------------------

    def after(self) -> None:
        """After every answer: carry out what the flow wants, and draw."""
        want = self._flow.wants
        self._look = replace(self._look, hint="")
        self._number = ""
        if want is not None and want.kind == "leave":
            self._leave()
        elif want is not None:
            self._work.take(want)
        self.draw()

    def _in_thread(self, act: Callable[[], None]) -> None:
        self.run_worker(act, thread=True, exit_on_error=False)

    def on_happened(self) -> None:
        """Take events at once, draw at most ten times a second."""
        self._work.hand_over()
        if not self._drawing_due:
            self._drawing_due = True
            self.set_timer(REFRESH_SECONDS, self._draw_now)

    def _draw_now(self) -> None:
        self._drawing_due = False
        self.draw()

    def on_work_ended(self) -> None:
        """The want is carried out."""
        self._work.ended()
        self.draw()

    # --- when the program itself is wrong ------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """Blank the page and say one calm line; Textual would print what it was doing."""
        if self._crashed is not None:
            self._crashed(error)
        super()._handle_exception(error)


def _identity(page: Page) -> tuple[str, str]:
    return page.id, page.title


def _says_anew(page: Page, before: Page) -> bool:
    """What came of an answer stands near the top, and whoever had scrolled down would not see it."""
    return not (page.live or before.live) and page.lines[:NEAR_THE_TOP] != before.lines[:NEAR_THE_TOP]


def _same(before: Page, page: Page) -> bool:
    """Still the same page? The title of one that grows counts what was found."""
    return _identity(before) == _identity(page) or (before.id == page.id and before.live)
