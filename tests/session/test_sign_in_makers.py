"""Signing in to the pretend home's Axis and Reolink cameras: what a stranger did there, its twin without, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.network.secret import Secret
from doorguard.pretend_home.cameras import OWN_WORD
from tests.session.test_sign_in import Sitting

NURSERY, PLAYROOM, GARAGE, GREENHOUSE = (f"192.168.77.{last}" for last in (26, 30, 27, 39))
USERS = {NURSERY: "admin", PLAYROOM: "admin", GARAGE: "root", GREENHOUSE: "root"}


@pytest.fixture(scope="module")
def sitting() -> Iterator[Sitting]:
    made = Sitting()
    for address, user in USERS.items():
        made.sign_in(address, Secret(user, OWN_WORD))
    yield made
    made.close()


def called(sitting: Sitting, address: str, name: str) -> set[tuple[str, object]]:
    """(place, value) of every fact of that name."""
    device = sitting.picture.devices[sitting.id_of(address)]
    return {(f.place or "", f.value) for f in device.facts if f.name == name}


def outcome(sitting: Sitting, address: str, check: str, where: str) -> str:
    return next(f.outcome for f in sitting.findings(address, check) if f.where == where)


@pytest.mark.parametrize("address", USERS)
def test_logins_are_counted_as_the_device_counts_them(sitting: Sitting, address: str) -> None:
    assert sitting.sent_to(address) == sitting.counted_by(address)
    assert sitting.sent_to(address)[0] >= 1
    assert sitting.sent_to(address)[1] == 0
    assert sitting.picture.let_in[sitting.id_of(address)] == ""


def test_a_strangers_account_and_address_stand_in_one_and_not_in_its_twin(sitting: Sitting) -> None:
    assert ("account/reolink/2", "sitter") in called(sitting, NURSERY, "account.name")
    assert ("recipient/mail/1", "someone@example.org") in called(sitting, NURSERY, "recipient.address")
    assert ("account/axis/2", "service") in called(sitting, GARAGE, "account.name")
    assert ("recipient/ftp/1", "198.51.100.77") in called(sitting, GARAGE, "recipient.address")
    assert {value for _, value in called(sitting, PLAYROOM, "account.name")} == {"admin"}
    assert {value for _, value in called(sitting, GREENHOUSE, "account.name")} == {"root"}
    for twin in (PLAYROOM, GREENHOUSE):
        assert called(sitting, twin, "recipient.address") == set()
        assert ("", "none") in called(sitting, twin, "recipient.owner")


@pytest.mark.parametrize(
    ("check", "address", "twin"),
    [("somebody-connected-now", NURSERY, PLAYROOM), ("password-guessing-not-slowed", NURSERY, PLAYROOM), ("asks-for-router-doors", GARAGE, GREENHOUSE)],
)
def test_what_the_device_tells_by_itself(sitting: Sitting, check: str, address: str, twin: str) -> None:
    assert "problem" in {f.outcome for f in sitting.findings(address, check)}
    assert "problem" not in {f.outcome for f in sitting.findings(twin, check)}


@pytest.mark.parametrize(
    ("address", "place", "recipient", "changes"),
    [
        (NURSERY, "account/reolink/2", "recipient/mail/1", ("remove-account", "remove-alert-address")),
        (GARAGE, "account/axis/2", "recipient/ftp/1", ("remove-account", "remove-recipient")),
    ],
)
def test_unknown_is_a_problem_until_it_is_taken_out(sitting: Sitting, address: str, place: str, recipient: str, changes: tuple[str, ...]) -> None:
    sitting.tell(address, f"account.owner@{place}", "unknown")
    sitting.tell(address, f"recipient.owner@{recipient}", "unknown")
    assert outcome(sitting, address, "unknown-account", place) == "problem"
    assert outcome(sitting, address, "unknown-recipient", recipient) == "problem"
    for change in changes:
        sitting.home.change(address, change)
    sitting.again(address)
    for check in ("unknown-account", "unknown-recipient", "somebody-connected-now"):
        assert "problem" not in {f.outcome for f in sitting.findings(address, check)}


def test_the_password_is_nowhere(sitting: Sitting) -> None:
    assert OWN_WORD not in repr(sitting.picture)
