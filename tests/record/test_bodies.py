"""The keys that entries have: what safety.md C2 asks for has a place."""

from __future__ import annotations

from typing import get_args

import pytest

from doorguard.record.bodies import BODIES, Kind, of_the_pretend_home


def test_every_kind_that_a_person_or_a_step_writes_has_its_keys() -> None:
    assert set(get_args(Kind)) - set(BODIES) == {"observation", "anchor", "deletion"}


def test_a_diary_entry_has_a_place_for_all_that_is_asked_of_one() -> None:
    assert set(BODIES["diary"].__annotations__) == {
        "when", "until", "where", "text", "device", "noticed", "effect", "who_saw", "reported_to",
    }  # fmt: skip


def test_no_entry_has_a_place_for_a_password() -> None:
    keys = {key for body in BODIES.values() for key in body.__annotations__}
    assert not {key for key in keys if "pass" in key or "secret" in key}


HEADER, LOOK = {"kind": "header"}, {"kind": "observation"}


@pytest.mark.parametrize(
    ("said", "pretend"),
    [
        ([{**HEADER, "body": {"pretend": True}}, {**LOOK, "body": {"pretend": False}}], True),
        ([{**HEADER, "body": {}}, {**LOOK, "body": {"pretend": True}}], False),
        ([{}, {"kind": "diary", "body": {"pretend": True}}, {**LOOK, "body": {"pretend": True}}], True),
        ([{**LOOK, "body": {"event": "DeviceSeen"}}, {**LOOK, "body": {"pretend": False}}], False),
        ([], False),
    ],
    ids=["header", "a header without it", "without a header", "a look at a real home", "nothing"],
)
def test_an_example_is_told_by_its_header_or_by_its_first_look(said: list[dict[str, object]], pretend: bool) -> None:
    assert of_the_pretend_home(said) is pretend
