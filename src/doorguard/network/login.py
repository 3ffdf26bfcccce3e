"""Opening one service of one device with a secret: counted before it leaves, tried once, never readable.

HTTP Digest (RFC 7616, RFC 2617) and Basic (RFC 7617, over TLS only) are done here; protocols that carry
the secret in their own way take it by :meth:`Login.secret` and say what came of it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from doorguard.network.refusal import ChangedHands, HungUp, Locked, LoginRefused, Readable, Unreadable
from doorguard.network.secret import Secret
from doorguard.wording import N_, _

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
"""Pages in a row that may say 401 at a device that was seen to mean "not for this account" by it; then the first page
must open once more. At any other device, after the first such page. With that one less than five, the smallest usual
limit of wrong tries."""
NOT_ACCEPTED = N_("The device did not accept the password.")
SHUT_AGAIN = N_("The device let us in, and then no more. So nothing more is asked, so that it does not lock.")
NOT_THE_SAME = N_("Another device has this address now, or this is another network. So no password was sent.")
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


@dataclass(frozen=True, slots=True)
class _Question:
    """One request, as :meth:`Login.ask` takes it."""

    port: int
    path: str
    method: str
    tls: bool
    headers: Mapping[str, str]
    body: bytes | None
    seconds: float
    cap: int


class Login:
    """One service (``isapi``, ``onvif``, ...). ``open`` is True once it accepted the secret.

    ``public``: it is no secret (a maker's pair, or a made-up one), so that it may also cross readable.
    """

    def __init__(self, visit: Asker, ledger: Ledger, service: str, secret: Secret, *, public: bool = False) -> None:
        self._visit, self._ledger, self._service, self._secret = visit, ledger, service, secret
        self._public = public
        self._signers: dict[tuple[int, bool], Signer] = {}
        self._shut, self._patience = 0, 1
        self._first: _Question | None = None
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
            raise ChangedHands(_(NOT_THE_SAME))
        if not self.open:
            self._ledger.login(self._visit.address, self._service)
        return self._secret

    def accepted(self) -> None:
        """The service let us in."""
        if not self.open:
            self.open = True
            self._ledger.login_accepted(self._visit.address, self._service)

    def refused(self, says: str = "", times: int = 1) -> NoReturn:
        """The service said no, so many times; ``says`` is more than that. Ends the run for this device.
        Raises LoginRefused."""
        self._ledger.login_refused(self._visit.address, self._service, times)
        raise LoginRefused(says or _(NOT_ACCEPTED))

    def locked(self) -> NoReturn:
        """It said no, and that it counts: ends the run for this device. Raises Locked."""
        self._ledger.login_refused(self._visit.address, self._service)
        raise Locked(_("The device counts wrong passwords, so nothing more is tried. Leave it for a day."))

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
        return self._ask(_Question(port, path, method, tls, headers or {}, body, seconds, cap))

    def _ask(self, question: _Question) -> WebReply:
        signer = self._signers.get((question.port, question.tls))
        if signer is not None:
            return self._judged(question, self._signed(question, signer))
        reply = self._send(question, None)
        return self._judged(question, self._answered(question, reply)) if reply.status == 401 else reply

    def _signed(self, question: _Question, signer: Signer) -> WebReply:
        """Sign it as before; once more where the device has renewed its number."""
        self.secret()  # refused by the ledger while the first answer is still owed
        try:
            reply = self._send(question, signer(question.method, question.path))
        except HungUp:
            if question.method != "GET" or not self.open:  # a secret that nobody has accepted does not leave again
                raise
            reply = self._send(question, signer(question.method, question.path))
        if not _stale(reply):
            return reply
        reply = self._answered(question, reply)
        if _stale(reply):  # a number that is old at once
            self.refused(_(SHUT_AGAIN), 2)
        return reply

    def _answered(self, question: _Question, asks: WebReply) -> WebReply:
        """Sign it in the way that a 401 asks for."""
        signer = self._signers[question.port, question.tls] = self._signer(asks, tls=question.tls)
        sign = signer(question.method, question.path)
        self.secret()
        return self._send(question, sign)

    def _send(self, question: _Question, sign: str | None) -> WebReply:
        q = question
        headers = {**q.headers, **({"Authorization": sign} if sign else {})}
        return self._visit.ask(
            q.port, q.path, method=q.method, tls=q.tls, headers=headers, body=q.body, seconds=q.seconds, cap=q.cap
        )

    def _judged(self, question: _Question, reply: WebReply) -> WebReply:
        """The first answer to a secret decides. Later ones are handed on, as long as the first page still opens."""
        if self.open:
            self._shut = self._shut + 1 if reply.status == 401 else 0
            if reply.status in LOCK_STATUSES:
                self.refused(_(SHUT_AGAIN))
            if self._shut >= self._patience:
                if not self._still_open():
                    self.refused(_(SHUT_AGAIN), self._shut + 1)
                self._shut, self._patience = 0, MOST_SHUT
            return reply
        if reply.status in (401, 403, *LOCK_STATUSES):
            if hints_at_a_lock(reply.status, reply.text):
                self.locked()
            self.refused()
        if not (200 <= reply.status < 300 or reply.status in _TELLING):
            raise Unreadable("it does not say whether it took the password")
        self.accepted()
        self._first = question
        return reply

    def _still_open(self) -> bool:
        """Ask again what opened first: does it know our secret still, and these pages are for others?"""
        first = self._first
        signer = self._signers.get((first.port, first.tls)) if first else None
        return first is not None and signer is not None and self._signed(first, signer).status != 401

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
                raise Readable(_("Your password would cross the wifi so that others can read it. So it was not sent."))
            return lambda _method, _path: _basic(self._secret)
        raise Unreadable("it asks for a password in a way that we do not know")


def _stale(reply: WebReply) -> bool:
    """The device renewed its number; it says that the secret itself is right (RFC 7616 section 3.3)."""
    return reply.status == 401 and "stale=true" in reply.header("www-authenticate").lower().replace('"', "")


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
