"""Signing in, page by page, on the pretend home: asked first, typed hidden, tried once, labelled one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.pages.flow import Flow
from doorguard.pages.sign_in import BeforeSigningIn, warnings
from doorguard.pages.whose import half_hidden
from doorguard.pretend_home.cameras import OWN_WORD

PORCH, CHEAP = "192.168.77.21", "192.168.77.23"


class Sitting:
    def __init__(self) -> None:
        self.runner = Runner(load(), seconds=4)
        self.flow = Flow(
            self.runner.catalog, demo=True, changes=self.runner.changes, pretend_login=self.runner.pretend_login
        )
        self.choose("look")
        self.choose("show")
        self.choose(f"device:{self.porch}")

    @property
    def porch(self) -> str:
        return next(d.id for d in self.flow.picture.devices.values() if PORCH in d.addresses)

    def choose(self, choice: str) -> None:
        assert choice in {c.id for c in self.flow.page.choices}, (choice, self.flow.page)
        self.flow.choose(choice)
        self._carry_out()

    def type(self, text: str) -> None:
        self.flow.type(text)
        self._carry_out()

    def _carry_out(self) -> None:
        want = self.flow.wants
        if want is not None:
            for event in self.runner.carry_out(want):
                self.flow.take(event)
            self.flow.finished()

    @property
    def words(self) -> str:
        page = self.flow.page
        return "\n".join([page.title, *(f"{line.label} {line.text}" for line in page.lines), *(c.text for c in page.choices)])


@pytest.fixture
def sitting() -> Iterator[Sitting]:
    made = Sitting()
    yield made
    made.runner.close()


def sign_in(sitting: Sitting, password: str) -> None:
    sitting.choose("sign-in")
    if any(c.id == "known" for c in sitting.flow.page.choices):
        sitting.choose("known")
    sitting.type("admin")
    assert sitting.flow.page.secret
    sitting.type(password)


def test_where_a_password_can_be_caught_that_is_said_before_it_is_typed(sitting: Sitting) -> None:
    warned = {}
    for address in (PORCH, CHEAP):
        (device,) = [d for d in sitting.flow.picture.devices.values() if address in d.addresses]
        warned[address] = warnings(device)
        sitting.flow.go(BeforeSigningIn(device.id))
        if any(c.id == "known" for c in sitting.flow.page.choices):
            sitting.choose("known")
        assert sitting.flow.page.typed
        assert all(words in sitting.words for words in warned[address])
        assert ("catch your password" in sitting.words) == (address == CHEAP)
    assert not warned[PORCH]


def test_a_device_that_nobody_knows_is_not_signed_in_to(sitting: Sitting) -> None:
    sitting.choose("sign-in")
    assert sitting.flow.page.title == "Not now"
    assert sitting.flow.page.typed is None
    sitting.choose("known")
    assert sitting.flow.page.typed == "The account's name"
    assert "Could the other person notice?" in sitting.words


def test_the_right_password_leads_to_questions_one_by_one(sitting: Sitting) -> None:
    sign_in(sitting, OWN_WORD)
    assert sitting.flow.page.title == "Its settings were read"
    sitting.choose("whose")
    asked = []
    while sitting.flow.page.title != "That was the last one":
        name = next(line.text for line in sitting.flow.page.lines if line.label in ("Name", "Address"))
        asked.append(name)
        sitting.choose("unknown" if name == "guest2" else "mine")
    assert {"admin", "guest2"} <= set(asked)
    sitting.choose("ways")
    assert "There is an account on this device that you do not know." in sitting.words


def test_a_wrong_password_is_said_plainly_and_tried_once(sitting: Sitting) -> None:
    sign_in(sitting, "12345")
    assert sitting.flow.page.title == "The device did not let us in"
    assert "We tried once and stopped." in sitting.words
    assert sitting.flow.picture.sent[PORCH].logins == 1


def test_a_password_of_figures_is_a_password_and_no_choice(sitting: Sitting) -> None:
    sign_in(sitting, "1")
    assert sitting.flow.picture.sent[PORCH].logins == 1


def test_stopping_and_skipping_leave_the_rest_open(sitting: Sitting) -> None:
    sign_in(sitting, OWN_WORD)
    sitting.choose("whose")
    before = sitting.words
    sitting.choose("skip")
    assert sitting.words != before
    sitting.choose("stop")
    sitting.choose("on")
    assert any(c.id == "whose" for c in sitting.flow.page.choices)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("anna@example.org", "a...@example.org"), ("192.168.77.200", "192..."), ("x", "x"), ("", "")],
)
def test_an_address_is_half_hidden(address: str, shown: str) -> None:
    assert half_hidden(address) == shown


DOORBELL, OWN_DOORBELL = "192.168.77.31", "192.168.77.38"


def open_first(sitting: Sitting, address: str) -> None:
    sitting.flow.unwind("devices")
    device = next(d.id for d in sitting.flow.picture.devices.values() if address in d.addresses)
    sitting.choose(f"device:{device}")
    sitting.choose("first")
    if any(c.id == "known" for c in sitting.flow.page.choices):
        sitting.choose("known")


@pytest.mark.parametrize(
    ("address", "title"),
    [(DOORBELL, "The first password still works"), (OWN_DOORBELL, "The first password was refused")],
)
def test_the_first_password_is_tried_once_after_a_second_yes(sitting: Sitting, address: str, title: str) -> None:
    open_first(sitting, address)
    assert "Has anyone tried a password on this device today?" in sitting.words
    assert "admin" not in sitting.words
    sitting.choose("try")
    assert sitting.flow.page.title == title
    sent = sitting.flow.picture.sent[address]
    assert (sent.logins, sent.logins_refused) == ((2, 1) if address == DOORBELL else (1, 1))


def test_whoever_is_not_sure_waits_a_day(sitting: Sitting) -> None:
    open_first(sitting, DOORBELL)
    sitting.choose("tried")
    assert sitting.flow.page.title == "Then wait a day"
    assert sitting.flow.picture.sent[DOORBELL].logins == 0
