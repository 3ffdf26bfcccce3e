"""The target side of WS-Discovery (2005/04) over SOAP-over-UDP, as ONVIF Core section 7 uses it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice

GROUP, PORT = "239.255.255.250", 3702
NAMESPACES = {
    "dn": "http://www.onvif.org/ver10/network/wsdl",
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "wsdp": "http://schemas.xmlsoap.org/ws/2006/02/devprof",
    "wprt": "http://schemas.microsoft.com/windows/2006/08/wdp/print",
}
"""The prefixes that may stand in ``types``."""
_DISCOVERY = "urn:schemas-xmlsoap-org:ws:2005:04:discovery"
_ANONYMOUS = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
_REMEMBERED = 64


@dataclass
class WsDiscovery:
    """Answers Probes by the matching rules: every type and every scope asked for must be one of ours.

    A message id that was heard before is a repeat of SOAP-over-UDP and gets no second answer.
    """

    types: tuple[str, ...] = ("dn:NetworkVideoTransmitter", "tds:Device")
    scopes: tuple[str, ...] = ()
    endpoint: str = field(default_factory=lambda: f"urn:uuid:{uuid.uuid4()}")
    service_port: int = 80
    service_path: str = "/onvif/device_service"
    port: int = PORT
    groups: tuple[Group, ...] = ((GROUP, PORT),)
    _said_hello: bool = False
    _heard_ids: list[str] = field(default_factory=list)
    _number: int = 0

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """Answer a Probe that matches, straight to the asker; nothing at all otherwise."""
        text = data.decode("utf-8", "replace")
        probe = re.search(r"<(?:[\w.-]+:)?Probe(?:\s[^>]*)?(?:/>|>(.*?)</(?:[\w.-]+:)?Probe>)", text, re.DOTALL)
        asked = _text("MessageID", text)
        if probe is None or asked in self._heard_ids:
            return ()
        if not self._matches(probe[1] or "", text):
            return ()
        self._heard_ids = [*self._heard_ids, asked][-_REMEMBERED:]
        return (self.message("ProbeMatches", device, asked),)

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """Hello once, at start."""
        if self._said_hello:
            return ()
        self._said_hello = True
        return ((self.message("Hello", device, ""), GROUP, PORT),)

    def _matches(self, probe: str, text: str) -> bool:
        prefixes = dict(re.findall(r"xmlns:([\w.-]+)\s*=\s*[\"']([^\"']*)", text))
        ours = {_expanded(name, NAMESPACES) for name in self.types}
        types = {_expanded(name, prefixes) for name in _text("Types", probe).split()}
        return types <= ours and all(
            any(_is_below(scope, asked) for scope in self.scopes) for asked in _text("Scopes", probe).split()
        )

    def message(self, kind: str, device: PretendDevice, relates: str) -> bytes:
        """A whole ``ProbeMatches`` or ``Hello``."""
        self._number += 1
        address = f"http://{device.address}:{self.service_port}{self.service_path}"
        inner = (
            f"<a:EndpointReference><a:Address>{self.endpoint}</a:Address></a:EndpointReference>"
            f"<d:Types>{' '.join(self.types)}</d:Types><d:Scopes>{' '.join(self.scopes)}</d:Scopes>"
            f"<d:XAddrs>{address}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>"
        )
        if kind == "ProbeMatches":
            inner = f"<d:ProbeMatch>{inner}</d:ProbeMatch>"
        relation = f"<a:RelatesTo>{relates}</a:RelatesTo>" if relates else ""
        spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
        return (
            '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
            ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
            f' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"{spaces}>'
            f"<s:Header><a:MessageID>urn:uuid:{uuid.uuid4()}</a:MessageID>{relation}"
            f"<a:To>{_ANONYMOUS if relates else _DISCOVERY}</a:To>"
            f"<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/{kind}</a:Action>"
            f'<d:AppSequence InstanceId="1" MessageNumber="{self._number}"/></s:Header>'
            f"<s:Body><d:{kind}>{inner}</d:{kind}></s:Body></s:Envelope>"
        ).encode()


def _text(name: str, xml: str) -> str:
    found = re.search(rf"<(?:[\w.-]+:)?{name}(?:\s[^>]*)?>([^<]*)<", xml)
    return found[1].strip() if found else ""


def _expanded(name: str, prefixes: dict[str, str]) -> tuple[str, str]:
    """A QName as (namespace, local name); types are equal only when both are."""
    prefix, _, local = name.rpartition(":")
    return prefixes.get(prefix, ""), local


def _is_below(scope: str, asked: str) -> bool:
    """The rule ``rfc3986``: scheme and host without case, then whole path segments from the left."""
    ours, theirs = scope.rstrip("/").split("/"), asked.rstrip("/").split("/")
    head = [part.lower() for part in theirs[:3]] == [part.lower() for part in ours[:3]]
    return head and ours[3 : len(theirs)] == theirs[3:]
