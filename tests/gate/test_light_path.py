"""The light path is short: at most 6 pages to the first packet (design rule 1)."""

from __future__ import annotations

from doorguard.catalog import load
from doorguard.gate import AUTHORITY
from doorguard.model import Level
from doorguard.pages.flow import Flow

MOST_PAGES = 6
ANSWERS = {
    "leaving": "no",
    "gate-anyone-minds": "no",
    "gate-computer": "mine",
    "gate-router": "mine",
    "before": "level:look",
}


def test_at_most_six_pages_to_the_first_packet() -> None:
    flow = Flow(load())
    pages = [flow.page.id]
    flow.choose("home")
    while flow.page.id != "before":
        pages.append(flow.page.id)
        assert len(pages) <= MOST_PAGES, pages
        flow.choose(ANSWERS[flow.page.id])
    pages.append("before")
    flow.choose(ANSWERS["before"])
    assert flow.wants is None
    flow.type(AUTHORITY)
    assert flow.wants is not None
    assert (flow.wants.kind, flow.wants.level) == ("run", Level.LOOK)
    assert len(pages) <= MOST_PAGES, pages


def test_help_is_one_key_away_on_each_of_them() -> None:
    flow = Flow(load())
    flow.choose("home")
    while flow.page.id != "before":
        here = flow.page.id
        assert flow.press("h")
        assert flow.page.id == "people"
        flow.back()
        assert flow.page.id == here
        flow.choose(ANSWERS[here])
    assert flow.press("h")
    assert flow.page.id == "people"
