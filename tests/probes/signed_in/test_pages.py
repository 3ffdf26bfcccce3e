"""One login, page after page: what ends the reading, what only leaves a gap, and which door is taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from doorguard.model import Device, Fact
from doorguard.network.refusal import LoginRefused, NoAnswer, OverBudget, Readable, Stopped, Unreadable
from doorguard.network.web import WebReply
from doorguard.pretend_home.conversation import Conversation
from doorguard.pretend_home.dahua import DahuaCgi
from doorguard.pretend_home.isapi import Isapi, LogRow
from doorguard.pretend_home.web import Answer, Web
from doorguard.probes.signed_in import dahua, isapi
from doorguard.probes.signed_in.pages import NotHere, Pages, open_pages, web_ports
from tests.probes.signed_in.bench import OURS, OWN, SignedIn, within_budget

OK = WebReply(200, {}, b"yes")


class Entry:
    """Stands for a login: answers from a list, by (port, TLS) where given."""

    def __init__(
        self,
        *answers: WebReply | Exception,
        is_open: bool = True,
        by_door: dict[tuple[int, bool], WebReply | Exception] | None = None,
    ) -> None:
        self.answers, self.open, self.by_door = list(answers), is_open, by_door or {}
        self.asked: list[tuple[int, bool]] = []

    def ask(self, port: int, path: str, *, tls: bool, **_: object) -> WebReply:
        self.asked.append((port, tls))
        answer = self.by_door[port, tls] if self.by_door else self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def pages(*answers: WebReply | Exception, is_open: bool = True) -> Pages:
    return Pages(Entry(*answers, is_open=is_open), 80, False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (WebReply(403, {}, b""), "not-supported"),
        (WebReply(404, {}, b""), "not-supported"),
        (WebReply(200, {}, b"x", cut=True), "unreadable"),
        (Unreadable("x"), "unreadable"),
        (NoAnswer("x"), "no-answer"),
    ],
)
def test_one_page_that_tells_nothing_is_a_gap(answer: WebReply | Exception, reason: str) -> None:
    reader = pages(answer, OK)
    with pytest.raises(NotHere) as missing:
        reader.read("/a")
    assert missing.value.reason == reason
    assert reader.read("/b") == b"yes"


def test_two_silent_pages_in_a_row_end_it() -> None:
    reader = pages(NoAnswer("x"), OK, NoAnswer("x"), Unreadable("x"))
    for path, wanted in (("/a", NotHere), ("/b", None), ("/c", NotHere), ("/d", Unreadable)):
        if wanted is None:
            reader.read(path)
        else:
            with pytest.raises(wanted):
                reader.read(path)


@pytest.mark.parametrize("error", [Stopped("x"), LoginRefused("x"), OverBudget("x"), Readable("x")])
def test_what_concerns_the_whole_device_ends_it(error: Exception) -> None:
    with pytest.raises(type(error)):
        pages(error).read("/a")


def test_silence_before_the_login_was_accepted_ends_it() -> None:
    with pytest.raises(NoAnswer):
        pages(NoAnswer("x"), is_open=False).read("/a")


def there(**kinds: str) -> Device:
    facts = tuple(
        Fact(name="service.name", value=kind, place=f"tcp/{port[1:]}", probe="services") for port, kind in kinds.items()
    )
    return Device(id="d", id_from="hand", addresses=("192.168.77.20",), facts=facts)


HERE = there(p443="https", p80="http", p8080="http")


def test_plain_doors_come_first() -> None:
    assert web_ports(HERE) == [(80, False), (8080, False), (443, True)]


@pytest.mark.parametrize(
    ("plain", "scrambled", "taken"),
    [
        (OK, OK, (80, False)),
        (Readable("x"), OK, (443, True)),  # only Basic there: the password would be readable
        (WebReply(404, {}, b""), OK, (443, True)),
    ],
)
def test_the_first_door_that_has_it_and_keeps_the_password_hidden(
    plain: WebReply | Exception, scrambled: WebReply, taken: tuple[int, bool]
) -> None:
    entry = Entry(is_open=False, by_door={(80, False): plain, (443, True): scrambled})
    reader, body = open_pages(there(p80="http", p443="https"), entry, "/a")  # type: ignore[arg-type]
    assert ((reader.port, reader.tls), body) == (taken, b"yes")


@pytest.mark.parametrize(
    ("one", "other"), [(Readable("x"), WebReply(404, {}, b"")), (WebReply(404, {}, b""), Readable("x"))]
)
def test_that_it_would_be_readable_is_what_is_said(one: WebReply | Exception, other: WebReply | Exception) -> None:
    entry = Entry(is_open=False, by_door={(80, False): one, (8080, False): other})
    with pytest.raises(Readable):
        open_pages(there(p80="http", p8080="http"), entry, "/a")  # type: ignore[arg-type]


class Closing(Web):
    """Hangs up after every answer, as small devices do. Not after asking for a login: a secret that meets that is lost,
    and does not leave again."""

    def say(self, talk: Conversation, answer: Answer, *, body: bool = True, last: bool = False) -> None:
        super().say(talk, answer, body=body, last=last or answer.status != 401)


class LosesTheNext(Web):
    """The same, at the worst moment: it hangs up when the next question is already there."""

    lost = 0

    def heard(self, talk: Conversation) -> None:
        if talk.state:
            self.lost += 1
            talk.heard = b""
            talk.close()
        else:
            super().heard(talk)

    def say(self, talk: Conversation, answer: Answer, *, body: bool = True, last: bool = False) -> None:
        super().say(talk, answer, body=body, last=last)
        if answer.status != 401:
            talk.state["answered"] = True


def test_a_question_that_met_the_hanging_up_is_asked_once_more() -> None:
    service = LosesTheNext(80, "", [Isapi().handle], login="digest", password=OWN.password)
    run = SignedIn(isapi.PROBE, "hikvision", service)
    within_budget(run)
    assert service.lost > 5
    assert run.logins == (1, 0)
    assert run.value("ddns.on") is False
    assert [name for name, _ in run.rows("account.name")]


NOW = datetime.now(UTC)
LONG_ISAPI = [LogRow(f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "remoteLogin", "admin", OURS)] * 900
LONG_DAHUA = [(f"{NOW:%Y-%m-%d %H:%M:%S}", "LogIn", "admin", OURS)] * 900
MOST: dict[str, tuple[object, Callable[[], object]]] = {
    "hikvision": (
        isapi.PROBE,
        lambda: Isapi(
            onvif_users=[],
            log=list(LONG_ISAPI),
            missing={"/ISAPI/System/Network/wirelessServer", "/ISAPI/System/Network/ssh"},
        ),
    ),
    "dahua": (dahua.PROBE, lambda: DahuaCgi(log=list(LONG_DAHUA))),
}


@pytest.mark.parametrize("family", MOST)
def test_the_budget_is_enough_where_every_answer_ends_the_line(family: str) -> None:
    probe, make = MOST[family]
    run = SignedIn(probe, family, Closing(80, "", [make().handle], login="digest", password=OWN.password))  # type: ignore[arg-type, attr-defined]
    within_budget(run)
    assert run.ended is None
    assert run.received["connections"] > 25
    assert run.value("microphone.on") is True
