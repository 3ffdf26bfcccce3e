"""One pretend device: its sockets, its state and its own counters, served by one thread."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from doorguard.pretend_home.air import Air, Group

Reply = bytes | None


class Conversation:
    """One accepted TCP connection. ``send`` and ``close`` are for services."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.heard = b""
        self.state: dict[str, object] = {}
        self.closing = False

    def send(self, data: bytes) -> None:
        """Send; a peer that went away is no matter."""
        with contextlib.suppress(OSError):
            self.sock.sendall(data)

    def close(self) -> None:
        """Hang up after what was sent."""
        self.closing = True


class TcpService(Protocol):
    """What answers on one TCP port."""

    port: int

    def accepted(self, talk: Conversation) -> None:
        """Somebody connected: greet them, or wait."""

    def heard(self, talk: Conversation) -> None:
        """More bytes are in ``talk.heard``; consume what makes a whole request."""


class UdpService(Protocol):
    """What answers on one UDP port. ``groups`` are heard too."""

    port: int
    groups: tuple[Group, ...]

    def hear(self, data: bytes, sender: tuple[str, int], device: PretendDevice) -> Sequence[bytes]:
        """Datagrams to send back to the sender."""

    def spontaneous(self, device: PretendDevice) -> Sequence[tuple[bytes, str, int]]:
        """(data, group, port) to announce now, called at start and about once a second."""


@dataclass
class PretendDevice:
    """``counts`` holds what this device received, by its own count."""

    address: str
    mac: str
    tcp: list[TcpService] = field(default_factory=list)
    udp: list[UdpService] = field(default_factory=list)
    state: dict[str, object] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def start(self, air: Air) -> None:
        """Open every socket and serve them in one thread."""
        self._air = air
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        self._listeners: dict[int, tuple[socket.socket, TcpService]] = {}
        self._ears: list[tuple[socket.socket, UdpService]] = []
        self._jobs: list[Callable[[], None]] = []
        self._ending = False
        for service in self.tcp:
            self._listen(service)
        for ear in self.udp:
            sock = air.udp(self.address, ear.port, ear.groups)
            sock.setblocking(False)
            self._ears.append((sock, ear))
            self._selector.register(sock, selectors.EVENT_READ, ear)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close everything and wait for the thread."""
        self._ending = True
        self._wake.send(b"x")
        self._thread.join(1)

    def close_port(self, port: int) -> None:
        """Stop answering on a TCP port: what a person switched off in the settings."""
        self._in_thread(lambda: self._unlisten(port))

    def open_port(self, service: TcpService) -> None:
        """Start answering on a TCP port."""
        self._in_thread(lambda: self._listen(service))

    def _in_thread(self, job: Callable[[], None]) -> None:
        done = threading.Event()

        def work() -> None:
            job()
            done.set()

        self._jobs.append(work)
        self._wake.send(b"x")
        done.wait(1)

    def _listen(self, service: TcpService) -> None:
        sock = self._air.tcp(self.address, service.port)
        sock.setblocking(False)
        self._listeners[service.port] = (sock, service)
        self._selector.register(sock, selectors.EVENT_READ, service)

    def _unlisten(self, port: int) -> None:
        found = self._listeners.pop(port, None)
        if found:
            self._selector.unregister(found[0])
            self._air.close_tcp(self.address, port, found[0])

    def _serve(self) -> None:
        announced = 0.0
        while not self._ending:
            if time.monotonic() - announced > 1.0:
                announced = time.monotonic()
                self._announce()
            for key, _ in self._selector.select(0.5):
                self._ready(key)
        self._close()

    def _announce(self) -> None:
        for sock, ear in self._ears:
            for data, group, port in ear.spontaneous(self):
                with contextlib.suppress(OSError):
                    self._air.cast(sock, data, group, port)

    def _ready(self, key: selectors.SelectorKey) -> None:
        what = key.data
        sock = key.fileobj
        assert isinstance(sock, socket.socket)
        if what is None:
            self._woken.recv(64)
            while self._jobs:
                self._jobs.pop(0)()
        elif isinstance(what, tuple):
            self._converse(sock, *what)
        elif sock.type == socket.SOCK_STREAM:
            self._accept(sock, what)
        else:
            self._hear(sock, what)

    def _accept(self, listener: socket.socket, service: TcpService) -> None:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        self.counts["connections"] += 1
        talk = Conversation(sock)
        service.accepted(talk)
        self._selector.register(sock, selectors.EVENT_READ, (talk, service))
        self._maybe_close(sock, talk)

    def _converse(self, sock: socket.socket, talk: Conversation, service: TcpService) -> None:
        try:
            data = sock.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(sock)
            sock.close()
            return
        talk.heard += data
        service.heard(talk)
        self._maybe_close(sock, talk)

    def _maybe_close(self, sock: socket.socket, talk: Conversation) -> None:
        if talk.closing:
            self._selector.unregister(sock)
            sock.close()

    def _hear(self, sock: socket.socket, ear: UdpService) -> None:
        try:
            data, sender = sock.recvfrom(65535)
        except OSError:
            return
        self.counts["datagrams"] += 1
        for reply in ear.hear(data, sender, self):
            with contextlib.suppress(OSError):
                sock.sendto(reply, sender)

    def _close(self) -> None:
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()
        self._wake.close()
