"""UPnP IGD questions and answers as bytes. Pure.

SOAP 1.1 as in UPnP Device Architecture 1.1 section 3; WANIPConnection:1 and :2, WANIPv6FirewallControl:1.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from doorguard.network.refusal import Unreadable
from doorguard.network.text import clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_IN_LISTING = 250
"""Rules of one protocol that GetListOfPortMappings is asked for."""
_SOAP = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>'
    '<u:{action} xmlns:u="{service}">{arguments}</u:{action}></s:Body></s:Envelope>'
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SAME = {"NewDescription": "NewPortMappingDescription", "NewLeaseTime": "NewLeaseDuration"}
"""What PortMappingEntry of a listing calls otherwise than GetGenericPortMappingEntry does."""
_BEHIND = tuple(ipaddress.IPv4Network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))  # RFC 1918
_SHARED = ipaddress.IPv4Network("100.64.0.0/10")  # RFC 6598
_NOWHERE = tuple(ipaddress.IPv4Network(net) for net in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16"))

Outside = Literal["internet", "private", "shared", "none"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping: outside port to an inside address and port. Outside port 0 means every port
    (WANIPConnection:1 section 2.2.16)."""

    remote: str
    outside: int
    protocol: str
    client: str
    inside: int
    enabled: bool
    description: str
    lease: int

    @property
    def key(self) -> tuple[str, int, str, str, int]:
        """What makes two entries the same one."""
        return (self.remote, self.outside, self.protocol, self.client, self.inside)


def question(action: str, service: str, arguments: str = "") -> bytes:
    """One action with its in arguments."""
    return _SOAP.format(action=action, service=service, arguments=arguments).encode()


def listing_arguments(protocol: str) -> str:
    """GetListOfPortMappings for every port; ``Manage`` asks for the rules of every device."""
    return (
        f"<NewStartPort>1</NewStartPort><NewEndPort>65535</NewEndPort><NewProtocol>{protocol}</NewProtocol>"
        f"<NewManage>1</NewManage><NewNumberOfPorts>{MOST_IN_LISTING}</NewNumberOfPorts>"
    )


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _parse(body: bytes) -> Element:
    import defusedxml.ElementTree as safe

    try:
        # A note with a control character in it must not hide its rule.
        root: Element = safe.fromstring(_CONTROLS.sub(b"", body), forbid_dtd=True)
    except Exception:  # noqa: BLE001 - any parser error on hostile input means the same
        raise Unreadable("the router gave an unreadable answer") from None
    return root


def read(body: bytes) -> dict[str, str]:
    """Local element names to their text. Raises Unreadable."""
    return {_local(node): (node.text or "").strip() for node in list(_parse(body).iter())[:200]}


def read_entry(fields: dict[str, str]) -> Entry:
    """One entry from the out arguments. Raises Unreadable."""

    def number(name: str, largest: int) -> int:
        text = fields.get(name, "")
        if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > largest:
            raise Unreadable(f"{name} is no number that fits")
        return int(text)

    try:
        client = str(ipaddress.IPv4Address(fields.get("NewInternalClient", "")))
    except ValueError:
        raise Unreadable("the inside address is no address") from None
    protocol = fields.get("NewProtocol", "").lower()
    if protocol not in ("tcp", "udp"):
        raise Unreadable("neither TCP nor UDP")
    return Entry(
        remote=clean(fields.get("NewRemoteHost", ""), 64),
        outside=number("NewExternalPort", 65535),
        protocol=protocol,
        client=client,
        inside=number("NewInternalPort", 65535),
        enabled=fields.get("NewEnabled", "1").lower() not in ("0", "false", "no"),
        description=clean(fields.get("NewPortMappingDescription", ""), 80),
        lease=number("NewLeaseDuration", 2**32) if fields.get("NewLeaseDuration") else 0,
    )


def read_listing(text: str) -> list[Entry]:
    """The entries of NewPortListing, a document inside the answer. Raises Unreadable, also for one bad entry."""
    rows = [node for node in _parse(text.encode()).iter() if _local(node) == "PortMappingEntry"]
    found = []
    for row in rows[: MOST_IN_LISTING + 1]:
        fields = {_local(node): (node.text or "").strip() for node in list(row)[:20]}
        found.append(read_entry({_SAME.get(name, name): value for name, value in fields.items()}))
    return found


def outside_of(text: str) -> Outside | None:
    """What kind of address the router has towards the internet; None for what is no address."""
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return None
    if any(address in net for net in _BEHIND):
        return "private"
    if address in _SHARED:
        return "shared"
    return "none" if any(address in net for net in _NOWHERE) else "internet"


def switch(fields: dict[str, str], name: str) -> bool | None:
    """A boolean out argument (UPnP DA 1.1 section 2.5: 0, 1, false, true, no, yes)."""
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(
        fields.get(name, "").lower()
    )
