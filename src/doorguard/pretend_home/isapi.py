"""Hikvision's ISAPI as its web pages use it: XML documents behind a Digest login (ISAPI guide).

Names of elements as published captures of real devices have them. The secrets in some documents are
there on purpose: real devices answer with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from doorguard.pretend_home.web import Answer, Request

NAMESPACE = "http://www.hikvision.com/ver20/XMLSchema"
NEVER_SHOWN = "Never-To-Be-Shown"
"""Stands wherever a real device would answer with a secret."""
_NETWORK = "/ISAPI/System/Network"


@dataclass
class LogRow:
    """One line of the device's log: ``kind`` is the last part of its metaId."""

    when: str
    kind: str
    user: str
    address: str


@dataclass
class Isapi:
    """The settings of one camera.

    ``users`` and ``onvif_users`` are (name, level); None: ONVIF has no list of its own. ``online`` are
    (name, address, since). ``mail_to``, ``ftp_to``, ``http_to`` and ``nas_at`` are addresses. ``tunnel_to`` is where
    its Ehome connection leads, "" when off. ``at_illegal_login`` is what it does at a wrong password. Reading by Digest opens no session, but is written into the log.
    """

    model: str = "DS-2CD2042WD-I"
    firmware: tuple[str, str] = ("V5.5.0", "build 170914")
    users: list[tuple[str, str]] = field(default_factory=lambda: [("admin", "Administrator")])
    onvif_users: list[tuple[str, str]] | None = None
    online: list[tuple[str, str, str]] = field(default_factory=list)
    mail_to: list[str] = field(default_factory=list)
    ftp_to: str = ""
    http_to: str = ""
    nas_at: str = ""
    alarm_host: str = ""
    tunnel_to: str = ""
    sip_to: str = ""
    cloud: bool = False
    upnp: bool = False
    ddns: str = ""
    telnet: bool = False
    ssh: bool = False
    lock: bool = True
    by_ntp: bool = True
    clock_off: timedelta = timedelta()
    audio: bool = True
    records: bool = True
    mask: bool = False
    own_wifi: bool = False
    default_password: bool = False
    at_illegal_login: tuple[str, ...] = ("beep",)
    log: list[LogRow] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def handle(self, request: Request) -> Answer | None:
        """Answer a document that is here, a search of the log, or say that there is no such page."""
        path = request.path.partition("?")[0]
        if not path.startswith("/ISAPI/"):
            return None
        self._write_down(request)
        if path in self.missing:
            return _refusal(path, 404, 4, "notSupport")
        if path == "/ISAPI/ContentMgmt/logSearch" and request.method == "POST":
            return self._search(path, request.body.decode("utf-8", "replace"))
        make = self._documents().get(path)
        if make is None:
            return _refusal(path, 404, 4, "notSupport")
        if request.method != "GET":
            return _refusal(path, 400, 4, "methodNotAllowed")
        return Answer(body=make().encode(), kind="application/xml")

    def now(self) -> datetime:
        """What the device's clock says."""
        return datetime.now(UTC) + self.clock_off

    def _documents(self) -> dict[str, Callable[[], str]]:
        return {
            "/ISAPI/System/deviceInfo": self._device_info,
            "/ISAPI/System/status": lambda: document("DeviceStatus", f"<currentDeviceTime>{self.now():%Y-%m-%dT%H:%M:%S}</currentDeviceTime><deviceUpTime>86400</deviceUpTime>"),
            "/ISAPI/Security/users": lambda: document("UserList", _users(self.users, "userLevel")),
            "/ISAPI/Security/capabilities": lambda: document(
                "SecurityCap", f"<isSupportONVIFUserManagement>{_word(self.onvif_users is not None)}</isSupportONVIFUserManagement><salt>{NEVER_SHOWN}</salt>"
            ),
            **({"/ISAPI/Security/ONVIF/users": lambda: document("UserList", _users(self.onvif_users or [], "userType"))} if self.onvif_users is not None else {}),
            "/ISAPI/Security/onlineUser": self._online,
            "/ISAPI/Security/userCheck": lambda: document(
                "userCheck",
                "<statusValue>200</statusValue><statusString>OK</statusString>"
                f"<isDefaultPassword>{_word(self.default_password)}</isDefaultPassword><isRiskPassword>false</isRiskPassword><isActivated>true</isActivated>",
            ),
            "/ISAPI/Security/illegalLoginLock": lambda: document(
                "IllegalLoginLock", f"<enabled>{_word(self.lock)}</enabled><maxIllegalLoginTimes>5</maxIllegalLoginTimes><maxIllegalLoginLockTime>1800</maxIllegalLoginLockTime>"
            ),
            f"{_NETWORK}/mailing": self._mailing,
            f"{_NETWORK}/ftp": lambda: document(
                "FTPNotificationList",
                f"<FTPNotification><id>1</id><enabled>{_word(bool(self.ftp_to))}</enabled>{_host(self.ftp_to)}<portNo>21</portNo>"
                f"<userName>cam</userName><password>{NEVER_SHOWN}</password></FTPNotification>",
            ),
            "/ISAPI/Event/notification/httpHosts": self._http_hosts,
            "/ISAPI/ContentMgmt/Storage/nas": lambda: document(
                "nasList", "".join(f"<nas><id>{n}</id>{_host(self.nas_at if n == 1 else '')}<nasType>NFS</nasType><path></path></nas>" for n in range(1, 9))
            ),
            "/ISAPI/Event/notification/alarmCenter/1": lambda: document("alarmCenterNotification", f"<id>1</id>{_host(self.alarm_host)}<portNo>7200</portNo>"),
            f"{_NETWORK}/Ehome": lambda: document(
                "Ehome", f"<enabled>{_word(bool(self.tunnel_to))}</enabled>{_host(self.tunnel_to)}<portNo>7660</portNo><deviceID>porch</deviceID><key>{NEVER_SHOWN}</key>"
            ),
            f"{_NETWORK}/SIP": lambda: document(
                "SIPServerList",
                f"<SIPServer><id>1</id><Standard><enabled>{_word(bool(self.sip_to))}</enabled><proxy>{escape(self.sip_to)}</proxy><password>{NEVER_SHOWN}</password></Standard></SIPServer>",
            ),
            f"{_NETWORK}/EZVIZ": lambda: document(
                "EZVIZ",
                f"<enabled>{_word(self.cloud)}</enabled><registerStatus>{_word(self.cloud)}</registerStatus><serverAddress><addressingFormatType>hostname</addressingFormatType>"
                f"<hostName>dev.example.net</hostName></serverAddress><verificationCode>{NEVER_SHOWN}</verificationCode>",
            ),
            f"{_NETWORK}/UPnP": lambda: document("UPnP", f"<enabled>{_word(self.upnp)}</enabled>"),
            f"{_NETWORK}/DDNS/1": lambda: document(
                "DDNS", f"<id>1</id><enabled>{_word(bool(self.ddns))}</enabled><deviceDomainName>{escape(self.ddns)}</deviceDomainName><password>{NEVER_SHOWN}</password>"
            ),
            f"{_NETWORK}/telnetd": lambda: document("Telnetd", f"<enabled>{_word(self.telnet)}</enabled>"),
            f"{_NETWORK}/ssh": lambda: document("SSH", f"<enabled>{_word(self.ssh)}</enabled>"),
            f"{_NETWORK}/wirelessServer": lambda: document(
                "WirelessServer", f"<enabled>{_word(self.own_wifi)}</enabled><WirelessSecurity><WPA><sharedKey>{NEVER_SHOWN}</sharedKey></WPA></WirelessSecurity>"
            ),
            "/ISAPI/Event/triggers": self._triggers,
            "/ISAPI/System/time": lambda: document(
                "Time", f"<timeMode>{'NTP' if self.by_ntp else 'manual'}</timeMode><localTime>{self.now():%Y-%m-%dT%H:%M:%S}+00:00</localTime><timeZone>CST-0:00:00</timeZone>"
            ),
            "/ISAPI/Streaming/channels/101": lambda: document(
                "StreamingChannel", f"<id>101</id><enabled>true</enabled><Video><enabled>true</enabled></Video><Audio><enabled>{_word(self.audio)}</enabled></Audio>"
            ),
            "/ISAPI/ContentMgmt/record/tracks": lambda: document("TrackList", f"<Track><id>101</id><Channel>101</Channel><Enable>{_word(self.records)}</Enable></Track>"),
            "/ISAPI/System/Video/inputs/channels/1/privacyMask": lambda: document(
                "PrivacyMask", f"<enabled>{_word(self.mask)}</enabled><PrivacyMaskRegionList><PrivacyMaskRegion><id>1</id><enabled>true</enabled></PrivacyMaskRegion></PrivacyMaskRegionList>"
            ),
        }  # fmt: skip

    def _device_info(self) -> str:
        version, build = self.firmware
        return document(
            "DeviceInfo",
            f"<deviceName>IP CAMERA</deviceName><model>{self.model}</model><firmwareVersion>{version}</firmwareVersion><firmwareReleasedDate>{build}</firmwareReleasedDate>",
        )

    def _triggers(self) -> str:
        rows = (("VMD-1", "VMD", ("center",)), ("illaccess", "illaccess", self.at_illegal_login))
        triggers = "".join(
            f"<EventTrigger><id>{name}</id><eventType>{kind}</eventType><EventTriggerNotificationList>"
            + "".join(f"<EventTriggerNotification><id>{how}</id><notificationMethod>{how}</notificationMethod></EventTriggerNotification>" for how in ways)
            + "</EventTriggerNotificationList></EventTrigger>"
            for name, kind, ways in rows
        )
        return document("EventNotification", f"<EventTriggerList>{triggers}</EventTriggerList>")

    def _online(self) -> str:
        rows = "".join(
            f"<OnlineUser><id>{65536 + n}</id><name>{escape(name)}</name><type>operator</type><loginTime>{since}</loginTime>"
            f"<clientAddress><ipAddress>{address}</ipAddress></clientAddress></OnlineUser>"
            for n, (name, address, since) in enumerate(self.online)
        )
        return document("OnlineUserList", rows)

    def _mailing(self) -> str:
        slots = [*self.mail_to, "", "", ""][: max(3, len(self.mail_to))]
        receivers = "".join(f"<receiver><id>{n}</id><name></name><emailAddress>{escape(to)}</emailAddress></receiver>" for n, to in enumerate(slots, 1))
        sender = f"<sender><emailAddress>porch@example.net</emailAddress><smtp><accountName>porch</accountName><password>{NEVER_SHOWN}</password></smtp></sender>"
        return document("mailing", f"<id>1</id>{sender}<receiverList>{receivers}</receiverList>")

    def _http_hosts(self) -> str:
        url = f"/push?token={NEVER_SHOWN}" if self.http_to else "/"
        rows = "".join(
            f"<HttpHostNotification><id>{n}</id><url>{url}</url><protocolType>HTTP</protocolType>{_host(self.http_to if n == 1 else '')}<portNo>80</portNo></HttpHostNotification>"
            for n in (1, 2, 3)
        )
        return document("HttpHostNotificationList", rows)

    def _write_down(self, request: Request) -> None:
        """Who signed in from where, once each."""
        user = re.search(r'username="([^"]*)"', request.headers.get("authorization", ""))
        who = (user[1] if user else "", request.peer)
        if who[0] and who not in self._seen:
            self._seen.add(who)
            self.log.append(LogRow(f"{self.now():%Y-%m-%dT%H:%M:%SZ}", "remoteLogin", *who))

    def _search(self, path: str, body: str) -> Answer:
        """Rows under a metaId, a page at a time."""
        asked = dict(re.findall(r"<(\w+)>([^<]*)</\1>", body))
        if not asked.get("metaId", "").startswith("log.hikvision.com") or not asked.get("searchID"):
            return _refusal(path, 400, 6, "badXmlContent")
        rows = [row for row in self.log if f"log.hikvision.com/Operation/{row.kind}".startswith(asked["metaId"])]
        start, most = int(asked.get("searchResultPostion", "0")), int(asked.get("maxResults", "40"))
        part = rows[start : start + most]
        said = "MORE" if start + most < len(rows) else "OK" if part else "NO MATCHES"
        items = "".join(
            f"<searchMatchItem><logDescriptor><metaId>log.hikvision.com/Operation/{row.kind}</metaId><StartDateTime>{row.when}</StartDateTime>"
            f"<paraType></paraType><userName>{escape(row.user)}</userName><ipAddress>{row.address}</ipAddress></logDescriptor></searchMatchItem>"
            for row in part
        )
        inside = (
            f"<searchID>{escape(asked['searchID'])}</searchID><responseStatus>true</responseStatus><responseStatusStrg>{said}</responseStatusStrg>"
            f"<numOfMatches>{len(part)}</numOfMatches><matchList>{items}</matchList>"
        )
        return Answer(body=document("CMSearchResult", inside).encode(), kind="application/xml")


def document(root: str, inside: str) -> str:
    """One ISAPI document."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} version="2.0" xmlns="{NAMESPACE}">{inside}</{root}>'


def _refusal(path: str, status: int, code: int, sub: str) -> Answer:
    inside = f"<requestURL>{escape(path)}</requestURL><statusCode>{code}</statusCode><statusString>Invalid Operation</statusString><subStatusCode>{sub}</subStatusCode>"
    return Answer(status, document("ResponseStatus", inside).encode(), "application/xml")


def _users(users: list[tuple[str, str]], level_name: str) -> str:
    return "".join(
        f"<User><id>{number}</id><userName>{escape(name)}</userName><{level_name}>{level}</{level_name}></User>"
        for number, (name, level) in enumerate(users, 1)
    )


def _host(address: str) -> str:
    """An address as these documents have it; 0.0.0.0 where none is set."""
    if address and not address.replace(".", "").isdigit():
        return f"<addressingFormatType>hostname</addressingFormatType><hostName>{escape(address)}</hostName>"
    return f"<addressingFormatType>ipaddress</addressingFormatType><ipAddress>{address or '0.0.0.0'}</ipAddress>"


def _word(yes: bool) -> str:
    return "true" if yes else "false"
