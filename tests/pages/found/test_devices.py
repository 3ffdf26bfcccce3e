"""The list of devices: the plan and everything first, and a long list has the window to itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from doorguard.model import DeviceSeen
from doorguard.pages.flow import Flow
from doorguard.tui.drawing import Look
from doorguard.tui.frame import frame
from tests.conftest import CAMERA, judged

Serve = Callable[[Flow], None]


def ids(flow: Flow) -> list[str]:
    return [choice.id for choice in flow.page.choices]


@pytest.fixture
def at_list(demo_flow: Flow, served: Serve) -> Flow:
    demo_flow.choose("look")
    served(demo_flow)
    demo_flow.choose("show")
    return demo_flow


@pytest.fixture
def long_list(at_list: Flow) -> Flow:
    """Twenty cameras with ways in."""
    for number in range(16):
        camera = replace(CAMERA, id=f"m-1{number:02}", addresses=(f"192.168.7.{100 + number}",), names=())
        at_list.take(DeviceSeen(device=camera, new=True))
        at_list.take(judged(camera))
    return at_list


class TestShort:
    def test_the_plan_and_everything_come_first_and_the_rest_below(self, at_list: Flow) -> None:
        assert ids(at_list)[:3] == ["plan", "ways", "device:m-1"]
        assert ids(at_list)[-5:] == ["add", "again", "summary", "sent", "done"]


class TestLong:
    def test_what_is_seldom_needed_is_one_answer(self, long_list: Flow) -> None:
        assert ids(long_list)[:2] == ["plan", "ways"]
        assert ids(long_list)[-2:] == ["more", "done"]
        long_list.choose("more")
        assert ids(long_list) == ["add", "again", "summary", "sent", "back"]
        long_list.choose("summary")
        assert long_list.page.id == "summary"
        short = len(long_list.page.lines)
        long_list.choose("fold")
        assert len(long_list.page.lines) > 3 * short, "one line for each device, until all is asked for"
        long_list.choose("fold")
        assert len(long_list.page.lines) == short
        long_list.back()
        assert long_list.page.id == "devices", "going back does not pass through More"

    def test_it_has_the_window_to_itself(self, long_list: Flow) -> None:
        shown = frame(long_list.page, Look(columns=80, lines=24))
        devices = {row.choice for row in shown.rows if row.choice and row.choice.startswith("device:")}
        assert len(devices) >= 6
        assert {row.choice for row in shown.rows if row.choice} >= {"plan", "ways"}

    def test_the_numbers_of_what_comes_first_stay(self, long_list: Flow) -> None:
        before = ids(long_list)
        long_list.choose("device:m-1")
        long_list.back()
        assert ids(long_list) == before
