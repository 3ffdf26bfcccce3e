"""Both airs do the same: who hears what, and where a datagram seems to come from."""

from __future__ import annotations

import socket

import pytest

from doorguard.network.book import AddressBook
from doorguard.pretend_home.air import BookAir, HostAir

GROUP, PORT = "239.255.255.250", 45702
ONE, TWO = "192.168.77.21", "192.168.77.22"


@pytest.fixture
def book() -> AddressBook:
    return AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")


def ear(book: AddressBook, port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(1)
    if port:
        book.hear("192.168.77.10", port, sock.getsockname())
    return sock


def test_a_cast_reaches_members_and_hearers_and_never_the_sender(book: AddressBook) -> None:
    air = BookAir(book)
    first, second = (air.udp(address, PORT, ((GROUP, PORT),)) for address in (ONE, TWO))
    ours = ear(book, 0)
    book.hear(GROUP, PORT, ours.getsockname())
    air.cast(first, b"x", GROUP, PORT)
    second.settimeout(1)
    assert (second.recv(9), ours.recv(9)) == (b"x", b"x")
    first.setblocking(False)
    with pytest.raises(BlockingIOError):
        first.recv(9)
    for sock in (first, second, ours):
        sock.close()


def test_a_cast_to_one_host_reaches_only_that_host_and_port(book: AddressBook) -> None:
    air = BookAir(book)
    first, second = air.udp(ONE, PORT), air.udp(TWO, PORT)
    door, other = ear(book, 3000), ear(book, 3001)
    air.cast(first, b"to us", "192.168.77.10", 3000)
    air.cast(first, b"to two", TWO, PORT)
    assert (door.recv(9), second.recv(9)) == (b"to us", b"to two")
    other.setblocking(False)
    with pytest.raises(BlockingIOError):
        other.recv(9)
    for sock in (first, second, door, other):
        sock.close()


def test_a_cast_to_a_port_where_nobody_is_goes_nowhere(book: AddressBook) -> None:
    air = BookAir(book)
    bystander = ear(book, 0)  # a socket of this computer that is no part of the pretend network
    first = air.udp(ONE, PORT)
    air.cast(first, b"x", "192.168.77.10", bystander.getsockname()[1])
    bystander.settimeout(0.1)
    with pytest.raises(TimeoutError):
        bystander.recv(9)
    first.close()
    bystander.close()


def test_senders_are_seen_by_their_pretend_address_and_port(book: AddressBook) -> None:
    air = BookAir(book)
    first, fixed, ephemeral = air.udp(ONE, PORT), ear(book, 5353), ear(book, 0)
    assert air.seen(first.getsockname(), 5353) == (ONE, PORT)
    assert air.seen(fixed.getsockname(), 5353) == ("192.168.77.10", 5353)
    assert air.seen(fixed.getsockname(), 1900)[1] != 1900
    assert air.seen(ephemeral.getsockname(), 5353) == ("192.168.77.10", ephemeral.getsockname()[1])
    for sock in (first, fixed, ephemeral):
        sock.close()


def test_what_was_closed_is_out_of_the_book(book: AddressBook) -> None:
    air = BookAir(book)
    tcp, udp = air.tcp(ONE, 80), air.udp(ONE, PORT, ((GROUP, PORT),))
    real = udp.getsockname()
    air.close_tcp(ONE, 80, tcp)
    air.close_udp(ONE, PORT, udp)
    assert book.tcp(ONE, 80) is None
    assert book.udp(ONE, PORT) is None
    assert book.source(real) is None
    assert book.members(GROUP, PORT) == []


def test_true_addresses_and_a_real_group_on_loopback() -> None:
    air = HostAir()
    first, second = (air.udp(address, PORT, ((GROUP, PORT),)) for address in ("127.0.0.2", "127.0.0.3"))
    listener = air.tcp("127.0.0.2", 0)
    assert listener.getsockname()[0] == "127.0.0.2"
    air.cast(first, b"to the group", GROUP, PORT)
    second.settimeout(1)
    data, sender = second.recvfrom(99)
    assert (data, air.seen(sender, PORT)) == (b"to the group", sender)
    air.close_tcp("127.0.0.2", 0, listener)
    for sock in (first, second):
        air.close_udp("127.0.0.2", PORT, sock)
