"""An ONVIF device service (ONVIF Core, default access policy) and WS-Discovery (2005/04)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from doorguard.pretend_home.air import Group
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.web import Answer, Request

_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl"'
    ' xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:ter="http://www.onvif.org/ver10/error">'
    "<env:Body>{}</env:Body></env:Envelope>"
)
_FAULT = (
    "<env:Fault><env:Code><env:Value>env:{0}</env:Value><env:Subcode><env:Value>ter:{1}</env:Value>"
    '</env:Subcode></env:Code><env:Reason><env:Text xml:lang="en">{2}</env:Text></env:Reason></env:Fault>'
)
PRE_AUTH = ("GetSystemDateAndTime", "GetServices", "GetCapabilities", "GetHostname", "GetWsdlUrl")


@dataclass
class Onvif:
    """Answers on ``/onvif/device_service``. ``open`` tells everything to anyone."""

    maker: str
    model: str
    firmware: str
    serial: str
    open: bool = False
    users: list[tuple[str, str]] = field(default_factory=lambda: [("admin", "Administrator")])
    logins: int = 0

    def handle(self, request: Request) -> Answer | None:
        """A handler for the web server."""
        if not request.path.startswith("/onvif/") or request.method != "POST":
            return None
        text = request.body.decode("utf-8", "replace")
        if "UsernameToken" in text:
            self.logins += 1
        operation = self._operation(text)
        body = self._bodies().get(operation)
        kind = "application/soap+xml; charset=utf-8"
        if body is None:
            return Answer(400, _ENVELOPE.format(_FAULT.format("Receiver", "ActionNotSupported", "Optional Action Not Implemented")).encode(), kind)
        if operation not in PRE_AUTH and not self.open:
            return Answer(400, _ENVELOPE.format(_FAULT.format("Sender", "NotAuthorized", "Sender not Authorized")).encode(), kind)
        return Answer(200, _ENVELOPE.format(body).encode(), kind)

    @staticmethod
    def _operation(text: str) -> str:
        body = re.search(r"<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)", text)
        return body[1] if body else ""

    def _bodies(self) -> dict[str, str]:
        now = datetime.now(UTC)
        users = "".join(
            f"<tds:User><tt:Username>{name}</tt:Username><tt:UserLevel>{level}</tt:UserLevel></tds:User>"
            for name, level in self.users
        )
        return {
            "GetSystemDateAndTime": (
                "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>"
                "<tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime>"
                f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute><tt:Second>{now.second}</tt:Second></tt:Time>"
                f"<tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date>"
                "</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
            ),
            "GetCapabilities": "<tds:GetCapabilitiesResponse><tds:Capabilities/></tds:GetCapabilitiesResponse>",
            "GetServices": "<tds:GetServicesResponse/>",
            "GetDeviceInformation": (
                f"<tds:GetDeviceInformationResponse><tds:Manufacturer>{self.maker}</tds:Manufacturer>"
                f"<tds:Model>{self.model}</tds:Model><tds:FirmwareVersion>{self.firmware}</tds:FirmwareVersion>"
                f"<tds:SerialNumber>{self.serial}</tds:SerialNumber><tds:HardwareId>1.0</tds:HardwareId>"
                "</tds:GetDeviceInformationResponse>"
            ),
            "GetProfiles": '<trt:GetProfilesResponse><trt:Profiles token="main" fixed="true"><tt:Name>main</tt:Name></trt:Profiles></trt:GetProfilesResponse>',
            "GetUsers": f"<tds:GetUsersResponse>{users}</tds:GetUsersResponse>",
        }


@dataclass
class WsDiscovery:
    """Answers Probes by the matching rules: every type asked for must be one of ours."""

    types: tuple[str, ...] = ("dn:NetworkVideoTransmitter", "tds:Device")
    scopes: tuple[str, ...] = ()
    endpoint: str = field(default_factory=lambda: f"urn:uuid:{uuid.uuid4()}")
    service_port: int = 80
    port: int = 3702
    groups: tuple[Group, ...] = (("239.255.255.250", 3702),)
    _hello: bool = False

    def hear(self, data: bytes, sender: tuple[str, int], device: PretendDevice) -> Sequence[bytes]:
        """Answer a Probe that matches."""
        text = data.decode("utf-8", "replace")
        if not re.search(r"<(?:\w+:)?Probe[\s>/]", text):
            return ()
        asked = re.search(r"<(?:\w+:)?Types[^>]*>([^<]*)<", text)
        ours = {t.rpartition(":")[2] for t in self.types}
        if asked and not {t.rpartition(":")[2] for t in asked[1].split()} <= ours:
            return ()
        found = re.search(r"<(?:\w+:)?MessageID[^>]*>([^<]*)<", text)
        return (self._message("ProbeMatches", device, found[1].strip() if found else ""),)

    def spontaneous(self, device: PretendDevice) -> Sequence[tuple[bytes, str, int]]:
        """Hello once, at start."""
        if self._hello:
            return ()
        self._hello = True
        return ((self._message("Hello", device, ""), "239.255.255.250", 3702),)

    def _message(self, kind: str, device: PretendDevice, relates: str) -> bytes:
        scopes = " ".join(self.scopes)
        address = f"http://{device.address}:{self.service_port}/onvif/device_service"
        inner = (
            f"<a:EndpointReference><a:Address>{self.endpoint}</a:Address></a:EndpointReference>"
            f"<d:Types>{' '.join(self.types)}</d:Types><d:Scopes>{scopes}</d:Scopes>"
            f"<d:XAddrs>{address}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>"
        )
        if kind == "ProbeMatches":
            inner = f"<d:ProbeMatch>{inner}</d:ProbeMatch>"
        relation = f"<a:RelatesTo>{relates}</a:RelatesTo>" if relates else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
            ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
            ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
            ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"'
            ' xmlns:wprt="http://schemas.microsoft.com/windows/2006/08/wdp/print">'
            f"<s:Header><a:MessageID>urn:uuid:{uuid.uuid4()}</a:MessageID>{relation}"
            f"<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/{kind}</a:Action></s:Header>"
            f"<s:Body><d:{kind}>{inner}</d:{kind}></s:Body></s:Envelope>"
        ).encode()
