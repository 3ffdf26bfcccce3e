"""Stories on the screens: the same pages as plain text, from the first key to a closed door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.model import Event
from doorguard.pages.flow import Flow
from doorguard.pages.page import Choice, Line, Page
from doorguard.tui.app import DoorguardApp


class Left(Exception):
    """The person left."""


def leave() -> None:
    raise Left


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner(load(), seconds=2)
    yield made
    made.close()


def text(app: DoorguardApp) -> str:
    """What stands on the screen, row by row."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def until(app: DoorguardApp, pilot: object, sign: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something on the screen instead of sleeping."""
    for _ in range(int(seconds / 0.05)):
        await pilot.pause(0.05)  # type: ignore[attr-defined]  # Pilot is generic in the app
        if sign():
            return
    raise AssertionError(f"never came; the screen says:\n{text(app)}")


@pytest.mark.parametrize("size", [(80, 24), (200, 50), (40, 24)])
def test_from_the_first_page_to_a_door_closed_and_checked(runner: Runner, size: tuple[int, int]) -> None:
    flow = Flow(runner.catalog, demo=True, changes=runner.changes)
    app = DoorguardApp(flow, runner, leave, None)

    def pick(words: str) -> str:
        return next(c.id for c in flow.page.choices if words.lower() in c.text.lower())

    async def choose(pilot: object, words: str) -> None:
        place = [c.id for c in flow.page.choices].index(pick(words))
        while app._focus != place:
            await pilot.press("down")  # type: ignore[attr-defined]
        await pilot.press("enter")  # type: ignore[attr-defined]

    async def story() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert "Pretend home" in text(app)
            assert "Leave Ctrl+C" in text(app)
            await pilot.press("1")
            await until(app, pilot, lambda: flow.running is None and bool(flow.picture.ended))
            await choose(pilot, "show what was found")
            device = next(d for d in flow.picture.listed() if d.addresses[0] == "192.168.77.23")
            assert flow.picture.problems()
            await until(app, pilot, lambda: any(device.id in c.id for c in flow.page.choices))
            flow.choose(next(c.id for c in flow.page.choices if device.id in c.id))
            app.after()
            await pilot.pause()
            assert "192.168.77.23" in text(app)
            await choose(pilot, "who could look through it")
            await choose(pilot, "command door")
            await until(
                app,
                pilot,
                lambda: "pretend i did" in " ".join(c.text.lower() for c in flow.page.choices) or advance(flow, app),
            )
            await choose(pilot, "pretend i did")
            await pilot.pause()
            await choose(pilot, "switch off remote commands")
            finding = f"{device.id}/remote-shell-open/tcp/23"
            await until(app, pilot, lambda: finding in flow.picture.closed_at and flow.running is None)
            assert "closed" in text(app).lower()

    asyncio.run(story())


def advance(flow: Flow, app: DoorguardApp) -> bool:
    """On from "a way in" to its step."""
    wanted = [
        c.id
        for c in flow.page.choices
        if "what you can do" in c.text.lower() or "how to close" in c.text.lower() or "show me" in c.text.lower()
    ]
    if wanted:
        flow.choose(wanted[0])
        app.after()
    return False


HOSTILE = [
    "\x1b[2J\x1b]0;x\x07cam",
    "[bold red]cam[/]",
    "[/",
    "cam\u202eevil",
    "a" * 300,
    "\x9b31mcam",
    "line\r\nbreak",
]


class OnePage:
    """A flow of a single page, with text that somebody hostile wrote."""

    wants = None

    def __init__(self, words: str) -> None:
        from doorguard.network.text import clean

        shown = clean(words, 64)
        self.page = Page(
            id="p",
            title=shown,
            lines=(Line(text=shown), Line(text=shown, label=shown, kind="row")),
            choices=(Choice(id="c", text=shown),),
        )

    def press(self, key: str) -> bool:
        return False

    def back(self) -> None:
        """There is no page before this one."""

    def choose(self, choice: str) -> None:
        """Nothing follows."""


class NoRunner:
    def carry_out(self, want: object) -> Iterator[Event]:
        yield from ()

    def stop(self) -> None:
        """Nothing runs."""


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_are_shown_as_harmless_text(words: str) -> None:
    app = DoorguardApp(OnePage(words), NoRunner(), leave, None)  # type: ignore[arg-type]  # as much of a flow as is used

    async def story() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            shown = text(app)
            assert not [c for c in shown if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u200b"]
            if "[bold red]" in words:
                assert "[bold red]cam[/]" in shown

    asyncio.run(story())


def test_a_window_that_is_too_small_says_so_in_one_sentence() -> None:
    app = DoorguardApp(OnePage("cam"), NoRunner(), leave, None)  # type: ignore[arg-type]

    async def story() -> None:
        async with app.run_test(size=(30, 10)) as pilot:
            await pilot.pause()
            assert "Make this window bigger" in " ".join(text(app).split())

    asyncio.run(story())


def test_the_keys_are_those_of_the_table_and_no_others() -> None:
    app = DoorguardApp(OnePage("cam"), NoRunner(), leave, None)  # type: ignore[arg-type]
    keys = {key for binding in DoorguardApp.BINDINGS for key in binding.key.split(",")}  # type: ignore[union-attr]
    assert keys == {"ctrl+c", "ctrl+q", "escape", "up", "down", "tab", "shift+tab", "enter", "f1", "pageup", "pagedown"}
    assert not app.ENABLE_COMMAND_PALETTE
    assert not app.ALLOW_SELECT
