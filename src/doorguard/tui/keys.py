"""Every key of the screens, in one table. There are no others: Textual's own are switched off."""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """A key (Textual's name for it), and what it does.

    ``typing``: it also works while text is typed. Letters, figures and the space bar do not: there
    they are what is typed.
    """

    keys: str
    action: str
    typing: bool


KEYS = (
    Key("ctrl+c,ctrl+q", "leave", True),
    Key("escape", "page_back", True),
    Key("enter", "choose", True),
    Key("space", "choose_marked", False),
    Key("up", "arrow(-1)", True),
    Key("down", "arrow(1)", True),
    Key("shift+tab", "tab(-1)", True),
    Key("tab", "tab(1)", True),
    Key("pageup", "turn(-1)", True),
    Key("pagedown", "turn(1)", True),
    *(Key(str(digit), f"digit('{digit}')", False) for digit in range(10)),
    Key("f1", "press('?')", True),
    Key("question_mark", "letter('?')", False),
    Key("d,D", "details", False),
    Key("r,R", "letter('r')", False),
    Key("s,S", "letter('s')", False),
    Key("h,H", "letter('h')", False),
)
"""0 only follows another figure: a page with more than nine answers has a 10 and a 20. A capital is
the same key: caps lock may be on."""

NOT_WHILE_TYPING = frozenset(key.action.partition("(")[0] for key in KEYS if not key.typing)


def bindings() -> list[BindingType]:
    """The table as Textual wants it. All come before anything that a widget might do."""
    return [Binding(key.keys, key.action, show=False, priority=True) for key in KEYS]
