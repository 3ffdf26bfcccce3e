"""A telnet command door as cheap cameras have it (RFC 854, RFC 857 ECHO, RFC 858 SUPPRESS-GO-AHEAD)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doorguard.pretend_home.device import Conversation

IAC, SE, SB, WILL, WONT, DO, DONT = 255, 240, 250, 251, 252, 253, 254
ECHO, GO_AHEAD, WINDOW = 1, 3, 31

# A command with an option (RFC 854), a subnegotiation (RFC 855), or a command alone; not yet whole ones stay.
_COMMAND = re.compile(rb"\xff(?:[\xfb-\xfe].|\xfa.*?\xff\xf0|[\xf0-\xf9])", re.DOTALL)


@dataclass
class Telnet:
    """Negotiates, then asks for a name and a password, and lets nobody in.

    A name alone is no secret; the line typed at ``Password:`` is a refused login.
    """

    name: str = "LocalHost"
    port: int = 23
    requests: int = 0
    logins: int = 0
    logins_refused: int = 0

    def accepted(self, talk: Conversation) -> None:
        """Negotiate and prompt at once, as telnetd does."""
        talk.send(bytes([IAC, DO, ECHO, IAC, DO, WINDOW, IAC, WILL, ECHO, IAC, WILL, GO_AHEAD]))
        self._prompt(talk)

    def heard(self, talk: Conversation) -> None:
        """Negotiation is taken as it comes; every line typed is answered."""
        talk.heard = _COMMAND.sub(b"", talk.heard)
        while b"\n" in talk.heard or b"\r" in talk.heard:
            _, _, talk.heard = re.split(rb"(\r\n|\r\0|\r|\n)", talk.heard, maxsplit=1)
            self.requests += 1
            if talk.state.pop("asked", None):
                self.logins += 1
                self.logins_refused += 1
                talk.send(b"\r\nLogin incorrect\r\n")
                self._prompt(talk)
            else:
                talk.state["asked"] = True
                talk.send(b"Password: ")

    def _prompt(self, talk: Conversation) -> None:
        talk.send(f"\r\n{self.name} login: ".encode())
