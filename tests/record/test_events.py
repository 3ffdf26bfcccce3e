"""Events go into a record and come out as the same picture."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from doorguard.model import Device, DeviceSeen, Event, Judged
from doorguard.record.events import Keeper, UnreadableEvent, body_of, event_of
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document


def through(events: Iterable[Event]) -> list[Event]:
    keeper = Keeper()
    bodies = [json.dumps(body_of(kept)) for event in events for kept in keeper.take(event)]
    return [event_of(json.loads(body)) for body in bodies]


def test_the_picture_is_the_same(a_run: list[Event]) -> None:
    tool = {"version": "1"}
    first = document(Picture().take_all(a_run), tool=tool)
    again = document(Picture().take_all(through(a_run)), tool=tool)
    first.pop("seconds"), again.pop("seconds")
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
