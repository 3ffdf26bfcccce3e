"""Addresses that somebody answers for and nobody is behind: tried once each, so that the look ends."""

from __future__ import annotations

import socket
import time

from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.tries import MOST_WALLS, HostTried, PortTried

PORTS = tuple(range(1000, 1020))
CAMERA = "192.168.77.200"


def test_a_few_silent_hosts_are_tried_twice_and_the_rest_once() -> None:
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    walls = [f"192.168.77.{n}" for n in range(11, 150)]
    for address in (*walls, CAMERA):
        book.neighbours[address] = "44:19:b6:00:00:01"
        book.silent.add(address)
    listener = socket.create_server(("127.0.0.1", 0), backlog=8)
    book.put_tcp(CAMERA, PORTS[-1], listener.getsockname())
    door = Door.onto_book(book, Level.LOOK)
    tries = door.port_tries(PORTS)
    for address in (*walls, CAMERA):
        tries.add(address)
    tries.close()
    began = time.monotonic()
    results = list(tries.results())
    took = time.monotonic() - began
    sent = {address: counts.tries for address, counts in door.sent().items()}
    door.close()
    listener.close()
    hosts = {result.address: result.states for result in results if isinstance(result, HostTried)}
    assert set(hosts) == {*walls, CAMERA}
    assert all(set(hosts[wall].values()) == {"silent"} and len(hosts[wall]) == len(PORTS) for wall in walls)
    assert sorted(sent[wall] for wall in walls) == [20] * (len(walls) - MOST_WALLS) + [40] * MOST_WALLS
    # One that answered somewhere is no wall: what was silent on it is tried again.
    assert sent[CAMERA] == 2 * len(PORTS) - 1
    assert PortTried(CAMERA, PORTS[-1], "open") in results
    assert took < 5
