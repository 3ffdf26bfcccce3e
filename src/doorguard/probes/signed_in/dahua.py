"""Dahua, Amcrest, Lorex and Imou by CGI, read with the person's own password: HTTP Digest, key=value text.

Questions as python-amcrest and published captures have them. In this protocol everything is a GET, also
what writes: only the questions below are ever asked, and all of them read.
"""

from __future__ import annotations

from collections.abc import Iterator

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.dahua_lists import config, say_recipients, say_sign_ins, say_ways_out
from doorguard.probes.signed_in.dahua_settings import SETTINGS, Setting, clock_offset
from doorguard.probes.signed_in.dahua_text import read
from doorguard.probes.signed_in.lists import Account, Ourselves, Viewer, not_read, say_accounts, say_told, say_viewers
from doorguard.probes.signed_in.pages import NotHere, Pages, open_pages

NAME = "dahua"
LEVELS = {"admin": "admin", "operator": "operator", "user": "viewer"}
"""A group of any other name was made by somebody, with rights of its own."""
VERSION = "/cgi-bin/magicBox.cgi?action=getSoftwareVersion"
TYPE = "/cgi-bin/magicBox.cgi?action=getDeviceType"
USERS = "/cgi-bin/userManager.cgi?action=getUserInfoAll"
ACTIVE = "/cgi-bin/userManager.cgi?action=getActiveUserInfoAll"
TIME = "/cgi-bin/global.cgi?action=getCurrentTime"
OWN_SCREEN = ("local", "127.0.0.1")


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login = visit.login(NAME)
    try:
        pages, first = open_pages(device, login, VERSION)
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    ourselves = Ourselves(login.user, visit.our_address)
    yield from _software(pages, first)
    yield from _accounts(pages)
    yield from _viewers(pages, ourselves)
    yield from say_recipients(pages, NAME)
    yield from say_ways_out(pages, NAME)
    yield from say_sign_ins(pages, NAME, ourselves)
    for setting in SETTINGS:
        yield from _setting(pages, setting)
    yield from _clock(pages)


def _software(pages: Pages, body: bytes) -> Iterator[Fact | Gap]:
    """``version=2.800.0000000.14.R,build:2020-06-12``, told as one text; and its type."""
    try:
        version = read(body, "version").text("").replace(",build:", " build ").replace(", build:", " build")
        yield from say_told({"device.firmware": version or None}, NAME)
    except NotHere as missing:
        yield not_read(NAME, ("device.firmware",), missing.reason)
    try:
        kind = read(pages.read(TYPE), "type").text("")
    except NotHere:
        return  # the model is known from elsewhere
    yield from say_told({"device.model": kind or None}, NAME)


def _accounts(pages: Pages) -> Iterator[Fact | Gap]:
    try:
        users = [row for row in read(pages.read(USERS), "users").rows() if row.get("Name")]
    except NotHere as missing:
        yield not_read(NAME, ("account.owner",), missing.reason, place=f"account/{NAME}")
        return
    if not users:  # we came in with an account, so an empty list is none
        yield not_read(NAME, ("account.owner",), "unreadable", place=f"account/{NAME}")
    yield from say_accounts([Account(u["Name"], LEVELS.get(u.get("Group", "").lower(), "other")) for u in users], NAME)


def _viewers(pages: Pages, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """Connections by network. The screen on the device itself stands there too, and is nobody."""
    try:
        rows = read(pages.read(ACTIVE), "users").rows()
    except NotHere as missing:
        yield not_read(NAME, ("viewer.other",), missing.reason, place=f"viewer/{NAME}")
        return
    if not rows:  # we are connected ourselves, so an empty list is none
        yield not_read(NAME, ("viewer.other",), "unreadable", place=f"viewer/{NAME}")
        return
    there = [r for r in rows if r.get("ClientType") != "GUI" and r.get("ClientAddress", "").lower() not in OWN_SCREEN]
    viewers = [Viewer(r.get("Name", ""), r.get("ClientAddress", ""), r.get("LoginTime", "")) for r in there]
    yield from say_viewers(viewers, NAME, ourselves)


def _setting(pages: Pages, setting: Setting) -> Iterator[Fact | Gap]:
    try:
        told = setting.tell(config(pages, setting.name))
    except NotHere as missing:
        yield not_read(NAME, setting.facts, missing.reason)
        return
    yield from say_told(told, NAME, setting.facts)


def _clock(pages: Pages) -> Iterator[Fact | Gap]:
    try:
        offset = clock_offset(read(pages.read(TIME), "result").text(""))
    except NotHere as missing:
        yield not_read(NAME, ("clock.offset",), missing.reason)
        return
    if isinstance(offset, int):
        yield from say_told({"clock.offset": offset}, NAME)
    else:
        yield Gap(
            names=("clock.offset",), reason="uncertain" if offset else "unreadable", probe=NAME, says=offset or ""
        )


PROBE = Probe(
    name=NAME,
    title="Its settings, as Dahua, Amcrest and Lorex cameras tell them",
    level=Level.SIGN_IN,
    side_effect="The device writes down that you signed in, and may send a message about it.",
    supplies=(
        "account.name", "account.level", "account.owner",
        "viewer.other", "viewer.name", "viewer.address", "viewer.since",
        "recipient.kind", "recipient.address", "recipient.owner",
        "uplink.on", "uplink.kind", "uplink.to",
        "access.owner", "access.name", "access.address", "access.last", "access.times", "log.first",
        "device.model", "device.firmware", "clock.offset",
        *(name for setting in SETTINGS for name in (*setting.facts, *setting.more)),
    ),
    connections=36,
    requests=60,
    applies=lambda device: device.family == "dahua" and bool(services(device, "http", "https")),
    run=run,
)  # fmt: skip
