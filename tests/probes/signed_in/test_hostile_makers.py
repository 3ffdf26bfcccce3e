"""What bites the makers whose answers are flat: other pages' answers, words that say OK to anything, JSON without end,
and, where the password travels inside TLS, every way of ours to break HTTP there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from doorguard.pretend_home.hostile import web
from doorguard.pretend_home.hostile.flows import ELSEWHERE, HangsUp, Mute
from doorguard.pretend_home.reolink_api import ReolinkApi
from doorguard.pretend_home.tls import Tls
from doorguard.pretend_home.vapix import Vapix
from doorguard.pretend_home.web import Answer, Handler, Request, Web
from doorguard.probes.probe import Probe
from doorguard.probes.signed_in import axis, doorbird, foscam, hanwha, reolink, vivotek
from tests.probes.signed_in import makers
from tests.probes.signed_in.bench import OWN, SignedIn, names, within_budget
from tests.probes.signed_in.test_hostile import Bites, no_good_news

PLAIN: dict[str, tuple[Probe, Callable[[], Handler]]] = {
    "axis": (axis.PROBE, lambda: Vapix().handle),
    "hanwha": (hanwha.PROBE, lambda: makers.json_pages(makers.hanwha_pages())),
    "vivotek": (vivotek.PROBE, lambda: makers.vivotek(makers.vivotek_groups())),
    "doorbird": (doorbird.PROBE, lambda: makers.json_pages(makers.doorbird_pages())),
}
INSIDE: dict[str, tuple[Probe, Callable[[], Handler]]] = {
    "reolink": (reolink.PROBE, lambda: ReolinkApi({"admin": OWN.password}).handle),
    "foscam": (foscam.PROBE, lambda: makers.Foscam(makers.foscam_pages(), password=OWN.password).handle),
}
TOLD_FIRST = {"axis": {"cloud.on"}}
"""What the first page tells honestly."""
BODIES: dict[str, bytes] = {
    "ok": b"OK",
    "ok-as-json": b'{"result": "OK"}',
    "true-to-all": b"[1]",
    "deep": b"[" * 60_000 + b"]" * 60_000,
    "wide": json.dumps({f"k{n}": n for n in range(30_000)}).encode(),
    "cut": b'{"BHA": {"VERSION": [{"FIRM',
    "a-login-page": b"<html><head><title>Login</title></head><body><form action=login></form></body></html>",
    "lines": b"\r\n".join(b"k%d=1" % n for n in range(30_000)),
    "binary": bytes(range(256)) * 900,
    "nothing": b"",
}


def ask(probe: Probe, family: str, *services: object, seconds: float = 4.0) -> SignedIn:
    began = time.monotonic()
    run = SignedIn(probe, family, *services, seconds=seconds, kinds={443: "https"})  # type: ignore[arg-type]
    assert time.monotonic() - began < 40
    within_budget(run)
    assert ELSEWHERE not in run.door.sent()
    return run


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("family", PLAIN)
def test_one_body_for_everything_after_the_first_page(family: str, body: str) -> None:
    probe, honest = PLAIN[family]
    first = honest()
    seen: list[str] = []

    def handle(request: Request) -> Answer | None:
        seen.append(request.path)
        return first(request) if len(seen) == 1 else Answer(body=BODIES[body])

    run = ask(probe, family, Web(80, "", [handle], login="digest", password=OWN.password))
    no_good_news(run, but=TOLD_FIRST.get(family, set()))
    assert not run.rows("account.name")
    assert not run.rows("recipient.address")


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("family", PLAIN)
def test_one_body_for_everything(family: str, body: str) -> None:
    run = ask(PLAIN[family][0], family, Web(80, "", [lambda request: Answer(body=BODIES[body])], login="digest", password=OWN.password))
    assert run.logins == (1, 0)
    no_good_news(run)
    assert names(run.facts) <= {"device.model", "device.firmware"}


@pytest.mark.parametrize("family", PLAIN)
def test_the_first_page_for_everything(family: str) -> None:
    """As catch-all servers do: it fits its own question alone."""
    probe, honest = PLAIN[family]
    first = honest()
    kept: list[Answer] = []

    def handle(request: Request) -> Answer | None:
        if not kept:
            found = first(request)
            assert found is not None
            kept.append(found)
        return kept[0]

    run = ask(probe, family, Web(80, "", [handle], login="digest", password=OWN.password))
    no_good_news(run, but=TOLD_FIRST.get(family, set()))
    assert not run.rows("account.name")


# --- inside TLS ------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("family", INSIDE)
def test_no_secret_leaves_for_any_such_body(family: str, body: str) -> None:
    run = ask(INSIDE[family][0], family, Web(443, "", [lambda request: Answer(body=BODIES[body])], tls=Tls()))
    assert run.logins == (0, 0)
    assert run.facts == []
    assert run.reason("account.owner") == "not-supported"


@pytest.mark.parametrize("family", INSIDE)
def test_no_secret_leaves_for_a_server_that_says_no_to_everything(family: str) -> None:
    run = ask(INSIDE[family][0], family, Web(443, "", [], login="digest", password=OWN.password, tls=Tls()))
    assert (run.logins, run.facts) == ((0, 0), [])


@pytest.mark.parametrize("service", [Mute(443), HangsUp(443), HangsUp(443, reset=True)], ids=["mute", "hangs-up", "resets"])
@pytest.mark.parametrize("family", INSIDE)
def test_a_device_that_says_nothing(family: str, service: object) -> None:
    run = ask(INSIDE[family][0], family, service)
    assert run.logins == (0, 0)
    assert run.ended is not None
    assert run.facts == []


STAGES = [("reolink", 1), ("reolink", 3), ("foscam", 1), ("foscam", 3)]
"""In answer to the password itself, and when it was accepted."""
BITES = [(behaviour, family, honest) for behaviour in web.HTTP for family, honest in STAGES]


@pytest.fixture(scope="module")
def bitten() -> dict[tuple[str, str, int], SignedIn]:
    """All of them, several at a time: most of it is waiting."""

    def one(bite: tuple[str, str, int]) -> SignedIn:
        behaviour, family, honest = bite
        probe, make = INSIDE[family]
        return ask(probe, family, Bites(443, "", [make()], tls=Tls(), bite=web.HTTP[behaviour], honest=honest), seconds=5.0)

    with ThreadPoolExecutor(8) as several:
        return dict(zip(BITES, several.map(one, BITES), strict=True))


@pytest.mark.parametrize(("behaviour", "family", "honest"), BITES)
def test_http_that_bites(bitten: dict[tuple[str, str, int], SignedIn], behaviour: str, family: str, honest: int) -> None:
    run = bitten[behaviour, family, honest]
    no_good_news(run)
    assert run.received["logins"] == 1
    assert OWN.password not in run.texts()


def test_a_reolink_that_falls_silent_is_still_signed_out_of() -> None:
    api = ReolinkApi({"admin": OWN.password})

    def handle(request: Request) -> Answer | None:
        name = request.path.partition("cmd=")[2].partition("&")[0]
        found = api.handle(request)
        return found if name in ("Login", "Logout") or not api.sessions else Answer(body=b"")

    run = ask(reolink.PROBE, "reolink", Web(443, "", [handle], tls=Tls()))
    assert api.sessions == {}
    assert run.facts == []
    assert run.logins == (1, 0)
