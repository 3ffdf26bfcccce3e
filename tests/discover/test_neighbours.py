"""Who is there: only what is alive, as the neighbour table tells it."""

from __future__ import annotations

import socket
import struct
import sys
import time
from dataclasses import replace

import pytest

from doorguard.discover import neighbours
from doorguard.model import Level
from doorguard.network import neighbours as table
from doorguard.network.refusal import Stopped
from doorguard.network.wire import Neighbour
from tests.discover.small_home import CAMERA, NET, OTHER, OURS, ROUTER, FakeGround, SmallHome, everything


def test_everybody_is_found_at_once_with_what_the_chip_tells(home: SmallHome) -> None:
    home.add(ROUTER, "2c:30:33:00:01:01")
    home.add(CAMERA, "44:19:b6:00:00:20")
    home.add(OTHER, "da:a1:19:00:00:43")
    home.add(OURS, "02:00:00:00:00:0a")
    door, ground = home.door(), FakeGround(1)
    found = {}
    for sighting in neighbours.CHANNEL.run(door, ground):
        found[sighting.address] = (ground.now(), sighting)
        if len(found) == 3:
            break
    assert set(found) == {ROUTER, CAMERA, OTHER}
    assert max(at for at, _ in found.values()) < neighbours.TOUCH_AGAIN_AT  # of the first touch
    told = {address: {f.name: f.value for f in s.facts} for address, (_, s) in found.items()}
    assert told[CAMERA]["mac.maker"] == "Hangzhou Hikvision Digital Technology Co.,Ltd."
    assert told[CAMERA]["host.alive"] is True
    assert "is.gateway" not in told[CAMERA]
    assert told[ROUTER]["is.gateway"] is True
    assert told[OTHER]["mac.randomised"] is True
    assert "mac.maker" not in told[OTHER]


def test_listen_reads_the_table_again_and_again_and_sends_nothing(home: SmallHome) -> None:
    home.add(CAMERA)
    door, ground = home.door(Level.LISTEN), FakeGround(1.3)
    found = []
    for sighting in neighbours.CHANNEL.run(door, ground):
        found.append(sighting.address)
        home.add(OTHER)
    assert found == [CAMERA, OTHER]
    assert door.sent() == {}


def test_an_old_entry_is_nobody_until_somebody_answers(home: SmallHome, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Neighbour(CAMERA, "44:19:b6:00:00:20", False), Neighbour(OTHER, "44:19:b6:00:00:30", True)]
    door = home.door(Level.LISTEN)
    monkeypatch.setattr(door, "neighbours", lambda: list(rows))
    ground = FakeGround(1.3)
    found = []
    for sighting in neighbours.CHANNEL.run(door, ground):
        found.append(sighting.address)
        rows[0] = Neighbour(CAMERA, "44:19:b6:00:00:20", True)
    assert found == [OTHER, CAMERA]


def test_a_chosen_address_is_the_only_one_that_is_touched(home: SmallHome) -> None:
    home.add(CAMERA)
    home.add(OTHER)
    door = home.door(only=CAMERA)
    assert {s.address for s in everything(neighbours.CHANNEL, door, FakeGround(0.5))} == {CAMERA}
    assert set(door.sent()) == {CAMERA}


def test_one_hardware_address_for_many_stays_as_it_is(home: SmallHome) -> None:
    for last in range(40, 44):
        home.add(f"{NET}{last}", "44:19:b6:00:00:40")
    found = everything(neighbours.CHANNEL, home.door(Level.LISTEN), FakeGround(0.1))
    assert [(s.address, s.mac) for s in found] == [(f"{NET}{n}", "44:19:b6:00:00:40") for n in range(40, 44)]


def test_a_table_that_cannot_be_read_ends_nothing(home: SmallHome, monkeypatch: pytest.MonkeyPatch) -> None:
    door = home.door(Level.LISTEN)

    def broken() -> list[Neighbour]:
        raise OSError("no table")

    monkeypatch.setattr(door, "neighbours", broken)
    assert everything(neighbours.CHANNEL, door, FakeGround(0.1)) == []


def test_stop_ends_it_at_once(home: SmallHome) -> None:
    home.add(CAMERA)
    door = home.door()
    run = neighbours.CHANNEL.run(door, FakeGround(6))
    assert next(run).address == CAMERA
    began = time.monotonic()
    door.stop()
    with pytest.raises(Stopped):
        next(run)
    assert time.monotonic() - began < 0.3


def test_only_reachable_entries_are_fresh_and_group_addresses_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flags of rtnetlink(7): 0x02 reachable, 0x04 stale, 0x08 delay, 0x10 probe."""

    def message(last: int, mac: str, state: int) -> bytes:
        def attribute(kind: int, value: bytes) -> bytes:
            raw = struct.pack("=HH", 4 + len(value), kind) + value
            return raw + b"\0" * (-len(raw) % 4)

        head = struct.pack("=BxxxiHBB", socket.AF_INET, 7, state, 0, 1)
        return head + attribute(1, socket.inet_aton(f"{NET}{last}")) + attribute(2, bytes.fromhex(mac.replace(":", "")))

    rows = [
        message(20, "44:19:b6:00:00:20", 0x02),
        message(21, "44:19:b6:00:00:21", 0x04),
        message(22, "44:19:b6:00:00:22", 0x08),
        message(23, "44:19:b6:00:00:23", 0x10),
        message(24, "01:00:5e:00:00:24", 0x02),
        message(25, "00:00:00:00:00:00", 0x02),
        b"\x02\0\0\0",
    ]
    monkeypatch.setattr(table, "_dump", lambda *_: rows[:-1])
    monkeypatch.setattr(sys, "platform", "linux")
    home = SmallHome()
    scope = home.door().scope
    home.close()
    found = table.read_table(replace(scope, index=7))
    assert [(n.address, n.fresh) for n in found] == [
        (f"{NET}20", True), (f"{NET}21", False), (f"{NET}22", False), (f"{NET}23", False),
    ]  # fmt: skip


def test_the_commands_of_other_systems_are_read() -> None:
    mac = "? (192.168.77.20) at 44:19:b6:0:0:20 on en0 ifscope [ethernet]\n? (192.168.77.21) at (incomplete) on en0\n"
    windows = "  192.168.77.20         44-19-b6-00-00-20     dynamic\r\n"
    for text in (mac, windows):
        assert table.parse_arp_command(text) == [(CAMERA, "44:19:b6:00:00:20", True)]
