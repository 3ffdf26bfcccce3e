"""Foscam: the password inside TLS alone, and what each command tells."""

from __future__ import annotations

import pytest

from doorguard.network.refusal import LoginRefused, Readable
from doorguard.network.secret import Secret
from doorguard.pretend_home.tls import Tls
from doorguard.pretend_home.web import Answer, Request, Web, everything
from doorguard.probes.signed_in import foscam
from tests.probes.signed_in.bench import OWN, SignedIn, names, within_budget
from tests.probes.signed_in.makers import NEVER_SHOWN, Foscam, foscam_pages


def signed_in(camera: Foscam, secret: Secret = OWN, *, port: int = 443) -> SignedIn:
    tls = Tls() if port == 443 else None
    run = SignedIn(foscam.PROBE, "foscam", Web(port, "", [camera.handle], tls=tls), secret=secret, kinds={443: "https"})
    within_budget(run)
    return run


def camera(**pages: dict[str, str]) -> Foscam:
    return Foscam(foscam_pages(**pages), password=OWN.password)


def test_a_device_that_is_looked_after_says_no_to_everything() -> None:
    run = signed_in(camera())
    assert run.logins == (1, 0)
    assert run.rows("account.level") == [("account/foscam/1", "admin")]
    assert run.rows("viewer.other") == [(None, False)]
    assert run.rows("recipient.owner") == run.rows("access.owner") == [(None, "none")]
    for name in ("cloud.on", "device.asks_router", "ddns.on"):
        assert run.value(name) is False, name
    assert (run.value("recording.on"), run.value("clock.by_network")) == (True, True)
    assert (run.value("device.model"), run.value("device.firmware")) == ("FI9821P", "2.81.1.4")


def test_what_is_set_is_told_place_by_place() -> None:
    log = {str(n): f"{1384857415 + n}+guest2+1929423040+3" for n in range(25)}
    run = signed_in(
        camera(
            getUserList={"usr0": "admin+2", "usr1": "guest2+0", "usr2": "odd+9"}, getSessionList={"usrCnt": "1", "usr0": "guest2+1929423040"}, getLog=log,
            getSMTPConfig={"isEnable": "1", "reciever": "someone@example.org,other@example.org", "password": NEVER_SHOWN}, getFtpConfig={"ftpAddr": "ftp://198.51.100.3/cam"},
            getP2PEnable={"enable": "1"}, getUPnPConfig={"isEnable": "1"}, getDDNSConfig={"isEnable": "1", "hostName": "porch.example.net"},
        )
    )  # fmt: skip
    assert [value for _, value in run.rows("account.level")] == ["admin", "viewer", "other"]
    assert run.rows("viewer.address") == [("viewer/foscam/1", "192.168.0.115")]
    assert run.rows("recipient.address") == [("recipient/mail/1", "someone@example.org"), ("recipient/mail/2", "other@example.org"), ("recipient/ftp/1", "198.51.100.3")]
    assert run.rows("access.times") == [("access/foscam/1", 25)]
    assert run.rows("access.address") == [("access/foscam/1", "192.168.0.115")]
    assert run.value("log.first") == "2013-11-19T10:36:55Z"
    for name in ("cloud.on", "device.asks_router", "ddns.on"):
        assert run.value(name) is True, name
    assert names(run.facts) <= set(foscam.PROBE.supplies)
    assert NEVER_SHOWN not in run.texts()
    assert OWN.password not in run.texts()


def test_the_password_never_goes_over_plain_http() -> None:
    made = camera()
    run = signed_in(made, port=88)
    assert isinstance(run.ended, Readable)
    assert (run.logins, made.commands) == ((0, 0), [])


def test_a_password_changed_meanwhile_is_not_sent_page_after_page() -> None:
    made = camera()

    def forgets(request: Request) -> Answer | None:
        answer = made.handle(request)
        if "getUserList" in request.path:
            made.password = "changed-meanwhile"
        return answer

    run = SignedIn(foscam.PROBE, "foscam", Web(443, "", [forgets], tls=Tls()), kinds={443: "https"})
    assert isinstance(run.ended, LoginRefused)
    assert run.sent is not None
    assert (run.sent.logins, run.sent.logins_refused) == (2, 1)


def test_a_wrong_password_is_tried_once() -> None:
    made = camera()
    run = signed_in(made, Secret("admin", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
    assert made.commands == ["getDevInfo"]


def test_signs_in_the_password_that_mean_something_in_an_address_are_kept() -> None:
    secret = Secret("admin", "a&b=c/d+e?#%20 é")
    run = signed_in(Foscam(foscam_pages(), password=secret.password), secret)
    assert run.logins == (1, 0)


def test_no_secret_leaves_for_a_server_that_is_no_such_cgi() -> None:
    run = SignedIn(foscam.PROBE, "foscam", Web(443, "", [everything("Login")], tls=Tls()), kinds={443: "https"})
    within_budget(run)
    assert run.logins == (0, 0)
    assert run.reason("account.owner") == "not-supported"


@pytest.mark.parametrize(
    ("command", "fields", "fact", "place"),
    [
        ("getUserList", {"usr0": "admin"}, "account.owner", "account/foscam"),
        ("getSessionList", {"usr0": "guest2"}, "viewer.other", "viewer/foscam"),
        ("getSessionList", {"other": "1"}, "viewer.other", "viewer/foscam"),
        ("getSMTPConfig", {"isEnable": "perhaps"}, "recipient.owner", "recipient/mail"),
        ("getFtpConfig", {"server": "x"}, "recipient.owner", "recipient/ftp"),
        ("getLog", {"0": "nonsense"}, "access.owner", "access/foscam"),
        ("getP2PEnable", {"p2p": "1"}, "cloud.on", None),
    ],
)
def test_an_answer_in_another_form_is_unreadable_and_no_none(command: str, fields: dict[str, str], fact: str, place: str | None) -> None:
    run = signed_in(camera(**{command: fields}))
    assert run.reason(fact, place) == "unreadable"
    assert (None, "none") not in run.rows(fact)
    assert (None, False) not in run.rows(fact)
    assert run.value("recording.on") is True


def test_a_log_that_is_too_long_calls_nobody_absent() -> None:
    run = signed_in(camera(getLog={str(n): f"{1384857415 + n}+admin+1929423040+4" for n in range(90)}))
    assert run.rows("access.owner") == []
    assert run.reason("access.owner", "access/foscam/more") == "budget"
