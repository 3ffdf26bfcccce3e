"""Xiongmai's DVRIP on TCP 34567, device side: 20-byte heads, JSON texts, a folded MD5 for a password.

Heads and numbers of messages as on the wire (a published Wireshark dissector, OpenIPC/python-dvr); names and fields as
devices answered them. The secrets in some answers are there on purpose: real devices send them.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import md5

from doorguard.pretend_home.device import Conversation
from doorguard.pretend_home.login import Tally

NEVER_SHOWN = "Never-To-Be-Shown"
"""Stands wherever a real device would answer with a secret."""
OK, NOT_SIGNED_IN, WRONG_PASSWORD, LOCKED, NO_SUCH_SETTING = 100, 105, 203, 205, 607
TRIES = 5
"""Wrong passwords until it locks."""
ADMIN = ["ShutDown", "ChannelTitle", "RecordConfig", "Backup", "StorageManager", "Account", "SysInfo", "NetConfig", "Monitor_01", "Replay_01"]
VIEWER = ["Monitor_01", "Replay_01"]
HIDDEN = ("default", "default account", VIEWER)
"""The account that comes with these devices and that their own pages do not show (CVE-2018-17919)."""
LOG_PAGE = 128


def folded(password: str) -> str:
    """Each letter is the sum of two bytes of the MD5, modulo 62, counted 0-9, A-Z, a-z."""
    whole = md5(password.encode()).digest()  # noqa: S324 - the protocol's own hash
    out = []
    for at in range(0, 16, 2):
        rest = (whole[at] + whole[at + 1]) % 62
        out.append(chr(rest + (48 if rest < 10 else 55 if rest < 36 else 61)))
    return "".join(out)


@dataclass
class LogRow:
    """One line of the device's log."""

    when: str
    kind: str
    user: str
    data: str


@dataclass
class Dvrip:
    """The settings of one camera, open to ``user`` with ``password``. ``users`` are (name, memo, rights); rights None: only its group has some.

    ``mail_to``, ``ftp_to``, ``alarm_to`` are addresses, empty when that is off; ``signs_on_to`` is where its own registration
    leads; ``west`` is its time zone in minutes west. ``missing`` are names that this firmware does not know.
    """

    password: str
    user: str = "admin"
    serial: str = "a1b2c3d4e5f60718"
    hardware: str = "50H20L_S38"
    firmware: str = "V4.02.R12.00035520.12012.047500.00200"
    users: list[tuple[str, str, list[str] | None]] = field(default_factory=lambda: [("admin", "admin 's account", ADMIN)])
    mail_to: list[str] = field(default_factory=list)
    ftp_to: str = ""
    alarm_to: str = ""
    signs_on_to: str = ""
    push: bool = False
    cloud: bool = False
    upnp: bool = False
    ddns: str = ""
    by_ntp: bool = True
    west: int = 0
    summer_time: bool = False
    clock_off: timedelta = timedelta()
    audio: bool = True
    record_mode: str = "ConfigRecord"
    updates: bool = True
    log: list[LogRow] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    port: int = 34567
    requests: int = 0
    sessions: set[int] = field(default_factory=set)
    asked: list[tuple[int, str]] = field(default_factory=list)
    _tally: Tally = field(default_factory=Tally)
    _wrong: int = 0
    _next: int = 0x11

    @property
    def logins(self) -> int:
        """Logins, by its own count."""
        return self._tally.logins

    @property
    def logins_refused(self) -> int:
        """Those it refused."""
        return self._tally.refused

    def accepted(self, talk: Conversation) -> None:
        """Wait."""

    def heard(self, talk: Conversation) -> None:
        """Answer each whole frame; hang up on what is no frame, as control ports do."""
        while len(talk.heard) >= 20 and not talk.closing:
            magic, _, _, _, session, number, _, _, message, length = struct.unpack("<4B2I2BHI", talk.heard[:20])
            if magic != 0xFF or length > 1 << 16:
                break
            if len(talk.heard) < 20 + length:
                return
            text, talk.heard = talk.heard[20 : 20 + length], talk.heard[20 + length :]
            self.requests += 1
            self._answer(talk, session, number, message, json.loads(text.rstrip(b"\n\x00") or b"{}"))
        if talk.heard and talk.heard[0] != 0xFF:
            talk.close()

    def now(self) -> datetime:
        """What the device's clock shows."""
        return datetime.now(UTC) - timedelta(minutes=self.west) + self.clock_off

    def _answer(self, talk: Conversation, session: int, number: int, message: int, asked: dict[str, object]) -> None:
        name = str(asked.get("Name", ""))
        self.asked.append((message, name))
        if message == 1000:
            session, said = self._sign_in(talk, str(asked.get("UserName", "")), str(asked.get("PassWord", "")))
        elif session not in self.sessions:
            said = {"Name": name, "Ret": NOT_SIGNED_IN}
        elif message == 1002:
            self.sessions.discard(session)
            said = {"Name": name, "Ret": OK}
        else:
            said = self._tell(message, name, asked)
        text = json.dumps({**said, "SessionID": f"0x{session:08X}"}).encode() + b"\n\x00"
        talk.send(struct.pack("<4B2I2BHI", 0xFF, 1, 0, 0, session, number, 0, 0, message + 1, len(text)) + text)

    def _sign_in(self, talk: Conversation, user: str, secret: str) -> tuple[int, dict[str, object]]:
        right = user == self.user and self._wrong < TRIES and secret == folded(self.password)
        self._tally.note(user, self.password, right=right)
        if not right:
            self._wrong += 1
            return 0, {"Ret": LOCKED if self._wrong > TRIES else WRONG_PASSWORD}
        self._next += 1
        self.sessions.add(self._next)
        self.log.append(LogRow(f"{self.now():%Y-%m-%d %H:%M:%S}", "LogIn", user, f"DVRIP-Web<{talk.peer}>"))
        return self._next, {"AliveInterval": 21, "ChannelNum": 1, "DeviceType ": "IPC", "ExtraChannel": 0, "Ret": OK}

    def _tell(self, message: int, name: str, asked: dict[str, object]) -> dict[str, object]:
        key = {1472: "Users", 1474: "Groups"}.get(message, name)
        make = self._kept(asked).get((message, key))
        if make is None or key in self.missing:
            return {"Name": name, "Ret": NO_SUCH_SETTING}
        return {**({"Name": name} if message not in (1472, 1474) else {}), "Ret": OK, key: make()}

    def _kept(self, asked: dict[str, object]) -> dict[tuple[int, str], Callable[[], object]]:
        settings: dict[str, Callable[[], object]] = {
            "NetWork.NetEmail": lambda: {
                "Enable": bool(self.mail_to), "MailServer": _server("smtp.example.net", 25), "Recievers": [*self.mail_to, "none", "none", "none"],
                "Schedule": ["0 00:00:00-24:00:00"], "SendAddr": "cam@example.net", "Title": "Alarm", "UseSSL": 0,
            },
            "NetWork.NetFTP": lambda: {"Directory": "/", "Enable": bool(self.ftp_to), "MaxFileLen": 128, "Server": _server(self.ftp_to or "FTP", 21)},
            "NetWork.AlarmServer": lambda: [
                {"Alarm": True, "Enable": bool(self.alarm_to), "Log": True, "Protocol": "GENERAL", "Server": _server(self.alarm_to, 15002)}
            ],
            "NetWork.PMS": lambda: {"BoxID": "", "Enable": self.push, "Port": 80, "ServName": "push.example.net"},
            "NetWork.DAS": lambda: {
                "DeviceID": "", "Enable": bool(self.signs_on_to), "Password": NEVER_SHOWN, "Port": 9400, "ServerAddr": self.signs_on_to, "UserName": "",
            },
            "NetWork.Nat": lambda: {"Addr": "", "DnsServer1": "0x00000000", "NatEnable": self.cloud, "Port": 0, "XMeyeMTU": 1280},
            "NetWork.Upnp": lambda: {"Enable": self.upnp, "HTTPPort": 80, "MediaPort": 34567, "MobilePort": 0, "State": self.upnp},
            "NetWork.NetDDNS": lambda: [
                {"DDNSKey": "Oray", "Enable": False, "HostName": "none", "Online": False, "Server": _server("ddns.example.net", 30000)},
                {"DDNSKey": "NO-IP", "Enable": bool(self.ddns), "HostName": self.ddns, "Online": False, "Server": _server("dyn.example.net", 80)},
            ],
            "NetWork.NetNTP": lambda: {"Enable": self.by_ntp, "Server": _server("pool.example.net", 123), "TimeZone": 0, "UpdatePeriod": 10},
            "NetWork.OnlineUpgrade": lambda: {"AutoCheck": 1, "AutoUpgradeImp": int(self.updates), "Enable": 1, "ServerAddr": "", "ServerPort": 0},
            "Simplify.Encode": lambda: [
                {"ExtraFormat": {"AudioEnable": False, "VideoEnable": True}, "MainFormat": {"AudioEnable": self.audio, "VideoEnable": True}}
            ],
            "Record": lambda: [{"Mask": [["0x00000006"] * 6], "PacketLength": 60, "PreRecord": 5, "RecordMode": self.record_mode, "Redundancy": False}],
            "System.TimeZone": lambda: {"FirstUserTimeZone": 0, "timeMin": self.west},
            "General.Location": lambda: {"DSTRule": "On" if self.summer_time else "Off", "DateFormat": "YYMMDD", "Language": "English"},
        }  # fmt: skip
        return {
            (1020, "SystemInfo"): lambda: {
                "BuildTime": "2018-07-11 10:02:01", "HardWare": self.hardware, "SerialNo": self.serial, "SoftWareVersion": self.firmware, "VideoInChannel": 1,
            },
            (1472, "Users"): lambda: [
                {**({} if rights is None else {"AuthorityList": rights}), "Group": "admin" if name == "admin" else "user", "Memo": memo,
                 "Name": name, "Password": NEVER_SHOWN, "Reserved": name == "admin", "Sharable": True}
                for name, memo, rights in self.users
            ],
            (1474, "Groups"): lambda: [
                {"AuthorityList": ADMIN, "Memo": "administrator group", "Name": "admin"}, {"AuthorityList": VIEWER, "Memo": "user group", "Name": "user"},
            ],
            (1452, "OPTimeQuery"): lambda: f"{self.now():%Y-%m-%d %H:%M:%S}",
            (1442, "OPLogQuery"): lambda: self._page_of_log(asked.get("OPLogQuery")),
            **{(1042, name): make for name, make in settings.items()},
        }  # fmt: skip

    def _page_of_log(self, asked: object) -> list[dict[str, object]]:
        begin = int(asked.get("LogPosition", 0)) if isinstance(asked, dict) else 0
        rows = list(enumerate(self.log))[begin : begin + LOG_PAGE]
        return [{"Data": row.data, "Position": at, "Time": row.when, "Type": row.kind, "User": row.user} for at, row in rows]


def _server(name: str, port: int) -> dict[str, object]:
    return {"Address": "0x00000000", "Anonymity": False, "Name": name, "Password": NEVER_SHOWN, "Port": port, "UserName": "cam"}
