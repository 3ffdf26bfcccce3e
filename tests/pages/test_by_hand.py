"""Devices that the person names: whole in itself, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable

from doorguard.gate import AUTHORITY
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page

Serve = Callable[[Flow], None]


def add(flow: Flow, name: str, kind: str, make: str | None) -> Page:
    flow.type(name)
    assert flow.page.id == "what-is-it"
    flow.choose(kind)
    if make is None:
        flow.choose("none")
    else:
        flow.type(make)
        flow.choose(flow.page.choices[0].id)
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
        assert "more things: the way you chose does not ask this." in texts(flow.page)
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
        assert "the usual way for any make" in texts(flow.page)

    def test_what_the_person_says_is_judged_at_once(self, flow: Flow) -> None:
        add(reading(flow), "Nursery", "camera", None)
        flow.choose("not-mine")
        assert flow.wants is None, "nobody else is needed for it"
        assert "You do not know this device" in texts(flow.page)
        assert "Last looked at" not in texts(flow.page), "nobody looked"
        assert "1 way in to look at" in flow.page.choices[0].text

    def test_a_make_we_do_not_know_says_so_and_goes_on(self, flow: Flow) -> None:
        reading(flow).type("Nursery")
        flow.choose("camera")
        flow.type("Qwertz Cam")
        assert "no page for that name" in texts(flow.page)
        assert flow.page.typed_before == "Qwertz Cam"
        flow.choose("none")
        assert flow.page.id == "device"

    def test_a_name_that_is_the_kind_is_said_once(self, flow: Flow) -> None:
        assert add(reading(flow), "Camera", "camera", None).title == "Camera"

    def test_an_empty_name_asks_again(self, flow: Flow) -> None:
        reading(flow).type("  \t ")
        assert flow.page.id == "name-it"

    def test_a_name_is_short_and_harmless(self, flow: Flow) -> None:
        reading(flow).type("x\x1b[31m\u202e" + "y" * 200)
        name = flow.page.title.removeprefix("What is it? ")
        assert name.isprintable()
        assert len(name) <= 40

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
