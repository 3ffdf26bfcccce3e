"""Web servers as cameras have them: pages, Basic and Digest login, pictures, SOAP, catch-all."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from doorguard.pretend_home.device import Conversation

_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """One HTTP request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """One HTTP answer. ``stream`` sends no length and keeps the line open (MJPEG)."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    stream: bool = False


Handler = Callable[[Request], Answer | None]
REASONS = {200: "OK", 301: "Moved", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 500: "Error"}


@dataclass
class Web:
    """A web server: the first handler that answers wins, else 404.

    ``login`` asks for a password in this scheme (``basic`` or ``digest``) before any handler but
    those in ``open_handlers``. It counts logins and refused logins by itself.
    """

    port: int = 80
    server: str = ""
    handlers: list[Handler] = field(default_factory=list)
    open_handlers: list[Handler] = field(default_factory=list)
    login: str | None = None
    realm: str = "camera"
    user: str = "admin"
    password: str = ""
    requests: int = 0
    logins: int = 0
    logins_refused: int = 0
    _nonce: str = field(default_factory=lambda: secrets.token_hex(8))

    def accepted(self, talk: Conversation) -> None:
        """Web servers wait for the client."""

    def heard(self, talk: Conversation) -> None:
        """Answer every whole request."""
        while True:
            request, rest = read_request(talk.heard)
            if request is None:
                if len(talk.heard) > 1 << 20 or (_HEAD_END in talk.heard and rest is None):
                    talk.close()
                return
            talk.heard = rest or b""
            self.requests += 1
            self._reply(talk, request, self.answer(request))
            if talk.closing:
                return

    def answer(self, request: Request) -> Answer:
        """What this server says to a request."""
        for handler in self.open_handlers:
            found = handler(request)
            if found is not None:
                return found
        if self.login and not self._let_in(request):
            return Answer(401, b"Unauthorized", headers=(("WWW-Authenticate", self._challenge()),))
        for handler in self.handlers:
            found = handler(request)
            if found is not None:
                return found
        return Answer(404, b"<html><body>404 Not Found</body></html>")

    def _challenge(self) -> str:
        if self.login == "basic":
            return f'Basic realm="{self.realm}"'
        return f'Digest realm="{self.realm}", qop="auth", nonce="{self._nonce}"'

    def _let_in(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        if not given:
            return False
        self.logins += 1
        right = self._basic_right(given) if given.lower().startswith("basic ") else self._digest_right(given, request)
        self.logins_refused += not right
        return right

    def _basic_right(self, given: str) -> bool:
        try:
            text = base64.b64decode(given[6:]).decode()
        except ValueError:
            return False
        return self.login == "basic" and text == f"{self.user}:{self.password}"

    def _digest_right(self, given: str, request: Request) -> bool:
        """RFC 7616 with MD5 and qop=auth."""
        part = dict(re.findall(r'(\w+)="?([^",]*)"?', given))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - the protocol's own hash

        one = md5(f"{self.user}:{self.realm}:{self.password}")
        two = md5(f"{request.method}:{part.get('uri', '')}")
        middle = f"{self._nonce}:{part.get('nc', '')}:{part.get('cnonce', '')}:auth"
        return part.get("username") == self.user and part.get("response") == md5(f"{one}:{middle}:{two}")

    def _reply(self, talk: Conversation, request: Request, answer: Answer) -> None:
        lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Answer')}", f"Content-Type: {answer.kind}"]
        if self.server:
            lines.append(f"Server: {self.server}")
        if answer.stream:
            lines.append("Connection: close")
        else:
            lines.append(f"Content-Length: {len(answer.body)}")
        lines += [f"{name}: {value}" for name, value in answer.headers]
        body = b"" if request.method == "HEAD" else answer.body
        talk.send("\r\n".join(lines).encode() + _HEAD_END + body)
        if request.headers.get("connection", "").lower() == "close":
            talk.close()


def read_request(data: bytes) -> tuple[Request | None, bytes | None]:
    """(request, rest) or (None, data while it is not whole; None when it is no HTTP)."""
    head, found, rest = data.partition(_HEAD_END)
    if not found:
        return None, data
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/"):
        return None, None
    headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines[1:])}
    length = int(headers.get("content-length", "0") or 0)
    if len(rest) < length:
        return None, data
    return Request(words[0], words[1], headers, rest[:length]), rest[length:]


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
    """An MJPEG address: multipart/x-mixed-replace with a first part (RFC 2046)."""
    part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(JPEG), JPEG)
    kind = "multipart/x-mixed-replace; boundary=frame"
    return lambda request: Answer(body=part, kind=kind, stream=True) if request.path == path else None
