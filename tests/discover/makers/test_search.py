"""A maker's search among others who answer too: whoever floods takes nobody else's place."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from doorguard.catalog import load
from doorguard.discover.channel import Channel
from doorguard.discover.makers import MAKER_CHANNELS, hikvision
from doorguard.identify import Recogniser
from doorguard.model import Level
from doorguard.network.text import NAME_CAP
from tests.discover.makers.test_parsers import (
    DHIP_BODY,
    dhip,
    dvrip,
    fixed_records,
    kasa,
    sadp,
    tp,
    tuya_beacons,
    xm,
)  # fmt: skip
from tests.discover.small_home import CAMERA, OTHER, OURS, FakeGround, SmallHome, everything

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


EVERYBODY = "255.255.255.255"
REOLINK = b"\xaa\xaa\0\0" + bytes(8) + b"192.168.77.20\0" + bytes(4) + b"95270000ABCDEFGH\0" + b"Front door\0"
ASKED: dict[str, tuple[tuple[str, int], int | None, bytes]] = {
    # What hears the question; the port that the answer goes to (None: to who asked); the answer.
    "sadp": (("239.255.255.250", 37020), None, sadp()),
    "dhip": (("239.255.255.251", 37810), None, dhip(DHIP_BODY)),
    "dvrip5050": ((EVERYBODY, 5050), None, dvrip()),
    "tplink20002": ((EVERYBODY, 20002), None, tp(device_type="SMART.IPCAMERA")),
    "kasa9999": ((EVERYBODY, 9999), None, kasa()),
    "xm34569": ((EVERYBODY, 34569), 34569, xm(HostIP="0x144DA8C0")),
    "reolink2000": ((EVERYBODY, 2000), 3000, REOLINK),
    "foscam10000": ((EVERYBODY, 10000), None, fixed_records()["foscam10000"]),
    "vivotek10000": ((EVERYBODY, 10000), None, fixed_records()["vivotek10000"]),
    "hanwha7701": ((EVERYBODY, 7701), 7711, fixed_records()["hanwha7701"]),
    "bosch1757": ((EVERYBODY, 1757), 1758, fixed_records()["bosch1757"]),
    "ubnt10001": (("233.89.188.1", 10001), None, fixed_records()["ubnt10001"]),
    "dh8600": ((EVERYBODY, 8600), None, fixed_records()["dh8600"]),
    "pppp32108": ((EVERYBODY, 32108), None, fixed_records()["pppp32108"]),
}
MAKERS = {
    "sadp": "Hikvision", "dhip": "Dahua", "dvrip5050": "Dahua", "tplink20002": "TP-Link", "kasa9999": "TP-Link",
    "xm34569": "Xiongmai", "reolink2000": "Reolink", "foscam10000": "Foscam", "vivotek10000": "Vivotek",
    "hanwha7701": "Hanwha", "bosch1757": "Bosch", "ubnt10001": "Ubiquiti", "dh8600": "VStarcam", "pppp32108": "no-name wifi camera",
}  # fmt: skip


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(load())


def named(protocol: str) -> Channel:
    return next(channel for channel in MAKER_CHANNELS if channel.name == protocol)


def test_every_search_of_a_maker_is_tried_here() -> None:
    assert {channel.name for channel in MAKER_CHANNELS} == {*ASKED, "tuya6666", "tuya6667", "tuya7000"}


@pytest.mark.parametrize("protocol", ASKED)
def test_a_camera_that_answers_its_makers_search_is_found_and_known(
    home: SmallHome, recogniser: Recogniser, protocol: str
) -> None:
    heard_on, to_port, answer = ASKED[protocol]
    straight = [] if to_port else [answer]
    sock = home.udp(CAMERA, heard_on[1], lambda _: straight, [heard_on])
    if to_port:
        home.later(0.2, home.cast, sock, (OURS, to_port), answer)
    found = everything(named(protocol), home.door(), FakeGround(0.5))
    assert home.heard[CAMERA], "it was asked where it listens"
    facts = [fact for sighting in found for fact in sighting.facts]
    assert {sighting.address for sighting in found} == {CAMERA}
    assert f"{protocol}.answers" in {fact.name for fact in facts}
    seen = recogniser.recognise(facts)
    assert (seen.kind in ("camera", "doorbell"), seen.vendor) == (True, MAKERS[protocol])
    # Only PPPP is a way out of the home in itself; the others only say that they are there.
    clouds = {(fact.value, fact.how) for fact in facts if fact.name == "cloud.on"}
    assert clouds == ({(True, "inferred")} if protocol == "pppp32108" else set())


@pytest.mark.parametrize(("port", "beacon"), tuya_beacons().items())
def test_a_beacon_is_heard_and_nothing_is_sent(home: SmallHome, port: int, beacon: bytes) -> None:
    sock = home.udp(CAMERA, port)
    home.later(0.2, home.cast, sock, (EVERYBODY, port), beacon)
    door = home.door(Level.LISTEN)
    found = everything(named(f"tuya{port}"), door, FakeGround(0.5))
    assert {(s.address, f.name) for s in found for f in s.facts} >= {(CAMERA, "tuya.answers")}
    assert not door.sent()
