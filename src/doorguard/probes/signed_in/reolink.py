"""Reolink's HTTP API, read with the person's own password: a login in a JSON body, then a token in each address.

Commands and fields as Reolink's API guide has them. The password is sent over TLS alone; where a camera offers
only plain HTTP it is not sent. Our own session is closed again. Who may see pushed pictures, the camera does not
tell, and it keeps no list of sign-ins.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.login import Login
from doorguard.network.refusal import DoorError, NoAnswer, Readable, Unreadable
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.asking import (
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
from doorguard.probes.signed_in.flat import Flat, from_json, host_of
from doorguard.probes.signed_in.lists import Account, Ourselves, Recipients, Viewer, is_somebody, not_read, say_told
from doorguard.probes.signed_in.pages import MOST_SILENT, PAGE_SECONDS, NotHere
from doorguard.wording import N_, _

NAME = "reolink"
API = "/cgi-bin/api.cgi?cmd="
LOGIN, LOGOUT, INFO, USERS, ONLINE = "Login", "Logout", "GetDevInfo", "GetUser", "GetOnline"
PLEASE_SIGN_IN = -6
LOCKED = (-105, -506, -507)
"""Frequent logins, login locked, too many sessions: the sign to stop."""
WRONG = (-7, -501, -502, -503)
NO_SUCH_FUNCTION = -9
MAY_LACK = ("GetWebHook",)
"""Functions that many cameras do not have: without it, nothing is sent that way."""
LEVELS = {"admin": "admin", "guest": "viewer"}
NOT_TOLD = ("access.owner",)
TO_SAY_GOODBYE = 3.0
"""Seconds kept back so that the session can be closed whatever came before."""
MOST_BYTES = 256 * 1024
UNSAFE_WAY = N_("This camera takes your password only in a way that others could read. So it was not sent.")
_TOKEN = re.compile(r"[A-Za-z0-9]{1,64}")


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first. Signs out whatever happens."""
    login = visit.login(NAME)
    try:
        api = _sign_in(device, visit, login)
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    try:
        yield from _everything(api, Ourselves(login.user, visit.our_address))
    finally:
        with contextlib.suppress(DoorError, NotHere):
            api.command(LOGOUT)


@dataclass(slots=True)
class Api:
    """The commands of one camera. ``token`` is a key: it stands in no error and in no repr."""

    visit: Visit
    port: int
    token: str = ""
    _silent: int = 0

    def __repr__(self) -> str:
        return f"Api(port={self.port})"

    def command(self, name: str, param: object = None) -> Flat:
        """One command; gives its value. Raises NotHere (with the code, when the camera gives one), DoorError."""
        if name != LOGOUT and self.visit.seconds_left < TO_SAY_GOODBYE:
            raise NoAnswer("no time left")
        body = json.dumps([{"cmd": name, "action": 0, "param": param or {}}]).encode()
        path = f"{API}{name}&token={self.token}" if self.token else f"{API}{name}"
        kind = {"Content-Type": "application/json"}
        try:
            reply = self.visit.ask(
                self.port, path, method="POST", tls=True, headers=kind, body=body, seconds=PAGE_SECONDS, cap=MOST_BYTES
            )
        except (NoAnswer, Unreadable):
            self._silent += 1
            if self._silent >= MOST_SILENT or not self.token:
                raise
            raise NotHere("no-answer") from None
        self._silent = 0
        return _value(reply.body if reply.status == 200 and not reply.cut else b"", name)


class Refusal(NotHere):
    """The camera said no to a command, with a code of its own."""

    def __init__(self, code: int) -> None:
        super().__init__("not-supported")
        self.code = code


def _value(body: bytes, name: str) -> Flat:
    """``[{"cmd", "code": 0, "value": {...}}]``, or ``code`` 1 and an error with its ``rspCode``."""
    try:
        answers = json.loads(body)
    except (ValueError, RecursionError):
        raise NotHere("unreadable") from None
    answer = answers[0] if isinstance(answers, list) and answers else None
    if not isinstance(answer, dict) or answer.get("cmd") != name:
        raise NotHere("unreadable")
    if answer.get("code") != 0:
        error = answer.get("error")
        code = error.get("rspCode") if isinstance(error, dict) else None
        raise Refusal(code if isinstance(code, int) else 0)
    value = answer.get("value")
    return _token_kept(value) if name == LOGIN else from_json(json.dumps(value or {}).encode())


def _token_kept(value: object) -> Flat:
    """The one secret that we need ourselves."""
    token = value.get("Token") if isinstance(value, dict) else None
    name = token.get("name") if isinstance(token, dict) else None
    return Flat({"name": name} if isinstance(name, str) else {})


def _sign_in(device: Device, visit: Visit, login: Login) -> Api:
    """Asks first, without a secret, whether this API is there at all. Raises NotHere, Readable, LoginRefused."""
    ports = services(device, "https")
    if not ports:
        raise Readable(_(UNSAFE_WAY))
    for port in ports:
        api = Api(visit, port)
        try:
            api.command(INFO)
        except Refusal as no:
            if no.code == PLEASE_SIGN_IN:
                return _with_token(api, login)
        except NotHere:
            continue
    raise NotHere("not-supported")


def _with_token(api: Api, login: Login) -> Api:
    secret = login.secret()
    try:
        said = api.command(LOGIN, {"User": {"Version": "0", "userName": secret.user, "password": secret.password}})
    except Refusal as no:
        if no.code in LOCKED:
            login.refused(_("The device counts wrong passwords, so nothing more is tried."))
        if no.code in WRONG:
            login.refused()
        raise
    if not _TOKEN.fullmatch(said.text("name")):
        raise NotHere("unreadable")
    login.accepted()
    api.token = said.text("name")
    return api


def _everything(api: Api, ourselves: Ourselves) -> Iterator[Learned]:
    answers = Answers(lambda commands: _first_known(api, commands.split("|")))
    yield from _software(answers)
    yield from say_account_list(lambda: _accounts(answers), NAME)
    yield from say_viewer_list(lambda: _viewers(answers), NAME, ourselves)
    said = Recipients(NAME)
    yield from say_sends(answers, SENDS, said)
    yield from said.end()
    yield from say_settings(answers, SETTINGS, NAME)
    yield not_read(NAME, NOT_TOLD, "not-supported")


def _first_known(api: Api, commands: list[str]) -> Flat:
    """The newer command, or the older for a camera that does not know it."""
    missing = NotHere("not-supported")
    for command in commands:
        try:
            return api.command(command, {"channel": 0})
        except NotHere as not_here:
            missing = not_here
            if isinstance(not_here, Refusal) and not_here.code == NO_SUCH_FUNCTION and command in MAY_LACK:
                return Flat({})
    raise missing


def _software(answers: Answers) -> Iterator[Fact | Gap]:
    try:
        info = answers.read(INFO).below("DevInfo")
    except NotHere as missing:
        yield not_read(NAME, ("device.firmware",), missing.reason)
        return
    told = {"device.firmware": info.text("firmVer") or None, "device.model": info.text("model") or None}
    yield from say_told(told, NAME, ("device.firmware",))


def _accounts(answers: Answers) -> list[Account]:
    rows = answers.read(USERS).below("User").rows()
    return [Account(r.text("userName"), LEVELS.get(r.text("level"), "other")) for r in rows if r.text("userName")]


def _viewers(answers: Answers) -> list[Viewer]:
    """Every session, by account and address."""
    rows = answers.read(ONLINE).below("User").rows()
    if not rows:  # we have a session ourselves, so an empty list is none
        raise NotHere("unreadable")
    return [Viewer(row.text("userName"), row.text("ip")) for row in rows]


# --- where things go -------------------------------------------------------------------------


def _mail(answer: Flat) -> list[str]:
    mail = answer.below("Email")
    on = mail.yes_no("enable", "schedule.enable")
    if on is None:
        raise NotHere("unreadable")
    return [mail.text(key) for key in ("addr1", "addr2", "addr3")] if on else []


def _ftp(answer: Flat) -> list[str]:
    ftp = answer.below("Ftp")
    on = ftp.yes_no("enable", "schedule.enable")
    if on is None:
        raise NotHere("unreadable")
    return [ftp.text("server")] if on else []


def _push(answer: Flat) -> list[str]:
    """Which phones get them, the camera does not say."""
    if answer.below("Push").yes_no("enable", "schedule.enable") is not False:
        raise NotHere("not-supported")
    return []


def _hook(answer: Flat) -> list[str]:
    return [host_of(value) for value in answer.matching(r"WebHook(\..+)?") if "://" in value]


SENDS: tuple[Sends, ...] = (
    Sends("mail", "GetEmailV20|GetEmail", _mail),
    Sends("ftp", "GetFtpV20|GetFtp", _ftp),
    Sends("push", "GetPushV20|GetPush", _push),
    Sends("http", "GetWebHook", _hook),
)


# --- how it is set ---------------------------------------------------------------------------


def _p2p(answer: Flat) -> Told:
    on = answer.yes_no("P2p.enable")
    return {"cloud.on": on, "cloud.kind": "Reolink (P2P)" if on else None}


def _ddns(answer: Flat) -> Told:
    on, name = answer.yes_no("Ddns.enable"), answer.text("Ddns.domain")
    return {"ddns.on": on, "ddns.name": name if on and is_somebody(name) else None}


def _guard(answer: Flat) -> Told:
    on = answer.yes_no("SysCfg.loginLock")
    if not on:
        return {"guard.on": on}
    tries, seconds = answer.number("SysCfg.allowedTimes"), answer.number("SysCfg.LockTime")
    return {"guard.on": on, "guard.tries": tries, "guard.seconds": seconds}


def _clock(answer: Flat) -> Told:
    """Its time has no zone; ``timeZone`` gives it, in seconds west. With summer time switched on it may be an
    hour off, and is not known."""
    parts = [answer.number(f"Time.{name}") for name in ("year", "mon", "day", "hour", "min", "sec")]
    west = answer.number("Time.timeZone")
    if west is None or abs(west) > 86400 or answer.yes_no("Dst.enable") is not False:
        raise NotHere("uncertain")
    try:
        local = datetime(*[-1 if part is None else part for part in parts], tzinfo=UTC)  # type: ignore[misc, arg-type]
        theirs = local + timedelta(seconds=west)
    except (ValueError, OverflowError):
        return {}
    return {"clock.offset": abs(round((theirs - datetime.now(UTC)).total_seconds()))}


SETTINGS: tuple[Setting, ...] = (
    Setting("GetP2p", _p2p, ("cloud.on",), ("cloud.kind",)),
    Setting("GetUpnp", switch("device.asks_router", "Upnp.enable"), ("device.asks_router",)),
    Setting("GetDdns", _ddns, ("ddns.on",), ("ddns.name",)),
    Setting("GetSysCfg", _guard, ("guard.on",), ("guard.tries", "guard.seconds")),
    Setting("GetEnc", switch("microphone.on", "Enc.audio"), ("microphone.on",)),
    Setting("GetRecV20|GetRec", switch("recording.on", "Rec.enable", "Rec.schedule.enable"), ("recording.on",)),
    Setting("GetMask", switch("mask.on", "Mask.enable"), ("mask.on",)),
    Setting("GetNtp", switch("clock.by_network", "Ntp.enable"), ("clock.by_network",)),
    Setting("GetTime", _clock, ("clock.offset",)),
    Setting("GetAutoUpgrade", switch("update.automatic", "AutoUpgrade.enable"), ("update.automatic",)),
)
"""In the order of asking: what lets others in first."""
PROBE = Probe(
    name=NAME,
    title="Its settings, as Reolink cameras tell them",
    level=Level.SIGN_IN,
    side_effect=SIDE_EFFECT,
    supplies=(*ACCOUNTS, *VIEWERS, *RECIPIENTS, *NOT_TOLD, "device.model", "device.firmware", *told_by(SETTINGS)),
    connections=36,
    requests=40,
    applies=lambda device: device.family == "reolink" and bool(services(device, "http", "https")),
    run=run,
)
