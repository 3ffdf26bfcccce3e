"""Devices that bite whoever signs in: every way of ours to break HTTP and XML, before and after the password was accepted.

Bounded, one login at most, no other host, and no good news from a bad answer.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from doorguard.pretend_home.conversation import Flow
from doorguard.pretend_home.dahua import DahuaCgi
from doorguard.pretend_home.device import Conversation
from doorguard.pretend_home.hostile import documents, web
from doorguard.pretend_home.hostile.flows import ELSEWHERE, HangsUp, Mute
from doorguard.pretend_home.isapi import Isapi
from doorguard.pretend_home.vapix import Vapix
from doorguard.pretend_home.web import Answer, Handler, Request, Web
from doorguard.probes.probe import Probe
from doorguard.probes.signed_in import axis, dahua, doorbird, hanwha, isapi, vivotek
from tests.probes.signed_in import makers
from tests.probes.signed_in.bench import OWN, SignedIn, names, within_budget

SECONDS = 2.5
"""For a whole device in these tests; the door ends everything after it."""
PROBES: dict[str, tuple[Probe, Callable[[], Handler]]] = {
    "hikvision": (isapi.PROBE, lambda: Isapi().handle),
    "dahua": (dahua.PROBE, lambda: DahuaCgi().handle),
    "axis": (axis.PROBE, lambda: Vapix().handle),
    "hanwha": (hanwha.PROBE, lambda: makers.json_pages(makers.hanwha_pages())),
    "vivotek": (vivotek.PROBE, lambda: makers.vivotek(makers.vivotek_groups())),
    "doorbird": (doorbird.PROBE, lambda: makers.json_pages(makers.doorbird_pages())),
}
GOOD_NEWS = {("viewer.other", False), ("recipient.owner", "none"), ("access.owner", "none"), ("uplink.on", False), ("cloud.on", False), ("first_password.works", False)}


@dataclass
class Bites(Web):
    """Answers properly ``honest`` times after the login, then with one flow of bytes to everything."""

    bite: Callable[[], Flow] = field(default=lambda: iter(()))
    honest: int = 0
    _said: int = 0

    def heard(self, talk: Conversation) -> None:
        if talk.state:
            talk.heard = b""
        else:
            super().heard(talk)

    def say(self, talk: Conversation, answer: Answer, *, body: bool = True, last: bool = False) -> None:
        if answer.status != 401:
            self._said += 1
            if self._said > self.honest:
                talk.state["bitten"] = True
                talk.heard = b""
                talk.flow(self.bite())
                return
        super().say(talk, answer, body=body, last=last)


def ask(family: str, *services: object, seconds: float = SECONDS) -> SignedIn:
    began = time.monotonic()
    run = SignedIn(PROBES[family][0], family, *services, seconds=seconds)  # type: ignore[arg-type]
    assert time.monotonic() - began < 30
    within_budget(run)
    return run


def no_good_news(run: SignedIn, *, but: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    said = {(f.name, f.value) for f in run.facts if f.name not in but}
    assert not said & GOOD_NEWS


STAGES = [("hikvision", 1), ("dahua", 0)]
"""Who bites when: after one honest answer, and in answer to the password itself. What reads is the same for both."""
BITES = [(behaviour, family, honest) for behaviour in web.HTTP for family, honest in STAGES]


@pytest.fixture(scope="module")
def bitten() -> dict[tuple[str, str, int], SignedIn]:
    """All of them, several at a time: most of it is waiting."""

    def one(bite: tuple[str, str, int]) -> SignedIn:
        behaviour, family, honest = bite
        service = Bites(80, "", [PROBES[family][1]()], login="digest", password=OWN.password, bite=web.HTTP[behaviour], honest=honest)
        return ask(family, service)

    with ThreadPoolExecutor(8) as several:
        return dict(zip(BITES, several.map(one, BITES), strict=True))


@pytest.mark.parametrize(("behaviour", "family", "honest"), BITES)
def test_http_that_bites(bitten: dict[tuple[str, str, int], SignedIn], behaviour: str, family: str, honest: int) -> None:
    run = bitten[behaviour, family, honest]
    no_good_news(run)
    assert names(run.facts) <= ({"device.model", "device.firmware"} if honest else set())
    assert run.received["logins"] == 1
    assert ELSEWHERE not in run.door.sent()


@pytest.mark.parametrize("family", PROBES)
def test_no_for_ever(family: str) -> None:
    run = ask(family, Web(80, "", [], login="digest", password="another-one"))
    assert run.logins == (1, 1)
    assert run.facts == []


@pytest.mark.parametrize("family", PROBES)
@pytest.mark.parametrize("service", [Mute(80), HangsUp(80), HangsUp(80, reset=True)], ids=["mute", "hangs-up", "resets"])
def test_a_device_that_says_nothing(family: str, service: object) -> None:
    run = ask(family, service)
    assert run.logins == (0, 0)
    assert run.ended is not None
    assert run.facts == []


@pytest.mark.parametrize("status", [200, 204, 301, 403, 404, 500, 503])
@pytest.mark.parametrize("family", PROBES)
def test_one_status_for_everything_after_the_login(family: str, status: int) -> None:
    honest = PROBES[family][1]()
    seen: list[str] = []

    def handle(request: Request) -> Answer | None:
        seen.append(request.path)
        if len(seen) == 1:
            return honest(request)
        return Answer(status, b"", headers=(("Location", f"http://{ELSEWHERE}/"),))

    run = ask(family, Web(80, "", [handle], login="digest", password=OWN.password))
    no_good_news(run, but={"cloud.on"} if family == "axis" else set())  # its first page tells its settings
    assert run.ended is None
    assert {g.reason for g in run.gaps} <= {"not-supported", "unreadable"}


DOCUMENTS: dict[str, Callable[[str], bytes]] = {
    **{name: (lambda root, make=make: make()) for name, make in documents.PLAIN.items()},  # type: ignore[misc]
    **{name: (lambda root, name=name: documents.with_doctype(name, root, f"<{root}><enabled>{{}}</enabled></{root}>")) for name in documents.DOCTYPES},  # type: ignore[misc]
    "many-rows": lambda root: f"<{root}>{'<User><userName>a</userName></User>' * 6000}</{root}>".encode(),
    "deep-rows": lambda root: f"<{root}>{'<User>' * 15000}{'</User>' * 15000}</{root}>".encode(),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_xml_that_bites(name: str) -> None:
    honest = Isapi()
    roots = {"users": "UserList", "onlineUser": "OnlineUserList", "mailing": "mailing", "Ehome": "Ehome", "EZVIZ": "EZVIZ", "logSearch": "CMSearchResult"}

    def handle(request: Request) -> Answer | None:
        root = roots.get(request.path.rpartition("/")[2])
        return honest.handle(request) if root is None else Answer(body=DOCUMENTS[name](root), kind="application/xml")

    tracemalloc.start()
    try:
        run = ask("hikvision", Web(80, "", [handle], login="digest", password=OWN.password), seconds=15)  # counting is slow
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 60 << 20  # the pretend device and its documents included
    assert "root:" not in run.texts()
    assert run.value("cloud.on") is None
    no_good_news(run, but={"first_password.works", "uplink.on"})
    assert run.rows("uplink.on") == [("uplink/sip", False)]


LINES: dict[str, bytes] = {
    "no-equals": b"x" * 200_000,
    "one-long-value": b"users[0].Name=" + b"x" * 200_000,
    "lines-without-end": b"users[0].Name=a\r\n" + b"more\r\n" * 40_000,
    "numbers-without-end": b"".join(b"users[%d].Name=a\r\n" % n for n in range(12_000)),
    "deep-key": b"users" + b"[0]" * 60_000 + b".Name=a",
    "binary": bytes(range(256)) * 800,
    "nothing": b"",
}


@pytest.mark.parametrize("name", LINES)
def test_lines_that_bite(name: str) -> None:
    honest = DahuaCgi()

    def handle(request: Request) -> Answer | None:
        return honest.handle(request) if "magicBox" in request.path else Answer(body=LINES[name])

    run = ask("dahua", Web(80, "", [handle], login="digest", password=OWN.password))
    no_good_news(run)
    assert len(run.rows("account.name")) <= 64
    assert all(len(str(f.value)) <= 256 for f in run.facts)


@pytest.mark.parametrize("family", ["hikvision", "dahua"])
def test_words_of_a_device_are_cleaned(family: str) -> None:
    nasty = "ad\u202emin\x1b[31m[bold]\u200b" + "x" * 500
    if family == "hikvision":
        handle = Isapi(users=[("admin", "Administrator"), (nasty.replace("\x1b", ""), "\u202eOperator")], model="[red]\u202emodel").handle
    else:
        handle = DahuaCgi(users=[("admin", "admin"), (nasty, "\u202euser")], kind="[red]\u202emodel").handle
    run = ask(family, Web(80, "", [handle], login="digest", password=OWN.password))
    for fact in run.facts:
        assert "\u202e" not in str(fact.value)
        assert "\x1b" not in str(fact.value)
        assert len(str(fact.value)) <= 256
    assert {value for _, value in run.rows("account.level")} <= {"admin", "operator", "viewer", "other"}
