"""What the people of some stories never meet, whatever else they answer on the way."""

from __future__ import annotations

import re
from contextlib import closing

import pytest

from doorguard.catalog import load
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from tests.stories.crawling import acts_that_change, crawl, on_the_way
from tests.stories.houses import House
from tests.stories.language import STORIES, read


def pages_of(name: str) -> list[tuple[Flow, Page]]:
    """Every page near a story."""
    story = read(STORIES / f"{name}.story")
    with closing(House(story)) as house:
        stood = on_the_way(story, house)
    found = list(crawl(stood))
    assert len({page.id for _flow, page in found}) > 15, "the way was followed"
    return found


def words_of(page: Page) -> str:
    return "\n".join([page.title, *(f"{line.label} {line.text}" for line in page.lines), *(c.text for c in page.choices)])


def acts_on(page: Page) -> set[str]:
    """Its lines, without the number that an act has before it."""
    return {re.sub(r"^\d+\. ", "", line.text) for line in page.lines}


@pytest.mark.parametrize("name", ["living_together", "shared_computer"])
def test_no_step_that_changes_something(name: str) -> None:
    changing = acts_that_change()
    for flow, page in pages_of(name):
        assert not flow._on_view().tells_a_change, page.id
        assert not changing & acts_on(page), page.id
        assert not [choice.id for choice in page.choices if choice.id.startswith(("pretend", "unplug"))], page.id


def test_an_act_that_changes_something_would_be_found() -> None:
    """The same search finds such acts where they are open."""
    changing = acts_that_change()
    assert {page.id for _flow, page in pages_of("owner_of_everything") if changing & acts_on(page)} >= {"step", "walk"}


def test_nobody_is_told_to_unplug_or_move_a_camera_that_nobody_claims() -> None:
    generic = load().page("generic")
    assert generic is not None
    unplugging = set(generic.steps["find-by-unplugging"].acts)
    for flow, page in pages_of("hidden_camera"):
        if any(device.told.get("owner.claimed") is True for device in flow.picture.listed()):
            continue  # at the end of the story the person says that it is theirs
        assert "unplug" not in {choice.id for choice in page.choices}, page.id
        assert not unplugging & acts_on(page), page.id


def test_nobody_is_told_to_sign_in_to_the_account_of_someone_else() -> None:
    told = re.compile(r"(?<!not )(?<!never )\b(sign|log) in (to|with|as) (their|the owner's|his|her|the other person's)")
    for _flow, page in pages_of("ring_of_an_ex"):
        assert not told.search(words_of(page).lower()), page.id
