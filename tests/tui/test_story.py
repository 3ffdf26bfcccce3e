"""Stories on the screens: the same pages as plain text, from the first key to a closed door."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.gate import AUTHORITY
from doorguard.model import Event, Level
from doorguard.pages.flow import Flow
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.want import Want
from doorguard.tui.app import DoorguardApp
from tests.tui.one_page import Idle, Pages, an_app, marked, screen

CAMERA = "192.168.77.23"
"""The pretend camera with a command door."""


@pytest.fixture
def real_runner() -> Iterator[Runner]:
    made = Runner(load(), seconds=2)
    yield made
    made.close()


async def until(app: DoorguardApp, pilot: Pilot[int], sign: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something instead of sleeping."""
    for _ in range(int(seconds / 0.05)):
        await pilot.pause(0.05)
        if sign():
            return
    raise AssertionError(f"never came; the screen says:\n{screen(app)}")


async def choose(app: DoorguardApp, pilot: Pilot[int], flow: Flow, words: str) -> None:
    """Go to the answer with these words with Tab, as a person would, and press Enter."""
    wanted = [c for c in flow.page.choices if words.lower() in c.text.lower() or words in c.id]
    assert wanted, f"no answer says {words!r}; the screen says:\n{screen(app)}"
    place = flow.page.choices.index(wanted[0]) + 1
    for _ in range(len(flow.page.choices) + 2):
        if marked(app).startswith(f"> {place} "):
            await pilot.press("enter")
            await pilot.pause()
            return
        await pilot.press("tab")
    raise AssertionError(f"{words!r} was never marked; the screen says:\n{screen(app)}")


@pytest.mark.parametrize("size", [(80, 24), (200, 50), (40, 24)], ids=["80x24", "200x50", "40x24"])
def test_from_the_first_page_to_a_door_closed_and_checked(real_runner: Runner, size: tuple[int, int]) -> None:
    flow = Flow(real_runner.catalog, demo=True, changes=real_runner.changes)
    app = an_app(flow, real_runner)

    async def story() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert "Pretend home" in screen(app)
            assert "Nothing is being sent" in screen(app)
            await pilot.press("1")
            await until(app, pilot, lambda: "Asking devices" in screen(app))
            assert marked(app) == "", "an empty Enter stops nothing"
            await until(app, pilot, lambda: flow.running is None and bool(flow.picture.ended))
            await choose(app, pilot, flow, "show what was found")
            device = next(d for d in flow.picture.listed() if d.addresses[0] == CAMERA)
            await choose(app, pilot, flow, device.id)
            assert CAMERA in screen(app)
            await choose(app, pilot, flow, "who could look through it")
            await choose(app, pilot, flow, "remote command door")
            await choose(app, pilot, flow, "show me the step")
            await choose(app, pilot, flow, "pretend i did")
            finding = f"{device.id}/remote-shell-open/tcp/23"
            await until(app, pilot, lambda: finding in flow.picture.closed_at and flow.running is None)
            await until(app, pilot, lambda: "closed" in screen(app).lower())
            assert "Nothing is being sent" in screen(app)

    asyncio.run(story())


def test_questions_on_the_screens_one_after_the_other(demo_flow: Flow, runner: object) -> None:
    """No answer is marked before the person chooses; a number answers, and the next question comes."""
    app = an_app(demo_flow, runner)

    async def story() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await choose(app, pilot, demo_flow, "look at the pretend home")
            await until(app, pilot, lambda: demo_flow.running is None and bool(demo_flow.picture.ended))
            await until(app, pilot, lambda: "Finished" in screen(app) and marked(app) != "")
            for words in ("show what was found", "hallway", "who could look through it", "answer a few questions"):
                await choose(app, pilot, demo_flow, words)
            assert "Is it all yours:" in screen(app)
            assert "Why we ask" in screen(app)
            assert marked(app) == ""
            await pilot.press("2")
            await until(app, pilot, lambda: "Is this yours, or" in screen(app) and demo_flow.running is None)
            assert marked(app) == ""
            await pilot.press("1")
            await until(app, pilot, lambda: "Whose account is" in screen(app) and demo_flow.running is None)
            assert marked(app) == ""
            unknown = [c.text for c in demo_flow.page.choices].index("I do not know whose it is") + 1
            await pilot.press(str(unknown))
            await until(app, pilot, lambda: "Who bought this device?" in screen(app) and demo_flow.running is None)
            await pilot.press(str([c.id for c in demo_flow.page.choices].index("stop") + 1))
            await until(app, pilot, lambda: demo_flow.page.id == "ways-in")
            assert "tied to an account that you do not hold" in " ".join(screen(app).split())
            assert "Nothing is being sent" in screen(app)

    asyncio.run(story())


# --- the gate -----------------------------------------------------------------------------------


def test_the_light_path_from_the_first_page_to_the_first_packet(runner: object, flow: Flow) -> None:
    """Numbers, then the sentence: at most six pages, and nothing is asked for before its end."""
    app = an_app(flow, runner)

    async def story() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            pages = 1
            await pilot.press("2")
            while flow.page.id != "before" and pages < 10:
                pages += 1
                if flow.page.id.startswith("gate-"):
                    assert marked(app) == ""
                    harmless = {"gate-computer": "mine", "gate-router": "mine"}.get(flow.page.id, "no")
                    await pilot.press(str([c.id for c in flow.page.choices].index(harmless) + 1))
                else:
                    await pilot.press("1")
            assert pages <= 6
            assert flow.page.id == "before"
            place = [c.id for c in flow.page.choices].index(f"level:{Level.LOOK.word}")
            await pilot.press(str(place + 1))
            assert AUTHORITY.split()[-1] in screen(app)
            assert runner.wants == []  # type: ignore[attr-defined]
            await pilot.press(*(("space" if c == " " else c) for c in "Another sentence"), "enter")
            assert "You typed: Another sentence" in screen(app)
            assert runner.wants == []  # type: ignore[attr-defined]
            app.post_message(Paste(AUTHORITY))
            await pilot.pause()
            await pilot.press("enter")
            await until(app, pilot, lambda: bool(flow.picture.ended))
            assert [(want.kind, want.level) for want in runner.wants] == [("run", Level.LOOK)]  # type: ignore[attr-defined]

    asyncio.run(story())


# --- work ---------------------------------------------------------------------------------------


class Slow(Idle):
    """Carries a want out only when told to, and remembers the threads that asked."""

    def __init__(self, events: list[Event], *, then: Exception | None = None) -> None:
        self.go = threading.Event()
        self.threads: list[threading.Thread] = []
        self.stopped = False
        self._events, self._then = events, then

    def carry_out(self, want: Want) -> Iterator[Event]:
        self.threads.append(threading.current_thread())
        yield from self._events[:1]
        assert self.go.wait(10)
        if self._then is not None:
            raise self._then
        yield from self._events[1:]

    def stop(self) -> None:
        self.stopped = True
        self.go.set()


LIVE = Page(id="live", title="Looking. 1 so far", choices=(Choice(id="a", text="A"), Choice(id="b", text="B")), live=True)


class Running(Pages):
    """Wants a run with its first answer, to stop with the second, a tell with the third."""

    def choose(self, choice: str) -> None:
        super().choose(choice)
        self.wants = {"a": Want("run", level=Level.LOOK), "b": Want("stop"), "c": Want("tell", device="x")}[choice]


def test_work_goes_on_beside_the_screens_and_stop_is_at_once() -> None:
    runner = Slow([Event(), Event(), Event()])
    flow = Running(LIVE)
    app = an_app(flow, runner)

    async def story() -> None:
        async with app.run_test() as pilot:
            await pilot.press("1")
            await until(app, pilot, lambda: ("take", "Event") in flow.told)
            assert runner.threads[0] is not threading.current_thread()
            assert ("finished", "") not in flow.told
            await pilot.press("2")
            await until(app, pilot, lambda: ("finished", "") in flow.told)
            assert runner.stopped
            assert flow.told.count(("take", "Event")) == 3

    asyncio.run(story())


def test_one_want_waits_for_the_other() -> None:
    runner = Slow([Event()])
    flow = Running(Page(id="p", title="P", choices=(Choice(id="a", text="A"), Choice(id="c", text="C"))))
    app = an_app(flow, runner)

    async def story() -> None:
        async with app.run_test() as pilot:
            await pilot.press("1", "2")
            await until(app, pilot, lambda: len(runner.threads) == 1)
            assert ("finished", "") not in flow.told
            runner.go.set()
            await until(app, pilot, lambda: len(runner.threads) == 2 and flow.told[-1] == ("finished", ""))
            assert flow.told.count(("finished", "")) == 1

    asyncio.run(story())


def test_work_that_breaks_is_told_and_the_screens_go_on() -> None:
    runner = Slow([Event()], then=OSError("no such thing"))
    runner.go.set()
    flow = Running(LIVE)
    app = an_app(flow, runner)

    async def story() -> None:
        async with app.run_test() as pilot:
            await pilot.press("1")
            await until(app, pilot, lambda: ("finished", "") in flow.told)
            assert ("take", "Failure") in flow.told
            assert "Looking" in screen(app)

    asyncio.run(story())


def test_a_list_that_grows_does_not_move_the_mark() -> None:
    flow = Pages(LIVE)
    app = an_app(flow)

    def grown(n: int) -> Page:
        extra = tuple(Choice(id=f"d{i}", text=f"Device {i}") for i in range(n))
        lines = tuple(Line(text=c.text, kind="item", choice=c.id) for c in extra)
        return Page(id="live", title=f"Looking. {n} so far", lines=lines, choices=(*extra, *LIVE.choices), live=True)

    async def story() -> None:
        async with app.run_test() as pilot:
            await pilot.press("down", "down")
            assert marked(app) == "> 2  B"
            for n in (1, 3, 40):
                flow.page = grown(n)
                app.draw()
                await pilot.pause()
                assert marked(app) == f"> {n + 2:<2} B"
                assert "Device 0" in screen(app)

    asyncio.run(story())


def test_an_answer_that_goes_gives_its_mark_away() -> None:
    flow = Pages(LIVE)
    app = an_app(flow)

    async def story() -> None:
        async with app.run_test() as pilot:
            await pilot.press("down")
            flow.page = Page(id="live", title="Finished", choices=(Choice(id="show", text="Show"),))
            app.draw()
            await pilot.pause()
            assert marked(app) == "> 1  Show"

    asyncio.run(story())


def test_an_empty_enter_stops_nothing_and_goes_on_when_it_has_ended() -> None:
    flow = Pages(LIVE)
    app = an_app(flow)

    async def story() -> None:
        async with app.run_test() as pilot:
            await pilot.press("enter")
            assert flow.told == []
            flow.page = Page(id="live", title="Finished", choices=(Choice(id="show", text="Show"),))
            app.draw()
            await pilot.press("enter")
            assert flow.told == [("choose", "show")]

    asyncio.run(story())


# --- windows and words --------------------------------------------------------------------------

HOSTILE = ["\x1b[2J\x1b]0;x\x07cam", "[bold red]cam[/]", "[/", "cam\u202eevil", "a" * 300, "\x9b31mcam", "line\r\nbreak"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_are_shown_as_harmless_text(words: str) -> None:
    page = Page(
        id="p",
        title=words,
        lines=(Line(text=words), Line(text=words, label=words, kind="row")),
        choices=(Choice(id="c", text=words),),
        working=words,
    )
    app = an_app(Pages(page))

    async def story() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            shown = screen(app)
            assert all(row.isprintable() for row in shown.splitlines())
            if words.startswith("["):
                assert words in shown

    asyncio.run(story())


def test_a_window_that_changes_its_size_keeps_the_mark_in_view() -> None:
    lines = tuple(Line(text=f"row {n}", kind="item") for n in range(30))
    many = tuple(Choice(id=f"c{n}", text=f"Answer {n}") for n in range(20))
    app = an_app(Pages(Page(id="p", title="P", lines=lines, choices=many)))

    async def story() -> None:
        async with app.run_test(size=(100, 60)) as pilot:
            await pilot.press(*["tab"] * 14)
            for size in ((80, 24), (40, 16), (200, 50), (30, 10), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                if size == (30, 10):
                    assert "Make this window bigger" in " ".join(screen(app).split())
                else:
                    assert marked(app) == "> 15 Answer 14"

    asyncio.run(story())


def test_a_crash_of_the_screens_is_handed_over_before_anything_is_shown() -> None:
    class Broken(Pages):
        def choose(self, choice: str) -> None:
            raise ZeroDivisionError

    crashes: list[BaseException] = []
    app = DoorguardApp(Broken(LIVE), Idle(), lambda: None, None, crashed=crashes.append)  # type: ignore[arg-type]

    async def story() -> None:
        async with app.run_test() as pilot:
            await pilot.press("1")

    with pytest.raises(ZeroDivisionError):
        asyncio.run(story())
    assert isinstance(crashes[0], ZeroDivisionError)
