"""The labels of a step, as they are read."""

from __future__ import annotations

import pytest

from doorguard.catalog import Step
from doorguard.guide import label


def step(notice: str) -> Step:
    return Step(
        action="update",
        labels={"notice": notice},
        acts=("Look.", "Look again."),
        check="You saw it.",
        as_of="2026-11-23",
        source="general-knowledge",
        confidence="usual",
        page="generic",
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "No"),
        ("not known", "Not known. Treat it as yes."),
        (
            "not known for the list; a live look shows",
            "Not known for the list; a live look shows. Treat it as yes.",
        ),
        ("not known; treat it as yes", "Not known; treat it as yes"),
    ],
)
def test_what_is_not_known_counts_as_yes_and_keeps_what_is_known(written: str, read: str) -> None:
    assert label(step(written), "notice") == read


def test_a_label_that_is_missing_is_not_known() -> None:
    assert label(step("no"), "proof") == "Not known. Treat it as yes."
