"""What one sender announced, record by record (RFC 6763 sections 4 to 6)."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from doorguard.network.text import NAME_CAP, clean

if TYPE_CHECKING:
    from zeroconf import DNSIncoming

MOST_INSTANCES = 64
MOST_KEYS = 64


@dataclass
class Instance:
    """One announced service: where it is and what its TXT record says."""

    full_name: str
    host: str | None = None
    port: int | None = None
    txt: Mapping[str, str] | None = None


@dataclass
class Speaker:
    """All that one address announced. ``hosts`` maps host names to the addresses it gave them."""

    address: str
    instances: dict[tuple[str, str], Instance] = field(default_factory=dict)
    hosts: dict[str, set[str]] = field(default_factory=dict)
    packets: int = 0

    def unresolved(self) -> list[str]:
        """Full names of services whose place or text is not known yet."""
        return [i.full_name for i in self.instances.values() if i.host is None or i.txt is None]

    def own(self) -> list[tuple[str, str, Instance]]:
        """(type, label, instance) of services that are on this address itself."""
        return [(t, label, i) for (t, label), i in self.instances.items() if self._is_own(i)]

    def _is_own(self, instance: Instance) -> bool:
        given = self.hosts.get((instance.host or "").lower())
        return not given or bare(self.address) in given


def bare(address: str) -> str:
    """An address without its zone."""
    return address.partition("%")[0]


def note(message: DNSIncoming, speaker: Speaker) -> bool:
    """Add the records of one packet. False when none of them was new or usable."""
    from zeroconf import DNSAddress, DNSPointer, DNSService, DNSText

    changed = False
    for record in message.answers()[:512]:
        try:
            if record.ttl == 0:
                continue  # a goodbye ends nothing here: a forged one would hide a camera
            if isinstance(record, DNSPointer):
                changed |= _pointer(record.name, record.alias, speaker)
            elif isinstance(record, DNSService):
                changed |= _service(record.name, record.server, record.port, speaker)
            elif isinstance(record, DNSText):
                changed |= _text(record.name, record.text, speaker)
            elif isinstance(record, DNSAddress):
                address = str(ipaddress.ip_address(bytes(record.address)))
                given = speaker.hosts.setdefault(record.name.lower(), set())
                if address not in given and len(given) < 16 and len(speaker.hosts) <= MOST_INSTANCES:
                    given.add(address)
                    changed = True
        except (ValueError, TypeError, AttributeError):
            continue
    return changed


def split_name(full_name: str) -> tuple[str, str] | None:
    """(type, label) of a service's full name, such as ``("_hap._tcp", "Front door")``."""
    for proto in ("._tcp.local.", "._udp.local."):
        head, found, _ = full_name.lower().rpartition(proto)
        if found:
            label, dot, service = full_name[: len(head)].rpartition("._")
            if not dot:
                return None
            return f"_{service}{proto[:-7]}", clean(label.replace("\\.", "."), NAME_CAP)
    return None


def _instance(full_name: str, speaker: Speaker) -> Instance | None:
    key = split_name(full_name)
    if key is None or len(full_name) > 255:
        return None
    if key not in speaker.instances and len(speaker.instances) >= MOST_INSTANCES:
        return None
    return speaker.instances.setdefault(key, Instance(full_name))


def _pointer(name: str, alias: str, speaker: Speaker) -> bool:
    if name.lower().startswith("_services._dns-sd") or "._sub." in name.lower():
        return False
    before = len(speaker.instances)
    _instance(alias, speaker)
    return len(speaker.instances) != before


def _service(name: str, server: str, port: int, speaker: Speaker) -> bool:
    instance = _instance(name, speaker)
    if instance is None or (instance.host == server and instance.port == port):
        return False
    instance.host, instance.port = server, port
    return True


def _text(name: str, raw: bytes, speaker: Speaker) -> bool:
    instance = _instance(name, speaker)
    if instance is None:
        return False
    txt = read_txt(raw)
    if instance.txt == txt:
        return False
    instance.txt = txt
    return True


def read_txt(raw: bytes) -> Mapping[str, str]:
    """A TXT record (RFC 6763 section 6): length-prefixed ``key=value``; keys in lower case."""
    found: dict[str, str] = {}
    at = 0
    while at < len(raw) and len(found) < MOST_KEYS:
        length = raw[at]
        entry = raw[at + 1 : at + 1 + length]
        at += 1 + length
        key, _, value = entry.partition(b"=")
        name = clean(key, 32).lower()
        if name and name not in found:
            found[name] = clean(value)
    return found
