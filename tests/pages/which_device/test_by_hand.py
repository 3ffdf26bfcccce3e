"""Devices that the person names: whole in itself, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doorguard.gate import AUTHORITY
from doorguard.model import Level, RunStarted, StepDone
from doorguard.pages.closing.step import find_step
from doorguard.pages.flow import Flow
from doorguard.pages.marks import Marks, StepKey
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from tests.conftest import NOON

Serve = Callable[[Flow], None]


def add(flow: Flow, name: str, kind: str, make: str | None) -> Page:
    assert flow.page.id == "what-is-it"
    flow.choose(kind)
    if make is None:
        flow.choose("none")
    else:
        flow.type(make)
        if flow.page.id == "which-make":
            flow.choose(flow.page.choices[0].id)
    flow.type(name)
    return flow.page


def texts(page: Page) -> str:
    return "\n".join(f"{line.label} {line.text}".strip() for line in page.lines)


def reading(flow: Flow) -> Flow:
    flow.choose("read")
    flow.choose("add")
    return flow


def to_access(flow: Flow) -> None:
    """The look in the app; it asks for a photo, so the phone is asked about first."""
    flow.choose("access")
    while flow.page.id.startswith("phone-"):
        flow.choose("no")


class TestAdding:
    def test_a_named_doorbell_has_its_makers_steps_and_sends_nothing(self, flow: Flow) -> None:
        page = add(reading(flow), "Hallway", "camera", "reolink")
        assert page.title == "Hallway (camera by Reolink)"
        assert "again" not in [c.id for c in page.choices], "there is nothing to ask"
        flow.choose("ways")
        assert "does not ask this" not in texts(flow.page), "it opens on its one question, never on a list"
        flow.choose("fold")
        assert "the way you chose does not ask this." in texts(flow.page)
        to_access(flow)
        assert "Could the other person notice?" in texts(flow.page)
        flow.choose("done")
        assert flow.page.id == "ways-in"
        flow.back()
        flow.choose("steps")
        assert flow.page.title == "Steps for Reolink"
        assert flow.wants is None

    def test_no_name_gets_the_steps_for_any_make(self, flow: Flow) -> None:
        add(reading(flow), "Thing on the shelf", "unknown", None)
        flow.choose("ways")
        to_access(flow)
        assert "The usual way, as of" in texts(flow.page)

    def test_what_the_person_says_is_judged_at_once(self, flow: Flow) -> None:
        add(reading(flow), "Nursery", "camera", None)
        flow.choose("begin")
        flow.choose("answer:Not all of it")
        flow.choose("answer:I do not know it")
        flow.choose("stop")
        assert flow.wants is None, "nobody else is needed for it"
        assert "You do not know this device" in texts(flow.page)
        assert "Last looked at" not in texts(flow.page), "nobody looked"
        assert "1 way in to look at" in next(c.text for c in flow.page.choices if c.id == "ways")

    def test_a_make_we_do_not_know_says_so_and_goes_on(self, flow: Flow) -> None:
        reading(flow).choose("camera")
        flow.type("Qwertz Cam")
        assert "no page for that name" in texts(flow.page)
        assert flow.page.typed_before == "Qwertz Cam"
        flow.choose("none")
        flow.choose("plain")
        assert flow.page.title == "Camera"

    def test_a_name_that_is_the_kind_is_said_once(self, flow: Flow) -> None:
        assert add(reading(flow), "Camera", "camera", None).title == "Camera"

    def test_an_empty_name_asks_again(self, flow: Flow) -> None:
        assert add(reading(flow), "  \t ", "camera", None).id == "name-it"

    def test_a_name_is_short_and_harmless(self, flow: Flow) -> None:
        title = add(reading(flow), "x\x1b[31m\u202e" + "y" * 200, "camera", None).title
        name = title.removesuffix(" (camera)")
        assert name != title
        assert name.isprintable()
        assert len(name) <= 40

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("reol", "Reolink"),
            ("smart life", "Tuya (its app: Smart Life)"),
            ("Rinng", "Ring"),
            ("reo link", "Reolink"),
            ("hik vision", "Hikvision"),
        ],
    )
    def test_a_make_is_found_by_its_name_its_app_or_nearly(self, flow: Flow, typed: str, shown: str) -> None:
        reading(flow).choose("camera")
        flow.type(typed)
        assert shown in [choice.text for choice in flow.page.choices]

    def test_who_went_back_to_reading_finds_the_devices_again(self, flow: Flow) -> None:
        flow.choose("read")
        assert "found" not in [choice.id for choice in flow.page.choices]
        flow.choose("add")
        add(flow, "Nursery", "camera", "reolink")
        flow.unwind("reading")
        assert flow.page.id == "reading"
        flow.choose("found")
        assert flow.page.id == "devices"

    def test_the_whole_name_of_a_make_is_not_asked_about(self, flow: Flow) -> None:
        reading(flow).choose("camera")
        flow.type(" reolink ")
        assert flow.page.id == "name-it"
        assert "Make Reolink" in texts(flow.page)

    def test_a_name_that_was_only_nearly_found_is_asked_about(self, flow: Flow) -> None:
        reading(flow).choose("camera")
        flow.type("Rinng")
        assert "Is it one of these?" in texts(flow.page)

    def test_a_plain_name_is_never_given_twice(self, flow: Flow) -> None:
        reading(flow)
        for expected in ("Camera", "Camera 2 (camera)"):
            flow.choose("camera")
            flow.choose("none")
            flow.choose("plain")
            assert flow.page.title == expected
            flow.back()
            flow.choose("add")

    def test_the_router_has_no_make_to_ask_for(self, flow: Flow) -> None:
        reading(flow).choose("router")
        flow.choose("plain")
        assert flow.page.title == "Router"


class TestKeeping:
    def test_it_can_be_called_otherwise(self, flow: Flow) -> None:
        add(reading(flow), "Nursery", "camera", "reolink")
        flow.choose("name")
        flow.type("Playroom camera")
        assert flow.page.title == "Playroom camera (camera by Reolink)"
        assert flow.wants is None
        flow.choose("name")
        flow.choose("forget")
        assert flow.page.title == "Nursery (camera by Reolink)"

    def test_it_can_be_taken_off_again_with_all_that_was_said(self, flow: Flow) -> None:
        add(reading(flow), "Nursery", "camera", None)
        flow.back()
        flow.choose("add")
        add(flow, "Garden", "camera", None)
        flow.choose("off")
        flow.choose("keep")
        assert flow.page.title == "Garden (camera)"
        flow.choose("off")
        flow.choose("off")
        assert [d.names for d in flow.picture.listed()] == [("Nursery",)]
        (nursery,) = flow.picture.devices
        assert set(flow.picture.findings) == {nursery}
        flow.choose("add")
        add(flow, "Attic", "camera", None)
        assert len(flow.picture.listed()) == 2, "no two have one id"

    def test_another_one_named_later_inherits_nothing(self, flow: Flow) -> None:
        """Also where the clock stood still: neither what was said, nor what was kept or closed, nor where one stopped."""
        add(reading(flow), "Nursery", "camera", None)
        (nursery,) = flow.picture.devices
        flow.want(Want("tell", device=nursery, fact="two_step.on", value=False))
        flow.take(StepDone(device=nursery, check="two-step-off", action="two-step"))
        flow.want(Want("tell", device=nursery, fact="two_step.on", value=True))
        assert flow.picture.closed_at
        flow.marks.proof[nursery] = "kept"
        flow.marks.stop(StepKey(nursery, "two-step-off", "two-step"), 2)
        flow.choose("off")
        flow.choose("off")
        flow.choose("add")
        add(flow, "Nursery", "camera", None)
        (again,) = flow.picture.devices.values()
        assert again.told == {}
        assert (flow.picture.closed_at, flow.picture.done) == ({}, {})
        assert not any(flow.picture.was_problem.values())
        assert flow.marks == Marks()

    def test_its_id_is_of_the_second_so_that_no_other_day_has_it(self, flow: Flow) -> None:
        add(reading(flow), "Nursery", "camera", None)
        (first,) = flow.picture.devices
        assert first.startswith(f"hand-{flow.now():%Y%m%d%H}")

    def test_what_was_closed_on_it_stays_closed_when_the_home_is_looked_at(self, flow: Flow) -> None:
        add(reading(flow), "Nursery", "camera", None)
        (nursery,) = flow.picture.devices
        flow.want(Want("tell", device=nursery, fact="two_step.on", value=False))
        flow.take(StepDone(device=nursery, check="two-step-off", action="two-step"))
        flow.want(Want("tell", device=nursery, fact="two_step.on", value=True))
        closed, done = dict(flow.picture.closed_at), {nursery: {"two-step-off": "two-step"}}
        before = flow.picture
        flow.take(
            RunStarted(level=Level.LOOK, network=None, interface=None, gateway=None, pretend=False, started_at=NOON)
        )
        assert closed
        assert (flow.picture.closed_at, flow.picture.done) == (closed, done)
        flow.want(Want("tell", device=nursery, fact="two_step.on", value=False))
        assert before.findings[nursery] != flow.picture.findings[nursery], "the look before stays as it was"

    def test_the_last_one_taken_off_leads_back_to_reading(self, flow: Flow) -> None:
        add(reading(flow), "Nursery", "camera", None)
        flow.choose("off")
        flow.choose("off")
        assert flow.page.id == "reading"

    def test_what_a_look_found_cannot_be_taken_off(self, demo_flow: Flow, served: Serve) -> None:
        for choice in ("look", "show", "device:m-1"):
            demo_flow.choose(choice)
            served(demo_flow)
        assert "off" not in [c.id for c in demo_flow.page.choices]


class TestWhole:
    @pytest.mark.parametrize("kind", ["camera", "doorbell", "recorder", "hub", "unknown"])
    def test_every_question_way_in_step_and_the_summary_are_there(self, flow: Flow, kind: str) -> None:
        """To the end of the questions, into a way in and its step, and to the summary: nothing is ever wanted."""
        add(reading(flow), "Thing", kind, None)
        flow.choose("begin")
        asked = []
        while flow.page.id == "asking":
            asked.append(flow.page.title)
            flow.choose(next(c.id for c in reversed(flow.page.choices) if c.id.startswith("answer:")))
            assert flow.wants is None
        assert len(asked) > 15
        flow.choose("show")
        flow.choose("ways")
        (thing,) = flow.picture.devices
        for finding in (f for f in flow.picture.findings_of(thing) if f.outcome == "problem"):
            assert find_step(flow, thing, finding.action) is not None, finding.action
        flow.choose(next(c.id for c in flow.page.choices if c.id.startswith("finding:")))
        assert flow.page.id == "way-in"
        flow.to_devices()
        flow.choose("summary")
        assert "Thing" in texts(flow.page)
        flow.choose("done")
        assert flow.page.id == "done"
        assert not flow.picture.sent

    def test_two_named_alike_are_two(self, flow: Flow) -> None:
        add(reading(flow), "Camera", "camera", None)
        flow.back()
        flow.choose("add")
        add(flow, "Camera", "camera", None)
        assert len(flow.picture.devices) == 2


class TestWithALook:
    def test_named_devices_stay_when_a_look_begins(self, flow: Flow, served: Serve) -> None:
        add(reading(flow), "Front door", "doorbell", "ring")
        flow.unwind("start")
        for choice in ("home", "no", "no", "mine", "mine", "level:look"):
            flow.choose(choice)
        flow.type(AUTHORITY)
        served(flow)
        flow.choose("show")
        assert "Front door (doorbell by Ring)" in texts(flow.page)
        assert len(flow.picture.listed()) == 5

    def test_what_was_missing_can_be_added_after_a_look(self, demo_flow: Flow, served: Serve) -> None:
        demo_flow.choose("look")
        served(demo_flow)
        demo_flow.choose("show")
        demo_flow.choose("add")
        add(demo_flow, "Garden", "camera", None)
        demo_flow.back()
        assert demo_flow.page.title == "5 devices found"
