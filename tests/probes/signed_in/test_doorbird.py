"""DoorBird: whom it calls and tells, and what it keeps for its app."""

from __future__ import annotations

import pytest

from doorguard.network.refusal import LoginRefused
from doorguard.network.secret import Secret
from doorguard.pretend_home.web import Web
from doorguard.probes.signed_in import doorbird
from tests.probes.signed_in.bench import OWN as ADMIN
from tests.probes.signed_in.bench import SignedIn, names, within_budget
from tests.probes.signed_in.makers import NEVER_SHOWN, doorbird_pages, json_pages

OWN = Secret("ghabcd0001", ADMIN.password)


def signed_in(pages: dict[str, object], secret: Secret = OWN) -> SignedIn:
    web = Web(80, "", [json_pages(pages)], login="digest", user=OWN.user, password=OWN.password)
    run = SignedIn(doorbird.PROBE, "doorbird", web, secret=secret)
    within_budget(run)
    return run


def test_a_device_that_tells_nobody_says_so() -> None:
    run = signed_in(doorbird_pages())
    assert run.logins == (1, 0)
    assert run.rows("recipient.owner") == [(None, "none")]
    assert (None, False) in run.rows("uplink.on")
    assert (run.value("device.model"), run.value("device.firmware")) == ("DoorBird D101", "000145")
    assert run.reason("account.owner") == "not-supported"


def test_whom_it_calls_and_tells() -> None:
    favourites = {
        "http": {"0": {"title": "IFTTT", "value": f"https://u:{NEVER_SHOWN}@hooks.example.net/x?key={NEVER_SHOWN}"}, "3": {"title": "Home", "value": "http://192.168.77.50:8123/ring"}},
        "sip": {"1": {"title": "Somebody", "value": f"sip:0123:{NEVER_SHOWN}@calls.example.net;transport=tls"}},
    }  # fmt: skip
    schedule = [{"input": "doorbell", "param": "1", "output": [{"event": "notify", "param": ""}, {"event": "http", "param": "0"}]}]
    run = signed_in(doorbird_pages(favourites, schedule, {"ENABLE": "1", "REGISTER_URL": "calls.example.net"}))
    assert run.rows("recipient.address") == [("recipient/http/1", "hooks.example.net"), ("recipient/http/2", "192.168.77.50"), ("recipient/call/1", "0123@calls.example.net")]
    assert run.reason("recipient.owner", "recipient/push") == "not-supported"  # which phones, it does not tell
    assert run.rows("uplink.on") == [("uplink/sip", True)]
    assert run.rows("uplink.to") == [("uplink/sip", "calls.example.net")]
    assert names(run.facts) <= set(doorbird.PROBE.supplies)
    assert NEVER_SHOWN not in run.texts()


@pytest.mark.parametrize("page", ["/bha-api/favorites.cgi", "/bha-api/schedule.cgi", "/bha-api/sip.cgi?action=status"])
def test_another_pages_answer_is_not_believed(page: str) -> None:
    pages = doorbird_pages()
    pages[page] = pages["/bha-api/info.cgi"]
    run = signed_in(pages)
    fact = "uplink.on" if "sip" in page else "recipient.owner"
    assert "unreadable" in {g.reason for g in run.gaps if fact in g.names}
    assert (None, "none") not in run.rows(fact)
    assert (None, False) not in run.rows(fact)


def test_an_account_without_the_right_for_a_page_leaves_it_open() -> None:
    pages = doorbird_pages()
    del pages["/bha-api/favorites.cgi"]
    run = signed_in(pages)
    assert run.reason("recipient.owner", "recipient/http") == "not-supported"
    assert (None, "none") not in run.rows("recipient.owner")


def test_a_wrong_password_is_tried_once() -> None:
    run = signed_in(doorbird_pages(), Secret(OWN.user, "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
