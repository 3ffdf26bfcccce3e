"""One empty datagram to each address, and who said by ICMP that nothing listens there.

The datagram makes the kernel ask who has the address. An old entry of the neighbour table needs no
asking, so there the answer itself is the proof that somebody is still there.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import sys

from doorguard.network.ear import Ear
from doorguard.network.refusal import OverBudget
from doorguard.network.waiting import WakeUp
from doorguard.network.wire import DISCARD

SLICE, SLICE_PAUSE = 256, 0.1
"""So many addresses at once, then so many seconds of rest: the kernel's table takes some hundreds."""
_IP_RECVERR, _MSG_ERRQUEUE = 11, 0x2000  # linux/in.h, linux/socket.h
_ORIGIN_ICMP, _UNREACHABLE, _PORT = 2, 3, 3  # linux/errqueue.h; RFC 792 type and code
_MOST_AT_ONCE = 512


class Touch:
    """Touches addresses through one ear, and remembers who answered. One thread."""

    def __init__(self, ear: Ear, wake: WakeUp) -> None:
        self._ear, self._wake = ear, wake
        self._answered: set[str] = set()
        self._hears_errors = False
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                ear.sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)
                self._hears_errors = True

    def send(self, addresses: list[str]) -> None:
        """One empty datagram to the discard port of each. Raises Stopped or NotAllowed."""
        for count, address in enumerate(addresses):
            with contextlib.suppress(OverBudget):
                self._ear.send(b"", address, DISCARD)
            if count % SLICE == SLICE - 1:
                self._wake.pause(SLICE_PAUSE)

    def answered(self) -> set[str]:
        """Addresses that said "nothing listens there" (ICMP port unreachable) so far."""
        for _ in range(_MOST_AT_ONCE if self._hears_errors else 0):
            try:
                _, extras, _, target = self._ear.sock.recvmsg(0, 512, _MSG_ERRQUEUE)
            except OSError:
                break
            for level, kind, error in extras:
                if (level, kind) == (socket.IPPROTO_IP, _IP_RECVERR) and self._says_port(error, target[0]):
                    self._answered.add(str(target[0]))
        return set(self._answered)

    @staticmethod
    def _says_port(error: bytes, target: str) -> bool:
        """True for a port unreachable that the touched address itself sent (struct sock_extended_err)."""
        if len(error) < 24:
            return False
        origin, kind, code = struct.unpack_from("4xBBB", error)
        offender = socket.inet_ntoa(error[20:24])
        return (origin, kind, code, offender) == (_ORIGIN_ICMP, _UNREACHABLE, _PORT, target)
