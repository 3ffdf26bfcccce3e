"""Opening one service of one device with a secret: counted before it leaves, tried once, never readable.

HTTP Digest (RFC 7616, RFC 2617) and Basic (RFC 7617, over TLS only) are done here; protocols that carry
the secret in their own way take it by :meth:`Login.secret` and say what came of it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from doorguard.network.refusal import ChangedHands, Locked, LoginRefused, Readable, Unreadable
from doorguard.network.secret import Secret

if TYPE_CHECKING:
    from doorguard.network.ledger import Ledger
    from doorguard.network.web import WebReply

LOCK_STATUSES = frozenset({423, 429})
"""Locked (RFC 4918) and Too Many Requests (RFC 6585)."""
_LOCK_HINT = re.compile(
    r"lock(?:ed|out)|illegal.?login|blacklist|blocked|retry.?times?|unlock.?time|attempts?\W", re.IGNORECASE
)
"""Words by which makers say that tries are counted: the sign to stop (lockout.md section 3)."""
_ITEM = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^",])+')
"""What stands between commas; a comma in quotes does not count."""
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]*)(?:\s+([^=\s]+\s*=.*))?\s*$", re.DOTALL)
"""A scheme alone, or before its first parameter."""
_TELLING = frozenset({404, 405, 501})
"""A page or a method that is not there, said only to whoever was let in: without the secret it was 401."""
MOST_SHUT = 3
"""Pages in a row that say 401 after the secret was accepted: five wrong tries are the smallest usual limit."""
SHUT_AGAIN = "The device let us in, and then no more. So nothing more is asked, so that it does not lock."
NOT_THE_SAME = "Another device has this address now, or this is another network. So no password was sent."
_LONGEST_HEADER = 512
"""As the door cuts headers: what stands last in one so long is not whole."""
Signer = Callable[[str, str], str]
"""(method, path) -> the value of Authorization."""
_ALGORITHMS = frozenset({"", "MD5", "MD5-SESS", "SHA-256", "SHA-256-SESS"})


class Asker(Protocol):
    """What of a visit is needed here."""

    @property
    def address(self) -> str:
        """The device."""

    def is_who_was_seen(self) -> bool:
        """False when another box has its address now."""

    def ask(
        self,
        port: int,
        path: str = "/",
        *,
        method: str = "GET",
        tls: bool = False,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = 4.0,
        cap: int = 1 << 20,
    ) -> WebReply:
        """One request."""


def hints_at_a_lock(status: int, text: str) -> bool:
    """True when an answer says that tries are counted or shut out."""
    return status in LOCK_STATUSES or bool(_LOCK_HINT.search(text[:4096]))


class Login:
    """One service (``isapi``, ``onvif``, ...). ``open`` is True once it accepted the secret.

    ``public``: it is no secret (a maker's pair, or a made-up one), so that it may also cross readable.
    """

    def __init__(self, visit: Asker, ledger: Ledger, service: str, secret: Secret, *, public: bool = False) -> None:
        self._visit, self._ledger, self._service, self._secret = visit, ledger, service, secret
        self._public = public
        self._signers: dict[tuple[int, bool], Signer] = {}
        self._shut = 0
        self.open = False

    @property
    def user(self) -> str:
        """The account we come with, to tell our own connection from others. No secret."""
        return self._secret.user

    def secret(self) -> Secret:
        """What goes into the next message. Counts one login unless this service has accepted it.

        Raises ChangedHands, LoginRefused after a refusal, OverBudget, NotAllowed.
        """
        if not self._visit.is_who_was_seen():
            raise ChangedHands(NOT_THE_SAME)
        if not self.open:
            self._ledger.login(self._visit.address, self._service)
        return self._secret

    def accepted(self) -> None:
        """The service let us in."""
        if not self.open:
            self.open = True
            self._ledger.login_accepted(self._visit.address, self._service)

    def refused(self, says: str = "The device did not accept the password.") -> NoReturn:
        """The service said no: ends the run for this device. Raises LoginRefused."""
        self._ledger.login_refused(self._visit.address, self._service)
        raise LoginRefused(says)

    def locked(self) -> NoReturn:
        """It said no, and that it counts: ends the run for this device. Raises Locked."""
        self._ledger.login_refused(self._visit.address, self._service)
        raise Locked("The device counts wrong passwords, so nothing more is tried. Leave it for a day.")

    def ask(
        self,
        port: int,
        path: str = "/",
        *,
        method: str = "GET",
        tls: bool = False,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = 4.0,
        cap: int = 256 * 1024,
    ) -> WebReply:
        """One HTTP request, signed in. The first one asks without a secret, to learn how.

        A service that asks for no login is read without one, and no secret leaves. After the service has accepted,
        401 and 403 are handed back: that page is not for this account; but not for ever. Raises LoginRefused,
        Readable (only Basic is offered and there is no TLS), Unreadable (what it made of the secret is not clear,
        so nothing more is sent), DoorError.
        """

        def send(sign: str | None) -> WebReply:
            signed = {**(headers or {}), **({"Authorization": sign} if sign else {})}
            return self._visit.ask(
                port, path, method=method, tls=tls, headers=signed, body=body, seconds=seconds, cap=cap
            )

        signer = self._signers.get((port, tls))
        if signer is None:
            reply = send(None)
            if reply.status != 401:
                return reply
        else:
            self.secret()  # refused by the ledger while the first answer is still owed
            reply = send(signer(method, path))
            if reply.status != 401 or not _stale(reply):
                return self._judged(reply)
        signer = self._signers[port, tls] = self._signer(reply, tls=tls)
        sign = signer(method, path)
        self.secret()
        return self._judged(send(sign))

    def _judged(self, reply: WebReply) -> WebReply:
        """The first answer to a secret decides. Later ones are handed on, until too many in a row say no."""
        if self.open:
            self._shut = self._shut + 1 if reply.status == 401 else 0
            if self._shut >= MOST_SHUT or reply.status in LOCK_STATUSES:
                self.refused(SHUT_AGAIN)
            return reply
        if reply.status in (401, 403, *LOCK_STATUSES):
            if hints_at_a_lock(reply.status, reply.text):
                self.locked()
            self.refused()
        if not (200 <= reply.status < 300 or reply.status in _TELLING):
            raise Unreadable("it does not say whether it took the password")
        self.accepted()
        return reply

    def _signer(self, reply: WebReply, *, tls: bool) -> Signer:
        """How to sign in here. Raises Readable, Unreadable."""
        header = reply.header("www-authenticate")
        offered = challenges(header)
        if len(header) >= _LONGEST_HEADER:
            offered = offered[:-1]
        for scheme, text in offered:
            signer = _digest(self._secret, text) if scheme == "digest" else None
            if signer is not None:
                return signer
        if any(scheme == "basic" for scheme, _ in offered):
            if not tls and not self._public:
                raise Readable("Your password would cross the wifi so that others can read it. So it was not sent.")
            return lambda _method, _path: _basic(self._secret)
        raise Unreadable("it asks for a password in a way that we do not know")


def _stale(reply: WebReply) -> bool:
    """The device renewed its number; it says that the secret itself is right (RFC 7616 section 3.3)."""
    return "stale=true" in reply.header("www-authenticate").lower().replace('"', "")


def _digest(secret: Secret, challenge: str) -> Signer | None:
    """A signer for one Digest challenge, counting its uses; None for one we cannot answer."""
    from requests.auth import HTTPDigestAuth
    from requests.utils import parse_dict_header

    rows: dict[str, str] = parse_dict_header(challenge)  # type: ignore[no-untyped-call]  # ships no types
    if not rows.get("nonce") or str(rows.get("algorithm", "")).upper() not in _ALGORITHMS:
        return None
    if "auth" not in str(rows.get("qop", "auth")).replace(" ", "").split(","):
        return None
    digest: Any = HTTPDigestAuth(secret.user, secret.password)  # its state and its answer carry no types
    digest.init_per_thread_state()
    digest._thread_local.chal = rows
    return lambda method, path: str(digest.build_digest_header(method, f"http://device{path}"))


def challenges(text: str) -> list[tuple[str, str]]:
    """(scheme, parameters) of a WWW-Authenticate value (RFC 9110 section 11.6.1), in order."""
    found: list[tuple[str, list[str]]] = []
    for item in _ITEM.findall(text):
        begins = _SCHEME.match(item)
        if begins:
            found.append((begins[1].lower(), [begins[2]]))
        elif found:
            found[-1][1].append(item.strip())
    return [(scheme, ", ".join(row for row in rows if row)) for scheme, rows in found]


def _basic(secret: Secret) -> str:
    return "Basic " + base64.b64encode(f"{secret.user}:{secret.password}".encode()).decode()
