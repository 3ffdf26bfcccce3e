"""One ICMPv6 echo request to every node on the link, and who answers it (RFC 4443 section 4).

It fills the IPv6 neighbour table, and an answer is proof of life. Without privileges where the
system lets ordinary users, else nothing (a normal path).
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
from typing import Self

from doorguard.network.ledger import Ledger
from doorguard.network.scope import Scope

ALL_NODES = "ff02::1"
_ECHO_REQUEST, _ECHO_REPLY = 128, 129
_MOST = 512


class Echo:
    """Asks once, hears answers while it is open. Use as a context manager, in one thread."""

    def __init__(self, scope: Scope, ledger: Ledger, *, may_ask: bool) -> None:
        self._scope, self._ledger = scope, ledger
        self._sock: socket.socket | None = None
        self._answered: set[str] = set()
        # Ordinary users may have the first kind of socket, root the second.
        for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW) if may_ask else ():
            with contextlib.suppress(OSError):
                sock = socket.socket(socket.AF_INET6, kind, socket.IPPROTO_ICMPV6)
                sock.setblocking(False)
                self._sock = sock
                break

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._sock is not None:
            self._sock.close()

    def ask(self) -> None:
        """One echo request to all nodes. Raises NotAllowed below Look."""
        if self._sock is None:
            return
        packet = struct.pack("!BBHHH", _ECHO_REQUEST, 0, 0, 1, 1)
        with contextlib.suppress(OSError):
            self._sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, self._scope.index)
            self._sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
            self._ledger.datagram(ALL_NODES, 0, group=True)
            self._sock.sendto(packet, (ALL_NODES, 0, 0, self._scope.index))

    def answered(self) -> set[str]:
        """Addresses that answered so far, in the form the neighbour table gives them."""
        for _ in range(_MOST if self._sock is not None else 0):
            assert self._sock is not None  # the range is empty without one
            try:
                data, sender = self._sock.recvfrom(512)
            except OSError:
                break
            if data[:1] == bytes([_ECHO_REPLY]) and sender[3] in (0, self._scope.index):
                bare = ipaddress.IPv6Address(str(sender[0]).partition("%")[0])
                zone = f"%{self._scope.interface}" if bare.is_link_local else ""
                self._answered.add(f"{bare}{zone}")
        return set(self._answered)
