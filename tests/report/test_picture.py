"""What the picture of a home says first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from doorguard.catalog import load
from doorguard.judge import judge
from doorguard.model import Device, Judged, Level
from doorguard.report.picture import FROM_ANYWHERE, WARNS_SOMEBODY, Picture, urgency

CAMERA = Device(id="m-1", id_from="mac", addresses=("192.168.7.20",), kind="camera")


def test_ways_in_come_in_one_order_whoever_answered_first() -> None:
    problems = [replace(f, outcome="problem") for f in judge(CAMERA, load().checks, level=Level.LOOK)]
    in_order = [f.check for f in sorted(problems, key=urgency)]
    for order in (problems, problems[::-1]):
        picture = Picture()
        picture.take(Judged(device="m-1", findings=tuple(order), checked_at=datetime(2026, 11, 24, tzinfo=UTC)))
        assert [f.check for f in picture.findings_of("m-1")] == in_order
    assert in_order[:2] == [WARNS_SOMEBODY, "open-to-the-internet"], "who is told of each step, then the open door"
    severities = [("critical", "high", "medium", "low").index(f.severity) for f in picture.findings_of("m-1")[1:]]
    assert severities == sorted(severities)


def test_what_comes_first_is_a_check_and_the_action_of_one() -> None:
    assert load().check(WARNS_SOMEBODY)
    assert FROM_ANYWHERE in {check.action for check in load().checks}
