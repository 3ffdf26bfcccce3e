"""Counts every packet that leaves an interface, by destination and kind, independently of the door."""

from __future__ import annotations

import socket
import struct
import threading
from collections import Counter

ETH_P_ALL = 3
PACKET_OUTGOING = 4
_IPV4, _ARP, _IPV6 = 0x0800, 0x0806, 0x86DD
_UDP, _TCP, _IGMP, _ICMP = 17, 6, 2, 1


class Capture:
    """Listens on one interface in a thread. ``counts`` is keyed by (destination, kind)."""

    def __init__(self, interface: str) -> None:
        # Protocol 0 until it is bound: otherwise it hears every interface for a moment.
        self._sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        self._sock.bind((interface, ETH_P_ALL))
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        self._sock.settimeout(0.2)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.named = 0
        """Packets in which this program names itself."""
        self._ending = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._ending:
            try:
                data, where = self._sock.recvfrom(65535)
            except TimeoutError:
                continue
            if where[2] == PACKET_OUTGOING:
                self.counts[self._kind(data)] += 1
                self.named += b"doorguard" in data.lower()

    @staticmethod
    def _kind(frame: bytes) -> tuple[str, str]:
        ethertype = struct.unpack_from("!H", frame, 12)[0]
        if ethertype == _ARP:
            return socket.inet_ntoa(frame[38:42]), "arp"
        if ethertype == _IPV6:
            return "ipv6", "ipv6"
        if ethertype != _IPV4:
            return hex(ethertype), "other"
        size = (frame[14] & 15) * 4
        destination, protocol = socket.inet_ntoa(frame[30:34]), frame[23]
        if protocol == _TCP:
            flags = frame[14 + size + 13]
            return destination, "syn" if flags & 0x12 == 0x02 else "tcp"
        return destination, {_UDP: "udp", _IGMP: "igmp", _ICMP: "icmp"}.get(protocol, f"ip-{protocol}")

    def close(self) -> Counter[tuple[str, str]]:
        """Stop, and give the counts."""
        self._ending = True
        self._thread.join()
        self._sock.close()
        return self.counts
