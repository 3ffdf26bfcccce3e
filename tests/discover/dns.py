"""mDNS packets by hand (RFC 1035, RFC 6762), so that no codec of ours or zeroconf's judges itself."""

from __future__ import annotations

import socket
import struct

PTR, SRV, TXT, A, AAAA = 12, 33, 16, 1, 28


def name(dotted: str, first_label: str | None = None) -> bytes:
    """A name without compression; ``first_label`` may hold dots."""
    labels = ([first_label] if first_label is not None else []) + [part for part in dotted.split(".") if part]
    return b"".join(bytes([len(raw)]) + raw for raw in (label.encode() for label in labels)) + b"\0"


def record(owner: bytes, kind: int, data: bytes, ttl: int = 120) -> bytes:
    return owner + struct.pack("!HHIH", kind, 1, ttl, len(data)) + data


def message(*records: bytes) -> bytes:
    """An authoritative answer."""
    return struct.pack("!HHHHHH", 0, 0x8400, 0, len(records), 0, 0) + b"".join(records)


def txt(**values: str) -> bytes:
    return b"".join(bytes([len(raw)]) + raw for raw in (f"{k}={v}".encode() for k, v in values.items())) or b"\0"


def pointer(kind: str, label: str, ttl: int = 120) -> bytes:
    return record(name(f"{kind}.local"), PTR, name(f"{kind}.local", label), ttl)


def service(kind: str, label: str, host: str, port: int = 80) -> bytes:
    return record(name(f"{kind}.local", label), SRV, struct.pack("!HHH", 0, 0, port) + name(f"{host}.local"))


def text(kind: str, label: str, **values: str) -> bytes:
    return record(name(f"{kind}.local", label), TXT, txt(**values))


def address(host: str, ip: str) -> bytes:
    return record(name(f"{host}.local"), A, socket.inet_aton(ip))


def announced(kind: str, label: str, host: str, ip: str, port: int = 80, **values: str) -> bytes:
    """One service, whole."""
    return message(
        pointer(kind, label), service(kind, label, host, port), text(kind, label, **values), address(host, ip)
    )


def questions(data: bytes) -> list[tuple[str, int, bool]]:
    """(name, type, unicast reply wanted) of a query."""
    count = struct.unpack_from("!H", data, 4)[0]
    at, found = 12, []

    def read(at: int) -> tuple[str, int]:
        labels: list[str] = []
        while data[at]:
            if data[at] >= 0xC0:
                rest, _ = read(struct.unpack_from("!H", data, at)[0] & 0x3FFF)
                return ".".join([*labels, rest]), at + 2
            labels.append(data[at + 1 : at + 1 + data[at]].decode())
            at += 1 + data[at]
        return ".".join(labels), at + 1

    for _ in range(count):
        owner, at = read(at)
        kind, klass = struct.unpack_from("!HH", data, at)
        at += 4
        found.append((owner, kind, bool(klass & 0x8000)))
    return found
