"""How the rows look: in the terminal's own colours, or in black and white with two more. Never by colour alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.style import Style as RichStyle

    from doorguard.tui.drawing import Style


@dataclass(frozen=True, slots=True)
class Ink:
    """How one kind of row is written. Colours are ``#rrggbb``; empty: the terminal's own."""

    front: str = ""
    back: str = ""
    bold: bool = False
    reverse: bool = False


Theme = Mapping["Style", Ink]


def _theme(text: str, paper: str, mark: str, bar: str, bar_paper: str) -> Theme:
    return {
        "text": Ink(text, paper),
        "title": Ink(text, paper, bold=True),
        "heading": Ink(text, paper, bold=True),
        "mark": Ink(mark, paper, bold=True),
        "bar": Ink(bar, bar_paper),
        "bar-mark": Ink(bar_paper, bar, bold=True),
    }


THEMES: Mapping[str, Theme] = {
    "own": {
        "text": Ink(),
        "title": Ink(bold=True),
        "heading": Ink(bold=True),
        "mark": Ink(bold=True),
        "bar": Ink(reverse=True),
        "bar-mark": Ink(reverse=True, bold=True),
    },
    "dark": _theme("#e8e8e8", "#101418", "#ffd866", "#ffffff", "#1f4e79"),
    "light": _theme("#111111", "#ffffff", "#0b3d91", "#ffffff", "#1f4e79"),
}
"""By their names. "own" is bold and reverse, and no colour at all: the person's own colours stay.

What is marked has ``>`` before it in each, so that every one of them can be read in black and white.
"""


def chosen(name: str) -> Theme:
    """The theme of that name; with NO_COLOR set always the one without colours (no-color.org)."""
    return THEMES["own"] if os.environ.get("NO_COLOR") else THEMES[name]


def styles(theme: Theme) -> Mapping[Style, RichStyle]:
    """The same for the terminal."""
    from rich.style import Style as RichStyle

    return {
        kind: RichStyle(
            color=ink.front or None, bgcolor=ink.back or None, bold=ink.bold or None, reverse=ink.reverse or None
        )
        for kind, ink in theme.items()
    }
