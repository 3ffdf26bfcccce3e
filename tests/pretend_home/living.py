"""A pretend network for one or a few devices, and a plain neighbour that talks to them by sockets."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

from doorguard.network.book import AddressBook
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice, TcpService, UdpService

CAMERA, OURS, ROUTER = "192.168.77.20", "192.168.77.10", "192.168.77.1"
MAC = "44:19:b6:00:00:20"


class Neighbour:
    """Another computer of the pretend network, with sockets of its own and no code of the program."""

    def __init__(self) -> None:
        self.book = AddressBook("192.168.77.0/24", OURS, ROUTER)
        self._sockets: list[socket.socket] = []
        self._devices: list[PretendDevice] = []

    def live(self, device: PretendDevice) -> PretendDevice:
        self.book.neighbours[device.address] = device.mac
        device.start(BookAir(self.book))
        self._devices.append(device)
        return device

    def connect(self, port: int, address: str = CAMERA) -> socket.socket:
        real = self.book.tcp(address, port)
        assert real is not None, f"nobody listens on {port}"
        sock = socket.create_connection(real, timeout=2)
        self._sockets.append(sock)
        return sock

    def url(self, port: int, path: str = "/", address: str = CAMERA) -> str:
        real = self.book.tcp(address, port)
        assert real is not None
        return f"http://{real[0]}:{real[1]}{path}"

    def ear(self, port: int = 0, *groups: str) -> socket.socket:
        """A UDP socket; with a fixed port it hears these groups, broadcasts and datagrams to us there."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(1)
        self._sockets.append(sock)
        if port:
            for group in (*groups, OURS, "255.255.255.255", "192.168.77.255"):
                self.book.hear(group, port, sock.getsockname())
        return sock

    def ask(self, sock: socket.socket, data: bytes, port: int, to: str = CAMERA) -> None:
        one = self.book.udp(to, port)
        places = [one] if one else self.book.members(to, port)
        assert places, f"nobody hears {to}:{port}"
        for real in places:
            sock.sendto(data, real)

    def heard(self, sock: socket.socket, *, wait: float = 0) -> list[bytes]:
        """Every datagram that came, once the devices have dealt with all that was sent to them."""
        time.sleep(wait)
        for device in self._devices * 2:  # what came before the first round is dealt with by the second
            device._in_thread(lambda: None)
        found = []
        sock.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                found.append(sock.recv(65536))
        sock.settimeout(1)
        return found

    def close(self) -> None:
        for sock in self._sockets:
            sock.close()
        for device in self._devices:
            device.stop()
            assert device.faults == []


@contextlib.contextmanager
def neighbourhood() -> Iterator[Neighbour]:
    neighbour = Neighbour()
    try:
        yield neighbour
    finally:
        neighbour.close()


def camera(*tcp: TcpService, udp: tuple[UdpService, ...] = (), address: str = CAMERA) -> PretendDevice:
    return PretendDevice(address, MAC, tcp=list(tcp), udp=list(udp))


def read_until(sock: socket.socket, end: bytes, seconds: float = 2) -> bytes:
    """What comes, up to and with ``end``, or until the line ends."""
    data, until = b"", time.monotonic() + seconds
    while end not in data and time.monotonic() < until:
        more = sock.recv(65536)
        if not more:
            break
        data += more
    return data
