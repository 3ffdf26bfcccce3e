"""The keys are those of the table and no others, each does what it says, and Leave works everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.events import Event, Key, MouseScrollDown, Paste
from textual.pilot import Pilot
from textual.widget import Widget

from doorguard.pages.page import Choice, Line, Page
from doorguard.tui.app import ENTER_AFTER_NUMBER, HOW_TO_CHOOSE, SAME_NUMBER_AGAIN, DoorguardApp
from tests.tui.one_page import Idle, Left, Pages, an_app, marked, screen

TABLE = {
    "leave": {"ctrl+c", "ctrl+q"},
    "back": {"escape"},
    "choose": {"enter", "space"},
    "move": {"up", "down", "tab", "shift+tab"},
    "read on": {"pageup", "pagedown"},
    "choose that answer": {*"0123456789"},
    "help": {"question_mark", "f1"},
    "details": {"d"},
    "check again": {"r"},
    "summary": {"s"},
    "people": {"h"},
}
"""Which keys there are, and why there are no others: see docs/architecture.md."""
NEVER = ("alt+", "super+", "meta+", "ctrl+enter", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+s", "ctrl+w", "ctrl+z", "f10", "f11", "f12")

PAGE = Page(
    id="p",
    title="A page",
    lines=(Line(text="Some words."),),
    choices=tuple(Choice(id=f"c{n}", text=f"Answer {n}") for n in range(1, 4)),
    details=(Line(text="port 23"),),
)
TYPED = Page(id="t", title="A name", typed="Its name", choices=(Choice(id="c1", text="Camera"),))
MANY = Page(id="m", title="Many", choices=tuple(Choice(id=f"c{n}", text=f"Answer {n}") for n in range(1, 26)))

Story = Callable[[Pilot[int]], Awaitable[None]]


def run(app: DoorguardApp, story: Story, size: tuple[int, int] = (80, 24)) -> None:
    async def play() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await story(pilot)

    asyncio.run(play())


def pressed(page: Page, *keys: str, size: tuple[int, int] = (80, 24)) -> tuple[Pages, str]:
    """What the flow was told, and what stands on the screen then."""
    flow = Pages(page)
    app = an_app(flow)
    shown = ""

    async def story(pilot: Pilot[int]) -> None:
        nonlocal shown
        await pilot.press(*keys)
        await pilot.pause()
        shown = screen(app)

    run(app, story, size)
    return flow, shown


@pytest.mark.parametrize("page", [PAGE, TYPED], ids=["answers", "typing"])
def test_the_keys_are_those_of_the_table_and_no_others(page: Page) -> None:
    app = an_app(Pages(page))
    bound: set[str] = set()

    async def story(pilot: Pilot[int]) -> None:
        nodes = [app, app.screen, *app.screen.query(Widget)]
        assert len(nodes) == 3  # the app, its screen, the page
        for node in nodes:
            bound.update(node._bindings.key_to_bindings)

    run(app, story)
    assert {key.lower() for key in bound} == set().union(*TABLE.values())
    assert not [key for key in bound if key.startswith(NEVER)]


def test_what_textual_would_add_is_off() -> None:
    app = an_app(Pages(PAGE))
    assert not app.ENABLE_COMMAND_PALETTE
    assert not app.ALLOW_SELECT
    assert app.animation_level == "none"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("escape", ("back", "")),
        ("enter", ("choose", "c1")),
        ("space", ("choose", "c1")),
        ("2", ("choose", "c2")),
        ("question_mark", ("press", "?")),
        ("f1", ("press", "?")),
        ("r", ("press", "r")),
        ("s", ("press", "s")),
        ("h", ("press", "h")),
        ("H", ("press", "h")),
    ],
)
def test_each_key_does_what_the_table_says(key: str, told: tuple[str, str]) -> None:
    assert pressed(PAGE, key)[0].told == [told]


@pytest.mark.parametrize("key", ["4", "9", "0", "x", "b", "q", "ctrl+z", "ctrl+s", "ctrl+p", "backslash", "delete", "f5", "home"])
def test_other_keys_do_nothing(key: str) -> None:
    flow, shown = pressed(PAGE, key)
    assert flow.told == []
    assert shown == pressed(PAGE)[1]


@pytest.mark.parametrize(
    ("keys", "mark"),
    [
        ((), "> 1  Answer 1"),
        (("down",), "> 2  Answer 2"),
        (("tab", "tab"), "> 3  Answer 3"),
        (("down", "up"), "> 1  Answer 1"),
        (("tab", "shift+tab"), "> 1  Answer 1"),
        (("tab", "tab", "tab"), ">Leave Ctrl+C<"),
        (("up",), ">Leave Ctrl+C<"),
        (("up", "down"), "> 1  Answer 1"),
    ],
)
def test_moving_marks_one_answer_after_the_other_and_leave(keys: tuple[str, ...], mark: str) -> None:
    shown = pressed(PAGE, *keys)[1]
    assert mark in shown
    assert shown.count(">") == 1


@pytest.mark.parametrize("keys", [("ctrl+c",), ("ctrl+q",), ("up", "enter"), ("up", "space")])
@pytest.mark.parametrize("page", [PAGE, MANY])
def test_leave_by_key_or_by_its_mark(page: Page, keys: tuple[str, ...]) -> None:
    with pytest.raises(Left):
        pressed(page, *keys)


@pytest.mark.parametrize("keys", [("ctrl+c",), ("a", "ctrl+c"), ("tab", "enter"), ("a", "shift+tab", "shift+tab", "enter")])
def test_leave_while_typing(keys: tuple[str, ...]) -> None:
    left = False

    def note() -> None:
        nonlocal left
        left = True

    app = an_app(Pages(TYPED), on_leave=note)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    run(app, story)
    assert left


def test_escape_never_leaves_however_often_it_is_pressed() -> None:
    assert pressed(PAGE, *["escape"] * 20)[0].told == [("back", "")] * 20


@pytest.mark.parametrize("page", [Page(id="e", title="Empty"), Page(id="t", title="T", typed="Name")], ids=["empty", "typing"])
def test_an_empty_enter_does_nothing_where_there_is_nothing_to_choose(page: Page) -> None:
    assert pressed(page, "enter", "enter")[0].told == []


@pytest.mark.parametrize("kind", ["start", "practise", "gate-computer", "phone-photos", "country", "asking"])
def test_no_empty_enter_answers_a_question(kind: str) -> None:
    page = Page(id=kind, title="A question", choices=PAGE.choices)
    flow, shown = pressed(page, "enter", "enter")
    assert flow.told == []
    assert HOW_TO_CHOOSE in shown
    assert pressed(page, "down", "enter")[0].told == [("choose", "c1")]


def test_letters_figures_and_space_are_typed_where_text_is_typed() -> None:
    flow, shown = pressed(TYPED, *"dhrs", "question_mark", "space", *"12", "x", "backspace")
    assert "> dhrs? 12_" in shown
    assert flow.told == []
    assert pressed(TYPED, *"Hall", "enter")[0].told == [("type", "Hall")]


@pytest.mark.parametrize("pasted", [True, False], ids=["pasted", "typed quickly"])
def test_an_enter_does_not_overtake_the_line_before_it(pasted: bool) -> None:
    flow = Pages(TYPED)
    app = an_app(flow)
    line = "The camera that hangs in the hallway"

    async def story(pilot: Pilot[int]) -> None:
        before: list[Event] = [Paste(line)] if pasted else [Key(_name(char), char) for char in line]
        for event in (*before, Key("enter", "\r")):
            app.post_message(event)
        await pilot.pause()

    run(app, story)
    assert flow.told == [("type", line)]


def _name(char: str) -> str:
    return "space" if char == " " else char


def test_answers_beside_a_field_are_marked_and_chosen() -> None:
    assert pressed(TYPED, "x", "up", "enter")[0].told == [("choose", "c1")]
    assert "x_" in pressed(TYPED, "up", "x")[1]


def test_help_and_back_work_while_typing() -> None:
    assert pressed(TYPED, "f1", "escape")[0].told == [("press", "?"), ("back", "")]


def test_details_are_one_key_away_and_put_away_with_it() -> None:
    assert "port 23" not in pressed(PAGE)[1]
    assert "port 23" in pressed(PAGE, "d")[1]
    assert "port 23" not in pressed(PAGE, "d", "d")[1]


def test_details_of_a_long_page_are_brought_into_view() -> None:
    page = Page(id="l", title="Long", lines=tuple(Line(text=f"row {n}", kind="item") for n in range(60)), choices=PAGE.choices, details=PAGE.details)
    assert "port 23" in pressed(page, "d")[1]
    assert "row 0" in pressed(page, "d", "d")[1]


@pytest.mark.parametrize(
    ("keys", "told"),
    [(("3",), ["c3"]), (("1", "2"), ["c12"]), (("2", "0"), ["c20"]), (("1", "enter"), ["c1"]), (("1",), []), (("2", "9"), ["c9"])],
)
def test_two_figures_where_there_are_many_answers(keys: tuple[str, ...], told: list[str]) -> None:
    flow, shown = pressed(MANY, *keys)
    assert [choice for _, choice in flow.told] == told
    if keys == ("1",):
        assert "1: press Enter" in shown
        assert "> 1  Answer 1  (press Enter)" in shown


def test_the_same_figure_again_after_a_while_is_the_answer_that_it_marked() -> None:
    """Who sees nothing happen presses the same key once more: that is no eleven."""
    flow = Pages(MANY)
    app = an_app(flow)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.press("1")
        await asyncio.sleep(SAME_NUMBER_AGAIN)
        await pilot.press("1")

    run(app, story)
    assert flow.told == [("choose", "c1")]


def test_a_figure_typed_much_later_is_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doorguard.tui.app.SECOND_FIGURE", 0.2)
    flow = Pages(MANY)
    app = an_app(flow)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.press("1")
        await asyncio.sleep(0.3)
        await pilot.press("4")

    run(app, story)
    assert flow.told == [("choose", "c4")]


def test_a_number_typed_beside_answers_marks_its_answer_and_says_that_enter_is_missing() -> None:
    _, shown = pressed(TYPED, "1")
    assert "> 1  Camera" in shown
    assert "1: press Enter" in shown
    _, shown = pressed(TYPED, "1", "2")
    assert "> 1  Camera" not in shown
    assert "press Enter" not in shown


def test_an_enter_right_behind_typed_words_is_taken_also_after_a_number() -> None:
    flow = Pages(PAGE)
    flow.after["c2"] = TYPED
    app = an_app(flow)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.press("2", "a", "b", "enter")

    run(app, story)
    assert flow.told == [("choose", "c2"), ("type", "ab")]


def test_nothing_tells_which_figure_a_secret_begins_with() -> None:
    _, shown = pressed(replace(TYPED, secret=True), "1")
    assert "> 1  Camera" not in shown
    assert "press Enter" not in shown
    assert "> *" in shown


def test_an_enter_right_after_a_number_does_not_answer_the_next_page() -> None:
    flow = Pages(PAGE)
    flow.after["c2"] = Page(id="next", title="Next", choices=(Choice(id="first", text="First"),))
    app = an_app(flow)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.press("2", "enter")
        assert flow.told == [("choose", "c2")]
        await asyncio.sleep(ENTER_AFTER_NUMBER)
        await pilot.press("enter")
        assert flow.told == [("choose", "c2"), ("choose", "first")]

    run(app, story)


def test_why_words_were_not_taken_is_in_view_on_a_small_window() -> None:
    told = tuple(Line(text=f"One more thing that is good to know here, number {n}.") for n in range(12))
    asks = Page(id="t", title="T", typed="Name", lines=told)
    flow = Pages(asks)
    flow.type = lambda text: setattr(flow, "page", replace(asks, lines=(Line(text="That one is taken."), *told)))  # type: ignore[method-assign]
    app = an_app(flow)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.press(*"abc", "enter")
        await pilot.pause()
        assert "That one is taken." in screen(app)

    run(app, story, (40, 24))


def test_nothing_is_chosen_on_a_page_that_is_too_small_to_be_seen() -> None:
    flow, shown = pressed(PAGE, "enter", "2", "down", "d", "escape", size=(30, 10))
    assert flow.told == []
    assert "Make this window bigger" in " ".join(shown.split())
    with pytest.raises(Left):
        pressed(PAGE, "ctrl+c", size=(30, 10))


# --- the mouse --------------------------------------------------------------------------------


def clicked(page: Page, x: int, y: int, size: tuple[int, int] = (80, 24)) -> Pages:
    flow = Pages(page)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.click(offset=(x, y))
        await pilot.pause()

    run(an_app(flow), story, size)
    return flow


def test_a_click_on_an_answer_chooses_it() -> None:
    rows = pressed(PAGE)[1].splitlines()
    y = next(y for y, row in enumerate(rows) if "Answer 2" in row)
    assert clicked(PAGE, 8, y).told == [("choose", "c2")]
    assert clicked(PAGE, 8, y + 5).told == []
    assert clicked(PAGE, 2, 0).told == []


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (200, 50)])
def test_a_click_on_leave_leaves(size: tuple[int, int]) -> None:
    for x in (size[0] - 2, size[0] - 15):
        with pytest.raises(Left):
            clicked(PAGE, x, 0, size)
    assert clicked(PAGE, size[0] - 17, 0, size).told == []


def test_the_wheel_scrolls_a_long_page() -> None:
    page = Page(id="l", title="Long", lines=tuple(Line(text=f"row {n}", kind="item") for n in range(60)))
    app = an_app(Pages(page), Idle())

    async def story(pilot: Pilot[int]) -> None:
        await pilot._post_mouse_events([MouseScrollDown], offset=(5, 5))
        await pilot.pause()
        assert "Long" not in screen(app)
        assert "row 19" in screen(app)

    run(app, story)


def test_pasted_text_is_one_line_without_what_a_terminal_would_obey() -> None:
    app = an_app(Pages(TYPED))

    async def story(pilot: Pilot[int]) -> None:
        app.post_message(Paste("Hall\x1b[2J\nway\u202e"))
        await pilot.pause()
        assert "> Hall[2J way_" in screen(app)

    run(app, story)


def test_what_was_marked_is_marked_again_after_going_back() -> None:
    flow = Pages(PAGE)
    flow.after = {"c2": Page(id="deeper", title="Deeper", choices=(Choice(id="z", text="Z"),)), "back": PAGE}
    app = an_app(flow)

    async def story(pilot: Pilot[int]) -> None:
        await pilot.press("down", "enter")
        assert marked(app) == "> 1  Z"
        await pilot.press("escape")
        assert marked(app) == "> 2  Answer 2"

    run(app, story)


class TestWhatCameOfAnAnswer:
    LONG = tuple(Line(text=f"Line {n} of what is to be read.") for n in range(60))
    BEFORE = replace(PAGE, lines=LONG)

    def shown(self, after: Page) -> str:
        flow = Pages(self.BEFORE)
        flow.after["c2"] = after
        app = an_app(flow)
        seen = ""

        async def story(pilot: Pilot[int]) -> None:
            nonlocal seen
            await pilot.press("pagedown", "pagedown")
            await pilot.pause()
            assert "Line 0 of" not in screen(app)
            await pilot.press("2")
            await pilot.pause(0.3)
            assert flow.told == [("choose", "c2")]
            seen = screen(app)

        run(app, story)
        return seen

    def test_it_is_in_view_also_for_who_had_read_on(self) -> None:
        kept = replace(self.BEFORE, lines=(self.LONG[0], Line(text="It is kept."), *self.LONG[1:]))
        assert "It is kept." in self.shown(kept)

    def test_a_page_that_says_nothing_new_at_its_top_stays_where_it_was(self) -> None:
        assert "Line 0 of" not in self.shown(replace(self.BEFORE, lines=(*self.LONG, Line(text="More."))))

    def test_what_still_goes_on_does_not_move_the_page(self) -> None:
        live = replace(self.BEFORE, lines=(Line(text="3 found."), *self.LONG), live=True)
        assert "3 found." not in self.shown(live)
