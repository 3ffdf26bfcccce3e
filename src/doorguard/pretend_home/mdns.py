"""An mDNS responder (RFC 6762) for DNS-SD services (RFC 6763), with zeroconf's classes as codec."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from doorguard.pretend_home.air import Group
from doorguard.pretend_home.device import PretendDevice

if TYPE_CHECKING:
    from zeroconf import DNSQuestion, DNSRecord

GROUP = "224.0.0.251"
_ANY, _PTR, _SRV, _TXT, _A = 255, 12, 33, 16, 1
_CLASS, _UNIQUE = 1, 0x8001
_TTL, _LEGACY_TTL = 4500, 10


@dataclass
class Service:
    """One announced service."""

    type: str
    name: str
    port: int
    txt: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Mdns:
    """Announces services and the host name; answers for its own address backwards too."""

    host: str
    services: list[Service] = field(default_factory=list)
    reverse: bool = True
    port: int = 5353
    groups: tuple[Group, ...] = ((GROUP, 5353),)
    _announced: int = 0

    def hear(self, data: bytes, sender: tuple[str, int], device: PretendDevice) -> Sequence[bytes]:
        """Answer the questions that are ours, straight to the asker."""
        from zeroconf import DNSIncoming

        message = DNSIncoming(data)
        if not message.valid or not message.is_query():
            return ()
        records: list[DNSRecord] = []
        for question in message.questions:
            records += self._answers(question, device)
        return self._packets(records, message.id) if records else ()

    def spontaneous(self, device: PretendDevice) -> Sequence[tuple[bytes, str, int]]:
        """Announce twice, about a second apart (RFC 6762 section 8.3)."""
        if self._announced >= 2:
            return ()
        self._announced += 1
        records = [r for s in self.services for r in self._of(s, device)]
        return tuple((p, GROUP, 5353) for p in self._packets(records, 0)) if records else ()

    def announce_again(self) -> None:
        """After a change the new records are announced (RFC 6762 section 8.4)."""
        self._announced = 0

    def _packets(self, records: list[DNSRecord], query_id: int) -> tuple[bytes, ...]:
        from zeroconf import DNSOutgoing

        out = DNSOutgoing(0x8400, True, query_id)  # an authoritative answer
        for record in dict.fromkeys(records):
            out.add_answer_at_time(record, 0)
        return tuple(bytes(packet) for packet in out.packets())

    def _target(self) -> str:
        return f"{self.host}.local."

    def _of(self, service: Service, device: PretendDevice) -> list[DNSRecord]:
        from zeroconf import DNSAddress, DNSPointer, DNSService, DNSText

        kind = f"{service.type}.local."
        full = f"{service.name}.{kind}"
        txt = b"".join(
            bytes([len(entry)]) + entry for entry in (f"{k}={v}".encode() for k, v in service.txt.items())
        )
        return [
            DNSPointer(kind, _PTR, _CLASS, _TTL, full),
            DNSService(full, _SRV, _UNIQUE, 120, 0, 0, service.port, self._target()),
            DNSText(full, _TXT, _UNIQUE, _TTL, txt or b"\0"),
            DNSAddress(self._target(), _A, _UNIQUE, 120, socket.inet_aton(device.address)),
        ]

    def _answers(self, question: DNSQuestion, device: PretendDevice) -> list[DNSRecord]:
        from zeroconf import DNSPointer

        name = question.name.lower()
        found: list[DNSRecord] = []
        backwards = ipaddress.ip_address(device.address).reverse_pointer + "."
        if self.reverse and name == backwards and question.type in (_PTR, _ANY):
            found.append(DNSPointer(question.name, _PTR, _CLASS, 120, self._target()))
        if name == "_services._dns-sd._udp.local.":
            kinds = {f"{s.type}.local." for s in self.services}
            found += [DNSPointer(question.name, _PTR, _CLASS, _TTL, kind) for kind in sorted(kinds)]
        for service in self.services:
            records = self._of(service, device)
            full = f"{service.name}.{service.type}.local.".lower()
            if name == f"{service.type}.local.".lower() and question.type in (_PTR, _ANY):
                found += records
            elif name == full:
                found += [r for r in records[1:] if question.type in (r.type, _ANY)]
            elif name == self._target().lower() and question.type in (_A, _ANY):
                found.append(records[3])
        return found
