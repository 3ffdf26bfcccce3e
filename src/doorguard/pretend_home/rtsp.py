"""RTSP servers (RFC 2326): with a login, open at one path, open at every path, or yes to all."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Literal

from doorguard.pretend_home.device import Conversation

SDP = (
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=Media Presentation\r\nt=0 0\r\na=control:*\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=1\r\n"
)
AUDIO = "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:trackID=2\r\n"
METHODS = "OPTIONS, DESCRIBE, SETUP, TEARDOWN, PLAY, PAUSE"


@dataclass
class Rtsp:
    """``open_paths``: None asks for a login everywhere; ``("*",)`` describes every path."""

    port: int = 554
    server: str = "RTSP Server"
    realm: str = "camera"
    scheme: Literal["digest", "basic"] = "digest"
    open_paths: tuple[str, ...] | None = None
    audio: bool = True
    yes_to_all: bool = False
    requests: int = 0
    setups: int = 0
    _nonce: str = field(default_factory=lambda: secrets.token_hex(8))

    def accepted(self, talk: Conversation) -> None:
        """RTSP servers wait for the client."""

    def heard(self, talk: Conversation) -> None:
        """Answer every whole request; hang up on what is no RTSP, as most cameras do."""
        while b"\r\n\r\n" in talk.heard:
            head, _, talk.heard = talk.heard.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            words = lines[0].split(" ")
            if len(words) != 3 or not words[2].startswith("RTSP/1."):
                talk.close()
                return
            self.requests += 1
            cseq = next((v.strip() for n, _, v in (x.partition(":") for x in lines[1:]) if n.lower() == "cseq"), "0")
            self._reply(talk, words[0], words[1], cseq)

    def _reply(self, talk: Conversation, method: str, url: str, cseq: str) -> None:
        path = re.sub(r"^rtsp://[^/]*", "", url) or "/"
        if self.yes_to_all:
            self._send(talk, 200, "OK", cseq)
        elif method == "OPTIONS":
            self._send(talk, 200, "OK", cseq, [f"Public: {METHODS}"])
        elif method not in METHODS.split(", "):
            self._send(talk, 501, "Not Implemented", cseq)
        elif self.open_paths is None:
            self._send(talk, 401, "Unauthorized", cseq, [f"WWW-Authenticate: {self._challenge()}"])
        elif method == "SETUP":
            self.setups += 1
            self._send(talk, 461, "Unsupported Transport", cseq)
        elif method == "DESCRIBE" and ("*" in self.open_paths or path in self.open_paths):
            body = SDP + (AUDIO if self.audio else "")
            self._send(talk, 200, "OK", cseq, ["Content-Type: application/sdp"], body)
        else:
            self._send(talk, 404, "Stream Not Found", cseq)

    def _challenge(self) -> str:
        if self.scheme == "basic":
            return f'Basic realm="{self.realm}"'
        return f'Digest realm="{self.realm}", nonce="{self._nonce}"'

    def _send(
        self, talk: Conversation, status: int, reason: str, cseq: str, headers: list[str] | None = None, body: str = ""
    ) -> None:
        lines = [f"RTSP/1.0 {status} {reason}", f"CSeq: {cseq}", f"Server: {self.server}", *(headers or [])]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        talk.send(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
