"""Xiongmai and the hundreds of names it is sold under (XMEye, iCSee), by DVRIP, with the person's own password.

The protocol sends a folded MD5 of the password, the same each time and over no TLS: whoever catches it can sign in.
There is no other way to ask these devices, so the person is told before anything is typed (``warns``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.probes.probe import Learned, Probe, open_ports, services
from doorguard.probes.signed_in.dvrip_settings import (
    SETTINGS,
    row,
    rows,
    say_clock,
    say_recipients,
    say_setting,
    say_ways_out,
)
from doorguard.probes.signed_in.dvrip_talk import GROUPS, LOG_QUERY, SYSTEM_INFO, USERS, Talk, signed_in
from doorguard.probes.signed_in.lists import (
    Access,
    Account,
    Ourselves,
    not_read,
    say_accesses,
    say_accounts,
    say_told,
)
from doorguard.probes.signed_in.pages import NotHere
from doorguard.wording import N_

NAME = "dvrip"
PORT = 34567
BETTER_ASKED = frozenset(
    {"hikvision", "dahua", "axis", "reolink", "foscam", "hanwha", "vivotek", "doorbird", "tp-link"}
)
"""Families that are asked in a way nobody can catch the password from. One that speaks this language as well may be
somebody else's box that wants it."""
NEVER_TOLD = ("viewer.other", "guard.on", "login_alert.on")
"""This protocol has no question for them."""
WARNS = N_("On this kind, somebody on your wifi could catch your password and use it.")
_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
LOG_PAGE, MOST_PAGES = 128, 4
"""Rows that a device gives at once, as its own web page counts them."""


def port_of(device: Device) -> int | None:
    """Its door, where the device answered Xiongmai's search, also where that answer came after the doors were named.
    A door that greeted us in another language is none."""
    named = services(device, NAME)
    if named:
        return named[0]
    greeted = {f.value for f in device.facts if f.name == "service.name" and f.place == f"tcp/{PORT}"}
    answered = any(f.name == "xm34569.answers" for f in device.facts)
    return PORT if answered and PORT in open_ports(device) and greeted <= {"unknown"} else None


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login, port = visit.login(NAME), port_of(device)
    assert port is not None  # by ``applies``
    with signed_in(visit, login, port) as talk:
        yield from _software(talk)
        yield from _accounts(talk)
        yield from say_recipients(talk, NAME)
        for setting in SETTINGS[:1]:
            yield from say_setting(talk, setting, NAME)
        yield from say_ways_out(talk, NAME)
        yield from _sign_ins(talk, Ourselves(login.user, visit.our_address))
        for setting in SETTINGS[1:]:
            yield from say_setting(talk, setting, NAME)
        yield from say_clock(talk, NAME)
        yield not_read(NAME, NEVER_TOLD, "not-supported")


def _software(talk: Talk) -> Iterator[Fact | Gap]:
    """Version and hardware. Its serial number opens the maker's cloud, so it is not looked at."""
    try:
        part = row(talk.read(SYSTEM_INFO, "SystemInfo"))
    except NotHere as missing:
        yield not_read(NAME, ("device.firmware",), missing.reason)
        return
    told = {"device.model": _text(part, "DeviceModel") or _text(part, "HardWare") or None}
    yield from say_told({**told, "device.firmware": _text(part, "SoftWareVersion") or None}, NAME, ("device.firmware",))


def _accounts(talk: Talk) -> Iterator[Fact | Gap]:
    """The list, with the account ``default`` in it that the maker put there."""
    try:
        users = [user for user in rows(talk.read(USERS, "Users")) if _text(user, "Name")]
    except NotHere as missing:
        yield not_read(NAME, ("account.owner",), missing.reason)
        return
    if not users:  # we came in with an account, so an empty list is none
        yield not_read(NAME, ("account.owner",), "unreadable")
        return
    groups = _rights_of_groups(talk) if any(_rights(user) is None for user in users) else {}
    yield from say_accounts([Account(_text(user, "Name"), _level(user, groups)) for user in users], NAME)


def _rights_of_groups(talk: Talk) -> dict[str, frozenset[str] | None]:
    try:
        return {_text(group, "Name"): _rights(group) for group in rows(talk.read(GROUPS, "Groups"))}
    except NotHere:
        return {}


def _rights(part: Mapping[str, Any]) -> frozenset[str] | None:
    listed = part.get("AuthorityList")
    return frozenset(str(one) for one in listed) if isinstance(listed, list) else None


def _level(user: Mapping[str, Any], groups: Mapping[str, frozenset[str] | None]) -> str:
    """By what it may do, since groups are made by people: accounts are for administrators, settings for operators."""
    rights = _rights(user)
    rights = groups.get(_text(user, "Group")) if rights is None else rights
    if rights is None:
        return "other"
    if "Account" in rights:
        return "admin"
    return "operator" if any(right.endswith("Config") for right in rights) else "viewer"


def _sign_ins(talk: Talk, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """Sign-ins of the log. Where a row tells no address, our own sign-in cannot be told from others of our name."""
    found: list[Access] = []
    position, whole = 0, False
    try:
        for _ in range(MOST_PAGES):
            page = rows(talk.read(LOG_QUERY, "OPLogQuery", more=_query(position)))
            found += [_access(one) for one in page if one.get("Type") == "LogIn"]
            last = page[-1].get("Position") if page else None
            whole = len(page) < LOG_PAGE
            if whole or not isinstance(last, int) or not position <= last < 1 << 31:
                break
            position = last + 1
    except NotHere as missing:
        yield not_read(NAME, ("access.owner",), missing.reason)
        return
    if not found:  # we have just signed in ourselves, so an empty list is none
        yield not_read(NAME, ("access.owner",), "unreadable")
        return
    yield from say_accesses(found, NAME, ourselves, whole=whole)


def _query(position: int) -> dict[str, object]:
    return {
        "BeginTime": "2000-01-01 00:00:00", "EndTime": "2037-12-31 23:59:59",
        "LogPosition": position, "Type": "LogAccount",
    }  # fmt: skip


def _access(one: Mapping[str, Any]) -> Access:
    """``Data`` says by which program or from where, as the firmware likes."""
    address = _ADDRESS.search(_text(one, "Data")[:256])
    return Access(_text(one, "User"), address[0] if address else "", _text(one, "Time"))


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    return value.strip() if isinstance(value, str) else ""


PROBE = Probe(
    name=NAME,
    title="Its settings, as Xiongmai cameras tell them",
    level=Level.SIGN_IN,
    side_effect="Somebody on the wifi could catch the password. The device writes down that you signed in.",
    supplies=(
        "account.name", "account.level", "account.owner",
        "recipient.kind", "recipient.address", "recipient.owner",
        "uplink.on", "uplink.kind", "uplink.to",
        "access.owner", "access.name", "access.address", "access.last", "access.times", "log.first",
        "device.model", "device.firmware", "clock.offset",
        *(name for setting in SETTINGS for name in (*setting.facts, *setting.more)),
        *NEVER_TOLD,
    ),
    connections=1,
    requests=40,
    applies=lambda device: device.family not in BETTER_ASKED and port_of(device) is not None,
    run=run,
    warns=WARNS,
)  # fmt: skip
