"""Reads a UPnP device description (UPnP Device Architecture 1.1 section 2.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from doorguard.discover.ws_message import Unfit, parse
from doorguard.network.text import NAME_CAP, clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FACTS = {
    "deviceType": "ssdp.device_type",
    "friendlyName": "ssdp.friendly_name",
    "manufacturer": "ssdp.manufacturer",
    "modelName": "ssdp.model_name",
    "modelDescription": "ssdp.model_description",
}
DEVICE_FACTS = {"modelName": "device.model", "manufacturer": "device.maker", "serialNumber": "device.serial"}
"""Said of the device itself, where it is of a kind that cameras use. Of other things nobody asks."""
LARGEST = 256 * 1024
MOST_DEVICES, MOST_SERVICES = 8, 32
_MAPPING_SERVICES = ("WANIPConnection:", "WANPPPConnection:")
_FIREWALL_SERVICE = "WANIPv6FirewallControl:"
_CAMERAS = ("DigitalSecurityCamera", "Basic:1")
_SERVICE = re.compile(r"urn:[A-Za-z0-9:._-]{1,120}")
_PATH = re.compile(r"/[\x21-\x7e]{0,255}")


class NotADescription(ValueError):
    """Not a description that we can use."""


@dataclass(frozen=True, slots=True)
class Control:
    """Where a service takes orders: on the host that described it, never elsewhere."""

    service: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Described:
    """One device of a description: ``facts`` by place, ``device`` facts of the device itself, and
    the control addresses of its port-mapping services, one for each way to the internet, and of its IPv6
    protection."""

    facts: tuple[tuple[str, str], ...]
    device: tuple[tuple[str, str], ...]
    uuid: str
    name: str
    controls: tuple[Control, ...]
    v6_control: Control | None


def describe(body: bytes, url: str) -> list[Described]:
    """The root device and those inside it; ``url`` is where it was read.

    Raises :class:`NotADescription`.
    """
    try:
        root = parse(body, LARGEST)
    except Unfit as error:
        raise NotADescription(str(error)) from None
    found = [node for node in root.iter() if _local(node) == "device"]
    if not found:
        raise NotADescription("no device")
    where = _foot(url, _text(root, "URLBase"))
    return [_device(node, where) for node in found[:MOST_DEVICES]]


def _foot(url: str, url_base: str) -> str:
    """What relative addresses stand on: URLBase (UDA 1.0), if it is on the same host."""
    try:
        same = urlsplit(url_base).hostname == urlsplit(url).hostname and urlsplit(url_base).scheme == "http"
    except ValueError:
        same = False
    return url_base if same else url


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _text(node: Element, name: str) -> str:
    return next(((c.text or "").strip() for c in node if _local(c) == name), "")


def _device(node: Element, where: str) -> Described:
    kind = _text(node, "deviceType")
    is_camera = any(word in kind for word in _CAMERAS)
    controls: list[Control] = []
    v6 = None
    for service in _services(node, where):
        if any(word in service.service for word in _MAPPING_SERVICES):
            controls.append(service)
        elif _FIREWALL_SERVICE in service.service:
            v6 = v6 or service
    return Described(
        facts=_named(node, FACTS),
        device=_named(node, DEVICE_FACTS, NAME_CAP) if is_camera else (),
        uuid=clean(_text(node, "UDN").lower().removeprefix("uuid:"), 80),
        name=clean(_text(node, "friendlyName"), NAME_CAP) if is_camera else "",
        controls=_newest(controls),
        v6_control=v6,
    )


def _newest(controls: list[Control]) -> tuple[Control, ...]:
    """Each once: where a service is offered in two versions at one address, the later one."""
    found: dict[tuple[int, str], Control] = {}
    for control in sorted(controls, key=lambda c: c.service):
        found[control.port, control.path] = control
    return tuple(dict.fromkeys(c for c in controls if c in found.values()))


def _named(node: Element, wanted: dict[str, str], cap: int = 256) -> tuple[tuple[str, str], ...]:
    found = ((fact, clean(_text(node, tag), cap)) for tag, fact in wanted.items())
    return tuple((fact, value) for fact, value in found if value)


def _services(node: Element, where: str) -> Iterator[Control]:
    """A device's own services that take orders on the very host that described them."""
    for listing in node:
        if _local(listing) != "serviceList":
            continue
        for item in list(listing)[:MOST_SERVICES]:
            name = _text(item, "serviceType")
            try:
                parts = urlsplit(urljoin(where, _text(item, "controlURL")))
                same = parts.hostname == urlsplit(where).hostname and parts.scheme == "http"
                port = parts.port or 80
            except ValueError:
                continue
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if same and _SERVICE.fullmatch(name) and _PATH.fullmatch(path):
                yield Control(name, port, path)
