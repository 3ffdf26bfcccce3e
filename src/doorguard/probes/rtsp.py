"""Is the video open to anyone here? RTSP (RFC 2326), without a login and without any media.

A positive needs a negative control (design rule 5): DESCRIBE without login must return a session
description (RFC 4566) with a video line and a known codec, and the same path with a made-up method
must not. A camera that describes every path is open, whatever the address. A bare 200 is nothing.
SETUP is never sent, so no picture and no sound ever flows.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, NoAnswer, Stopped, Unreadable
from doorguard.network.stream import Stream
from doorguard.network.text import NAME_CAP, clean
from doorguard.probes.http import schemes
from doorguard.probes.probe import Learned, Probe, services, video_paths
from doorguard.wording import _

NAME = "rtsp"
MOST = 8
"""Addresses asked at one port."""
MADE_UP = "LOOKABOUT"
CAP = 64 * 1024
SECONDS = 2.5
_CODEC = re.compile(rb"^a=rtpmap:\d+ (H264|H265|HEVC|AV1|VP8|VP9|JPEG|MP4V-ES|MPEG4-GENERIC|MPV|H263)", re.I | re.M)
_STATIC_VIDEO = re.compile(rb"^m=video \d+ \S+ (26|31|32|34)\b", re.M)  # RFC 3551 table 5
_STATUS = re.compile(rb"^RTSP/1\.\d (\d{3})")


@dataclass(frozen=True, slots=True)
class Answer:
    """One RTSP answer: status, header lines by lower-case name, body cut at the cap."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: bool = False

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key == name]

    @property
    def has_video(self) -> bool:
        """The body describes video in a codec we know."""
        found = b"m=video" in self.body and (_CODEC.search(self.body) or _STATIC_VIDEO.search(self.body))
        return self.status == 200 and bool(found)


class NotThisQuestion(Unreadable):
    """An answer with the number of another question."""


class _Talk:
    """Asks one question after another, in one conversation where the device keeps it open."""

    def __init__(self, visit: Visit, port: int) -> None:
        self._visit, self._port = visit, port
        self._cseq = 0
        self._open = contextlib.ExitStack()
        self._stream: Stream | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def _hang_up(self) -> None:
        self._stream = None
        self._open.close()

    def ask(self, method: str, path: str) -> Answer:
        """One question. A line that the device hung up on after an answer is opened once more. Raises DoorError."""
        self._cseq += 1
        used_before = self._stream is not None
        try:
            return self._ask(method, path)
        except (NoAnswer, Unreadable) as error:
            self._hang_up()
            if not used_before or isinstance(error, NotThisQuestion):
                raise
            return self._ask(method, path)

    def _ask(self, method: str, path: str) -> Answer:
        host = self._visit.address.partition("%")[0]
        url = f"rtsp://{f'[{host}]' if ':' in host else host}:{self._port}{path}"
        lines = [f"{method} {url} RTSP/1.0", f"CSeq: {self._cseq}"]
        if method != "OPTIONS":
            lines.append("Accept: application/sdp")
        if self._stream is None:
            self._stream = self._open.enter_context(self._visit.stream(self._port, seconds=SECONDS, cap=CAP))
        else:
            self._visit.renew(self._stream, seconds=SECONDS, cap=CAP)
        self._visit.count_request()
        try:
            self._stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            answer = read_answer(self._stream, self._cseq)
        except BaseException:
            self._hang_up()
            raise
        if answer.cut or "close" in " ".join(answer.all("connection")).lower():
            self._hang_up()
        return answer


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
        raise NotThisQuestion("an answer to another question")
    length = found.get("content-length", "0")
    told = int(length) if length.isascii() and length.isdigit() and len(length) < 8 else 0
    wanted = min(told, CAP // 2)
    while len(body) < wanted:
        part = stream.recv(4096)
        if not part:
            break
        body += part
    # Bytes that belong to no answer, or are missing, would be taken for the next one.
    return Answer(int(status[1]), headers, body[:wanted] if told else body[: CAP // 2], cut=len(body) != told)


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
            with _Talk(visit, port) as talk:
                yield from _port(talk, place, video_paths(device, "rtsp", MOST))
        except Stopped:
            raise
        except DoorError as error:
            yield Gap(names=("video.open", "login.readable"), reason=error.reason, place=place, probe=NAME)


def _port(talk: _Talk, place: str, paths: Sequence[str]) -> Iterator[Learned]:
    yield from _identity(talk.ask("OPTIONS", "/"), place)
    statuses: list[int] = []
    told_login = False
    for path in paths:
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
        says = _("We do not know the address of this camera's video, so we could not ask for it.")
        yield Gap(names=("video.open",), reason="not-supported", place=place, probe=NAME, says=says)


def _control(talk: _Talk, path: str, answer: Answer, place: str) -> Iterator[Learned]:
    """The negative control: a made-up method must not be answered the same way. Hanging up is no answer."""
    control = _asked(talk, MADE_UP, path)
    if control and (control.has_video or (control.status == 200 and control.body == answer.body)):
        says = _("This device answers yes to everything, so its yes means nothing.")
        yield Gap(names=("video.open",), reason="unreadable", place=place, probe=NAME, says=says)
        return
    yield Fact(name="video.open", value=True, place=place, probe=NAME)
    yield Fact(name="video.way", value="rtsp", place=place, probe=NAME)
    yield Fact(name="audio.in_stream", value=b"m=audio" in answer.body, place=place, probe=NAME)
    anywhere = _asked(talk, "DESCRIBE", f"/{secrets.token_hex(6)}")
    if anywhere:
        yield Fact(name="video.any_address", value=anywhere.has_video, place=place, probe=NAME)


def _asked(talk: _Talk, method: str, path: str) -> Answer | None:
    """The answer, or None when the device hung up, stayed silent or said what cannot be read."""
    try:
        return talk.ask(method, path)
    except (NoAnswer, Unreadable):
        return None


def _identity(answer: Answer, place: str) -> Iterator[Fact]:
    for server in answer.all("server")[:1]:
        yield Fact(name="rtsp.server", value=clean(server, NAME_CAP), place=place, probe=NAME)


def _login(answer: Answer, place: str) -> Iterator[Fact]:
    asks = answer.all("www-authenticate")
    realm = next((m[1] for a in asks if (m := re.search(r'realm="?([^",]*)', a, re.I))), "")
    if realm:
        yield Fact(name="rtsp.realm", value=clean(realm, NAME_CAP), place=place, probe=NAME)
    offered = set().union(*(schemes(a) for a in asks))
    if offered:
        # Basic is base64 (RFC 7617): readable by whoever hears it. Digest (RFC 7616) is not.
        readable = "basic" in offered and "digest" not in offered
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
