"""One device's ONVIF services, asked through its door: which login, one try, one place where errors end.

How to sign in is chosen by the answer to a question without a login (ONVIF Core section 5.12): 401 with a
Digest challenge means HTTP Digest; a SOAP fault NotAuthorized means a UsernameToken. Never both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NoReturn

from doorguard.network.door import Visit
from doorguard.network.login import MOST_SHUT, SHUT_AGAIN
from doorguard.network.refusal import DoorError, LoginRefused, Unreadable
from doorguard.network.web import WebReply
from doorguard.probes import onvif_message as message
from doorguard.probes.signed_in import onvif_answer, onvif_binding
from doorguard.probes.signed_in.onvif_answer import Fault, Seen
from doorguard.probes.signed_in.onvif_binding import DEVICE, OPERATIONS
from doorguard.wording import N_, _

REPLY_CAP = 256 * 1024
COUNTED = N_("The device counts wrong passwords, so nothing more is tried.")
UNREADABLE = "the device gave an unreadable answer"
MOST_AHEAD = timedelta(days=1)
"""A token made for a later day is good on that day, for any question, for whoever kept it: none is made. A clock that
is behind (many begin in 1970 after a power cut) or has a wrong zone does no such harm."""
FAR_AHEAD = N_("its clock is days ahead of ours, so no password was sent")
FIRST_YEAR, LAST_YEAR = 1970, 9000
"""Times with which one can still reckon."""
AGREES = N_("This device says yes to everything, so an empty list means nothing.")
FIRST = "GetDeviceInformation"
"""For every account, and for nobody without one: its answer tells whether the password is right."""
_MADE_UP = "GetWeatherOfYesterday"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a service is on the device that we talk to: no host name ever comes from the device."""

    port: int
    path: str
    tls: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What zeep read (untyped, and often only the one thing that an answer holds), and what was there to read."""

    said: Any
    seen: Seen


class Services:
    """The ONVIF services of one device, read with what the person typed."""

    def __init__(self, visit: Visit, device_service: Endpoint) -> None:
        self._visit, self._login = visit, visit.login("onvif")
        self._how: Literal["unknown", "http", "token"] = "unknown"
        self._at = {DEVICE: device_service}
        self._offset = timedelta()
        self._shut, self._patience = 0, 1
        self._empty_is_nobody: bool | None = None

    @property
    def settled(self) -> bool:
        """True unless the device was given the secret and has not said yes to it: then all ends."""
        return self._how == "unknown" or self._login.open

    def set_clock(self, device_now: datetime) -> None:
        """What the device's clock says now: a digest is made by that clock, or a right password is refused."""
        if FIRST_YEAR <= device_now.year <= LAST_YEAR:
            self._offset = device_now - datetime.now(UTC)

    def found(self, services: Mapping[str, Endpoint]) -> None:
        """Where its other services are, by namespace."""
        self._at = {**services, DEVICE: self._at[DEVICE]}

    def ask(self, operation: str, *, signed: bool = True, **fields: object) -> Answer:
        """One read. Raises Fault, DoorError; LoginRefused ends the run."""
        endpoint = self._at.get(OPERATIONS[operation].service)
        if endpoint is None:
            raise Fault("not-supported")
        if self._how == "unknown" or not signed:
            try:
                return self._read(operation, endpoint, fields, signed=False)
            except Fault as fault:
                if not signed or fault.reason != "login-needed":
                    raise
                self._choose(fault)
        return self._read(operation, endpoint, fields, signed=True)

    def rows(self, answer: Answer, name: str) -> Sequence[Any]:
        """The list in an answer. Raises Unreadable when more is there than was read, and when it is empty at
        a device that says yes to everything."""
        said = answer.said if isinstance(answer.said, list) else getattr(answer.said, name, None)
        rows = [row for row in said or () if row is not None]
        if len(rows) != sum(answer.seen.children.values()):
            raise Unreadable(UNREADABLE)
        if not rows:
            self.need_honest_empty()
        return rows

    def need_honest_empty(self) -> None:
        """The negative control, asked once: an answer with nothing in it counts only at a device that does not
        answer a made-up question as well. Raises Unreadable, or what the door raises."""
        if self._empty_is_nobody is None:
            try:
                self._empty_is_nobody = message.read(self._ask_made_up(), _MADE_UP).outcome not in ("told", "yes")
            except Unreadable:
                self._empty_is_nobody = True
        if not self._empty_is_nobody:
            raise Unreadable(AGREES)

    def _ask_made_up(self) -> WebReply:
        """Signed like every other question: some look at the question only after the login."""
        from lxml import etree

        envelope: Any = etree.fromstring(message.question(_MADE_UP, DEVICE))
        if self._how == "token":
            envelope, _ = self._token(envelope, {})
        headers = {"Content-Type": f'application/soap+xml; charset=utf-8; action="{DEVICE}/{_MADE_UP}"'}
        return self.post(self._at[DEVICE], etree.tostring(envelope), headers, signed=True)

    def post(self, endpoint: Endpoint, body: bytes, headers: Mapping[str, str], *, signed: bool) -> WebReply:
        """One message as it is, with an HTTP login where that is how it goes. Raises DoorError."""
        ask = self._login.ask if signed and self._how == "http" else self._visit.ask
        return ask(
            endpoint.port,
            endpoint.path,
            method="POST",
            tls=endpoint.tls,
            headers=headers,
            body=body,
            cap=REPLY_CAP,
        )

    def _choose(self, fault: Fault) -> None:
        if fault.counted:  # we have tried nothing: somebody else's tries are being counted
            raise LoginRefused(_(COUNTED))
        self._how = "http" if fault.challenged else "token"

    def _read(self, operation: str, endpoint: Endpoint, fields: Mapping[str, object], *, signed: bool) -> Answer:
        token = self._token if signed and self._how == "token" else None
        call = _Call(self, endpoint, operation, signed=signed, token=token)
        try:
            answer = call.make(fields)
        except Fault as fault:
            if token is not None and not self._login.open:
                self._first_answer(fault)
            if signed and fault.counted:  # it let us in, and now it counts: whoever it counts, we are not the next
                raise LoginRefused(_(COUNTED)) from None
            if token is not None:
                self._later_answer(fault)
            raise
        if token is not None:
            self._login.accepted()
            self._shut = 0
        return answer

    def _token(self, envelope: Any, headers: Any) -> tuple[Any, Any]:
        if self._offset > MOST_AHEAD:
            raise Unreadable(_(FAR_AHEAD))
        secret = self._login.secret()
        digest = onvif_binding.password_digest(secret.user, secret.password, self._offset)
        signed: tuple[Any, Any] = digest.apply(envelope, headers)
        return signed

    def _first_answer(self, fault: Fault) -> None:
        """The answer to the first token decides. Every device knows the first question, so a fault in no known
        words may well mean the password: nothing more is sent."""
        if fault.counted:
            self._login.refused(_(COUNTED))
        if fault.reason == "login-needed":
            self._login.refused()
        raise Unreadable(UNREADABLE)

    def _later_answer(self, fault: Fault) -> None:
        """Some accounts may see little; but the first question must open still, or the password is not right now."""
        self._shut = self._shut + 1 if fault.reason == "login-needed" else 0
        if self._shut >= self._patience:
            tries, self._shut, self._patience = self._shut + 1, -1, MOST_SHUT
            try:
                self._read(FIRST, self._at[DEVICE], {}, signed=True)
            except Fault:
                self._login.refused(_(SHUT_AGAIN), tries)


class _Call:
    """One question and its one message. It is to zeep the transport and the signature."""

    def __init__(
        self, services: Services, endpoint: Endpoint, operation: str, *, signed: bool, token: Any
    ) -> None:
        self._services, self._endpoint, self._operation = services, endpoint, operation
        self._signed, self._token = signed, token
        self._sent = False
        self._error: DoorError | Fault | None = None
        self._seen: Seen | None = None

    def make(self, fields: Mapping[str, object]) -> Answer:
        """The one place where whatever zeep makes of a device's answer ends. Raises Fault, DoorError."""
        try:
            said = onvif_binding.bind(self._operation, self, self if self._token else None)(dict(fields))
        except Exception:  # noqa: BLE001 - with strict=False rubbish raises anything
            self._fail()
        if self._error is not None or self._seen is None:
            self._fail()
        return Answer(said, self._seen)

    def _fail(self) -> NoReturn:
        if self._error is not None:
            raise self._error from None
        raise Unreadable(UNREADABLE) from None

    def post_xml(self, _address: str, envelope: Any, headers: Mapping[str, str]) -> _Reply:
        """Send it. onvif-zeep asks a second time after a TypeError; that is not sent."""
        from zeep.wsdl.utils import etree_to_string

        if self._sent:
            raise RuntimeError(self._operation)
        self._sent = True
        try:
            reply = self._services.post(self._endpoint, etree_to_string(envelope), headers, signed=self._signed)
            self._seen = onvif_answer.look(reply, self._operation, tls=self._endpoint.tls)
        except (DoorError, Fault) as error:
            self._error = error
            raise
        return _Reply(reply)

    def apply(self, envelope: Any, headers: Any) -> tuple[Any, Any]:
        """Sign it."""
        try:
            signed: tuple[Any, Any] = self._token(envelope, headers)
        except DoorError as error:
            self._error = error
            raise
        return signed

    def verify(self, _envelope: Any) -> None:
        """Answers are not signed."""


class _Reply:
    """An answer as zeep wants to see it."""

    encoding = "utf-8"

    def __init__(self, reply: WebReply) -> None:
        self.status_code, self.content = reply.status, reply.body
        self.headers = {"Content-Type": "application/soap+xml"}
