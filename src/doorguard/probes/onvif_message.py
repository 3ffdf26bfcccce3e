"""ONVIF questions and answers as bytes. Pure.

SOAP 1.2 over HTTP (ONVIF Core section 5); operations and elements as in devicemgmt.wsdl, media.wsdl and
onvif.xsd. Only counts and the clock are for facts: an address of the video may hold a password.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

from doorguard.network.refusal import Unreadable
from doorguard.network.text import NAME_CAP, clean
from doorguard.network.web import WebReply

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
_SCHEMA = "http://www.onvif.org/ver10/schema"
MOST_NODES = 2000
TOKEN_CAP = 64
"""tt:ReferenceToken has 64 characters at most (onvif.xsd)."""
_SOAP = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
    '<{operation} xmlns="{namespace}">{inner}</{operation}></s:Body></s:Envelope>'
)
_STREAM = (
    f'<StreamSetup><Stream xmlns="{_SCHEMA}">RTP-Unicast</Stream>'
    f'<Transport xmlns="{_SCHEMA}"><Protocol>RTSP</Protocol></Transport></StreamSetup>'
    "<ProfileToken>{token}</ProfileToken>"
)
_INSIDE: Mapping[str, str] = {"GetServices": "<IncludeCapability>false</IncludeCapability>"}
_NO = re.compile(r"not\s?-?authori[sz]ed|unauthori[sz]ed|failed\s?authentication", re.IGNORECASE)
"""ter:NotAuthorized (ONVIF Core, generic faults), wsse:FailedAuthentication (WS-Security 1.1), and how
firmware words the two."""
_TELLS: Mapping[str, tuple[str, ...]] = {
    "GetDeviceInformation": ("Manufacturer", "Model", "FirmwareVersion", "SerialNumber"),
    "GetNetworkProtocols": ("NetworkProtocols",),
    "GetScopes": ("ScopeItem",),
    "GetProfiles": ("Profiles",),
    "GetStreamUri": ("Uri",),
    "GetUsers": ("User",),
}
"""Operation -> the elements that hold what it tells. An answer without one of them told nothing."""
_IDENTITY = {
    "Manufacturer": "device.maker",
    "Model": "device.model",
    "FirmwareVersion": "device.firmware",
    "SerialNumber": "device.serial",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One SOAP answer.

    ``told``: it answered, and ``count`` things were in it; ``yes``: it agreed, with nothing in it that we know;
    ``refused``: it wants a login; ``fault``: another SOAP fault, such as "I do not know this question";
    ``other``: not ONVIF. ``body`` is the answer's element.
    """

    outcome: Literal["told", "yes", "refused", "fault", "other"]
    body: Element | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """GetSystemDateAndTime. ``utc`` is None for a date or an hour that there is not."""

    utc: datetime | None
    by_network: bool | None


def question(operation: str, namespace: str, token: str | None = None) -> bytes:
    """One question, without any header. ``token`` names a profile of GetStreamUri."""
    inner = _INSIDE.get(operation, "") if token is None else _STREAM.format(token=escape(token[:TOKEN_CAP]))
    return _SOAP.format(operation=operation, namespace=namespace, inner=inner).encode()


def local(node: Element) -> str:
    """The name of an element without its namespace: firmware often gets the namespace wrong."""
    return str(node.tag).rpartition("}")[2]


def read(reply: WebReply, operation: str) -> Said:
    """Judge one HTTP answer. A web page that says 200 is no answer. Raises Unreadable."""
    import defusedxml.ElementTree as safe

    if reply.status in (401, 403):
        return Said("refused")
    if b"<!DOCTYPE" in reply.body or b"Envelope" not in reply.body:
        return Said("other")
    try:
        root: Element = safe.fromstring(reply.body, forbid_dtd=True)
    except Exception:  # noqa: BLE001 - any parser error on hostile input means the same
        raise Unreadable("the device gave an unreadable answer") from None
    nodes = {local(node): node for node in list(root.iter())[:MOST_NODES]}
    if "Fault" in nodes:
        text = "".join(list(nodes["Fault"].itertext())[:40])
        # Every fault comes with status 400, also "I do not know this question": only the words tell a no.
        return Said("refused" if _NO.search(text) else "fault")
    wanted = f"{operation}Response"
    if reply.status != 200 or wanted not in nodes:
        return Said("other")
    count = _count(nodes[wanted], operation)
    return Said("told" if count else "yes", nodes[wanted], count)


def _count(body: Element, operation: str) -> int:
    """How many things it told: entries of a list, or values that are not empty."""
    telling = _TELLS.get(operation, ())
    found = [node for node in list(body.iter())[:MOST_NODES] if local(node) in telling]
    return sum(1 for node in found if len(node) or node.attrib or (node.text or "").strip())


def identity(body: Element) -> dict[str, str]:
    """Maker, model, firmware and serial number, by fact name."""
    found: dict[str, str] = {}
    for node in list(body.iter())[:MOST_NODES]:
        name, value = _IDENTITY.get(local(node)), clean(node.text or "", NAME_CAP)
        if name and value:
            found.setdefault(name, value)
    return found


def first_profile(body: Element) -> str | None:
    """The token of the first profile (onvif.xsd, tt:Profile, attribute ``token``)."""
    for node in list(body.iter())[:MOST_NODES]:
        if local(node) == "Profiles":
            return next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == "token"), None)
    return None


def media_path(body: Element) -> str | None:
    """The path of the media service, from GetServices. Only the path: the host stays the one we asked."""
    for service in list(body.iter())[:MOST_NODES]:
        fields = {local(node): (node.text or "").strip() for node in service}
        if local(service) == "Service" and fields.get("Namespace") == MEDIA:
            found = re.fullmatch(r"https?://[^/\s]{1,128}(/[\x21-\x7e]{0,128})", fields.get("XAddr", ""))
            return found[1] if found else None
    return None


def clock(body: Element) -> Clock:
    """The device's clock. Firmware has been seen to say month 0, hour 24 and year 0: that is no time."""
    nodes = {local(node): node for node in list(body.iter())[:MOST_NODES]}
    kind = (nodes["DateTimeType"].text or "").strip() if "DateTimeType" in nodes else ""
    by_network = {"NTP": True, "Manual": False}.get(kind)
    part = nodes.get("UTCDateTime")
    if part is None:
        return Clock(None, by_network)
    numbers = {local(node): (node.text or "").strip() for node in list(part.iter())[:20]}
    try:
        return Clock(_time(numbers), by_network)
    except (ValueError, OverflowError):
        return Clock(None, by_network)


def _time(numbers: Mapping[str, str]) -> datetime:
    """A date and a time of day as a time. Raises ``ValueError`` or ``OverflowError``."""
    year, month, day, hour, minute, second = (
        _number(numbers.get(name, "")) for name in ("Year", "Month", "Day", "Hour", "Minute", "Second")
    )
    if second > 61:  # tt:Time counts to 61, for a second that is put in
        raise ValueError(second)
    return datetime(year, month, day, hour, minute, tzinfo=UTC) + timedelta(seconds=second)


def _number(text: str) -> int:
    """A number without a sign, of at most nine digits. Raises ``ValueError``."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(text)
    return int(text)
