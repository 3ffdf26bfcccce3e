"""Budgets are enforced before anything leaves, and every level sends only what it may."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doorguard.model import Level
from doorguard.network.ledger import LOOK, Ledger
from doorguard.network.refusal import NotAllowed, OverBudget

CAMERA = "192.168.77.20"


@pytest.mark.parametrize("level", [Level.TALK, Level.LISTEN])
def test_quiet_levels_send_nothing(level: Level) -> None:
    ledger = Ledger(level, None)
    acts: tuple[Callable[[], None], ...] = (
        lambda: ledger.datagram(CAMERA, 9, group=False),
        lambda: ledger.datagram("224.0.0.251", 5353, group=True),
        lambda: ledger.try_port(CAMERA, 80),
        lambda: ledger.open_conversation(CAMERA),
        lambda: ledger.request(CAMERA),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not ledger.sent()


def test_each_port_is_tried_at_most_twice_and_70_ports_at_most() -> None:
    ledger = Ledger(Level.LOOK, None)
    ledger.try_port(CAMERA, 80)
    ledger.try_port(CAMERA, 80)
    with pytest.raises(OverBudget):
        ledger.try_port(CAMERA, 80)
    for port in range(1000, 1069):
        ledger.try_port(CAMERA, port)
    with pytest.raises(OverBudget):
        ledger.try_port(CAMERA, 5000)
    assert ledger.sent()[CAMERA].tries == 71


def test_conversations_at_once_in_all_and_requests() -> None:
    ledger = Ledger(Level.LOOK, "192.168.77.1")
    for _ in range(LOOK.connections):
        ledger.open_conversation(CAMERA)
        ledger.close_conversation(CAMERA)
    with pytest.raises(OverBudget):
        ledger.open_conversation(CAMERA)
    for _ in range(2):
        ledger.open_conversation("192.168.77.21")
    assert not ledger.may_open("192.168.77.21")
    with pytest.raises(OverBudget):
        ledger.open_conversation("192.168.77.21")
    for _ in range(120):
        ledger.request(CAMERA)
    with pytest.raises(OverBudget):
        ledger.request(CAMERA)
    for _ in range(260):
        ledger.request("192.168.77.1")
    with pytest.raises(OverBudget):
        ledger.request("192.168.77.1")


def test_datagrams_to_one_host_and_to_one_group() -> None:
    ledger = Ledger(Level.LOOK, None)
    for _ in range(24):
        ledger.datagram(CAMERA, 3702, group=False)
        ledger.datagram("255.255.255.255", 37020, group=True)
    with pytest.raises(OverBudget):
        ledger.datagram(CAMERA, 9, group=False)
    with pytest.raises(OverBudget):
        ledger.datagram("255.255.255.255", 37020, group=True)
    ledger.datagram("255.255.255.255", 34569, group=True)
    assert ledger.sent()["255.255.255.255"].datagrams == 25
