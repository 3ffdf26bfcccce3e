"""Hikvision ISAPI, read with the person's own password: HTTP Digest, XML whose namespace varies.

Paths and fields as Hikvision's own web pages use them (ISAPI guide). Nothing is written: every question is
a GET, but for the search of the log.
"""

from __future__ import annotations

from collections.abc import Iterator

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.isapi_document import Document, read
from doorguard.probes.signed_in.isapi_lists import say_recipients, say_sign_ins, say_ways_out
from doorguard.probes.signed_in.isapi_settings import SETTINGS, Setting
from doorguard.probes.signed_in.lists import Account, Ourselves, Viewer, not_read, say_accounts, say_told, say_viewers
from doorguard.probes.signed_in.pages import NotHere, Pages, open_pages

NAME = "isapi"
LEVELS = {"administrator": "admin", "operator": "operator", "viewer": "viewer", "user": "viewer", "mediauser": "viewer"}
DEVICE_INFO = "/ISAPI/System/deviceInfo"
USERS, ONVIF_USERS = "/ISAPI/Security/users", "/ISAPI/Security/ONVIF/users"
CAPABILITIES, ONLINE, CHECK = "/ISAPI/Security/capabilities", "/ISAPI/Security/onlineUser", "/ISAPI/Security/userCheck"
MAKERS_USER = "admin"
"""The account that Hikvision devices come with."""


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login = visit.login(NAME)
    try:
        pages, first = open_pages(device, login, DEVICE_INFO)
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    ourselves = Ourselves(login.user, visit.our_address)
    yield from _software(first)
    yield from _accounts(pages)
    yield from _viewers(pages, ourselves)
    yield from say_recipients(pages, NAME)
    yield from say_ways_out(pages, NAME)
    yield from _first_password(pages, login.user)
    yield from say_sign_ins(pages, NAME, ourselves)
    for setting in SETTINGS:
        yield from _setting(pages, setting)


def _software(body: bytes) -> Iterator[Fact | Gap]:
    """Model and version, the version with its build as Hikvision writes it (``V5.6.5 build 200316``)."""
    try:
        page = read(body, "deviceinfo")
    except NotHere as missing:
        yield not_read(NAME, ("device.firmware",), missing.reason)
        return
    version = f"{page.text('firmwareversion')} {page.text('firmwarereleaseddate')}".strip()
    yield from say_told({"device.model": page.text("model") or None, "device.firmware": version or None}, NAME)


def _accounts(pages: Pages) -> Iterator[Fact | Gap]:
    """Its own list, and ONVIF's where the device keeps one apart."""
    yield from _list(pages, USERS)
    try:
        apart = read(pages.read(CAPABILITIES), "securitycap").yes_no("issupportonvifusermanagement")
    except NotHere:
        apart = None
    if apart is not False:
        yield from _list(pages, ONVIF_USERS, part="onvif")


def _list(pages: Pages, path: str, *, part: str = "") -> Iterator[Fact | Gap]:
    try:
        rows = read(pages.read(path), "userlist").rows("user")
    except NotHere as missing:
        place = f"account/{NAME}{'-' if part else ''}{part}"
        yield not_read(NAME, ("account.owner",), missing.reason, place=place)
        return
    users = [row for row in rows if row.child("username")]  # the others are places that nobody has
    if not users and not part:  # we came in with an account, so an empty list is none
        yield not_read(NAME, ("account.owner",), "unreadable", place=f"account/{NAME}")
    yield from say_accounts([Account(user.child("username"), _level(user)) for user in users], NAME, part=part)


def _level(user: Document) -> str:
    return LEVELS.get((user.child("userlevel") or user.child("usertype")).lower(), "other")


def _viewers(pages: Pages, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    try:
        rows = read(pages.read(ONLINE), "onlineuserlist").rows("onlineuser")
    except NotHere as missing:
        yield not_read(NAME, ("viewer.other",), missing.reason, place=f"viewer/{NAME}")
        return
    viewers = [Viewer(row.text("name"), row.text("ipaddress"), row.text("logintime")) for row in rows]
    yield from say_viewers(viewers, NAME, ourselves)


def _first_password(pages: Pages, user: str) -> Iterator[Fact | Gap]:
    """The device says itself whether the password we came with is the maker's. That it is not proves
    something only for the account that the maker made."""
    try:
        says = read(pages.read(CHECK), "usercheck").yes_no("isdefaultpassword")
    except NotHere as missing:
        yield not_read(NAME, ("first_password.works",), missing.reason)
        return
    if says or (says is False and user == MAKERS_USER):
        yield from say_told({"first_password.works": says}, NAME)
    else:
        yield not_read(NAME, ("first_password.works",), "not-supported")


def _setting(pages: Pages, setting: Setting) -> Iterator[Fact | Gap]:
    missing = NotHere("not-supported")
    for path in setting.paths:
        try:
            told = setting.tell(read(pages.read(path), *setting.roots))
        except NotHere as not_here:
            missing = not_here
            continue
        yield from say_told(told, NAME, setting.facts)
        return
    yield not_read(NAME, setting.facts, missing.reason)


PROBE = Probe(
    name=NAME,
    title="Its settings, as Hikvision cameras tell them",
    level=Level.SIGN_IN,
    side_effect="The device writes down that you signed in, and may send a message about it.",
    supplies=(
        "account.name", "account.level", "account.owner",
        "viewer.other", "viewer.name", "viewer.address", "viewer.since",
        "recipient.kind", "recipient.address", "recipient.owner",
        "uplink.on", "uplink.kind", "uplink.to",
        "access.owner", "access.name", "access.address", "access.last", "access.times", "log.first",
        "device.model", "device.firmware", "first_password.works",
        *(name for setting in SETTINGS for name in (*setting.facts, *setting.more)),
    ),
    connections=36,
    requests=60,
    applies=lambda device: device.family == "hikvision" and bool(services(device, "http", "https")),
    run=run,
)  # fmt: skip
