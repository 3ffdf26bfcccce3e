"""An mDNS responder (RFC 6762) for DNS-SD services (RFC 6763), with zeroconf's classes as codec."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice

if TYPE_CHECKING:
    from zeroconf import DNSIncoming, DNSQuestion, DNSRecord

GROUP, PORT = "224.0.0.251", 5353
_ANY, _PTR, _SRV, _TXT, _A, _AAAA = 255, 12, 33, 16, 1, 28
_CLASS, _UNIQUE = 1, 0x8001  # the cache-flush bit, RFC 6762 section 10.2
_TTL, _HOST_TTL, _LEGACY_TTL = 4500, 120, 10  # seconds, RFC 6762 sections 10 and 6.7
_RESPONSE = 0x8400  # an authoritative answer, RFC 6762 section 18
ENUMERATION = "_services._dns-sd._udp.local."  # RFC 6763 section 9


@dataclass
class Service:
    """One announced service. ``subtypes`` like ``_T323`` (RFC 6763 section 7.1)."""

    type: str
    name: str
    port: int
    txt: Mapping[str, str] = field(default_factory=dict)
    subtypes: tuple[str, ...] = ()


Found = tuple[list["DNSRecord"], list["DNSRecord"]]
"""Records that answer, and records that will be asked for next."""


@dataclass
class Mdns:
    """Announces services and the host name; answers for its own address backwards too.

    Questions come back to the group; with the QU bit to the asker; and to an asker on another port
    than 5353 in the plain DNS way (RFC 6762 sections 5.4, 6 and 6.7). ``enumerates`` is False for
    small stacks that do not answer which types there are.
    """

    host: str
    services: list[Service] = field(default_factory=list)
    reverse: bool = True
    enumerates: bool = True
    addresses6: tuple[str, ...] = ()
    port: int = PORT
    groups: tuple[Group, ...] = ((GROUP, PORT),)
    _announced: int = 0
    _gone: list[Service] = field(default_factory=list)

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes | Cast]:
        """Answer the questions that are ours."""
        from zeroconf import DNSIncoming

        message = DNSIncoming(data)
        if not message.valid or not message.is_query():
            return ()
        if sender[1] != PORT:
            return self._legacy(message, self._found(message.questions, device))
        direct = self._found((q for q in message.questions if q.unicast), device)
        shared = self._found((q for q in message.questions if not q.unicast), device)
        known = [record for record in message.answers() if record.ttl >= _TTL / 2]  # RFC 6762 section 7.1
        said: list[bytes | Cast] = list(self._packets(direct, known))
        said += [(packet, GROUP, PORT) for packet in self._packets(shared, known)]
        return said

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """Announce twice, about a second apart (RFC 6762 section 8.3); goodbyes first (section 10.1)."""
        gone = [record for service in self._gone for record in self._of(service, device)[:1]]
        self._gone.clear()
        packets = list(self._packets((gone, []), (), ttl=0))
        if self._announced < 2:
            self._announced += 1
            packets += self._packets(([r for s in self.services for r in self._of(s, device)], []), ())
        return tuple((packet, GROUP, PORT) for packet in packets)

    def announce_again(self) -> None:
        """After a change the new records are announced (RFC 6762 section 8.4)."""
        self._announced = 0

    def withdraw(self, service: Service) -> None:
        """Take a service off, with a goodbye."""
        self.services.remove(service)
        self._gone.append(service)

    def _packets(self, found: Found, known: Iterable[DNSRecord], *, ttl: int | None = None) -> tuple[bytes, ...]:
        from zeroconf import DNSOutgoing

        answers = [record for record in dict.fromkeys(found[0]) if record not in known]
        if not answers:
            return ()
        out = DNSOutgoing(_RESPONSE, True)
        for record in answers:
            if ttl is not None:
                record.ttl = ttl
            out.add_answer_at_time(record, 0)
        for record in dict.fromkeys(found[1]):
            if record not in answers:
                out.add_additional_answer(record)
        return tuple(bytes(packet) for packet in out.packets())

    def _legacy(self, message: DNSIncoming, found: Found) -> tuple[bytes, ...]:
        """The question comes back with its id; short lives, no cache-flush bit."""
        from zeroconf import DNSOutgoing

        if not found[0]:
            return ()
        out = DNSOutgoing(_RESPONSE, False, message.id)
        for question in message.questions:
            out.add_question(question)
        for record in dict.fromkeys([*found[0], *found[1]]):
            record.ttl = min(record.ttl, _LEGACY_TTL)
            out.add_answer_at_time(record, 0)
        return tuple(bytes(packet) for packet in out.packets())

    def _target(self) -> str:
        return f"{self.host}.local."

    def _addresses(self, device: PretendDevice) -> list[DNSRecord]:
        from zeroconf import DNSAddress

        rows = [(_A, socket.inet_aton(device.address))]
        rows += [(_AAAA, socket.inet_pton(socket.AF_INET6, address)) for address in self.addresses6]
        return [DNSAddress(self._target(), kind, _UNIQUE, _HOST_TTL, packed) for kind, packed in rows]

    def _of(self, service: Service, device: PretendDevice) -> list[DNSRecord]:
        """PTR, SRV, TXT and addresses, in this order."""
        from zeroconf import DNSPointer, DNSService, DNSText

        kind = f"{service.type}.local."
        full = f"{service.name}.{kind}"
        rows = [f"{k}={v}".encode() for k, v in service.txt.items()]
        txt = b"".join(bytes([len(row)]) + row for row in rows)
        return [
            DNSPointer(kind, _PTR, _CLASS, _TTL, full),
            DNSService(full, _SRV, _UNIQUE, _HOST_TTL, 0, 0, service.port, self._target()),
            DNSText(full, _TXT, _UNIQUE, _TTL, txt or b"\0"),
            *self._addresses(device),
        ]

    def _found(self, questions: Iterable[DNSQuestion], device: PretendDevice) -> Found:
        answers: list[DNSRecord] = []
        more: list[DNSRecord] = []
        for question in questions:
            for asked in (self._for_host(question, device), self._for_services(question, device)):
                answers += asked[0]
                more += asked[1]
        return answers, more

    def _for_host(self, question: DNSQuestion, device: PretendDevice) -> Found:
        from zeroconf import DNSPointer

        name, kind = question.name.lower(), question.type
        backwards = ipaddress.ip_address(device.address).reverse_pointer + "."
        if self.reverse and name == backwards and kind in (_PTR, _ANY):
            return [DNSPointer(question.name, _PTR, _CLASS, _HOST_TTL, self._target())], []
        if name == self._target().lower():
            return [record for record in self._addresses(device) if kind in (record.type, _ANY)], []
        return [], []

    def _for_services(self, question: DNSQuestion, device: PretendDevice) -> Found:
        from zeroconf import DNSPointer

        name, pointers = question.name.lower(), question.type in (_PTR, _ANY)
        answers: list[DNSRecord] = []
        more: list[DNSRecord] = []
        if name == ENUMERATION and self.enumerates and pointers:
            kinds = sorted({f"{s.type}.local." for s in self.services})
            answers += [DNSPointer(question.name, _PTR, _CLASS, _TTL, kind) for kind in kinds]
        for service in self.services:
            records = self._of(service, device)
            kind, full = f"{service.type}.local.", f"{service.name}.{service.type}.local."
            below = [f"{sub}._sub.{kind}".lower() for sub in service.subtypes]
            if name == kind.lower() and pointers:
                answers += records[:1]
                more += records[1:]
            elif name in below and pointers:
                answers.append(DNSPointer(question.name, _PTR, _CLASS, _TTL, full))
                more += records[1:]
            elif name == full.lower():
                answers += [r for r in records[1:3] if question.type in (r.type, _ANY)]
                more += records[3:] if question.type in (_SRV, _ANY) else []
        return answers, more
