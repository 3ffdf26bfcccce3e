"""Web servers as cameras have them: pages, Basic and Digest login, pictures, SOAP, catch-all."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from doorguard.pretend_home.conversation import Flow
from doorguard.pretend_home.device import Conversation
from doorguard.pretend_home.login import Tally, challenge, is_right
from doorguard.pretend_home.tls import Tls

_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """One HTTP request. Header names are in lower case; ``peer`` is who sent it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    peer: str = ""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer. ``stream`` sends no length and keeps the line open for ``flow`` (MJPEG).

    ``login`` says that the handler itself judged a secret in the request (a SOAP token).
    """

    status: int = 200
    body: bytes = b""
    kind: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    stream: bool = False
    flow: Flow | None = None
    login: Literal["accepted", "known", "refused"] | None = None


Handler = Callable[[Request], Answer | None]
REASONS = {
    200: "OK", 301: "Moved Permanently", 302: "Found", 307: "Temporary Redirect", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    470: "Connection Authorization Required", 500: "Internal Server Error",
}  # fmt: skip


@dataclass
class Web:
    """A web server: the first handler that answers wins, else 404.

    ``login`` asks for a password in this scheme (``basic`` or ``digest``) before any handler but
    those in ``open_handlers``.
    """

    port: int = 80
    server: str = ""
    handlers: list[Handler] = field(default_factory=list)
    open_handlers: list[Handler] = field(default_factory=list)
    login: str | None = None
    realm: str = "camera"
    user: str = "admin"
    password: str = ""
    tls: Tls | None = None
    requests: int = 0
    _tally: Tally = field(default_factory=Tally)
    _nonce: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def logins(self) -> int:
        """Requests with a secret that was not accepted before."""
        return self._tally.logins

    @property
    def logins_refused(self) -> int:
        """Those of them that were refused."""
        return self._tally.refused

    def accepted(self, talk: Conversation) -> None:
        """Web servers wait for the client."""

    def heard(self, talk: Conversation) -> None:
        """Answer every whole request."""
        while not talk.closing:
            request, rest = read_request(talk.heard)
            if request is None:
                if rest is None:
                    self.say(talk, Answer(400, b"Bad Request"), last=True)
                return
            talk.heard = rest or b""
            self.requests += 1
            answer = self.answer(replace(request, peer=talk.peer))
            self._count(answer)
            last = request.headers.get("connection", "").lower() == "close"
            self.say(talk, answer, body=request.method != "HEAD", last=last)

    def answer(self, request: Request) -> Answer:
        """What this server says to a request."""
        for handler in self.open_handlers:
            found = handler(request)
            if found is not None:
                return found
        if self.login and not self._let_in(request):
            asks = challenge(self.login, self.realm, self._nonce)
            return Answer(401, b"Unauthorized", headers=(("WWW-Authenticate", asks),))
        for handler in self.handlers:
            found = handler(request)
            if found is not None:
                return found
        return Answer(404, b"<html><body>404 Not Found</body></html>")

    def _let_in(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        if not given or self.login is None:
            return False
        accounts = {self.user: self.password}
        user, right = is_right(given, self.login, request.method, self.realm, self._nonce, accounts)
        return self._tally.note(user, self.password, right=right)

    def _count(self, answer: Answer) -> None:
        if answer.login in ("accepted", "refused"):
            self._tally.logins += 1
            self._tally.refused += answer.login == "refused"

    def say(self, talk: Conversation, answer: Answer, *, body: bool = True, last: bool = False) -> None:
        """Send an answer, and hang up after the ``last``."""
        lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Answer')}", f"Content-Type: {answer.kind}"]
        if self.server:
            lines.append(f"Server: {self.server}")
        if answer.stream:
            lines.append("Connection: close")
        else:
            lines.append(f"Content-Length: {len(answer.body)}")
        lines += [f"{name}: {value}" for name, value in answer.headers]
        talk.send("\r\n".join(lines).encode() + _HEAD_END + (answer.body if body else b""))
        if body and answer.flow is not None:
            talk.flow(answer.flow)
        if last or (answer.stream and answer.flow is not None):
            talk.close()


def read_request(data: bytes) -> tuple[Request | None, bytes | None]:
    """(request, rest) or (None, data while it is not whole; None when it is no HTTP)."""
    head, found, rest = data.partition(_HEAD_END)
    if not found:
        return None, data
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None, None
    headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines[1:])}
    length = headers.get("content-length", "") or "0"
    if not (length.isascii() and length.isdigit() and len(length) < 10):
        return None, None
    if len(rest) < int(length):
        return None, data
    return Request(words[0], words[1], headers, rest[: int(length)]), rest[int(length) :]


def page(path: str, title: str, text: str = "") -> Handler:
    """One page at one address."""
    body = f"<html><head><title>{title}</title></head><body>{text}</body></html>".encode()
    return lambda request: Answer(body=body) if request.path.partition("?")[0] == path else None


def everything(title: str) -> Handler:
    """The same page at every address, as catch-all servers do."""
    body = f"<html><head><title>{title}</title></head><body>Welcome</body></html>".encode()
    return lambda request: Answer(body=body)


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
"""The smallest thing that begins and ends as a JPEG does (ITU-T T.81); it shows nothing."""


def picture(path: str) -> Handler:
    """A snapshot address."""
    return lambda request: Answer(body=JPEG, kind="image/jpeg") if request.path == path else None


def moving_picture(path: str) -> Handler:
    """An MJPEG address: multipart/x-mixed-replace (RFC 2046), a part every half second for ever."""
    part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(JPEG), JPEG)
    kind = "multipart/x-mixed-replace; boundary=frame"

    def parts() -> Iterator[bytes | float]:
        while True:
            yield 0.5
            yield part

    return lambda request: (
        Answer(body=part, kind=kind, stream=True, flow=parts()) if request.path == path else None
    )
