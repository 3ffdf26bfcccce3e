"""ONVIF without a login: in rising order of harm, stopped at the first critical answer, only counts kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.network.refusal import Unreadable
from doorguard.network.web import WebReply
from doorguard.pretend_home.onvif import CLASSES, Onvif
from doorguard.pretend_home.web import Answer, Request, Web, everything, page
from doorguard.probes import onvif, onvif_message, services
from tests.probes.test_probes import CAMERA, Bench, bench

__all__ = ["bench"]

ASK = (services.PROBE, onvif.PROBE)
NEVER = ("GetSystemBackup", "GetSystemLog", "GetSystemSupportInformation")


class Listening(Onvif):
    """Keeps the names of what it was asked, in order."""

    asked: list[str]

    def handle(self, request: Request) -> Answer | None:
        if request.path.startswith("/onvif/"):
            self.__dict__.setdefault("asked", []).append(self._operation(request.body.decode()))
        return super().handle(request)


def camera(**more: object) -> Listening:
    return Listening("Acme", "Cam 1", "1.10", "S1", scopes=("onvif://www.onvif.org/name/x",), **more)  # type: ignore[arg-type]


def asked(bench: Callable[..., Bench], service: Onvif) -> Bench:
    return bench(Web(80, "", [service.handle])).ask(*ASK)


def test_the_clock_first_then_a_control_then_in_rising_order_of_harm(bench: Callable[..., Bench]) -> None:
    service = camera()
    one = asked(bench, service)
    assert service.asked == [
        "GetSystemDateAndTime", "GetWeatherOfYesterday", "GetDeviceInformation", "GetNetworkProtocols", "GetScopes",
        "GetProfiles", "GetStreamUri", "GetUsers",
    ]  # fmt: skip
    assert (one.value("onvif.open"), one.value("onvif.details_told")) == (False, False)
    assert one.door.sent()[CAMERA].logins == 0


def test_it_stops_at_the_first_critical_answer(bench: Callable[..., Bench]) -> None:
    service = camera(open=True)
    one = asked(bench, service)
    assert service.asked[-1] == "GetStreamUri"
    assert (one.value("onvif.open"), one.value("onvif.open_to")) == (True, "GetStreamUri")
    assert not set(NEVER) & set(service.asked)


@pytest.mark.parametrize(
    ("told", "open_", "details"),
    [
        (("GetDeviceInformation",), False, True),
        (("GetNetworkProtocols",), False, True),
        (("GetScopes",), False, True),
        (("GetProfiles",), True, False),
        (("GetUsers",), True, False),
        (("GetScopes", "GetUsers"), True, True),
    ],
)
def test_one_answer_too_many_is_enough_and_weighs_what_it_tells(
    bench: Callable[..., Bench], told: tuple[str, ...], open_: bool, details: bool
) -> None:
    one = asked(bench, camera(open_to=told))
    assert [one.value(n) for n in ("onvif.open", "onvif.details_told", "onvif.open_to")] == [open_, details, told[-1]]


def test_every_question_but_the_first_is_one_that_must_be_refused() -> None:
    """From the device's own table of access classes, not from ours."""
    table = camera()._operations()
    assert {table[name][0] for name in onvif.DETAILS} == {"READ_SYSTEM"}
    assert {table[name][0] for name in onvif.HARMFUL} == {"READ_MEDIA", "READ_SYSTEM_SECRET"}
    assert table["GetSystemDateAndTime"][0] == "PRE_AUTH"
    assert "PRE_AUTH" in CLASSES


def test_nothing_of_what_is_secret_leaves_the_parser(bench: Callable[..., Bench]) -> None:
    secret = "/user=admin_password=not-for-any-page_channel=1"
    service = camera(open_to=("GetProfiles", "GetStreamUri"), stream_path=secret)
    one = asked(bench, service)
    assert one.value("onvif.open_to") == "GetStreamUri"
    assert "not-for-any-page" not in repr((one.facts, one.gaps))
    users = asked(bench, camera(open_to=("GetUsers",), users=[("grandma", "Administrator"), ("x", "User")]))
    assert users.value("onvif.users_told") == 2
    assert "grandma" not in repr(users.facts)


def test_the_media_service_is_found_where_the_device_says_and_never_on_another_host(
    bench: Callable[..., Bench],
) -> None:
    inner = camera(open_to=("GetProfiles",))

    def elsewhere(request: Request) -> Answer | None:
        body = request.body
        if b"GetServices" in body:
            said = inner.handle(request)
            assert said is not None
            return Answer(200, re.sub(rb"http://[^/]+/onvif/media_service", b"http://203.0.113.9/onvif/m2", said.body))
        if b"media/wsdl" in body and request.path != "/onvif/m2":
            return Answer(404, b"")
        return inner.handle(request)

    one = bench(Web(80, "", [elsewhere])).ask(*ASK)
    assert one.value("onvif.open") is True
    assert set(one.door.sent()) == {CAMERA}


# --- the clock -------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [0, 61, -86400, 20_000 * 86400])
def test_how_far_its_clock_is_from_ours(bench: Callable[..., Bench], off: int) -> None:
    one = asked(bench, camera(clock_off=timedelta(seconds=-off)))
    told = one.value("clock.offset")
    assert isinstance(told, int)
    assert abs(told - abs(off)) <= 2
    assert one.value("clock.by_network") is True


IMPOSSIBLE = [
    {"Month": "13"}, {"Month": "0"}, {"Day": "31", "Month": "2"}, {"Hour": "24"}, {"Hour": "-1"}, {"Minute": "60"},
    {"Second": "62"}, {"Year": "0"}, {"Year": "99999999999999999999"}, {"Year": ""}, {"Year": "x"}, {"Hour": "٣"},
    {"Year": "9999", "Month": "12", "Day": "31", "Hour": "23", "Minute": "59", "Second": "61"},
]  # fmt: skip


def with_clock(**wrong: str) -> bytes:
    part = {"Hour": "1", "Minute": "2", "Second": "3", "Year": "2026", "Month": "11", "Day": "5", **wrong}
    time = "".join(f"<t:{n}>{part[n]}</t:{n}>" for n in ("Hour", "Minute", "Second"))
    date = "".join(f"<t:{n}>{part[n]}</t:{n}>" for n in ("Year", "Month", "Day"))
    return (
        '<e:Envelope xmlns:e="e" xmlns:d="d" xmlns:t="t"><e:Body><d:GetSystemDateAndTimeResponse>'
        f"<d:SystemDateAndTime><t:DateTimeType>Manual</t:DateTimeType><t:UTCDateTime><t:Time>{time}</t:Time>"
        f"<t:Date>{date}</t:Date></t:UTCDateTime></d:SystemDateAndTime></d:GetSystemDateAndTimeResponse></e:Body></e:Envelope>"
    ).encode()


@pytest.mark.parametrize("wrong", IMPOSSIBLE)
def test_a_time_that_there_is_not_is_no_time_and_stops_nothing(
    bench: Callable[..., Bench], wrong: dict[str, str]
) -> None:
    inner = camera(open_to=("GetUsers",))

    def confused(request: Request) -> Answer | None:
        if b"GetSystemDateAndTime" in request.body:
            return Answer(200, with_clock(**wrong), "application/soap+xml")
        return inner.handle(request)

    one = bench(Web(80, "", [confused])).ask(*ASK)
    assert (one.value("clock.offset"), one.reason("clock.offset")) == (None, "unreadable")
    assert (one.value("clock.by_network"), one.value("onvif.open")) == (False, True)


def test_a_second_that_is_put_in_is_a_time() -> None:
    said = onvif_message.read(WebReply(200, {}, with_clock(Second="60")), "GetSystemDateAndTime")
    assert said.body is not None
    read = onvif_message.clock(said.body)
    assert read.utc is not None
    assert (read.utc.minute, read.utc.second) == (3, 0)


def test_a_clock_behind_a_login_is_not_called_right(bench: Callable[..., Bench]) -> None:
    inner = camera()
    never = Web(80, "", [inner.handle], [page("/", "x")], "digest", "Cam", password="three-words")
    one = bench(never).ask(*ASK)
    assert (one.value("clock.offset"), one.reason("clock.offset")) == (None, "login-needed")
    assert (one.value("onvif.open"), one.door.sent()[CAMERA].logins) == (False, 0)


# --- what is no answer -----------------------------------------------------------------------


def test_a_yes_with_nothing_in_it_told_nothing(bench: Callable[..., Bench]) -> None:
    """Some firmware says yes with an empty answer where it should refuse."""
    inner = camera()

    def polite(request: Request) -> Answer | None:
        name = Onvif._operation(request.body.decode())
        if name not in ("GetProfiles", "GetDeviceInformation"):
            return inner.handle(request)
        return Answer(200, f'<e:Envelope xmlns:e="e"><e:Body><{name}Response/></e:Body></e:Envelope>'.encode())

    one = bench(Web(80, "", [polite])).ask(*ASK)
    assert (one.value("onvif.open"), one.value("onvif.details_told")) == (False, False)


@pytest.mark.parametrize("answer", [everything("Sign in"), lambda _: Answer(200, b""), lambda _: Answer(500, b"oops")])
def test_what_is_no_camera_service_is_neither_open_nor_closed(
    bench: Callable[..., Bench], answer: Callable[[Request], Answer | None]
) -> None:
    one = bench(Web(80, "", [answer])).ask(*ASK)
    assert [one.value(n) for n in ("onvif.answers", "onvif.open", "onvif.details_told")] == [None] * 3
    assert {one.reason("onvif.open"), one.reason("onvif.details_told")} == {"not-supported"}


@given(st.binary(max_size=300), st.sampled_from([200, 400, 401, 500]), st.sampled_from(onvif.DETAILS + onvif.HARMFUL))
def test_any_bytes_are_read_or_said_to_be_unreadable(body: bytes, status: int, operation: str) -> None:
    for data in (body, b"<Envelope>" + body + b"</Envelope>"):
        try:
            said = onvif_message.read(WebReply(status, {}, data), operation)
        except Unreadable:
            continue
        assert said.outcome in ("refused", "fault", "other", "yes", "told")
        assert said.outcome != "told" or status == 200


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("ter:NotAuthorized", "refused"), ("Sender not Authorized", "refused"), ("Unauthorized", "refused"),
        ("wsse:FailedAuthentication", "refused"), ("ter:ActionNotSupported", "fault"), ("Not well formed", "fault"),
    ],
)  # fmt: skip
def test_only_a_no_is_a_refusal_and_not_every_fault(words: str, outcome: str) -> None:
    body = f'<e:Envelope xmlns:e="x"><e:Body><e:Fault><e:Reason>{words}</e:Reason></e:Fault></e:Body></e:Envelope>'
    assert onvif_message.read(WebReply(400, {}, body.encode()), "GetUsers").outcome == outcome
