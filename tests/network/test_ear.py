"""Listening ends when it should, whoever keeps sending; what is due is done meanwhile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.ear import hear_any
from doorguard.network.refusal import OverBudget
from doorguard.network.waiting import Deadline

GROUP = ("239.255.255.250", 3702)
CAMERA = "192.168.77.20"


@pytest.fixture
def flooded() -> Iterator[Door]:
    """A door onto a home where one device never stops sending."""
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    book.put_udp(CAMERA, 3702, sock.getsockname())
    ending = threading.Event()

    def flood() -> None:
        while not ending.is_set():
            for real in book.hearers(*GROUP):
                for _ in range(50):
                    sock.sendto(b"x", real)

    thread = threading.Thread(target=flood)
    thread.start()
    door = Door.onto_book(book, Level.LOOK)
    yield door
    ending.set()
    thread.join()
    door.stop()
    door.close()
    sock.close()


def test_hear_ends_on_time_in_a_flood(flooded: Door) -> None:
    began = time.monotonic()
    with flooded.ear(3702, (GROUP[0],)) as ear:
        count = sum(1 for _ in ear.hear(Deadline(0.3)))
    assert count > 10
    assert time.monotonic() - began < 0.6


def test_hear_any_ends_on_time_in_a_flood_and_does_what_is_due(flooded: Door) -> None:
    done: list[tuple[str, float]] = []
    began = time.monotonic()

    def refused(which: str) -> None:
        done.append((which, time.monotonic() - began))
        raise OverBudget("enough")

    due = [(0.2, partial(refused, "later")), (0.1, partial(refused, "sooner"))]
    with flooded.ear(3702, (GROUP[0],)) as ear:
        count = sum(1 for _ in hear_any([ear], Deadline(0.4), due))
    assert count > 10
    assert time.monotonic() - began < 0.7
    assert [which for which, _at in done] == ["sooner", "later"]
    assert all(at >= soonest for (_which, at), soonest in zip(done, (0.1, 0.2), strict=True))  # a busy computer is late


def test_what_waits_already_is_heard_with_no_time_left(flooded: Door) -> None:
    with flooded.ear(3702, (GROUP[0],)) as ear:
        time.sleep(0.1)
        assert [heard.address for heard in ear.hear(Deadline(0))] == [CAMERA]
