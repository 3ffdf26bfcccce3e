"""What is said of a device: each finding under its own answer, and under no other."""

from __future__ import annotations

from dataclasses import replace

from doorguard.model import Finding, Judged
from doorguard.report.picture import Picture
from doorguard.report.summary.found import Found, store_of
from tests.conftest import CAMERA, LATER, NOON, a_run
from tests.report.summary.sample import material, seen


def finding(check: str, outcome: str, where: str | None = None, reason: str | None = None) -> Finding:
    return Finding(
        device=CAMERA.id, check=check, severity="high", outcome=outcome, where=where, problem=f"{check} is open.", action="", reason=reason  # type: ignore[arg-type]
    )  # fmt: skip


def said_of(*judged: tuple[Finding, ...]) -> Found:
    """The camera after these answers, one after the other."""
    picture = Picture().take_all(a_run())
    for number, findings in enumerate(judged):
        picture.take(Judged(device=CAMERA.id, findings=findings, checked_at=(NOON, LATER)[min(number, 1)]))
    store = store_of(replace(material(record=False), picture=picture))
    return next(found for found in store.devices if found.device.id == CAMERA.id)


def test_each_answer_stands_where_it_belongs() -> None:
    store = store_of(replace(material(record=False), picture=Picture().take_all(seen())))
    assert any(found.unknown for found in store.devices), "else nothing is shown here"
    for found in store.devices:
        assert {said.finding.outcome for said in found.problems} <= {"problem"}
        assert {said.finding.outcome for said in (*found.closed, *found.looked)} <= {"not-found"}


def test_what_could_not_be_checked_any_more_is_not_called_closed() -> None:
    opened, shut = finding("shell", "problem"), finding("shell", "not-found")
    assert [said.at for said in said_of((opened,), (shut,)).closed] == [LATER]
    unknown = said_of((opened,), (shut,), (finding("shell", "could-not-check", reason="no-answer"),))
    assert (unknown.problems, unknown.closed, unknown.looked) == ((), (), ())
    assert [one.says for one in unknown.unknown] == [("shell is open.",)]


def test_a_question_is_counted_although_another_place_has_its_answer() -> None:
    """Whose the second account is is asked, whatever was found of the first one."""
    both = (finding("whose", "problem", "account/1"), finding("whose", "could-not-check", "account/2", "not-asked"))
    assert [(one.reason, one.number) for one in said_of(both).unknown] == [("not-asked", 1)]
    louder = (finding("whose", "problem", "account/1"), finding("whose", "could-not-check", "account/2", "level"))
    assert said_of(louder).unknown == ()
