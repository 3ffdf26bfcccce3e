"""Progress in lines: each device when it is found, and once when it has been asked."""

from __future__ import annotations

import io

from doorguard.cli.progress import tell
from doorguard.model import Device, DeviceSeen, Event, ProbeEnded
from doorguard.report.picture import Picture


def test_each_device_is_told_of_when_it_is_found_and_once_when_it_was_asked() -> None:
    camera = Device(id="c", id_from="hand", addresses=("192.168.7.20",), kind="camera", sure="yes")
    printer = Device(id="p", id_from="hand", addresses=("192.168.7.21",), kind="other", sure="yes")
    events: list[Event] = [
        DeviceSeen(device=camera, new=True),
        DeviceSeen(device=printer, new=True),
        ProbeEnded(device="c", probe="services"),
        ProbeEnded(device="c", probe="onvif"),
        ProbeEnded(device="nobody", probe="onvif"),
    ]
    out, picture = io.StringIO(), Picture()
    for event in events:
        tell(event, out, picture)
        picture.take(event)
    found, asked = out.getvalue().splitlines()
    assert found.startswith("Found: ")
    assert asked.startswith("Asked: ")
    assert "192.168.7.20" in asked
    assert picture.asked >= {"c"}
