"""Doors that speak first: FTP (RFC 959) and SSH (RFC 4253 section 4.2); and maker's own that never do."""

from __future__ import annotations

from dataclasses import dataclass

from doorguard.pretend_home.device import Conversation


@dataclass
class Ssh:
    """Says its version. After the client's it would exchange keys; here it hangs up, so nobody can sign in."""

    software: str = "dropbear_2019.78"
    port: int = 22
    requests: int = 0

    def accepted(self, talk: Conversation) -> None:
        """Speak first."""
        talk.send(f"SSH-2.0-{self.software}\r\n".encode())

    def heard(self, talk: Conversation) -> None:
        """A client's version line."""
        if b"\n" in talk.heard:
            self.requests += 1
            talk.close()


@dataclass
class Ftp:
    """Greets, and refuses every password."""

    name: str = "camera FTP server ready"
    port: int = 21
    requests: int = 0
    logins: int = 0
    logins_refused: int = 0

    def accepted(self, talk: Conversation) -> None:
        """Speak first (RFC 959 section 5.4)."""
        talk.send(f"220 {self.name}\r\n".encode())

    def heard(self, talk: Conversation) -> None:
        """Answer each command line."""
        while b"\n" in talk.heard and not talk.closing:
            line, _, talk.heard = talk.heard.partition(b"\n")
            self.requests += 1
            verb = line.strip().partition(b" ")[0].upper()
            if verb == b"PASS":
                self.logins += 1
                self.logins_refused += 1
            said = {b"USER": b"331 Password required", b"PASS": b"530 Login incorrect", b"QUIT": b"221 Goodbye"}
            talk.send(said.get(verb, b"530 Please login with USER and PASS") + b"\r\n")
            if verb == b"QUIT":
                talk.close()


def ssh(software: str = "dropbear_2019.78") -> Ssh:
    """An SSH server."""
    return Ssh(software)


def ftp(name: str = "camera FTP server ready") -> Ftp:
    """An FTP server."""
    return Ftp(name)


@dataclass
class Silent:
    """A maker's own port: accepts, and says nothing that anybody else understands."""

    port: int

    def accepted(self, talk: Conversation) -> None:
        """Wait."""

    def heard(self, talk: Conversation) -> None:
        """Hang up on what is not its own protocol, as control ports do."""
        talk.close()
