"""The summary on screen: the words of the files, for each reader, and nothing saved."""

from __future__ import annotations

import pytest

from doorguard.catalog import load
from doorguard.pages.flow import Flow
from doorguard.pages.result import Summary
from doorguard.pages.summarise import Wanted, summarise
from doorguard.pages.summary_for import lines_of
from doorguard.report.summary.material import READERS, Reader
from tests.conftest import NOON, a_flow, a_run
from tests.report.summary.sample import texts


@pytest.fixture
def flow() -> Flow:
    flow = a_flow()
    for event in a_run():
        flow.take(event)
    flow.country = "Wales"
    flow.go(Summary())
    return flow


def test_it_is_one_choice_from_the_short_summary(flow: Flow) -> None:
    flow.choose("for-whom")
    assert flow.page.id == "summary-for-whom"
    assert [choice.id for choice in flow.page.choices] == [*READERS, "back"]


@pytest.mark.parametrize("reader", READERS)
def test_every_word_of_the_file_is_on_the_page(flow: Flow, reader: Reader) -> None:
    flow.choose("for-whom")
    flow.choose(reader)
    page = flow.page
    assert page.id == f"summary-for-{reader}"
    shown = {word for line in page.lines for word in (line.text, line.label)}
    wanted = Wanted(reader=reader, now=NOON, zone=flow.zone, country="Wales", given={})
    document, _store = summarise(flow.picture, load(), wanted)
    missing = [text for text in texts(document.blocks) if not any(text in word for word in shown)]
    drawings = [text for text in missing if text.startswith(("Ways in to", "Device"))]
    assert set(missing) - set(drawings) <= {"No."}, "the head of the column that became a heading"
    assert any("Live Fear Free" in word for word in shown)


def test_back_leads_back(flow: Flow) -> None:
    flow.choose("for-whom")
    flow.choose("police")
    flow.choose("back")
    assert flow.page.id == "summary-for-whom"
    flow.choose("back")
    assert flow.page.id == "summary"


def test_lines_have_the_kinds_of_a_page(flow: Flow) -> None:
    document, _store = summarise(flow.picture, load(), Wanted(reader="police", now=NOON, zone=flow.zone))
    kinds = {line.kind for line in lines_of(document.blocks)}
    assert {"heading", "row", "item", "text"} <= kinds
