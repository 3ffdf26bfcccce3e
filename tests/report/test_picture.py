"""What the picture of a home says first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from doorguard.catalog import load
from doorguard.judge import judge
from doorguard.model import AskedCloser, Device, DevicesMerged, Judged, Level, StepDone, TakenOff, Told
from doorguard.report.picture import FROM_ANYWHERE, NEW_PASSWORD, WARNS_SOMEBODY, Picture, urgency

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


class TestMerged:
    """Two devices turned out to be one: all that is known of either is known of the one that stays."""

    def before(self) -> Picture:
        picture = Picture(devices={"m-1": CAMERA, "m-2": replace(CAMERA, id="m-2")})
        when = datetime(2026, 11, 24, tzinfo=UTC)
        picture.was_problem["m-1"] = {"m-1/two-step-off/": when}
        picture.closed_at["m-1/two-step-off/"] = when
        picture.take(Told(device="m-1", name="two_step.on", value=True))
        picture.take(Told(device="m-1", name="owner.claimed", value=True))
        picture.take(Told(device="m-2", name="owner.claimed", value=False))
        picture.take(StepDone(device="m-1", check="two-step-off", action="two-step"))
        picture.take(AskedCloser(device="m-1", level=Level.SIGN_IN, refused="No.", sent={}))
        return picture

    def test_nothing_known_of_it_is_lost_and_what_is_said_of_the_other_wins(self) -> None:
        picture = self.before()
        picture.take(DevicesMerged(kept="m-2", gone="m-1"))
        assert picture.told == {"m-2": {"two_step.on": True, "owner.claimed": False}}
        assert picture.done == {"m-2": {"two-step-off": "two-step"}}
        assert picture.let_in == {"m-2": "No."}
        assert set(picture.closed_at) == set(picture.was_problem["m-2"]) == {"m-2/two-step-off/"}
        assert not any("m-1" in held for held in picture._by_device())

    def test_taken_off_nothing_of_it_is_left(self) -> None:
        picture = self.before()
        picture.take(TakenOff(device="m-1"))
        assert picture.told == {"m-2": {"owner.claimed": False}}
        assert (picture.done, picture.let_in, picture.closed_at, picture.was_problem) == ({}, {}, {}, {})


def test_what_comes_first_is_a_check_and_the_action_of_one() -> None:
    assert load().check(WARNS_SOMEBODY)
    assert FROM_ANYWHERE in {check.action for check in load().checks}


class TestClosed:
    """A problem that is not found any more is closed: where it was looked at, or where a step was done."""

    ASKED = "unknown-signed-in-phone"

    def told(self, picture: Picture, value: str, *, looked: bool = False) -> None:
        device = replace(CAMERA, told={"phones.signed_in": value})
        check = load().check(self.ASKED)
        assert check is not None
        findings = judge(device, [check], level=Level.TALK)
        picture.take(Told(device="m-1", name="phones.signed_in", value=value))
        picture.take(Judged(device="m-1", findings=findings, checked_at=datetime(2026, 11, 24, tzinfo=UTC), looked=looked))

    def test_an_answer_that_is_corrected_closes_nothing(self) -> None:
        picture = Picture()
        self.told(picture, "unknown")
        self.told(picture, "mine")
        assert picture.closed_at == {}
        self.told(picture, "mine", looked=True)
        assert picture.closed_at == {}, "nor does a look later on: it was never there"

    def test_an_answer_after_the_step_closes_it(self) -> None:
        picture = Picture()
        self.told(picture, "unknown")
        picture.take(StepDone(device="m-1", check=self.ASKED, action="sign-out-everywhere"))
        self.told(picture, "mine")
        assert list(picture.closed_at) == [f"m-1/{self.ASKED}/"]
        self.told(picture, "mine")
        assert list(picture.closed_at) == [f"m-1/{self.ASKED}/"], "and stays closed"
        self.told(picture, "unknown")
        assert picture.closed_at == {}

    def test_after_a_new_password_what_is_looked_at_is_counted_anew(self) -> None:
        picture = Picture()
        self.told(picture, "mine")
        assert picture.since_new_password == {}
        picture.take(StepDone(device="m-1", check="maker-password-works", action=NEW_PASSWORD))
        assert picture.since_new_password == {"m-1": []}
        self.told(picture, "mine")
        assert picture.since_new_password == {"m-1": ["phones.signed_in"]}
