"""Hanwha SUNAPI: what each page tells, and rows in a form that we do not know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from doorguard.network.refusal import LoginRefused
from doorguard.network.secret import Secret
from doorguard.pretend_home.web import Web
from doorguard.probes.signed_in import hanwha
from tests.probes.signed_in.bench import OWN, SignedIn, names, within_budget
from tests.probes.signed_in.makers import NEVER_SHOWN, hanwha_pages, json_pages


def signed_in(pages: dict[str, object] | None = None, secret: Secret = OWN) -> SignedIn:
    web = Web(80, "", [json_pages(hanwha_pages(**(pages or {})))], login="digest", password=OWN.password)
    run = SignedIn(hanwha.PROBE, "hanwha", web, secret=secret)
    within_budget(run)
    return run


def test_a_device_that_is_looked_after_says_no_to_everything() -> None:
    run = signed_in()
    assert run.logins == (1, 0)
    assert run.rows("account.level") == [("account/hanwha/1", "admin")]  # the other slot is switched off
    assert run.rows("viewer.other") == [(None, False)]
    assert run.rows("recipient.owner") == run.rows("access.owner") == [(None, "none")]
    assert run.value("clock.by_network") is True
    assert (run.value("device.model"), run.value("device.firmware")) == ("XND-6080", "1.41.02_20200101")
    assert run.ended is None


def test_what_is_set_is_told_place_by_place() -> None:
    rights = {"Enable": True, "AdminAccess": False, "Password": NEVER_SHOWN}
    late = datetime.now(UTC) - timedelta(hours=5)
    pages: dict[str, object] = {
        "users": {"Users": [{"Index": 0, "UserID": "admin", **rights}, {"Index": 1, "UserID": "guest2", "PTZAccess": True, **rights}, {"Index": 2, "UserID": "kiosk", **rights}]},
        "profileaccessinfo": {"ProfileAccessInfo": {"Users": [{"UserID": "guest2", "IPAddress": "192.168.77.43"}]}},
        "smtp": {"Recipient": "someone@example.org; other@example.org", "Password": NEVER_SHOWN},
        "ftp": {"Host": "198.51.100.3"},
        "accesslog": {"AccessLog": [{"Date": "2026-11-20 10:00:00", "Type": "Login", "UserID": "guest2", "IPAddress": "192.168.77.43"}, {"Date": "x", "Type": "Logout"}]},
        "date": {"UTCTime": f"{late:%Y-%m-%d %H:%M:%S}", "SyncType": "Manual"},
    }
    run = signed_in(pages)
    assert [value for _, value in run.rows("account.level")] == ["admin", "operator", "viewer"]
    assert run.rows("viewer.address") == [("viewer/hanwha/1", "192.168.77.43")]
    assert run.rows("recipient.address") == [("recipient/mail/1", "someone@example.org"), ("recipient/mail/2", "other@example.org"), ("recipient/ftp/1", "198.51.100.3")]
    assert run.rows("access.name") == [("access/hanwha/1", "guest2")]
    assert abs(int(str(run.value("clock.offset"))) - 5 * 3600) < 5
    assert run.value("clock.by_network") is False
    assert names(run.facts) <= set(hanwha.PROBE.supplies)
    assert NEVER_SHOWN not in run.texts()


@pytest.mark.parametrize(
    ("page", "answer", "fact", "place"),
    [
        ("users", {"Users": []}, "account.owner", "account/hanwha"),
        ("profileaccessinfo", {"ProfileAccessInfo": {"Users": [{"Who": "x"}]}}, "viewer.other", "viewer/hanwha"),
        ("profileaccessinfo", {"Model": "x"}, "viewer.other", "viewer/hanwha"),
        ("smtp", {"Host": "x"}, "recipient.owner", "recipient/mail"),
        ("ftp", {"Server": "x"}, "recipient.owner", "recipient/ftp"),
        ("accesslog", {"AccessLog": [{"What": "Login of x"}]}, "access.owner", "access/hanwha"),
        ("accesslog", {"AccessLog": []}, "access.owner", "access/hanwha"),
        ("date", {"UTCTime": "noon", "SyncType": "NTP"}, "clock.offset", None),
    ],
)
def test_rows_in_another_form_are_unreadable_and_no_none(page: str, answer: object, fact: str, place: str | None) -> None:
    run = signed_in({page: answer})
    assert run.reason(fact, place) == "unreadable"
    assert (None, "none") not in run.rows(fact)
    assert (None, False) not in run.rows(fact)


def test_a_page_that_says_fail_is_not_there() -> None:
    run = signed_in({"users": {"Response": "Fail", "Error": {"Code": 608, "Details": "Feature Not Implemented"}}})
    assert run.reason("account.owner", "account/hanwha") == "not-supported"


def test_a_wrong_password_is_tried_once() -> None:
    run = signed_in(secret=Secret("admin", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
