"""What does ONVIF tell without a login? Asked in rising order of harm, stopped at the first answer.

ONVIF Core, default access policy: GetSystemDateAndTime is for everybody; GetDeviceInformation
(READ_SYSTEM), GetProfiles (READ_MEDIA) and GetUsers (READ_SYSTEM_SECRET) must be refused without a
login. Control: a made-up operation must not be answered with success, or a yes means nothing. Only
counts leave the parser; no header with a name or a password is ever sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from doorguard.model import Device, Fact, Gap, Level, Reason
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, Stopped, Unreadable
from doorguard.network.text import NAME_CAP, clean
from doorguard.network.web import WebReply
from doorguard.probes.probe import Learned, Probe, open_ports, services

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "onvif"
USUAL_PATH = "/onvif/device_service"
USUAL_PORTS = (80, 8080, 8899, 2020, 8000, 5000)
REPLY_CAP = 128 * 1024
DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
_SOAP = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
    '<{operation} xmlns="{namespace}"/></s:Body></s:Envelope>'
)
_IDENTITY = {
    "Manufacturer": "device.maker",
    "Model": "device.model",
    "FirmwareVersion": "device.firmware",
    "SerialNumber": "device.serial",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One SOAP answer: ``yes`` with its body element, ``refused``, or ``other``."""

    outcome: str
    body: Element | None = None


def _local(node: Element) -> str:
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
    nodes = {_local(node): node for node in list(root.iter())[:2000]}
    if "Fault" in nodes:
        text = "".join(list(nodes["Fault"].itertext())[:40])
        # Firmware words the reason in its own way; the subcode's local name is the sign.
        return Said("refused" if "NotAuthorized" in text or reply.status == 400 else "other")
    wanted = f"{operation}Response"
    return Said("yes", nodes[wanted]) if reply.status == 200 and wanted in nodes else Said("other")


class _Service:
    """The ONVIF service of one device: port and path are ours, whatever it announces as host."""

    def __init__(self, visit: Visit, port: int, path: str, *, tls: bool) -> None:
        self._visit, self.port, self._path, self._tls = visit, port, path, tls

    @property
    def place(self) -> str:
        return f"tcp/{self.port}"

    def ask(self, operation: str, namespace: str = DEVICE, path: str | None = None) -> Said:
        """One question without a login. Raises DoorError."""
        reply = self._visit.ask(
            self.port,
            path or self._path,
            method="POST",
            tls=self._tls,
            headers={"Content-Type": f'application/soap+xml; charset=utf-8; action="{namespace}/{operation}"'},
            body=_SOAP.format(operation=operation, namespace=namespace).encode(),
            cap=REPLY_CAP,
            seconds=3.0,
        )
        return read(reply, operation)


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Find the service, then ask in rising order of harm."""
    reason: Reason = "not-supported"
    for port, path in _where(device):
        service = _Service(visit, port, path, tls=port in services(device, "https"))
        try:
            clock = service.ask("GetSystemDateAndTime")
            if clock.outcome == "other":
                continue
            yield Fact(name="onvif.answers", value=True, place=service.place, probe=NAME)
            yield from _ask_all(service)
        except Stopped:
            raise
        except DoorError as error:
            reason = error.reason
            continue
        return
    yield Gap(names=("onvif.open",), reason=reason, probe=NAME)


def _where(device: Device) -> list[tuple[int, str]]:
    """The announced service first; else the usual path on the usual web ports."""
    by_name = {f.name: f.value for f in device.facts if f.name in ("onvif.port", "onvif.path")}
    found: list[tuple[int, str]] = []
    if "onvif.port" in by_name:
        found.append((int(by_name["onvif.port"]), str(by_name.get("onvif.path", USUAL_PATH))))
    web = set(services(device, "http", "https")) | set(open_ports(device)) & {2020, 8899}
    found += [(port, USUAL_PATH) for port in USUAL_PORTS if port in web and (port, USUAL_PATH) not in found]
    return found[:3]


def _ask_all(service: _Service) -> Iterator[Learned]:
    control = service.ask("GetWeatherOfYesterday")
    if control.outcome == "yes":
        says = "This device answers yes to everything, so its yes means nothing."
        yield Gap(names=("onvif.open",), reason="unreadable", place=service.place, probe=NAME, says=says)
        return
    open_to = ""
    refused = []
    device = service.ask("GetDeviceInformation")
    refused.append(device.outcome == "refused")
    if device.outcome == "yes" and device.body is not None:
        open_to = "device"
        yield from _identity(device.body)
    profiles = service.ask("GetProfiles", MEDIA)
    if profiles.outcome == "other":
        profiles = service.ask("GetProfiles", MEDIA, "/onvif/media_service")
    refused.append(profiles.outcome == "refused")
    if profiles.outcome == "yes":
        open_to = "profiles"
    users = service.ask("GetUsers")
    refused.append(users.outcome == "refused")
    if users.outcome == "yes" and users.body is not None:
        open_to = "users"
        count = sum(1 for node in users.body.iter() if _local(node) == "User")
        yield Fact(name="onvif.users_told", value=count, place=service.place, probe=NAME)
    yield from _verdict(service.place, open_to, all(refused))


def _verdict(place: str, open_to: str, all_refused: bool) -> Iterator[Learned]:
    if open_to:
        yield Fact(name="onvif.open", value=True, place=place, probe=NAME)
        yield Fact(name="onvif.open_to", value=open_to, place=place, probe=NAME)
    elif all_refused:
        yield Fact(name="onvif.open", value=False, place=place, probe=NAME)
    else:
        yield Gap(names=("onvif.open",), reason="unreadable", place=place, probe=NAME)


def _identity(body: Element) -> Iterator[Fact]:
    for node in body.iter():
        name = _IDENTITY.get(_local(node))
        value = clean(node.text or "", NAME_CAP)
        if name and value:
            yield Fact(name=name, value=value, how="reported", probe=NAME)


PROBE = Probe(
    name=NAME,
    title="What its camera service tells anyone",
    level=Level.LOOK,
    side_effect="Some cameras note that somebody asked without a password.",
    supplies=("onvif.answers", "onvif.open", "onvif.open_to", "onvif.users_told", "device.firmware"),
    connections=10,
    requests=12,
    applies=lambda device: bool(_where(device)),
    run=run,
)
