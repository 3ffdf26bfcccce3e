"""SSDP and device descriptions (UPnP Device Architecture 1.1), and an IGD that keeps a mapping list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice
from doorguard.pretend_home.web import Answer, Request

GROUP = "239.255.255.250"
IGD = "urn:schemas-upnp-org:device:InternetGatewayDevice:1"
WAN = "urn:schemas-upnp-org:service:WANIPConnection:1"


@dataclass
class Ssdp:
    """Answers M-SEARCH for what it is, and announces itself at start.

    It waits for no ``MX``: that only spreads many answers over time.
    """

    uuid: str
    targets: tuple[str, ...]
    server: str
    location_port: int | None = None
    path: str = "/rootDesc.xml"
    port: int = 1900
    groups: tuple[Group, ...] = ((GROUP, 1900),)
    _announced: bool = False

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """One answer per matching target (UPnP DA 1.1 section 1.3.3)."""
        text = data.decode("latin-1")
        if not text.startswith("M-SEARCH * HTTP/1.1") or not re.search(r'^man:\s*"ssdp:discover"', text, re.I | re.M):
            return ()
        asked = re.search(r"^st:\s*(\S+)", text, re.I | re.M)
        wanted = asked[1] if asked else ""
        ours = self._all()
        chosen = ours if wanted == "ssdp:all" else tuple(t for t in ours if t == wanted)
        return tuple(self._lines("HTTP/1.1 200 OK\r\nEXT:", f"ST: {t}", t, device) for t in chosen)

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """NOTIFY once, at start, for everything it is (section 1.2.2)."""
        if self._announced:
            return ()
        self._announced = True
        head = f"NOTIFY * HTTP/1.1\r\nHOST: {GROUP}:1900\r\nNTS: ssdp:alive"
        return tuple((self._lines(head, f"NT: {t}", t, device), GROUP, 1900) for t in self._all())

    def _all(self) -> tuple[str, ...]:
        return ("upnp:rootdevice", f"uuid:{self.uuid}", *self.targets)

    def _lines(self, head: str, target_line: str, target: str, device: PretendDevice) -> bytes:
        own = f"uuid:{self.uuid}"
        usn = own if target == own else f"{own}::{target}"
        lines = [head, "CACHE-CONTROL: max-age=1800", target_line, f"USN: {usn}", f"SERVER: {self.server}"]
        if self.location_port:
            lines.append(f"LOCATION: http://{device.address}:{self.location_port}{self.path}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def description(device_type: str, name: str, maker: str, model: str, uuid: str, services: str = "") -> bytes:
    """A root device description."""
    return (
        '<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor></specVersion>'
        f"<device><deviceType>{device_type}</deviceType><friendlyName>{escape(name)}</friendlyName><manufacturer>{escape(maker)}</manufacturer>"
        f"<modelName>{escape(model)}</modelName><UDN>uuid:{uuid}</UDN>{services}</device></root>"
    ).encode()


@dataclass
class Mapping:
    """One rule of the router."""

    outside: int
    protocol: str
    client: str
    inside: int
    description: str
    lease: int = 0


@dataclass
class Igd:
    """WANIPConnection:1. ``liar`` says yes to DeletePortMapping and keeps the rule. ``more_services`` stand
    beside it in the description."""

    uuid: str
    outside_address: str = "203.0.113.7"
    mappings: list[Mapping] = field(default_factory=list)
    liar: bool = False
    deletes: int = 0
    service: str = WAN
    more_services: str = ""
    connected: bool = True
    nat: bool = True

    def description(self, request: Request) -> Answer | None:
        """The root description with the embedded WAN devices."""
        if request.path != "/rootDesc.xml":
            return None
        service = (
            f"<serviceList><service><serviceType>{self.service}</serviceType><serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId>"
            "<controlURL>/ctl/IPConn</controlURL><eventSubURL>/evt/IPConn</eventSubURL><SCPDURL>/WANIPCn.xml</SCPDURL></service>"
            f"{self.more_services}</serviceList>"
        )
        inner = (
            "<deviceList><device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><friendlyName>WAN</friendlyName>"
            "<deviceList><device><deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType>"
            f"<friendlyName>WANConnection</friendlyName>{service}</device></deviceList></device></deviceList>"
        )
        return Answer(body=description(IGD, "Home router", "Netbox", "Netbox 300", self.uuid, inner), kind="text/xml")

    def control(self, request: Request) -> Answer | None:
        """The SOAP control address."""
        if request.path != "/ctl/IPConn":
            return None
        action = request.headers.get("soapaction", "").strip('"').rpartition("#")[2]
        return self.answer(action, dict(re.findall(r"<(New\w+)>([^<]*)</", request.body.decode("utf-8", "replace"))))

    def answer(self, action: str, arguments: dict[str, str]) -> Answer:
        """One action."""
        if action == "GetExternalIPAddress":
            return self._ok(action, {"NewExternalIPAddress": self.outside_address})
        if action == "GetStatusInfo":
            status = "Connected" if self.connected else "Disconnected"
            return self._ok(action, {"NewConnectionStatus": status, "NewLastConnectionError": "ERROR_NONE", "NewUptime": "3600"})
        if action == "GetNATRSIPStatus":
            return self._ok(action, {"NewRSIPAvailable": "0", "NewNATEnabled": str(int(self.nat))})
        if action == "GetGenericPortMappingEntry":
            return self._entry(action, arguments)
        if action == "GetSpecificPortMappingEntry":
            found = self._find(arguments)
            return self.error(714, "NoSuchEntryInArray") if found is None else self._ok(action, self._row(found))
        if action == "DeletePortMapping":
            return self._delete(action, arguments)
        return self.error(401, "Invalid Action")

    def _entry(self, action: str, arguments: dict[str, str]) -> Answer:
        index = arguments.get("NewPortMappingIndex", "")
        if not (index.isascii() and index.isdigit()):
            return self.error(402, "Invalid Args")
        entry = self.rule(int(index)) if len(index) < 10 else None
        if entry is None:
            return self.error(713, "SpecifiedArrayIndexInvalid")
        key = {"NewRemoteHost": "", "NewExternalPort": str(entry.outside), "NewProtocol": entry.protocol}
        return self._ok(action, {**key, **self._row(entry)})

    def rule(self, index: int) -> Mapping | None:
        """The rule at this place of the list, or None behind its end."""
        return self.mappings[index] if index < len(self.mappings) else None

    def _row(self, entry: Mapping) -> dict[str, str]:
        return {
            "NewInternalPort": str(entry.inside),
            "NewInternalClient": entry.client,
            "NewEnabled": "1",
            "NewPortMappingDescription": entry.description,
            "NewLeaseDuration": str(entry.lease),
        }

    def _find(self, arguments: dict[str, str]) -> Mapping | None:
        key = (arguments.get("NewExternalPort"), arguments.get("NewProtocol"))
        return next((m for m in self.mappings if (str(m.outside), m.protocol) == key), None)

    def _delete(self, action: str, arguments: dict[str, str]) -> Answer:
        found = self._find(arguments)
        if found is None:
            return self.error(714, "NoSuchEntryInArray")
        self.deletes += 1
        if not self.liar:
            self.mappings.remove(found)
        return self._ok(action, {})

    def _ok(self, action: str, fields: dict[str, str]) -> Answer:
        return self.ok(action, fields, self.service)

    @classmethod
    def ok(cls, action: str, fields: dict[str, str], service: str) -> Answer:
        """The out arguments of an action."""
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
        return Answer(body=cls._soap(f'<u:{action}Response xmlns:u="{service}">{inner}</u:{action}Response>'), kind="text/xml")

    @classmethod
    def error(cls, code: int, text: str) -> Answer:
        """A UPnP error (UPnP DA 1.1 section 3.2.2)."""
        fault = (
            "<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail>"
            f'<UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>{code}</errorCode>'
            f"<errorDescription>{text}</errorDescription></UPnPError></detail></s:Fault>"
        )
        return Answer(500, cls._soap(fault), "text/xml")

    @staticmethod
    def _soap(inner: str) -> bytes:
        return (
            '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
            f's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>{inner}</s:Body></s:Envelope>'
        ).encode()
