"""ONVIF with a login: what each service tells, which login is chosen, and what a refusing or lying device leads to."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.utils import format_datetime

import pytest

from doorguard.model import Fact
from doorguard.network.refusal import LoginRefused, NoAnswer, OverBudget, Readable, Unreadable
from doorguard.network.secret import Secret
from doorguard.pretend_home import onvif_answers as say
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.web import Answer, Handler, Request, Web
from doorguard.probes.signed_in import onvif_binding
from doorguard.probes.signed_in.onvif import NAME, PROBE, READS
from tests.probes.signed_in.bench import CAMERA, OWN, SignedIn, names, within_budget

ALL = tuple(say.SERVICES)
WRONG = Secret("admin", "not-the-right-one")


def camera(**more: object) -> Onvif:
    return Onvif("Acme", "Cam", "1.10", "S1", passwords={"admin": OWN.password, "eve": "e"}, **more)  # type: ignore[arg-type]


def signed_in(
    *handlers: Handler, secret: Secret = OWN, port: int = 80, told: Sequence[Fact] = (), turns: bool = False, **more: object
) -> SignedIn:
    """As after a look: it spoke ONVIF at this port. ``told``: what another probe has read. ``turns``: it says yes
    to the password and no later, or neither."""
    known = [
        *told,
        Fact(name="onvif.answers", value=True, place=f"tcp/{port}", probe="onvif"),
        Fact(name="port.open", value=f"tcp/{port}", place=f"tcp/{port}", probe="ports"),
    ]
    run = SignedIn(PROBE, "", Web(port, "gSOAP/2.8", list(handlers)), secret=secret, known=known, **more)  # type: ignore[arg-type]
    if not turns:
        within_budget(run)
    return run


@pytest.fixture(scope="module")
def stranger() -> SignedIn:
    """Everything that somebody else could have set."""
    return signed_in(
        camera(
            offers=ALL, users=[("admin", "Administrator"), ("eve", "Operator"), ("tv", "User"), ("odd", "Extended")], remote="centre", ddns="home.example.org",
            stores_at=["https://key:word@bucket.example.org/cam?token=x"], brokers=["mqtts://eve:word@broker.example.org:8883"],
            uplinks=["wss://198.51.100.23/up", "https://198.51.100.24/up"], webrtc=[("wss://signal.example.org/ws", True)],
            discoverable=True, warns=True, clock_off=timedelta(hours=-3),
        ).handle
    )  # fmt: skip


@pytest.fixture(scope="module")
def twin() -> SignedIn:
    """The same camera, looked after."""
    return signed_in(camera(offers=ALL, discoverable=False, audio=False, records=False).handle)


class TestWhatItTells:
    def test_accounts(self, stranger: SignedIn) -> None:
        assert [v for _, v in stranger.rows("account.name")] == ["admin", "eve", "tv", "odd", "centre"]
        assert [v for _, v in stranger.rows("account.level")] == ["admin", "operator", "viewer", "other", "other"]
        assert stranger.reason("account.owner", f"account/{NAME}/2") == "not-asked"
        assert stranger.reason("account.owner", f"account/{NAME}-remote/1") == "not-asked"

    def test_where_recordings_and_events_go_without_what_opens_it(self, stranger: SignedIn) -> None:
        assert stranger.rows("recipient.address") == [
            ("recipient/storage/1", "https://bucket.example.org/cam"),
            ("recipient/mqtt/1", "mqtts://broker.example.org:8883"),
        ]
        assert stranger.reason("recipient.owner", "recipient/storage/1") == "not-asked"
        assert "word" not in stranger.texts()
        assert "token" not in stranger.texts()

    def test_ways_out(self, stranger: SignedIn) -> None:
        assert stranger.rows("uplink.on") == [("uplink/onvif-uplink", True), ("uplink/onvif-uplink/2", True), ("uplink/webrtc", True)]
        assert [v for _, v in stranger.rows("uplink.to")] == ["wss://198.51.100.23/up", "https://198.51.100.24/up", "wss://signal.example.org/ws"]

    def test_settings(self, stranger: SignedIn) -> None:
        for name in ("ddns.on", "discovery.on", "login_alert.on", "microphone.on", "recording.on", "clock.by_network"):
            assert stranger.value(name) is True, name
        assert stranger.value("ddns.name") == "home.example.org"
        assert stranger.value("device.firmware") == "1.10"

    def test_the_clock_is_three_hours_off_and_the_login_goes_by_it(self, stranger: SignedIn) -> None:
        offset = stranger.value("clock.offset")
        assert isinstance(offset, int)
        assert 10_795 <= offset <= 10_805
        assert stranger.logins == (1, 0)

    def test_a_camera_that_is_looked_after_says_no_to_everything(self, twin: SignedIn) -> None:
        for name in ("ddns.on", "discovery.on", "login_alert.on", "microphone.on", "recording.on"):
            assert twin.value(name) is False, name
        assert twin.rows("uplink.on") == [("uplink/onvif-uplink", False), ("uplink/webrtc", False)]
        assert twin.rows("recipient.owner") == [("recipient/storage", "none"), ("recipient/mqtt", "none")]
        assert [v for _, v in twin.rows("account.name")] == ["admin"]
        assert {g.reason for g in twin.gaps if g.place != "recipient/mail"} == {"not-asked"}

    def test_nobody_is_never_said_of_mail_that_onvif_does_not_know(self, twin: SignedIn) -> None:
        assert twin.reason("recipient.owner", "recipient/mail") == "not-supported"

    def test_what_it_does_not_offer_is_not_called_absent(self) -> None:
        run = signed_in(camera().handle)
        assert names(run.facts) & {"uplink.on", "recipient.owner", "recording.on", "login_alert.on"} == set()
        for name, place in (
            ("uplink.on", "uplink/onvif-uplink"), ("uplink.on", "uplink/webrtc"), ("recipient.owner", "recipient/storage"),
            ("recipient.owner", "recipient/mqtt"), ("recording.on", None), ("login_alert.on", None),
        ):  # fmt: skip
            assert run.reason(name, place) == "not-supported", (name, place)

    def test_what_the_maker_told_in_its_own_language_is_no_gap_here(self) -> None:
        told = [Fact(name="uplink.on", value=False, place="uplink/isup", probe="isapi"), Fact(name="recipient.owner", value="none", probe="isapi")]
        run = signed_in(camera().handle, told=told)
        assert not [g for g in run.gaps if {"uplink.on", "recipient.owner"} & set(g.names)]
        assert run.reason("recording.on") == "not-supported"

    def test_every_fact_is_one_that_it_says_it_can_learn(self, stranger: SignedIn) -> None:
        said = set(PROBE.supplies) | {"device.maker", "device.model", "device.serial"}
        assert names(stranger.facts) <= said
        assert {name for gap in stranger.gaps for name in gap.names} <= said

    def test_a_viewers_login_leaves_a_gap_where_it_may_not_look(self) -> None:
        run = signed_in(camera(users=[("admin", "Administrator"), ("eve", "User")]).handle, secret=Secret("eve", "e"))
        assert run.logins == (1, 0)
        assert run.reason("account.owner", f"account/{NAME}") == "login-needed"
        assert run.value("microphone.on") is True


class TestWhichLogin:
    def test_http_digest_where_it_is_asked_for(self) -> None:
        run = signed_in(heard := Heard(camera(http_digest=True, offers=ALL).handle))
        assert run.logins == (1, 0)
        assert run.value("microphone.on") is True
        assert not [r for r in heard.requests if b"UsernameToken" in r.body]
        assert [r for r in heard.requests if "authorization" in r.headers]

    def test_a_token_where_the_fault_asks_for_it(self) -> None:
        run = signed_in(heard := Heard(camera(offers=ALL).handle))
        assert run.logins == (1, 0)
        assert not [r for r in heard.requests if "authorization" in r.headers]

    def test_401_without_a_challenge_means_a_token(self) -> None:
        """As ipycam and some cameras answer: to everything, also to the clock. Then its Date has to do."""
        onvif = camera(clock_off=timedelta(hours=-3))

        def all_closed(request: Request) -> Answer | None:
            if b"UsernameToken" in request.body:
                return onvif.handle(request)
            date = (("Date", format_datetime(onvif.now(), usegmt=True)),)
            return Answer(401, say.fault("Sender", "NotAuthorized", "Sender not authorized"), "application/soap+xml", headers=date)

        run = signed_in(all_closed)
        assert run.logins == (1, 0)
        offset = run.value("clock.offset")
        assert isinstance(offset, int)
        assert 10_795 <= offset <= 10_805

    def test_no_token_is_made_for_a_later_day(self) -> None:
        """Who says that it is next month could sign in with it then, at the real camera."""
        run = signed_in(camera(clock_off=timedelta(days=30)).handle)
        assert run.logins == (0, 0)
        assert isinstance(run.ended, Unreadable)

    def test_a_clock_that_began_anew_is_signed_in_to(self) -> None:
        assert signed_in(camera(clock_off=timedelta(days=-9000)).handle).logins == (1, 0)

    def test_the_password_itself_never_leaves(self) -> None:
        for digest in (True, False):
            heard = Heard(camera(http_digest=digest).handle)
            signed_in(heard)
            sent = b"".join(r.body + repr(r.headers).encode() for r in heard.requests)
            assert OWN.password.encode() not in sent

    def test_basic_alone_over_plain_http_is_not_answered(self) -> None:
        run = signed_in(lambda _: Answer(401, b"no", headers=(("WWW-Authenticate", 'Basic realm="x"'),)))
        assert isinstance(run.ended, Readable)
        assert run.sent is not None
        assert run.sent.logins == 0


class TestOneTry:
    @pytest.mark.parametrize("digest", [True, False])
    def test_a_wrong_password_is_tried_once(self, digest: bool) -> None:
        run = signed_in(camera(http_digest=digest, offers=ALL).handle, secret=WRONG)
        assert isinstance(run.ended, LoginRefused)
        assert run.logins == (1, 1)
        assert names(run.facts) <= {"clock.offset", "clock.by_network"}

    @pytest.mark.parametrize("digest", [True, False])
    def test_refused_for_ever(self, digest: bool) -> None:
        heard = Heard(camera(http_digest=digest, users=[]).handle)
        run = signed_in(heard)
        assert run.logins == (1, 1)
        assert len(heard.requests) <= 6

    def test_attempts_left_are_said_and_end_it(self) -> None:
        run = signed_in(camera(tries_left=24).handle, secret=WRONG)
        assert isinstance(run.ended, LoginRefused)
        assert "counts" in str(run.ended)
        assert run.logins == (1, 1)

    def test_one_that_let_us_in_and_then_counts_is_asked_no_more(self) -> None:
        fault = say.fault("Sender", "NotAuthorized", "Sender not Authorized. The account is locked")
        heard = Heard(instead("GetUsers", Answer(400, fault, "application/soap+xml")))
        run = signed_in(heard)
        assert isinstance(run.ended, LoginRefused)
        assert run.logins == (1, 0)
        assert Onvif._operation(heard.requests[-1].body.decode()) == "GetUsers"

    def test_tries_that_somebody_else_used_up_end_it_before_ours(self) -> None:
        fault = say.fault("Sender", "NotAuthorized", "Sender not Authorized. 2 attempt(s) left")
        run = signed_in(lambda _: Answer(400, fault, "application/soap+xml"))
        assert isinstance(run.ended, LoginRefused)
        assert run.logins == (0, 0)

    def test_an_answer_to_the_secret_that_nobody_can_read_ends_it(self) -> None:
        onvif = camera()

        def then_rubbish(request: Request) -> Answer | None:
            return Answer(200, b"<html>", login="accepted") if b"UsernameToken" in request.body else onvif.handle(request)

        heard = Heard(then_rubbish)
        run = signed_in(heard)
        assert isinstance(run.ended, Unreadable)
        assert run.logins == (1, 0)
        assert sum(b"UsernameToken" in r.body for r in heard.requests) == 1

    def test_a_fault_in_unknown_words_is_not_a_yes(self) -> None:
        """Firmware has its own words for a wrong password; four more of them could lock the camera."""
        onvif = camera(offers=ALL)

        def says_it_otherwise(request: Request) -> Answer | None:
            wrong = Answer(400, say.fault("Sender", "InvalidArgVal", "Wrong credentials"), "application/soap+xml")
            return wrong if b"UsernameToken" in request.body else onvif.handle(request)

        heard = Heard(says_it_otherwise)
        run = signed_in(heard, turns=True)
        assert isinstance(run.ended, Unreadable)
        assert sum(b"UsernameToken" in r.body for r in heard.requests) == 1

    @pytest.mark.parametrize("digest", [True, False])
    def test_let_in_once_and_then_refused_for_ever(self, digest: bool) -> None:
        onvif = camera(offers=ALL, http_digest=digest)

        def forgets(request: Request) -> Answer | None:
            answer = onvif.handle(request)
            if b"GetServices" in request.body:
                onvif.passwords["admin"] = "changed-meanwhile"
            return answer

        heard = Heard(forgets)
        run = signed_in(heard, turns=True)
        assert isinstance(run.ended, LoginRefused)
        assert run.logins == (3, 2)

    def test_an_account_that_may_see_little_is_read_to_the_end(self) -> None:
        onvif = camera(offers=ALL, users=[("admin", "User")])
        heard = Heard(onvif.handle)
        run = signed_in(heard)
        assert run.ended is None
        assert run.logins == (1, 0)
        assert Onvif._operation(heard.requests[-1].body.decode()) in ("GetRecordingJobs", "GetWeatherOfYesterday")


class TestOnlyReads:
    def test_nothing_that_writes_can_be_called(self) -> None:
        for operation in onvif_binding.OPERATIONS:
            assert operation.startswith("Get"), operation
            assert not operation.startswith(("GetSystemLog", "GetSystemBackup", "GetSystemSupport", "GetAccessPolicy"))
        assert {read.operation for read in READS} <= set(onvif_binding.OPERATIONS)
        for operation in ("SetUser", "SystemReboot", "GetSystemLog", "CreateUsers", "GetSystemBackup"):
            with pytest.raises(KeyError):
                onvif_binding.bind(operation, None, None)  # type: ignore[arg-type]

    def test_what_leaves_is_in_the_list(self) -> None:
        heard = Heard(camera(offers=ALL).handle)
        signed_in(heard)
        asked = {Onvif._operation(r.body.decode()) for r in heard.requests}
        assert asked - {"GetWeatherOfYesterday"} <= set(onvif_binding.OPERATIONS)
        assert {read.operation for read in READS} <= asked


class TestTapo:
    """TP-Link's camera account: ONVIF at port 2020, one service after the other not there."""

    def test_port_2020(self) -> None:
        run = signed_in(camera(users=[("cam", "Administrator")]).handle, port=2020, secret=Secret("cam", ""))
        assert run.logins == (1, 0)
        assert run.value("microphone.on") is True
        assert run.rows("account.name") == [(f"account/{NAME}/1", "cam")]


class Heard:
    """A handler that remembers what it was asked."""

    def __init__(self, inner: Handler) -> None:
        self.inner, self.requests = inner, list[Request]()

    def __call__(self, request: Request) -> Answer | None:
        self.requests.append(request)
        return self.inner(request)


def instead(operation: str, answer: Answer | Callable[[Request], Answer], **more: object) -> Handler:
    """A camera that answers one question in another way."""
    onvif = camera(offers=ALL, **more)

    def handle(request: Request) -> Answer | None:
        if f"{operation}".encode() in request.body and b"UsernameToken" in request.body:
            onvif.handle(request)
            return answer if isinstance(answer, Answer) else answer(request)
        return onvif.handle(request)

    return handle


def soap(body: str, status: int = 200) -> Answer:
    return Answer(status, say.envelope(body), "application/soap+xml")


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
COPIES = "<tds:GetUsersResponse id='a'>" + "<tds:User href='#a'/>" * 8 + "</tds:GetUsersResponse>"

HOSTILE = {
    "entities": Answer(200, BOMB + say.users([("&b;", "User")]).encode(), "application/soap+xml"),
    "entities in UTF-16": Answer(200, (BOMB.decode().replace('"1.0"', '"1.0" encoding="UTF-16"') + "<Envelope>&b;</Envelope>").encode("utf-16"), "application/soap+xml"),
    "copies of copies": soap(COPIES),
    "another operation's answer": soap(say.recording_jobs(on=True)),
    "two answers": soap(say.users([]) + say.users([])),
    "accounts of another namespace": soap("<tds:GetUsersResponse><x:User xmlns:x='urn:wrong'/></tds:GetUsersResponse>"),
    "a web page": Answer(200, b"<html><body>login</body></html>"),
    "half an answer": Answer(200, say.envelope(say.users([("a", "User")]))[:-40], "application/soap+xml"),
    "nothing": Answer(200, b""),
    "very deep": soap("<tds:GetUsersResponse>" + "<a>" * 5000 + "</a>" * 5000 + "</tds:GetUsersResponse>"),
    "very many": soap("<tds:GetUsersResponse>" + "<a/>" * 25_000 + "</tds:GetUsersResponse>"),
    "far too much": soap(say.users([("u" * 50, "User")] * 20_000)),
    "multipart": Answer(200, say.envelope(say.users([("a", "User")])), "multipart/related; boundary=x"),
    "sent away": Answer(307, b"", headers=(("Location", "http://192.168.77.99/onvif/device_service"),)),
    "an error": Answer(500, b"oops"),
}  # fmt: skip


class TestHostile:
    @pytest.mark.parametrize("what", HOSTILE)
    def test_one_answer_is_lost_and_the_others_are_read(self, what: str) -> None:
        run = signed_in(instead("GetUsers", HOSTILE[what]))
        assert run.ended is None
        assert run.rows("account.name") == []
        assert run.reason("account.owner", f"account/{NAME}") in ("unreadable", "not-supported")
        assert run.value("microphone.on") is True
        assert run.logins == (1, 0)

    def test_thousands_of_accounts_are_told_to_a_limit(self) -> None:
        run = signed_in(instead("GetUsers", soap(say.users([(f"u{n}", "User") for n in range(1500)]))))
        assert len(run.rows("account.name")) == 64
        assert run.reason("account.owner", f"account/{NAME}/more") == "budget"

    def test_a_device_that_answers_everything_with_an_empty_yes(self) -> None:
        """As a light server that many cheap cameras run does."""
        onvif = camera(offers=ALL)

        def yes(request: Request) -> Answer | None:
            operation = Onvif._operation(request.body.decode())
            if operation in ("GetServices", "GetSystemDateAndTime", "GetDeviceInformation") or b"UsernameToken" not in request.body:
                return onvif.handle(request)
            return soap(f"<tds:{operation}Response/>")

        run = signed_in(yes)
        assert names(run.facts) <= {"device.maker", "device.model", "device.firmware", "device.serial", "clock.offset", "clock.by_network"}
        assert {g.reason for g in run.gaps} == {"unreadable", "not-supported"}

    @pytest.mark.parametrize(
        "date",
        ["<tt:Year>0</tt:Year><tt:Month>0</tt:Month><tt:Day>0</tt:Day>", "<tt:Year>9999</tt:Year><tt:Month>12</tt:Month><tt:Day>31</tt:Day>",
         "<tt:Year>99999999999999999999</tt:Year><tt:Month>1</tt:Month><tt:Day>1</tt:Day>", "<tt:Year>two</tt:Year>", ""],
    )  # fmt: skip
    def test_impossible_dates(self, date: str) -> None:
        onvif = camera()

        def no_time(request: Request) -> Answer | None:
            if b"GetSystemDateAndTime" not in request.body:
                return onvif.handle(request)
            time = "<tt:Time><tt:Hour>24</tt:Hour><tt:Minute>0</tt:Minute><tt:Second>0</tt:Second></tt:Time>"
            return soap(
                f"<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>"
                f"<tt:UTCDateTime>{time}<tt:Date>{date}</tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
            )

        run = signed_in(no_time)
        assert run.value("clock.offset") is None
        assert run.logins == (1, 0)

    def test_services_announced_elsewhere_are_asked_here(self) -> None:
        onvif = camera(offers=ALL)
        elsewhere = say.services("192.168.77.99:8080", ALL) + ""

        def announce(request: Request) -> Answer | None:
            return soap(elsewhere) if b"GetServices" in request.body else onvif.handle(request)

        run = signed_in(announce)
        assert run.value("microphone.on") is True
        assert set(run.door.sent()) == {CAMERA}

    def test_one_that_falls_silent_ends_it(self) -> None:
        run = signed_in(instead("GetUsers", Answer(200, b"", stream=True)), seconds=6.0)
        assert isinstance(run.ended, NoAnswer | OverBudget)
        assert run.logins == (1, 0)


class TestLibraries:
    def test_importing_onvif_does_not_write_into_the_screen(self) -> None:
        code = (
            "import logging; from doorguard.probes.signed_in import onvif_binding as b; b.load(); logging.getLogger('x').error('hello');"
            "print([type(h).__name__ for h in logging.getLogger().handlers])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        assert (done.stdout.strip(), done.stderr) == ("['NullHandler']", "")

    def test_documents_are_parsed_once(self) -> None:
        assert onvif_binding.load() is onvif_binding.load()

    def test_documents_come_from_one_folder(self) -> None:
        loader = onvif_binding._Folder(onvif_binding.folder())
        assert loader.load(str(onvif_binding.folder() / "onvif.xsd"))
        with pytest.raises(PermissionError):
            loader.load("/etc/hostname")

    def test_nothing_of_a_secret_is_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            signed_in(camera().handle)
        assert OWN.password not in caplog.text
        assert "PasswordDigest" not in caplog.text
