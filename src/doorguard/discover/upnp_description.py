"""Reads a UPnP device description (UPnP Device Architecture 1.1 section 2.3). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
_MAPPING_SERVICES = ("WANIPConnection:", "WANPPPConnection:")
_CAMERAS = ("DigitalSecurityCamera", "Basic:1")


class NotADescription(ValueError):
    """Not a description that we can use."""


@dataclass(frozen=True, slots=True)
class Described:
    """One device of a description. ``control`` and ``service`` are of its port-mapping service."""

    facts: tuple[tuple[str, str], ...]
    model: str
    uuid: str
    name: str
    control: str
    service: str
    v6_control: str


def describe(body: bytes) -> list[Described]:
    """The root device and those inside it. Raises :class:`NotADescription`."""
    try:
        root = parse(body[: 64 * 1024])
    except Unfit as error:
        raise NotADescription(str(error)) from None
    found = [_device(node) for node in root.iter() if _local(node) == "device"]
    if not found:
        raise NotADescription("no device")
    return found[:16]


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _text(node: Element, name: str) -> str:
    return next(((c.text or "").strip() for c in node if _local(c) == name), "")


def _device(node: Element) -> Described:
    facts = tuple((fact, clean(_text(node, tag))) for tag, fact in FACTS.items() if _text(node, tag))
    kind = _text(node, "deviceType")
    is_camera = any(word in kind for word in _CAMERAS)
    control = service = v6 = ""
    for name, path in _services(node):
        if any(word in name for word in _MAPPING_SERVICES) and not control:
            control, service = path, name
        elif "WANIPv6FirewallControl:" in name:
            v6 = path
    return Described(
        facts=facts,
        model=clean(_text(node, "modelName"), NAME_CAP) if is_camera else "",
        uuid=clean(_text(node, "UDN").lower().removeprefix("uuid:"), 80),
        name=clean(_text(node, "friendlyName"), NAME_CAP) if is_camera else "",
        control=control,
        service=service,
        v6_control=v6,
    )


def _services(node: Element) -> Iterator[tuple[str, str]]:
    """(service type, control path) of a device's own services. Other hosts are left out."""
    for listing in node:
        if _local(listing) != "serviceList":
            continue
        for item in list(listing)[:32]:
            path = _text(item, "controlURL")
            if "://" in path:
                continue  # a path is enough; an address could point anywhere
            path = path if path.startswith("/") else f"/{path}"
            if all(32 < ord(char) < 127 for char in path) and len(path) < 256:
                yield clean(_text(item, "serviceType"), 128), path
