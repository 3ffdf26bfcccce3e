"""Signing in to cameras that are set by ONVIF alone, and to a Tapo camera with its camera account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.network.secret import Secret
from doorguard.pretend_home.cameras import OWN_WORD
from tests.session.test_sign_in import Sitting

LANDING, ATTIC, TAPO = "192.168.77.53", "192.168.77.54", "192.168.77.29"


@pytest.fixture
def sitting() -> Iterator[Sitting]:
    made = Sitting()
    yield made
    made.close()


def found(sitting: Sitting, address: str, check: str) -> set[str]:
    return {f.outcome for f in sitting.findings(address, check)}


def test_a_strangers_way_out_is_told_and_its_twin_has_none(sitting: Sitting) -> None:
    for address in (LANDING, ATTIC):
        sitting.sign_in(address)
        assert sitting.sent_to(address) == sitting.counted_by(address) == (1, 0)
    assert found(sitting, LANDING, "outside-tunnel") == {"problem", "not-found"}  # the tunnel; no video elsewhere
    assert found(sitting, ATTIC, "outside-tunnel") == {"not-found"}
    addresses = {f.value for f in sitting.picture.devices[sitting.id_of(LANDING)].facts if f.name == "recipient.address"}
    assert addresses == {"https://bucket.example.org/landing", "mqtts://broker.example.org:8883"}
    # ONVIF says where recordings and messages go, and nothing of mail: so never "nobody" for the whole device.
    assert found(sitting, ATTIC, "unknown-recipient") == {"not-found", "could-not-check"}


def test_taking_the_way_out_away_closes_it(sitting: Sitting) -> None:
    sitting.sign_in(LANDING)
    sitting.home.change(LANDING, "stop-tunnel")
    sitting.again(LANDING, "outside-tunnel")
    assert found(sitting, LANDING, "outside-tunnel") == {"not-found"}


def test_a_tapo_camera_is_read_with_its_camera_account(sitting: Sitting) -> None:
    sitting.sign_in(TAPO, Secret("camera", OWN_WORD))
    assert sitting.sent_to(TAPO) == sitting.counted_by(TAPO) == (1, 0)
    device = sitting.picture.devices[sitting.id_of(TAPO)]
    told = {f.name: f.value for f in device.facts if f.probe == "onvif-settings"}
    assert (told["account.name"], told["microphone.on"]) == ("camera", True)


@pytest.mark.parametrize("address", [LANDING, TAPO])
def test_a_wrong_password_is_tried_once(sitting: Sitting, address: str) -> None:
    sitting.sign_in(address, Secret("admin", "not-the-right-one"))
    assert sitting.sent_to(address) == sitting.counted_by(address) == (1, 1)
    assert sitting.picture.let_in[sitting.id_of(address)] == "The device did not accept the password."
