"""The judge says what the checks' own examples say, and never more than the facts allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from doorguard.catalog import Check, Example, load
from doorguard.judge import judge
from doorguard.model import Device, Fact, Gap, Level

CHECKS = load().checks


def device(check: Check, example: Example | None = None, **changes: object) -> Device:
    facts = tuple(
        Fact(name=name, value=value, place=place, how=how, probe="test")  # type: ignore[arg-type]  # words from the file
        for name, value, place, how in (example.facts if example else ())
        if how != "told"
    )
    said = [fact for fact in (example.facts if example else ()) if fact[3] == "told"]
    told = {f"{name}@{place}" if place else name: value for name, value, place, _ in said}
    made = Device(
        id="d", id_from="hand", addresses=("192.168.77.20",), kind=check.kinds[0], facts=facts, told=told
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("check", "example"),
    [pytest.param(c, e, id=f"{c.id}: {e.name}") for c in CHECKS for e in c.examples],
)
def test_every_check_agrees_with_its_own_examples(check: Check, example: Example) -> None:
    findings = judge(device(check, example), [check], level=Level.LOOK)
    at_place = [f for f in findings if f.where == example.where]
    assert [f.outcome for f in at_place] == [example.expect], findings


def test_a_kind_that_a_check_leaves_out_gives_no_finding() -> None:
    for check in CHECKS:
        assert judge(device(check, kind="other"), [check], level=Level.LOOK) == ()


def check_called(name: str) -> Check:
    return next(c for c in CHECKS if c.id == name)


@pytest.mark.parametrize(
    ("check", "level", "gaps", "stopped", "reason"),
    [
        ("remote-shell-open", Level.LISTEN, (), False, "level"),
        ("remote-shell-open", Level.LOOK, (), True, "stopped"),
        ("remote-shell-open", Level.LOOK, (), False, "not-supported"),
        ("unknown-camera", Level.LOOK, (), False, "not-asked"),
        ("video-without-login", Level.LOOK, (Gap(names=("video.open",), reason="budget", probe="rtsp"),), False, "budget"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_its_reason(
    check: str, level: Level, gaps: tuple[Gap, ...], stopped: bool, reason: str
) -> None:
    (finding,) = judge(
        device(check_called(check)), [check_called(check)], level=level, gaps=gaps, stopped=stopped
    )
    assert (finding.outcome, finding.reason) == ("could-not-check", reason)
    assert finding.missing


@pytest.mark.parametrize(("said", "reason"), [("not-known", "not-known"), ("rather-not-say", "not-said")])
def test_not_knowing_and_not_saying_are_told_apart_from_not_being_asked(said: str, reason: str) -> None:
    check = check_called("unknown-camera")
    asked = device(check, told={"owner.claimed": said})
    (finding,) = judge(asked, [check], level=Level.TALK)
    assert (finding.outcome, finding.reason) == ("could-not-check", reason)


def test_one_silent_port_beside_a_closed_one_is_its_own_could_not_check() -> None:
    check = check_called("remote-shell-open")
    closed = Fact(name="shell.open", value=False, place="tcp/22", probe="ports")
    gap = Gap(names=("shell.open",), reason="no-answer", place="tcp/23", probe="ports")
    findings = judge(device(check, facts=(closed,)), [check], level=Level.LOOK, gaps=[gap])
    assert {(f.where, f.outcome) for f in findings} == {
        ("tcp/22", "not-found"),
        ("tcp/23", "could-not-check"),
    }


def test_two_witnesses_that_disagree_are_both_heard() -> None:
    check = check_called("not-yet-set-up")
    facts = tuple(
        Fact(name="setup.done", value=value, place="udp/1", probe=probe)
        for probe, value in (("sadp", True), ("onvif", False))
    )
    (finding,) = judge(device(check, facts=facts), [check], level=Level.LOOK)
    assert finding.outcome == "problem"


def test_what_was_only_worked_out_never_says_that_nothing_is_wrong() -> None:
    check = check_called("login-sent-readable")
    fact = Fact(name="login.readable", value=False, place="tcp/80", how="inferred", probe="http")
    (finding,) = judge(device(check, facts=(fact,)), [check], level=Level.LOOK)
    assert finding.outcome == "could-not-check"


def test_a_question_cut_short_is_not_answered_by_another_place() -> None:
    check = check_called("remote-shell-open")
    closed = Fact(name="shell.open", value=False, place="tcp/22", probe="ports")
    cut = Gap(names=("shell.open",), reason="stopped", probe="services")
    findings = judge(device(check, facts=(closed,)), [check], level=Level.LOOK, gaps=[cut])
    assert {(f.where, f.outcome) for f in findings} == {("tcp/22", "not-found"), (None, "could-not-check")}


def test_that_a_run_was_stopped_is_the_last_reason_to_be_given() -> None:
    check = check_called("remote-shell-open")
    waits = Gap(names=("shell.open",), reason="stopped", place="tcp/23", probe="ports")
    mute = Gap(names=("shell.open",), reason="no-answer", place="tcp/23", probe="services")
    (finding,) = judge(device(check), [check], level=Level.LOOK, gaps=[waits, mute])
    assert (finding.outcome, finding.reason) == ("could-not-check", "no-answer")
