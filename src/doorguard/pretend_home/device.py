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

from doorguard.pretend_home.air import Air, Group, Sender
from doorguard.pretend_home.conversation import Conversation
from doorguard.pretend_home.tls import TlsConversation

__all__ = ["Cast", "Conversation", "PretendDevice", "TcpService", "UdpService"]

Cast = tuple[bytes, str, int]
"""A datagram and where it goes: a group, everybody, or one host and port."""

_TICK = 1.0


class TcpService(Protocol):
    """What answers on one TCP port.

    A service may count ``requests``, ``logins`` and ``logins_refused``; the device sums them. One with a
    :class:`~doorguard.pretend_home.tls.Tls` as ``tls`` is spoken to inside TLS.
    """

    port: int

    def accepted(self, talk: Conversation) -> None:
        """Somebody connected: greet them, or wait."""

    def heard(self, talk: Conversation) -> None:
        """More bytes are in ``talk.heard``; consume what makes a whole request."""


class UdpService(Protocol):
    """What answers on one UDP port. ``groups`` are heard too."""

    port: int
    groups: tuple[Group, ...]

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes | Cast]:
        """What to send: bytes go back to the sender, a :data:`Cast` where it says."""

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """What to announce now; called at start and about once a second."""


@dataclass
class PretendDevice:
    """``counts`` holds what this device received, by its own count; ``faults`` its own bugs (none)."""

    address: str
    mac: str
    tcp: list[TcpService] = field(default_factory=list)
    udp: list[UdpService] = field(default_factory=list)
    state: dict[str, object] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Exception] = field(default_factory=list)

    def start(self, air: Air) -> None:
        """Open every socket and serve them in one thread. Raises OSError when one cannot be opened."""
        self._air = air
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        self._listeners: dict[int, tuple[socket.socket, TcpService]] = {}
        self._ears: dict[int, tuple[socket.socket, UdpService]] = {}
        self._talks: dict[Conversation, TcpService] = {}
        self._jobs: list[Callable[[], None]] = []
        self._ending = False
        try:
            for service in self.tcp:
                self._listen(service)
            for ear in self.udp:
                self._open_ear(ear)
        except OSError:
            self._close()
            raise
        self._thread = threading.Thread(target=self._serve, name=f"pretend {self.address}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close everything and wait for the thread. A second time does nothing."""
        if self._ending:
            return
        self._ending = True
        with contextlib.suppress(OSError):  # its thread may have seen it, and closed everything, before this
            self._wake.send(b"x")
        self._thread.join(1)

    def received(self) -> dict[str, int]:
        """What came in so far: connections, requests, datagrams, logins, logins_refused.

        A login is a request that carries a secret which that service has not accepted before.
        """
        sums = {
            name: sum(int(getattr(service, name, 0)) for service in self.tcp)
            for name in ("requests", "logins", "logins_refused")
        }
        return {"connections": self.counts["connections"], "datagrams": self.counts["datagrams"], **sums}

    def close_port(self, port: int) -> None:
        """Stop answering on a TCP port: what a person switched off in the settings."""
        self._in_thread(lambda: self._unlisten(port))

    def open_port(self, service: TcpService) -> None:
        """Start answering on a TCP port."""
        if service not in self.tcp:
            self.tcp.append(service)
        self._in_thread(lambda: self._listen(service))

    def _in_thread(self, job: Callable[[], None]) -> None:
        if threading.current_thread() is self._thread:
            job()
            return
        done = threading.Event()

        def work() -> None:
            job()
            done.set()

        self._jobs.append(work)
        self._wake.send(b"x")
        done.wait(1)

    def _listen(self, service: TcpService) -> None:
        if service.port in self._listeners:
            return
        sock = self._air.tcp(self.address, service.port)
        sock.setblocking(False)
        self._listeners[service.port] = (sock, service)
        self._selector.register(sock, selectors.EVENT_READ, service)

    def _unlisten(self, port: int) -> None:
        found = self._listeners.pop(port, None)
        if found:
            self._selector.unregister(found[0])
            self._air.close_tcp(self.address, port, found[0])
            for talk in [t for t, service in self._talks.items() if service is found[1]]:
                self._hang_up(talk)

    def _open_ear(self, ear: UdpService) -> None:
        sock = self._air.udp(self.address, ear.port, ear.groups)
        sock.setblocking(False)
        self._ears[ear.port] = (sock, ear)
        self._selector.register(sock, selectors.EVENT_READ, ear)

    def _serve(self) -> None:
        announced = float("-inf")
        while not self._ending:
            now = time.monotonic()
            if now - announced >= _TICK:
                announced = now
                self._guarded(self._announce)
            wait = announced + _TICK - now
            for talk in self._talks:
                due = talk.due(now)
                reads = 0 if talk.ended else selectors.EVENT_READ
                writes = selectors.EVENT_WRITE if due == 0.0 or talk.ended else 0
                self._selector.modify(talk.sock, reads | writes, talk)
                wait = min(wait, due) if due else wait
            for key, events in self._selector.select(max(0.0, wait)):
                self._guarded(self._ready, key, events)
        self._close()

    def _guarded(self, act: Callable[..., None], *arguments: object) -> None:
        try:
            act(*arguments)
        except Exception as error:  # noqa: BLE001 - one bad request must not end a device; tests want this list empty
            self.faults.append(error)

    def _announce(self) -> None:
        for sock, ear in self._ears.values():
            for data, group, port in ear.spontaneous(self):
                if self._ending:
                    return
                with contextlib.suppress(OSError):
                    self._air.cast(sock, data, group, port)

    def _ready(self, key: selectors.SelectorKey, events: int) -> None:
        what, sock = key.data, key.fileobj
        assert isinstance(sock, socket.socket)
        if what is None:
            self._woken.recv(64)
            while self._jobs:
                self._jobs.pop(0)()
        elif isinstance(what, Conversation):
            if what in self._talks:
                self._converse(what, events)
        elif sock.fileno() < 0:
            return  # closed by a job in this same round
        elif sock.type == socket.SOCK_STREAM:
            self._accept(sock, what)
        else:
            self._hear(sock, what)

    def _accept(self, listener: socket.socket, service: TcpService) -> None:
        try:
            sock, real = listener.accept()
        except OSError:
            return
        self.counts["connections"] += 1
        peer, secured = self._air.seen(real, service.port)[0], getattr(service, "tls", None)
        talk = Conversation(sock, peer) if secured is None else TlsConversation(sock, peer, secured.context)
        self._talks[talk] = service
        self._selector.register(sock, selectors.EVENT_READ, talk)
        service.accepted(talk)
        self._pump(talk)

    def _converse(self, talk: Conversation, events: int) -> None:
        try:
            if events & selectors.EVENT_READ and talk.read():
                self._talks[talk].heard(talk)
        except Exception:
            talk.close()
            raise
        finally:
            self._pump(talk)

    def _pump(self, talk: Conversation) -> None:
        if talk in self._talks:  # a service may close its own port
            if not talk.over:
                talk.pump(time.monotonic())
            if talk.over:
                self._hang_up(talk)

    def _hang_up(self, talk: Conversation) -> None:
        del self._talks[talk]
        self._selector.unregister(talk.sock)
        talk.sock.close()

    def _hear(self, sock: socket.socket, ear: UdpService) -> None:
        try:
            data, real = sock.recvfrom(65535)
        except OSError:
            return
        self.counts["datagrams"] += 1
        for reply in ear.hear(data, self._air.seen(real, ear.port), self):
            with contextlib.suppress(OSError):
                if isinstance(reply, bytes):
                    sock.sendto(reply, real)
                else:
                    self._air.cast(sock, *reply)

    def _close(self) -> None:
        for port, (sock, _) in self._listeners.items():
            self._air.close_tcp(self.address, port, sock)
        for port, (sock, _) in self._ears.items():
            self._air.close_udp(self.address, port, sock)
        for talk in self._talks:
            talk.sock.close()
        self._selector.close()
        self._woken.close()
        self._wake.close()
