"""Events go into a record and come out as the same picture."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from doorguard.model import (
    Device,
    DeviceSeen,
    DevicesMerged,
    Event,
    Failure,
    Finding,
    Gap,
    Judged,
    Outcome,
    ProbeEnded,
    Reason,
    RunEnded,
    RunStarted,
    Sent,
    StepDone,
)
from doorguard.record.events import Keeper, UnreadableEvent, body_of, event_of
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from tests.conftest import CAMERA, NOON, PHONE, UNKNOWN, fact
from tests.conftest import a_run as home_run


def through(events: Iterable[Event]) -> list[Event]:
    keeper = Keeper()
    bodies = [json.dumps(body_of(kept)) for event in events for kept in keeper.take(event)]
    return [event_of(json.loads(body)) for body in bodies]


def test_the_picture_is_the_same(a_run: list[Event]) -> None:
    tool = {"version": "1"}
    first = document(Picture().take_all(a_run), tool=tool)
    again = document(Picture().take_all(through(a_run)), tool=tool)
    first.pop("seconds"), again.pop("seconds")
    first["sent"]["others"] = first["sent"].pop("192.168.7.99")  # nothing of ours has this address
    assert again == first


def test_far_fewer_than_happened_are_kept(a_run: list[Event]) -> None:
    kept = through(a_run)
    assert 0 < len(kept) < len(a_run)
    seen = [event.device.id for event in kept if isinstance(event, DeviceSeen)]
    assert len(seen) <= 2 * len(set(seen))


def test_phones_and_printers_are_never_written_by_name(a_run: list[Event]) -> None:
    hidden = [e.device for e in through(a_run) if isinstance(e, DeviceSeen) and not e.device.listed]
    assert hidden, "the pretend home has some"
    assert all(not d.names and not d.addresses and d.mac is None and not d.facts for d in hidden)
    assert {d.id.partition("-")[0] for d in hidden} == {"counted"}, "an id is made of the hardware address"


def a_look(*devices: Device, problem: bool = False) -> list[Event]:
    began = next(event for event in home_run() if isinstance(event, RunStarted))
    ended = next(event for event in home_run() if isinstance(event, RunEnded))
    outcome: Outcome = "problem" if problem else "not-found"
    seen = [DeviceSeen(device=device, new=True) for device in devices]
    judged = [Judged(device=d.id, findings=(finding(d, outcome),), checked_at=NOON) for d in devices if d.listed]
    return [began, *seen, *judged, ended]


def finding(device: Device, outcome: Outcome) -> Finding:
    return Finding(
        device=device.id, check="video-without-login", severity="high", outcome=outcome, where=None, problem="", action=""
    )  # fmt: skip


def ids(events: Iterable[Event]) -> set[str]:
    return {event.device.id if isinstance(event, DeviceSeen) else getattr(event, "device", "") for event in events} - {""}


class TestWhatMayBeAPhone:
    MADE_UP = replace(UNKNOWN, facts=(fact("mac.randomised", True),))

    def test_it_is_only_counted(self) -> None:
        other = replace(UNKNOWN, id="m-9")
        assert ids(through(a_look(other, self.MADE_UP))) == {"counted-1", "m-9"}

    def test_unless_there_is_a_way_in(self) -> None:
        kept = through(a_look(self.MADE_UP, problem=True))
        assert ids(kept) == {UNKNOWN.id}
        assert any(isinstance(event, Judged) for event in kept)

    def test_what_turns_out_to_be_one_was_not_written_before(self) -> None:
        began, seen, judged, ended = a_look(UNKNOWN)
        then = DeviceSeen(device=replace(UNKNOWN, kind="other", family="phone-or-computer"), new=False)
        assert ids(through([began, seen, judged, then, ended])) == {"counted-1"}

    def test_an_unknown_thing_is_written_when_the_look_has_ended(self) -> None:
        events = a_look(UNKNOWN)
        assert ids(through(events[:-1])) == set()
        kept = through(events)
        assert [type(event) for event in kept] == [RunStarted, DeviceSeen, Judged, RunEnded]


def test_which_addresses_answered_is_not_told_by_what_was_sent() -> None:
    began, seen, judged, ended = a_look(CAMERA)
    assert isinstance(ended, RunEnded)
    sent = {"192.168.7.20": Sent(tries=5), "192.168.7.40": Sent(tries=2), "192.168.7.41": Sent(datagrams=1)}
    group = {"224.0.0.251": Sent(datagrams=3), "ff02::fb%eth0": Sent(datagrams=3), "255.255.255.255": Sent(datagrams=1)}
    phone = DeviceSeen(device=PHONE, new=True)
    kept = through([began, seen, phone, judged, replace(ended, sent=sent | group)])[-1]
    assert isinstance(kept, RunEnded)
    others = Sent(tries=2, datagrams=1)
    assert kept.sent == {"192.168.7.20": Sent(tries=5), "others": others} | group


def test_no_other_event_tells_of_a_phone_either() -> None:
    """Nor of an unknown thing before its look has ended: it may turn out to be one."""
    one, two = replace(PHONE, id="mac-phone"), replace(PHONE, id="at-phone")
    stopped = Failure(stage="probes/http", reason="no-answer", says="It did not work.")
    told = [
        *home_run()[:2],
        *(DeviceSeen(device=device, new=True) for device in (one, two, UNKNOWN, CAMERA)),
        DevicesMerged(kept="mac-phone", gone="at-phone"),
        *(replace(stopped, device=device.id, detail=f"at {device.id}") for device in (one, UNKNOWN, CAMERA)),
        RunEnded(ended="complete", ended_at=NOON, sent={}),
    ]
    kept = through(told)
    assert "phone" not in json.dumps([body_of(event) for event in kept]).replace("phone-or-computer", "")
    assert not any(isinstance(event, DevicesMerged) for event in kept)
    assert [event.device for event in kept if isinstance(event, Failure)] == [None, None, CAMERA.id]


@pytest.mark.parametrize(("reason", "kept"), [("no-answer", True), ("budget", True), ("not-asked", False), ("level", False)])
def test_a_list_that_could_not_be_read_is_kept(reason: Reason, kept: bool) -> None:
    """Else the next visit would call somebody new who may have stood in it."""
    gap = Gap(names=("recipient.owner",), reason=reason, place="recipient/mail", probe="x")
    other = Gap(names=("clock.offset",), reason="no-answer", probe="x")
    seen = [DeviceSeen(device=device, new=True) for device in (CAMERA, PHONE)]
    asked = [ProbeEnded(device=device.id, probe="x", gaps=(gap, other)) for device in (CAMERA, PHONE)]
    written = [event for event in through([*seen, *asked]) if isinstance(event, ProbeEnded)]
    assert [(event.device, event.gaps) for event in written] == ([(CAMERA.id, (gap,))] if kept else [])


def test_two_cameras_that_are_one_are_written_as_one() -> None:
    other = replace(CAMERA, id="at-camera")
    seen = [DeviceSeen(device=device, new=True) for device in (CAMERA, other)]
    merged = DevicesMerged(kept=CAMERA.id, gone="at-camera")
    assert merged in through([*home_run()[:2], *seen, merged])


def test_each_look_writes_its_devices_anew() -> None:
    kept = through([*a_look(CAMERA), *a_look(CAMERA)])
    assert [type(event) for event in kept].count(DeviceSeen) == 2


def test_a_step_that_was_done_is_kept() -> None:
    done = StepDone(device=CAMERA.id, action="update", check="old-software")
    assert through([done]) == [done]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"event": "Nothing"},
        {"event": "Judged"},
        {"event": "Judged", "device": 3, "findings": [], "checked_at": "2026-11-26T00:00:00+00:00"},
        {"event": "Judged", "device": "d", "findings": "x", "checked_at": "2026-11-26T00:00:00+00:00"},
        {"event": "Judged", "device": "d", "findings": [], "checked_at": "yesterday"},
        {"event": "RunStarted", "level": "LOUD"},
    ],
)
def test_what_is_no_event_is_said(body: dict[str, object]) -> None:
    with pytest.raises(UnreadableEvent):
        event_of(body)


@pytest.mark.parametrize(("key", "value"), [("where", 1), ("problem", True), ("says", [3]), ("severity", "dire"), ("because", [[]]), ("missing", None)])
def test_a_finding_of_wrong_types_is_none_also_after_one_like_it(key: str, value: object) -> None:
    """Equal findings are built once; nothing else may pass for one of them."""
    whole = body_of(Judged(device=CAMERA.id, findings=(replace(finding(CAMERA, "problem"), where="1"),), checked_at=NOON))
    built = event_of(whole)
    assert isinstance(built, Judged)
    again = event_of(json.loads(json.dumps(whole)))
    assert isinstance(again, Judged)
    assert again.findings[0] is built.findings[0], "a long record says the same many times"
    with pytest.raises(UnreadableEvent):
        event_of(whole | {"findings": [whole["findings"][0] | {key: value}]})


def test_keys_of_a_newer_version_are_passed_over() -> None:
    seen = DeviceSeen(device=Device(id="d", id_from="mac", addresses=()), new=True)
    body = body_of(seen) | {"later": 1}
    assert event_of(body) == seen


def test_a_device_is_written_before_what_was_found_on_it(a_run: list[Event]) -> None:
    known: set[str] = set()
    for event in through(a_run):
        if isinstance(event, DeviceSeen):
            known.add(event.device.id)
        if isinstance(event, Judged):
            assert event.device in known


def test_a_number_that_is_too_large_for_a_time_is_unreadable() -> None:
    body = body_of(DeviceSeen(device=replace(CAMERA, first_seen=1.0), new=True))
    with pytest.raises(UnreadableEvent):
        event_of(body | {"device": body["device"] | {"first_seen": 10**400}})
