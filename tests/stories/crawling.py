"""Every page that can be reached from any page of a story, with whatever answers, and nothing carried out."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from doorguard.catalog import load
from doorguard.pages.closing.step import ONLY_LOOKS
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from tests.conftest import LEAVES, _twin
from tests.stories.faces import walk_pages
from tests.stories.houses import House
from tests.stories.language import Story

FURTHER = 4
"""How many answers further than the story itself."""


def on_the_way(story: Story, house: House) -> list[Flow]:
    """The flow as it stood on each page of the story."""
    stood: list[Flow] = []
    walk_pages(story, house, lambda flow: stood.append(_twin(flow)))
    return stood


def crawl(starts: list[Flow], *, most: int = 1500) -> Iterator[tuple[Flow, Page]]:
    """Each page once, the nearest first."""
    seen: set[tuple[object, ...]] = set()
    leaves: set[str] = set()
    waiting = [(flow, 0) for flow in starts]
    while waiting and len(seen) < most:
        flow, far = waiting.pop(0)
        page = flow.page
        key = (page.id, page.title, page.lines, page.choices)
        if key in seen or page.id in leaves:
            continue
        seen.add(key)
        if page.id in LEAVES:
            leaves.add(page.id)
        yield flow, page
        if far < FURTHER:
            waiting += [(other, far + 1) for other in _next(flow, page)]


def _next(flow: Flow, page: Page) -> Iterator[Flow]:
    ways: list[Callable[[Flow], object]] = [functools.partial(Flow.choose, choice=c.id) for c in page.choices]
    ways += [functools.partial(Flow.press, key=letter) for letter in "?hsr"]
    for way in ways:
        other = _twin(flow)
        way(other)
        other.finished()
        yield other


def acts_that_change() -> frozenset[str]:
    """What the makers' pages tell to do where that changes something, word for word."""
    steps = [step for page in load().vendors for step in page.steps.values()]
    looking = {act for step in steps if step.action in ONLY_LOOKS for act in step.acts}
    return frozenset(act for step in steps if step.action not in ONLY_LOOKS for act in step.acts) - looking
