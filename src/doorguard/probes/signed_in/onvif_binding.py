"""ONVIF's operations as onvif-zeep binds them, over documents that are parsed once for all devices.

Never ``ONVIFCamera``: it parses anew for each camera, trusts the addresses that a device announces and
opens a subscription on it. Importing ``onvif`` configures logging unless the root logger has a handler.
"""

from __future__ import annotations

import functools
import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Protocol
from xml.sax.saxutils import escape

DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"
RECORDING = "http://www.onvif.org/ver10/recording/wsdl"
EVENTS = "http://www.onvif.org/ver10/events/wsdl"
UPLINK = "http://www.onvif.org/ver10/uplink/wsdl"
_OWN = "urn:doorguard:onvif"
_DOCUMENT = "onvif_reads.wsdl"


@dataclass(frozen=True, slots=True)
class Operation:
    """One read: the service it belongs to (its namespace), and the binding that knows it."""

    service: str
    binding: str


_DEVICE_BINDING, _YOUNGER_DEVICE = f"{{{DEVICE}}}DeviceBinding", f"{{{_OWN}}}Device"
OPERATIONS: Mapping[str, Operation] = {
    "GetServices": Operation(DEVICE, _DEVICE_BINDING),
    "GetCapabilities": Operation(DEVICE, _DEVICE_BINDING),
    "GetSystemDateAndTime": Operation(DEVICE, _DEVICE_BINDING),
    "GetDeviceInformation": Operation(DEVICE, _DEVICE_BINDING),
    "GetUsers": Operation(DEVICE, _DEVICE_BINDING),
    "GetRemoteUser": Operation(DEVICE, _DEVICE_BINDING),
    "GetDynamicDNS": Operation(DEVICE, _DEVICE_BINDING),
    "GetDiscoveryMode": Operation(DEVICE, _DEVICE_BINDING),
    "GetStorageConfigurations": Operation(DEVICE, _YOUNGER_DEVICE),
    "GetAuthFailureWarningConfiguration": Operation(DEVICE, _YOUNGER_DEVICE),
    "GetProfiles": Operation(MEDIA, f"{{{MEDIA}}}MediaBinding"),
    "GetRecordingJobs": Operation(RECORDING, f"{{{RECORDING}}}RecordingBinding"),
    "GetEventBrokers": Operation(EVENTS, f"{{{_OWN}}}Event"),
    "GetUplinks": Operation(UPLINK, f"{{{_OWN}}}Uplink"),
    "GetWebRTCConfigurations": Operation(MEDIA2, f"{{{_OWN}}}Media2"),
}
"""All that is ever called. Logs, backups and support files are left alone, as is everything that writes."""


class Sender(Protocol):
    """What zeep sends through (its transport)."""

    def post_xml(self, address: str, envelope: Any, headers: Mapping[str, str]) -> Any:
        """Send one message, give back the answer."""


class Signer(Protocol):
    """What zeep lets sign a message (its wsse)."""

    def apply(self, envelope: Any, headers: Any) -> tuple[Any, Any]:
        """Add to the header of a message."""

    def verify(self, envelope: Any) -> None:
        """Look at an answer."""


class _Folder:
    """Loads documents from the folder of onvif-zeep, and from nowhere else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, url: str) -> bytes:
        file = Path(url).resolve()
        if not file.is_relative_to(self._folder):
            raise PermissionError(url)
        return file.read_bytes()


def settings() -> Any:
    """How zeep reads: nothing is fetched, nothing is expanded. Untidy cameras need ``strict=False``."""
    import zeep

    return zeep.Settings(
        strict=False, forbid_dtd=True, forbid_entities=True, forbid_external=True, xml_huge_tree=False
    )


@functools.cache
def folder() -> Path:
    """Where onvif-zeep keeps its documents: only its own list of files tells on every kind of installation."""
    for file in metadata.files("onvif-zeep") or ():
        if file.name == "devicemgmt.wsdl":
            return Path(str(file.locate())).resolve().parent
    raise FileNotFoundError("devicemgmt.wsdl")


@functools.cache
def load() -> Any:
    """The parsed documents: seconds on an old computer the first time, nothing after that."""
    logging.getLogger().addHandler(logging.NullHandler())
    import onvif  # noqa: F401 - with a handler there, it leaves logging alone
    import zeep.wsdl

    text = resources.files(__package__).joinpath(_DOCUMENT).read_text("utf-8")
    text = text.replace("{folder}", escape(str(folder()), {'"': "&quot;"}))
    loader: Any = _Folder(folder())
    parsed = zeep.wsdl.Document(io.BytesIO(text.encode()), loader, settings=settings())
    (service,) = parsed.services.values()
    parsed.bindings = {str(port.binding.name): port.binding for port in service.ports.values()}
    return parsed


def bind(operation: str, sender: Sender, signer: Signer | None) -> Any:
    """``operation`` as a callable. Raises KeyError for anything but the reads above."""
    binding = OPERATIONS[operation].binding
    document = load()
    import onvif
    import zeep

    client = zeep.Client(document, wsse=signer, transport=sender, settings=settings())
    # The address in it is not used: the sender knows the one device that it talks to.
    service = onvif.ONVIFService(
        "http://camera/", "", "", str(folder() / "devicemgmt.wsdl"), zeep_client=client, binding_name=binding
    )
    return getattr(service, operation)


def password_digest(user: str, password: str, offset: Any) -> Any:
    """A UsernameToken with a digest, made by the device's clock (``offset``: that clock minus ours)."""
    from onvif.client import UsernameDigestTokenDtDiff

    # Cameras want Created to end in Z (ONVIF Core section 5.12).
    return UsernameDigestTokenDtDiff(user, password, dt_diff=offset, use_digest=True, zulu_timestamp=True)
