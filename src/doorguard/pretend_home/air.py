"""Where a pretend device's sockets are: loopback behind an address book, or its true addresses."""

from __future__ import annotations

import ipaddress
import socket
from typing import Protocol

from doorguard.network.book import AddressBook, Sockaddr

Group = tuple[str, int]
"""(group or broadcast address, port)."""
Sender = tuple[str, int]
"""(address, port) a datagram came from, as the devices of the home see it."""

_HOPS = {5353: 255, 1900: 2}
"""Hops of a multicast datagram: mDNS 255 (RFC 6762 section 11), SSDP 2 (UPnP DA 1.1 section 1.3), else 1."""


class Air(Protocol):
    """What a device needs of the network it lives on."""

    def tcp(self, address: str, port: int) -> socket.socket:
        """A listening socket at the device's address."""

    def close_tcp(self, address: str, port: int, sock: socket.socket) -> None:
        """Stop listening there."""

    def udp(self, address: str, port: int, groups: tuple[Group, ...] = ()) -> socket.socket:
        """A bound UDP socket that hears these groups and broadcasts."""

    def close_udp(self, address: str, port: int, sock: socket.socket) -> None:
        """Stop hearing there."""

    def seen(self, real: Sockaddr, port: int) -> Sender:
        """Who sent what came to a device's UDP ``port`` from this sockaddr."""

    def cast(self, sock: socket.socket, data: bytes, address: str, port: int) -> None:
        """Send to a group, a broadcast address or one host."""


class BookAir:
    """Loopback: every socket is an ephemeral one on 127.0.0.1, written into the book."""

    def __init__(self, book: AddressBook) -> None:
        self.book = book

    def tcp(self, address: str, port: int) -> socket.socket:
        """A listener the book knows as ``address:port``."""
        sock = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.book.put_tcp(address, port, sock.getsockname())
        return sock

    def close_tcp(self, address: str, port: int, sock: socket.socket) -> None:
        """Take it out of the book and close it."""
        self.book.drop_tcp(address, port)
        sock.close()

    def udp(self, address: str, port: int, groups: tuple[Group, ...] = ()) -> socket.socket:
        """A UDP socket the book knows as ``address:port`` and as a member of the groups."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        self.book.put_udp(address, port, sock.getsockname(), groups)
        return sock

    def close_udp(self, address: str, port: int, sock: socket.socket) -> None:
        """Take it out of the book and close it."""
        self.book.drop_udp(address, port)
        sock.close()

    def seen(self, real: Sockaddr, port: int) -> Sender:
        """Another device by its pretend address; the door with its fixed port where it has one."""
        device = self.book.source(real)
        if device is not None:
            return device
        ours = self.book.our_address
        return (ours, port if real in self.book.hearers(ours, port) else real[1])

    def cast(self, sock: socket.socket, data: bytes, address: str, port: int) -> None:
        """Hand a copy to the one device there, or to everybody who hears that address and port."""
        ours: Sockaddr = sock.getsockname()
        one = self.book.udp(address, port)
        everybody = {*self.book.hearers(address, port), *self.book.members(address, port)}
        for real in ({one} if one else everybody) - {ours}:
            sock.sendto(data, real)


class HostAir:
    """True addresses and ports, inside a network namespace that a test made.

    A test that gives each device a namespace of its own overrides ``tcp`` and ``udp`` to enter it.
    """

    def tcp(self, address: str, port: int) -> socket.socket:
        """Listen at the true address."""
        return socket.create_server((address, port), backlog=64)

    def close_tcp(self, address: str, port: int, sock: socket.socket) -> None:
        """Stop listening."""
        sock.close()

    def udp(self, address: str, port: int, groups: tuple[Group, ...] = ()) -> socket.socket:
        """Hear the port, joined to each multicast group, sending from the interface of ``address``."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._prepare(sock, address, port, groups)
        except OSError:
            sock.close()
            raise
        return sock

    @staticmethod
    def _prepare(sock: socket.socket, address: str, port: int, groups: tuple[Group, ...]) -> None:
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT, socket.SO_BROADCAST):
            sock.setsockopt(socket.SOL_SOCKET, option, 1)
        ours = socket.inet_aton(address)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, ours)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, _HOPS.get(port, 1))
        sock.bind(("" if groups else address, port))
        for group, _ in groups:
            if ipaddress.ip_address(group).is_multicast:
                sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + ours)

    def close_udp(self, address: str, port: int, sock: socket.socket) -> None:
        """Stop hearing."""
        sock.close()

    def seen(self, real: Sockaddr, port: int) -> Sender:
        """As it is."""
        return real

    def cast(self, sock: socket.socket, data: bytes, address: str, port: int) -> None:
        """Send for real."""
        sock.sendto(data, (address, port))
