"""HomeKit and Matter devices as the network sees them, before and after a person changes something."""

from __future__ import annotations

import pytest
import requests
from zeroconf import DNSIncoming, DNSPointer, DNSText

from doorguard.pretend_home import homekit, matter
from doorguard.pretend_home.homekit import HomeKit
from doorguard.pretend_home.matter import Matter
from tests.pretend_home.living import CAMERA, MAC, Neighbour
from tests.pretend_home.test_mdns import question

GROUP = "224.0.0.251"
FABRICS = ["A1B2C3D4E5F60718", "0F1E2D3C4B5A6978"]


def heard(near: Neighbour, name: str) -> DNSIncoming | None:
    ear = near.ear(5353)
    near.ask(ear, question(name, unicast=True), 5353, GROUP)
    found = near.heard(ear)
    return DNSIncoming(found[0]) if found else None


def texts(near: Neighbour, name: str) -> list[dict[str, str]]:
    message = heard(near, name)
    rows = [r.text for r in message.answers() if isinstance(r, DNSText)] if message else []
    return [dict(part.decode().split("=", 1) for part in split(row)) for row in rows]


def split(row: bytes) -> list[bytes]:
    parts = []
    while row:
        parts.append(row[1 : 1 + row[0]])
        row = row[1 + row[0] :]
    return parts


@pytest.mark.parametrize("refusal", [401, 470])
def test_homekit_refuses_who_is_not_paired_and_tells_that_it_can_be(near: Neighbour, refusal: int) -> None:
    made = HomeKit(CAMERA, MAC, "Front Door", "Bell 1", homekit.DOORBELL, "1A:2B:3C:4D:5E:6F", 51826, paired=False, refusal=refusal)  # type: ignore[arg-type]
    near.live(made.device())
    (txt,) = texts(near, "_hap._tcp.local.")
    assert [txt[k] for k in ("ci", "sf", "md", "id")] == ["18", "1", "Bell 1", "1A:2B:3C:4D:5E:6F"]
    said = requests.get(near.url(51826, "/accessories"), timeout=2)
    assert (said.status_code, said.headers["Content-Type"], said.json()) == (refusal, "application/hap+json", {"status": -70401})
    assert requests.get(near.url(51826, "/"), timeout=2).status_code == 404
    made.pair()
    assert texts(near, "_hap._tcp.local.")[0]["sf"] == "0"


def instances(near: Neighbour, name: str) -> list[str]:
    message = heard(near, name)
    return sorted(r.alias.partition(".")[0] for r in message.answers() if isinstance(r, DNSPointer)) if message else []


def test_each_home_that_holds_a_matter_device_has_its_own_name_on_one_host(near: Neighbour) -> None:
    made = Matter(CAMERA, MAC, "54EF44000036", "Garden", matter.CAMERA, 840, list(FABRICS), announces_always=True)
    near.live(made.device())
    assert instances(near, "_matter._tcp.local.") == sorted([f"{FABRICS[0]}-0000000000000001", f"{FABRICS[1]}-0000000000000002"])
    assert instances(near, f"_I{FABRICS[1]}._sub._matter._tcp.local.") == [f"{FABRICS[1]}-0000000000000002"]
    assert [(t["CM"], t["DT"], t["D"]) for t in texts(near, "_matterc._udp.local.")] == [("0", "322", "840")]
    made.remove_last_home()
    assert instances(near, "_matter._tcp.local.") == [f"{FABRICS[0]}-0000000000000001"]


def test_an_open_window_can_be_asked_for_and_closes_with_a_goodbye(near: Neighbour) -> None:
    made = Matter(CAMERA, MAC, "54EF44000037", "Back door", matter.DOORBELL, 841, FABRICS[:1], window=2)
    near.live(made.device())
    assert len(instances(near, "_T323._sub._matterc._udp.local.")) == 1
    assert instances(near, "_T322._sub._matterc._udp.local.") == []
    assert [t["CM"] for t in texts(near, "_CM._sub._matterc._udp.local.")] == ["2"]
    ear = near.ear()
    near.book.hear(GROUP, 5353, ear.getsockname())
    made.close_window()
    assert heard(near, "_matterc._udp.local.") is None
    gone = [r for data in near.heard(ear, wait=1.1) for r in DNSIncoming(data).answers() if r.ttl == 0]
    assert [r.name for r in gone] == ["_matterc._udp.local."]
    assert len(instances(near, "_matter._tcp.local.")) == 1


def test_its_own_port_takes_datagrams_and_says_nothing(near: Neighbour) -> None:
    device = near.live(Matter(CAMERA, MAC, "h", "n", matter.CAMERA, 840, FABRICS[:1]).device())
    ear = near.ear()
    near.ask(ear, b"hello", matter.PORT)
    assert near.heard(ear) == []
    assert device.received()["datagrams"] == 1
