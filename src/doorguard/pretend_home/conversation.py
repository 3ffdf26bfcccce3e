"""One accepted TCP connection of a pretend device. It never blocks: what is sent waits in a buffer."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator

MOST_HEARD = 1 << 20
"""Bytes a device keeps of what it could not use yet; small devices have little memory too."""
_AT_ONCE = 65536

Flow = Iterator[bytes | float]
"""What goes out bit by bit: bytes to send, or a number of seconds to rest."""


class Conversation:
    """``heard``, ``send``, ``flow``, ``close`` and ``reset`` are for services; the rest is the device's.

    ``peer`` is who connected, as the devices of the home see it. ``ended``: nothing more will be read. ``over``: the socket can be closed.
    """

    def __init__(self, sock: socket.socket, peer: str = "") -> None:
        sock.setblocking(False)
        self.sock = sock
        self.peer = peer
        self.heard = b""
        self.state: dict[str, object] = {}
        self.closing = False
        self.ended = False
        self.over = False
        self._out = bytearray()
        self._flow: Flow | None = None
        self._rests_until = 0.0

    def send(self, data: bytes) -> None:
        """Send as the peer takes it; a peer that went away is no matter."""
        self._out += data

    def flow(self, chunks: Flow) -> None:
        """Send these one after the other, for as long as the peer stays."""
        self._flow = chunks

    def close(self) -> None:
        """Hang up after what was sent."""
        self.closing = True

    def reset(self) -> None:
        """Break off at once with a reset instead of an end (RFC 9293 section 3.5.2)."""
        with contextlib.suppress(OSError):
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._out.clear()
        self.over = True

    # --- for the device ----------------------------------------------------------------------

    def read(self) -> bool:
        """Take what came. False when nothing new did."""
        try:
            data = self.sock.recv(_AT_ONCE)
        except BlockingIOError:
            return False
        except OSError:
            self.over = True
            return False
        if not data or len(self.heard) + len(data) > MOST_HEARD:
            self.ended = self.closing = True
            self._flow = None
            return False
        return self._take(data)

    def _take(self, data: bytes) -> bool:
        """What came in is what was said; over TLS it is not."""
        self.heard += data
        return True

    def due(self, now: float) -> float | None:
        """Seconds until there is something to send; None while there is nothing."""
        if self._out:
            return 0.0
        return None if self._flow is None else max(0.0, self._rests_until - now)

    def pump(self, now: float) -> None:
        """Send what can be sent now; notices when it is over."""
        if not self._out and self._flow is not None and now >= self._rests_until:
            self._pull(now)
        if self._out:
            try:
                sent = self.sock.send(memoryview(bytes(self._out[:_AT_ONCE])))
            except BlockingIOError:
                return
            except OSError:
                self.over = True
                return
            del self._out[:sent]
        if self.closing and not self._out and self._flow is None:
            self.over = True

    def _pull(self, now: float) -> None:
        assert self._flow is not None
        try:
            following = next(self._flow)
        except StopIteration:
            self._flow = None
            return
        if isinstance(following, float):
            self._rests_until = now + following
        else:
            self.send(following)
