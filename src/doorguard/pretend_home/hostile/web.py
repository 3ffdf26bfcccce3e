"""Web servers that never end, lie about lengths, or send elsewhere (RFC 9112 broken in every way we know)."""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Callable

from doorguard.pretend_home.conversation import Flow
from doorguard.pretend_home.hostile.flows import BLOCK, ELSEWHERE, drip, for_ever, once

_OK = b"HTTP/1.1 200 OK\r\n"


def _with(*headers: str, body: bytes = b"", status: str = "200 OK") -> Flow:
    return once(f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{h}\r\n" for h in headers).encode() + b"\r\n" + body)


def _many_headers() -> Flow:
    yield _OK
    for number in itertools.count():
        yield f"X-{number}: y\r\n".encode() * 100


def bomb(mebibytes: int = 1024) -> bytes:
    """A gzip stream of zeros that is about a thousandth of what it unpacks to; its checksum is wrong."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = press.compress(bytes(1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    more = press.compress(bytes(1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    return head + one + more * (mebibytes - 1) + b"\x03\0" + struct.pack("<II", 0, (mebibytes << 20) & 0xFFFFFFFF)


def _gzip_bomb() -> Flow:
    body = bomb()
    return _with("Content-Type: text/html", "Content-Encoding: gzip", f"Content-Length: {len(body)}", body=body)


def _gzip_in_gzip() -> Flow:
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = press.compress(bomb()) + press.flush()
    return _with("Content-Encoding: gzip, gzip", f"Content-Length: {len(body)}", body=body)


def _multipart() -> Flow:
    part = b"--f\r\nContent-Type: image/jpeg\r\nContent-Length: 16384\r\n\r\n" + b"\xff\xd8" + BLOCK[2:] + b"\r\n"
    return for_ever(_OK + b"Content-Type: multipart/x-mixed-replace; boundary=f\r\n\r\n", part)


def _related() -> Flow:
    body = b"--r\r\nContent-Type: application/xop+xml\r\n\r\n<x/>\r\n--r\r\nContent-ID: <a>\r\n\r\nrest\r\n--r--\r\n"
    return _with('Content-Type: multipart/related; boundary="r"; type="application/xop+xml"', f"Content-Length: {len(body)}", body=body)


def _chunks(size: bytes, again: bytes = b"") -> Flow:
    return for_ever(_OK + b"Transfer-Encoding: chunked\r\n\r\n" + size, again or BLOCK)


def redirect(status: int, to: str) -> Callable[[], Flow]:
    """Sends its reader to another address."""
    return lambda: _with(f"Location: {to}", "Content-Length: 0", status=f"{status} Elsewhere")


_CHUNK = b"4000\r\n" + BLOCK + b"\r\n"

HTTP: dict[str, Callable[[], Flow]] = {
    "headers-without-end": _many_headers,
    "one-very-long-header": lambda: for_ever(_OK + b"X-Long: ", BLOCK),
    "status-line-without-end": lambda: for_ever(b"HTTP/1.1 200 ", BLOCK),
    "informational-without-end": lambda: for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "early-hints-without-end": lambda: for_ever(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100),
    "body-without-end": lambda: for_ever(_OK + b"Content-Type: text/html\r\n\r\n", BLOCK),
    "body-of-a-terabyte": lambda: for_ever(_OK + b"Content-Length: 1099511627776\r\n\r\n", BLOCK),
    "picture-without-end": lambda: for_ever(_OK + b"Content-Type: image/jpeg\r\n\r\n\xff\xd8", BLOCK),
    "drips-headers": lambda: drip(_OK, b"X-Slow: a\r\n"),
    "drips-its-first-line": lambda: drip(b"", b"HTTP/1.1 200 OK and on "),
    "drips-body": lambda: drip(_OK + b"Content-Length: 100000\r\n\r\n", b"x"),
    "huge-chunk": lambda: _chunks(b"FFFFFFFFFFFF\r\n"),
    "chunk-size-of-100000-digits": lambda: _chunks(b"1" * 100_000 + b"\r\n"),
    "chunks-without-end": lambda: _chunks(_CHUNK, _CHUNK),
    "tiny-chunks-without-end": lambda: _chunks(b"", b"1\r\nx\r\n" * 1000),
    "trailers-without-end": lambda: _chunks(b"1\r\nx\r\n0\r\n", b"X-Trailer: y\r\n" * 100),
    "chunk-extension-without-end": lambda: _chunks(b"1;a=", BLOCK),
    "length-negative": lambda: _with("Content-Length: -1", body=b"x" * 100),
    "length-twice": lambda: _with("Content-Length: 1", "Content-Length: 100", body=b"x" * 100),
    "length-above-64-bits": lambda: _with("Content-Length: 18446744073709551617", body=b"x" * 100),
    "length-no-number": lambda: _with("Content-Length: many", body=b"x" * 100),
    "gzip-bomb": _gzip_bomb,
    "gzip-in-gzip": _gzip_in_gzip,
    "redirect-elsewhere": redirect(302, f"http://{ELSEWHERE}/"),
    "redirect-to-loopback": redirect(301, "http://127.0.0.1/"),
    "redirect-with-the-body": redirect(307, f"http://{ELSEWHERE}/onvif/device_service"),
    "redirect-to-itself": redirect(302, "/again"),
    "login-for-ever": lambda: _with('WWW-Authenticate: Digest realm="c", nonce="n", qop="auth"', "Content-Length: 0", status="401 Unauthorized"),
    "challenge-broken": lambda: _with('WWW-Authenticate: Digest realm="c', "WWW-Authenticate: ,,=,", "Content-Length: 0", status="401 Unauthorized"),
    "multipart-without-end": _multipart,
    "multipart-related": _related,
    "no-status-line": lambda: once(b"<html><head><title>Camera</title></head></html>"),
    "status-no-number": lambda: once(b"HTTP/1.1 OK fine\r\n\r\n"),
    "zero-bytes": lambda: for_ever(b"", bytes(16384)),
}
"""Behaviour -> the bytes it says to a request."""
