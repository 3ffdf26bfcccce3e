"""Whose is it: one name in two lists is one question, and the page says so."""

from __future__ import annotations

from dataclasses import replace

from doorguard.model import DeviceSeen
from doorguard.pages.flow import Flow
from doorguard.pages.who_else.whose import Whose, entries
from tests.conftest import CAMERA, LIGHT_ANSWERS, at_devices, fact


def at_question(*names: tuple[str, str]) -> Flow:
    flow = at_devices(LIGHT_ANSWERS)
    listed = tuple(fact("account.name", name, place) for place, name in names)
    flow.take(DeviceSeen(device=replace(CAMERA, facts=(*CAMERA.facts, *listed)), new=False))
    flow.go(Whose(CAMERA.id))
    return flow


def test_one_name_in_two_lists_is_asked_once_and_said() -> None:
    flow = at_question(("account/1", "sam"), ("account/onvif-1", "sam"))
    device = flow.device(CAMERA.id)
    assert device is not None
    assert len(entries(device)) == 1
    assert any("more than one list" in line.text for line in flow.page.lines)


def test_one_list_says_nothing_of_lists() -> None:
    flow = at_question(("account/1", "sam"), ("account/2", "kim"))
    device = flow.device(CAMERA.id)
    assert device is not None
    assert len(entries(device)) == 2
    assert not any("more than one list" in line.text for line in flow.page.lines)
