"""Reolink's HTTP API, device side: ``POST /cgi-bin/api.cgi?cmd=X`` with a JSON list, a token after Login (API guide).

Sessions stand in GetOnline until Logout or the end of their lease.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from doorguard.pretend_home.web import Answer, Request

NEVER_SHOWN = "Never-To-Be-Shown"
NOT_SUPPORTED, PLEASE_SIGN_IN, WRONG, LOCKED = -9, -6, -7, -506


@dataclass
class Session:
    """Somebody who signed in."""

    user: str
    address: str
    number: int


@dataclass
class ReolinkApi:
    """The settings of one camera. ``users`` are (name, level); ``others`` are (name, address) of sessions that are
    not ours; ``older`` firmware knows the commands without V20; ``locked`` answers every login so."""

    passwords: dict[str, str]
    model: str = "RLC-520A"
    firmware: str = "v3.1.0.2368_23062508"
    users: list[tuple[str, str]] = field(default_factory=lambda: [("admin", "admin")])
    others: list[tuple[str, str]] = field(default_factory=list)
    mail_to: list[str] = field(default_factory=list)
    ftp_to: str = ""
    hook_to: str = ""
    push: bool = True
    p2p: bool = True
    upnp: bool = False
    ddns: str = ""
    lock: bool = False
    audio: bool = True
    records: bool = True
    mask: bool = False
    by_ntp: bool = True
    summer_time: bool = False
    west: int = -3600
    clock_off: timedelta = timedelta()
    updates: bool = False
    older: bool = False
    locked: bool = False
    missing: set[str] = field(default_factory=set)
    sessions: dict[str, Session] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)

    def handle(self, request: Request) -> Answer | None:
        """One command. The web server counts what came of a login."""
        parts = urlsplit(request.path)
        if parts.path != "/cgi-bin/api.cgi":
            return None
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        name, token = asked.get("cmd", ""), asked.get("token", "")
        self.commands.append(name)
        if name == "Login":
            return self._login(request)
        session = self.sessions.get(token)
        if session is None:
            return _error(name, PLEASE_SIGN_IN, "please login first")
        if name == "Logout":
            del self.sessions[token]
            return _answer(name, {"rspCode": 200})
        value = None if name in self.missing else self._values().get(name)
        return _error(name, NOT_SUPPORTED, "not support") if value is None else _answer(name, value)

    def _login(self, request: Request) -> Answer:
        try:
            given = json.loads(request.body)[0]["param"]["User"]
            user, password = given["userName"], given["password"]
        except (ValueError, LookupError, TypeError):
            return _error("Login", -4, "param error")
        if self.locked:
            return _error("Login", LOCKED, "login locked", login="refused")
        if self.passwords.get(user) != password:
            return _error("Login", WRONG, "login failed", login="refused")
        token = secrets.token_hex(8)
        self.sessions[token] = Session(user, request.peer, 1000 + len(self.sessions))
        return _answer("Login", {"Token": {"leaseTime": 3600, "name": token}}, login="accepted")

    def _values(self) -> dict[str, object]:
        newer = {} if self.older else self._newer()
        return {**self._always(), **(self._older() if self.older else newer)}

    def _always(self) -> dict[str, object]:
        online = [(s.user, s.address, s.number) for s in self.sessions.values()]
        online += [(user, address, 900 + n) for n, (user, address) in enumerate(self.others)]
        now = datetime.now(UTC) + self.clock_off - timedelta(seconds=self.west)
        return {
            "GetDevInfo": {"DevInfo": {"model": self.model, "firmVer": self.firmware, "name": "Camera", "serial": "00000000000000"}},
            "GetUser": {"User": [{"userName": name, "level": level} for name, level in self.users]},
            "GetOnline": {"User": [{"canbeDisconn": 0, "ip": a, "level": "admin", "sessionId": n, "userName": u} for u, a, n in online]},
            "GetP2p": {"P2p": {"enable": int(self.p2p), "uid": NEVER_SHOWN}},
            "GetUpnp": {"Upnp": {"enable": int(self.upnp)}},
            "GetDdns": {"Ddns": {"enable": int(bool(self.ddns)), "domain": self.ddns, "type": "no-ip", "userName": "x", "password": NEVER_SHOWN}},
            "GetSysCfg": {"SysCfg": {"LockTime": 300, "allowedTimes": 5, "loginLock": int(self.lock)}},
            "GetEnc": {"Enc": {"audio": int(self.audio), "channel": 0, "mainStream": {"size": "2560*1440"}}},
            "GetMask": {"Mask": {"channel": 0, "enable": int(self.mask), "area": []}},
            "GetNtp": {"Ntp": {"enable": int(self.by_ntp), "server": "pool.ntp.org", "port": 123, "interval": 1440}},
            "GetTime": {
                "Dst": {"enable": int(self.summer_time), "offset": 1},
                "Time": {"year": now.year, "mon": now.month, "day": now.day, "hour": now.hour, "min": now.minute, "sec": now.second, "timeZone": self.west},
            },
        }  # fmt: skip

    def _mail(self) -> dict[str, object]:
        slots = [*self.mail_to, "", "", ""]
        return {"addr1": slots[0], "addr2": slots[1], "addr3": slots[2], "smtpServer": "smtp.example.net", "userName": "cam@example.net", "password": NEVER_SHOWN}

    def _newer(self) -> dict[str, object]:
        ftp = {"server": self.ftp_to, "userName": "cam", "password": NEVER_SHOWN, "remoteDir": ""}
        hook = {"GetWebHook": {"WebHook": [{"enable": 1, "hookUrl": f"https://{self.hook_to}/hook?token={NEVER_SHOWN}"}]}}
        return {
            "GetEmailV20": {"Email": {**self._mail(), "enable": int(bool(self.mail_to)), "schedule": {"channel": 0}}},
            "GetFtpV20": {"Ftp": {**ftp, "enable": int(bool(self.ftp_to)), "schedule": {"channel": 0}}},
            "GetPushV20": {"Push": {"enable": int(self.push), "schedule": {"channel": 0}}},
            "GetRecV20": {"Rec": {"enable": int(self.records), "schedule": {"channel": 0}}},
            "GetAutoUpgrade": {"AutoUpgrade": {"enable": int(self.updates)}},
            **(hook if self.hook_to else {}),
        }

    def _older(self) -> dict[str, object]:
        return {
            "GetEmail": {"Email": {**self._mail(), "schedule": {"enable": int(bool(self.mail_to)), "table": "1" * 168}}},
            "GetFtp": {"Ftp": {"server": self.ftp_to, "password": NEVER_SHOWN, "schedule": {"enable": int(bool(self.ftp_to))}}},
            "GetPush": {"Push": {"schedule": {"enable": int(self.push)}}},
            "GetRec": {"Rec": {"schedule": {"enable": int(self.records)}}},
        }


def _answer(command: str, value: object, login: Literal["accepted", "refused"] | None = None) -> Answer:
    return Answer(body=json.dumps([{"cmd": command, "code": 0, "value": value}]).encode(), login=login)


def _error(command: str, code: int, detail: str, login: Literal["accepted", "refused"] | None = None) -> Answer:
    body = json.dumps([{"cmd": command, "code": 1, "error": {"detail": detail, "rspCode": code}}]).encode()
    return Answer(body=body, login=login)
