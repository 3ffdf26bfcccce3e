"""The keys that entries have: what safety.md C2 asks for has a place."""

from __future__ import annotations

from typing import get_args

from doorguard.record.bodies import BODIES, Kind


def test_every_kind_that_a_person_or_a_step_writes_has_its_keys() -> None:
    assert set(get_args(Kind)) - set(BODIES) == {"observation", "anchor", "deletion"}


def test_a_diary_entry_has_a_place_for_all_that_is_asked_of_one() -> None:
    assert set(BODIES["diary"].__annotations__) == {
        "when", "until", "where", "text", "device", "noticed", "effect", "who_saw", "reported_to",
    }  # fmt: skip


def test_no_entry_has_a_place_for_a_password() -> None:
    keys = {key for body in BODIES.values() for key in body.__annotations__}
    assert not {key for key in keys if "pass" in key or "secret" in key}
