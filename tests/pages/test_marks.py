"""What is remembered between pages, in memory only."""

from __future__ import annotations

from datetime import timedelta

from doorguard.pages.marks import Marks, StepKey
from tests.conftest import NOON

STEP, OTHER = StepKey("m-1", "video-without-login", "ask-for-a-login"), StepKey("m-2", None, "update")


def test_the_last_walk_that_was_left_is_the_one_to_go_on_with() -> None:
    marks = Marks()
    marks.stop(STEP, 2)
    marks.stop(OTHER, 0)
    assert marks.stopped == OTHER
    assert marks.at_act == {STEP: 2, OTHER: 0}
    marks.finish(STEP)
    assert marks.stopped == OTHER
    marks.finish(OTHER)
    assert marks.stopped is None
    assert marks.at_act == {}


def test_what_was_due_is_done_once_it_was_looked_at() -> None:
    marks = Marks()
    key = ("m-1", "open-to-the-internet")
    soon, tomorrow = NOON + timedelta(minutes=10), NOON + timedelta(days=1)
    marks.look_again[key] = (soon, tomorrow)
    marks.looked(*key, NOON)
    assert marks.look_again[key] == (soon, tomorrow), "too early to count"
    marks.looked(*key, soon)
    assert marks.look_again[key] == (tomorrow,)
    marks.looked(*key, tomorrow)
    assert marks.look_again == {}
