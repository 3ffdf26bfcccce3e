"""Dahua's CGI as its cameras, door stations and recorders answer it: key=value text behind a Digest login.

Questions and keys as python-amcrest and published captures have them. Everything is a GET, also what
writes; this device writes nothing and counts who tried. The secrets in some answers are there on
purpose: real devices answer with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote

from doorguard.pretend_home.web import Answer, Request

NEVER_SHOWN = "Never-To-Be-Shown"
"""Stands wherever a real device would answer with a secret."""
_LINE = "\r\n"


@dataclass
class DahuaCgi:
    """The settings of one device.

    ``users`` are (name, group); ``online`` are (name, address, client type, since). ``mail_to`` are addresses; ``store_at``
    is (protocol, address) or None. ``registers_at`` is where its auto-register connection leads, "" when off. Whoever
    signs in is connected for the time of it (client type CGI), and is written into the log.
    """

    kind: str = "VTO2202F-P"
    version: str = "4.500.0000000.0.R,build:2021-11-20"
    users: list[tuple[str, str]] = field(default_factory=lambda: [("admin", "admin")])
    online: list[tuple[str, str, str, str]] = field(default_factory=list)
    mail_to: list[str] = field(default_factory=list)
    mail_on: bool = True
    store_at: tuple[str, str] | None = None
    alarm_server: str = ""
    registers_at: str = ""
    cloud: bool = False
    upnp: bool = False
    ddns: str = ""
    telnet: bool = False
    ssh: bool = False
    lock: bool = True
    login_alert: bool = True
    by_ntp: bool = True
    clock_off: timedelta = timedelta()
    audio: bool = True
    record_mode: str = "0"
    log: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(time, type, user, address)"""
    missing: set[str] = field(default_factory=set)
    writes: list[str] = field(default_factory=list)
    searches: dict[str, list[str]] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def handle(self, request: Request) -> Answer | None:
        """Answer one question."""
        path, _, query = request.path.partition("?")
        if not path.startswith("/cgi-bin/"):
            return None
        user = re.search(r'username="([^"]*)"', request.headers.get("authorization", ""))
        self._write_down(user[1] if user else "", request.peer)
        asked = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
        action = asked.get("action", "")
        if path.endswith("/log.cgi"):
            return self._log(action, asked)
        if action == "getConfig":
            return self._config(asked.get("name", ""))
        answers: dict[tuple[str, str], Callable[[], str]] = {
            ("magicBox.cgi", "getSoftwareVersion"): lambda: f"version={self.version}{_LINE}",
            ("magicBox.cgi", "getDeviceType"): lambda: f"type={self.kind}{_LINE}",
            ("magicBox.cgi", "getMachineName"): lambda: f"name=Door{_LINE}",
            ("magicBox.cgi", "getSerialNo"): lambda: f"sn=4K01234PAZ00000{_LINE}",
            ("userManager.cgi", "getUserInfoAll"): self._users,
            ("userManager.cgi", "getActiveUserInfoAll"): lambda: self._active(user[1] if user else "", request.peer),
            ("global.cgi", "getCurrentTime"): lambda: f"result={self.now():%Y-%m-%d %H:%M:%S}{_LINE}",
        }
        make = answers.get((path.rpartition("/")[2], action))
        if make is None:
            self.writes.append(unquote(request.path))
            return _error()
        return _error() if action in self.missing else _said(make())

    def now(self) -> datetime:
        """What the device's clock shows: the time of the home, without a zone."""
        return (datetime.now(UTC) + self.clock_off).astimezone()

    def _users(self) -> str:
        rows = []
        for number, (name, group) in enumerate(self.users):
            rows += [
                f"users[{number}].AuthorityList[0]=AuthUserMag", f"users[{number}].Group={group}", f"users[{number}].Id={number + 1}",
                f"users[{number}].Memo=", f"users[{number}].Name={name}", f"users[{number}].Password={NEVER_SHOWN}", f"users[{number}].Reserved=true",
                f"users[{number}].Sharable=true",
            ]  # fmt: skip
        return _LINE.join([*rows, ""])

    def _active(self, user: str, peer: str) -> str:
        everybody = [("default", "Local", "GUI", ""), *self.online, (user, peer, "CGI", f"{self.now():%Y-%m-%d %H:%M:%S}")]
        rows = []
        for number, (name, address, client, since) in enumerate(everybody):
            rows += [
                f"users[{number}].ClientAddress={address}", f"users[{number}].ClientType={client}", f"users[{number}].Group=admin",
                f"users[{number}].Id={number + 1}", f"users[{number}].LoginTime={since}", f"users[{number}].Name={name}",
            ]  # fmt: skip
        return _LINE.join([*rows, ""])

    def _config(self, name: str) -> Answer:
        make = self._configs().get(name)
        if make is None or name in self.missing:
            return Answer(200, f"Error: Error -1 getting param in name={name}{_LINE}".encode(), "text/plain")
        return _said("".join(f"table.{name}{row}{_LINE}" for row in make()))

    def _configs(self) -> dict[str, Callable[[], list[str]]]:
        return {
            "Email": self._email,
            "NAS": self._nas,
            "AlarmServer": lambda: [f".Enable={_word(bool(self.alarm_server))}", f".Address={self.alarm_server or '0.0.0.0'}", ".Port=37777"],
            "DVRIP": lambda: [
                ".TCPPort=37777", ".UDPPort=37778", f".RegisterServer.Enable={_word(bool(self.registers_at))}",
                f".RegisterServer.Servers[0].Address={self.registers_at}", ".RegisterServer.Servers[0].Port=7000",
            ],
            "T2UServer": lambda: [f".Enable={_word(self.cloud)}", f".Token={NEVER_SHOWN}"],
            "UPnP": lambda: [f".Enable={_word(self.upnp)}", ".MapTable[0].Enable=true", ".MapTable[0].InnerPort=80"],
            "DDNS": lambda: [f"[0].Enable={_word(bool(self.ddns))}", f"[0].HostName={self.ddns or 'none'}", f"[0].Password={NEVER_SHOWN}"],
            "General": lambda: [".MachineName=Door", f".LockLoginEnable={_word(self.lock)}", ".LockLoginTimes=5", ".LoginFailLockTime=1800"],
            "LoginFailureAlarm": lambda: [f".Enable={_word(self.login_alert)}", ".EventHandler.MailEnable=false"],
            "NTP": lambda: [".Address=time.example.net", f".Enable={_word(self.by_ntp)}", ".TimeZone=0"],
            "Encode": lambda: [f"[0].MainFormat[0].AudioEnable={_word(self.audio)}", "[0].MainFormat[0].VideoEnable=true", "[0].ExtraFormat[0].AudioEnable=true"],
            "RecordMode": lambda: [f"[0].Mode={self.record_mode}", "[0].ModeExtra1=2"],
            "Telnet": lambda: [f".Enable={_word(self.telnet)}"],
            "SSHD": lambda: [f".Enable={_word(self.ssh)}"],
        }  # fmt: skip

    def _email(self) -> list[str]:
        receivers = [f".Receivers[{number}]={to}" for number, to in enumerate(self.mail_to or ["none"])]
        return [".Address=smtp.example.net", f".Enable={_word(self.mail_on)}", f".Password={NEVER_SHOWN}", *receivers, ".SendAddress=door@example.net", ".UserName=door@example.net"]

    def _nas(self) -> list[str]:
        protocol, address = self.store_at or ("FTP", "0.0.0.0")
        return [
            f"[0].Address={address}", f"[0].Enable={_word(self.store_at is not None)}", f"[0].Password={NEVER_SHOWN}", f"[0].Protocol={protocol}", "[0].UserName=door"
        ]  # fmt: skip

    def _write_down(self, user: str, peer: str) -> None:
        """Who signed in from where, once each."""
        if user and (user, peer) not in self._seen:
            self._seen.add((user, peer))
            self.log.append((f"{self.now():%Y-%m-%d %H:%M:%S}", "LogIn", user, peer))

    def _log(self, action: str, asked: dict[str, str]) -> Answer:
        """A search is begun, read a part at a time, and ended."""
        token = asked.get("token", "")
        if action == "startFind" and "condition.StartTime" in asked:
            since, until = asked["condition.StartTime"], asked.get("condition.EndTime", "9")
            number = str(7 + len(self.searches))
            self.searches[number] = [self._item(row) for row in self.log if since <= row[0] <= until]
            return _said(f"token={number}{_LINE}")
        if action == "doFind" and token in self.searches:
            count = int(asked.get("count", "1"))
            part, self.searches[token] = self.searches[token][:count], self.searches[token][count:]
            rows = "".join(item.replace("{n}", str(number)) for number, item in enumerate(part))
            return _said(f"found={len(part)}{_LINE}{rows}")
        if action == "stopFind" and token in self.searches:
            del self.searches[token]
            return _said(f"OK{_LINE}")
        self.writes.append(f"log.cgi {action}")
        return _error()

    @staticmethod
    def _item(row: tuple[str, str, str, str]) -> str:
        when, kind, user, address = row
        return _LINE.join(
            [f"items[{{n}}].Detail=Address: {address}", "Type: Web", "items[{n}].RecNo=1", f"items[{{n}}].Time={when}", f"items[{{n}}].Type={kind}", f"items[{{n}}].User={user}", ""]
        )


def _said(text: str) -> Answer:
    return Answer(body=text.encode(), kind="text/plain;charset=utf-8")


def _error() -> Answer:
    return Answer(400, f"Error{_LINE}Bad Request!{_LINE}".encode(), "text/plain")


def _word(yes: bool) -> str:
    return "true" if yes else "false"
