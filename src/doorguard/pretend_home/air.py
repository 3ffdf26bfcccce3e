"""Where a pretend device's sockets are: loopback behind an address book, or its true addresses."""

from __future__ import annotations

import ipaddress
import socket
from typing import Protocol

from doorguard.network.book import AddressBook, Sockaddr

Group = tuple[str, int]


class Air(Protocol):
    """What a device needs of the network it lives on."""

    def tcp(self, address: str, port: int) -> socket.socket:
        """A listening socket at the device's address."""

    def close_tcp(self, address: str, port: int, sock: socket.socket) -> None:
        """Stop listening there."""

    def udp(self, address: str, port: int, groups: tuple[Group, ...] = ()) -> socket.socket:
        """A bound UDP socket that hears these groups and broadcasts."""

    def cast(self, sock: socket.socket, data: bytes, group: str, port: int) -> None:
        """Send to a group or a broadcast address."""


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

    def cast(self, sock: socket.socket, data: bytes, group: str, port: int) -> None:
        """Hand a copy to everybody who hears the group."""
        ours: Sockaddr = sock.getsockname()
        for real in {*self.book.hearers(group, port), *self.book.members(group, port)} - {ours}:
            sock.sendto(data, real)


class HostAir:
    """True addresses and ports, inside a network namespace that a test made.

    ``index`` is the interface of the namespace the devices share.
    """

    def __init__(self, interface: str = "eth0") -> None:
        self.interface = interface

    def tcp(self, address: str, port: int) -> socket.socket:
        """Listen at the true address."""
        return socket.create_server((address, port), backlog=64)

    def close_tcp(self, address: str, port: int, sock: socket.socket) -> None:
        """Stop listening."""
        sock.close()

    def udp(self, address: str, port: int, groups: tuple[Group, ...] = ()) -> socket.socket:
        """Hear the port; one socket joined to each multicast group, sending from ``address``."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        ours = socket.inet_aton(address)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, ours)
        sock.bind(("" if groups else address, port))
        for group, _ in groups:
            if ipaddress.ip_address(group).is_multicast:
                sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + ours)
        return sock

    def cast(self, sock: socket.socket, data: bytes, group: str, port: int) -> None:
        """Send for real."""
        sock.sendto(data, (group, port))
