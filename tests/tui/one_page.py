"""The least that the screens need: a flow of a few pages, and somebody who carries nothing out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from doorguard.model import Event
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from doorguard.tui.app import DoorguardApp


class Pages:
    """A flow that stays on one page, and remembers what it was told."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wants: Want | None = None
        self.told: list[tuple[str, str]] = []
        self.after: dict[str, Page] = {}

    def choose(self, choice: str) -> None:
        self.told.append(("choose", choice))
        self.page = self.after.get(choice, self.page)

    def type(self, text: str) -> None:
        self.told.append(("type", text))

    def press(self, key: str) -> bool:
        self.told.append(("press", key))
        return False

    def back(self) -> None:
        self.told.append(("back", ""))
        self.page = self.after.get("back", self.page)

    def take(self, event: Event) -> None:
        self.told.append(("take", type(event).__name__))

    def finished(self) -> None:
        self.told.append(("finished", ""))


class Idle:
    """A runner that has nothing to do."""

    def carry_out(self, want: Want) -> Iterator[Event]:
        yield from ()

    def stop(self) -> None:
        """Nothing runs."""


class Left(Exception):
    """The person left."""


def leave() -> None:
    raise Left


def an_app(flow: object, runner: object = None, *, on_leave: Callable[[], None] = leave, ascii_only: bool = False) -> DoorguardApp:
    """The screens without a terminal."""
    return DoorguardApp(flow, runner or Idle(), on_leave, None, ascii_only=ascii_only)  # type: ignore[arg-type]


def screen(app: DoorguardApp) -> str:
    """What stands in the window, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def marked(app: DoorguardApp) -> str:
    """The row that is marked, as it is read; empty when none is."""
    rows = [row for row in screen(app).splitlines() if row.lstrip().startswith("> ")]
    assert len(rows) <= 1
    return rows[0].strip() if rows else ""
