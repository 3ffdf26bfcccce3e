"""A telnet command door as cheap cameras have it (RFC 854, RFC 857 ECHO, RFC 858 SUPPRESS-GO-AHEAD)."""

from __future__ import annotations

from dataclasses import dataclass

from doorguard.pretend_home.device import Conversation

IAC, DO, WILL = 255, 253, 251
ECHO, GO_AHEAD, TERMINAL, WINDOW = 1, 3, 24, 31


@dataclass
class Telnet:
    """Negotiates, then asks for a login. Every line typed at it counts as a login by the device."""

    name: str = "LocalHost"
    port: int = 23
    logins: int = 0

    def accepted(self, talk: Conversation) -> None:
        """Negotiate and prompt at once, as telnetd does."""
        talk.send(bytes([IAC, DO, ECHO, IAC, DO, WINDOW, IAC, WILL, ECHO, IAC, WILL, GO_AHEAD]))
        talk.send(f"\r\n{self.name} login: ".encode())

    def heard(self, talk: Conversation) -> None:
        """Count a line as a login attempt; never let anyone in."""
        if b"\n" in talk.heard:
            talk.heard = b""
            self.logins += 1
            talk.send(b"\r\nLogin incorrect\r\n")
