"""Waiting that can always be woken: one wake-up pair for the whole door, and deadlines."""

from __future__ import annotations

import selectors
import socket
import time

from doorguard.network.refusal import NoAnswer, Stopped


class Deadline:
    """A total: seconds from now until something must have ended, whatever the other side does."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left; never negative."""
        return max(0.0, self._end - time.monotonic())

    def within(self, seconds: float) -> Deadline:
        """The earlier of this deadline and ``seconds`` from now."""
        return Deadline(min(self.left, seconds))


class WakeUp:
    """One socket pair. :meth:`fire` makes every wait of the door end at once, for good."""

    def __init__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self.fired = False

    def fire(self) -> None:
        """Wake everybody. May be called from any thread, more than once."""
        if not self.fired:
            self.fired = True
            self._write.send(b"x")  # never read, so that it wakes later waits too

    def fileno(self) -> int:
        """For selectors."""
        return self._read.fileno()

    def close(self) -> None:
        """Give the pair back once every thread has ended."""
        self._read.close()
        self._write.close()

    def check(self) -> None:
        """Raise :class:`Stopped` if the run was stopped."""
        if self.fired:
            raise Stopped

    def pause(self, seconds: float) -> None:
        """Sleep, but wake at once when stopped. Raises :class:`Stopped`."""
        with selectors.DefaultSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            selector.select(max(0.0, seconds))
        self.check()


class Waiter:
    """Waits for one socket and the wake-up pair together."""

    def __init__(self, sock: socket.socket, wake: WakeUp) -> None:
        self._sock = sock
        self._wake = wake
        self._selector = selectors.DefaultSelector()
        self._selector.register(wake, selectors.EVENT_READ)
        self._mask = 0

    def wait(self, mask: int, deadline: Deadline) -> None:
        """Return when the socket is ready. Raises Stopped, or NoAnswer at the deadline."""
        self._wake.check()
        if mask != self._mask:
            if self._mask:
                self._selector.modify(self._sock, mask)
            else:
                self._selector.register(self._sock, mask)
            self._mask = mask
        while True:
            ready = self._selector.select(deadline.left)
            self._wake.check()
            if ready:
                return
            if deadline.left <= 0:
                raise NoAnswer("no answer in time")

    def close(self) -> None:
        """Forget the socket."""
        self._selector.close()
