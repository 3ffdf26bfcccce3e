"""A step one act a page: done, not found, different, stopped and gone on with; proof first; whose account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from doorguard.catalog import Catalog
from doorguard.guide import LABEL_QUESTIONS, step_for
from doorguard.model import Device
from doorguard.pages.closing.known import known_words
from doorguard.pages.closing.step import StepPage, open_step
from doorguard.pages.closing.walk import CannotFind
from doorguard.pages.flow import Flow
from doorguard.pages.marks import StepKey
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from tests.conftest import CAMERA, DOORBELL, FULL_ANSWERS, LIGHT_ANSWERS, NOON, ROUTER, at_devices

Serve = Callable[[Flow], None]
TO_STEP = ("look", "show", f"device:{CAMERA.id}", "ways", f"finding:{CAMERA.id}/remote-shell-open/tcp/23", "step")


def texts(page: Page) -> str:
    return "\n".join(f"{line.label} {line.text}".strip() for line in page.lines)


def go(flow: Flow, served: Serve, *choices: str) -> Page:
    for choice in choices:
        assert choice in {c.id for c in flow.page.choices}, (choice, flow.page.id, [c.id for c in flow.page.choices])
        flow.choose(choice)
        served(flow)
    return flow.page


def acts_of(flow: Flow, action: str = "local-access-off") -> tuple[str, ...]:
    found = StepPage(CAMERA.id, None, action).found(flow)
    assert found is not None
    return found[0].acts


class TestWalk:
    def test_one_act_a_page_with_where_and_what_at_the_end(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, *TO_STEP, "walk")
        acts = acts_of(demo_flow)
        assert page.title.startswith(f"Step 1 of {len(acts)}: ")
        assert [c.id for c in page.choices] == ["next", "lost", "different", "stop"]
        assert [c.text for c in page.choices] == [
            "Done, next",
            "I can't find it",
            "It looks different",
            "Stop here for now",
        ]
        for number, act in enumerate(acts, 1):
            assert act in [line.text for line in demo_flow.page.lines], number
            assert "Where to look Its app, Reolink" in texts(demo_flow.page)
            if number < len(acts):
                go(demo_flow, served, "next")
        assert demo_flow.page.choices[0].text == "Done. Check again"
        assert go(demo_flow, served, "next").title == "Still open"
        assert demo_flow.page.choices[0].id == "stop-here"
        assert "That is not your mistake." in texts(demo_flow.page)
        assert go(demo_flow, served, "step").id == "step"

    def test_back_leads_to_the_act_before(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, *TO_STEP, "walk", "next")
        demo_flow.back()
        assert demo_flow.page.title.startswith("Step 1 of ")
        demo_flow.back()
        assert demo_flow.page.id == "step"

    def test_stopped_and_gone_on_with_from_the_list_of_devices(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, *TO_STEP, "walk", "next", "stop")
        assert demo_flow.page.id == "ways-in"
        demo_flow.back()
        demo_flow.back()
        assert demo_flow.page.id == "devices"
        words = next(c.text for c in demo_flow.page.choices if c.id == "resume")
        assert words == "Go on where you stopped: Close a door on the device, Hallway (camera by Reolink)"
        assert go(demo_flow, served, "resume").title.startswith("Step 2 of ")
        demo_flow.back()
        assert demo_flow.page.id == "step"
        assert demo_flow.page.choices[1].text.startswith("Go on where you stopped: 2 of ")

    def test_a_finished_walk_is_no_longer_offered(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, *TO_STEP, "walk", "next", "stop", f"finding:{CAMERA.id}/remote-shell-open/tcp/23")
        go(demo_flow, served, "step", "done", "stop-here")
        assert demo_flow.page.id == "devices"
        assert "resume" not in {c.id for c in demo_flow.page.choices}

    def test_where_one_stopped_stands_under_left_for_later(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, *TO_STEP, "walk", "next", "stop")
        demo_flow.to_devices()
        page = texts(go(demo_flow, served, "done"))
        left = page[page.index("Left for later") : page.index("Good day")]
        assert "Close a door on the device. You stopped at step 2." in left

    @pytest.mark.parametrize(
        ("choice", "title"), [("lost", "When you can't find it"), ("different", "When it looks different")]
    )
    def test_lost_is_never_a_dead_end(self, demo_flow: Flow, served: Serve, choice: str, title: str) -> None:
        assert go(demo_flow, served, *TO_STEP, "walk", choice).title == title
        assert go(demo_flow, served, "back").id == "walk"

    def test_for_a_step_on_the_router_no_app_of_a_camera_is_named(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, "look", "show")
        demo_flow.go(CannotFind(StepPage(CAMERA.id, "open-to-the-internet", "close-router-door")))
        assert "label of the router" in texts(demo_flow.page)
        assert "Reolink" not in texts(demo_flow.page)
        demo_flow.go(CannotFind(StepPage(CAMERA.id, "remote-shell-open", "local-access-off")))
        assert "Open the app (Reolink" in texts(demo_flow.page)

    def test_the_pretend_home_keeps_what_was_done_in_it_apart(self, flow: Flow, served: Serve) -> None:
        go(flow, served, "practise", *TO_STEP, "walk", "next", "stop")
        assert flow.marks.at_act
        flow.turn_to(pretend=False)
        assert not flow.marks.at_act
        assert flow.marks.stopped is None
        flow.turn_to(pretend=True)
        assert flow.marks.at_act


class TestProof:
    def test_on_the_full_path_it_is_asked_before_the_first_act(self, served: Serve) -> None:
        flow = at_devices(FULL_ANSWERS)
        open_step(flow, CAMERA.id, "remote-shell-open", "local-access-off")
        if flow.page.id == "still-right":
            go(flow, served, "yes")
        assert "Proof Not kept yet" in texts(flow.page)
        page = go(flow, served, "walk")
        assert page.id == "proof-first"
        assert [c.id for c in page.choices] == ["nothing", "keep", "have", "without", "people"]
        assert go(flow, served, "without").id == "walk"
        flow.back()
        assert "You chose to go on without" in texts(flow.page)
        assert go(flow, served, "walk").id == "walk", "asked once"

    def test_keeping_it_leads_back_to_the_step(self, served: Serve) -> None:
        flow = at_devices(FULL_ANSWERS)
        open_step(flow, CAMERA.id, "remote-shell-open", "local-access-off")
        if flow.page.id == "still-right":
            go(flow, served, "yes")
        go(flow, served, "walk", "keep")
        assert flow.page.id == "keep-proof"
        go(flow, served, "have")
        assert flow.page.id == "proof-first"
        assert [c.id for c in flow.page.choices] == ["nothing", "on", "people"]
        assert go(flow, served, "on").id == "walk"

    def test_on_the_light_path_it_is_one_choice_away(self, served: Serve) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        open_step(flow, CAMERA.id, "remote-shell-open", "local-access-off")
        if flow.page.id == "still-right":
            go(flow, served, "yes")
        ids = [c.id for c in flow.page.choices]
        assert "proof" in ids
        assert "people" not in ids
        assert go(flow, served, "walk").id == "walk"

    def test_help_lines_stand_in_the_step_on_the_full_path(self, served: Serve) -> None:
        for given, there in ((FULL_ANSWERS, True), (LIGHT_ANSWERS, False)):
            flow = at_devices(given)
            open_step(flow, CAMERA.id, "remote-shell-open", "local-access-off")
            if flow.page.id == "still-right":
                go(flow, served, "yes")
            assert flow.page.id == "step"
            assert ("People who can help" in texts(flow.page)) is there


class TestWhoseAccount:
    def told(self, value: str, served: Serve) -> Flow:
        flow = at_devices(LIGHT_ANSWERS)
        flow.want(Want("tell", device=CAMERA.id, fact="account.whose", value=value))
        served(flow)
        open_step(flow, CAMERA.id, "two-step-off", "two-step")
        return flow

    def test_someone_elses_account_is_never_changed(self, served: Serve) -> None:
        flow = self.told("someone", served)
        assert flow.page.id == "not-your-account"
        assert "step" not in {line.choice for line in flow.page.lines}
        assert "Signing in to the account of someone else is not among them." in texts(flow.page)
        assert not any("two-step" in c.id for c in flow.page.choices)

    def test_not_known_is_asked_first(self, served: Serve) -> None:
        flow = self.told("unknown", served)
        page = flow.page
        assert page.id == "whose-first"
        assert [c.id for c in page.choices] == ["nothing", "own", "on", "not-yours", "people"]
        assert go(flow, served, "not-yours").id == "not-your-account"

    def test_what_was_said_to_be_ones_own_is_not_changed_once_it_is_someone_elses(self, served: Serve) -> None:
        flow = self.told("unknown", served)
        go(flow, served, "on")
        flow.want(Want("tell", device=CAMERA.id, fact="account.whose", value="someone"))
        served(flow)
        open_step(flow, CAMERA.id, "two-step-off", "two-step")
        assert flow.page.id == "not-your-account"

    def test_a_reset_of_ones_own_thing_can_be_chosen_there(self, served: Serve) -> None:
        for bought, page in (("me", "step"), ("someone", "not-your-account")):
            flow = at_devices(FULL_ANSWERS)
            for fact, value in (("account.whose", "someone"), ("device.bought_by", bought)):
                flow.want(Want("tell", device=DOORBELL.id, fact=fact, value=value))
                served(flow)
            open_step(flow, DOORBELL.id, "owner-account-not-mine", "if-someone-else-owns-it")
            if bought == "me":
                go(flow, served, "reset")
                while flow.page.id != page:
                    flow.choose("yes" if flow.page.id == "still-right" else "no")
            else:
                flow.marks.own_account.add(StepKey(DOORBELL.id, "owner-account-not-mine", "reset"))
                open_step(flow, DOORBELL.id, "owner-account-not-mine", "reset")
            assert flow.page.id == page

    def test_ones_own_account_goes_straight_on(self, served: Serve) -> None:
        assert self.told("mine", served).page.id in ("step", "still-right")

    def test_if_someone_else_owns_it_opens_on_the_honest_choices(self, served: Serve) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        open_step(flow, CAMERA.id, "owner-account-not-mine", "if-someone-else-owns-it")
        assert flow.page.id == "not-your-account"
        assert go(flow, served, "step").title == "If someone else owns it"

    def test_a_router_of_someone_else_has_its_own_page(self, served: Serve) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        flow.want(Want("tell", device=ROUTER.id, fact="router.run_by", value="someone"))
        served(flow)
        open_step(flow, ROUTER.id, "wifi-key-known", "change-password")
        assert flow.page.title == "If someone else owns it"


class TestBetterFirst:
    def at_step(self, served: Serve, given: dict[str, str]) -> Flow:
        flow = at_devices(given)
        for fact, value in (("account.whose", "mine"), ("mailbox.read_by", "someone"), ("shared.with", "unknown")):
            flow.want(Want("tell", device=CAMERA.id, fact=fact, value=value))
            served(flow)
        flow.full_path = given is FULL_ANSWERS
        open_step(flow, CAMERA.id, "stranger-in-the-shared-list", "remove-a-person")
        while flow.page.id != "step":
            flow.choose("yes" if flow.page.id == "still-right" else "no")
        return flow

    def test_what_whoever_reads_the_mailbox_would_undo_says_so(self, served: Serve) -> None:
        for given in (LIGHT_ANSWERS, FULL_ANSWERS):
            flow = self.at_step(served, given)
            first = next(line.text for line in flow.page.lines if line.label == "Better first")
            assert first.startswith("Get a mailbox that is yours alone.")
            assert "hoever reads the mailbox" in first or "whoever reads it" in first
            assert next(c.text for c in flow.page.choices if c.id == "first").startswith("First: ")

    def test_without_it_nothing_comes_first(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, *TO_STEP)
        assert "first" not in {c.id for c in page.choices}
        assert "Better first" not in {line.label for line in page.lines}


class TestKnown:
    @pytest.mark.parametrize(
        ("confidence", "begins"),
        [
            ("maker", "From the maker's own page, as of "),
            ("copy", "From a copy of the maker's page or manual, as of "),
            ("others", "From others, not from the maker, as of "),
            ("usual", "The usual way, as of "),
        ],
    )
    def test_where_it_comes_from_and_how_old_it_is(self, catalog: Catalog, confidence: str, begins: str) -> None:
        check = catalog.checks[0]
        step = replace(
            step_for(catalog, check, Device(id="c", id_from="hand", addresses=())),
            confidence=confidence,  # type: ignore[arg-type] # given as a word here
            as_of="2026-01-10",
        )
        first, *more = known_words(step, NOON.date())
        assert first.startswith(begins)
        assert "10 January 2026" in first
        assert ("Names may differ." in first) is (confidence in ("others", "usual"))
        assert more == []
        assert known_words(step, NOON.date() + timedelta(days=366))[1].startswith("This may be out of date.")

    def test_an_old_step_says_so_on_its_page(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, *TO_STEP)
        assert "out of date" not in texts(demo_flow.page)
        demo_flow.now = lambda: NOON + timedelta(days=500)
        assert "This may be out of date." in texts(demo_flow.page)


def test_every_step_of_every_page_has_the_four_labels(catalog: Catalog) -> None:
    steps = [step for page in catalog.vendors for step in page.steps.values()]
    assert len(steps) > 100
    for step in steps:
        assert [name for name, _ in LABEL_QUESTIONS if step.labels.get(name)] == [n for n, _ in LABEL_QUESTIONS], step
