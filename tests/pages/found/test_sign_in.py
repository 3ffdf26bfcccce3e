"""Signing in, page by page, on the pretend home: asked first, typed hidden, tried once, labelled one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.pages.flow import Flow
from doorguard.pages.found.sign_in import BeforeSigningIn, warnings
from doorguard.pretend_home.cameras import OWN_WORD
from doorguard.report.listed import half_hidden

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
        return "\n".join(
            [page.title, *(f"{line.label} {line.text}" for line in page.lines), *(c.text for c in page.choices)]
        )


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
        name = next(
            line.text for line in sitting.flow.page.lines if line.label in ("The account", "The address", "The name")
        )
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
    [
        ("anna@example.org", "a...@example.org"),
        ("http://example.org/in/a@b?key=1", "htt..."),
        ("192.168.77.200", "192..."),
        ("x", "x"),
        ("", ""),
    ],
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


def answer_all(sitting: Sitting) -> list[str]:
    """Answer every question: guest2 is not known, the rest is mine. Returns what was asked about."""
    asked = []
    while sitting.flow.page.title != "That was the last one":
        rows = {line.label: line.text for line in sitting.flow.page.lines}
        name = rows.get("The account") or rows.get("The name") or rows["The address"]
        asked.append(f"{sitting.flow.page.title} {name}")
        sitting.choose("unknown" if name == "guest2" else "mine")
    return asked


def test_what_stands_in_two_lists_is_asked_about_once(sitting: Sitting) -> None:
    sign_in(sitting, OWN_WORD)
    device = sitting.flow.picture.devices[sitting.porch]
    assert [f.value for f in device.facts if f.name == "account.name"].count("guest2") == 2
    sitting.choose("whose")
    assert "May do everything, also add and remove accounts" in sitting.words
    asked = answer_all(sitting)
    assert len(asked) == len(set(asked))
    sitting.choose("ways")
    offered = [c.text for c in sitting.flow.page.choices if "an account on this device" in c.text]
    assert len(offered) == 1
    assert offered[0].endswith("Its name is guest2.")


def test_a_wrong_answer_can_be_changed(sitting: Sitting) -> None:
    sign_in(sitting, OWN_WORD)
    sitting.choose("whose")
    sitting.choose("unknown")
    sitting.flow.back()
    assert "You said I don't know" in sitting.words
    sitting.choose("mine")
    answer_all(sitting)
    sitting.choose("change")
    assert "You said It is mine" in sitting.words
    sitting.choose("stop")
    assert sitting.flow.page.title == "Its settings were read"


def test_a_way_in_says_which_entry_it_is_and_hides_an_address_until_asked(sitting: Sitting) -> None:
    sign_in(sitting, OWN_WORD)
    sitting.choose("whose")
    while "someone" not in sitting.words and sitting.flow.page.title != "Whose address is this?":
        sitting.choose("mine")
    sitting.choose("unknown")
    sitting.choose("stop")
    sitting.choose("ways")
    sitting.choose(next(c.id for c in sitting.flow.page.choices if "sends alerts" in c.text))
    assert "The address s...@example.org" in sitting.words
    assert "someone@example.org" not in sitting.words
    sitting.choose("show")
    assert "The address someone@example.org" in sitting.words


def test_taking_the_account_out_closes_it_and_says_that_the_password_was_used(sitting: Sitting) -> None:
    sign_in(sitting, OWN_WORD)
    sitting.choose("whose")
    answer_all(sitting)
    sitting.choose("ways")
    sitting.choose(next(c.id for c in sitting.flow.page.choices if "an account on this device" in c.text))
    sitting.choose("step")
    assert sitting.flow.page.title == "Take one account off the device"
    sitting.choose("pretend:remove-account")
    assert sitting.flow.page.title == "Closed"
    assert "Your own password was used once more" in sitting.words


def test_after_a_wrong_password_the_long_list_of_what_waits_for_it_is_counted(sitting: Sitting) -> None:
    sign_in(sitting, "12345")
    sitting.choose("on")
    sitting.choose("ways")
    assert "it wants a password first." in sitting.words
    assert "There is an account on this device that you do not know." not in sitting.words


def test_what_is_known_of_the_first_password_is_not_tried_again(sitting: Sitting) -> None:
    open_first(sitting, OWN_DOORBELL)
    sitting.choose("try")
    sitting.choose("back")
    assert not any(c.id == "first" for c in sitting.flow.page.choices)


def test_no_password_is_asked_for_where_no_door_is_open(sitting: Sitting) -> None:
    sitting.flow.unwind("devices")
    devices = sitting.flow.picture.listed()
    closed = [d for d in devices if d.kind == "camera" and not any(f.name == "port.open" for f in d.facts)]
    assert closed
    sitting.choose(f"device:{closed[0].id}")
    assert not any(c.id == "sign-in" for c in sitting.flow.page.choices)
