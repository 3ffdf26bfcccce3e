"""Every story, by the pages alone, in plain text and on the screens; and all three told the same."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import closing
from typing import Any, ClassVar

import pytest

from doorguard.cli import plain
from doorguard.cli.paper import page_lines
from doorguard.pages.page import Page
from tests.stories.faces import walk_pages, walk_plain, walk_screens
from tests.stories.houses import Again, House
from tests.stories.language import STORIES, Story, all_stories, read
from tests.stories.walking import Walked
from tests.stories.words import Told

ROOMY = (80, 200)
SIZES = {"nothing_found": (80, 24), "client_isolation": (40, 24)}
"""Pages are read at one glance, so that a story takes no longer than it must; these two are read to their end
in small windows."""
# The story that is left out is how demo_whole_list begins; its walk is timed, and typed into the real program.


class Twice:
    """One story in one home; each face hears of the same home. What the page of a kind has as help and details is
    read in the first story that meets it."""

    read: ClassVar[set[str]] = set()

    def __init__(self, story: Story, house: House) -> None:
        self.story, self.house = story, house
        self.known = frozenset(self.read)
        self.pages, self.flow = walk_pages(story, house, known=self.known)
        self.read.update(told.page for told in self.pages.told)


@pytest.fixture(scope="module", params=[story for story in all_stories() if story.name != "demo_first_door"], ids=lambda story: story.name)
def told(request: pytest.FixtureRequest) -> Iterator[Twice]:
    story: Story = request.param
    with closing(House(story)) as house:
        yield Twice(story, house)


def test_it_goes_as_told(told: Twice) -> None:
    """By the pages alone, before a real session and pretend devices."""
    assert told.pages.told


def test_plain_text_tells_the_same(told: Twice) -> None:
    again = Again(told.house)
    same(walk_plain(told.story, again, told.known), told.pages)
    assert not again.left


def test_the_screens_tell_the_same(told: Twice) -> None:
    again = Again(told.house)
    same(walk_screens(told.story, again, SIZES.get(told.story.name, ROOMY), told.known), told.pages)
    assert not again.left


def test_a_line_that_one_face_leaves_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail: plain text without one line of one page."""
    story = read(STORIES / "shared_computer.story")
    with closing(House(story)) as house:
        pages, _flow = walk_pages(story, house)
        same(walk_plain(story, Again(house)), pages)

        def one_less(page: Page, **how: Any) -> list[str]:
            return [row for row in page_lines(page, **how) if row != "Turn the screen away from it."]

        monkeypatch.setattr(plain, "page_lines", one_less)
        with pytest.raises(AssertionError, match="turn-the-screen: - Turn - the - screen"):
            same(walk_plain(story, Again(house)), pages)


def same(face: Walked, pages: Walked) -> None:
    """Page for page and word for word. A narrow window may cut a word in two."""
    for told, meant in zip(face.told, pages.told, strict=True):
        assert told.page == meant.page
        assert "".join(told.words) == "".join(meant.words), difference(told, meant)
        assert told.offered == meant.offered


def difference(told: Told, meant: Told) -> str:
    """The words that only one of them said."""
    rows = difflib.ndiff(meant.words, told.words)
    return f"{told.page}: {' '.join(row for row in rows if row[0] in '+-')}"
