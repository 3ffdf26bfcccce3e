"""What a Xiongmai device keeps under each name, as facts.

Names and fields as in Xiongmai's "configuration exchange format" V2.0, its own web pages and public clients of
this protocol. A switch may be true or 1; a list of one may come without its brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from doorguard.model import Fact, Gap, Scalar
from doorguard.probes.signed_in.dvrip_talk import TIME_QUERY, Talk
from doorguard.probes.signed_in.lists import MOST, Recipients, Uplinks, is_somebody, say_told
from doorguard.probes.signed_in.pages import NotHere

Told = Mapping[str, Scalar | None]
_HEX_ADDRESS = re.compile(r"0x[0-9A-Fa-f]{8}\Z")


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list, or of one without brackets. Raises NotHere when it is neither."""
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(row, dict) for row in found):
        raise NotHere("unreadable")
    return found


def row(value: Any) -> Mapping[str, Any]:
    """One object. Raises NotHere."""
    if not isinstance(value, dict):
        raise NotHere("unreadable")
    return value


def switch(part: Mapping[str, Any], name: str) -> bool | None:
    """A switch; None where it does not stand there."""
    value = part.get(name)
    return bool(value) if isinstance(value, bool | int) and value in (0, 1) else None


def needed(part: Mapping[str, Any], name: str) -> bool:
    """A switch without which nothing can be said. Raises NotHere."""
    value = switch(part, name)
    if value is None:
        raise NotHere("unreadable")
    return value


def host(server: Any) -> str:
    """Where a ``Server`` leads: its name, else its address, whose octets stand backwards in hex."""
    part = row(server)
    name, address = part.get("Name"), part.get("Address")
    if isinstance(name, str) and is_somebody(name):
        return name
    if not isinstance(address, str) or not _HEX_ADDRESS.match(address):
        return ""
    octets = bytes.fromhex(address[2:])[::-1]
    return ".".join(map(str, octets)) if any(octets) else ""


def _mail(value: Any) -> list[str]:
    part = row(value)
    names = part.get("Recievers")  # as the protocol spells it
    if not needed(part, "Enable"):
        return []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise NotHere("unreadable")
    return [one.strip() for name in names for one in re.split("[;,]", name)]


def _servers(value: Any) -> list[str]:
    return [host(part.get("Server")) for part in rows(value) if needed(part, "Enable")]


SENDS: tuple[tuple[str, str, Callable[[Any], list[str]]], ...] = (
    ("mail", "NetWork.NetEmail", _mail),
    ("ftp", "NetWork.NetFTP", _servers),
    ("alarm-host", "NetWork.AlarmServer", _servers),
)
PUSH = "NetWork.PMS"
"""Messages to phones by way of the maker. Which phones, only the maker knows."""


def say_recipients(talk: Talk, probe: str) -> Iterator[Fact | Gap]:
    """Every list of recipients."""
    said = Recipients(probe)
    for kind, name, addresses in SENDS:
        try:
            found = addresses(talk.config(name))
        except NotHere as missing:
            yield from said.missing(kind, missing.reason)
        else:
            yield from said.say(kind, found)
    try:
        if needed(row(talk.config(PUSH)), "Enable"):
            yield from said.missing("push", "not-supported")
    except NotHere as missing:
        yield from said.missing("push", missing.reason)
    yield from said.end()


def say_ways_out(talk: Talk, probe: str) -> Iterator[Fact | Gap]:
    """The servers that it signs on to by itself: DAS in newer firmware, ARSP in older. Few know both."""
    said, absent = Uplinks(probe), 0
    for first, name in ((1, "NetWork.DAS"), (2, "NetWork.NetARSP")):
        try:
            found = [(needed(part, "Enable"), _where(part)) for part in rows(talk.config(name))[:MOST]]
        except NotHere as missing:
            absent += missing.reason == "not-supported"
            if missing.reason != "not-supported" or absent == 2:
                yield from said.missing(f"auto-register/{first}" if first > 1 else "auto-register", missing.reason)
            continue
        for number, (on, to) in enumerate(found, first):
            yield from said.say("auto-register", on=on, to=to if on else "", number=number)
    yield from said.end()


def _where(part: Mapping[str, Any]) -> str:
    address = part.get("ServerAddr")
    return address if isinstance(address, str) else host(part.get("Server")) if "Server" in part else ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``names`` are tried in order until the device has one; ``facts`` must be told, or are a gap;
    ``more`` may be."""

    names: tuple[str, ...]
    tell: Callable[[Any], Told]
    facts: tuple[str, ...]
    more: tuple[str, ...] = ()


def _cloud(value: Any) -> Told:
    part = row(value)
    on = switch(part, "NatEnable") if "NatEnable" in part else switch(part, "Enable")
    return {"cloud.on": on, "cloud.kind": "XMEye" if on else None}


def _ddns(value: Any) -> Told:
    found = rows(value)
    on = [part for part in found if needed(part, "Enable")]
    name = next((text for part in on if isinstance(text := part.get("HostName"), str) and is_somebody(text)), None)
    return {"ddns.on": bool(on), "ddns.name": name}


def _microphone(value: Any) -> Told:
    says = [
        switch(part[stream], "AudioEnable")
        for part in rows(value)
        for stream in ("MainFormat", "ExtraFormat")
        if isinstance(part.get(stream), dict)
    ]
    return {"microphone.on": True if True in says else False if says and None not in says else None}


def _recording(value: Any) -> Told:
    modes = {part.get("RecordMode") for part in rows(value) if isinstance(part.get("RecordMode"), str)}
    if modes <= {"ClosedRecord"}:
        return {"recording.on": False if modes else None}
    return {"recording.on": True if modes & {"ManualRecord", "ConfigRecord"} else None}


def _updates(value: Any) -> Told:
    part = row(value)
    on = switch(part, "AutoUpgradeImp")
    return {"update.automatic": False if switch(part, "Enable") is False else on}


SETTINGS: tuple[Setting, ...] = (
    Setting(("NetWork.Nat", "NetWork.NetNat"), _cloud, ("cloud.on",), ("cloud.kind",)),
    Setting(("NetWork.Upnp",), lambda v: {"device.asks_router": switch(row(v), "Enable")}, ("device.asks_router",)),
    Setting(("NetWork.NetDDNS",), _ddns, ("ddns.on",), ("ddns.name",)),
    Setting(("Simplify.Encode",), _microphone, ("microphone.on",)),
    Setting(("Record",), _recording, ("recording.on",)),
    Setting(("NetWork.OnlineUpgrade",), _updates, ("update.automatic",)),
    Setting(("NetWork.NetNTP",), lambda v: {"clock.by_network": switch(row(v), "Enable")}, ("clock.by_network",)),
)
"""In the order of asking: what lets others in first."""


def say_setting(talk: Talk, setting: Setting, probe: str) -> Iterator[Fact | Gap]:
    """One setting, or why it is not known."""
    missing = NotHere("not-supported")
    for name in setting.names:
        try:
            told = setting.tell(talk.config(name))
        except NotHere as not_here:
            missing = not_here
            continue
        yield from say_told(told, probe, setting.facts)
        return
    yield Gap(names=setting.facts, reason=missing.reason, probe=probe)


def say_clock(talk: Talk, probe: str) -> Iterator[Fact | Gap]:
    """How far its clock is off, where it tells in which part of the world it is set to be."""
    try:
        text = talk.read(TIME_QUERY, "OPTimeQuery")
        theirs = clock(text, row(talk.config("System.TimeZone")), row(talk.config("General.Location")))
    except NotHere as missing:
        yield Gap(names=("clock.offset",), reason=missing.reason, probe=probe)
        return
    offset = None if theirs is None else abs(round((theirs - datetime.now(UTC)).total_seconds()))
    yield from say_told({"clock.offset": offset}, probe, ("clock.offset",))


def clock(text: Any, zone: Mapping[str, Any], place: Mapping[str, Any]) -> datetime | None:
    """A device's clock. ``timeMin`` is minutes west of Greenwich. With a summer time rule it may be an hour off,
    so it is not known."""
    west = zone.get("timeMin")
    if not isinstance(text, str) or isinstance(west, bool) or not isinstance(west, int) or abs(west) > 24 * 60 - 1:
        return None
    if str(place.get("DSTRule", "")).lower() != "off":
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone(timedelta(minutes=-west)))
    except ValueError:
        return None
