"""What to do, in order: the plan of a device and of the whole home, on both paths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from doorguard.model import DeviceSeen, StepDone
from doorguard.pages.closing.recheck import times_words
from doorguard.pages.flow import Flow
from doorguard.pages.marks import StepKey
from doorguard.pages.page import Line, Page
from doorguard.pages.who_else.way_in import WayIn
from tests.conftest import CAMERA, FULL_ANSWERS, LIGHT_ANSWERS, NOON, at_devices

Serve = Callable[[Flow], None]
SHELL = f"step:{CAMERA.id}:remote-shell-open"


def states(page: Page) -> dict[str, str]:
    """State by choice."""
    return {line.choice: line.label for line in page.lines if line.kind == "state" and line.choice}


def headings(page: Page) -> list[str]:
    return [line.text for line in page.lines if line.kind == "heading"]


def line_of(page: Page, choice: str) -> Line:
    return next(line for line in page.lines if line.choice == choice)


def go(flow: Flow, served: Serve, *choices: str) -> Page:
    for choice in choices:
        assert choice in {c.id for c in flow.page.choices}, (choice, flow.page.id, [c.id for c in flow.page.choices])
        flow.choose(choice)
        served(flow)
    return flow.page


@pytest.fixture
def plan(demo_flow: Flow, served: Serve) -> Flow:
    """At the plan of the whole pretend home."""
    go(demo_flow, served, "look", "show", "plan")
    return demo_flow


class TestLight:
    def test_do_nothing_is_first_and_every_problem_has_a_step(self, plan: Flow) -> None:
        page = plan.page
        assert page.choices[0].id == "nothing"
        open_now = {(f.device, f.check) for f in plan.picture.problems()}
        steps = {tuple(choice.split(":")[1:]) for choice in states(page) if choice.startswith("step:")}
        assert steps == open_now
        assert set(states(page).values()) == {"To do"}

    def test_no_help_line_stands_in_the_page(self, plan: Flow) -> None:
        assert "people" not in {c.id for c in plan.page.choices}
        assert "Proof of how it is now" not in headings(plan.page)

    def test_it_leads_to_the_way_in_and_back(self, plan: Flow, served: Serve) -> None:
        assert go(plan, served, SHELL).id == "way-in"
        assert go(plan, served, "nothing").id == "plan"
        assert states(plan.page)[SHELL] == "Left for later"

    def test_a_step_that_was_left_in_the_middle_says_where(self, plan: Flow, served: Serve) -> None:
        go(plan, served, SHELL, "step", "walk", "next", "stop")
        assert plan.page.id == "plan"
        assert states(plan.page)[SHELL] == "Begun, stopped at step 2"

    def test_what_was_left_on_one_camera_is_not_what_another_one_leads_to(self, plan: Flow) -> None:
        there = StepKey("m-9", "remote-shell-open", "local-access-off")
        plan.take(DeviceSeen(device=replace(CAMERA, id="m-9", addresses=("192.168.7.29",)), new=True))
        plan.marks.stop(there, 1)
        plan.choose(SHELL)
        here = plan._on_view()
        assert isinstance(here, WayIn), "not the step that was left"
        assert here.device_id == CAMERA.id

    def test_what_was_closed_says_when_and_when_to_look_again(self, plan: Flow, served: Serve) -> None:
        go(plan, served, SHELL, "step", "pretend", "close-shell", "on")
        assert plan.page.id == "plan"
        closed = line_of(plan.page, f"again:{CAMERA.id}:remote-shell-open")
        assert closed.label == "Closed, checked at 18:09"
        assert closed.text.endswith("Look again tomorrow")
        plan.now = lambda: NOON + timedelta(days=2)
        assert line_of(plan.page, closed.choice or "").label == "Look again now"

    def test_what_was_due_on_another_day_is_due_now(self, plan: Flow) -> None:
        for due, words in (
            ((NOON - timedelta(days=3), NOON - timedelta(days=2)), "now"),
            ((NOON, NOON + timedelta(days=1)), "now and tomorrow"),
            ((NOON + timedelta(minutes=10),), "at 12:10"),
        ):
            assert times_words(plan, due) == words

    def test_done_and_still_open_is_said(self, plan: Flow, served: Serve) -> None:
        go(plan, served, SHELL, "step", "done", "on")
        assert states(plan.page)[SHELL] == "Done, and still open"

    def test_the_plan_of_one_device_names_no_device_in_its_steps(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", f"device:{CAMERA.id}", "plan")
        assert page.title == "Plan for Hallway (camera by Reolink)"
        assert line_of(page, SHELL).text == "Close a door on the device"
        assert go(demo_flow, served, "questions").id == "asking"


class TestFull:
    def test_a_plan_and_proof_stand_first_and_people_near(self, served: Serve) -> None:
        flow = at_devices(FULL_ANSWERS)
        page = go(flow, served, "plan")
        assert headings(page)[:2] == ["A plan", "Proof of how it is now"]
        assert states(page)["make-plan"] == "To do"
        assert [c for c in states(page) if c.startswith("proof:")] == [f"proof:{CAMERA.id}"], "where there is a step"
        assert "people" in {c.id for c in page.choices}
        go(flow, served, "make-plan", "made")
        assert states(flow.page)["make-plan"] == "You have one"

    def test_they_stand_there_where_nothing_was_found(self, flow: Flow) -> None:
        from doorguard.pages.closing.plan import PlanPage

        flow.given.update(FULL_ANSWERS)
        flow.go(PlanPage(None))
        assert headings(flow.page) == ["A plan", "Proof of how it is now"]
        assert "Nothing was found that needs a step" in "".join(line.text for line in flow.page.lines)

    def test_steps_wait_where_the_answers_close_changes(self, served: Serve) -> None:
        flow = at_devices(FULL_ANSWERS)
        flow.given["living"] = "yes"
        page = go(flow, served, "plan")
        assert states(page)[SHELL].startswith("Waits")
        assert states(page)["make-plan"] == "To do", "a plan never waits"

    def test_the_mailbox_comes_before_what_it_would_undo_and_says_why(self, served: Serve) -> None:
        flow = at_devices(FULL_ANSWERS)
        for fact, value in (("mailbox.read_by", "someone"), ("shared.with", "unknown")):
            from doorguard.pages.want import Want

            flow.want(Want("tell", device=CAMERA.id, fact=fact, value=value))
            served(flow)
        page = go(flow, served, "plan")
        order = headings(page)
        assert order.index("Your mailbox") < order.index("Signed-in phones and shared people")
        assert "The mailbox comes first: whoever reads it can set a new password." in [x.text for x in page.lines]


class TestAfterANewPassword:
    def test_each_list_stays_open_until_it_was_looked_at(self, served: Serve) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        flow.take(StepDone(device=CAMERA.id, check="maker-password-works", action="change-password"))
        page = go(flow, served, "plan")
        assert f"after:{CAMERA.id}" in states(page)
        page = go(flow, served, f"after:{CAMERA.id}")
        before = [c.id for c in page.choices if c.id.startswith("look:")]
        assert before[:3] == ["look:phones.signed_in", "look:shared.with", "look:linked.to"]
        go(flow, served, "look:phones.signed_in", "answer:They are all mine")
        assert flow.page.id == "after-password"
        assert [c.id for c in flow.page.choices if c.id.startswith("look:")] == before[1:]
        assert "Looked at" in {line.label for line in flow.page.lines}

    def test_without_one_nothing_is_asked_again(self, plan: Flow) -> None:
        assert not [choice for choice in states(plan.page) if choice.startswith("after:")]


@pytest.mark.parametrize("given", [LIGHT_ANSWERS, FULL_ANSWERS], ids=["light", "full"])
def test_from_every_problem_of_a_camera_the_plan_leads_to_its_step(served: Serve, given: dict[str, str]) -> None:
    from doorguard.model import Finding, Judged
    from doorguard.pages.closing.plan import PlanPage

    flow = at_devices(given)
    checks = [check for check in flow.catalog.checks if "camera" in check.kinds]
    flow.take(
        Judged(
            device=CAMERA.id,
            checked_at=NOON,
            findings=tuple(
                Finding(
                    device=CAMERA.id,
                    check=check.id,
                    severity=check.severity,
                    outcome="problem",
                    where=None,
                    problem=check.problem,
                    action=check.action,
                    way=check.way,
                )
                for check in checks
            ),
        )
    )
    flow.go(PlanPage(CAMERA.id))
    steps = [choice for choice in states(flow.page) if choice.startswith("step:")]
    assert len(steps) >= len({check.action for check in checks})
    for choice in steps:
        go(flow, served, choice)
        assert flow.page.id == "way-in", choice
        go(flow, served, "step")
        if flow.page.id == "still-right":
            go(flow, served, "yes")
        before = ("whose-first", "not-your-account", "keep-proof")
        assert flow.page.id in ("step", *before) or flow.page.id.startswith("phone-"), (choice, flow.page.id)
        flow.unwind("plan")
