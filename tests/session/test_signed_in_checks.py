"""From a device's own answers to the checks: a camera that somebody else uses, and its near-identical twin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.session.test_sign_in import DRIVEWAY, PORCH, Sitting

OF_SOMEBODY = (
    "unknown-recipient",
    "somebody-connected-now",
    "outside-tunnel",
    "used-by-somebody-unknown",
    "unknown-account",
)
"""Each is a problem on the porch, and was looked for and not found on the driveway."""
TO_LABEL = {"account.name": "account.owner", "recipient.address": "recipient.owner", "access.name": "access.owner"}


@pytest.fixture(scope="module")
def sitting() -> Iterator[Sitting]:
    made = Sitting()
    for address in (PORCH, DRIVEWAY):
        made.sign_in(address)
    yield made
    made.close()


def label(sitting: Sitting, address: str, owner: str) -> None:
    """The person says the same of everything that the device listed, but of the own account."""
    for fact in sitting.picture.devices[sitting.id_of(address)].facts:
        if fact.name in TO_LABEL and fact.place:
            own = fact.value == "admin" and fact.name == "account.name"
            sitting.tell(address, f"{TO_LABEL[fact.name]}@{fact.place}", "mine" if own else owner)


@pytest.mark.parametrize("check", OF_SOMEBODY)
def test_what_somebody_else_uses_is_a_problem_and_the_twin_has_none(sitting: Sitting, check: str) -> None:
    label(sitting, PORCH, "unknown")
    label(sitting, DRIVEWAY, "unknown")
    assert "problem" in {f.outcome for f in sitting.findings(PORCH, check)}
    assert {f.outcome for f in sitting.findings(DRIVEWAY, check)} == {"not-found"}


@pytest.mark.parametrize("check", ["unknown-recipient", "used-by-somebody-unknown", "unknown-account"])
def test_what_the_person_chose_is_no_problem(sitting: Sitting, check: str) -> None:
    label(sitting, PORCH, "chosen")
    assert {f.outcome for f in sitting.findings(PORCH, check)} == {"not-found"}


def test_how_it_is_set_is_judged_from_its_own_answers(sitting: Sitting) -> None:
    checks = ("asks-for-router-doors", "own-wifi-on", "name-points-home", "password-guessing-not-slowed")
    for check in (*checks, "recording-switched-off", "picture-covered", "maker-password-works"):
        assert {f.outcome for f in sitting.findings(DRIVEWAY, check)} == {"not-found"}, check
    assert {f.outcome for f in sitting.findings(DRIVEWAY, "microphone-on")} == {"problem"}
