"""What devices announce by name: asked once, believed only of themselves, and held in bounds."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.catalog import load
from doorguard.discover import mdns
from doorguard.model import Level, Sighting
from doorguard.network.ledger import GROUP as GROUP_BUDGET
from tests.discover import dns
from tests.discover.small_home import (
    CAMERA,
    MDNS,
    NET,
    OTHER,
    FakeGround,
    SmallHome,
    everything,
    facts,
)

HAP = {"md": "Cam 2", "id": "11:22:33:44:55:66", "ci": "17", "sf": "1", "ff": "1"}
FABRIC_1, FABRIC_2, NODE = "A" * 16, "B" * 16, "0" * 15 + "1"


def one_answer(*packets: bytes) -> object:
    """Answers the first question only, as many devices do."""
    left = [list(packets)]

    def answering(_: bytes) -> Sequence[bytes]:
        return left.pop() if left else ()

    return answering


def look(home: SmallHome, *packets: bytes, seconds: float = 0.3, address: str = CAMERA) -> list[Sighting]:
    home.udp(address, 5353, one_answer(*packets), [MDNS])  # type: ignore[arg-type]
    return everything(mdns.CHANNEL, home.door(), FakeGround(seconds))


# --- asking ----------------------------------------------------------------------------------


def test_all_types_are_asked_together_first_for_a_reply_to_us_alone(home: SmallHome) -> None:
    home.udp(CAMERA, 5353, None, [MDNS])
    everything(mdns.CHANNEL, home.door(), FakeGround(1.4))
    first, second = (dns.questions(data) for data in home.heard[CAMERA])
    assert all(unicast for _, _, unicast in first)
    assert not any(unicast for _, _, unicast in second)
    asked = {name.lower() for name, _, _ in first}
    assert {"_services._dns-sd._udp.local", "_hap._tcp.local", "_ipp._tcp.local"} <= asked


def test_every_type_and_detail_that_a_rule_knows_is_asked_for_and_kept(home: SmallHome) -> None:
    lines = [line for page in load().vendors for rule in page.rules for line in rule.when.lines]
    vendors = "".join(page.read_text() for page in (Path(__file__).parents[2] / "vendors").glob("*.md"))
    types = set(re.findall(r"_[A-Za-z0-9-]+\._(?:tcp|udp)", vendors))
    assert len(types) > 30
    assert types <= {*mdns.CAMERA_TYPES, *mdns.OTHER_TYPES}
    keys = {line.fact.removeprefix("mdns.txt.") for line in lines if line.fact.startswith("mdns.txt.")}
    assert {"md", "vendor", "project_name"} <= keys
    found = look(home, dns.announced("_esphomelib._tcp", "x", "x", CAMERA, 80, **dict.fromkeys(keys - {"macaddress"}, "y")))
    told = facts(found, CAMERA)
    assert {name for _, name in told if name.startswith("mdns.txt.")} == {f"mdns.txt.{k}" for k in keys - {"macaddress"}}


def test_a_type_that_only_the_device_knows_is_asked_for_next_time(home: SmallHome) -> None:
    enumeration = dns.record(dns.name("_services._dns-sd._udp.local"), dns.PTR, dns.name("_dahua._tcp.local"))
    look(home, dns.message(enumeration), seconds=1.3)
    assert "_dahua._tcp.local" in {n for n, _, _ in dns.questions(home.heard[CAMERA][-1])}


def test_what_is_lacking_is_asked_for_and_nothing_else(home: SmallHome) -> None:
    bare = dns.message(dns.pointer("_hap._tcp", "Bare"))
    whole = dns.announced("_hap._tcp", "Whole", "whole", CAMERA, 51826, **HAP)
    no_address = dns.message(dns.pointer("_rtsp._tcp", "C"), dns.service("_rtsp._tcp", "C", "c"), dns.text("_rtsp._tcp", "C"))
    look(home, bare, whole, no_address, seconds=0.7)
    asked = {(n, k) for n, k, _ in dns.questions(home.heard[CAMERA][1])}
    assert asked == {
        ("Bare._hap._tcp.local", dns.SRV), ("Bare._hap._tcp.local", dns.TXT),
        ("c.local", dns.A), ("c.local", dns.AAAA),
    }  # fmt: skip


def test_listen_sends_nothing_and_still_hears_announcements(home: SmallHome) -> None:
    sock = home.udp(CAMERA, 5353, None, [MDNS])
    door, ground = home.door(Level.LISTEN), FakeGround(0.6)
    run = mdns.CHANNEL.run(door, ground)
    announcement = dns.announced("_hap._tcp", "Cam", "cam", CAMERA, 51826, **HAP)
    home.later(0.2, home.cast, sock, MDNS, announcement)
    told = facts(list(run), CAMERA)
    assert told["tcp/51826", "homekit.paired"] is False
    assert door.sent() == {}


def test_one_chosen_address_is_asked_alone(home: SmallHome) -> None:
    home.udp(CAMERA, 5353, None, [MDNS])
    home.udp(OTHER, 5353, None, [MDNS])
    door = home.door(only=CAMERA)
    everything(mdns.CHANNEL, door, FakeGround(0.2))
    assert set(door.sent()) == {CAMERA}
    assert OTHER not in home.heard


# --- what it means ---------------------------------------------------------------------------


def test_a_homekit_camera(home: SmallHome) -> None:
    found = look(home, dns.announced("_hap._tcp", "Front door", "cam", CAMERA, 51826, **HAP))
    told = facts(found, CAMERA)
    assert told["tcp/51826", "homekit.paired"] is False
    assert told["tcp/51826", "homekit.category"] == 17
    assert told["tcp/51826", "homekit.certified"] is True
    assert told[None, "device.model"] == "Cam 2"
    assert told["mdns/_hap._tcp", "mdns.type"] == "_hap._tcp"
    assert found[0].ids == {("hap", "11:22:33:44:55:66")}
    assert found[0].names == ("Front door",)


def test_it_is_said_at_once(home: SmallHome) -> None:
    home.udp(CAMERA, 5353, one_answer(dns.announced("_hap._tcp", "A", "a", CAMERA, 51826, **HAP)), [MDNS])  # type: ignore[arg-type]
    ground = FakeGround(2)
    run = mdns.CHANNEL.run(home.door(), ground)
    next(iter(run))
    assert ground.now() < 0.3
    run.close()  # type: ignore[attr-defined]  # a generator


def test_a_change_that_is_announced_replaces_what_was_said(home: SmallHome) -> None:
    first = dns.announced("_hap._tcp", "A", "a", CAMERA, 51826, **HAP)
    then = dns.message(dns.text("_hap._tcp", "A", **{**HAP, "sf": "0"}))
    assert facts(look(home, first, then), CAMERA)["tcp/51826", "homekit.paired"] is True


def matter(label: str, host: str, ip: str = CAMERA) -> bytes:
    return dns.announced("_matter._tcp", label, host, ip, 5540)


def test_homes_of_one_matter_device_are_counted(home: SmallHome) -> None:
    packets = [matter(f"{fabric}-{NODE}", "b827eb") for fabric in (FABRIC_1, FABRIC_2, FABRIC_1.lower())]
    assert facts(look(home, *packets), CAMERA)["udp/5353", "matter.fabrics"] == 2


@pytest.mark.parametrize(
    "label", [FABRIC_1, f"{FABRIC_1}-", f"{FABRIC_1}0-{NODE}", f"{FABRIC_1[:-1]}G-{NODE}", f"{FABRIC_1}-{NODE}-{NODE}", f"x{FABRIC_2}-{NODE}"]
)
def test_what_is_no_name_of_a_matter_home_is_none(home: SmallHome, label: str) -> None:
    packets = [matter(f"{FABRIC_1}-{NODE}", "a"), matter(label, "a")]
    assert facts(look(home, *packets), CAMERA)["udp/5353", "matter.fabrics"] == 1


def test_a_goodbye_takes_no_home_away(home: SmallHome) -> None:
    goodbye = dns.message(dns.pointer("_matter._tcp", f"{FABRIC_2}-{NODE}", ttl=0))
    packets = [matter(f"{FABRIC_1}-{NODE}", "a"), matter(f"{FABRIC_2}-{NODE}", "a"), goodbye]
    assert facts(look(home, *packets), CAMERA)["udp/5353", "matter.fabrics"] == 2


def test_homes_of_two_matter_devices_at_one_address_are_not_added_up(home: SmallHome) -> None:
    packets = [matter(f"{FABRIC_1}-{NODE}", "one"), matter(f"{FABRIC_2}-{NODE}", "two")]
    assert facts(look(home, *packets), CAMERA)["udp/5353", "matter.fabrics"] == 1


def test_devices_that_a_border_router_speaks_for_are_not_the_border_router(home: SmallHome) -> None:
    packets = [matter(f"{FABRIC_1}-{NODE}", "thread-1", OTHER), matter(f"{FABRIC_2}-{NODE}", "thread-1", OTHER)]
    found = look(home, *packets)
    assert facts(found, CAMERA) == {}
    assert {s.address for s in found} == {CAMERA}


def test_no_matter_window_is_said_at_the_end_only_of_what_was_asked(home: SmallHome) -> None:
    sock = home.udp(CAMERA, 5353, one_answer(matter(f"{FABRIC_1}-{NODE}", "a")), [MDNS])  # type: ignore[arg-type]
    found = everything(mdns.CHANNEL, home.door(), FakeGround(0.3))
    assert ("udp/5353", "matter.window") not in facts(found[:1], CAMERA)
    assert facts(found, CAMERA)["udp/5353", "matter.window"] == "closed"
    door = home.door(Level.LISTEN)
    home.later(0.1, home.cast, sock, MDNS, matter(f"{FABRIC_1}-{NODE}", "a"))
    heard = everything(mdns.CHANNEL, door, FakeGround(0.4))
    assert heard
    assert ("udp/5353", "matter.window") not in facts(heard, CAMERA)


def test_a_matter_window_that_closes_meanwhile_is_closed(home: SmallHome) -> None:
    opened = dns.announced("_matterc._udp", "AB12", "a", CAMERA, 5540, CM="2", DT="323")
    closed = dns.message(dns.pointer("_matterc._udp", "AB12", ttl=0))
    told = facts(look(home, matter(f"{FABRIC_1}-{NODE}", "a"), opened), CAMERA)
    assert (told["udp/5353", "matter.window"], told["udp/5540", "matter.device_type"]) == ("temporary", 323)
    home.heard.clear()
    told = facts(look(home, matter(f"{FABRIC_1}-{NODE}", "a"), opened, closed, address=OTHER), OTHER)
    assert told == {}  # said by OTHER of CAMERA's host
    again = f"{NET}31"
    told = facts(look(home, matter(f"{FABRIC_1}-{NODE}", "a", again), opened.replace(b"\xc0\xa8\x4d\x14", b"\xc0\xa8\x4d\x1f"), closed, address=again), again)
    assert told["udp/5353", "matter.window"] == "closed"


def test_a_goodbye_hides_no_camera(home: SmallHome) -> None:
    goodbye = dns.message(dns.pointer("_hap._tcp", "A", ttl=0))
    told = facts(look(home, dns.announced("_hap._tcp", "A", "a", CAMERA, 51826, **HAP), goodbye), CAMERA)
    assert told["tcp/51826", "homekit.paired"] is False


@pytest.mark.parametrize(
    ("kind", "label"),
    [("_ipp._tcp", "Annas Printer"), ("_airplay._tcp", "Annas TV"), ("_googlecast._tcp", "Annas cast"),
     ("_companion-link._tcp", "Annas iPhone"), ("_http._tcp", "Annas MacBook"), ("_workstation._tcp", "Annas PC [aa:bb]")],
)  # fmt: skip
def test_the_type_of_other_things_is_kept_and_never_their_name(home: SmallHome, kind: str, label: str) -> None:
    packet = dns.announced(kind, label, "Annas-thing", CAMERA, 9, md="TV 55", fn="Annas cast", ty="Annas")
    found = look(home, packet)
    told = facts(found, CAMERA)
    assert told[f"mdns/{kind}", "mdns.type"] == kind
    assert told[f"mdns/{kind}", "mdns.txt.md"] == "TV 55"
    assert "Anna" not in repr(found)


def test_a_wanted_host_name_and_web_page_name_are_kept(home: SmallHome) -> None:
    told = facts(look(home, dns.announced("_http._tcp", "Reolink cam", "reolink-20", CAMERA)), CAMERA)
    assert told[None, "host.name"] == "reolink-20"
    assert told["mdns/_http._tcp", "mdns.name"] == "Reolink cam"


def test_secrets_are_dropped_and_names_are_cleaned(home: SmallHome) -> None:
    label = "Fr\x1b[31mont\u202e door"
    packet = dns.announced("_axis-video._tcp", label, "axis", CAMERA, 80, macaddress="ACCC8E000152", password="x1", token="x2")
    found = look(home, packet)
    told = facts(found, CAMERA)
    assert found[0].names == ("Fr[31mont door",)
    assert not [v for v in told.values() if v in ("x1", "x2")]
    assert ("claimed-mac", "accc8e000152") in found[0].ids


# --- hostile ---------------------------------------------------------------------------------

LOOP = bytes.fromhex("000084000000000100000000") + b"\xc0\x0c" + bytes.fromhex("000c0001000000780002c00c")


@pytest.mark.parametrize(
    "packet",
    [LOOP, b"", b"\0" * 12, b"\xff" * 9000, LOOP * 700, dns.announced("_hap._tcp", "A", "a", OTHER, 1, **HAP),
     dns.message(*[dns.record(b"\x3f" + b"a" * 63 + b"\0", 16, b"\xff" * 200)] * 30)],
)  # fmt: skip
def test_a_bad_packet_changes_nothing_for_the_good_one_after_it(home: SmallHome, packet: bytes) -> None:
    found = look(home, packet, dns.announced("_hap._tcp", "A", "a", CAMERA, 51826, **HAP))
    assert facts(found, CAMERA)["tcp/51826", "homekit.paired"] is False


def test_thousands_of_services_are_capped_and_ask_little_of_the_group(home: SmallHome) -> None:
    long = "x" * 60
    packets = [
        dns.message(*[dns.pointer("_hap._tcp", f"{long}{n}{m}"[-63:]) for m in range(40)]) for n in range(50)
    ]
    door = home.door()
    home.udp(CAMERA, 5353, one_answer(*packets), [MDNS])  # type: ignore[arg-type]
    began = time.monotonic()
    found = everything(mdns.CHANNEL, door, FakeGround(2.0))
    assert time.monotonic() - began < 3.0
    assert len(found) <= 65
    assert max(len(s.facts) for s in found) <= 64 * 4
    assert door.sent()[MDNS[0]].datagrams <= GROUP_BUDGET.datagrams / 2


def test_a_flood_from_one_leaves_room_for_the_others(home: SmallHome) -> None:
    flood = [dns.announced("_hap._tcp", f"F{n}", "flood", OTHER, n + 1, **HAP) for n in range(3000)]

    def flooding(_: bytes) -> Sequence[bytes]:
        time.sleep(0.01)
        return flood

    home.udp(OTHER, 5353, flooding, [MDNS])
    sock = home.udp(CAMERA, 5353, None, [MDNS])
    late = dns.announced("_hap._tcp", "A", "a", CAMERA, 51826, **HAP)
    home.later(0.9, home.cast, sock, MDNS, late)
    found = everything(mdns.CHANNEL, home.door(), FakeGround(1.2))
    assert facts(found, CAMERA)["tcp/51826", "homekit.paired"] is False
    assert len([s for s in found if s.address == OTHER]) <= 65


def test_a_name_that_cannot_be_written_keeps_no_question_back() -> None:
    packets = mdns._questions([("a" * 70 + ".local.", 12), ("_hap._tcp.local.", 12)], unicast_reply=False)
    assert [n for p in packets for n, _, _ in dns.questions(p)] == ["_hap._tcp.local"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=120), max_size=4), st.integers(0, 6))
def test_any_packet_is_read_or_left(parts: list[bytes], count: int) -> None:
    from doorguard.discover.mdns_records import Speaker, note
    from doorguard.discover.mdns_says import facts_of

    head = b"\0\0\x84\0\0\0" + count.to_bytes(2, "big") + b"\0\0\0\0"
    message = mdns._incoming(head + b"".join(parts))
    speaker = Speaker(CAMERA)
    if message is not None:
        note(message, speaker)
    said = facts_of(speaker, lambda _: True, ended=True)
    assert all(len(str(f.value)) <= 256 for f in said.facts)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.dictionaries(st.text(max_size=12), st.text(max_size=40), max_size=6))
def test_any_announcement_is_told_in_known_facts(label: str, values: dict[str, str]) -> None:
    from doorguard.discover.mdns_records import Speaker, note
    from doorguard.discover.mdns_says import facts_of
    from doorguard.facts import kind_of

    speaker = Speaker(CAMERA)
    with contextlib.suppress(ValueError, TypeError):  # a label or text too long for its length byte
        message = mdns._incoming(
            dns.message(
                dns.pointer("_hap._tcp", label), dns.service("_hap._tcp", label, "a", 1), dns.address("a", CAMERA),
                dns.record(dns.name("_hap._tcp.local", label), dns.TXT, dns.txt(**values)),
            )
        )  # fmt: skip
        if message is not None:
            note(message, speaker)
    for fact in facts_of(speaker, lambda _: True, ended=True).facts:
        kind_of(fact.name)
        assert "\x1b" not in str(fact.value)


def junk(number: int, size: int = 20) -> bytes:
    return dns.message(dns.text("_http._tcp", f"x{number}", a="y" * size))


@pytest.mark.parametrize("flood", [[junk(n) for n in range(70)], [junk(n, 240) for n in range(300)]])
def test_silence_tells_nothing_about_who_said_more_than_is_kept(home: SmallHome, flood: list[bytes]) -> None:
    """Whoever floods under the camera's address must not make its open window look closed."""
    told = facts(look(home, matter(f"{FABRIC_1}-{NODE}", "a"), *flood), CAMERA)
    assert told["udp/5353", "matter.fabrics"] == 1
    assert ("udp/5353", "matter.window") not in told


def test_the_detail_of_one_speaker_is_kept_within_bounds(home: SmallHome) -> None:
    wordy = {f"k{n}": "y" * 120 for n in range(60)}
    flood = [dns.message(dns.text("_rtsp._tcp", f"x{n}", **wordy)) for n in range(60)]
    told = look(home, dns.announced("_hap._tcp", "A", "a", CAMERA, 51826, **HAP), *flood)
    assert max(len(s.facts) for s in told) < 500
    assert facts(told, CAMERA)["tcp/51826", "homekit.paired"] is False
