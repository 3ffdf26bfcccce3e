"""One UDP socket of the door: hears what comes, sends what the level allows."""

from __future__ import annotations

import contextlib
import ipaddress
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from doorguard.network.ledger import Ledger
from doorguard.network.refusal import DoorError, NoAnswer, NotAllowed, OverBudget
from doorguard.network.scope import Scope
from doorguard.network.waiting import Deadline, Waiter, WakeUp
from doorguard.network.wire import Wire

LARGEST = 65535

GROUPS = frozenset(
    {
        "224.0.0.251",  # mDNS, RFC 6762
        "ff02::fb",
        "239.255.255.250",  # SSDP, WS-Discovery, Hikvision SADP
        "ff02::c",
        "239.255.255.251",  # Dahua DHIP
        "233.89.188.1",  # UniFi
        "ff02::1",  # all nodes on the link, RFC 4291 section 2.7.1
        "255.255.255.255",
    }
)
"""The only groups the door sends to; the directed broadcast address of the network comes on top."""


@dataclass(frozen=True, slots=True)
class Datagram:
    """What came in. ``stranger`` is True when the sender's address is not of this network."""

    data: bytes
    address: str
    port: int
    stranger: bool


class Ear:
    """Hears one port. Use as a context manager, in one thread."""

    def __init__(
        self,
        wire: Wire,
        scope: Scope,
        ledger: Ledger,
        wake: WakeUp,
        *,
        port: int = 0,
        groups: tuple[str, ...] = (),
        v6: bool = False,
    ) -> None:
        self._wire, self._scope, self._ledger = wire, scope, ledger
        try:
            self.sock: socket.socket = wire.udp_socket(port, groups, v6=v6)
        except OSError as error:
            raise NoAnswer(f"cannot listen on UDP {port}: {error.strerror}") from None
        self.wake = wake
        self._waiter = Waiter(self.sock, wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiter.close()
        self._wire.forget(self.sock)
        self.sock.close()

    def send(self, data: bytes, address: str, port: int) -> bool:
        """Send one datagram. False when the network would not take it.

        Raises NotAllowed outside the scope or below Look, OverBudget, or Stopped.
        """
        group = address in GROUPS or address == self._scope.broadcast
        if group and self._scope.only:
            raise NotAllowed("one address was chosen, so nothing goes to everybody")
        if not group and not self._scope.allows(address):
            raise NotAllowed(f"{address} is outside the chosen network")
        self._ledger.datagram(address, port, group=group)
        for _ in range(2):  # the first error may be what an earlier datagram left behind
            try:
                self._wire.send(self.sock, data, address, port)
            except OSError:
                continue
            return True
        return False

    def hear(self, deadline: Deadline) -> Iterator[Datagram]:
        """Datagrams until the deadline, whoever keeps sending. Raises Stopped. Our own are left out."""
        over = False
        while not over:
            over = deadline.left <= 0
            try:
                self._waiter.wait(selectors.EVENT_READ, deadline)
            except NoAnswer:
                return
            heard = self.take()
            if heard is not None:
                yield heard

    def take(self) -> Datagram | None:
        """The datagram that is waiting, or None when there is none for us."""
        try:
            data, sockaddr = self.sock.recvfrom(LARGEST)
        except (BlockingIOError, ConnectionError):
            return None
        except OSError as error:
            raise DoorError(error.strerror or "socket error") from None
        return self._read(data, sockaddr)

    def _read(self, data: bytes, sockaddr: tuple[object, ...]) -> Datagram | None:
        source = self._wire.source(sockaddr)
        if source is None or source[0] == self._scope.our_address:
            return None
        if self._scope.link_local and source[0].partition("%")[0] == self._scope.link_local:
            return None
        if ipaddress.ip_address(source[0].partition("%")[0]).is_loopback:
            return None
        if self._scope.only and source[0] != self._scope.only:
            return None
        return Datagram(data, source[0], source[1], not self._scope.holds(source[0]))


Due = tuple[float, Callable[[], object]]
"""(seconds from now, what to do then): how a channel asks again while it listens."""


def hear_any(
    ears: Sequence[Ear], deadline: Deadline, due: Sequence[Due] = ()
) -> Iterator[tuple[Ear, Datagram]]:
    """What any of the ears hears until the deadline, whoever keeps sending; does what is ``due``
    in between.

    Raises Stopped. What is due may raise NotAllowed or OverBudget: it is then left out.
    """
    began = time.monotonic()
    waiting = sorted(due, key=lambda item: item[0])
    over = False
    with selectors.DefaultSelector() as selector:
        for ear in ears:
            selector.register(ear.sock, selectors.EVENT_READ, ear)
        selector.register(ears[0].wake, selectors.EVENT_READ)
        while not over:
            while waiting and time.monotonic() - began >= waiting[0][0]:
                with contextlib.suppress(OverBudget, NotAllowed):
                    waiting.pop(0)[1]()
            over = deadline.left <= 0
            next_due = began + waiting[0][0] - time.monotonic() if waiting else deadline.left
            ready = selector.select(max(0.0, min(next_due, deadline.left)))
            ears[0].wake.check()
            for key, _ in ready:
                if isinstance(key.data, Ear):
                    heard = key.data.take()
                    if heard is not None:
                        yield key.data, heard
