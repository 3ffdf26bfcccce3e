"""Devices of four makers, from what their documents and published clients say. Each answers its secrets too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from doorguard.pretend_home.web import Answer, Request

NEVER_SHOWN = "Never-To-Be-Shown"


@dataclass
class Foscam:
    """``GET /cgi-bin/CGIProxy.fcgi?usr=&pwd=&cmd=``: XML with a result. ``pages`` are the fields of each command."""

    pages: dict[str, dict[str, str]]
    user: str = "admin"
    password: str = ""
    commands: list[str] = field(default_factory=list)
    _accepted: bool = False

    def handle(self, request: Request) -> Answer | None:
        parts = urlsplit(request.path)
        if parts.path != "/cgi-bin/CGIProxy.fcgi":
            return None
        asked = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        command = asked.get("cmd")
        if command is None:
            return self._xml("-1", {})
        self.commands.append(command)
        if (asked.get("usr"), asked.get("pwd")) != (self.user, self.password):
            return self._xml("-2", {}, "refused")
        login: Literal["accepted", "known"] = "known" if self._accepted else "accepted"
        self._accepted = True
        if command == "getLog":
            return self._xml("0", self._log(int(asked.get("offset", "0")), int(asked.get("count", "10"))), login)
        found = self.pages.get(command)
        return self._xml("-3", {}, login) if found is None else self._xml("0", found, login)

    def _log(self, offset: int, count: int) -> dict[str, str]:
        rows = list(self.pages.get("getLog", {}).values())
        part = rows[offset : offset + count]
        return {
            "totalCnt": str(len(rows)),
            "curCnt": str(len(part)),
            **{f"log{n}": part[n] if n < len(part) else "" for n in range(10)},
        }

    @staticmethod
    def _xml(
        result: str, fields: Mapping[str, str], login: Literal["accepted", "known", "refused"] | None = None
    ) -> Answer:
        inside = "".join(f"<{name}>{value}</{name}>" for name, value in {"result": result, **fields}.items())
        return Answer(body=f"<CGI_Result>{inside}</CGI_Result>".encode(), kind="text/plain", login=login)


def foscam_pages(**more: dict[str, str]) -> dict[str, dict[str, str]]:
    return {
        "getDevInfo": {"productName": "FI9821P", "firmwareVer": "2.81.1.4", "hardwareVer": "1.5.1.9"},
        "getUserList": {"usrCnt": "1", "usr0": "admin+2", "usr1": ""},
        "getSessionList": {"usrCnt": "0"},
        "getSMTPConfig": {
            "isEnable": "0",
            "server": "smtp.example.net",
            "user": "cam",
            "password": NEVER_SHOWN,
            "reciever": "old@example.org",
        },
        "getFtpConfig": {"ftpAddr": "", "ftpPort": "21", "userName": "", "password": NEVER_SHOWN},
        "getLog": {"a": "1384857415+admin+1929423040+4"},
        "getP2PEnable": {"enable": "0"},
        "getUPnPConfig": {"isEnable": "0"},
        "getDDNSConfig": {"isEnable": "0", "hostName": "", "password": NEVER_SHOWN},
        "getScheduleRecordConfig": {"isEnable": "1"},
        "getSystemTime": {"timeSource": "0", "ntpServer": "time.nist.gov"},
        **more,
    }


def json_pages(pages: dict[str, object]) -> Callable[[Request], Answer | None]:
    """The same JSON at each address, 404 at any other."""
    return lambda request: (
        Answer(body=json.dumps(pages[request.path]).encode(), kind="application/json")
        if request.path in pages
        else None
    )


def sunapi(cgi: str, submenu: str) -> str:
    return f"/stw-cgi/{cgi}.cgi?msubmenu={submenu}&action=view"


def hanwha_pages(**more: object) -> dict[str, object]:
    account = {
        "VideoProfileAccess": True,
        "PTZAccess": False,
        "AudioInAccess": False,
        "AlarmOutputAccess": False,
        "Password": NEVER_SHOWN,
    }
    found: dict[str, object] = {
        "deviceinfo": {"Model": "XND-6080", "FirmwareVersion": "1.41.02_20200101", "SerialNumber": "Z"},
        "users": {
            "Users": [
                {"Index": 0, "UserID": "admin", "Enable": True, "AdminAccess": True, **account},
                {"Index": 1, "UserID": "user1", "Enable": False, **account},
            ]
        },
        "profileaccessinfo": {
            "ProfileAccessInfo": {"ProfileInfo": [{"Profiles": [{"Profile": 1, "Bitrate": 0}]}], "Users": []}
        },
        "smtp": {
            "Host": "smtp.example.net",
            "Username": "x",
            "Password": NEVER_SHOWN,
            "Sender": "cam@example.net",
            "Recipient": "",
        },
        "ftp": {"Host": "", "Port": 21, "Username": "", "Password": NEVER_SHOWN},
        "accesslog": {
            "AccessLog": [
                {"Date": "2026-11-20 10:00:00", "Type": "Login", "UserID": "admin", "IPAddress": "192.168.77.10"}
            ]
        },
        "date": {"LocalTime": "2026-11-20 10:00:00", "UTCTime": "2026-11-20 09:00:00", "SyncType": "NTP"},
        **more,
    }
    cgi = {"users": "security", "smtp": "transfer", "ftp": "transfer"}
    return {sunapi(cgi.get(name, "system"), name): page for name, page in found.items()}


def doorbird_pages(
    favourites: object = None, schedule: object = None, sip: dict[str, str] | None = None
) -> dict[str, object]:
    calls = {
        "ENABLE": "0",
        "REGISTER_URL": "",
        "REGISTER_USER": "",
        "REGISTER_PASSWORD": NEVER_SHOWN,
        "relay1_passcode": NEVER_SHOWN,
        **(sip or {}),
    }
    version = {
        "FIRMWARE": "000145",
        "BUILD_NUMBER": "15870439",
        "PRIMARY_MAC_ADDR": "1CCAE3700000",
        "DEVICE-TYPE": "DoorBird D101",
        "RELAYS": ["1"],
    }
    return {
        "/bha-api/info.cgi": {"BHA": {"RETURNCODE": "1", "VERSION": [version]}},
        "/bha-api/favorites.cgi": favourites if favourites is not None else {},
        "/bha-api/schedule.cgi": schedule if schedule is not None else [],
        "/bha-api/sip.cgi?action=status": {"BHA": {"RETURNCODE": "1", "SIP": [calls]}},
    }


def vivotek_groups(**more: dict[str, str]) -> dict[str, dict[str, str]]:
    servers = {
        f"server_i{n}_{name}": ""
        for n in range(5)
        for name in ("name", "email_recipientemail", "ftp_address", "http_url", "ns_location")
    }
    kinds = {f"server_i{n}_type": "email" for n in range(5)}
    return {
        "system": {
            "system_info_modelname": "IB8369A",
            "system_info_firmwareversion": "IB8369A-VVTK-0100c",
            "system_hostname": "cam",
        },
        "security": {
            "security_user_i0_name": "root",
            "security_user_i0_pass": NEVER_SHOWN,
            "security_user_i1_name": "",
            "security_user_i1_privilege": "",
        },
        "server": {**servers, **kinds, "server_i0_ftp_passwd": NEVER_SHOWN, **more.pop("servers", {})},
        "upnpportforwarding": {"upnpportforwarding_enable": "0"},
        "ddns": {"ddns_enable": "0", "ddns_dyndns_passwd": NEVER_SHOWN},
        "audioin": {"audioin_c0_mute": "0"},
        "recording": {"recording_i0_enable": "1", "recording_i1_enable": "0"},
        "privacymask": {"privacymask_c0_enable": "0"},
        **more,
    }


def vivotek(groups: dict[str, dict[str, str]]) -> Callable[[Request], Answer | None]:
    """``getparam.cgi?group``: lines of ``name='value'``; an error for a group that is not there."""

    def handle(request: Request) -> Answer | None:
        path, _, group = request.path.partition("?")
        if path != "/cgi-bin/admin/getparam.cgi":
            return None
        lines = [f"{name}='{value}'" for name, value in groups.get(group, {}).items()] or [
            f"ERROR: Parameter {group} is not supported"
        ]
        return Answer(body="\r\n".join(lines).encode(), kind="text/plain")

    return handle
