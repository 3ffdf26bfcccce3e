"""Is the video open to anyone here? RTSP (RFC 2326), without a login and without any media.

A positive needs a negative control (design rule 5): DESCRIBE without login must return a session
description (RFC 4566) with a video line and a known codec, and the same path with a made-up method
must not. A camera that describes every path is open, whatever the address. A bare 200 is nothing.
SETUP is never sent, so no picture and no sound ever flows.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, Stopped, Unreadable
from doorguard.network.stream import Stream
from doorguard.network.text import NAME_CAP, clean
from doorguard.probes.probe import Learned, Probe, services

NAME = "rtsp"
PATHS = (
    "/",
    "/Streaming/Channels/101",
    "/cam/realmonitor?channel=1&subtype=0",
    "/h264Preview_01_main",
    "/stream1",
    "/live/ch0",
    "/onvif1",
    "/axis-media/media.amp",
)
"""Where makers usually put their video (general knowledge)."""
MADE_UP = "LOOKABOUT"
CAP = 64 * 1024
_CODEC = re.compile(
    rb"^a=rtpmap:\d+ (H264|H265|HEVC|AV1|VP8|VP9|JPEG|MP4V-ES|MPEG4-GENERIC|MPV|H263)", re.I | re.M
)
_STATIC_VIDEO = re.compile(rb"^m=video \d+ \S+ (26|31|32|34)\b", re.M)  # RFC 3551 table 5
_STATUS = re.compile(rb"^RTSP/1\.\d (\d{3})")


@dataclass(frozen=True, slots=True)
class Answer:
    """One RTSP answer: status, header lines by lower-case name, body cut at the cap."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key == name]

    @property
    def has_video(self) -> bool:
        """The body describes video in a codec we know."""
        found = b"m=video" in self.body and (_CODEC.search(self.body) or _STATIC_VIDEO.search(self.body))
        return self.status == 200 and bool(found)


class _Talk:
    """Asks one question after another, in one conversation where the device keeps it open."""

    def __init__(self, visit: Visit, port: int) -> None:
        self._visit, self._port = visit, port
        self._cseq = 0

    def ask(self, method: str, path: str) -> Answer:
        """One question in a conversation of its own. Raises DoorError."""
        self._cseq += 1
        host = self._visit.address.partition("%")[0]
        url = f"rtsp://{f'[{host}]' if ':' in host else host}:{self._port}{path}"
        lines = [f"{method} {url} RTSP/1.0", f"CSeq: {self._cseq}", "User-Agent: doorguard"]
        if method != "OPTIONS":
            lines.append("Accept: application/sdp")
        with self._visit.stream(self._port, seconds=2.5, cap=CAP) as stream:
            self._visit.count_request()
            stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            return read_answer(stream, self._cseq)


def read_answer(stream: Stream, cseq: int) -> Answer:
    """The answer to question ``cseq``; interleaved frames (RFC 2326 section 10.12) are skipped."""
    data = b""
    while True:
        while data[:1] == b"$":
            while len(data) < 4:
                data += _more(stream)
            size = 4 + int.from_bytes(data[2:4], "big")
            while len(data) < size:
                data += _more(stream)
            data = data[size:]
        if b"\r\n\r\n" in data:
            break
        data += _more(stream)
    head, _, body = data.partition(b"\r\n\r\n")
    status = _STATUS.match(head)
    if not status:
        raise Unreadable("not an RTSP answer")
    headers = _headers(head)
    found = dict(headers)
    if found.get("cseq", str(cseq)) != str(cseq):
        raise Unreadable("an answer to another question")
    length = found.get("content-length", "0")
    wanted = min(int(length), CAP // 2) if length.isdigit() and len(length) < 8 else 0
    while len(body) < wanted:
        part = stream.recv(4096)
        if not part:
            break
        body += part
    return Answer(int(status[1]), headers, body[: CAP // 2])


def _more(stream: Stream) -> bytes:
    part = stream.recv(4096)
    if not part:
        raise Unreadable("it hung up in the middle of an answer")
    return part


def _headers(head: bytes) -> tuple[tuple[str, str], ...]:
    rows = []
    for line in head.split(b"\r\n")[1:64]:
        name, _, value = line.partition(b":")
        rows.append((clean(name, 64).lower(), clean(value)))
    return tuple(rows)


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Judge every RTSP port of the device."""
    for port in services(device, "rtsp"):
        place = f"tcp/{port}"
        try:
            yield from _port(visit, port, place)
        except Stopped:
            raise
        except DoorError as error:
            yield Gap(names=("video.open", "login.readable"), reason=error.reason, place=place, probe=NAME)


def _port(visit: Visit, port: int, place: str) -> Iterator[Learned]:
    talk = _Talk(visit, port)
    yield from _identity(talk.ask("OPTIONS", "/"), place)
    statuses: list[int] = []
    told_login = False
    for path in PATHS:
        answer = talk.ask("DESCRIBE", path)
        statuses.append(answer.status)
        if answer.status in (401, 403) and not told_login:
            told_login = True
            yield from _login(answer, place)
        if answer.has_video:
            yield from _control(talk, path, answer, place)
            return
        if answer.status == 401 and len(statuses) >= 3 and set(statuses) == {401}:
            break  # it asks for a login whatever the address: more tries tell nothing
    if all(status in (401, 403) for status in statuses):
        yield Fact(name="video.open", value=False, place=place, probe=NAME)
    else:
        says = "We do not know the address of this camera's video, so we could not ask for it."
        yield Gap(names=("video.open",), reason="not-supported", place=place, probe=NAME, says=says)


def _control(talk: _Talk, path: str, answer: Answer, place: str) -> Iterator[Learned]:
    """The negative control: a made-up method must not be answered the same way."""
    control = talk.ask(MADE_UP, path)
    if control.has_video or (control.status == 200 and control.body == answer.body):
        says = "This device answers yes to everything, so its yes means nothing."
        yield Gap(names=("video.open",), reason="unreadable", place=place, probe=NAME, says=says)
        return
    yield Fact(name="video.open", value=True, place=place, probe=NAME)
    yield Fact(name="video.way", value="rtsp", place=place, probe=NAME)
    yield Fact(name="audio.in_stream", value=b"m=audio" in answer.body, place=place, probe=NAME)
    anywhere = talk.ask("DESCRIBE", f"/{secrets.token_hex(6)}")
    yield Fact(name="video.any_address", value=anywhere.has_video, place=place, probe=NAME)


def _identity(answer: Answer, place: str) -> Iterator[Fact]:
    for server in answer.all("server")[:1]:
        yield Fact(name="rtsp.server", value=clean(server, NAME_CAP), place=place, probe=NAME)


def _login(answer: Answer, place: str) -> Iterator[Fact]:
    asks = answer.all("www-authenticate")
    realm = next((m[1] for a in asks if (m := re.search(r'realm="?([^",]*)', a, re.I))), "")
    if realm:
        yield Fact(name="rtsp.realm", value=clean(realm, NAME_CAP), place=place, probe=NAME)
    schemes = {a.split(" ")[0].lower() for a in asks if a}
    if schemes:
        # Basic is base64 (RFC 7617): readable by whoever hears it. Digest (RFC 7616) is not.
        readable = "basic" in schemes and "digest" not in schemes
        yield Fact(name="login.readable", value=readable, place=place, probe=NAME)


PROBE = Probe(
    name=NAME,
    title="Whether anyone can ask for the video",
    level=Level.LOOK,
    side_effect="Some cameras note that somebody asked for the video. No picture is fetched.",
    supplies=("video.open", "video.way", "video.any_address", "audio.in_stream", "rtsp.server", "rtsp.realm"),
    connections=26,
    requests=26,
    applies=lambda device: bool(services(device, "rtsp")),
    run=run,
)
