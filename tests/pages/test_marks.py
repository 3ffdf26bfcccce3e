"""What is remembered between pages, in memory only."""

from __future__ import annotations

from datetime import timedelta

from doorguard.model import DevicesMerged
from doorguard.pages.flow import Flow
from doorguard.pages.marks import Marks, StepKey
from tests.conftest import LATER, NOON

STEP, OTHER = StepKey("m-1", "video-without-login", "ask-for-a-login"), StepKey("m-2", None, "update")
HERE = StepKey("m-1", "two-step-off", "two-step")


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


def test_what_was_done_with_either_was_done_with_the_one_that_stays() -> None:
    marks = Marks(
        proof={"m-1": "kept"},
        own_account={HERE},
        look_again={("m-1", "two-step-off"): (LATER,), ("m-2", "mailbox-shared"): (NOON,)},
    )
    marks.stop(HERE, 3)
    marks.merge("m-2", "m-1")
    there = StepKey("m-2", "two-step-off", "two-step")
    assert marks == Marks(
        proof={"m-2": "kept"},
        at_act={there: 3},
        stopped=there,
        own_account={there},
        look_again={("m-2", "two-step-off"): (LATER,), ("m-2", "mailbox-shared"): (NOON,)},
    )


def test_of_two_marks_the_one_of_what_stays_wins() -> None:
    marks = Marks(proof={"m-1": "kept", "m-2": "not-wanted"})
    marks.merge("m-2", "m-1")
    assert marks.proof == {"m-2": "not-wanted"}


def test_what_was_put_off_stays_put_off(demo_flow: Flow) -> None:
    demo_flow.put_off = {"m-1/two-step-off/", "m-11/two-step-off/"}
    demo_flow.take(DevicesMerged(kept="m-2", gone="m-1"))
    assert demo_flow.put_off == {"m-2/two-step-off/", "m-11/two-step-off/"}
