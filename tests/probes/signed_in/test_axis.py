"""Axis VAPIX: what each page tells, what a missing or lying one leaves open, and that no secret gets through."""

from __future__ import annotations

from datetime import timedelta

import pytest

from doorguard.network.refusal import LoginRefused, Readable
from doorguard.network.secret import Secret
from doorguard.pretend_home.vapix import NEVER_SHOWN, Vapix
from doorguard.pretend_home.web import Answer, Request, Web
from doorguard.probes.signed_in import axis
from doorguard.probes.signed_in.axis_recipients import places_in
from doorguard.probes.signed_in.pages import NotHere
from tests.probes.signed_in.bench import SignedIn, names, within_budget

OWN = Secret("root", "three-words-of-their-own")


def signed_in(vapix: Vapix, secret: Secret = OWN, **more: object) -> SignedIn:
    settings: dict[str, object] = {"login": "digest", "realm": "AXIS", "user": "root", "password": OWN.password, **more}
    run = SignedIn(axis.PROBE, "axis", Web(80, "Apache", [vapix.handle], **settings), secret=secret)  # type: ignore[arg-type]
    within_budget(run)
    return run


def everything() -> Vapix:
    return Vapix(
        users=[("root", "admin"), ("john", "operator"), ("kiosk", "viewer"), ("odd", "none")],
        recipients=[
            ("com.axis.recipient.smtp", "email_to", "someone@example.org"), ("com.axis.recipient.https", "upload_url", f"https://x:{NEVER_SHOWN}@push.example.net/a?b"),
            ("com.axis.recipient.sftp", "host", "198.51.100.3"), ("com.axis.recipient.networkshare", "share", "192.168.77.50"),
        ],
        actions=[("com.axis.action.fixed.send_images.smtp", "email_to", "other@example.org"), ("com.axis.action.unlimited.recording.storage", "host", "not-an-address")],
        mqtt_to="mqtt.example.net", remote="yes", nat_traversal=True, ddns="porch.example.net", ssh=True, throttle=False, audio=True, by_ntp=False,
        clock_off=timedelta(hours=-3),
    )  # fmt: skip


def test_a_device_that_is_looked_after_says_no_to_everything() -> None:
    run = signed_in(Vapix())
    assert run.logins == (1, 0)
    assert run.rows("account.level") == [("account/axis/1", "admin")]
    assert run.rows("recipient.owner") == [(None, "none")]
    for name in ("cloud.on", "device.asks_router", "ddns.on", "ssh.enabled", "microphone.on"):
        assert run.value(name) is False, name
    assert (run.value("guard.on"), run.value("guard.seconds"), run.value("clock.by_network")) == (True, 10, True)
    assert (run.value("device.model"), run.value("device.firmware")) == ("M1065-LW", "9.10.1")
    assert run.value("clock.offset") in range(5)
    assert run.reason("viewer.other") == "not-supported"
    assert run.ended is None


def test_what_is_set_is_told_place_by_place() -> None:
    run = signed_in(everything())
    assert [value for _, value in run.rows("account.name")] == ["root", "john", "kiosk", "odd"]
    assert [value for _, value in run.rows("account.level")] == ["admin", "operator", "viewer", "other"]
    assert run.rows("recipient.address") == [
        ("recipient/mail/1", "someone@example.org"), ("recipient/http/1", "push.example.net"), ("recipient/ftp/1", "198.51.100.3"),
        ("recipient/nas/1", "192.168.77.50"), ("recipient/mail/2", "other@example.org"), ("recipient/mqtt/1", "mqtt.example.net"),
    ]  # fmt: skip
    assert run.rows("recipient.owner") == []
    for name in ("cloud.on", "device.asks_router", "ddns.on", "ssh.enabled", "microphone.on"):
        assert run.value(name) is True, name
    assert (run.value("guard.on"), run.value("clock.by_network"), run.value("ddns.name")) == (False, False, "porch.example.net")
    assert abs(int(str(run.value("clock.offset"))) - 3 * 3600) < 5
    assert names(run.facts) <= set(axis.PROBE.supplies)
    assert NEVER_SHOWN not in run.texts()
    assert OWN.password not in run.texts()


def test_one_click_waits_for_its_button_and_says_neither() -> None:
    run = signed_in(Vapix(remote="oneclick"))
    assert run.value("cloud.on") is None
    assert run.reason("cloud.on") == "unreadable"


@pytest.mark.parametrize(
    ("path", "fact", "place"),
    [
        ("/axis-cgi/pwdgrp.cgi", "account.owner", "account/axis"),
        ("/vapix/services", "recipient.owner", "recipient/storage"),
        ("/axis-cgi/mqtt/client.cgi", "recipient.owner", "recipient/mqtt"),
        ("/axis-cgi/time.cgi", "clock.offset", None),
    ],
)
def test_a_page_that_is_missing_leaves_that_open_and_nothing_else(path: str, fact: str, place: str | None) -> None:
    run = signed_in(Vapix(missing={path}))
    assert run.reason(fact, place) == "not-supported"
    assert (None, "none") not in run.rows(fact)
    assert run.value("microphone.on") is False
    assert run.ended is None


def test_a_recipient_without_an_address_that_we_know_is_no_none() -> None:
    run = signed_in(Vapix(recipients=[("com.axis.recipient.http", "new_name_of_it", "https://x.example")]))
    assert run.reason("recipient.owner", "recipient/http") == "unreadable"
    assert (None, "none") not in run.rows("recipient.owner")


def test_an_error_of_the_action_service_is_no_empty_list() -> None:
    with pytest.raises(NotHere):
        places_in(b'<e:Envelope xmlns:e="x"><e:Body><e:Fault/></e:Body></e:Envelope>', "RecipientConfigurations")
    with pytest.raises(NotHere):
        places_in(b"<html><body>RecipientConfigurations</body></html>", "RecipientConfigurations")
    with pytest.raises(NotHere):
        places_in(b"<GetActionConfigurationsResponse/>", "RecipientConfigurations")
    assert places_in(b"<GetRecipientConfigurationsResponse/>", "RecipientConfigurations") == ({}, [])


def test_a_wrong_password_is_tried_once() -> None:
    run = signed_in(Vapix(), Secret("root", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
    assert run.facts == []


def test_basic_alone_is_not_used_without_tls() -> None:
    run = signed_in(Vapix(), login="basic")
    assert isinstance(run.ended, Readable)
    assert run.logins == (0, 0)


def test_a_page_of_errors_in_place_of_the_parameters_tells_nothing() -> None:
    def refuses(request: Request) -> Answer | None:
        return Answer(body=b"# Error: Error getting params\r\n", kind="text/plain")

    run = SignedIn(axis.PROBE, "axis", Web(80, "", [refuses], login="digest", user="root", password=OWN.password), secret=OWN)
    within_budget(run)
    assert run.facts == []
    assert run.reason("account.owner") == "unreadable"
