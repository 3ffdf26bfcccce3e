"""Two stories in the real program on a terminal: what is typed, page by page, and what it says."""

from __future__ import annotations

import os
import re
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from doorguard.cli import plain
from tests.stories.faces import HOW_TO_ANSWER, MORE, walk_pages
from tests.stories.houses import Again, House
from tests.stories.language import STORIES, Story, read
from tests.stories.walking import Act, Walked, walk
from tests.stories.words import Told, words_of
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo terminal")
COMMANDS = {"shared_computer": ["--plain"], "demo_first_door": ["demo", "--plain", "--seconds", "3"]}
PATIENCE = 40.0
NOT_OF_THE_PAGE = {"", *MORE, plain.TO_THE_END, *(row for rows in HOW_TO_ANSWER for row in rows)}


class AtTheTerminal:
    """A person who reads what stands there and types a line. ``pages``: the same story by the pages alone, which
    knows how the answers are called."""

    def __init__(self, terminal: Terminal, pages: Walked) -> None:
        self._terminal, self._pages = terminal, pages

    def told(self, at: int) -> Told:
        """The page that is on view now, in the words of the terminal."""
        meant = self._pages.told[at]
        rows = self._rows(meant)
        return replace(meant, words=words_of(rows), rows=tuple(rows))

    def _rows(self, meant: Told) -> list[str]:
        prompt = f"{meant.rows[-1]}: " if meant.typed else "> "
        printed = ""
        while True:
            printed += self._until(prompt)
            if printed.endswith(prompt):
                break
            self._terminal.key(b"\n")
        rows = [row for row in printed.splitlines() if row not in NOT_OF_THE_PAGE]
        return rows[:-1]

    def _until(self, prompt: str) -> str:
        self._terminal.seen = b""
        for _ in range(int(PATIENCE / 0.02)):
            self._terminal.read(0.02)
            seen = self._terminal.seen.decode().replace("\r\n", "\n")
            if seen.endswith((prompt, *(f"{more}\n" for more in MORE))):
                return seen
        raise AssertionError(f"neither {prompt!r} nor more to read: {self._terminal.seen.decode()}")

    def do(self, act: Act, told: Told) -> None:
        """Type it; an answer by the number that stands before its words."""
        line = act.what
        if act.kind == "choose":
            words = re.escape(" ".join(words_of([told.offered[act.what]])))
            found = re.search(rf"(?<!\S)(\d+) {words}", " ".join(told.words))
            assert found, f"{told.offered[act.what]} does not stand there: {' '.join(told.words)}"
            line = found[1]
        elif act.kind == "back":
            line = "B"
        self._terminal.key(f"{line}\n".encode())


@pytest.mark.parametrize("name", COMMANDS)
def test_it_goes_in_the_program_as_it_is_told(name: str) -> None:
    story = read(STORIES / f"{name}.story")
    with closing(House(story)) as house:
        pages, _flow = walk_pages(story, house)
    environment = {"TERM": "xterm", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    terminal = Terminal([sys.executable, "-m", "doorguard", *COMMANDS[name]], environment=environment)
    try:
        _follow(story, Again(house), AtTheTerminal(terminal, pages))
        terminal.key(b"\x03")
        assert terminal.wait(3), "Ctrl+C leaves"
        assert terminal.code == 0
    finally:
        terminal.close()


def _follow(story: Story, house: Again, person: AtTheTerminal) -> None:
    at, told = 0, person.told(0)
    acts = walk(story, house, told, Walked())
    act = next(acts)
    while True:
        person.do(act, told)
        at += 1
        told = person.told(at)
        try:
            act = acts.send(told)
        except StopIteration:
            return
