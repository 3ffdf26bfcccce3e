"""RTSP servers (RFC 2326): with a login, open at one path, open at every path, or yes to all."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Literal

from doorguard.pretend_home.device import Conversation
from doorguard.pretend_home.login import Tally, challenge, is_right

SDP = (
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=Media Presentation\r\nt=0 0\r\na=control:*\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=1\r\n"
)
AUDIO = "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:trackID=2\r\n"
METHODS = "OPTIONS, DESCRIBE, SETUP, TEARDOWN, PLAY, PAUSE"
_REASONS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Stream Not Found", 405: "Method Not Allowed",
    454: "Session Not Found", 461: "Unsupported Transport", 501: "Not Implemented",
}  # fmt: skip


@dataclass
class Rtsp:
    """``open_paths``: None asks for a login everywhere; ``("*",)`` describes every path.

    ``paths`` are what there is for those who may in. ``unknown_method`` is the answer to a method
    that RFC 2326 does not have: servers say 405 or 501. ``setups`` counts whoever tried to watch.
    """

    port: int = 554
    server: str = "RTSP Server"
    realm: str = "camera"
    scheme: Literal["digest", "basic"] = "digest"
    open_paths: tuple[str, ...] | None = None
    audio: bool = True
    yes_to_all: bool = False
    user: str = "admin"
    password: str = ""
    paths: tuple[str, ...] = ("*",)
    unknown_method: Literal[405, 501] = 501
    requests: int = 0
    setups: int = 0
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
        """RTSP servers wait for the client."""

    def heard(self, talk: Conversation) -> None:
        """Answer every whole request; hang up on what is no RTSP, as most cameras do."""
        while b"\r\n\r\n" in talk.heard and not talk.closing:
            head, _, talk.heard = talk.heard.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            words = lines[0].split(" ")
            if len(words) != 3 or not words[2].startswith("RTSP/1."):
                talk.close()
                return
            self.requests += 1
            headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines[1:])}
            talk.state["authorization"] = headers.get("authorization", "")
            self._reply(talk, words[0], words[1], headers.get("cseq", "0"))

    def _reply(self, talk: Conversation, method: str, url: str, cseq: str) -> None:
        path = re.sub(r"^rtsp://[^/]*", "", url) or "/"
        given = str(talk.state.get("authorization", ""))
        may_in = bool(given) and self._let_in(method, given)
        if self.yes_to_all:
            self._send(talk, 200, cseq)
        elif method == "OPTIONS":
            self._send(talk, 200, cseq, [f"Public: {METHODS}"])
        elif method not in METHODS.split(", "):
            self._send(talk, self.unknown_method, cseq)
        elif self.open_paths is None and not may_in:
            asks = challenge(self.scheme, self.realm, self._nonce, qop=False)
            self._send(talk, 401, cseq, [f"WWW-Authenticate: {asks}"])
        elif method == "SETUP":
            self.setups += 1
            self._send(talk, 461, cseq)
        elif method != "DESCRIBE":
            self._send(talk, 454, cseq)
        elif self._has(path, may_in=may_in):
            body = SDP + (AUDIO if self.audio else "")
            self._send(talk, 200, cseq, [f"Content-Base: {url}/", "Content-Type: application/sdp"], body)
        else:
            self._send(talk, 404, cseq)

    def _has(self, path: str, *, may_in: bool) -> bool:
        there = self.paths if may_in else self.open_paths or ()
        return "*" in there or path in there

    def _let_in(self, method: str, given: str) -> bool:
        accounts = {self.user: self.password}
        user, right = is_right(given, self.scheme, method, self.realm, self._nonce, accounts)
        return self._tally.note(user, self.password, right=right)

    def _send(
        self, talk: Conversation, status: int, cseq: str, headers: list[str] | None = None, body: str = ""
    ) -> None:
        lines = [f"RTSP/1.0 {status} {_REASONS[status]}", f"CSeq: {cseq}", f"Server: {self.server}", *(headers or [])]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        talk.send(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
