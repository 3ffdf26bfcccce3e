"""Dahua by CGI: what each answer tells, what a missing or lying one leaves open, and that nothing is ever written."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import doorguard.probes.signed_in.dahua as module
from doorguard.network.refusal import LoginRefused
from doorguard.network.secret import Secret
from doorguard.pretend_home.dahua import NEVER_SHOWN, DahuaCgi
from doorguard.pretend_home.web import Answer, Request, Web
from doorguard.probes.signed_in.dahua import PROBE
from doorguard.probes.signed_in.dahua_settings import ANOTHER_ZONE, clock_offset
from doorguard.probes.signed_in.dahua_text import read, ticket
from doorguard.probes.signed_in.pages import NotHere
from tests.probes.signed_in.bench import OURS, OWN, SignedIn, names, within_budget


def signed_in(cgi: DahuaCgi, **more: object) -> SignedIn:
    web = Web(80, "", [cgi.handle], login="digest", realm="Login to 4K0", password=OWN.password)
    run = SignedIn(PROBE, "dahua", web, **more)  # type: ignore[arg-type]
    within_budget(run)
    assert cgi.writes == []
    assert cgi.searches == {}  # ended again
    return run


@pytest.fixture(scope="module")
def well_kept() -> SignedIn:
    return signed_in(DahuaCgi())


def everything() -> DahuaCgi:
    return DahuaCgi(
        users=[("admin", "admin"), ("service", "user"), ("club", "friends")],
        online=[("service", "192.168.77.43", "Web3.0", "2026-11-20 21:40:12"), ("admin", "203.0.113.5", "Local", "")],
        mail_to=["someone@example.org", "other@example.org"], store_at=("SMB", "192.168.77.50"), alarm_server="push.example.net",
        registers_at="198.51.100.7", cloud=True, upnp=True, ddns="door.example.net", telnet=True, ssh=True, lock=False, login_alert=False,
        by_ntp=False, clock_off=timedelta(days=-3, minutes=-7), audio=False, record_mode="2",
        log=[
            ("2026-01-02 03:04:05", "LogIn", "service", "192.168.77.43"), ("2026-01-02 03:14:05", "LogOut", "service", "192.168.77.43"),
            ("2026-01-03 03:04:05", "Login", "service", "192.168.77.43"),
        ],
    )  # fmt: skip


def test_a_device_that_is_looked_after_says_no_to_everything(well_kept: SignedIn) -> None:
    assert well_kept.logins == (1, 0)
    assert well_kept.rows("viewer.other") == [(None, False)]  # our own connection, and its own screen, are nobody
    assert well_kept.rows("recipient.owner") == [(None, "none")]
    assert well_kept.rows("access.owner") == [(None, "none")]
    assert (None, False) in well_kept.rows("uplink.on")
    for name in ("cloud.on", "device.asks_router", "ddns.on", "telnet.enabled", "ssh.enabled"):
        assert well_kept.value(name) is False, name
    for name in ("guard.on", "login_alert.on", "clock.by_network", "microphone.on", "recording.on"):
        assert well_kept.value(name) is True, name
    assert (well_kept.value("guard.tries"), well_kept.value("guard.seconds")) == (5, 1800)
    assert (well_kept.value("device.model"), well_kept.value("device.firmware")) == ("VTO2202F-P", "4.500.0000000.0.R build 2021-11-20")
    assert well_kept.value("clock.offset") in range(5)
    assert {g.reason for g in well_kept.gaps} == {"not-asked"}


def test_every_fact_is_one_that_it_says_it_can_learn(well_kept: SignedIn) -> None:
    run = signed_in(everything())
    assert names(run.facts) <= set(PROBE.supplies)
    assert set(PROBE.supplies) - {"account.owner", "recipient.owner", "access.owner"} <= names(run.facts) | names(well_kept.facts)


def test_what_is_set_is_told_place_by_place() -> None:
    run = signed_in(everything())
    assert run.rows("account.level") == [("account/dahua/1", "admin"), ("account/dahua/2", "viewer"), ("account/dahua/3", "other")]
    assert run.rows("viewer.address") == [("viewer/dahua/1", "192.168.77.43"), ("viewer/dahua/2", "203.0.113.5")]
    assert run.rows("recipient.address") == [
        ("recipient/mail/1", "someone@example.org"), ("recipient/mail/2", "other@example.org"), ("recipient/nas/1", "192.168.77.50"),
        ("recipient/alarm-host/1", "push.example.net"),
    ]  # fmt: skip
    assert run.rows("uplink.on") == [("uplink/auto-register", True)]
    assert run.rows("uplink.to") == [("uplink/auto-register", "198.51.100.7")]
    assert run.rows("access.name") == [("access/dahua/1", "service")]
    assert run.rows("access.address") == [("access/dahua/1", "192.168.77.43")]
    assert run.rows("access.times") == [("access/dahua/1", 2)]
    assert run.rows("access.last") == [("access/dahua/1", "2026-01-03 03:04:05")]
    assert run.value("log.first") == "2026-01-02 03:04:05"
    for name in ("cloud.on", "device.asks_router", "ddns.on", "telnet.enabled", "ssh.enabled"):
        assert run.value(name) is True, name
    for name in ("guard.on", "login_alert.on", "clock.by_network", "microphone.on", "recording.on"):
        assert run.value(name) is False, name
    assert abs(int(str(run.value("clock.offset"))) - 3 * 86400 - 7 * 60) < 5
    assert run.value("ddns.name") == "door.example.net"


def test_mail_that_is_switched_off_goes_to_nobody() -> None:
    run = signed_in(DahuaCgi(mail_to=["someone@example.org"], mail_on=False))
    assert run.rows("recipient.owner") == [(None, "none")]


def test_pictures_stored_by_ftp() -> None:
    assert signed_in(DahuaCgi(store_at=("FTP", "198.51.100.3"))).rows("recipient.kind") == [("recipient/ftp/1", "ftp")]


@pytest.mark.parametrize(
    ("missing", "fact", "place"),
    [
        ("getUserInfoAll", "account.owner", "account/dahua"),
        ("getActiveUserInfoAll", "viewer.other", "viewer/dahua"),
        ("Email", "recipient.owner", "recipient/mail"),
        ("NAS", "recipient.owner", "recipient/ftp"),
        ("NAS", "recipient.owner", "recipient/nas"),
        ("AlarmServer", "recipient.owner", "recipient/alarm-host"),
        ("DVRIP", "uplink.on", "uplink/auto-register"),
        ("T2UServer", "cloud.on", None),
        ("General", "guard.on", None),
        ("getCurrentTime", "clock.offset", None),
    ],
)
def test_what_is_missing_is_open_and_nothing_else(missing: str, fact: str, place: str | None) -> None:
    cgi = DahuaCgi(missing={missing})
    web = Web(80, "", [cgi.handle], login="digest", password=OWN.password)
    run = SignedIn(PROBE, "dahua", web)
    within_budget(run)
    assert run.reason(fact, place) == "not-supported"
    assert (None, False) not in run.rows(fact)
    assert (None, "none") not in run.rows(fact)
    assert run.value("microphone.on") is True


def test_a_device_that_says_the_same_to_everything_is_not_believed() -> None:
    for body in (b"OK\r\n", b"version=2.800\r\n", b"table.UPnP.Enable=false\r\n", b"", b"<html>login</html>", b"users=\r\n"):
        web = Web(80, "", [lambda request, body=body: Answer(body=body)], login="digest", password=OWN.password)  # type: ignore[misc]
        run = SignedIn(PROBE, "dahua", web)
        within_budget(run)
        assert names(run.facts) <= {"device.firmware", "device.asks_router"}, body


@pytest.mark.parametrize(
    ("name", "line", "fact", "place"),
    [
        ("NAS", "[0].Name=FTP1", "recipient.owner", "recipient/ftp"),
        ("NAS", ".Enable=false", "recipient.owner", "recipient/nas"),
        ("Email", ".Address=smtp.example.net", "recipient.owner", "recipient/mail"),
        ("AlarmServer", ".Port=37777", "recipient.owner", "recipient/alarm-host"),
        ("DVRIP", ".TCPPort=37777", "uplink.on", "uplink/auto-register"),
        ("General", ".MachineName=Door", "guard.on", None),
        ("RecordMode", "[0].Mode=9", "recording.on", None),
        ("Encode", "[0].MainFormat[0].VideoEnable=true", "microphone.on", None),
        ("T2UServer", ".Enable=maybe", "cloud.on", None),
    ],
)
def test_the_right_answer_without_its_keys_is_no_answer(name: str, line: str, fact: str, place: str | None) -> None:
    cgi = DahuaCgi()

    def handle(request: Request) -> Answer | None:
        return Answer(body=f"table.{name}{line}\r\n".encode()) if request.path.endswith(f"name={name}") else cgi.handle(request)

    run = SignedIn(PROBE, "dahua", Web(80, "", [handle], login="digest", password=OWN.password))
    within_budget(run)
    assert run.reason(fact, place) == "unreadable"
    assert [value for where, value in run.rows(fact) if where in (place, None)] == []


def test_a_wrong_password_is_tried_once() -> None:
    run = signed_in(DahuaCgi(), secret=Secret("admin", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
    assert run.facts == []


def test_a_log_that_is_too_long_tells_its_last_days_and_calls_nobody_absent() -> None:
    old = [("2020-01-01 00:00:00", "LogIn", "admin", OURS)] * 900
    cgi = DahuaCgi(log=[*old, (f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}", "LogIn", "service", "192.168.77.43")])
    run = signed_in(cgi)
    assert run.rows("access.name") == [("access/dahua/1", "service")]
    assert run.rows("access.owner") == []
    assert run.reason("access.owner", "access/dahua/more") == "budget"


NOON = datetime(2026, 7, 2, 12, 0, 0).astimezone()


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2026-07-02 12:00:00", 0),
        ("02-07-2026 12:01:30", 90),
        ("2026-07-02 12:10:00", 600),
        ("2026-07-02 13:00:20", ANOTHER_ZONE),
        ("2026-07-02 06:29:00", ANOTHER_ZONE),
        ("2026-07-05 12:00:00", 3 * 86400),
        ("2000-01-01 00:00:00", round((NOON.replace(tzinfo=None) - datetime.fromisoformat("2000-01-01")).total_seconds())),
        ("noon", None),
    ],
)
def test_its_clock_has_no_zone(text: str, offset: object) -> None:
    assert clock_offset(text, NOON) == offset


# --- secrets ---------------------------------------------------------------------------------


@given(
    key=st.sampled_from(["Password", "PassWord", "Pwd", "UserPassword", "Token", "SecretKey", "WPA.PSK", "VerifyCode"]),
    before=st.sampled_from(["", "[0].", "A.B[3]."]),
    secret=st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20).map(lambda t: "secret" + t),
)
def test_no_secret_leaves_the_parser(key: str, before: str, secret: str) -> None:
    table = read(f"table.X.{before}{key}={secret}\r\nmore of {secret}\r\ntable.X.Enable=true\r\n".encode(), "table.X")
    assert secret not in repr((table.values, table.rows()))
    assert table.yes_no(".Enable") is True


def test_no_secret_reaches_a_fact() -> None:
    cgi = everything()
    assert sum(NEVER_SHOWN in row for make in cgi._configs().values() for row in make()) >= 4
    run = signed_in(cgi)
    assert NEVER_SHOWN not in run.texts()
    assert OWN.password not in run.texts()


# --- only reading ----------------------------------------------------------------------------

READS = {"getSoftwareVersion", "getDeviceType", "getUserInfoAll", "getActiveUserInfoAll", "getConfig", "getCurrentTime", "startFind", "doFind", "stopFind"}
"""In this protocol everything is a GET: the word after ``action=`` decides. stopFind ends a search of our own."""


def test_only_these_questions_can_be_asked() -> None:
    texts = [file.read_text() for file in Path(module.__file__).parent.glob("dahua*.py")]
    assert {action for text in texts for action in re.findall(r"action=(\w+)", text)} == READS
    assert all("method=" not in text for text in texts)
    cgi, asked = everything(), []

    def noted(request: Request) -> Answer | None:
        asked.append((request.method, re.search(r"action=(\w+)", request.path)))
        return cgi.handle(request)

    SignedIn(PROBE, "dahua", Web(80, "", [noted], login="digest", password=OWN.password))
    assert {method for method, _ in asked} == {"GET"}
    assert {found[1] for _, found in asked if found} == READS


# --- hostile ---------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.sampled_from(["users", "table.NAS", "items", "version"]))
def test_any_bytes_are_an_answer_or_are_not_here(body: bytes, begins: str) -> None:
    with contextlib.suppress(NotHere):
        read(body, begins).rows()
    with contextlib.suppress(NotHere):
        assert ticket(body).isdigit()


def test_a_ticket_that_is_more_than_a_number_is_not_sent_back() -> None:
    for body in (b"token=1&action=clear\r\n", b"token=../x", b"token=\xd9\xa1", b"token=" + b"9" * 30):
        with pytest.raises(NotHere):
            ticket(body)


def test_thousands_of_accounts_are_cut_and_said() -> None:
    cgi = DahuaCgi(users=[(f"user{n}", "user") for n in range(1000)])
    run = signed_in(cgi)
    assert len(run.rows("account.name")) == 64
    assert run.reason("account.owner", "account/dahua/more") == "budget"
