"""One thread per device: nobody waits for a slow peer, nothing is left behind, what is closed is closed."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from doorguard.network.book import AddressBook
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import Cast, Conversation, PretendDevice
from doorguard.pretend_home.hostile.flows import Badly, Mute, drip, for_ever
from doorguard.pretend_home.telnet import Telnet
from doorguard.pretend_home.web import Web, everything
from tests.pretend_home.living import CAMERA, MAC, Neighbour, camera, read_until


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_stop_with_peers_that_never_read_ends_at_once_and_leaves_nothing() -> None:
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    threads, files = threading.active_count(), open_files()
    device = camera(Badly(80, lambda: for_ever(b"", b"x" * 65536), at_once=True), Mute(81), Badly(82, lambda: drip(b"", b"x"), at_once=True))
    device.start(BookAir(book))
    peers = [socket.create_connection(book.tcp(CAMERA, port) or ("", 0)) for port in (80, 81, 82)]
    time.sleep(0.1)
    began = time.monotonic()
    device.stop()
    assert time.monotonic() - began < 0.3
    for peer in peers:
        peer.close()
    assert (threading.active_count(), open_files()) == (threads, files)
    device.stop()  # a second time does nothing


def test_a_peer_that_never_reads_keeps_nobody_waiting(near: Neighbour) -> None:
    near.live(camera(Badly(80, lambda: for_ever(b"", b"x" * 65536), at_once=True), Telnet()))
    near.connect(80)
    began = time.monotonic()
    assert b"login:" in read_until(near.connect(23), b"login:")
    assert time.monotonic() - began < 0.3


def test_a_port_that_is_switched_off_refuses_and_hangs_up(near: Neighbour) -> None:
    device = near.live(camera(Telnet()))
    real = near.book.tcp(CAMERA, 23)
    talk = near.connect(23)
    read_until(talk, b"login:")
    device.close_port(23)
    assert talk.recv(99) == b""
    assert near.book.tcp(CAMERA, 23) is None
    assert real is not None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(real)
    device.open_port(Telnet())
    assert b"login:" in read_until(near.connect(23), b"login:")


def test_a_service_may_close_its_own_port(near: Neighbour) -> None:
    device = near.live(camera())

    @dataclass
    class Fuse:
        port: int = 99

        def accepted(self, talk: Conversation) -> None:
            device.close_port(99)

        def heard(self, talk: Conversation) -> None: ...

    device.open_port(Fuse())
    assert near.connect(99).recv(9) == b""
    assert near.book.tcp(CAMERA, 99) is None


def test_a_bug_in_one_service_ends_one_line_and_is_kept() -> None:
    @dataclass
    class Broken:
        port: int = 99

        def accepted(self, talk: Conversation) -> None: ...

        def heard(self, talk: Conversation) -> None:
            raise ValueError("broken")

    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    device = camera(Broken(), Telnet())
    device.start(BookAir(book))
    with socket.create_connection(book.tcp(CAMERA, 99) or ("", 0), timeout=2) as sock:
        sock.send(b"x")
        assert sock.recv(9) == b""
    with socket.create_connection(book.tcp(CAMERA, 23) or ("", 0), timeout=2) as sock:
        assert b"login:" in read_until(sock, b"login:")
    device.stop()
    assert [str(fault) for fault in device.faults] == ["broken"]


def test_it_counts_what_it_receives_by_itself(near: Neighbour) -> None:
    device = near.live(camera(Web(80, "", [everything("x")], login="basic", password="right"), udp=(Echo(),)))
    talk = near.connect(80)
    for secret in ("", "Authorization: Basic YWRtaW46cmlnaHQ=\r\n", "Authorization: Basic YWRtaW46d3Jvbmc=\r\n"):
        talk.send(f"GET / HTTP/1.1\r\n{secret}\r\n".encode())
        read_until(talk, b"\r\n\r\n")
    ear = near.ear()
    near.ask(ear, b"hello", 4545)
    assert ear.recv(9) == b"olleh"
    assert device.received() == {"connections": 1, "requests": 3, "datagrams": 1, "logins": 2, "logins_refused": 1}


@dataclass
class Echo:
    port: int = 4545
    groups: tuple[tuple[str, int], ...] = ()

    def hear(self, data: bytes, sender: tuple[str, int], device: PretendDevice) -> Sequence[bytes | Cast]:
        return [data[::-1]]

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        return ()


def test_a_socket_that_cannot_be_opened_leaves_the_others_closed() -> None:
    class Full(BookAir):
        def tcp(self, address: str, port: int) -> socket.socket:
            if port == 81:
                raise OSError("no more")
            return super().tcp(address, port)

    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    files = open_files()
    with pytest.raises(OSError, match="no more"):
        PretendDevice(CAMERA, MAC, tcp=[Mute(80), Mute(81)]).start(Full(book))
    assert open_files() == files
    assert book.tcp(CAMERA, 80) is None


def test_who_sends_megabytes_of_nothing_is_hung_up_on(near: Neighbour) -> None:
    near.live(camera(Web(80)))
    talk = near.connect(80)
    ended = False
    try:
        for _ in range(64):
            talk.sendall(b"x" * 65536)
        ended = talk.recv(9) == b""
    except ConnectionError:
        ended = True
    assert ended
