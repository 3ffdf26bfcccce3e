"""Signing in over ONVIF: what a maker's own language does not tell, and a Tapo camera with its camera account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.network.secret import Secret
from doorguard.pretend_home.cameras import OWN_WORD
from tests.session.test_sign_in import Sitting

NO_NAME, KEPT_WELL, TAPO = "192.168.77.23", "192.168.77.24", "192.168.77.29"


@pytest.fixture
def sitting() -> Iterator[Sitting]:
    made = Sitting()
    yield made
    made.close()


def found(sitting: Sitting, address: str, check: str) -> set[str]:
    return {f.outcome for f in sitting.findings(address, check)}


def told_by_onvif(sitting: Sitting, address: str) -> set[tuple[str, object]]:
    return {(f.name, f.value) for f in sitting.picture.devices[sitting.id_of(address)].facts if f.probe == "onvif-settings"}


def test_a_strangers_way_out_is_told_and_its_twin_has_none(sitting: Sitting) -> None:
    for address in (NO_NAME, KEPT_WELL):
        sitting.sign_in(address)
        assert sitting.sent_to(address) == sitting.counted_by(address)
        assert sitting.sent_to(address)[1] == 0
    assert ("uplink.to", "wss://198.51.100.23/uplink") in told_by_onvif(sitting, NO_NAME)
    assert ("uplink.on", False) in told_by_onvif(sitting, KEPT_WELL)
    assert "problem" in found(sitting, NO_NAME, "outside-tunnel")
    assert "problem" not in found(sitting, KEPT_WELL, "outside-tunnel")


def test_taking_the_way_out_away_closes_it(sitting: Sitting) -> None:
    sitting.sign_in(NO_NAME)
    sitting.home.change(NO_NAME, "stop-tunnel")
    sitting.again(NO_NAME, "outside-tunnel")
    assert "problem" not in found(sitting, NO_NAME, "outside-tunnel")
    assert "not-found" in found(sitting, NO_NAME, "outside-tunnel")


def test_a_tapo_camera_is_read_with_its_camera_account(sitting: Sitting) -> None:
    sitting.sign_in(TAPO, Secret("camera", OWN_WORD))
    assert sitting.sent_to(TAPO) == sitting.counted_by(TAPO) == (1, 0)
    assert {("account.name", "camera"), ("microphone.on", True)} <= told_by_onvif(sitting, TAPO)


def test_a_wrong_password_is_tried_once(sitting: Sitting) -> None:
    sitting.sign_in(TAPO, Secret("camera", "not-the-right-one"))
    assert sitting.sent_to(TAPO) == sitting.counted_by(TAPO) == (1, 1)
    assert sitting.picture.let_in[sitting.id_of(TAPO)] == "The device did not accept the password."
