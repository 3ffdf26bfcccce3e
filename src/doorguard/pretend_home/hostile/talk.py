"""RTSP servers and greeting doors that never end or contradict themselves (RFC 2326, 854, 959, 4253)."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from doorguard.pretend_home.conversation import Flow
from doorguard.pretend_home.hostile.flows import BLOCK, ELSEWHERE, drip, for_ever, once

_OK = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n"
_SDP = b"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"


def _described(*more: bytes) -> bytes:
    lines = [b"Content-Type: application/sdp", b"Content-Length: %d" % len(_SDP), *more]
    return _OK + b"\r\n".join(lines) + b"\r\n\r\n" + _SDP


def _frames() -> Flow:
    """Interleaved binary frames (RFC 2326 section 10.12) where an answer is due."""
    frame = b"$\0" + (1400).to_bytes(2, "big") + bytes(1400)
    return for_ever(b"", frame)


def _wrong_numbers() -> Flow:
    for number in itertools.count(900):
        yield b"RTSP/1.0 200 OK\r\nCSeq: %d\r\nPublic: OPTIONS, DESCRIBE\r\n\r\n" % number
        yield 0.05


RTSP: dict[str, Callable[[], Flow]] = {
    "rtsp-frames-before-the-answer": _frames,
    "rtsp-wrong-numbers": _wrong_numbers,
    "rtsp-headers-without-end": lambda: for_ever(_OK, b"X-More: y\r\n" * 100),
    "rtsp-description-without-end": lambda: for_ever(
        _OK + b"Content-Type: application/sdp\r\nContent-Length: 1099511627776\r\n\r\n" + _SDP, b"a=x:y\r\n" * 1000
    ),
    "rtsp-description-elsewhere": lambda: once(_described(b"Content-Base: rtsp://%s/" % ELSEWHERE.encode())),
    "rtsp-redirect": lambda: once(
        b"RTSP/1.0 302 Moved\r\nCSeq: 1\r\nLocation: rtsp://%s/\r\n\r\n" % ELSEWHERE.encode()
    ),
    "rtsp-challenge-broken": lambda: once(
        b'RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Digest realm="x, nonce=\r\n\r\n'
    ),
    "rtsp-drips": lambda: drip(b"RTSP/1.0 200 ", b"OK and on "),
    "rtsp-bare-yes": lambda: once(b"RTSP/1.0 200 OK\r\n\r\n"),
    "rtsp-length-negative": lambda: once(_OK + b"Content-Length: -5\r\n\r\n" + _SDP),
}
"""What an RTSP server says to its first request."""

GREETINGS: dict[str, tuple[int, Callable[[], Flow]]] = {
    "telnet-without-end": (23, lambda: for_ever(b"\xff\xfd\x01", b"\xff\xfb\x01" * 4000)),
    "telnet-subnegotiation-without-end": (23, lambda: for_ever(b"\xff\xfa\x18", BLOCK)),
    "telnet-drips": (23, lambda: drip(b"", b"login")),
    "ftp-without-end": (21, lambda: for_ever(b"220-hello\r\n", b"220-and more\r\n" * 500)),
    "ftp-one-line-without-end": (21, lambda: for_ever(b"220 ", BLOCK)),
    "ssh-lines-without-end": (22, lambda: for_ever(b"", b"welcome to this device\r\n" * 500)),
    "ssh-version-without-end": (22, lambda: for_ever(b"SSH-2.0-", BLOCK)),
    "banner-with-escapes": (23, lambda: once(b"\x1b]0;owned\x07\x1b[2J\x9b31mlogin: ")),
}
"""Behaviour -> (port, what it says as soon as somebody connects)."""
