"""Foscam's CGI, read with the person's own password. Foscam puts it into the address of every page, so nothing is
asked over plain HTTP: there it would be readable, and it is not sent.

Commands and result codes as Foscam's CGI guide and published clients have them; the rows of accounts, sessions and
sign-ins as those clients write them, for the guide does not say. A row in another form is said to be unreadable.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.login import SHUT_AGAIN, Login
from doorguard.network.refusal import NoAnswer, Readable, Unreadable
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
    say_account_list,
    say_sends,
    say_settings,
    say_viewer_list,
    switch,
    told_by,
)
from doorguard.probes.signed_in.flat import Flat, from_xml, host_of
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
from doorguard.probes.signed_in.pages import MOST_SILENT, PAGE_SECONDS, NotHere
from doorguard.wording import N_, _

NAME = "foscam"
CGI, ROOT = "/cgi-bin/CGIProxy.fcgi", "CGI_Result"
INFO, USERS, SESSIONS, LOG = "getDevInfo", "getUserList", "getSessionList", "getLog"
WRONG = "-2"
"""Of the user name or the password."""
LEVELS = {"0": "viewer", "1": "operator", "2": "admin"}
SIGNED_IN = "3"
"""The kind of a row of the log: a sign-in."""
LOG_PAGE, MOST_LOG_PAGES = 10, 6
READABLE = N_("This camera puts your password where others on the wifi could read it. So it was not sent.")


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login = visit.login(NAME)
    try:
        camera = _find(device, visit, login)
        info = camera.read(INFO)
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    answers = Answers(camera.read)
    ourselves = Ourselves(login.user, visit.our_address)
    told = {"device.firmware": info.text("firmwareVer") or None, "device.model": info.text("productName") or None}
    yield from say_told(told, NAME, ("device.firmware",))
    yield from say_account_list(lambda: _accounts(answers), NAME)
    yield from say_viewer_list(lambda: _viewers(answers), NAME, ourselves)
    said = Recipients(NAME)
    yield from say_sends(answers, SENDS, said)
    yield from said.end()
    yield from _sign_ins(camera, ourselves)
    yield from say_settings(answers, SETTINGS, NAME)


class Camera:
    """The commands of one camera at one port, over TLS."""

    def __init__(self, visit: Visit, login: Login, port: int) -> None:
        self._visit, self._login, self._port = visit, login, port
        self._silent = 0

    def is_there(self) -> bool:
        """Asks without a command and without a secret: this CGI says then that the question is no good one."""
        reply = self._visit.ask(self._port, CGI, tls=True, seconds=PAGE_SECONDS)
        try:
            return reply.status == 200 and bool(from_xml(reply.body, ROOT).text("result"))
        except NotHere:
            return False

    def read(self, command: str) -> Flat:
        """One command; ``result`` 0 is an answer. Raises NotHere, LoginRefused, DoorError."""
        secret = self._login.secret()
        signed = f"usr={quote(secret.user, safe='')}&pwd={quote(secret.password, safe='')}"
        try:
            reply = self._visit.ask(self._port, f"{CGI}?{signed}&cmd={command}", tls=True, seconds=PAGE_SECONDS)
        except (NoAnswer, Unreadable):
            self._silent += 1
            if self._silent >= MOST_SILENT or not self._login.open:
                raise  # a secret that left without an answer must not leave again
            raise NotHere("no-answer") from None
        self._silent = 0
        if reply.status != 200 or reply.cut:
            raise NotHere("unreadable")
        answer = from_xml(reply.body, ROOT)
        result = answer.text("result")
        if result == WRONG:  # also later: what an account may not see has an answer of its own
            self._login.refused(_(SHUT_AGAIN) if self._login.open else "")
        if result != "0":
            raise NotHere("not-supported")
        self._login.accepted()
        return answer


def _find(device: Device, visit: Visit, login: Login) -> Camera:
    """The port that speaks this CGI. Raises NotHere, Readable."""
    ports = services(device, "https")
    if not ports:
        raise Readable(_(READABLE))
    for port in ports:
        camera = Camera(visit, login, port)
        if camera.is_there():
            return camera
    raise NotHere("not-supported")


def _rows(answer: Flat, name: str, least: int) -> list[list[str]]:
    """``<usr0>admin+2</usr0>`` and its like. Raises NotHere: a row in another form."""
    rows = [value.split("+") for value in answer.matching(rf"{name}\d{{1,3}}") if value]
    if any(len(row) < least for row in rows):
        raise NotHere("unreadable")
    return rows


def _accounts(answers: Answers) -> list[Account]:
    rows = _rows(answers.read(USERS), "usr", 2)
    return [Account(row[0], LEVELS.get(row[1], "other")) for row in rows]


def _viewers(answers: Answers) -> list[Viewer]:
    """Reading by CGI opens no session, so an empty list is one when the camera counts none."""
    answer = answers.read(SESSIONS)
    rows = _rows(answer, "usr", 2)
    if not rows and answer.number("usrCnt") != 0:
        raise NotHere("unreadable")
    return [Viewer(row[0], address(row[1])) for row in rows]


def address(text: str) -> str:
    """An IP address: dotted, or a number whose lowest byte is the first part."""
    if re.fullmatch(r"[0-9]{1,10}", text):
        number = int(text)
        return str(ipaddress.IPv4Address(number.to_bytes(4, "little"))) if number < 1 << 32 else ""
    return text


def _sign_ins(camera: Camera, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """``1384857415+admin+1929423040+3``: when, who, from where, and the kind; ten to a page."""
    rows: list[list[str]] = []
    whole = False
    try:
        for number in range(MOST_LOG_PAGES):
            answer = camera.read(f"{LOG}&offset={number * LOG_PAGE}&count={LOG_PAGE}")
            total = answer.number("totalCnt")
            more = _rows(answer, "log", 4)
            if total is None or (not more and len(rows) < total):
                raise NotHere("unreadable")  # noqa: TRY301 - read as one list, or not at all
            rows += more
            whole = len(rows) >= total
            if whole:
                break
    except NotHere as missing:
        yield not_read(NAME, ("access.owner",), missing.reason, place=f"access/{NAME}")
        return
    signed_in = [Access(row[1], address(row[2]), _when(row[0])) for row in rows if row[3] == SIGNED_IN]
    yield from say_accesses(signed_in, NAME, ourselves, whole=whole)


def _when(text: str) -> str:
    try:
        return datetime.fromtimestamp(int(text), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""


def _mail(answer: Flat) -> list[str]:
    """``reciever`` is how the camera spells it; several stand in one field."""
    on = answer.yes_no("isEnable")
    if on is None:
        raise NotHere("unreadable")
    return re.split(r"[,;\s]+", answer.text("reciever") or answer.text("receiver")) if on else []


def _ddns(answer: Flat) -> Told:
    on, name = answer.yes_no("isEnable"), answer.text("hostName")
    return {"ddns.on": on, "ddns.name": name if on and name else None}


def _p2p(answer: Flat) -> Told:
    on = answer.yes_no("enable", "isEnable")
    return {"cloud.on": on, "cloud.kind": "Foscam (P2P)" if on else None}


def _by_network(answer: Flat) -> Told:
    return {"clock.by_network": {"0": True, "1": False}.get(answer.text("timeSource"))}


SENDS: tuple[Sends, ...] = (
    Sends("mail", "getSMTPConfig", _mail),
    Sends("ftp", "getFtpConfig", lambda answer: [host_of(answer.needed("ftpAddr"))]),
)
SETTINGS: tuple[Setting, ...] = (
    Setting("getP2PEnable", _p2p, ("cloud.on",), ("cloud.kind",)),
    Setting("getUPnPConfig", switch("device.asks_router", "isEnable"), ("device.asks_router",)),
    Setting("getDDNSConfig", _ddns, ("ddns.on",), ("ddns.name",)),
    Setting("getScheduleRecordConfig", switch("recording.on", "isEnable"), ("recording.on",)),
    Setting("getSystemTime", _by_network, ("clock.by_network",)),
)
PROBE = Probe(
    name=NAME,
    title="Its settings, as Foscam cameras tell them",
    level=Level.SIGN_IN,
    side_effect=SIDE_EFFECT,
    supplies=(
        *ACCOUNTS, *VIEWERS, *RECIPIENTS, *ACCESSES, "device.model", "device.firmware", *told_by(SETTINGS),
    ),
    connections=36,
    requests=40,
    applies=lambda device: device.family == "foscam" and bool(services(device, "http", "https")),
    run=run,
)  # fmt: skip
