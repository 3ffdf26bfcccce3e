"""The language of the stories: one line a step, read aloud as it stands. It knows no face.

A story is a file. Before its first empty line stand ``title:``, ``start:`` (``demo`` or ``home``), ``house:``
(the addresses of the pretend household that are switched on, ``everything``, or ``nothing is ever asked``).
Then come its steps::

    choose finding:*/remote-shell-open/*    the answer with this id; * stands for anything
    choose device:* ~ Porch                 the one of them that says this word
    answer danger no, computer mine         the questions of the gate, as long as they come: each of these, and no other
    type This is my home                    where a page asks for a text
    press h                                 a letter
    back                                    one page back
    in the app: close-telnet at 192.168.77.23   the person does this on the device, outside the program
    part look                               a part of a visit begins: how long it takes is counted by itself
    expect page ways-in
    expect words Look at this first         said on this page, as it stands
    expect no words sign in to their account
    expect offered step                     an answer of this page; * stands for anything
    expect not offered pretend:*
    expect logins 1, refused 1 at 192.168.77.21     counted by the pretend device
    expect nothing sent                     nobody was asked anything so far
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from pathlib import Path

STORIES = Path(__file__).parent / "stories"


@dataclass(frozen=True)
class Step:
    """One line: its number in the file, the verb, what it is about, and a word that narrows it down."""

    line: int
    verb: str
    what: str
    word: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.verb} {self.what}{f' ~ {self.word}' if self.word else ''}"


@dataclass(frozen=True)
class Story:
    """What happens to one person, from the first page on."""

    name: str
    title: str
    start: str
    house: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def demo(self) -> bool:
        """It begins in the pretend home, and says so on every page."""
        return self.start == "demo"


VERBS = (
    "choose", "answer", "type", "press", "back", "in the app:", "part",
    "expect page", "expect words", "expect no words", "expect offered", "expect not offered", "expect logins",
    "expect nothing sent",
)  # fmt: skip


def read(path: Path) -> Story:
    """One story. Raises ``ValueError`` for a line that is none of the verbs."""
    head: dict[str, str] = {}
    steps: list[Step] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        key, colon, value = line.partition(": ")
        if colon and key in ("title", "start", "house") and not steps:
            head[key] = value.strip()
            continue
        steps.append(_step(number, line))
    if set(head) != {"title", "start", "house"} or head["start"] not in ("demo", "home"):
        raise ValueError(f"{path.name} needs title, start (demo or home) and house")
    house = () if head["house"] == "nothing is ever asked" else tuple(head["house"].split())
    return Story(path.stem, head["title"], head["start"], house, tuple(steps))


def _step(number: int, line: str) -> Step:
    verb = next((verb for verb in sorted(VERBS, key=len, reverse=True) if f"{line} ".startswith(f"{verb} ")), None)
    if verb is None:
        raise ValueError(f"line {number} begins with no verb: {line}")
    what, _tilde, word = line[len(verb) :].partition(" ~ ")
    return Step(number, verb, what.strip(), word.strip())


def all_stories() -> list[Story]:
    """Every story there is."""
    return [read(path) for path in sorted(STORIES.glob("*.story"))]


def fits(pattern: str, choice: str) -> bool:
    """Whether an id is meant by a pattern of a story."""
    return fnmatch.fnmatchcase(choice, pattern)
