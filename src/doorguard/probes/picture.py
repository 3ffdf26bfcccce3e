"""Is a picture open to anyone here? Snapshot and MJPEG addresses, without a login.

Only the content type and the first two bytes are read, then the line is cut; nothing is shown or
kept (S29). Control: a random address must not give a picture too; a server that gives the same at
every address shows nothing by it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, Stopped
from doorguard.network.web import WebReply
from doorguard.probes.probe import Learned, Probe, services, video_paths
from doorguard.wording import _

NAME = "picture"
MOST = 11
"""Addresses asked at one port."""
PAGE_CAP = 16 * 1024
"""A page that says no is read to its end, so that the same line serves for the next question."""
JPEG = b"\xff\xd8"  # ITU-T T.81: start of image
HEAD = 2
MOST_PORTS = 3


def way(reply: WebReply) -> str | None:
    """``snapshot`` or ``mjpeg`` when this answer begins a picture, else None."""
    kind = reply.header("content-type").lower()
    if reply.status != 200:
        return None
    if kind.startswith("image/jpeg") and reply.body[:2] == JPEG:
        return "snapshot"
    if kind.startswith("multipart/x-mixed-replace") and reply.body[:2] in (b"--", b"\r\n"):
        return "mjpeg"  # RFC 2046 section 5.1: a boundary begins with two hyphens
    return None


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Judge the web ports of the device."""
    web = services(device, "http", "https")
    # Also where every unknown address has the same page: a server of a one-page site may have pictures beside it.
    paths = video_paths(device, "web", MOST)
    for port in web[:MOST_PORTS]:
        place = f"tcp/{port}"
        tls = port in services(device, "https")
        try:
            yield from _port(visit, port, place, paths, tls=tls)
        except Stopped:
            raise
        except DoorError as error:
            yield Gap(names=("video.open",), reason=error.reason, place=place, probe=NAME)
    for port in web[MOST_PORTS:]:
        yield Gap(names=("video.open",), reason="budget", place=f"tcp/{port}", probe=NAME)


def _first_bytes(visit: Visit, port: int, path: str, *, tls: bool) -> WebReply:
    """The answer's head and, of a picture or stream, two bytes; then the line is cut."""
    return visit.ask(port, path, tls=tls, cap=PAGE_CAP, media_cap=HEAD, seconds=2.0)


def _port(visit: Visit, port: int, place: str, paths: Sequence[str], *, tls: bool) -> Iterator[Learned]:
    told_no = False
    for path in paths:
        reply = _first_bytes(visit, port, path, tls=tls)
        told_no = told_no or reply.status in (401, 403)
        found = way(reply)
        if found is None:
            continue
        control = way(_first_bytes(visit, port, f"/{secrets.token_hex(8)}.jpg", tls=tls))
        if control is not None:
            says = _("This device gives a picture at every address, so that tells us nothing.")
            yield Gap(names=("video.open",), reason="unreadable", place=place, probe=NAME, says=says)
            return
        yield Fact(name="video.open", value=True, place=place, probe=NAME)
        yield Fact(name="video.way", value=found, place=place, probe=NAME)
        yield Fact(name="video.any_address", value=False, place=place, probe=NAME)
        return
    if told_no:
        yield Fact(name="video.open", value=False, place=place, probe=NAME)
    else:
        # "There is no such page" is no refusal: its picture may have an address that we do not know.
        says = _("We do not know an address of a picture there, so we could not ask for one.")
        yield Gap(names=("video.open",), reason="not-supported", place=place, probe=NAME, says=says)


PROBE = Probe(
    name=NAME,
    title="Whether anyone can ask for a picture",
    level=Level.LOOK,
    side_effect="Some cameras note that somebody asked for a picture. It is cut off after two bytes.",
    supplies=("video.open", "video.way", "video.any_address"),
    connections=30,
    requests=36,
    applies=lambda device: bool(services(device, "http", "https")),
    run=run,
)
