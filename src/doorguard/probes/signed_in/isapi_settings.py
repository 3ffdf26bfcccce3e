"""What one ISAPI document says of one setting: a table of pages, each with its facts.

Names of elements as devices answered them (HTTP captures of ISAPI guides and integrations); a missing
element is a gap, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from doorguard.model import Scalar
from doorguard.probes.signed_in.isapi_document import Document, yes_no
from doorguard.probes.signed_in.lists import is_somebody
from doorguard.probes.signed_in.pages import NotHere

Told = Mapping[str, Scalar | None]
"""Fact name -> value; None where the document does not say."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One page. ``paths`` are tried in order until the device has one; ``facts`` must be told, or are a gap;
    ``more`` may be."""

    paths: tuple[str, ...]
    roots: tuple[str, ...]
    tell: Callable[[Document], Told]
    facts: tuple[str, ...]
    more: tuple[str, ...] = ()


_HOST_NAMES = ("hostname", "ipaddress", "ipv6address")


def set_host(part: Document) -> str:
    """Like :func:`host`, but raises NotHere when the document has no place for an address at all."""
    if not any(part.texts(name) for name in _HOST_NAMES):
        raise NotHere("unreadable")
    return host(part)


def host(part: Document) -> str:
    """The address in a document with addressingFormatType, hostName, ipAddress or ipv6Address; or ""."""
    names = _HOST_NAMES
    order = names if part.text("addressingformattype").lower() == "hostname" else (*names[1:], names[0])
    return next((text for text in map(part.text, order) if is_somebody(text)), "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _guard(page: Document) -> Told:
    on = page.yes_no("enabled")
    if not on:
        return {"guard.on": on}
    tries, seconds = _number(page.text("maxillegallogintimes")), _number(page.text("maxillegalloginlocktime"))
    return {"guard.on": on, "guard.tries": tries, "guard.seconds": seconds}


def _cloud(page: Document) -> Told:
    on = yes_no(page.child("enabled"))
    return {"cloud.on": on, "cloud.kind": "Hik-Connect (EZVIZ)" if on else None}


def _ddns(page: Document) -> Told:
    on = page.yes_no("enabled")
    name = page.text("devicedomainname")
    return {"ddns.on": on, "ddns.name": name if on and is_somebody(name) else None}


_MESSAGES = frozenset({"email", "center", "http", "push", "cloud"})
"""Ways of notifying that reach somebody; beeping, lamps and recording do not."""


def _login_alert(page: Document) -> Told:
    """What the device does at an illegal login (``illaccess``)."""
    triggers = [part for part in page.parts("eventtrigger") if part.child("eventtype").lower() == "illaccess"]
    if not triggers:
        return {"login_alert.on": None}
    methods = {text.lower() for trigger in triggers for text in trigger.texts("notificationmethod")}
    return {"login_alert.on": bool(methods & _MESSAGES)}


def _microphone(page: Document) -> Told:
    return {"microphone.on": page.yes_no("audio", "enabled")}


def _recording(page: Document) -> Told:
    says = [yes_no(track.child("enable") or track.child("enabled")) for track in page.parts("track")]
    if not says or None in says:
        return {"recording.on": True if True in says else None}
    return {"recording.on": any(says)}


def _mask(page: Document) -> Told:
    """Covers count while they are switched on as a whole, and one part of the picture has one."""
    whole = page.yes_no("enabled")
    parts = [yes_no(part.child("enabled")) for part in page.parts("privacymaskregion")]
    covered = True if True in parts else None if None in parts else False
    return {"mask.on": covered if whole else whole}


def _own_wifi(page: Document) -> Told:
    says = [page.yes_no("enabled"), page.yes_no("wifiapenabled")]
    return {"own_wifi.on": next((s for s in says if s is not None), None)}


def _clock(page: Document) -> Told:
    mode = page.text("timemode").lower()
    by_network = True if mode == "ntp" else False if mode == "manual" else None
    theirs = clock(page.text("localtime"), page.text("timezone"))
    offset = None if theirs is None else abs(round((theirs - datetime.now(UTC)).total_seconds()))
    return {"clock.offset": offset, "clock.by_network": by_network}


_ZONE = re.compile(r"[A-Za-z<>+\-0-9]{3,12}?([+-]\d{1,2}):(\d\d)(?::\d\d)?$")


def clock(local_time: str, zone: str) -> datetime | None:
    """A device's clock. Where localTime has no offset, timeZone (``CST-8:00:00``, POSIX: west is positive) gives
    it; with a summer time rule it may be an hour off, so it is not known."""
    try:
        said = datetime.fromisoformat(local_time)
    except ValueError:
        return None
    if said.tzinfo is not None:
        return said
    found = _ZONE.match(zone)
    if not found:
        return None
    hours, minutes = int(found[1]), int(found[2])
    east = -timedelta(hours=abs(hours), minutes=minutes) * (-1 if hours < 0 else 1)
    if abs(east) >= timedelta(hours=24):
        return None
    return said.replace(tzinfo=timezone(east))


def _switch(fact: str) -> Callable[[Document], Told]:
    return lambda page: {fact: page.yes_no("enabled")}


NETWORK = "/ISAPI/System/Network"
SETTINGS: tuple[Setting, ...] = (
    Setting((f"{NETWORK}/EZVIZ",), ("ezviz",), _cloud, ("cloud.on",), ("cloud.kind",)),
    Setting((f"{NETWORK}/UPnP",), ("upnp",), _switch("device.asks_router"), ("device.asks_router",)),
    Setting((f"{NETWORK}/DDNS/1",), ("ddns",), _ddns, ("ddns.on",), ("ddns.name",)),
    Setting(
        ("/ISAPI/Security/illegalLoginLock",), ("illegalloginlock",),
        _guard, ("guard.on",), ("guard.tries", "guard.seconds"),
    ),
    Setting(("/ISAPI/Event/triggers",), ("eventtriggerlist", "eventnotification"), _login_alert, ("login_alert.on",)),
    Setting(("/ISAPI/System/time",), ("time",), _clock, ("clock.offset", "clock.by_network")),
    Setting(("/ISAPI/Streaming/channels/101",), ("streamingchannel",), _microphone, ("microphone.on",)),
    Setting(("/ISAPI/ContentMgmt/record/tracks",), ("tracklist",), _recording, ("recording.on",)),
    Setting(("/ISAPI/System/Video/inputs/channels/1/privacyMask",), ("privacymask",), _mask, ("mask.on",)),
    Setting((f"{NETWORK}/telnetd",), ("telnetd", "telnet"), _switch("telnet.enabled"), ("telnet.enabled",)),
    Setting((f"{NETWORK}/ssh", f"{NETWORK}/SSH"), ("ssh",), _switch("ssh.enabled"), ("ssh.enabled",)),
    Setting(
        (f"{NETWORK}/wirelessServer", f"{NETWORK}/interfaces/2/wirelessServer"),
        ("wirelessserver",), _own_wifi, ("own_wifi.on",),
    ),
)  # fmt: skip
"""In the order of asking: what lets others in first."""
