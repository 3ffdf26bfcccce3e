"""Trying the first password on a device that bites whoever brings one: two logins at most, nothing claimed, nobody else asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from doorguard.pretend_home.conversation import Flow
from doorguard.pretend_home.device import Conversation
from doorguard.pretend_home.hostile import web
from doorguard.pretend_home.hostile.flows import ELSEWHERE
from doorguard.pretend_home.web import Answer, Request, Web, page
from tests.probes.test_first_password import CAMERA, FACT, FIRST, Lab

HANGS = 60.0
BITES = [(behaviour, honest) for behaviour in web.HTTP for honest in (0, 1)]
"""In answer to the maker's pair; and in answer to the made-up password, after the pair was taken."""

A_NO = ("login-for-ever", "challenge-broken")
"""These are a plain no to whatever is brought: nothing of it bites here."""


@dataclass
class BitesLogins(Web):
    """Honest to whoever brings no password, and to the first ``honest`` that come with one."""

    bite: Callable[[], Flow] = field(default=lambda: iter(()))
    honest: int = 0
    brought: int = 0
    _brings: bool = False

    def answer(self, request: Request) -> Answer:
        self._brings = "authorization" in request.headers
        self.brought += self._brings
        return super().answer(request)

    def heard(self, talk: Conversation) -> None:
        if talk.state:
            talk.heard = b""
        else:
            super().heard(talk)

    def say(self, talk: Conversation, answer: Answer, *, body: bool = True, last: bool = False) -> None:
        if not self._brings or self.brought <= self.honest:
            super().say(talk, answer, body=body, last=last)
            return
        talk.state["bitten"] = True
        talk.heard = b""
        talk.flow(self.bite())


@dataclass
class Tried:
    values: set[object]
    counted: tuple[int, int]
    brought: int
    seconds: float
    said: str
    asked: set[str]


def try_one(bite: tuple[str, int]) -> Tried:
    behaviour, honest = bite
    service = BitesLogins(
        80,
        "App-webs/",
        [page("/", "live")],
        [],
        "digest",
        "camera",
        password=FIRST,
        bite=web.HTTP[behaviour],
        honest=honest,
    )
    lab = Lab(service)
    try:
        began = time.monotonic()
        values = lab.test()
        took = time.monotonic() - began
        sent = lab.picture.sent
        said = repr([f for f in lab.picture.findings_of(lab.device.id) if f.check == "maker-password-works"])
        with_logins = {address for address, one in sent.items() if one.logins}
        return Tried(values, (sent[CAMERA].logins, service.logins), service.brought, took, said, with_logins)
    finally:
        lab.close()


@pytest.fixture(scope="module")
def tried() -> dict[tuple[str, int], Tried]:
    """All of them, several at a time: most of it is waiting."""
    with ThreadPoolExecutor(16) as several:
        return dict(zip(BITES, several.map(try_one, BITES), strict=True))


@pytest.mark.parametrize(("behaviour", "honest"), BITES)
def test_a_device_that_bites_whoever_brings_a_password(
    tried: dict[tuple[str, int], Tried], behaviour: str, honest: int
) -> None:
    run = tried[behaviour, honest]
    if behaviour in A_NO:
        assert run.values == {honest == 1}, FACT  # refused; or taken, and the made-up one refused
    else:
        assert run.values == set(), FACT
        assert "could-not-check" in run.said
    assert run.counted[0] == run.counted[1] <= 2
    assert honest <= run.brought <= 2
    assert run.asked <= {CAMERA}
    assert ELSEWHERE not in run.said
    assert FIRST not in run.said
    assert run.seconds < HANGS
