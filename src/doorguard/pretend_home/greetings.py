"""Doors that speak first: FTP (RFC 959) and SSH (RFC 4253 section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from doorguard.pretend_home.device import Conversation


@dataclass
class Greeting:
    """Says one line and listens; whatever is typed counts as a login attempt by the device."""

    port: int
    line: str
    typed: int = 0

    def accepted(self, talk: Conversation) -> None:
        """Speak first."""
        talk.send(f"{self.line}\r\n".encode())

    def heard(self, talk: Conversation) -> None:
        """Count it; never let anyone in."""
        if b"\n" in talk.heard:
            talk.heard = b""
            self.typed += 1


def ssh(software: str = "dropbear_2019.78") -> Greeting:
    """An SSH server."""
    return Greeting(22, f"SSH-2.0-{software}")


def ftp(name: str = "camera FTP server ready") -> Greeting:
    """An FTP server."""
    return Greeting(21, f"220 {name}")


@dataclass
class Silent:
    """A maker's own port: accepts, and says nothing that anybody else understands."""

    port: int

    def accepted(self, talk: Conversation) -> None:
        """Wait."""

    def heard(self, talk: Conversation) -> None:
        """Hang up on what is not its own protocol, as control ports do."""
        talk.close()
