"""Every change a person can make in the pretend home closes what it should, after asking again; the liar's closes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.catalog import load
from doorguard.model import Level
from doorguard.network.door import Door
from doorguard.pretend_home.home import PretendHome
from doorguard.report.picture import Picture
from doorguard.session import Session

LIAR = "192.168.77.25"


class Sitting:
    def __init__(self) -> None:
        self.home = PretendHome()
        self.home.start()
        self.session = Session(Door.onto_book(self.home.book, Level.LOOK), load(), seconds=5)
        self.picture = Picture().take_all(self.session.run())

    def device(self, address: str) -> str:
        return next(d.id for d in self.picture.devices.values() if address in d.addresses)

    def outcomes(self, device: str, check: str) -> set[str]:
        return {f.outcome for f in self.picture.findings[device].values() if f.check == check}


@pytest.fixture(scope="module")
def sitting() -> Iterator[Sitting]:
    made = Sitting()
    yield made
    made.session.close()
    made.home.stop()


CLOSER = {check.id for check in load().checks if check.level > Level.LOOK}
"""Those that show only after signing in are held in test_sign_in.py."""
CHANGES = [
    (device.address, change.id, check)
    for home in [PretendHome()]
    for device in home.devices
    for change in home.changes(device.address)
    for check in change.checks
    if check not in CLOSER
]


@pytest.mark.parametrize(("address", "change", "check"), CHANGES)
def test_a_change_closes_its_problem(sitting: Sitting, address: str, change: str, check: str) -> None:
    device = sitting.device(address)
    assert "problem" in sitting.outcomes(device, check)
    sitting.home.change(address, change)
    sitting.picture.take_all(sitting.session.check_again(device, check))
    outcomes = sitting.outcomes(device, check)
    if address == LIAR:
        assert "problem" in outcomes
    else:
        assert "problem" not in outcomes
        assert "not-found" in outcomes
        assert [i for i in sitting.picture.closed_at if i.startswith(f"{device}/{check}/")]
