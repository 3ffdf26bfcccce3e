"""Who may in: HTTP and RTSP Basic (RFC 7617), Digest (RFC 7616, and RFC 2069 without qop), WS-Security tokens."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts logins: requests with a secret that this service has not accepted before."""

    logins: int = 0
    refused: int = 0
    _accepted: set[tuple[str, str]] = field(default_factory=set)

    def note(self, user: str, password: str, *, right: bool) -> bool:
        """Count one request with a secret; gives ``right`` back. ``password`` is the true one."""
        if right and (user, password) in self._accepted:
            return True
        self.logins += 1
        if right:
            self._accepted.add((user, password))
        else:
            self.refused += 1
        return right


def challenge(scheme: str, realm: str, nonce: str, *, qop: bool = True) -> str:
    """The value of WWW-Authenticate."""
    if scheme == "basic":
        return f'Basic realm="{realm}"'
    return f'Digest realm="{realm}"' + (', qop="auth"' if qop else "") + f', nonce="{nonce}"'


def is_right(
    header: str, scheme: str, method: str, realm: str, nonce: str, accounts: Mapping[str, str]
) -> tuple[str, bool]:
    """(user name given, whether the Authorization header opens this door)."""
    if header.lower().startswith("basic "):
        user, password = _basic(header)
        return user, scheme == "basic" and accounts.get(user) == password
    if header.lower().startswith("digest "):
        part = {k.lower(): v.strip('"') for k, v in re.findall(r'(\w+)=("[^"]*"|[^\s,]+)', header[7:])}
        user = part.get("username", "")
        right = scheme == "digest" and user in accounts and part.get("nonce") == nonce
        return user, right and part.get("response") == _digest(part, method, realm, accounts[user])
    return "", False


def _basic(header: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(header[6:].strip(), validate=True).decode()
    except ValueError:
        return "", ""
    user, _, password = text.partition(":")
    return user, password


def _digest(part: Mapping[str, str], method: str, realm: str, password: str) -> str:
    one = _md5(f"{part['username']}:{realm}:{password}")
    two = _md5(f"{method}:{part.get('uri', '')}")
    if "qop" not in part:  # RFC 2069, as many RTSP servers do
        return _md5(f"{one}:{part['nonce']}:{two}")
    return _md5(f"{one}:{part['nonce']}:{part.get('nc', '')}:{part.get('cnonce', '')}:{part['qop']}:{two}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - the protocol's own hash


@dataclass(frozen=True)
class Token:
    """A WS-Security UsernameToken (OASIS UsernameToken Profile 1.0, asked for by ONVIF Core section 5.12)."""

    user: str
    digest: str
    nonce: str
    created: str

    def opens_with(self, password: str) -> bool:
        """PasswordDigest is Base64(SHA1(nonce + created + password))."""
        try:
            nonce = base64.b64decode(self.nonce, validate=True)
        except ValueError:
            return False
        mixed = hashlib.sha1(nonce + self.created.encode() + password.encode()).digest()  # noqa: S324 - the protocol's own
        return bool(self.nonce and self.created) and base64.b64encode(mixed).decode() == self.digest


def token(soap: str) -> Token | None:
    """The UsernameToken of a SOAP message, or None when it carries none."""
    if not re.search(r"<(?:[\w.-]+:)?UsernameToken[\s>]", soap):
        return None

    def text(name: str) -> str:
        found = re.search(rf"<(?:[\w.-]+:)?{name}(?:\s[^>]*)?>([^<]*)<", soap)
        return found[1].strip() if found else ""

    return Token(text("Username"), text("Password"), text("Nonce"), text("Created"))
