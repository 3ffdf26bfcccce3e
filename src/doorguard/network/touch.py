"""One empty datagram to each address, and who said by ICMP that nothing listens there.

The datagram makes the kernel ask who has the address. An old entry of the neighbour table needs no
asking, so there the answer itself is the proof that somebody is still there.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
from collections.abc import Callable

from doorguard.network.ear import Ear
from doorguard.network.refusal import OverBudget
from doorguard.network.waiting import WakeUp
from doorguard.network.wire import DISCARD

SLICE, SLICE_PAUSE = 200, 0.02
"""So many addresses from one socket: the kernel keeps each datagram in the socket's send buffer until
it knows who has the address, and the usual buffer holds some 270. A rest, then another socket."""
_IP_RECVERR, _MSG_ERRQUEUE = 11, 0x2000  # linux/in.h, linux/socket.h
_ORIGIN_ICMP, _UNREACHABLE, _PORT = 2, 3, 3  # linux/errqueue.h; RFC 792 type and code
_MOST_AT_ONCE = 512


class Touch:
    """Touches addresses, and remembers who answered. ``new_ear`` opens a socket that stays open. One thread."""

    def __init__(self, new_ear: Callable[[], Ear], wake: WakeUp) -> None:
        self._new_ear, self._wake = new_ear, wake
        self._ears: list[Ear] = []
        self._answered: set[str] = set()

    def send(self, addresses: list[str]) -> None:
        """One empty datagram to the discard port of each. Raises Stopped or NotAllowed."""
        for start in range(0, len(addresses), SLICE):
            if start:
                self._wake.pause(SLICE_PAUSE)
            ear = self._new_ear()
            if sys.platform == "linux":
                with contextlib.suppress(OSError):
                    ear.sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)
                    self._ears.append(ear)
            for address in addresses[start : start + SLICE]:
                with contextlib.suppress(OverBudget):
                    ear.send(b"", address, DISCARD)

    def answered(self) -> set[str]:
        """Addresses that said "nothing listens there" (ICMP port unreachable) so far."""
        for ear in self._ears:
            self._read_errors(ear.sock)
        return set(self._answered)

    def _read_errors(self, sock: socket.socket) -> None:
        for _ in range(_MOST_AT_ONCE):
            try:
                _, extras, _, target = sock.recvmsg(0, 512, _MSG_ERRQUEUE)
            except OSError:
                return
            for level, kind, error in extras:
                if (level, kind) == (socket.IPPROTO_IP, _IP_RECVERR) and self._says_port(error, target[0]):
                    self._answered.add(str(target[0]))

    @staticmethod
    def _says_port(error: bytes, target: str) -> bool:
        """True for a port unreachable that the touched address itself sent (struct sock_extended_err)."""
        if len(error) < 24:
            return False
        origin, kind, code = struct.unpack_from("4xBBB", error)
        offender = socket.inet_ntoa(error[20:24])
        return (origin, kind, code, offender) == (_ORIGIN_ICMP, _UNREACHABLE, _PORT, target)
