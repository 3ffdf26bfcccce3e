"""Every section of every make, as it is shown: its four labels, and after twelve months that it may be out of date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from doorguard.catalog import VendorPage, load
from doorguard.guide import LABEL_QUESTIONS
from doorguard.pages.closing.reading import ReadStep
from doorguard.pages.closing.step import StepPage
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.which_device.by_hand import add

MAKES = [page for page in load().vendors if page.steps]


def shown(make: VendorPage, action: str, now: datetime) -> list[Page]:
    """The section to read, and as a step on a device of that make."""
    flow = Flow(load(), now=lambda: now)
    device = add(
        flow, "Hallway", "router" if make.slug == "router" else "camera", make.names[0] if make.names else None
    )
    pages = []
    for screen in (ReadStep(make.slug, action), StepPage(device.id, None, action)):
        flow.go(screen)
        pages.append(flow.page)
    return pages


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.slug)
def test_each_label_stands_in_each_section_in_its_order(make: VendorPage) -> None:
    for action, step in make.steps.items():
        written = datetime.fromisoformat(step.as_of).replace(tzinfo=UTC)
        for page in shown(make, action, written):
            labels = [(line.label, line.text) for line in page.lines if line.label.endswith("?")]
            assert [label for label, _text in labels] == [question for _name, question in LABEL_QUESTIONS], action
            assert all(len(text) >= 3 and text.endswith(".") for _label, text in labels), labels


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.slug)
def test_what_was_written_more_than_twelve_months_ago_says_so(make: VendorPage) -> None:
    for action, step in make.steps.items():
        written = datetime.fromisoformat(step.as_of).replace(tzinfo=UTC)
        for months, old in ((11, False), (13, True)):
            for page in shown(make, action, written + timedelta(days=months * 30.5)):
                said = [
                    line.text for line in page.lines if line.text.startswith(("Written on", "This may be out of date"))
                ]
                assert any("may be out of date" in text for text in said) == old, (action, page.id, months)
