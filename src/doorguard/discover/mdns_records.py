"""What one sender announced, record by record (RFC 6763 sections 4 to 6)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from doorguard.network.text import NAME_CAP, clean

if TYPE_CHECKING:
    from zeroconf import DNSIncoming, DNSRecord

MOST_INSTANCES = 64
MOST_ADDRESSES = 16
MOST_KEYS = 64
MOST_RECORDS = 512
MOST_DETAIL = 16_384
"""Characters of detail (TXT) kept of one speaker: twenty services of a busy media box need a quarter of it."""
LONGEST_NAME = 255  # RFC 1035 section 2.3.4
SRV, TXT, A, AAAA = 33, 16, 1, 28
_ENUMERATION = "_services._dns-sd._udp.local."
_TYPE = re.compile(r"_[a-z0-9-]{1,24}\._(tcp|udp)\.local\.")
"""RFC 6763 section 7 says 15 characters; a few real ones are longer."""
_WINDOW = "_matterc._udp"


@dataclass
class Instance:
    """One announced service: where it is and what its TXT record says."""

    full_name: str
    host: str | None = None
    port: int | None = None
    txt: Mapping[str, str] | None = None


@dataclass
class Speaker:
    """All that one address announced. ``hosts`` maps host names to the addresses it gave them;
    ``types`` are service types it listed without naming an instance."""

    address: str
    instances: dict[tuple[str, str], Instance] = field(default_factory=dict)
    hosts: dict[str, set[str]] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    cut: bool = False
    """It said more than is kept, so what is not here may have been said all the same."""
    detail: int = 0

    def lacking(self) -> list[list[tuple[str, int]]]:
        """Questions that are still open, service by service: (name, record type)."""
        open_now = []
        for instance in self.instances.values():
            questions = []
            if instance.host is None:
                questions.append((instance.full_name, SRV))
            elif not self._given(instance):
                questions += [(instance.host, A), (instance.host, AAAA)]
            if instance.txt is None:
                questions.append((instance.full_name, TXT))
            if questions:
                open_now.append(questions)
        return open_now

    def own(self, *, ended: bool) -> list[tuple[str, str, Instance]]:
        """(type, label, instance) of services that are on this address itself.

        A box may speak for others (a sleep proxy, a Thread border router), so a service counts once
        its host has this address. Where that is never said, it counts when listening has ``ended``.
        """
        return [(t, label, i) for (t, label), i in self.instances.items() if self._is_own(i, ended)]

    def _is_own(self, instance: Instance, ended: bool) -> bool:
        given = self._given(instance)
        return bare(self.address) in given if given else ended

    def _given(self, instance: Instance) -> set[str]:
        return self.hosts.get((instance.host or "").lower(), set())


def bare(address: str) -> str:
    """An address without its zone."""
    return address.partition("%")[0]


def note(message: DNSIncoming, speaker: Speaker) -> bool:
    """Add the records of one packet. False when none of them was new or usable."""
    changed = False
    speaker.cut |= len(message.answers()) > MOST_RECORDS
    for record in message.answers()[:MOST_RECORDS]:
        try:
            changed |= _note(record, speaker)
        except (ValueError, TypeError, AttributeError):
            continue
    return changed


def _note(record: DNSRecord, speaker: Speaker) -> bool:
    from zeroconf import DNSAddress, DNSPointer, DNSService, DNSText

    if len(record.name) > LONGEST_NAME:
        return False
    if record.ttl == 0:
        return _goodbye(record, speaker)
    if isinstance(record, DNSPointer):
        return _pointer(record.name, record.alias, speaker)
    if isinstance(record, DNSService):
        return _service(record.name, record.server, record.port, speaker)
    if isinstance(record, DNSText):
        return _text(record.name, record.text, speaker)
    if isinstance(record, DNSAddress):
        return _address(record.name.lower(), bytes(record.address), speaker)
    return False


def _goodbye(record: DNSRecord, speaker: Speaker) -> bool:
    """A goodbye (RFC 6762 section 10.1) ends nothing: a forged one would hide a camera. But a closed
    Matter window is said this way, and only the speaker's own word is forgotten."""
    from zeroconf import DNSPointer

    key = split_name(record.alias if isinstance(record, DNSPointer) else record.name)
    return key is not None and key[0] == _WINDOW and speaker.instances.pop(key, None) is not None


def split_name(full_name: str) -> tuple[str, str] | None:
    """(type, label) of a service's full name, such as ``("_hap._tcp", "Front door")``."""
    for proto in ("._tcp.local.", "._udp.local."):
        head, found, _ = full_name.lower().rpartition(proto)
        if found:
            label, dot, service = full_name[: len(head)].rpartition("._")
            kind = f"_{service.lower()}{proto}"
            if not dot or not _TYPE.fullmatch(kind):
                return None
            return kind[:-7], clean(label.replace("\\.", "."), NAME_CAP)
    return None


def _instance(full_name: str, speaker: Speaker) -> Instance | None:
    key = split_name(full_name)
    if key is None or len(full_name) > LONGEST_NAME:
        return None
    if key not in speaker.instances and len(speaker.instances) >= MOST_INSTANCES:
        speaker.cut = True
        return None
    return speaker.instances.setdefault(key, Instance(full_name))


def _pointer(name: str, alias: str, speaker: Speaker) -> bool:
    if name.lower() == _ENUMERATION:
        kind = alias.lower()
        new = bool(_TYPE.fullmatch(kind)) and kind not in speaker.types and len(speaker.types) < MOST_INSTANCES
        if new:
            speaker.types.add(kind)
        return new
    if "._sub." in name.lower():
        return False
    before = len(speaker.instances)
    _instance(alias, speaker)
    return len(speaker.instances) != before


def _service(name: str, server: str, port: int, speaker: Speaker) -> bool:
    instance = _instance(name, speaker)
    if instance is None or len(server) > LONGEST_NAME or (instance.host == server and instance.port == port):
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
    more = sum(len(key) + len(value) for key, value in txt.items())
    if speaker.detail + more > MOST_DETAIL:
        speaker.cut = True
        return False
    speaker.detail += more
    instance.txt = txt
    return True


def _address(host: str, raw: bytes, speaker: Speaker) -> bool:
    address = str(ipaddress.ip_address(raw))
    if host not in speaker.hosts and len(speaker.hosts) >= MOST_INSTANCES:
        return False
    given = speaker.hosts.setdefault(host, set())
    if address in given or len(given) >= MOST_ADDRESSES:
        return False
    given.add(address)
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
