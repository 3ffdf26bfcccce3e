"""Shows pages on pseudo-terminals, sticks fast on each, and leaves. Run by test_leaving, in a process of its own.

Each page is shown by a forked child, so that Textual is loaded once. The child's event loop sleeps for
4 s as soon as the page is painted, and only then the key is pressed. On some pages its runner's stop
hangs as well: those take the whole time that leaving has.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import pickle
import sys
import time
from pathlib import Path
from typing import NoReturn, cast

from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.tui import app as screens
from doorguard.tui import run_screens
from tests.tui.one_page import Idle, Pages
from tests.tui.terminal import Terminal

STUCK = 4.0


class Hung(Idle):
    """A runner whose network never answers again."""

    def stop(self) -> None:
        time.sleep(60)


def show(page: Page, tell: int, runner: Idle) -> NoReturn:
    """In the child: show the page, then stick."""

    class Sticks(screens.DoorguardApp):
        def on_mount(self) -> None:
            self.set_timer(0.05, self.stick)

        def stick(self) -> None:
            os.write(tell, b"!")
            time.sleep(STUCK)

    screens.DoorguardApp = Sticks  # type: ignore[misc]
    run_screens(cast("Flow", Pages(page)), runner)
    os._exit(98)


def main(pages: list[Page]) -> None:
    told = []
    for place, page in enumerate(pages):
        runner = Hung() if place % 5 == 0 or page.typed is not None else Idle()
        heard, tell = os.pipe()
        terminal = Terminal(functools.partial(show, page, tell, runner))
        os.close(tell)
        try:
            shown = terminal.read(10, b"Leave Ctrl+C")
            shown = shown and os.read(heard, 1) == b"!"
            if page.typed is not None:
                terminal.key(b"abc")
            left = dataclasses.asdict(terminal.leave(functools.partial(terminal.key, b"\x03")))
            told.append(left | {"last": "", "id": page.id, "shown": shown, "back": terminal.settings_are_back()})
        finally:
            os.close(heard)
            terminal.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main(pickle.loads(Path(sys.argv[1]).read_bytes()))
