"""One UDP socket of the door: hears what comes, sends what the level allows."""

from __future__ import annotations

import ipaddress
import selectors
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from doorguard.network.ledger import Ledger
from doorguard.network.refusal import DoorError, NoAnswer, NotAllowed
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
            self._sock: socket.socket = wire.udp_socket(port, groups, v6=v6)
        except OSError as error:
            raise NoAnswer(f"cannot listen on UDP {port}: {error.strerror}") from None
        self._waiter = Waiter(self._sock, wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiter.close()
        self._wire.forget(self._sock)
        self._sock.close()

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
        try:
            self._wire.send(self._sock, data, address, port)
        except OSError:
            return False
        return True

    def hear(self, deadline: Deadline) -> Iterator[Datagram]:
        """Datagrams until the deadline. Raises Stopped. Our own are left out."""
        while True:
            try:
                self._waiter.wait(selectors.EVENT_READ, deadline)
                data, sockaddr = self._sock.recvfrom(LARGEST)
            except NoAnswer:
                return
            except (BlockingIOError, ConnectionError):
                continue
            except OSError as error:
                raise DoorError(error.strerror or "socket error") from None
            heard = self._read(data, sockaddr)
            if heard is not None:
                yield heard

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
