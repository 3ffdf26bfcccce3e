"""Hanwha (Samsung, Wisenet) SUNAPI, read with the person's own password: HTTP Digest, JSON.

Pages as SUNAPI's documents and Hanwha's own web pages have them; every one is ``action=view``. What the rows of its
list of viewers and of its log are called differs between devices, so only what names an address is believed. Its
cloud, its name on the internet and the guest account stand under names that we do not know; they stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.asking import (
    ACCESSES,
    ACCOUNTS,
    RECIPIENTS,
    SIDE_EFFECT,
    VIEWERS,
    Answers,
    Sends,
    Setting,
    Told,
    moment_offset,
    say_account_list,
    say_sends,
    say_settings,
    say_viewer_list,
    told_by,
)
from doorguard.probes.signed_in.flat import Flat, from_json, host_of
from doorguard.probes.signed_in.lists import (
    Access,
    Account,
    Ourselves,
    Recipients,
    Viewer,
    not_read,
    say_accesses,
    say_told,
)
from doorguard.probes.signed_in.pages import NotHere, open_pages

NAME = "hanwha"
AS_JSON = {"Accept": "application/json"}


def view(cgi: str, submenu: str) -> str:
    """A page that is only looked at."""
    return f"/stw-cgi/{cgi}.cgi?msubmenu={submenu}&action=view"


INFO, USERS = view("system", "deviceinfo"), view("security", "users")
VIEWING, LOG = view("system", "profileaccessinfo"), view("system", "accesslog")
NAMES = ("UserID", "UserName", "User", "ID")
ADDRESSES = ("IPAddress", "ClientIP", "IP", "Address")
TIMES = ("Date", "Time", "LoginTime")


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login = visit.login(NAME)
    try:
        pages, first = open_pages(device, login, INFO, headers=AS_JSON)
        info = from_json(first)
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    answers = Answers(lambda page: _refuses(from_json(pages.read(page, headers=AS_JSON))))
    ourselves = Ourselves(login.user, visit.our_address)
    told = {"device.firmware": info.text("FirmwareVersion") or None, "device.model": info.text("Model") or None}
    yield from say_told(told, NAME, ("device.firmware",))
    yield from say_account_list(lambda: _accounts(answers), NAME)
    yield from say_viewer_list(lambda: _viewers(answers), NAME, ourselves)
    said = Recipients(NAME)
    yield from say_sends(answers, SENDS, said)
    yield from said.end()
    yield from _sign_ins(answers, ourselves)
    yield from say_settings(answers, SETTINGS, NAME)


def _refuses(answer: Flat) -> Flat:
    """``{"Response": "Fail", "Error": {...}}`` in place of a page."""
    if answer.text("Response").lower() in ("fail", "ng") or "Error.Code" in answer.values:
        raise NotHere("not-supported")
    return answer


def _accounts(answers: Answers) -> list[Account]:
    """The slots that are switched on; the first is the administrator's."""
    rows = answers.read(USERS).below("Users").rows()
    return [Account(r.text("UserID"), _level(r)) for r in rows if r.text("UserID") and r.yes_no("Enable") is not False]


def _level(row: Flat) -> str:
    if row.yes_no("AdminAccess") or row.text("Index") == "0":
        return "admin"
    more = any(row.yes_no(key) for key in ("PTZAccess", "AlarmOutputAccess", "PrivacyAreaAccess"))
    return "operator" if more else "viewer"


def _first(row: Flat, keys: tuple[str, ...]) -> str:
    return next((row.text(key) for key in keys if row.text(key)), "")


def _viewers(answers: Answers) -> list[Viewer]:
    """Who watches now. Signing in by Digest watches nothing, so nobody is an answer too; a row without an address
    is not."""
    answer = answers.read(VIEWING)
    if not any(key.startswith("ProfileAccessInfo.") for key in answer.values):
        raise NotHere("unreadable")
    found = [Viewer(_first(r, NAMES), _first(r, ADDRESSES)) for r in answer.below("ProfileAccessInfo.Users").rows()]
    if any(not viewer.address for viewer in found):
        raise NotHere("unreadable")
    return found


def _sign_ins(answers: Answers, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """Rows of its access log that speak of signing in; one that names no address leaves the list open."""
    try:
        rows = answers.read(LOG).below("AccessLog").rows()
    except NotHere as missing:
        yield not_read(NAME, ("access.owner",), missing.reason, place=f"access/{NAME}")
        return
    sign_ins = [row for row in rows if _is_sign_in(" ".join(row.values.values()))]
    found = [Access(_first(r, NAMES), _first(r, ADDRESSES), _first(r, TIMES)) for r in sign_ins]
    if not rows or any(not access.address for access in found):
        yield not_read(NAME, ("access.owner",), "unreadable", place=f"access/{NAME}")
        return
    yield from say_accesses(found, NAME, ourselves)


def _is_sign_in(text: str) -> bool:
    said = text.lower()
    return bool(re.search(r"log.?in|log.?on", said)) and not re.search(r"fail|log.?out", said)


def _clock(answer: Flat) -> Told:
    by_network = {"NTP": True, "MANUAL": False}.get(answer.text("SyncType").upper())
    return {"clock.offset": moment_offset(answer.text("UTCTime")), "clock.by_network": by_network}


SENDS: tuple[Sends, ...] = (
    Sends("mail", view("transfer", "smtp"), lambda answer: re.split(r"[,;\s]+", answer.needed("Recipient"))),
    Sends("ftp", view("transfer", "ftp"), lambda answer: [host_of(answer.needed("Host"))]),
)
SETTINGS: tuple[Setting, ...] = (Setting(view("system", "date"), _clock, ("clock.offset", "clock.by_network")),)
PROBE = Probe(
    name=NAME,
    title="Its settings, as Hanwha and Wisenet cameras tell them",
    level=Level.SIGN_IN,
    side_effect=SIDE_EFFECT,
    supplies=(
        *ACCOUNTS, *VIEWERS, *RECIPIENTS, *ACCESSES, "device.model", "device.firmware", *told_by(SETTINGS),
    ),
    connections=30,
    requests=30,
    applies=lambda device: device.family == "hanwha" and bool(services(device, "http", "https")),
    run=run,
)  # fmt: skip
