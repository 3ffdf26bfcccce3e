"""What a record tells of the days before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from doorguard.model import (
    AskedCloser,
    Device,
    DeviceSeen,
    DevicesMerged,
    Event,
    Fact,
    Finding,
    Judged,
    Level,
    RunStarted,
    Sent,
    Told,
)
from doorguard.record.events import Keeper, body_of
from doorguard.session.past import past_of
from tests.conftest import CAMERA, LATER, NOON, UNKNOWN, a_run, closed_camera, judged


def entries(*events: Event, at: datetime = NOON) -> Iterable[dict[str, Any]]:
    keeper = Keeper()
    for event in events:
        for kept in keeper.take(event):
            yield {"kind": "observation", "utc": at.isoformat(), "body": body_of(kept)}


def test_two_looks_are_two_pictures() -> None:
    later = [replace(e, started_at=LATER) if isinstance(e, RunStarted) else e for e in a_run()]
    past = past_of([*entries(*a_run()), *entries(*later)])
    assert [look.started_at for look in past.looks] == [NOON, LATER]
    assert past.last is past.looks[1]
    assert {d.id for d in past.looks[0].listed()} == {d.id for d in past.looks[1].listed()}


def test_what_was_closed_stays_known_over_several_looks_until_it_is_open_again() -> None:
    shut = [DeviceSeen(device=closed_camera(), new=False), judged(closed_camera(), at=LATER)]
    past = past_of(entries(*a_run(), *shut))
    assert len(past.closed) == 1
    (closed,) = past.closed
    assert "/" in closed and past.closed[closed] == LATER
    start = next(e for e in a_run() if isinstance(e, RunStarted))
    assert past_of(entries(*a_run(), *shut, start)).closed == past.closed, "a look that ended early forgets nothing"
    assert past_of(entries(*a_run(), *shut, *a_run())).closed == {}


def test_what_the_person_said_comes_back_by_device() -> None:
    told = [
        Told(device=CAMERA.id, name="owner.claimed", value=False),
        Told(device=CAMERA.id, name="owner.claimed", value=True),
    ]
    assert past_of(entries(*a_run(), *told)).told == {CAMERA.id: {"owner.claimed": True}}


def test_a_label_comes_back_by_the_name_and_not_by_its_place() -> None:
    def listed(*names: str) -> Device:
        facts = [Fact(name="account.name", value=n, place=f"account/{i}", probe="p") for i, n in enumerate(names)]
        return replace(CAMERA, facts=tuple(facts))

    then = listed("admin", "guest")
    past = past_of(
        entries(
            *a_run(),
            DeviceSeen(device=then, new=False),
            judged(then),
            Told(device=CAMERA.id, name="account.owner@account/1", value="unknown"),
        )
    )
    now = listed("eve", "admin", "guest")
    assert past.labels.told(now) == {"account.owner@account/2": "unknown"}


def test_a_first_password_is_known_as_tried_for_a_day() -> None:
    once = {"192.168.7.20": Sent(logins=1)}
    asked = AskedCloser(device=CAMERA.id, level=Level.TEST, sent=once)
    not_sent = AskedCloser(device="m-8", level=Level.TEST, refused="Not now.", sent=once)
    signed_in = AskedCloser(device=UNKNOWN.id, level=Level.SIGN_IN, sent={"192.168.7.20": Sent(logins=2)})
    past = past_of(entries(*a_run(), asked, not_sent, signed_in))
    assert set(past.tried) == {CAMERA.id}
    assert past.tried_within_a_day(CAMERA.id, NOON + timedelta(hours=23))
    assert not past.tried_within_a_day(CAMERA.id, NOON + timedelta(hours=24))
    assert not past.tried_within_a_day(UNKNOWN.id, NOON)


def test_what_was_closed_stays_known_when_two_devices_turn_out_to_be_one() -> None:
    other = replace(CAMERA, id="at-camera")
    problem = Finding(
        device=other.id, check="video", severity="high", outcome="problem", where=None, problem="It is open.", action="update"
    )  # fmt: skip
    closed = replace(problem, outcome="not-found")
    past = past_of(
        entries(
            *a_run()[:1],
            DeviceSeen(device=other, new=True),
            *(Judged(device=other.id, findings=(one,), checked_at=NOON, looked=True) for one in (problem, closed)),
            DevicesMerged(kept=CAMERA.id, gone=other.id),
        )
    )
    assert set(past.closed) == {f"{CAMERA.id}/video/"}


def test_what_was_named_by_hand_stays_from_look_to_look() -> None:
    mine = Device(id="hand-1", id_from="hand", addresses=(), names=("Hall",), kind="camera")
    named = [DeviceSeen(device=mine, new=True), Judged(device=mine.id, findings=(), checked_at=NOON)]
    past = past_of(entries(*named))
    assert past.last is not None and list(past.last.devices) == ["hand-1"]
    past = past_of(entries(*named, *a_run()))
    assert len(past.looks) == 1
    assert past.last is not None and "hand-1" in past.last.devices and CAMERA.id in past.last.devices


def test_answers_the_plan_and_openings() -> None:
    def entry(kind: str, at: datetime = NOON, **body: object) -> dict[str, Any]:
        return {"kind": kind, "utc": at.isoformat(), "body": body}

    past = past_of(
        [
            entry("header", pretend=True, tool="doorguard 1"),
            entry("answer", name="weight", value="no"),
            entry("answer", LATER, name="weight", value="yes"),
            entry("answer", LATER, name="is.mine", value="yes", device="m-1"),
            entry("plan", put_off=["a"]),
            entry("plan", put_off=["b"]),
            entry("opened", how="opened"),
            entry("opened", LATER, how="refused"),
            {"kind": "observation", "body": {"event": "Later"}},
            {"kind": "observation"},
            {"kind": "answer", "body": {"name": 3}},
        ]
    )
    assert past.pretend
    assert (past.given, past.given_at) == ({"weight": "yes"}, LATER)
    assert past.plan == {"put_off": ["b"]}
    assert past.opened == [NOON]
    assert (past.entries, past.unreadable) == (11, 1)


def test_nothing_written_is_an_empty_past() -> None:
    assert past_of([]).last is None
    assert not past_of([]).tried_within_a_day("x", datetime.now(UTC))
