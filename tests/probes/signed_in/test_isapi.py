"""Hikvision ISAPI: what each document tells, what a missing or lying one leaves open, and that no secret gets through."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import doorguard.probes.signed_in.isapi as module
from doorguard.network.refusal import LoginRefused, Readable
from doorguard.network.secret import Secret
from doorguard.pretend_home.isapi import NEVER_SHOWN, Isapi, LogRow
from doorguard.pretend_home.web import Answer, Request, Web
from doorguard.probes.signed_in.isapi import PROBE
from doorguard.probes.signed_in.isapi_document import read
from doorguard.probes.signed_in.isapi_settings import SETTINGS, clock
from doorguard.probes.signed_in.pages import NotHere
from tests.probes.signed_in.bench import OURS, OWN, SignedIn, names, within_budget


def camera(isapi: Isapi, **more: object) -> Web:
    settings: dict[str, object] = {"login": "digest", "realm": "DS-2CD", "password": OWN.password, **more}
    return Web(80, "App-webs/", [isapi.handle], **settings)  # type: ignore[arg-type]


def signed_in(isapi: Isapi, **more: object) -> SignedIn:
    run = SignedIn(PROBE, "hikvision", camera(isapi), **more)  # type: ignore[arg-type]
    within_budget(run)
    return run


@pytest.fixture(scope="module")
def well_kept() -> SignedIn:
    return signed_in(Isapi())


def test_a_device_that_is_looked_after_says_no_to_everything(well_kept: SignedIn) -> None:
    assert well_kept.logins == (1, 0)
    assert well_kept.rows("viewer.other") == [(None, False)]
    assert well_kept.rows("recipient.owner") == [(None, "none")]
    assert well_kept.rows("access.owner") == [(None, "none")]  # our own sign-in stands in its log
    assert (None, False) in well_kept.rows("uplink.on")
    for name in ("cloud.on", "device.asks_router", "ddns.on", "telnet.enabled", "ssh.enabled", "own_wifi.on", "first_password.works", "login_alert.on"):
        assert well_kept.value(name) is False, name
    for name in ("guard.on", "clock.by_network", "microphone.on", "recording.on"):
        assert well_kept.value(name) is True, name
    assert (well_kept.value("guard.tries"), well_kept.value("guard.seconds")) == (5, 1800)
    assert (well_kept.value("device.model"), well_kept.value("device.firmware")) == ("DS-2CD2042WD-I", "V5.5.0 build 170914")
    assert isinstance(well_kept.value("clock.offset"), int)
    assert well_kept.value("clock.offset") in range(5)
    assert {g.reason for g in well_kept.gaps} == {"not-asked"}


def test_every_fact_is_one_that_it_says_it_can_learn(well_kept: SignedIn) -> None:
    run = signed_in(everything())
    assert names(run.facts) <= set(PROBE.supplies)
    assert set(PROBE.supplies) - {"account.owner", "recipient.owner", "access.owner"} <= names(run.facts) | names(well_kept.facts)


def everything() -> Isapi:
    return Isapi(
        users=[("admin", "Administrator"), ("guest2", "Operator"), ("kiosk", "Viewer")],
        onvif_users=[("admin", "administrator"), ("vms", "mediaUser")],
        online=[("guest2", "192.168.77.43", "2026-11-20 21:40:12"), ("admin", OURS, "2026-11-20 21:41:00"), ("admin", "203.0.113.5", "")],
        mail_to=["someone@example.org", "other@example.org"], ftp_to="198.51.100.3", http_to="push.example.net", nas_at="192.168.77.50",
        alarm_host="198.51.100.4", tunnel_to="platform.example.net", sip_to="198.51.100.6", cloud=True, upnp=True, ddns="porch.example.net",
        telnet=True, ssh=True, lock=False, by_ntp=False, clock_off=timedelta(days=-3), audio=False, records=False, own_wifi=True,
        default_password=True, at_illegal_login=("center",),
        log=[LogRow("2026-01-02T03:04:05Z", "remoteLogin", "guest2", "192.168.77.43"), LogRow("2026-01-03T03:04:05Z", "remoteLogout", "guest2", "192.168.77.43")],
    )  # fmt: skip


def test_what_is_set_is_told_place_by_place() -> None:
    run = signed_in(everything())
    assert run.rows("account.level") == [
        ("account/isapi/1", "admin"), ("account/isapi/2", "operator"), ("account/isapi/3", "viewer"),
        ("account/isapi-onvif/1", "admin"), ("account/isapi-onvif/2", "viewer"),
    ]  # fmt: skip
    assert run.rows("viewer.name") == [("viewer/isapi/1", "guest2"), ("viewer/isapi/2", "admin")]
    assert run.rows("viewer.address") == [("viewer/isapi/1", "192.168.77.43"), ("viewer/isapi/2", "203.0.113.5")]
    assert run.rows("viewer.since") == [("viewer/isapi/1", "2026-11-20 21:40:12")]
    assert run.rows("recipient.address") == [
        ("recipient/mail/1", "someone@example.org"), ("recipient/mail/2", "other@example.org"), ("recipient/ftp/1", "198.51.100.3"),
        ("recipient/http/1", "push.example.net"), ("recipient/nas/1", "192.168.77.50"), ("recipient/alarm-host/1", "198.51.100.4"),
    ]  # fmt: skip
    assert run.rows("recipient.owner") == []
    assert run.rows("uplink.on") == [("uplink/isup", True), ("uplink/sip", True)]
    assert run.rows("uplink.to") == [("uplink/isup", "platform.example.net"), ("uplink/sip", "198.51.100.6")]
    assert run.rows("access.name") == [("access/isapi/1", "guest2")]
    assert run.rows("access.times") == [("access/isapi/1", 1)]
    assert run.value("log.first") == "2026-01-02T03:04:05Z"
    for name in ("cloud.on", "device.asks_router", "ddns.on", "telnet.enabled", "ssh.enabled", "own_wifi.on", "first_password.works", "login_alert.on"):
        assert run.value(name) is True, name
    for name in ("guard.on", "clock.by_network", "microphone.on", "recording.on"):
        assert run.value(name) is False, name
    assert run.value("guard.tries") is None
    assert abs(int(str(run.value("clock.offset"))) - 3 * 86400) < 5
    assert run.value("ddns.name") == "porch.example.net"


@pytest.mark.parametrize(
    ("path", "fact", "place"),
    [
        ("/ISAPI/Security/users", "account.owner", "account/isapi"),
        ("/ISAPI/Security/onlineUser", "viewer.other", "viewer/isapi"),
        ("/ISAPI/System/Network/mailing", "recipient.owner", "recipient/mail"),
        ("/ISAPI/ContentMgmt/Storage/nas", "recipient.owner", "recipient/nas"),
        ("/ISAPI/System/Network/Ehome", "uplink.on", "uplink/isup"),
        ("/ISAPI/ContentMgmt/logSearch", "access.owner", "access/isapi"),
        ("/ISAPI/Security/userCheck", "first_password.works", None),
        ("/ISAPI/System/Network/EZVIZ", "cloud.on", None),
        ("/ISAPI/System/time", "clock.offset", None),
    ],
)
def test_a_page_that_is_missing_leaves_that_open_and_nothing_else(path: str, fact: str, place: str | None) -> None:
    run = signed_in(Isapi(missing={path}))
    assert run.reason(fact, place) == "not-supported"
    assert (None, False) not in run.rows(fact)
    assert (None, "none") not in run.rows(fact)
    assert run.ended is None
    assert run.value("microphone.on") is True


def test_a_document_of_another_page_is_not_believed() -> None:
    isapi = Isapi()

    def always_the_same(request: Request) -> Answer | None:
        return isapi.handle(Request("GET", "/ISAPI/System/deviceInfo", request.headers, b"")) if request.path.startswith("/ISAPI") else None

    run = SignedIn(PROBE, "hikvision", Web(80, "", [always_the_same], login="digest", password=OWN.password))
    within_budget(run)
    assert names(run.facts) == {"device.model", "device.firmware"}
    assert {g.reason for g in run.gaps} == {"unreadable"}


@pytest.mark.parametrize(
    ("page", "inside", "fact", "place"),
    [
        ("onlineUser", "<OnlineUserList><User><name>a</name></User></OnlineUserList>", "viewer.other", "viewer/isapi"),
        ("users", "<UserList/>", "account.owner", "account/isapi"),
        ("mailing", "<mailing><id>1</id></mailing>", "recipient.owner", "recipient/mail"),
        ("ftp", "<FTPNotificationList><x/></FTPNotificationList>", "recipient.owner", "recipient/ftp"),
        ("ftp", "<FTPNotificationList><FTPNotification><id>1</id></FTPNotification></FTPNotificationList>", "recipient.owner", "recipient/ftp"),
        ("nas", "<nasList><nas><id>1</id></nas></nasList>", "recipient.owner", "recipient/nas"),
        ("alarmCenter/1", "<alarmCenterNotification><id>1</id></alarmCenterNotification>", "recipient.owner", "recipient/alarm-host"),
        ("Ehome", "<Ehome><ipAddress>0.0.0.0</ipAddress></Ehome>", "uplink.on", "uplink/isup"),
        ("logSearch", "<CMSearchResult><matchList/></CMSearchResult>", "access.owner", "access/isapi"),
        ("triggers", "<EventTriggerList><EventTrigger><eventType>VMD</eventType></EventTrigger></EventTriggerList>", "login_alert.on", None),
        ("record/tracks", "<TrackList/>", "recording.on", None),
        ("privacyMask", "<PrivacyMask><id>1</id></PrivacyMask>", "mask.on", None),
        ("privacyMask", "<PrivacyMask><enabled>true</enabled><PrivacyMaskRegion><id>1</id></PrivacyMaskRegion></PrivacyMask>", "mask.on", None),
        ("101", "<StreamingChannel><Audio><id>1</id></Audio><enabled>true</enabled></StreamingChannel>", "microphone.on", None),
        ("time", "<Time><timeMode>satellite</timeMode><localTime>2026-01-01T00:00:00</localTime></Time>", "clock.by_network", None),
    ],
)
def test_the_right_document_without_its_fields_is_no_answer(page: str, inside: str, fact: str, place: str | None) -> None:
    isapi = Isapi()

    def handle(request: Request) -> Answer | None:
        return Answer(body=inside.encode(), kind="application/xml") if request.path.endswith(f"/{page}") else isapi.handle(request)

    run = SignedIn(PROBE, "hikvision", Web(80, "", [handle], login="digest", password=OWN.password))
    within_budget(run)
    assert run.reason(fact, place) == "unreadable"
    assert [value for where, value in run.rows(fact) if where in (place, None)] == []


PUBLISHED: dict[str, tuple[str, str, tuple[str, str | None, object]]] = {
    "another namespace": (
        "onlineUser", '<OnlineUserList version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><OnlineUser><id>65536</id><name>ops</name>'
        "<type>admin</type><loginTime>2026-07-13 19:03:51</loginTime><clientAddress><ipAddress>192.168.1.2</ipAddress></clientAddress></OnlineUser></OnlineUserList>",
        ("viewer.address", "viewer/isapi/1", "192.168.1.2"),
    ),
    "a namespace in every row, and strange ones inside": (
        "httpHosts", '<HttpHostNotificationList version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">'
        '<HttpHostNotification version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><id>1</id><url>/api</url><protocolType>HTTP</protocolType>'
        "<addressingFormatType>ipaddress</addressingFormatType><ipAddress>192.0.2.20</ipAddress><portNo>8123</portNo><userName></userName>"
        '<Extensions xmlns="urn:selfextension:psiaext-ver10-xsd"><intervalBetweenEvents>0</intervalBetweenEvents></Extensions></HttpHostNotification>'
        "</HttpHostNotificationList>",
        ("recipient.address", "recipient/http/1", "192.0.2.20"),
    ),
    "a name that is left over beside the address": (
        "alarmCenter/1", '<alarmCenterNotification version="1.0"><id>1</id><addressingFormatType>ipaddress</addressingFormatType><hostName></hostName>'
        "<ipAddress>192.0.2.9</ipAddress><portNo>7200</portNo></alarmCenterNotification>",
        ("recipient.address", "recipient/alarm-host/1", "192.0.2.9"),
    ),
    "no namespace, and eight empty places": (
        "nas", f"<nasList>{'<nas><id>1</id><ipAddress></ipAddress><path></path></nas>' * 7}<nas><id>8</id><ipAddress>192.0.2.50</ipAddress></nas></nasList>",
        ("recipient.address", "recipient/nas/1", "192.0.2.50"),
    ),
    "a tunnel that is off and looks filled in": (
        "Ehome", '<Ehome version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><enabled>false</enabled><addressingFormatType>ipaddress</addressingFormatType>'
        "<ipAddress>0.0.0.0</ipAddress><portNo>1024</portNo><deviceID>0</deviceID><registerStatus>false</registerStatus></Ehome>",
        ("uplink.on", "uplink/isup", False),
    ),
    "an own wifi by another name": (
        "wirelessServer", "<WirelessServer><wifiApEnabled>true</wifiApEnabled><ssid>AP_1</ssid></WirelessServer>", ("own_wifi.on", None, True),
    ),
    "a trigger that reaches nobody": (
        "triggers", '<EventTriggerList version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><EventTrigger><id>illaccess</id><eventType>illaccess</eventType>'
        '<EventTriggerNotificationList version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"></EventTriggerNotificationList></EventTrigger></EventTriggerList>',
        ("login_alert.on", None, False),
    ),
    "a clock with its zone": (
        "time", "<Time><timeMode>NTP</timeMode><localTime>2000-01-01T00:00:00+03:00</localTime><timeZone>CST-3:00:00</timeZone></Time>",
        ("clock.by_network", None, True),
    ),
}  # fmt: skip
"""Documents in the shapes that public captures of real devices show (a recorder, a reader at a door, cameras)."""


@pytest.mark.parametrize("name", PUBLISHED)
def test_documents_as_devices_write_them(name: str) -> None:
    page, document, (fact, place, value) = PUBLISHED[name]
    isapi = Isapi()

    def handle(request: Request) -> Answer | None:
        text = f'<?xml version="1.0" encoding="UTF-8" ?>\n{document}'
        return Answer(body=text.encode(), kind="application/xml") if request.path.endswith(f"/{page}") else isapi.handle(request)

    run = SignedIn(PROBE, "hikvision", Web(80, "", [handle], login="digest", password=OWN.password))
    within_budget(run)
    assert (place, value) in run.rows(fact)


def test_the_port_that_has_it_is_found() -> None:
    empty = Web(80, "", [])
    run = SignedIn(PROBE, "hikvision", empty, Web(8080, "", [Isapi().handle], login="digest", password=OWN.password))
    within_budget(run)
    assert run.value("device.model") == "DS-2CD2042WD-I"
    assert (empty.requests, run.logins) == (1, (1, 0))


def test_a_device_that_speaks_something_else_is_left_alone() -> None:
    run = SignedIn(PROBE, "hikvision", Web(80, "", []))
    assert (run.facts, run.logins) == ([], (0, 0))
    assert [(g.names, g.reason) for g in run.gaps] == [(PROBE.supplies, "not-supported")]


def test_an_empty_list_is_an_answer() -> None:
    isapi = Isapi()

    def handle(request: Request) -> Answer | None:
        root = {"onlineUser": "OnlineUserList", "nas": "nasList", "ftp": "FTPNotificationList", "httpHosts": "HttpHostNotificationList"}.get(request.path.rpartition("/")[2])
        return Answer(body=f"<{root}/>".encode(), kind="application/xml") if root else isapi.handle(request)

    run = SignedIn(PROBE, "hikvision", Web(80, "", [handle], login="digest", password=OWN.password))
    assert run.rows("viewer.other") == [(None, False)]
    assert run.rows("recipient.owner") == [(None, "none")]


def test_the_switch_of_another_element_is_not_the_switch() -> None:
    run = signed_in(everything())
    assert run.value("microphone.on") is False  # the channel and its video are on


def test_a_wrong_password_is_tried_once() -> None:
    run = signed_in(Isapi(), secret=Secret("admin", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
    assert run.facts == []


def test_a_name_that_only_the_maker_gives_is_needed_for_a_no() -> None:
    web = camera(Isapi(users=[("admin", "Administrator"), ("me", "Operator")]), user="me")
    run = SignedIn(PROBE, "hikvision", web, secret=Secret("me", OWN.password))
    assert run.value("first_password.works") is None
    assert run.reason("first_password.works") == "not-supported"


def test_basic_alone_is_not_used_without_tls() -> None:
    run = SignedIn(PROBE, "hikvision", camera(Isapi(), login="basic"))
    assert isinstance(run.ended, Readable)
    assert run.logins == (0, 0)


def test_a_log_that_is_too_long_tells_its_last_days_and_calls_nobody_absent() -> None:
    today = datetime.now(UTC)
    old = [LogRow(f"2020-01-01T00:{n % 60:02}:00Z", "remoteLogin", "admin", OURS) for n in range(900)]
    isapi = Isapi(log=[*old, LogRow(f"{today:%Y-%m-%dT%H:%M:%SZ}", "remoteLogin", "guest2", "192.168.77.43")])

    def since(path: str, body: str) -> Answer:
        start = re.search(r"<startTime>([^<]*)", body)
        assert start
        return Isapi(log=[row for row in isapi.log if row.when >= start[1]])._search(path, body)

    isapi._search = since  # type: ignore[method-assign]
    run = signed_in(isapi)
    assert run.rows("access.name") == [("access/isapi/1", "guest2")]
    assert run.rows("access.owner") == []
    assert run.value("log.first") is None
    assert run.reason("access.owner", "access/isapi/more") == "budget"


@pytest.mark.parametrize(
    ("local", "zone", "east"),
    [
        ("2026-01-01T12:00:00+03:00", "", 3.0),
        ("2026-01-01T12:00:00Z", "CST-8:00:00", 0.0),
        ("2026-01-01T12:00:00", "CST-8:00:00", 8.0),
        ("2026-01-01T12:00:00", "CST+5:30:00", -5.5),
        ("2026-01-01T12:00:00", "CST-8:00:00DST01:00:00,M4.1.0/02:00:00,M10.1.0/02:00:00", None),
        ("2026-01-01T12:00:00", "", None),
        ("noon", "CST-8:00:00", None),
    ],
)
def test_its_clock(local: str, zone: str, east: float | None) -> None:
    said = clock(local, zone)
    offset = said.utcoffset() if said else None
    assert (offset.total_seconds() / 3600 if offset is not None else None) == east


# --- secrets ---------------------------------------------------------------------------------

SECRETS = ("password", "Password", "verificationCode", "encryptionKey", "key", "sharedKey", "salt", "keyPassphrase", "loginPassword", "sessionToken")


@given(
    name=st.sampled_from(SECRETS),
    secret=st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20).map(lambda t: "secret" + t),
    depth=st.integers(0, 4),
    namespace=st.sampled_from(["", ' xmlns="http://www.isapi.org/ver20/XMLSchema"', ' xmlns="urn:psialliance-org"']),
)
def test_no_secret_leaves_the_parser(name: str, secret: str, depth: int, namespace: str) -> None:
    inside = f"<{name}><a>{escape(secret)}</a>{escape(secret)}</{name}><enabled>true</enabled>"
    for _ in range(depth):
        inside = f"<wrap>{inside}</wrap>"
    page = read(f"<EZVIZ{namespace}>{inside}</EZVIZ>".encode(), "ezviz")
    everything_in_it = [page.text(name.lower()), page.child(name.lower()), *page.texts(name.lower()), *page.texts("a")]
    assert [text for text in everything_in_it if text] == []
    assert page.yes_no("enabled") is True


def test_no_secret_reaches_a_fact() -> None:
    isapi = everything()
    texts = " ".join(make() for make in isapi._documents().values())
    assert texts.count(NEVER_SHOWN) >= 8
    run = signed_in(isapi)
    assert NEVER_SHOWN not in run.texts()
    assert OWN.password not in run.texts()


# --- only reading ----------------------------------------------------------------------------

FORBIDDEN = re.compile(r"\b(PUT|DELETE|PATCH)\b|reboot|factory|activate|format\b|reset|/modify|sessionLogin|picture|streaming/tracks", re.IGNORECASE)


def test_nothing_but_reading_is_asked() -> None:
    isapi = Isapi()
    asked: list[tuple[str, str]] = []

    def noted(request: Request) -> Answer | None:
        asked.append((request.method, request.path))
        return isapi.handle(request)

    SignedIn(PROBE, "hikvision", Web(80, "", [noted], login="digest", password=OWN.password))
    assert {path for method, path in asked if method != "GET"} == {"/ISAPI/ContentMgmt/logSearch"}
    assert {method for method, _ in asked} == {"GET", "POST"}
    folder = Path(module.__file__).parent
    quoted = [text for file in folder.glob("isapi*.py") for text in re.findall(r"\"(/ISAPI[^\"]*|[A-Z]{3,})\"", file.read_text())]
    assert len(quoted) > 10
    assert [text for text in quoted if FORBIDDEN.search(text)] == []
    assert FORBIDDEN.search("/ISAPI/System/reboot")


# --- hostile ---------------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_are_not_here(body: bytes) -> None:
    with contextlib.suppress(NotHere):
        read(body, "userlist")


def thousands(request: Request) -> Answer:
    rows = "".join(f"<User><id>{n}</id><userName>user{n}</userName><userLevel>Viewer</userLevel></User>" for n in range(2500))
    return Answer(body=f"<UserList>{rows}</UserList>".encode(), kind="application/xml")


def test_thousands_of_accounts_are_cut_and_said() -> None:
    isapi = Isapi()

    def handle(request: Request) -> Answer | None:
        return thousands(request) if request.path == "/ISAPI/Security/users" else isapi.handle(request)

    run = SignedIn(PROBE, "hikvision", Web(80, "", [handle], login="digest", password=OWN.password))
    within_budget(run)
    assert len(run.rows("account.name")) == 64
    assert run.reason("account.owner", "account/isapi/more") == "budget"


@pytest.mark.parametrize(
    ("inside", "covered"),
    [
        ("<enabled>true</enabled><PrivacyMaskRegion><enabled>true</enabled></PrivacyMaskRegion>", True),
        ("<enabled>true</enabled><PrivacyMaskRegion><enabled>false</enabled></PrivacyMaskRegion>", False),
        ("<enabled>true</enabled><PrivacyMaskRegionList/>", False),
        ("<enabled>false</enabled><PrivacyMaskRegion><enabled>true</enabled></PrivacyMaskRegion>", False),
    ],
)
def test_a_part_is_covered_only_while_covers_are_switched_on(inside: str, covered: bool) -> None:
    (setting,) = [s for s in SETTINGS if "mask.on" in s.facts]
    assert setting.tell(read(f"<PrivacyMask>{inside}</PrivacyMask>".encode(), *setting.roots)) == {"mask.on": covered}
