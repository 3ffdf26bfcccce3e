"""One ICMPv6 echo request to every node on the link, without privileges where that is allowed."""

from __future__ import annotations

import contextlib
import socket
import struct

from doorguard.network.ledger import Ledger
from doorguard.network.scope import Scope

ALL_NODES = "ff02::1"
_ECHO_REQUEST = 128  # RFC 4443 section 4.1


def ask_all_nodes(scope: Scope, ledger: Ledger) -> None:
    """Send it once. Does nothing where the system does not let this user (a normal path)."""
    packet = struct.pack("!BBHHH", _ECHO_REQUEST, 0, 0, 1, 1)
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6) as sock,
    ):
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, scope.index)
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
        ledger.datagram(ALL_NODES, 0, group=True)
        sock.sendto(packet, (ALL_NODES, 0, 0, scope.index))
