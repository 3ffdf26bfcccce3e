"""Asked again: after a day, on another network, and before a device's first change (S8)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from doorguard.gate import AUTHORITY
from doorguard.model import Level
from doorguard.pages.answered import Answered
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from tests.conftest import CAMERA, DOORBELL, LIGHT_ANSWERS, NOON, a_flow, at_devices, serve

LIGHT = ("home", "no", "no", "mine", "mine", "level:look")


class Sitting:
    """A flow with a clock and a network that can change."""

    def __init__(self) -> None:
        self.flow = a_flow()
        self.now: datetime = NOON
        self.network: str | None = "192.168.7.0/24 192.168.7.1"
        self.flow.now = lambda: self.now
        self.flow.network = lambda: self.network

    def choose(self, *choices: str) -> Page:
        for choice in choices:
            assert choice in [c.id for c in self.flow.page.choices], f"{choice} on {self.flow.page.id}"
            self.flow.choose(choice)
        return self.flow.page

    def look(self) -> None:
        self.choose(*LIGHT)
        self.flow.type(AUTHORITY)
        assert self.flow.wants is not None
        serve(self.flow)
        self.choose("show")


@pytest.fixture
def sitting() -> Sitting:
    made = Sitting()
    made.look()
    return made


class TestBeforeSending:
    def test_within_a_day_on_the_same_network_nothing_is_asked_again(self, sitting: Sitting) -> None:
        sitting.now += timedelta(hours=23)
        sitting.choose("again")
        assert sitting.flow.wants == Want("run", level=Level.LOOK)

    def test_after_a_day_the_answers_come_first_and_a_yes_goes_on(self, sitting: Sitting) -> None:
        sitting.now += timedelta(hours=24)
        page = sitting.choose("again")
        assert page.id == "still-right"
        assert sitting.flow.wants is None
        assert "A day has passed" in page.lines[0].text
        assert [line.text for line in page.lines if line.label][:2] == ["No", "No, nobody would mind"]
        assert page.choices[0].id == "nothing"
        sitting.choose("yes")
        assert sitting.flow.wants == Want("run", level=Level.LOOK)
        serve(sitting.flow)
        sitting.choose("show", "again")
        assert sitting.flow.wants == Want("run", level=Level.LOOK), "asked once, not each time"

    @pytest.mark.parametrize("path", [("again",), (f"device:{CAMERA.id}", "again")])
    def test_on_another_network_nothing_is_sent_before_a_yes(self, sitting: Sitting, path: tuple[str, ...]) -> None:
        sitting.network = "10.0.0.0/24 10.0.0.1"
        page = sitting.choose(*path)
        assert page.id == "still-right"
        assert "another network" in page.lines[0].text
        assert sitting.flow.wants is None
        sitting.choose("yes")
        assert sitting.flow.wants is not None

    def test_without_a_network_the_look_itself_says_so(self, sitting: Sitting) -> None:
        sitting.network = None
        sitting.choose("again")
        assert sitting.flow.wants == Want("run", level=Level.LOOK)

    def test_doing_nothing_sends_nothing(self, sitting: Sitting) -> None:
        sitting.now += timedelta(days=2)
        sitting.choose(f"device:{CAMERA.id}", "again", "nothing")
        assert sitting.flow.page.id == "device"
        assert sitting.flow.wants is None

    def test_an_answer_that_changed_closes_the_look(self, sitting: Sitting) -> None:
        sitting.now += timedelta(days=2)
        page = sitting.choose("again", "change", "change:router", "someone-else")
        assert page.id.startswith("gate-"), "the full path now"
        while sitting.flow.page.id.startswith("gate-"):
            sitting.choose(sitting.flow.page.choices[0].id)
        sitting.choose("England", "on")
        assert sitting.flow.page.id == "still-right"
        sitting.choose("yes")
        assert sitting.flow.wants is None

    def test_the_pretend_home_asks_nothing_again(self) -> None:
        flow = a_flow(demo=True)
        flow.choose("look")
        serve(flow)
        flow.now = lambda: NOON + timedelta(days=3)
        flow.choose("show")
        flow.choose("again")
        assert flow.wants is not None


class TestBeforeTheFirstChange:
    def at_step(self, flow: Flow, device: str, finding: str) -> Page:
        flow.unwind("devices")
        for choice in (f"device:{device}", "ways", finding, "step"):
            flow.choose(choice)
        return flow.page

    def test_once_for_each_device(self) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        finding = f"finding:{CAMERA.id}/remote-shell-open/tcp/23"
        page = self.at_step(flow, CAMERA.id, finding)
        assert page.id == "still-right"
        assert "first change" in page.lines[0].text
        flow.choose("yes")
        assert flow.page.id == "step"
        flow.back()
        assert flow.page.id == "way-in", "going back leads past the question"
        assert self.at_step(flow, CAMERA.id, finding).id == "step"
        assert DOORBELL.id not in flow.answered.shown_for

    def test_what_only_looks_asks_nothing(self) -> None:
        from doorguard.pages.closing.step import open_step

        flow = at_devices(LIGHT_ANSWERS | {"phone": "no", "phone_code": "no", "photos": "no"})
        open_step(flow, CAMERA.id, None, "see-who-has-access")
        assert flow.page.id == "step"

    def test_a_changed_answer_closes_the_step(self) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        self.at_step(flow, CAMERA.id, f"finding:{CAMERA.id}/remote-shell-open/tcp/23")
        for choice in ("change", "change:anyone_minds", "yes"):
            flow.choose(choice)
        while flow.page.id.startswith("gate-"):
            careful = flow.page.id in ("gate-lost-access", "gate-court")
            flow.choose("not-sure" if careful else flow.page.choices[0].id)
        for choice in ("England", "on"):
            flow.choose(choice)
        assert flow.page.id == "still-right"
        flow.choose("yes")
        assert flow.page.id == "changes-wait"

    def test_without_any_answer_the_questions_come_before_a_change(self) -> None:
        """Reading and naming a device needs no gate; the first change does."""
        from doorguard.pages.closing.step import open_step
        from doorguard.pages.which_device.by_hand import add

        flow = a_flow()
        device = add(flow, "Ring", "doorbell", "Ring")
        open_step(flow, device.id, None, "update")
        assert flow.page.id == "more-questions"
        assert flow.page.choices[0].id == "nothing"
        for choice in ("on", "no", "no", "mine", "mine"):
            flow.choose(choice)
        assert flow.page.id == "step-again"
        flow.choose("on")
        while flow.page.id.startswith("phone-"):
            flow.choose("no")
        assert flow.page.id == "step"
        flow.back()
        assert flow.page.id == "start"
        assert flow.wants is None


class TestPhotographs:
    def test_who_may_see_photos_is_shown_other_ways_once_on_the_full_path_too(self) -> None:
        from doorguard.pages.closing.step import open_guide
        from tests.conftest import FULL_ANSWERS

        flow = at_devices(FULL_ANSWERS | {"photos": "yes"})
        open_guide(flow, CAMERA.id, None)
        assert flow.page.id == "photo-advice"
        flow.choose("on")
        assert flow.page.id == "step"
        flow.back()
        open_guide(flow, CAMERA.id, None)
        assert flow.page.id == "step"


def test_answers_of_a_clock_that_was_set_back_do_not_hold_for_ever() -> None:
    answered = Answered()
    answered.given(NOON)
    assert answered.why_again(NOON - timedelta(minutes=2), None) is None
    assert answered.why_again(NOON - timedelta(days=400), None) == "kept"
    answered.confirm(NOON - timedelta(days=400), None)
    assert answered.why_again(NOON - timedelta(days=400), None) is None
