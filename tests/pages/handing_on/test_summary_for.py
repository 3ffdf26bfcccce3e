"""The summary on screen: the words of the files, for each reader, and nothing saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from doorguard.catalog import load
from doorguard.pages.closing.plan import steps_of
from doorguard.pages.flow import Flow
from doorguard.pages.handing_on.result import Summary
from doorguard.pages.handing_on.summarise import Wanted, summarise
from doorguard.pages.handing_on.summary_for import SummaryFor, lines_of
from doorguard.pages.want import Want
from doorguard.report.summary.material import READERS, Reader
from tests.conftest import CAMERA, FULL_ANSWERS, LIGHT_ANSWERS, NOON, a_flow, a_run, at_devices
from tests.recorded import at_list, begin, cheap
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
    assert [choice.id for choice in flow.page.choices] == [*READERS, "country", "back"]


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


@pytest.mark.parametrize("given", [LIGHT_ANSWERS, FULL_ANSWERS, {}])
def test_steps_come_in_the_order_of_the_plan(flow: Flow, given: dict[str, str]) -> None:
    flow.given = dict(given)
    screen = SummaryFor("me")
    _document, store = screen.made(flow)
    planned = [(step.device, step.check) for _stage, steps in steps_of(flow, None) for step in steps]
    assert [(step.device, step.check) for _found, step in store.steps] == planned


def test_the_country_is_asked_for_help_lines_and_laws(flow: Flow) -> None:
    flow.country = None
    flow.choose("for-whom")
    assert any("no country is chosen yet" in line.text for line in flow.page.lines)
    flow.choose("country")
    flow.choose("Scotland")
    assert flow.page.id == "summary-for-whom"
    assert any("Scotland" in line.text for line in flow.page.lines)
    flow.choose("advocate")
    assert any("Scotland" in line.text + line.label for line in flow.page.lines)


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


class TestWithARecord:
    @pytest.fixture(autouse=True)
    def soon(self) -> Iterator[None]:
        with cheap():
            yield

    def test_what_the_record_says_stands_there_as_soon_as_it_is_written(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        flow.go(SummaryFor("police"))
        assert "It rang, and nobody was there" not in words_of(flow)
        assert flow.kept.keeping is not None
        flow.kept.keeping.say("diary", {"when": "Sunday", "text": "It rang, and nobody was there"})
        assert flow.kept.keeping.settle(5)
        shown = words_of(flow)
        assert "When: Sunday. It rang, and nobody was there." in shown
        assert flow.kept.keeping.code in shown
        flow.kept.leave(flow, 5)
        assert "It rang, and nobody was there" not in words_of(flow)


def words_of(flow: Flow) -> str:
    return " ".join(f"{line.label} {line.text}" for line in flow.page.lines)


@pytest.mark.parametrize("computer", ["mine", "shared", "not-sure", "rather-not-say"])
def test_no_file_is_offered_on_a_computer_that_someone_else_may_read(computer: str) -> None:
    flow = at_devices(FULL_ANSWERS)
    flow.given["computer"] = computer
    flow.go(SummaryFor("police"))
    assert ("save" in {choice.id for choice in flow.page.choices}) == (computer == "mine")
    flow.want(Want("save-file", path="/nowhere/x", content=b""))
    assert (flow.wants is not None) == (computer == "mine")
    flow.running = None
    flow.want(Want("keep-new", path="/nowhere/x"))
    assert (flow.running is not None) == (computer == "mine")


@pytest.mark.parametrize(
    ("given", "claimed", "told"),
    [(FULL_ANSWERS, True, True), (FULL_ANSWERS | {"court": "yes"}, True, False), (FULL_ANSWERS, False, False)],
)
def test_the_person_is_told_of_no_change_where_none_is_open(given: dict[str, str], claimed: bool, told: bool) -> None:
    """An advocate sees what is open to be decided."""
    flow = at_devices(FULL_ANSWERS)
    flow.given = dict(given)
    flow.picture.devices[CAMERA.id] = replace(flow.picture.devices[CAMERA.id], told={"owner.claimed": claimed})
    step = "Close a door on the device. Could the other person notice?"
    flow.go(SummaryFor("me"))
    assert any(step in line.text for line in flow.page.lines) == told
    flow.go(SummaryFor("advocate"))
    assert any("Close a door on the device" in line.text for line in flow.page.lines)
