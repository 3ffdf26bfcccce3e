"""The door: the one object through which anything leaves this computer.

Scope, level, budgets, deadlines, caps and the list of what was sent are all enforced here. A probe
is written as ``def probe(device, door)`` and can do nothing that this page does not offer.
"""

from __future__ import annotations

import contextlib
import functools
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from doorguard.model import Level, Sent
from doorguard.network import web
from doorguard.network.book import AddressBook
from doorguard.network.ear import Ear
from doorguard.network.echo import Echo
from doorguard.network.errands import Errands
from doorguard.network.ledger import Ledger
from doorguard.network.login import Login
from doorguard.network.refusal import HungUp, NoAnswer, NotAllowed, OverBudget, Unreadable
from doorguard.network.scope import Scope
from doorguard.network.secret import Secret
from doorguard.network.stream import Stream
from doorguard.network.touch import Touch
from doorguard.network.tries import PortTries
from doorguard.network.waiting import Deadline, WakeUp
from doorguard.network.wire import BookWire, HostWire, Neighbour, Wire

if TYPE_CHECKING:
    import requests

DEVICE_SECONDS = 8.0
"""All probes of one device at Look together (design section 3 rule 3)."""
ASK_SECONDS = 4.0
STREAM_CAP = 256 * 1024


class Door:
    """Opens onto one network at one level. Safe between threads; close it when all have ended."""

    def __init__(self, scope: Scope, level: Level, wire: Wire | None = None) -> None:
        self.scope = scope
        self.level = level
        self._wire = wire or HostWire(scope)
        self._wake = WakeUp()
        self._ledger = Ledger(level, scope.gateway)
        self._lock = threading.Lock()
        self._streams: set[Stream] = set()
        self._tls: ssl.SSLContext | None = None
        self._secret: Secret | None = None
        self._box: str | None = None

    @classmethod
    def onto_book(cls, book: AddressBook, level: Level) -> Door:
        """A door onto a pretend home."""
        import ipaddress

        scope = Scope(
            interface=book.interface,
            index=0,
            our_address=book.our_address,
            network=ipaddress.IPv4Network(book.network),
            gateway=book.gateway,
        )
        return cls(scope, level, BookWire(book))

    @property
    def pretend(self) -> bool:
        """True in front of a pretend home."""
        return self._wire.pretend

    # --- stopping --------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop everything now: every wait ends, every stream is shut. From any thread."""
        self._wake.fire()

    @property
    def stopped(self) -> bool:
        """True once :meth:`stop` was called."""
        return self._wake.fired

    def pause(self, seconds: float) -> None:
        """Wait, but end at once (raising Stopped) when the run is stopped."""
        self._wake.pause(seconds)

    def again(self) -> Door:
        """A fresh door onto the same network at the same level, for checking again. Its own
        counts start at nought: the person chose to ask once more."""
        return Door(self.scope, self.level, self._wire)

    def closer(
        self,
        level: Level,
        address: str,
        secret: Secret | None = None,
        *,
        box: str | None = None,
        before: Mapping[str, bool] = MappingProxyType({}),
    ) -> Door:
        """A door onto one device alone, at Sign in (with what the person typed) or Test. ``box``: its hardware address
        as it was seen; whoever else has the address now is sent no secret. ``before``: what services said to this
        secret before, in this sitting."""
        closer = Door(replace(self.scope, only=address), level, self._wire)
        closer._secret, closer._box = secret, box
        closer._ledger.known_before(address, before)
        return closer

    def let_in(self, address: str) -> Mapping[str, bool]:
        """The services of a device that were given the secret, and whether they said yes to it."""
        return self._ledger.let_in(address)

    def close(self) -> None:
        """Give everything back. Call when every thread that used the door has ended."""
        with self._lock:
            streams = list(self._streams)
        for stream in streams:
            stream.abort()
        self._wake.close()

    # --- what was sent ---------------------------------------------------------------------

    def sent(self) -> Mapping[str, Sent]:
        """Everything that left, by address."""
        return self._ledger.sent()

    def logins_not_accepted(self, addresses: Iterable[str]) -> int:
        """Secrets that left to these addresses and were not said yes to: refused, or without a clear answer."""
        counted = self._ledger.logins_not_accepted()
        return sum(counted.get(address, 0) for address in addresses)

    def need(self, level: Level) -> None:
        """Raise NotAllowed when the run is quieter than ``level``."""
        self._ledger.need(level)

    # --- who is there ----------------------------------------------------------------------

    def neighbours(self) -> list[Neighbour]:
        """The neighbour table. Sends nothing. Entries of other networks are left out."""
        allowed = self.scope.only
        return [n for n in self._wire.neighbours() if allowed in (None, n.address)]

    def touch(self, addresses: list[str]) -> None:
        """One empty datagram to the discard port of each address, so that the kernel asks who has
        it. No service is touched, no answer is needed."""
        with self.touching() as touch:
            touch.send(addresses)

    @contextlib.contextmanager
    def touching(self) -> Iterator[Touch]:
        """Like :meth:`touch`, kept open to learn who answered."""
        with contextlib.ExitStack() as stack:
            yield Touch(lambda: stack.enter_context(self.ear()), self._wake)

    def echo_ipv6(self) -> Echo:
        """Asks all IPv6 nodes of the link once, where the system lets this user, and hears who answers."""
        may_ask = not self.pretend and bool(self.scope.link_local) and not self.scope.only
        return Echo(self.scope, self._ledger, may_ask=may_ask and self.level >= Level.LOOK)

    def arp(self, addresses: list[str], seconds: float) -> list[Neighbour]:
        """Ask by ARP (needs privileges; raises ``PermissionError``, a normal path)."""
        from doorguard.network.arp import ask_by_arp

        if self.pretend:
            raise PermissionError
        self.need(Level.LOOK)
        return ask_by_arp(self.scope, addresses, seconds, self._wake)

    # --- datagrams -------------------------------------------------------------------------

    def ear(self, port: int = 0, groups: tuple[str, ...] = (), *, v6: bool = False) -> Ear:
        """A UDP socket. Raises NotAllowed below Listen, NoAnswer when the port cannot be had."""
        self.need(Level.LISTEN)
        return Ear(self._wire, self.scope, self._ledger, self._wake, port=port, groups=groups, v6=v6)

    def port_tries(self, ports: tuple[int, ...]) -> PortTries:
        """The port-try loop for these TCP ports."""
        self.need(Level.LOOK)
        return PortTries(self._wire, self.scope, self._ledger, self._wake, ports)

    # --- conversations ---------------------------------------------------------------------

    def errands(self) -> Errands:
        """Web reads in the background, for a channel that goes on listening."""
        return Errands(self)

    def visit(self, address: str, seconds: float = DEVICE_SECONDS) -> Visit:
        """All conversations with one device, under one total deadline."""
        if not self.scope.allows(address):
            raise NotAllowed(f"{address} is outside the chosen network")
        web.load()  # before the clock of the visit starts: a slow disk is not the device's fault
        return Visit(self, address, seconds)

    def _open(self, address: str, port: int, deadline: Deadline, cap: int) -> Stream:
        """Connect. Waits for a place when two conversations with this address are open."""
        while not self._ledger.may_open(address) and deadline.left > 0:
            self._wake.pause(0.02)
        self._ledger.open_conversation(address)
        gone = False

        def closed() -> None:
            nonlocal gone
            if not gone:
                gone = True
                self._ledger.close_conversation(address)
                with self._lock:
                    self._streams.discard(holder[0]) if holder else None

        holder: list[Stream] = []
        try:
            stream = self._connect(address, port, deadline, cap, closed)
        except BaseException:
            closed()
            raise
        holder.append(stream)
        with self._lock:
            self._streams.add(stream)
        return stream

    def _connect(self, address: str, port: int, deadline: Deadline, cap: int, closed: object) -> Stream:
        from doorguard.network.refusal import Refused

        target = self._wire.target(address, port)
        if target == "closed":
            raise Refused("nothing listens there")
        if target == "silent":
            self._wake.pause(min(1.0, deadline.left))
            raise NoAnswer("no answer in time")
        sock = self._wire.tcp_socket(address)
        assert callable(closed)
        return Stream(sock, target, self._wake, deadline, cap, closed)

    def _count_request(self, address: str) -> None:
        self._ledger.request(address)

    def _tls_context(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:
                self._tls = web.tls_context()
            return self._tls


@dataclass(frozen=True, slots=True)
class Handshake:
    """What a TLS port agreed to. ``version`` is the newest it has (``TLSv1.2``), for all were offered;
    ``certificate`` is DER and untrusted, None when it showed none."""

    version: str
    certificate: bytes | None


class Visit:
    """Talks to one device only. Everything ends when its seconds are over. One thread."""

    def __init__(self, door: Door, address: str, seconds: float) -> None:
        self._door = door
        self.address = address
        self._deadline = Deadline(seconds)
        self._session: requests.Session | None = None
        self._ask_deadline = self._deadline
        self._cap = STREAM_CAP
        self._kept: list[Stream] = []
        self._opened = 0
        self._logins: dict[tuple[str, Secret], Login] = {}
        self._connections_left: int | None = None
        self._requests_left: int | None = None

    @property
    def our_address(self) -> str:
        """This computer's own address as the device sees it, to know our own connection in its lists."""
        scope = self._door.scope
        return scope.link_local or scope.our_address if ":" in self.address else scope.our_address

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._session is not None:
            self._session.close()

    def is_who_was_seen(self) -> bool:
        """False when the neighbour table has another box at this address than the one that was looked at."""
        if self._door._box is None:
            return True
        try:
            here = {neighbour.address: neighbour.mac for neighbour in self._door.neighbours()}
        except OSError:
            return True
        return here.get(self.address, self._door._box) == self._door._box

    @property
    def seconds_left(self) -> float:
        """How long this visit may still last."""
        return self._deadline.left

    @contextlib.contextmanager
    def stream(
        self,
        port: int,
        *,
        tls: bool = False,
        seconds: float = ASK_SECONDS,
        cap: int = STREAM_CAP,
    ) -> Iterator[Stream]:
        """One raw conversation. Raises Refused, NoAnswer, Unreadable, OverBudget, Stopped."""
        stream = self._open(port, self._deadline.within(seconds), cap)
        try:
            if tls:
                stream.start_tls(self._door._tls_context())
            yield stream
        finally:
            stream.abort()

    def renew(self, stream: Stream, *, seconds: float = ASK_SECONDS, cap: int = STREAM_CAP) -> None:
        """Give a conversation that was kept open the time and bytes of one more question."""
        stream.renew(self._deadline.within(seconds), cap)

    def certificate(self, port: int, seconds: float = ASK_SECONDS) -> bytes | None:
        """The certificate (DER) that a TLS port shows; None when it shows none."""
        return self.handshake(port, seconds).certificate

    def handshake(self, port: int, seconds: float = ASK_SECONDS) -> Handshake:
        """One TLS handshake in which every version since TLS 1.0 is offered, and nothing after it."""
        stream = self._open(port, self._deadline.within(seconds), STREAM_CAP)
        try:
            self.count_request()
            certificate = stream.start_tls(self._door._tls_context())
            return Handshake(stream.tls_version, certificate)
        finally:
            stream.abort()

    def count_request(self) -> None:
        """Call once before each request written to a raw stream. Raises OverBudget."""
        if self._requests_left is not None:
            if self._requests_left <= 0:
                raise OverBudget("this probe has asked all it may")
            self._requests_left -= 1
        self._door._count_request(self.address)

    def login(self, service: str, secret: Secret | None = None) -> Login:
        """One service of this device, to be opened with what the person typed (or, at Test, with
        ``secret``). Raises NotAllowed below Sign in, or where nothing was typed."""
        self._door.need(Level.SIGN_IN)
        public = secret is not None and self._door.level >= Level.TEST
        chosen = secret if public else self._door._secret
        if chosen is None:
            raise NotAllowed("nobody typed a password for this device")
        login = self._logins.get((service, chosen))
        if login is None:
            login = self._logins[service, chosen] = Login(
                self, self._door._ledger, service, chosen, public=public
            )
        return login

    def allow(self, *, connections: int, requests: int) -> None:
        """The budget of the next probe, on top of the device's own."""
        self._connections_left, self._requests_left = connections, requests

    def _open(self, port: int, deadline: Deadline, cap: int) -> Stream:
        if self._connections_left is not None:
            if self._connections_left <= 0:
                raise OverBudget("this probe has opened all the conversations it may")
            self._connections_left -= 1
        return self._door._open(self.address, port, deadline, cap)

    def ask(
        self,
        port: int,
        path: str = "/",
        *,
        method: str = "GET",
        tls: bool = False,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = ASK_SECONDS,
        cap: int = web.BODY_CAP,
        media_cap: int | None = None,
    ) -> web.WebReply:
        """One HTTP request to this device. Nothing is followed. Of pictures, sound and streams no more
        than ``media_cap`` bytes are read, then the line is cut. Raises HungUp and other DoorError kinds."""
        if self._session is None:
            self._session = web.session(self._stream_for_web)
        self._ask_deadline = self._deadline.within(seconds)
        self._cap = cap + web.HEAD_CAP
        scheme = "https" if tls else "http"
        host = f"[{self.address.partition('%')[0]}]" if ":" in self.address else self.address
        send = functools.partial(
            web.ask,
            self._session,
            f"{scheme}://{host}:{port}{path}",
            method=method,
            headers=headers,
            body=body,
            cap=cap,
            media_cap=media_cap,
        )
        try:
            return self._once(send)
        except HungUp:
            if method != "GET" or self._door.level >= Level.SIGN_IN:  # it may hold a secret: its login says
                raise
            return self._once(send)

    def _once(self, send: Callable[[], web.WebReply]) -> web.WebReply:
        """Many small devices hang up after each answer without saying so. Where that meets the next question, the
        question was lost and not the answer (RFC 9112 section 9.3.1). Raises HungUp then."""
        self.count_request()
        self._renew_kept_streams()
        opened = self._opened
        try:
            return send()
        except (NoAnswer, Unreadable) as error:
            kept = self._opened == opened and bool(self._kept) and all(stream.heard_nothing for stream in self._kept)
            if kept and self._ask_deadline.left > 0:
                raise HungUp("it hung up between two questions") from error
            raise

    def _stream_for_web(self, port: int, tls: bool) -> Stream:
        self._opened += 1
        stream = self._open(port, self._ask_deadline, self._cap)
        if tls:
            try:
                stream.start_tls(self._door._tls_context())
            except BaseException:
                stream.abort()
                raise
        self._kept = [s for s in self._kept if s.fileno() >= 0] + [stream]
        return stream

    def _renew_kept_streams(self) -> None:
        for stream in self._kept:
            stream.renew(self._ask_deadline, self._cap)
