"""The summary says no more than was seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from doorguard.model import Device, DeviceSeen, EndReason, Event, Kind, Level, RunEnded, RunStarted, Scalar
from doorguard.report.picture import Picture
from doorguard.report.text import summary

WHEN = datetime(2026, 11, 23, 18, 9, tzinfo=UTC)
FINE = "No problem was found"


def said(ended: EndReason, *kinds: Kind) -> str:
    events: list[Event] = [
        RunStarted(
            level=Level.LOOK, network="192.168.1.0/24", interface="x", gateway=None, pretend=False, started_at=WHEN
        )
    ]
    for number, kind in enumerate(kinds, 20):
        address = f"192.168.1.{number}"
        device = Device(id=f"at-{address}", id_from="address", addresses=(address,), kind=kind)
        events.append(DeviceSeen(device=device, new=True))
    picture = Picture().take_all([*events, RunEnded(ended=ended, ended_at=WHEN)])
    return " ".join(summary(picture, UTC).split())


@pytest.mark.parametrize("ended", ["nothing-answered", "stopped", "complete"])
def test_where_nothing_could_be_checked_no_good_news_is_given(ended: EndReason) -> None:
    assert "Nothing answered that could be checked." in said(ended, "other")
    assert FINE not in said(ended)


def test_where_something_was_checked_it_is_said() -> None:
    assert FINE in said("complete", "camera")
    assert "stopped early" in said("stopped", "camera")


def test_where_nobody_looked_it_says_only_what_the_person_said() -> None:
    told: dict[str, Scalar] = {"device.called": "Front door", "device.bought_by": "me", "account.whose": "someone"}
    told["owner.claimed"] = True
    device = Device(id="hand-1", id_from="hand", addresses=(), kind="doorbell", sure="yes", vendor="Ring", told=told)
    text = " ".join(summary(Picture().take_all([DeviceSeen(device=device, new=True)]), UTC).split())
    assert "Nothing was looked at over the network. This is what you said yourself." in text
    assert "1. Front door (doorbell by Ring)" in text
    assert "Whose it is: You know this device. You bought it. Someone else has its account." in text
    assert text.endswith("What was sent Nothing.")
    assert "could not be seen" not in text


def test_another_wifi_that_the_person_told_of_is_a_blind_spot() -> None:
    from dataclasses import replace

    device = Device(id="hand-1", id_from="hand", addresses=(), kind="router", told={"wifi.other": "none"})
    picture = Picture().take_all([DeviceSeen(device=device, new=True)])
    assert picture.unseen == []
    picture.take(DeviceSeen(device=replace(device, told={"wifi.other": "unknown"}), new=False))
    assert picture.unseen == ["You said that there is another wifi or router. What is on it was not looked at."]
