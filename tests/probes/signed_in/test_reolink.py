"""Reolink: the password over TLS alone, the session closed again, and what each command tells."""

from __future__ import annotations

from datetime import timedelta

import pytest

from doorguard.network.refusal import LoginRefused, Readable
from doorguard.network.secret import Secret
from doorguard.pretend_home.reolink_api import NEVER_SHOWN, ReolinkApi
from doorguard.pretend_home.tls import Tls
from doorguard.pretend_home.web import Web, everything
from doorguard.probes.signed_in import reolink
from tests.probes.signed_in.bench import OURS, OWN, SignedIn, names, within_budget


def camera(**settings: object) -> ReolinkApi:
    return ReolinkApi({"admin": OWN.password}, **settings)  # type: ignore[arg-type]


def signed_in(api: ReolinkApi, secret: Secret = OWN, *, tls: bool = True) -> SignedIn:
    port = 443 if tls else 80
    web = Web(port, "nginx", [api.handle], tls=Tls() if tls else None)
    run = SignedIn(reolink.PROBE, "reolink", web, secret=secret, kinds={443: "https"})
    within_budget(run)
    return run


def test_a_device_that_is_looked_after_says_no_to_everything() -> None:
    api = camera(push=False, p2p=False, lock=True)
    run = signed_in(api)
    assert run.logins == (1, 0)
    assert run.rows("account.level") == [("account/reolink/1", "admin")]
    assert run.rows("viewer.other") == [(None, False)]  # our own session stands in its list
    assert run.rows("recipient.owner") == [(None, "none")]
    for name in ("cloud.on", "device.asks_router", "ddns.on", "mask.on", "update.automatic"):
        assert run.value(name) is False, name
    for name in ("guard.on", "microphone.on", "recording.on", "clock.by_network"):
        assert run.value(name) is True, name
    assert (run.value("guard.tries"), run.value("guard.seconds")) == (5, 300)
    assert (run.value("device.model"), run.value("device.firmware")) == ("RLC-520A", "v3.1.0.2368_23062508")
    assert run.value("clock.offset") in range(5)
    assert run.reason("access.owner") == "not-supported"


@pytest.mark.parametrize("older", [False, True])
def test_what_is_set_is_told_place_by_place(older: bool) -> None:
    api = camera(
        users=[("admin", "admin"), ("guest2", "guest"), ("odd", "other-level")], others=[("guest2", "192.168.77.43"), ("admin", "203.0.113.9")],
        mail_to=["someone@example.org", "other@example.org"], ftp_to="198.51.100.3", hook_to="push.example.net", upnp=True, ddns="porch.example.net",
        lock=False, audio=False, records=False, mask=True, by_ntp=False, clock_off=timedelta(days=-2), updates=True, older=older,
    )  # fmt: skip
    run = signed_in(api)
    assert [value for _, value in run.rows("account.level")] == ["admin", "viewer", "other"]
    assert run.rows("viewer.address") == [("viewer/reolink/1", "192.168.77.43"), ("viewer/reolink/2", "203.0.113.9")]
    sent_to = [("recipient/mail/1", "someone@example.org"), ("recipient/mail/2", "other@example.org"), ("recipient/ftp/1", "198.51.100.3")]
    assert run.rows("recipient.address") == sent_to + ([] if older else [("recipient/http/1", "push.example.net")])
    assert run.reason("recipient.owner", "recipient/push") == "not-supported"  # which phones, it does not tell
    for name in ("cloud.on", "device.asks_router", "ddns.on", "mask.on"):
        assert run.value(name) is True, name
    for name in ("guard.on", "microphone.on", "recording.on", "clock.by_network"):
        assert run.value(name) is False, name
    assert abs(int(str(run.value("clock.offset"))) - 2 * 86400) < 5
    assert run.value("update.automatic") is (None if older else True)
    assert names(run.facts) <= set(reolink.PROBE.supplies)
    assert NEVER_SHOWN not in run.texts()
    assert OWN.password not in run.texts()


def test_the_session_is_closed_again() -> None:
    api = camera()
    signed_in(api)
    assert api.sessions == {}
    assert (api.commands[-1], api.commands.count("Login")) == ("Logout", 1)


def test_the_password_never_goes_over_plain_http() -> None:
    api = camera()
    run = signed_in(api, tls=False)
    assert isinstance(run.ended, Readable)
    assert api.commands == []
    assert run.logins == (0, 0)


def test_a_wrong_password_is_tried_once() -> None:
    api = camera()
    run = signed_in(api, Secret("admin", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
    assert api.commands == ["GetDevInfo", "Login"]


def test_a_lock_is_said() -> None:
    run = signed_in(camera(locked=True))
    assert run.logins == (1, 1)
    assert "counts wrong passwords" in str(run.ended)


def test_no_secret_leaves_for_a_server_that_is_no_such_api() -> None:
    run = SignedIn(reolink.PROBE, "reolink", Web(443, "", [everything("Login")], tls=Tls()), kinds={443: "https"})
    within_budget(run)
    assert run.logins == (0, 0)
    assert run.facts == []
    assert run.reason("account.owner") == "not-supported"


def test_summer_time_may_be_an_hour_off_and_is_not_guessed() -> None:
    assert signed_in(camera(summer_time=True)).reason("clock.offset") == "uncertain"


@pytest.mark.parametrize(
    ("command", "fact", "place"),
    [
        ("GetUser", "account.owner", "account/reolink"),
        ("GetOnline", "viewer.other", "viewer/reolink"),
        ("GetEmailV20", "recipient.owner", "recipient/mail"),
        ("GetP2p", "cloud.on", None),
        ("GetTime", "clock.offset", None),
    ],
)
def test_a_command_that_is_missing_leaves_that_open_and_nothing_else(command: str, fact: str, place: str | None) -> None:
    api = camera(missing={command})
    run = signed_in(api)
    assert run.reason(fact, place) == "not-supported"
    assert (None, "none") not in run.rows(fact)
    assert run.value("microphone.on") is True
    assert run.ended is None
    assert api.sessions == {}


def test_somebody_at_our_own_address_with_another_account_is_somebody() -> None:
    run = signed_in(camera(others=[("guest2", OURS)]))
    assert run.rows("viewer.name") == [("viewer/reolink/1", "guest2")]
