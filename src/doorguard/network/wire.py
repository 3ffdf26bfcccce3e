"""Where packets really go: the home network, or the pretend home's loopback listeners.

The door above is the same for both. A wire knows how to reach an address, how to hear a group and
who is a neighbour; it holds no rules.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from doorguard.network.book import AddressBook
from doorguard.network.scope import Scope

MULTICAST_TTL = 1
DISCARD = 9
"""The discard port (RFC 863): an empty datagram to it makes the kernel ask who has the address."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One entry of the neighbour table. ``fresh`` entries answered lately."""

    address: str
    mac: str
    fresh: bool


class Wire(Protocol):
    """What the door needs of the world."""

    pretend: bool

    def target(self, address: str, port: int) -> tuple[Any, ...] | Literal["closed", "silent"]:
        """The sockaddr to connect to, or how the connection would fail."""

    def tcp_socket(self, address: str) -> socket.socket:
        """A fresh TCP socket, kept on the chosen network."""

    def udp_socket(self, port: int, groups: tuple[str, ...], *, v6: bool) -> socket.socket:
        """A bound UDP socket that hears ``groups``. Port 0: an ephemeral one."""

    def send(self, sock: socket.socket, data: bytes, address: str, port: int) -> None:
        """Send one datagram to a host, a group or a broadcast address."""

    def source(self, sockaddr: tuple[Any, ...]) -> tuple[str, int] | None:
        """Who a datagram came from, or None for a stranger to this wire."""

    def forget(self, sock: socket.socket) -> None:
        """The door closes this UDP socket."""

    def neighbours(self) -> list[Neighbour]:
        """The neighbour table of the chosen network, IPv4 and IPv6."""

    def arrived(self, address: str) -> bool:
        """True when a datagram to this address leaves this computer at once."""


class HostWire:
    """The real home network, on the interface of one scope."""

    pretend = False

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def target(self, address: str, port: int) -> tuple[Any, ...] | Literal["closed", "silent"]:
        if ":" in address:
            return (address.partition("%")[0], port, 0, self._scope.index)
        return (address, port)

    def tcp_socket(self, address: str) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        self._keep_on_interface(sock)
        return sock

    def _keep_on_interface(self, sock: socket.socket) -> None:
        # So that a VPN which owns the same addresses cannot carry our packets elsewhere.
        try:
            if hasattr(socket, "SO_BINDTODEVICE"):
                name = self._scope.interface.encode() + b"\0"
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, name)
            elif sys.platform == "darwin":  # IP_BOUND_IF / IPV6_BOUND_IF; not tried yet
                if sock.family == socket.AF_INET6:
                    sock.setsockopt(socket.IPPROTO_IPV6, 125, self._scope.index)
                else:
                    sock.setsockopt(socket.IPPROTO_IP, 25, self._scope.index)
        except OSError:
            pass  # older kernels want privileges for it; the scope guard still holds

    def udp_socket(self, port: int, groups: tuple[str, ...], *, v6: bool) -> socket.socket:
        sock = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._prepare_udp(sock, port, groups, v6)
        except OSError:
            sock.close()
            raise
        return sock

    def _prepare_udp(self, sock: socket.socket, port: int, groups: tuple[str, ...], v6: bool) -> None:
        self._keep_on_interface(sock)
        if port:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if hasattr(socket, "SO_REUSEPORT"):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if v6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, self._scope.index)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
            # RFC 6762 section 11 wants hop limit 255 on mDNS.
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255 if port == 5353 else 1)
            sock.bind(("::", port))
            for group in groups:
                request = socket.inet_pton(socket.AF_INET6, group) + struct.pack("@I", self._scope.index)
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, request)
        else:
            ours = socket.inet_aton(self._scope.our_address)
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, ours)
            ttl = 255 if port == 5353 else MULTICAST_TTL
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, ttl)
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 0)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            sock.bind(("" if port else self._scope.our_address, port))
            for group in groups:
                sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + ours)
        sock.setblocking(False)

    def send(self, sock: socket.socket, data: bytes, address: str, port: int) -> None:
        if ":" in address:
            sock.sendto(data, (address.partition("%")[0], port, 0, self._scope.index))
        else:
            sock.sendto(data, (address, port))

    def source(self, sockaddr: tuple[Any, ...]) -> tuple[str, int] | None:
        host, port = sockaddr[0], sockaddr[1]
        if ":" in host:
            bare = ipaddress.IPv6Address(host.partition("%")[0])
            host = f"{bare}%{self._scope.interface}" if bare.is_link_local else str(bare)
        return host, port

    def forget(self, sock: socket.socket) -> None:
        return None

    def neighbours(self) -> list[Neighbour]:
        from doorguard.network.neighbours import read_table

        return read_table(self._scope)

    def arrived(self, address: str) -> bool:
        return True


class BookWire:
    """The pretend home: every address is looked up in its address book."""

    pretend = True

    def __init__(self, book: AddressBook) -> None:
        self._book = book

    def target(self, address: str, port: int) -> tuple[Any, ...] | Literal["closed", "silent"]:
        real = self._book.tcp(address, port)
        if real is not None:
            return real
        if address in self._book.silent or not self._book.is_there(address):
            return "silent"
        return "closed"

    def tcp_socket(self, address: str) -> socket.socket:
        return socket.socket(socket.AF_INET, socket.SOCK_STREAM)

    def udp_socket(self, port: int, groups: tuple[str, ...], *, v6: bool) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        sock.setblocking(False)
        real = sock.getsockname()
        for group in groups:
            self._book.hear(group, port, real)
        if port:
            for everybody in ("255.255.255.255", self._broadcast, self._book.our_address):
                self._book.hear(everybody, port, real)
        return sock

    @property
    def _broadcast(self) -> str:
        return str(ipaddress.ip_network(self._book.network).broadcast_address)

    def send(self, sock: socket.socket, data: bytes, address: str, port: int) -> None:
        one = self._book.udp(address, port)
        for real in [one] if one else self._book.members(address, port):
            sock.sendto(data, real)

    def source(self, sockaddr: tuple[Any, ...]) -> tuple[str, int] | None:
        return self._book.source((sockaddr[0], sockaddr[1]))

    def forget(self, sock: socket.socket) -> None:
        self._book.stop_hearing(sock.getsockname())

    def neighbours(self) -> list[Neighbour]:
        return [Neighbour(a, m, True) for a, m in sorted(self._book.neighbours.items())]

    def arrived(self, address: str) -> bool:
        return self._book.is_there(address)
