"""Who counts as having answered a touch: the address itself, by ICMP, and nobody else."""

from __future__ import annotations

import errno
import socket
import struct
import sys

import pytest

from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.touch import Touch
from doorguard.network.wire import DISCARD

CAMERA, ROUTER = "192.168.77.20", "192.168.77.1"
LOCAL, ICMP = 1, 2  # linux/errqueue.h


def error(origin: int, kind: int, code: int, offender: str) -> bytes:
    """struct sock_extended_err and the sockaddr_in of who said it."""
    return struct.pack("=IBBBBII", errno.ECONNREFUSED, origin, kind, code, 0, 0, 0) + struct.pack(
        "=HH4s8x", socket.AF_INET, 0, socket.inet_aton(offender)
    )


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        (error(ICMP, 3, 3, CAMERA), True),
        (error(ICMP, 3, 3, ROUTER), False),  # somebody else says so
        (error(ICMP, 3, 1, CAMERA), False),  # host unreachable
        (error(ICMP, 11, 0, CAMERA), False),  # time exceeded
        (error(LOCAL, 3, 3, CAMERA), False),  # our own kernel found nobody
        (error(ICMP, 3, 3, CAMERA)[:20], False),
        (b"", False),
    ],
)
def test_only_nothing_listens_here_said_by_itself_counts(said: bytes, answered: bool) -> None:
    assert Touch._says_port(said, CAMERA) is answered


def test_an_ordinary_user_learns_from_the_kernel_who_answered() -> None:
    """On loopback: a port where nothing listens."""
    book = AddressBook("192.168.77.0/24", "192.168.77.10", ROUTER)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        nobody = free.getsockname()
    book.put_udp(CAMERA, DISCARD, nobody)
    door = Door.onto_book(book, Level.LOOK)
    with door.touching() as touch:
        touch.send([CAMERA])
        door.pause(0.05)
        assert touch.answered() == ({"127.0.0.1"} if sys.platform == "linux" else set())
        touch.send([CAMERA])  # what is left behind by the first keeps nothing back
    assert door.sent()[CAMERA].datagrams == 2
    door.stop()
    door.close()
