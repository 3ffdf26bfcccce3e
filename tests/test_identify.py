"""What belongs together, and what each thing is: only as far as the evidence goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.catalog import Catalog, load, load_from
from doorguard.identify import MOST_IN_ALL, Household
from doorguard.identify.household import MOST_FACTS_EACH
from doorguard.model import Device, Fact, Sighting

PAGES = {
    "acme": """---
names: [Acme]
family: acme
apps: []
kinds: [camera]
as_of: 2026-11-23
recognise:
  - {says: it answers Acme's own search, when: {sadp.answers: "yes"}, kind: camera, weight: strong, source: a page}
  - {says: its chip is made by Acme, when: {mac.maker: "*Acme*"}, kind: camera, weight: medium, source: a page}
  - {says: its name begins with acme, when: {host.name: "acme*"}, kind: camera, weight: medium, source: general-knowledge}
---
""",
    "bell": """---
names: [Bell]
family: bell
apps: []
kinds: [doorbell]
as_of: 2026-11-23
recognise:
  - {says: its web page is titled Bell, when: {http.title: "Bell*"}, kind: doorbell, weight: strong, source: general-knowledge}
---
""",
    "_any": """---
names: [any]
apps: []
kinds: []
as_of: 2026-11-23
recognise:
  - {says: it says it is a camera, when: {onvif.type: NetworkVideoTransmitter}, kind: camera, weight: strong, source: onvif}
  - {says: it says it is a recorder, when: {onvif.type: NetworkVideoRecorder}, kind: recorder, weight: strong, source: onvif}
  - {says: it is a video doorbell, when: {homekit.category: "18"}, kind: doorbell, weight: strong, source: hap}
  - {says: its address is made up, when: {mac.randomised: "yes"}, kind: other, counts_as: phone-or-computer, weight: medium, source: ieee}
  - {says: it prints, when: {mdns.type: _ipp._tcp}, kind: other, weight: strong, source: ipp}
  - {says: it is a phone, when: {mdns.type: _companion-link._tcp}, kind: other, counts_as: phone-or-computer, weight: strong, source: x}
---
""",
}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    place = tmp_path_factory.mktemp("vendors")
    for name, text in PAGES.items():
        (place / f"{name}.md").write_text(text)
    empty = tmp_path_factory.mktemp("checks")
    made = load_from(Path(empty), place)
    assert not made.broken
    return made


def seen(
    address: str,
    channel: str = "test",
    *,
    mac: str | None = None,
    ids: Mapping[str, str] | None = None,
    names: tuple[str, ...] = (),
    place: str | None = None,
    **facts: str | int | bool,
) -> Sighting:
    return Sighting(
        channel=channel,
        address=address,
        mac=mac,
        ids=frozenset((ids or {}).items()),
        names=names,
        facts=tuple(
            Fact(name=n.replace("__", "."), value=v, place=place, probe=channel) for n, v in facts.items()
        ),
    )


def household(catalog: Catalog, *sightings: Sighting) -> list[Device]:
    house = Household(catalog)
    for sighting in sightings:
        house.add(sighting)
    return house.devices()


A, B = "44:19:b6:00:00:01", "44:19:b6:00:00:02"


def test_one_camera_on_six_channels_is_one_device(catalog: Catalog) -> None:
    (device,) = household(
        catalog,
        seen("192.168.7.5", "neighbours", mac=A, mac__maker="Acme Ltd"),
        seen("192.168.7.5", "mdns", names=("Front",), mdns__type="_rtsp._tcp", place="mdns/_rtsp._tcp"),
        seen(
            "192.168.7.5",
            "ws-discovery",
            ids={"uuid": "u1"},
            onvif__type="NetworkVideoTransmitter",
            place="type/1",
        ),
        seen("192.168.7.5", "ssdp", ids={"uuid": "u1"}),
        seen("192.168.7.5", "sadp", sadp__answers=True, place="udp/37020"),
        seen("192.168.7.5", "ports", port__open="tcp/80", place="tcp/80"),
    )
    assert (device.kind, device.sure, device.vendor, device.id) == (
        "camera",
        "yes",
        "Acme",
        "mac-4419b6000001",
    )
    assert {b.channel for b in device.because} >= {"sadp", "ws-discovery"}


def test_v4_and_v6_of_one_camera_are_one_device(catalog: Catalog) -> None:
    (device,) = household(
        catalog,
        seen("192.168.7.5", mac=A, sadp__answers=True),
        seen("fe80::4619:b6ff:fe00:1%eth0", mac=A),
        seen("fd00::5", mac=A),
    )
    assert device.addresses == ("192.168.7.5", "fd00::5", "fe80::4619:b6ff:fe00:1%eth0")


def test_a_wifi_extender_answering_for_three_cameras_is_three_devices_and_said(catalog: Catalog) -> None:
    devices = household(
        catalog,
        *(seen(f"192.168.7.{n}", mac=A, ids={"uuid": f"u{n}"}, sadp__answers=True) for n in (5, 6, 7)),
    )
    assert len(devices) == 3
    assert len({d.id for d in devices}) == 3
    assert all(d.behind_one_box and any("one box" in b.says for b in d.because) for d in devices)


def test_two_addresses_of_one_hardware_address_with_one_id_are_one_device(catalog: Catalog) -> None:
    devices = household(
        catalog, seen("192.168.7.5", mac=A, ids={"uuid": "u"}), seen("192.168.7.9", mac=A, ids={"uuid": "u"})
    )
    assert [d.addresses for d in devices] == [("192.168.7.5", "192.168.7.9")]


def test_a_host_that_copies_another_cameras_uuid_never_merges_with_it(catalog: Catalog) -> None:
    devices = household(
        catalog,
        seen("192.168.7.5", mac=A, ids={"uuid": "u"}, sadp__answers=True),
        seen("192.168.7.66", mac=B, ids={"uuid": "u"}, sadp__answers=True),
    )
    assert len(devices) == 2
    assert all(d.claims_shared_id for d in devices)


def test_a_late_hardware_address_keeps_the_first_id(catalog: Catalog) -> None:
    house = Household(catalog)
    house.add(seen("192.168.7.5", ids={"hap": "11:22:33:44:55:66"}))
    first = house.devices()[0].id
    house.add(seen("192.168.7.5", mac=A))
    assert house.devices()[0].id == first
    assert first.startswith("hap-")


def test_general_knowledge_alone_never_names_a_brand(catalog: Catalog) -> None:
    (device,) = household(catalog, seen("192.168.7.5", http__title="Bell Home"))
    assert (device.kind, device.vendor) == ("doorbell", None)
    assert any("looks like Bell" in b.says for b in device.because)


def test_the_maker_of_the_chip_alone_is_only_a_likeness(catalog: Catalog) -> None:
    (device,) = household(catalog, seen("192.168.7.5", mac=A, mac__maker="Acme Ltd"))
    assert (device.kind, device.sure) == ("camera", "looks-like")


def test_a_doorbell_that_is_also_a_camera_is_a_doorbell(catalog: Catalog) -> None:
    (device,) = household(
        catalog,
        seen("192.168.7.5", homekit__category=18),
        seen("192.168.7.5", "w", onvif__type="NetworkVideoTransmitter"),
    )
    assert device.kind == "doorbell"


def test_a_recorder_that_also_speaks_as_a_camera_is_a_recorder(catalog: Catalog) -> None:
    (device,) = household(
        catalog,
        seen("192.168.7.5", place="type/1", onvif__type="NetworkVideoTransmitter"),
        seen("192.168.7.5", place="type/2", onvif__type="NetworkVideoRecorder"),
    )
    assert device.kind == "recorder"


def test_a_phone_is_only_counted_and_its_name_is_nowhere(catalog: Catalog) -> None:
    (device,) = household(
        catalog,
        seen(
            "192.168.7.9", mac="da:a1:19:00:00:01", names=("Annas-iPhone",), mdns__type="_companion-link._tcp"
        ),
    )
    assert not device.listed
    assert device.family == "phone-or-computer"
    assert "Anna" not in repr(device.names)


def test_a_made_up_hardware_address_does_not_hide_a_thing_with_open_doors(catalog: Catalog) -> None:
    (quiet,) = household(catalog, seen("192.168.7.9", mac__randomised=True))
    assert quiet.kind == "other"
    (open_door,) = household(
        catalog, seen("192.168.7.9", mac__randomised=True), seen("192.168.7.9", "p", place="tcp/554", port__open="tcp/554")
    )
    assert open_door.kind == "unknown"
    assert open_door.listed


@pytest.mark.parametrize("service", ["_ipp._tcp", "_companion-link._tcp"])
@pytest.mark.parametrize(
    "video",
    [
        Fact(name="port.open", value="tcp/554", place="tcp/554", probe="ports"),
        Fact(name="port.open", value="tcp/8554", place="tcp/8554", probe="ports"),
        Fact(name="video.open", value=True, place="tcp/7000", probe="rtsp"),
    ],
    ids=lambda fact: f"{fact.name} {fact.place}",
)
def test_what_says_it_is_no_camera_and_has_a_video_door_is_listed(
    catalog: Catalog, service: str, video: Fact
) -> None:
    says = seen("192.168.7.9", mac=A, place="mdns/x", mdns__type=service)
    assert not household(catalog, says)[0].listed
    (device,) = household(catalog, says, replace(seen("192.168.7.9"), facts=(video,)))
    assert device.listed
    assert "it says that it is no camera, but it has a door that cameras have for video" in [b.says for b in device.because]


def test_a_printer_with_a_web_page_is_still_only_counted(catalog: Catalog) -> None:
    says = seen("192.168.7.9", mac=A, place="mdns/x", mdns__type="_ipp._tcp")
    page = seen("192.168.7.9", "ports", place="tcp/80", port__open="tcp/80", video__open=False)
    assert not household(catalog, says, page)[0].listed


def test_a_host_with_no_evidence_is_unknown_and_has_no_name(catalog: Catalog) -> None:
    (device,) = household(catalog, seen("192.168.7.9", mac=A, names=("Bedroom",)))
    assert (device.kind, device.names) == ("unknown", ())


def test_a_flood_is_capped_and_counted(catalog: Catalog) -> None:
    house = Household(catalog)
    for n in range(MOST_IN_ALL + 50):
        house.add(seen(f"10.{n >> 16}.{(n >> 8) & 255}.{n & 255}"))
    assert house.refused == 50


@pytest.mark.parametrize("kind", ["link-local", "stranger"])
def test_forged_addresses_without_end_take_no_room_of_the_networks_own(catalog: Catalog, kind: str) -> None:
    house = Household(catalog)
    for n in range(MOST_IN_ALL + 50):
        forged = f"fe80::{n:x}%e" if kind == "link-local" else f"10.9.{n >> 8}.{n & 255}"
        house.add(replace(seen(forged), misaddressed=forged if kind == "stranger" else None))
    own = [f"192.168.{n >> 8}.{n & 255}" for n in range(1, 1023)]
    assert all(house.add(seen(address)) for address in own)
    assert house.refused > 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["192.168.7.5", "192.168.7.6", "fe80::1%e", "192.168.7.7"]),
            st.sampled_from([None, A, B]),
            st.sampled_from([{}, {"uuid": "u"}, {"uuid": "v"}, {"hap": "h"}]),
        ),
        max_size=12,
    )
)
def test_every_address_is_in_exactly_one_device_and_hardware_addresses_never_mix(
    catalog: Catalog, rows: list[tuple[str, str | None, dict[str, str]]]
) -> None:
    devices = household(catalog, *(seen(a, mac=m, ids=i) for a, m, i in rows))
    addresses = [a for d in devices for a in d.addresses]
    assert sorted(addresses) == sorted({a for a, _, _ in rows})
    last = {a: m for a, m, _ in rows if m}
    for device in devices:
        assert len({last[a] for a in device.addresses if a in last}) <= 1


SAID = st.builds(
    lambda last, mac, uid, alive, name: seen(
        f"192.168.7.{last}", mac=mac, ids={"uuid": uid} if uid else {}, names=(name,), host__alive=alive
    ),
    st.integers(1, 4),
    st.sampled_from([None, A, B]),
    st.sampled_from([None, "u1", "u2"]),
    st.booleans(),
    st.sampled_from(["Front", "Back"]),
)


@given(st.lists(SAID, max_size=12))
def test_asking_in_between_changes_nothing_of_what_is_known_at_the_end(catalog: Catalog, said: list[Sighting]) -> None:
    asked_often, asked_once = Household(catalog), Household(catalog)
    for sighting in said:
        asked_often.add(sighting)
        asked_once.add(sighting)
        asked_often.devices()

    def known(house: Household) -> list[Device]:
        # The first id of a device stays, and who was asked in between has given one earlier.
        return [replace(device, id="", id_from="hand") for device in house.devices()]

    assert known(asked_often) == known(asked_once)


def test_other_talk_takes_no_room_from_what_checks_judge() -> None:
    house = Household(load())
    talk = tuple(Fact(name=f"mdns.txt.k{n}", value="x", place="mdns/_x", probe="mdns") for n in range(MOST_FACTS_EACH))
    house.add(Sighting(channel="mdns", address="192.168.77.20", facts=talk))
    paired = Fact(name="homekit.paired", value=False, place="tcp/1", how="reported", probe="mdns")
    house.add(Sighting(channel="mdns", address="192.168.77.20", facts=(paired, replace(talk[0], name="mdns.txt.more"))))
    device = house.device_of("192.168.77.20")
    assert device is not None
    assert paired in device.facts
    assert len(device.facts) == MOST_FACTS_EACH + 1


@pytest.mark.parametrize("first", [True, False])
def test_yes_and_no_under_one_address_are_both_kept(catalog: Catalog, first: bool) -> None:
    """Somebody else may have put the address on the datagram."""
    house = Household(catalog)
    for value in (first, not first, first, not first):
        fact = Fact(name="homekit.paired", value=value, place="tcp/1", how="reported", probe="mdns")
        house.add(Sighting(channel="mdns", address="192.168.77.20", facts=(fact,)))
    device = house.device_of("192.168.77.20")
    assert device is not None
    assert sorted(bool(f.value) for f in device.facts) == [False, True]
    house.forget(["192.168.77.20"], ["homekit.paired"])
    again = house.device_of("192.168.77.20")
    assert again is not None
    assert again.facts == ()


@pytest.mark.parametrize("first", ["mdns", "names"])
def test_a_name_of_its_own_comes_before_one_of_the_network_whoever_spoke_first(first: str) -> None:
    own = Sighting(channel="mdns", address="192.168.77.32", names=("Circle Doorbell",))
    network = Sighting(
        channel="names",
        address="192.168.77.32",
        names=("Circle-Doorbell",),
        facts=(Fact(name="host.name", value="Circle-Doorbell", how="reported", probe="names"),),
    )
    camera = Sighting(
        channel="ws-discovery",
        address="192.168.77.32",
        facts=(Fact(name="onvif.type", value="NetworkVideoTransmitter", probe="ws-discovery"),),
    )
    house = Household(load())
    for sighting in (camera, own, network) if first == "mdns" else (camera, network, own):
        house.add(sighting)
    (device,) = house.devices()
    assert device.names == ("Circle Doorbell", "Circle-Doorbell")
