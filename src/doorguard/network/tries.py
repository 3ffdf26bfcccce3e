"""Which ports answer: one selector loop over non-blocking connects that send no byte.

Two passes: a port that stays silent is tried once more at the end of its host's turn. At most 32
tries are open to one host, 8 once it has stumbled: it had answered, and then a port stayed silent
twice. The time limit per try is max(0.25 s, 8 x that host's round trip), at most 1 s.
"""

from __future__ import annotations

import errno
import selectors
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from doorguard.network.ledger import Ledger
from doorguard.network.refusal import OverBudget
from doorguard.network.scope import Scope
from doorguard.network.waiting import WakeUp
from doorguard.network.wire import Wire

OPEN_PER_HOST, OPEN_WHEN_STUMBLING, OPEN_IN_ALL = 32, 8, 400
MOST_WALLS = 40
"""Hosts that never answered at all and are still tried twice. More of them is a network where somebody
answers for every address (proxy ARP, RFC 1027), and nobody may wait minutes for hosts that are not there."""
SHORTEST, LONGEST, ROUND_TRIPS = 0.25, 1.0, 8

State = Literal["open", "closed", "silent", "gone"]
_REFUSED = {errno.ECONNREFUSED, getattr(errno, "WSAECONNREFUSED", -1)}
_RESET = struct.pack("ii", 1, 0)
_PENDING = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)}


@dataclass(frozen=True, slots=True)
class PortTried:
    """How one port answered."""

    address: str
    port: int
    state: State


@dataclass(frozen=True, slots=True)
class HostTried:
    """Every port of this host has been tried. ``states`` by port."""

    address: str
    states: dict[int, State]


@dataclass
class _Host:
    address: str
    waiting: deque[int]
    again: list[int] = field(default_factory=list)
    states: dict[int, State] = field(default_factory=dict)
    open_now: int = 0
    round_trip: float | None = None
    second_pass: bool = False
    silent_again: int = 0

    @property
    def limit(self) -> float:
        return min(LONGEST, max(SHORTEST, ROUND_TRIPS * (self.round_trip or 0.0)))

    @property
    def width(self) -> int:
        """A host that answered and then went silent has stumbled; one that never answers is a wall."""
        stumbled = self.silent_again and self.round_trip is not None
        return OPEN_WHEN_STUMBLING if stumbled else OPEN_PER_HOST


@dataclass
class _Try:
    host: _Host
    port: int
    sock: socket.socket | None
    began: float
    ends: float


class PortTries:
    """The loop. :meth:`add` hosts from any thread; run :meth:`results` in one."""

    def __init__(
        self, wire: Wire, scope: Scope, ledger: Ledger, wake: WakeUp, ports: tuple[int, ...]
    ) -> None:
        self._wire, self._scope, self._ledger, self._wake = wire, scope, ledger, wake
        self._ports = ports
        self._inbox: deque[str] = deque()
        self._seen: set[str] = set()
        self._closed = False
        self._walls = 0
        self.feed: Callable[[], None] | None = None
        """Called between rounds, to add hosts found meanwhile or to close."""

    def add(self, address: str) -> None:
        """Try the ports of this host too, once."""
        if address not in self._seen and self._scope.allows(address):
            self._seen.add(address)
            self._inbox.append(address)

    def close(self) -> None:
        """No more hosts will come: results() ends when all are done."""
        self._closed = True

    def results(self) -> Iterator[PortTried | HostTried]:
        """Each open port as it is found, then each host as it is finished. Raises Stopped."""
        selector = selectors.DefaultSelector()
        selector.register(self._wake, selectors.EVENT_READ)
        hosts: deque[_Host] = deque()
        running: dict[int, _Try] = {}
        silent: list[_Try] = []
        try:
            while True:
                self._wake.check()
                if self.feed is not None and not self._closed:
                    self.feed()
                while self._inbox:
                    hosts.append(_Host(self._inbox.popleft(), deque(self._ports)))
                done: list[_Try] = []
                self._start(hosts, selector, running, silent, done)
                if not running and not silent and not done and not hosts:
                    if self._closed and not self._inbox:
                        return
                    self._wake.pause(0.01)
                    continue
                done += self._collect(selector, running, silent)
                for attempt in done:
                    state = attempt.host.states.get(attempt.port)
                    if state == "open":
                        yield PortTried(attempt.host.address, attempt.port, state)
                yield from self._finished(hosts)
        finally:
            for attempt in running.values():
                if attempt.sock is not None:
                    attempt.sock.close()
            selector.close()

    def _start(
        self,
        hosts: deque[_Host],
        selector: selectors.BaseSelector,
        running: dict[int, _Try],
        silent: list[_Try],
        done: list[_Try],
    ) -> None:
        for host in hosts:
            if not host.waiting and not host.second_pass and host.open_now == 0 and host.again:
                if self._is_one_wall_too_many(host):
                    host.states.update(dict.fromkeys(host.again, "silent"))
                    host.again.clear()
                    continue
                host.second_pass = True
                host.waiting.extend(host.again)
                host.again.clear()
            while host.waiting and host.open_now < host.width and len(running) < OPEN_IN_ALL:
                port = host.waiting.popleft()
                attempt = self._begin(host, port)
                if attempt is None:
                    continue
                if attempt.sock is None and attempt.ends > attempt.began:
                    silent.append(attempt)
                elif attempt.sock is None:
                    done.append(attempt)
                else:
                    running[attempt.sock.fileno()] = attempt
                    selector.register(attempt.sock, selectors.EVENT_WRITE, attempt)

    def _is_one_wall_too_many(self, host: _Host) -> bool:
        if host.round_trip is not None or host.states:
            return False
        self._walls += 1
        return self._walls > MOST_WALLS

    def _begin(self, host: _Host, port: int) -> _Try | None:
        try:
            self._ledger.try_port(host.address, port)
        except OverBudget:
            return None
        now = time.monotonic()
        target = self._wire.target(host.address, port)
        if target == "closed":
            host.states[port] = "closed"
            return _Try(host, port, None, now, now)
        if target == "silent":
            host.open_now += 1
            return _Try(host, port, None, now, now + host.limit)
        sock = self._wire.tcp_socket(host.address)
        sock.setblocking(False)
        code = sock.connect_ex(target)
        if code in _PENDING or code == 0:
            host.open_now += 1
            return _Try(host, port, sock, now, now + host.limit)
        sock.close()
        host.states[port] = "closed" if code in _REFUSED else "gone"
        return _Try(host, port, None, now, now)

    def _collect(
        self, selector: selectors.BaseSelector, running: dict[int, _Try], silent: list[_Try]
    ) -> list[_Try]:
        now = time.monotonic()
        ends = [attempt.ends for attempt in running.values()] + [attempt.ends for attempt in silent]
        if not ends:
            return []
        done: list[_Try] = []
        for key, _ in selector.select(min(0.05, max(0.0, min(ends) - now))):
            if isinstance(key.data, _Try):
                done.append(self._settle(key.data, selector, running))
        now = time.monotonic()
        for attempt in [a for a in running.values() if a.ends <= now]:
            self._drop(attempt, selector, running)
            self._was_silent(attempt)
            done.append(attempt)
        for attempt in [a for a in silent if a.ends <= now]:
            silent.remove(attempt)
            attempt.host.open_now -= 1
            self._was_silent(attempt)
            done.append(attempt)
        return done

    def _settle(self, attempt: _Try, selector: selectors.BaseSelector, running: dict[int, _Try]) -> _Try:
        assert attempt.sock is not None  # only sockets are registered with a _Try
        code = attempt.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        host = attempt.host
        took = time.monotonic() - attempt.began
        host.round_trip = took if host.round_trip is None else min(host.round_trip, took)
        self._drop(attempt, selector, running, opened=code == 0)
        if code == 0:
            host.states[attempt.port] = "open"
        elif code in _REFUSED:
            host.states[attempt.port] = "closed"
        elif code == errno.ETIMEDOUT:
            self._was_silent(attempt)
        else:
            host.states[attempt.port] = "gone"
        return attempt

    def _drop(
        self,
        attempt: _Try,
        selector: selectors.BaseSelector,
        running: dict[int, _Try],
        *,
        opened: bool = False,
    ) -> None:
        assert attempt.sock is not None  # only sockets are registered with a _Try
        running.pop(attempt.sock.fileno(), None)
        selector.unregister(attempt.sock)
        if opened:
            # Reset instead of a lingering close: weak cameras have few connections to spare.
            attempt.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        attempt.sock.close()
        attempt.host.open_now -= 1

    def _was_silent(self, attempt: _Try) -> None:
        host = attempt.host
        if host.second_pass:
            host.silent_again += 1
            host.states[attempt.port] = "silent"
        else:
            host.again.append(attempt.port)

    def _finished(self, hosts: deque[_Host]) -> Iterator[HostTried]:
        for host in [h for h in hosts if not h.waiting and h.open_now == 0 and not h.again]:
            hosts.remove(host)
            yield HostTried(host.address, dict(host.states))
