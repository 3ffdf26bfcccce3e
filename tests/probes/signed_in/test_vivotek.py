"""Vivotek's parameters: what each group tells, and what a missing one leaves open."""

from __future__ import annotations

import pytest

from doorguard.network.refusal import LoginRefused, Readable
from doorguard.network.secret import Secret
from doorguard.pretend_home.tls import Tls
from doorguard.pretend_home.web import Web
from doorguard.probes.signed_in import vivotek
from tests.probes.signed_in.bench import OWN as ADMIN
from tests.probes.signed_in.bench import SignedIn, names, within_budget
from tests.probes.signed_in.makers import NEVER_SHOWN, vivotek_groups
from tests.probes.signed_in.makers import vivotek as camera

OWN = Secret("root", ADMIN.password)


def signed_in(groups: dict[str, dict[str, str]] | None = None, secret: Secret = OWN, *, login: str = "digest", port: int = 80) -> SignedIn:
    tls = Tls() if port == 443 else None
    web = Web(port, "Vivotek", [camera(groups or vivotek_groups())], login=login, user="root", password=OWN.password, tls=tls)
    run = SignedIn(vivotek.PROBE, "vivotek", web, secret=secret, kinds={443: "https"})
    within_budget(run)
    return run


def test_a_device_that_is_looked_after_says_no_to_everything() -> None:
    run = signed_in()
    assert run.logins == (1, 0)
    assert run.rows("account.level") == [("account/vivotek/1", "admin")]
    assert run.rows("recipient.owner") == [(None, "none")]
    for name in ("device.asks_router", "ddns.on", "mask.on"):
        assert run.value(name) is False, name
    assert (run.value("microphone.on"), run.value("recording.on")) == (True, True)
    assert (run.value("device.model"), run.value("device.firmware")) == ("IB8369A", "IB8369A-VVTK-0100c")
    assert run.reason("viewer.other") == "not-supported"


def test_what_is_set_is_told_place_by_place() -> None:
    servers = {
        "server_i0_name": "m", "server_i0_type": "email", "server_i0_email_recipientemail": "someone@example.org;other@example.org",
        "server_i1_name": "f", "server_i1_type": "ftp", "server_i1_ftp_address": "198.51.100.3", "server_i1_ftp_passwd": NEVER_SHOWN,
        "server_i2_name": "h", "server_i2_type": "http", "server_i2_http_url": f"http://u:{NEVER_SHOWN}@push.example.net/a",
        "server_i3_name": "n", "server_i3_type": "ns", "server_i3_ns_location": "\\\\192.168.77.50\\door",
    }  # fmt: skip
    security = {"security_user_i0_name": "root", "security_user_i1_name": "guest2", "security_user_i1_privilege": "operator", "security_user_i2_name": "odd"}
    run = signed_in(
        vivotek_groups(
            servers=servers, security=security, upnpportforwarding={"upnpportforwarding_enable": "1"}, ddns={"ddns_enable": "1"},
            audioin={"audioin_c0_mute": "1"}, recording={"recording_i0_enable": "0"}, privacymask={"privacymask_c0_enable": "1"},
        )
    )  # fmt: skip
    assert [value for _, value in run.rows("account.level")] == ["admin", "operator", "other"]
    assert [value for _, value in run.rows("recipient.address")] == ["someone@example.org", "other@example.org", "198.51.100.3", "push.example.net", "192.168.77.50"]
    for name in ("device.asks_router", "ddns.on", "mask.on"):
        assert run.value(name) is True, name
    assert (run.value("microphone.on"), run.value("recording.on")) == (False, False)
    assert names(run.facts) <= set(vivotek.PROBE.supplies)
    assert NEVER_SHOWN not in run.texts()


@pytest.mark.parametrize(
    ("group", "fact", "place"),
    [("security", "account.owner", "account/vivotek"), ("server", "recipient.owner", "recipient/storage"), ("ddns", "ddns.on", None), ("audioin", "microphone.on", None)],
)
def test_a_group_that_is_missing_leaves_that_open_and_nothing_else(group: str, fact: str, place: str | None) -> None:
    groups = vivotek_groups()
    del groups[group]
    run = signed_in(groups)
    assert run.reason(fact, place) == "unreadable"
    assert (None, "none") not in run.rows(fact)
    assert run.value("recording.on") is True


def test_basic_is_used_inside_tls_alone() -> None:
    plain, inside = signed_in(login="basic"), signed_in(login="basic", port=443)
    assert isinstance(plain.ended, Readable)
    assert (plain.logins, inside.logins) == ((0, 0), (1, 0))
    assert inside.value("recording.on") is True


def test_a_wrong_password_is_tried_once() -> None:
    run = signed_in(secret=Secret("root", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
