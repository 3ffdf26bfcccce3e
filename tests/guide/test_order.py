"""The order of steps: every action of every check has its place, on both paths."""

from __future__ import annotations

from dataclasses import replace

import pytest

from doorguard.catalog import Catalog, Check
from doorguard.guide import FULL_ORDER, LIGHT_ORDER, PlanStep, Stage, plan_of, stage_of, step_for
from doorguard.model import Device, Finding, Kind

CAMERA = Device(id="c", id_from="mac", addresses=("192.168.7.2",), kind="camera")
ROUTER = replace(CAMERA, id="r", kind="router")
ORDERS = pytest.mark.parametrize("order", [FULL_ORDER, LIGHT_ORDER], ids=["full", "light"])


def found(check: Check, device: Device, *, outcome: str = "problem", where: str | None = None) -> Finding:
    return Finding(
        device=device.id,
        check=check.id,
        severity=check.severity,
        outcome=outcome,  # type: ignore[arg-type] # given as a word here
        where=where,
        problem=check.problem,
        action=check.action,
    )


def device_for(check: Check) -> Device:
    kind: Kind = "router" if check.kinds == ("router",) else "camera"
    return ROUTER if kind == "router" else CAMERA


def place(order: tuple[Stage, ...], catalog: Catalog, check_id: str) -> int:
    check = catalog.check(check_id)
    assert check is not None
    kind = device_for(check).kind
    return order.index(
        stage_of(order, check=check.id, action=check.action, kind=kind, severity=check.severity)
    )


@ORDERS
def test_every_problem_of_every_check_leads_to_a_step(order: tuple[Stage, ...], catalog: Catalog) -> None:
    for check in catalog.checks:
        device = device_for(check)
        steps = [step for _, here in plan_of(order, [(device, [found(check, device)])]) for step in here]
        assert [(s.check, s.device, s.action) for s in steps] == [(check.id, device.id, check.action)], check.id
        assert step_for(catalog, check, device).acts, check.id


@ORDERS
def test_what_is_no_small_thing_has_a_place_of_its_own(order: tuple[Stage, ...], catalog: Catalog) -> None:
    in_the_rest = {
        check.action
        for check in catalog.checks
        if check.severity in ("critical", "high") and place(order, catalog, check.id) == len(order) - 1
    }
    assert in_the_rest <= {"note-what-happens", "save-proof"}, "these change nothing; the light path has no stage for them"


@ORDERS
def test_no_action_stands_in_two_stages(order: tuple[Stage, ...]) -> None:
    for actions in ([a for s in order for a in s.actions], [a for s in order for a in s.on_router]):
        assert len(actions) == len(set(actions))
    assert len({stage.id for stage in order}) == len(order)


def test_the_full_path_goes_from_the_plan_to_the_software() -> None:
    ids = [stage.id for stage in FULL_ORDER if stage.id not in ("warned", "rest")]
    assert ids == [
        "plan", "record", "mailbox", "phone", "router", "owner", "people", "password", "doors", "software",
    ]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("login-alerts-go-elsewhere", "mailbox-shared"),
        ("mailbox-shared", "owner-account-not-mine"),
        ("wifi-key-known", "owner-account-not-mine"),
        ("owner-account-not-mine", "unknown-signed-in-phone"),
        ("stranger-in-the-shared-list", "maker-password-works"),
        ("maker-password-works", "open-to-the-internet"),
        ("open-to-the-internet", "flaw-attackers-use"),
    ],
)
def test_what_would_be_undone_comes_later_on_the_full_path(first: str, then: str, catalog: Catalog) -> None:
    assert place(FULL_ORDER, catalog, first) < place(FULL_ORDER, catalog, then)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("open-to-the-internet", "maker-password-works"),
        ("router-opened-from-outside", "maker-password-works"),
        ("maker-password-works", "video-without-login"),
        ("video-without-login", "flaw-attackers-use"),
        ("flaw-attackers-use", "two-step-off"),
        ("two-step-off", "stranger-in-the-shared-list"),
        ("stranger-in-the-shared-list", "microphone-on"),
        ("unknown-account", "easy-to-find"),
    ],
)
def test_the_widest_way_in_comes_first_on_the_light_path(first: str, then: str, catalog: Catalog) -> None:
    assert place(LIGHT_ORDER, catalog, first) < place(LIGHT_ORDER, catalog, then)


def test_a_small_thing_never_comes_before_a_way_in(catalog: Catalog) -> None:
    small = [check for check in catalog.checks if check.severity == "low"]
    assert small
    for order in (FULL_ORDER, LIGHT_ORDER):
        assert {place(order, catalog, check.id) for check in small} == {len(order) - 1}


def test_a_plan_and_proof_stand_on_the_full_path_when_nothing_was_found() -> None:
    assert [(stage.id, steps) for stage, steps in plan_of(FULL_ORDER, [])] == [("plan", []), ("record", [])]
    assert plan_of(LIGHT_ORDER, []) == []


def test_one_step_closes_all_that_it_closes(catalog: Catalog) -> None:
    video, onvif = catalog.check("video-without-login"), catalog.check("onvif-answers-without-login")
    assert video is not None and onvif is not None
    findings = [
        found(video, CAMERA, outcome="not-found"),
        found(onvif, CAMERA, where="tcp/80"),
        found(onvif, CAMERA, where="tcp/8000"),
    ]
    ((stage, steps),) = plan_of(LIGHT_ORDER, [(CAMERA, findings)], closed={findings[0].id})
    assert stage.id == "video"
    assert steps == [
        PlanStep(
            stage=stage, device="c", action="ask-for-a-login", open=tuple(findings[1:]), closed=tuple(findings[:1])
        )
    ]
    assert steps[0].check == onvif.id, "what is open is looked at again, not what was closed"


def test_what_was_looked_for_and_not_found_is_no_step(catalog: Catalog) -> None:
    for check in catalog.checks:
        for outcome in ("not-found", "could-not-check"):
            assert plan_of(LIGHT_ORDER, [(CAMERA, [found(check, CAMERA, outcome=outcome)])]) == []
