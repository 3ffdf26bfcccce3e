"""From announcements to facts: HomeKit, Matter, Axis and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from doorguard.discover.mdns_records import Instance, Speaker
from doorguard.model import Fact, Scalar
from doorguard.network.text import NAME_CAP, clean

NAMED = frozenset(
    {"_hap._tcp", "_axis-video._tcp", "_axis-nvr._tcp", "_rtsp._tcp", "_psia._tcp", "_onvif._tcp",
     "_camera._tcp", "_nvr._tcp", "_ipcam._tcp", "_arec._tcp", "_arlo-video._tcp", "_miio._udp"}
)  # fmt: skip
"""Types whose instance name is the name of a camera, doorbell, recorder or hub."""
WEB = frozenset({"_http._tcp", "_https._tcp"})
"""Anything can have a web page, a person's computer too: its name is kept only if a rule wants it."""
TELLING_KEYS = ("md", "vendor", "board", "project_name")
"""What is read of other services, for the rules; never a name that a person gave."""
_KEPT_BACK = re.compile(r"pass|pwd|token|secret|key|auth|uid|ssid|^(id|sh|ri|pi)$")
"""Secrets, and what only tells this one device from all others (HomeKit ``id`` and ``sh``, Matter ``ri``)."""
_FABRIC = re.compile(r"^([0-9A-F]{16})-[0-9A-F]{16}$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}")
_WINDOWS = {0: "closed", 1: "open", 2: "temporary", 3: "open"}
"""CM of ``_matterc._udp`` (Matter core specification, commissionable node discovery)."""
PROBE = "mdns"
_NEEDED = ("_hap.", "_matter")
"""HomeKit and Matter cannot work without announcing themselves; all else has a switch of its own."""


@dataclass
class Said:
    """What one speaker's announcements come to."""

    facts: list[Fact] = field(default_factory=list)
    ids: set[tuple[str, str]] = field(default_factory=set)
    names: list[str] = field(default_factory=list)

    def fact(self, name: str, value: Scalar, place: str | None) -> None:
        """Add one fact, reported by the device."""
        self.facts.append(Fact(name=name, value=value, place=place, how="reported", probe=PROBE))


def facts_of(
    speaker: Speaker, wanted_name: Callable[[str], bool], *, ended: bool, silence_counts: bool = False
) -> Said:
    """Everything, from scratch. ``ended``: nothing more is waited for. ``silence_counts``: it was
    asked and had time, so an opening that it did not announce is not open."""
    said = Said()
    own = speaker.own(ended=ended)
    for service, label, instance in own:
        _service(said, service, label, instance, wanted_name)
    matter = [(label, i) for service, label, i in own if service == "_matter._tcp"]
    _matter_homes(said, matter)
    silence_counts = silence_counts and not speaker.cut
    if silence_counts and matter and not any(service == "_matterc._udp" for service, _, _ in own):
        said.facts.append(Fact(name="matter.window", value="closed", place="udp/5353", probe=PROBE))
    for host in dict.fromkeys(i.host or "" for _, _, i in own):
        name = clean(host.removesuffix(".local.").removesuffix("."), NAME_CAP)
        if name and wanted_name(name):
            said.fact("host.name", name, None)
    return said


def _service(
    said: Said, service: str, label: str, instance: Instance, wanted_name: Callable[[str], bool]
) -> None:
    place = f"mdns/{service}"
    said.fact("mdns.type", service, place)
    if not service.startswith(_NEEDED):
        said.fact("discovery.on", True, "udp/5353")
    txt = instance.txt or {}
    if label and (service in NAMED or (service in WEB and wanted_name(label))):
        said.fact("mdns.name", label, place)
    if service in NAMED and label:
        said.names.append(label)
    told = service in NAMED or service.startswith("_matter")
    keys = txt if told else {key: txt[key] for key in TELLING_KEYS if key in txt}
    for key, value in keys.items():
        if not _KEPT_BACK.search(key) and re.fullmatch(r"[a-z0-9#_-]+", key):
            said.fact(f"mdns.txt.{key}", value, place)
    if service == "_hap._tcp":
        _homekit(said, instance, txt)
    elif service == "_matterc._udp":
        _matter_window(said, instance, txt)
    elif service == "_axis-video._tcp" and "macaddress" in txt:
        said.ids.add(("claimed-mac", txt["macaddress"].lower()))


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def _homekit(said: Said, instance: Instance, txt: Mapping[str, str]) -> None:
    """HomeKit Accessory Protocol, Bonjour TXT: sf bit 0 set means not paired; ff 0 uncertified."""
    place = f"tcp/{instance.port}" if instance.port else "udp/5353"
    status, category, feature = (_number(txt.get(key)) for key in ("sf", "ci", "ff"))
    if status is not None:
        said.fact("homekit.paired", not status & 1, place)
    if category is not None:
        said.fact("homekit.category", category, place)
    if feature is not None:
        said.fact("homekit.certified", bool(feature & 3), place)
    if txt.get("md"):
        said.fact("device.model", clean(txt["md"], NAME_CAP), None)
    if txt.get("id"):
        said.ids.add(("hap", txt["id"].lower()))


def _matter_window(said: Said, instance: Instance, txt: Mapping[str, str]) -> None:
    mode, kind = _number(txt.get("cm")), _number(txt.get("dt"))
    if mode is not None:
        said.fact("matter.window", _WINDOWS.get(mode, "open"), "udp/5353")
    if kind is not None:
        said.fact("matter.device_type", kind, f"udp/{instance.port or 5540}")
    if txt.get("dn"):
        said.names.append(clean(txt["dn"], NAME_CAP))


def _matter_homes(said: Said, announced: list[tuple[str, Instance]]) -> None:
    """Each Matter home announces the device under its own compressed fabric id. Homes of two
    devices that share an address are not added up."""
    homes: dict[str, set[str]] = {}
    for label, instance in announced:
        match = _FABRIC.match(label)
        if match:
            homes.setdefault((instance.host or "").lower(), set()).add(match[1].upper())
    if homes:
        said.fact("matter.fabrics", max(len(fabrics) for fabrics in homes.values()), "udp/5353")
