"""Pages that are only read: how one gets there, and what stands on them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from doorguard.catalog import load
from doorguard.catalog.help_pages import help_page, help_pages
from doorguard.catalog.locks import LOCK_WORDS
from doorguard.pages.closing.reading import OneMake, ReadStep
from doorguard.pages.flow import Flow
from doorguard.report.cards import CONFIDENCE_WORDS


def texts(flow: Flow) -> list[str]:
    return [line.text for line in flow.page.lines]


def go(flow: Flow, *choices: str) -> None:
    for choice in choices:
        assert choice in [c.id for c in flow.page.choices], (flow.page.id, choice)
        flow.choose(choice)


class TestTheWayThere:
    def test_every_page_is_in_one_of_the_two_lists(self, flow: Flow) -> None:
        go(flow, "read", "topics")
        first = {choice.id for choice in flow.page.choices}
        go(flow, "program")
        second = {choice.id for choice in flow.page.choices}
        assert first & second == {"back"}
        assert (first | second) - {"back", "program"} == {page.topic for page in help_pages()}

    def test_both_lists_fit_a_window_of_80_by_24(self, flow: Flow) -> None:
        go(flow, "read", "topics")
        assert len(flow.page.choices) <= 14
        go(flow, "program")
        assert len(flow.page.choices) <= 14

    @pytest.mark.parametrize(
        ("choice", "title"),
        [("limits", "What a look at the home can never see"), ("traces", "What this leaves behind")],
    )
    def test_two_of_them_are_one_step_from_every_help(self, flow: Flow, choice: str, title: str) -> None:
        flow.press("?")
        go(flow, choice)
        assert flow.page.title == title
        go(flow, "back")
        assert flow.page.id == "help"

    def test_nothing_is_asked_for(self, flow: Flow) -> None:
        go(flow, "read", "sheet", "people")
        assert flow.wants is None


class TestOnThem:
    def test_the_numbers_for_danger_stand_first(self, flow: Flow) -> None:
        go(flow, "read", "topics", "police")
        assert texts(flow)[0] == "If you are in danger now"
        labels = [line.label for line in flow.page.lines if line.kind == "row"]
        assert labels[0] == "Police (emergency)"
        assert labels.index("999 BSL") < labels.index("Police (not an emergency)")

    def test_one_country_has_the_number_of_that_country(self, flow: Flow) -> None:
        go(flow, "read", "topics", "police")
        rows = {line.label: line.text for line in flow.page.lines if line.kind == "row"}
        assert rows["Police (not an emergency)"] == "101"

    def test_sources_are_one_key_away(self, flow: Flow) -> None:
        go(flow, "read", "topics", "law")
        page = help_page("law")
        assert page is not None
        assert tuple(line.text for line in flow.page.details) == page.sources
        assert any("not legal advice" in text for text in texts(flow))


class TestStepsToRead:
    def test_how_well_it_is_known_and_its_day(self, flow: Flow) -> None:
        step = next(iter(load().page("generic").steps.values()))  # type: ignore[union-attr]
        flow.go(ReadStep("generic", step.action))
        assert CONFIDENCE_WORDS[step.confidence] in texts(flow)
        assert "may be out of date" not in " ".join(texts(flow))

    def test_one_of_long_ago_says_so(self, flow: Flow) -> None:
        flow.now = lambda: datetime(2028, 1, 1, tzinfo=UTC)
        flow.go(ReadStep("generic", "update"))
        assert "so it may be out of date" in " ".join(texts(flow))

    def test_who_can_take_it_over_stands_with_the_make(self, flow: Flow) -> None:
        pages = [page for page in load().vendors if page.lock_class not in (None, "unknown")]
        assert pages
        for page in pages:
            flow.go(OneMake(page.slug))
            assert LOCK_WORDS[page.lock_class] in texts(flow), page.slug  # type: ignore[index]

    def test_a_make_of_which_we_do_not_know_it_says_nothing(self, flow: Flow) -> None:
        page = next(page for page in load().vendors if page.lock_class is None and not page.slug.startswith("_"))
        flow.go(OneMake(page.slug))
        assert not set(LOCK_WORDS.values()) & set(texts(flow))
