"""What was said of a device stays with it, and never goes to another one."""

from __future__ import annotations

from dataclasses import replace

from doorguard.model import Device
from doorguard.session.past import Past
from doorguard.session.statements import Statements

CAMERA = Device(id="mac-020000000020", id_from="mac", addresses=("192.168.7.20",), mac="02:00:00:00:00:20", kind="camera")
OTHER = replace(CAMERA, id="at-192-168-7-21", id_from="address", addresses=("192.168.7.21",), mac=None)


def statements(past: Past | None = None, **told: str) -> Statements:
    return Statements(past or Past(), {"192.168.7.20": dict(told)} if told else {}, {}, {})


def test_what_is_said_now_goes_before_the_record_and_that_before_a_file() -> None:
    said = statements(Past(told={CAMERA.id: {"a": "record", "b": "record"}}), a="file", b="file", c="file")
    said.say(CAMERA.id, CAMERA, "a", "now")
    said.take_file(CAMERA, "192.168.7.20")
    assert said.with_told(CAMERA).told == {"a": "now", "b": "record", "c": "file"}


def test_all_of_it_is_mine_takes_back_what_a_record_says() -> None:
    said = statements(Past(told={CAMERA.id: {"device.bought_by": "someone"}}))
    said.say(CAMERA.id, CAMERA, "owner.all_mine", True)
    assert said.with_told(CAMERA).told["device.bought_by"] == "me"


def test_of_two_that_are_one_what_was_said_of_the_one_that_stays_holds() -> None:
    said = statements()
    said.say(OTHER.id, OTHER, "owner.claimed", True)
    said.say(OTHER.id, OTHER, "two_step.on", True)
    said.say(CAMERA.id, CAMERA, "owner.claimed", False)
    said.merge(CAMERA.id, OTHER.id)
    assert said.with_told(CAMERA).told == {"owner.claimed": False, "two_step.on": True}
    assert said.with_told(OTHER).told == {}


def test_from_look_to_look_only_a_box_is_known_again() -> None:
    first, second, third = statements(), statements(), statements()
    twin = replace(CAMERA, id="mac-020000000021", behind_one_box=True)
    for device in (CAMERA, OTHER, twin):
        first.say(device.id, device, "device.called", device.id)
    second.goes_on_from(first, [CAMERA, OTHER, twin])
    assert [second.with_told(device).told for device in (OTHER, twin)] == [{}, {}]
    third.goes_on_from(second, [])  # it was off that time
    assert third.with_told(CAMERA).told == {"device.called": CAMERA.id}


def test_a_record_says_nothing_of_what_has_the_same_address_today() -> None:
    said = statements(Past(told={OTHER.id: {"owner.claimed": True}}))
    assert said.with_told(OTHER).told == {}
