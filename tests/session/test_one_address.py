"""One device chosen by hand: every question that it could answer reaches it, and nothing reaches anybody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from doorguard.catalog import load
from doorguard.session import Session
from tests.discover.small_home import CAMERA, SmallHome

PORTS = (5353, 3702, 1900, 37020, 37810, 5050, 20002, 9999, 34569, 2000, 10000, 7701, 1757, 10001, 8600, 32108)


def test_one_chosen_device_hears_every_question_within_what_it_may_get() -> None:
    heard: dict[int, list[bytes]] = {port: [] for port in PORTS}

    def taking(port: int) -> Callable[[bytes], Sequence[bytes]]:
        def take(data: bytes) -> Sequence[bytes]:
            heard[port].append(data)
            return ()

        return take

    home = SmallHome()
    try:
        for port in PORTS:
            home.udp(CAMERA, port, taking(port))
        door = home.door(only=CAMERA)
        list(Session(door, load(), seconds=2.0, probes=()).run())
        assert set(door.sent()) == {CAMERA}
    finally:
        home.close()
    assert [port for port, said in heard.items() if not said] == []
    assert len(heard[10000]) >= 2, "Foscam and Vivotek listen on one port"
    assert len(heard[3702]) == 3
