"""When to look again."""

from __future__ import annotations

from datetime import UTC, datetime

from doorguard.guide import look_again_at

NOW = datetime(2026, 11, 24, 18, 10, tzinfo=UTC)
SOON, TOMORROW = datetime(2026, 11, 24, 18, 20, tzinfo=UTC), datetime(2026, 11, 25, 18, 10, tzinfo=UTC)


def test_a_rule_in_the_router_after_ten_minutes_and_a_day() -> None:
    assert look_again_at("close-router-door", NOW, by_the_person=False) == (SOON, TOMORROW)


def test_a_list_that_only_the_person_can_read_too() -> None:
    assert look_again_at("remove-a-person", NOW, by_the_person=True) == (SOON, TOMORROW)


def test_a_door_that_was_asked_after_a_day() -> None:
    assert look_again_at("local-access-off", NOW, by_the_person=False) == (TOMORROW,)
