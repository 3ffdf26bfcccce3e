"""What a probe is: one question set for one device, its level, its budget and its side effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from doorguard.model import Device, Fact, FactAbout, Gap, Level
from doorguard.network.door import Visit
from doorguard.tables import Way, load_video_paths

Learned = Fact | FactAbout | Gap


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe.

    ``supplies`` names the facts it can learn. ``connections`` and ``requests`` are the most it
    sends to one device; the door enforces them. ``applies`` says, from the facts so far, whether
    there is anything to ask this device; ``run`` yields facts as it learns them. A fact's
    ``seen_at`` is filled in by the session. ``warns`` is what the person must know before a password
    is typed, on top of what holds for every device; empty for most.
    """

    name: str
    title: str
    level: Level
    side_effect: str
    supplies: tuple[str, ...]
    connections: int
    requests: int
    applies: Callable[[Device], bool]
    run: Callable[[Device, Visit], Iterator[Learned]]
    warns: str = ""


def open_ports(device: Device) -> list[int]:
    """The TCP ports of the device that answered, lowest first."""
    return sorted(
        {int(str(f.value).partition("/")[2]) for f in device.facts if f.name == "port.open"}
    )


def services(device: Device, *names: str) -> list[int]:
    """The TCP ports where one of these services greeted us (``service.name``)."""
    return sorted(
        {
            int(f.place.partition("/")[2])
            for f in device.facts
            if f.name == "service.name" and f.place and f.value in names
        }
    )


def video_paths(device: Device, way: Way, most: int) -> tuple[str, ...]:
    """Where to ask this device for video or a picture: its own make's places first, ``most`` in all.

    RTSP servers and makes that we know no place of are asked at the common ones too.
    """
    rows = [row for row in load_video_paths() if row.way == way]
    own = [row.path for row in rows if row.family == device.family]
    common = [row.path for row in rows if row.common]
    if way == "rtsp":
        return tuple(dict.fromkeys([*common[:1], *own, *common]))[:most]
    return tuple(own or common)[:most]
