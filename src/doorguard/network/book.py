"""The address book: where a pretend home's addresses really are on loopback.

In ``doorguard demo`` the door looks every address up here instead of in the home network, so the
whole program above the door is the real one. An ordinary user cannot bind ports below 1024 and
macOS has one loopback address; so each pretend (address, port) is an ephemeral listener on
127.0.0.1, and a datagram to a group is handed to each member's socket.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

Sockaddr = tuple[str, int]
"""(host, port) of a real socket on 127.0.0.1."""


@dataclass
class AddressBook:
    """One pretend network. Filled by ``pretend_home``, read by the door. Safe between threads.

    ``neighbours`` maps an IP address to its pretend hardware address. ``silent`` holds addresses
    that are there but never refuse a connection (a firewall that drops).
    """

    network: str
    our_address: str
    gateway: str
    interface: str = "pretend"
    neighbours: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    _tcp: dict[Sockaddr, Sockaddr] = field(default_factory=dict)
    _udp: dict[Sockaddr, Sockaddr] = field(default_factory=dict)
    _sources: dict[Sockaddr, Sockaddr] = field(default_factory=dict)
    _members: dict[Sockaddr, list[Sockaddr]] = field(default_factory=dict)
    _hearers: dict[Sockaddr, list[Sockaddr]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def put_tcp(self, address: str, port: int, real: Sockaddr) -> None:
        """A pretend device listens on ``address:port``; ``real`` is its loopback listener."""
        with self._lock:
            self._tcp[address, port] = real

    def drop_tcp(self, address: str, port: int) -> None:
        """A pretend device closed that port."""
        with self._lock:
            self._tcp.pop((address, port), None)

    def put_udp(self, address: str, port: int, real: Sockaddr, groups: tuple[Sockaddr, ...] = ()) -> None:
        """A pretend device has a UDP socket; ``groups`` are (group or broadcast address, port)
        whose datagrams it hears."""
        with self._lock:
            self._udp[address, port] = real
            self._sources[real] = (address, port)
            for group in groups:
                self._members.setdefault(group, []).append(real)

    def drop_udp(self, address: str, port: int) -> None:
        """A pretend device closed that socket."""
        with self._lock:
            real = self._udp.pop((address, port), None)
            if real is not None:
                self._sources.pop(real, None)
                for members in self._members.values():
                    while real in members:
                        members.remove(real)

    def tcp(self, address: str, port: int) -> Sockaddr | None:
        """The loopback listener behind a pretend address and port, or None (closed)."""
        with self._lock:
            return self._tcp.get((address, port))

    def udp(self, address: str, port: int) -> Sockaddr | None:
        """The loopback UDP socket behind a pretend address and port, or None."""
        with self._lock:
            return self._udp.get((address, port))

    def is_there(self, address: str) -> bool:
        """True when a pretend device has this address."""
        return address in self.neighbours

    def members(self, group: str, port: int) -> list[Sockaddr]:
        """Loopback sockets of the devices that hear a datagram to this group and port."""
        with self._lock:
            return list(self._members.get((group, port), ()))

    def source(self, real: Sockaddr) -> Sockaddr | None:
        """The pretend (address, port) behind a loopback socket, or None for a stranger."""
        with self._lock:
            return self._sources.get(real)

    def hear(self, group: str, port: int, real: Sockaddr) -> None:
        """The door listens to this group and port on loopback socket ``real``."""
        with self._lock:
            self._hearers.setdefault((group, port), []).append(real)

    def stop_hearing(self, real: Sockaddr) -> None:
        """The door closed that socket."""
        with self._lock:
            for hearers in self._hearers.values():
                while real in hearers:
                    hearers.remove(real)

    def hearers(self, group: str, port: int) -> list[Sockaddr]:
        """Loopback sockets of the door that hear a datagram sent to this group and port."""
        with self._lock:
            return list(self._hearers.get((group, port), ()))
