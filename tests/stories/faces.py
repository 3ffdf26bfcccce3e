"""The three ways to walk a story: the pages alone, plain text, and the screens."""

from __future__ import annotations

import asyncio
import io
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO, cast

from textual.events import Paste
from textual.pilot import Pilot

from doorguard.catalog import load
from doorguard.cli import plain
from doorguard.cli.paper import WIDTH
from doorguard.pages.flow import Flow
from doorguard.tui.app import DoorguardApp
from doorguard.tui.drawing import FIELD
from doorguard.tui.frame import Frame
from doorguard.wording import EXAMPLE
from tests.stories.houses import Again, House
from tests.stories.language import Story
from tests.stories.walking import Act, Walk, Walked, walk
from tests.stories.words import Told, as_told, told_by, words_of
from tests.tui.one_page import an_app, screen

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def a_flow(story: Story, house: House | Again) -> Flow:
    """At the first page of a story."""
    return Flow(
        load(),
        demo=story.demo,
        changes=house.changes,
        pretend_login=house.pretend_login,
        zone=UTC,
        now=lambda: NOON,
        network=house.network,
    )


# --- the pages alone ------------------------------------------------------------------------------


def walk_pages(
    story: Story,
    house: House | Again,
    visit: Callable[[Flow], object] = lambda _flow: None,
    *,
    known: frozenset[str] | None = None,
) -> tuple[Walked, Flow]:
    """What the pages hold, and the flow where the story ended. ``visit`` sees it on each page; ``known``: see
    :func:`~tests.stories.walking.walk`."""
    flow, walked = a_flow(story, house), Walked()
    acts = walk(story, house, told_by(flow.page), walked, known)
    told: Told | None = None
    while True:
        try:
            act = next(acts) if told is None else acts.send(told)
        except StopIteration:
            return walked, flow
        walked.acts.append(act)
        if act.kind == "details":
            told = told_by(flow.page, details=True)
            continue
        do(flow, act)
        want = flow.wants
        if want is not None and want.kind not in ("leave", "stop"):
            for event in house.carry_out(want):
                flow.take(event)
            flow.finished()
        told = told_by(flow.page)
        visit(flow)


def do(flow: Flow, act: Act) -> None:
    """One act on a flow."""
    match act.kind:
        case "choose":
            flow.choose(act.what)
        case "type":
            flow.type(act.what)
        case "press":
            assert flow.press(act.what), f"{act.what} means nothing here"
        case _:
            flow.back()


# --- plain text -----------------------------------------------------------------------------------

MORE = (plain.MORE, plain.MORE_OR_A_NUMBER)
HOW_TO_ANSWER = [textwrap.wrap(words, WIDTH) for words in (plain.KEYS, plain.SECRET_KEYS)]


class Keys:
    """What a person types in plain text: read the paper, then answer. Ends with the story."""

    def __init__(
        self, story: Story, house: House | Again, flow: Flow, out: io.StringIO, known: frozenset[str] | None
    ) -> None:
        self._known = known
        self._story, self._house, self._flow, self._out = story, house, flow, out
        self._acts: Walk | None = None
        self._before = ""
        self.walked = Walked()

    def isatty(self) -> bool:
        """No terminal, so that a password is a line like any other."""
        return False

    def readline(self) -> str:
        """The next line that is typed."""
        printed = self._out.getvalue()
        if printed.rstrip("\n").endswith(MORE):
            return "\n"
        told = heard(printed[len(self._before) :], self._flow)
        self._before = printed
        try:
            if self._acts is None:
                self._acts = walk(self._story, self._house, told, self.walked, self._known)
                act = next(self._acts)
            else:
                act = self._acts.send(told)
        except StopIteration:
            return ""
        return self._line(act, told) + "\n"

    def _line(self, act: Act, told: Told) -> str:
        """An answer is typed by the number that stands before its words on the paper."""
        match act.kind:
            case "choose":
                place = list(told.offered).index(act.what) + 1
                assert f"{place} {told.offered[act.what].split()[0]}".rstrip(".:") in " ".join(told.words)
                return str(place)
            case "details":
                return "d"
            case "back":
                return "B"
            case _:
                return act.what


def heard(printed: str, flow: Flow) -> Told:
    """What was printed since the last answer: a page, after an empty line. How to answer is said on each alike."""
    _work, empty, page = printed.partition("\n\n") if not printed.startswith("\n") else ("", "\n", printed[1:])
    assert empty, f"no page was shown: {printed}"
    rows = [row for row in page.splitlines() if row not in (*MORE, plain.TO_THE_END)]
    keys = HOW_TO_ANSWER[flow.page.secret]
    at = next(place for place in range(len(rows), -1, -1) if rows[place : place + len(keys)] == keys)
    rows, prompt = rows[:at], rows[at + len(keys) :]
    if flow.page.pretend:
        assert rows[0] == rows[-1] == EXAMPLE
        rows = rows[1:-1]
    assert EXAMPLE not in rows
    return as_told(flow.page, words_of([*rows, *prompt]))


def walk_plain(story: Story, house: House | Again, known: frozenset[str] | None = None) -> Walked:
    """What plain text tells, read as it is printed."""
    flow, out = a_flow(story, house), io.StringIO()
    keys = Keys(story, house, flow, out, known)
    assert plain.run_plain(flow, house, cast("TextIO", keys), out) == 0
    return keys.walked


# --- the screens ----------------------------------------------------------------------------------


def walk_screens(
    story: Story, house: House | Again, size: tuple[int, int], known: frozenset[str] | None = None
) -> Walked:
    """What the screens tell, read as a person does who turns every page to its end."""
    flow, walked = a_flow(story, house), Walked()
    app = an_app(flow, house, on_leave=lambda: None)

    async def story_on_screens() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            reader = Reader(app, pilot, flow)
            acts = walk(story, house, await reader.told(), walked, known)
            told: Told | None = None
            while True:
                try:
                    act = next(acts) if told is None else acts.send(told)
                except StopIteration:
                    return
                told = await reader.act(act)

    asyncio.run(story_on_screens())
    return walked


class Reader:
    """A person at the screens, who only knows the keys."""

    def __init__(self, app: DoorguardApp, pilot: Pilot[int], flow: Flow) -> None:
        self._app, self._pilot, self._flow = app, pilot, flow

    async def act(self, act: Act) -> Told:
        """Do it with keys; what the page then on view tells."""
        self._app._chosen_by_number = 0.0  # a person reads for longer than half a second
        match act.kind:
            case "choose":
                await self._choose(act.what)
            case "type":
                self._app.post_message(Paste(act.what))
                await self._pilot.pause()
                await self._pilot.press("enter")
            case "press":
                await self._pilot.press("f1" if act.what == "?" else act.what)
            case "back":
                await self._pilot.press("escape")
            case "details":
                await self._pilot.press("d")
                told = await self.told()
                await self._pilot.press("d")
                return told
        await self._quiet()
        return await self.told()

    async def _quiet(self) -> None:
        """Until what was asked for is carried out and drawn."""
        for _ in range(1000):
            if self._flow.running is None and self._app._page == self._flow.page:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"never came to rest:\n{screen(self._app)}")

    async def _choose(self, choice: str) -> None:
        """By its number; where figures are typed, by Tab and Enter."""
        page = self._flow.page
        number = [c.id for c in page.choices].index(choice) + 1
        if page.typed is None:
            await self._pilot.press(*str(number))
            await self._pilot.pause()
            if "press Enter" in screen(self._app).splitlines()[-1]:
                await self._pilot.press("enter")
            return
        for _ in range(len(page.choices) + 3):
            if self._app._look.focus == choice:
                await self._pilot.press("enter")
                return
            await self._pilot.press("tab")
        raise AssertionError(f"{choice} was never marked:\n{screen(self._app)}")

    async def told(self) -> Told:
        """Every row, from the top to the end of the page, without the frame."""
        page = self._flow.page
        while self._frame.scroll:
            await self._pilot.press("pageup")
        body: dict[int, str] = {}
        foot: list[str] = []
        while True:
            await self._pilot.pause()
            rows = screen(self._app).splitlines()
            assert ("Pretend home" in rows[0]) == page.pretend
            now = self._frame
            if not now.seen:
                return self._as_told(rows[1:-1])
            body.update({now.scroll + place: rows[2 + place] for place in range(now.seen)})
            foot = rows[2 + now.seen + 1 : -1]
            if now.scroll >= now.last:
                return self._as_told([*(body[place] for place in sorted(body)), *foot])
            await self._pilot.press("pagedown")

    @property
    def _frame(self) -> Frame:
        frame = self._app._frame
        assert frame is not None
        return frame

    def _as_told(self, rows: list[str]) -> Told:
        words = words_of(rows)
        if self._app._look.focus == FIELD:
            assert words[-1] == "_", rows
            words = words[:-1]
        return as_told(self._flow.page, words)
