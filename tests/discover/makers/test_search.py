"""A maker's search among others who answer too: whoever floods takes nobody else's place."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from doorguard.discover.makers import hikvision
from doorguard.network.text import NAME_CAP
from tests.discover.small_home import CAMERA, OTHER, FakeGround, SmallHome, everything

GROUP = ("239.255.255.250", 37020)
MANY = 2500
"""More than the search takes in all."""


@pytest.fixture
def home() -> Iterator[SmallHome]:
    made = SmallHome()
    yield made
    made.close()


def answer(model: str) -> bytes:
    return f"<ProbeMatch><Types>inquiry</Types><DeviceDescription>{model}</DeviceDescription></ProbeMatch>".encode()


def test_a_flood_from_one_takes_no_place_of_the_others(home: SmallHome) -> None:
    flooder, honest = home.udp(OTHER, 37020, None, [GROUP]), home.udp(CAMERA, 37020, None, [GROUP])
    flooded = threading.Event()

    def flood() -> None:
        for _ in range(MANY // 50):
            home.cast(flooder, GROUP, *[answer("FLOOD")] * 50)
            time.sleep(0.005)  # so that the channel hears nearly all of them
        flooded.set()

    def speak() -> None:
        flooded.wait(3)
        for _ in range(5):
            time.sleep(0.05)
            home.cast(honest, GROUP, answer("DS-2CD"))

    home.later(0.1, flood)
    home.later(0.1, speak)
    found = everything(hikvision.CHANNEL, home.door(), FakeGround(2.0))
    assert len([s for s in found if s.address == OTHER]) == 64
    assert {f.value for s in found if s.address == CAMERA for f in s.facts if f.name == "device.model"} == {"DS-2CD"}


def test_a_model_has_room_for_a_name_and_no_more(home: SmallHome) -> None:
    honest = home.udp(CAMERA, 37020, None, [GROUP])
    home.later(0.1, home.cast, honest, GROUP, answer("x" * 5000))
    found = everything(hikvision.CHANNEL, home.door(), FakeGround(0.4))
    (model,) = [f.value for s in found for f in s.facts if f.name == "device.model"]
    assert model == "x" * (NAME_CAP - 3) + "..."
