"""The colours of the screens: easy to tell apart, never needed, and gone with NO_COLOR."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from doorguard.cli.arguments import THEMES as CHOICES
from doorguard.cli.arguments import parse
from doorguard.tui.drawing import Style
from doorguard.tui.themes import THEMES, chosen, styles
from tests.contrast import ratio
from tests.tui.terminal import Terminal
from tests.tui.test_painting import DEMO, ENVIRONMENT, READY, SGR

COLOURED = [(name, kind) for name, theme in THEMES.items() for kind, ink in theme.items() if ink.front or ink.back]


def test_the_command_line_offers_them_and_each_says_how_every_row_looks() -> None:
    assert tuple(THEMES) == CHOICES
    assert {frozenset(theme) for theme in THEMES.values()} == {frozenset(get_args(Style))}


@pytest.mark.parametrize(("name", "kind"), COLOURED)
def test_letters_stand_out_from_their_ground(name: str, kind: Style) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    ink = THEMES[name][kind]
    assert ratio(ink.front, ink.back) >= 4.5


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_bar_and_the_mark_stand_out_from_the_page(name: str) -> None:
    """WCAG 2.2, 1.4.11: at least 3 to 1 where something is told apart; both have words besides."""
    theme = THEMES[name]
    assert ratio(theme["bar-mark"].back, theme["bar"].back) >= 3
    assert theme["mark"].bold


def test_the_terminals_own_has_no_colour_at_all() -> None:
    assert all(not ink.front and not ink.back for ink in THEMES["own"].values())
    assert all(style.color is None and style.bgcolor is None for style in styles(THEMES["own"]).values())


@pytest.mark.parametrize("name", list(THEMES))
def test_no_color_wins(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert chosen(name) is THEMES[name]
    monkeypatch.setenv("NO_COLOR", "")
    assert chosen(name) is THEMES[name], "an empty one counts as not set"
    monkeypatch.setenv("NO_COLOR", "1")
    assert chosen(name) is THEMES["own"]


@pytest.mark.parametrize("words", [["--theme", "dark"], ["demo", "--theme", "dark"], ["--theme", "dark", "demo"]])
def test_it_can_stand_before_or_after_the_command(words: list[str]) -> None:
    found = parse(words)
    assert found is not None
    assert found.theme == "dark"


@pytest.fixture
def painted(request: pytest.FixtureRequest) -> Iterator[set[bytes]]:
    """The codes that paint, on a terminal with this environment."""
    term = Terminal([*DEMO, "--theme", "dark"], environment=ENVIRONMENT | request.param)
    try:
        assert term.read(10, READY)
        term.read(0.3)
        yield set(SGR.findall(term.seen))
    finally:
        term.close()


@pytest.mark.parametrize("painted", [{}], indirect=True)
def test_its_colours_reach_the_terminal(painted: set[bytes]) -> None:
    assert any(b"48;2;16;20;24" in code for code in painted)


@pytest.mark.parametrize("painted", [{"NO_COLOR": "1"}], indirect=True)
def test_with_no_color_none_does(painted: set[bytes]) -> None:
    codes = {int(code) for found in painted for code in found.split(b";") if code}
    assert not [code for code in codes if 30 <= code <= 38 or 40 <= code <= 48 or 90 <= code <= 107]
