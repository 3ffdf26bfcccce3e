"""mDNS that bites: built byte by byte (RFC 1035 section 4), because no honest encoder would write it."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice
from doorguard.pretend_home.hostile.strings import STRINGS

_GROUP, _PORT = "224.0.0.251", 5353
_PTR, _SRV, _TXT, _A = 12, 33, 16, 1
_HEAD_BYTES = 12
_HAP = "_hap._tcp.local"


def name(text: str | Sequence[bytes]) -> bytes:
    """Labels, each cut to 63 bytes, and the root."""
    labels = [label.encode() for label in text.split(".")] if isinstance(text, str) else text
    return b"".join(bytes([len(label[:63])]) + label[:63] for label in labels if label) + b"\0"


def record(owner: bytes, kind: int, data: bytes, *, ttl: int = 120, length: int | None = None) -> bytes:
    """One record of class IN; ``length`` may lie."""
    return owner + struct.pack(">HHIH", kind, 1, ttl, len(data) if length is None else length) + data


def packet(*records: bytes, claimed: int | None = None) -> bytes:
    """A response; ``claimed`` may say that there are more."""
    return struct.pack(">HHHHHH", 0, 0x8400, 0, len(records) if claimed is None else claimed, 0, 0) + b"".join(records)


def service(instance: bytes, host: str, address: str, txt: bytes = b"\x04sf=1\x05ci=17", ttl: int = 120) -> bytes:
    """A whole HomeKit camera under any instance name."""
    labels = [label.encode() for label in _HAP.split(".")]
    full = name([instance, *labels])
    return packet(
        record(name(labels), _PTR, full, ttl=ttl),
        record(full, _SRV, struct.pack(">HHH", 0, 0, 51826) + name(host), ttl=ttl),
        record(full, _TXT, txt, ttl=ttl),
        record(name(host), _A, socket.inet_aton(address), ttl=ttl),
    )


def _pointer(offset: int) -> bytes:
    return struct.pack(">H", 0xC000 | offset)


def _chain(length: int = 1500) -> bytes:
    """Pointers, each to the next: thousands of jumps for one name."""
    steps = b"".join(_pointer(_HEAD_BYTES + 2 * n + 2) for n in range(length))
    return packet(steps + record(b"\0", _PTR, b"\0"))


def _elsewhere(address: str) -> Callable[[str], list[bytes]]:
    return lambda own: [service(b"Elsewhere", "elsewhere.local", address)]


PACKETS: dict[str, Callable[[str], list[bytes]]] = {
    "pointer-to-itself": lambda own: [packet(record(_pointer(_HEAD_BYTES), _PTR, _pointer(_HEAD_BYTES)))],
    "pointers-to-each-other": lambda own: [packet(record(_pointer(14) + _pointer(12), _PTR, _pointer(12)))],
    "pointer-chain": lambda own: [_chain()],
    "pointer-past-the-end": lambda own: [packet(record(_pointer(0x3FFF), _PTR, _pointer(0x3FFF)))],
    "more-claimed-than-there-are": lambda own: [packet(record(name(_HAP), _PTR, name("x." + _HAP)), claimed=65535)],
    "length-past-the-end": lambda own: [packet(record(name(_HAP), _TXT, b"x", length=60000))],
    "text-far-too-long": lambda own: [service(b"Long", "long.local", own, (b"\xff" + b"a" * 255) * 200)],
    "text-length-lies": lambda own: [service(b"Lies", "lies.local", own, b"\xffsf=1")],
    "numbers-of-dozens-of-digits": lambda own: [service(b"Big", "big.local", own, b"\x43ci=" + b"9" * 64 + b"\x43sf=" + b"1" * 64)],
    "cut-in-the-middle": lambda own: [service(b"Cut", "cut.local", own)[:40]],
    "not-dns": lambda own: [b"", b"x", bytes(range(256)) * 4],
    "thousands-of-services": lambda own: [service(b"Cam %d" % n, f"cam{n}.local", own) for n in range(3000)],
    "every-string-as-a-name": lambda own: [service(text.encode("utf-8", "replace"), "said.local", own) for text in STRINGS if text],
    "bytes-that-are-no-text": lambda own: [service(b"\xff\xfe\xc3\x28", "bytes.local", own)],
    "dots-in-a-label": lambda own: [service(b"a.b.c._http._tcp.local", "dots.local", own)],
    "host-is-loopback": _elsewhere("127.0.0.1"),
    "host-is-a-group": _elsewhere("224.0.0.1"),
    "host-is-on-another-network": _elsewhere("10.1.2.3"),
    "host-is-on-the-internet": _elsewhere("198.51.100.7"),
    "host-is-the-router": _elsewhere("192.168.77.1"),
    "host-is-nobody": _elsewhere("0.0.0.0"),
    "goodbye-for-others": lambda own: [service(b"Circle View", "Circle-View.local", "192.168.77.33", ttl=0)],
}
"""Behaviour -> the datagrams, for a device at its own address."""


@dataclass
class Shouts:
    """Says its datagrams to the group at start and to whoever asks anything."""

    says: Callable[[str], list[bytes]]
    port: int = _PORT
    groups: tuple[Group, ...] = ((_GROUP, _PORT),)
    to: Group = (_GROUP, _PORT)
    _begun: bool = False

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """The same to any question; answers of others (QR bit, RFC 1035 section 4.1.1) are let be."""
        if len(data) > 2 and data[2] & 0x80:
            return ()
        return self.says(device.address)

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """Once."""
        if self._begun:
            return ()
        self._begun = True
        return [(data, *self.to) for data in self.says(device.address)]
