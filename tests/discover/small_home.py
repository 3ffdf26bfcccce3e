"""A home of bare sockets on loopback: each test says byte by byte what its devices answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from doorguard.discover.channel import Channel
from doorguard.model import Fact, Level, Scalar, Sighting
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.waiting import Deadline

NET = "192.168.77."
OURS, ROUTER, CAMERA, OTHER = f"{NET}10", f"{NET}1", f"{NET}20", f"{NET}30"
MDNS, SSDP, WSD = ("224.0.0.251", 5353), ("239.255.255.250", 1900), ("239.255.255.250", 3702)
Answering = Callable[[bytes], Sequence[bytes]]


@dataclass
class FakeGround:
    """What a channel knows of the run; ``wanted`` are the beginnings of names that a rule wants."""

    seconds: float
    found: list[str] = field(default_factory=list)
    wanted: tuple[str, ...] = ("ring-", "reolink")
    more: bool = True
    needy: tuple[str, ...] = ()
    asked_names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.began = time.monotonic()
        self.listening = Deadline(self.seconds)

    def now(self) -> float:
        return time.monotonic() - self.began

    def hosts(self) -> list[str]:
        return list(self.found)

    def hosts_by_need(self) -> list[str]:
        return [*(a for a in self.found if a in self.needy), *(a for a in self.found if a not in self.needy)]

    def more_hosts_may_come(self) -> bool:
        return self.more

    def wanted_name(self, name: str) -> bool:
        self.asked_names.append(name)
        return name.lower().startswith(self.wanted)


class SmallHome:
    """Devices are loopback sockets in an address book. Close it."""

    def __init__(self) -> None:
        self.book = AddressBook(f"{NET}0/24", OURS, ROUTER)
        self.heard: dict[str, list[bytes]] = {}
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._doors: list[Door] = []
        self.ending = False

    def add(self, address: str, mac: str | None = None) -> str:
        self.book.neighbours[address] = mac or f"44:19:b6:00:00:{int(address.rpartition('.')[2]):02x}"
        return address

    def udp(
        self, address: str, port: int, answering: Answering | None = None, groups: Sequence[tuple[str, int]] = ()
    ) -> socket.socket:
        """A device's socket; ``answering`` says what goes back for each datagram."""
        if "." in address and address.startswith(NET):
            self.add(address, self.book.neighbours.get(address))
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.1)
        self._sockets.append(sock)
        self.book.put_udp(address, port, sock.getsockname(), tuple(groups))
        self._start(self._answer, sock, address, answering)
        return sock

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _answer(self, sock: socket.socket, address: str, answering: Answering | None) -> None:
        while not self.ending:
            try:
                data, sender = sock.recvfrom(65535)
            except TimeoutError:
                continue
            except OSError:
                return
            self.heard.setdefault(address, []).append(data)
            for reply in answering(data) if answering else ():
                sock.sendto(reply, sender)

    def later(self, seconds: float, act: Callable[..., object], *arguments: object) -> None:
        """Do it after so many seconds, in a thread of its own."""
        timer = threading.Timer(seconds, act, arguments)
        timer.daemon = True
        self._threads.append(timer)
        timer.start()

    def cast(self, sock: socket.socket, group: tuple[str, int], *datagrams: bytes) -> None:
        """Send to everybody of ours who hears the group."""
        for data in datagrams:
            for real in self.book.hearers(*group):
                sock.sendto(data, real)

    def web(self, address: str, port: int, page: Callable[[str], bytes]) -> list[str]:
        """A web server: ``page`` makes the whole reply from the path. Returns the paths asked for, as they come."""
        self.add(address, self.book.neighbours.get(address))
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        listener.settimeout(0.1)
        self._sockets.append(listener)
        self.book.put_tcp(address, port, listener.getsockname())
        asked: list[str] = []
        self._start(self._serve, listener, page, asked)
        return asked

    def _serve(self, listener: socket.socket, page: Callable[[str], bytes], asked: list[str]) -> None:
        while not self.ending:
            try:
                sock, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self._start(self._one, sock, page, asked)

    def _one(self, sock: socket.socket, page: Callable[[str], bytes], asked: list[str]) -> None:
        with sock:
            try:
                head = sock.recv(65536).decode("latin-1")
                asked.append(head.split(" ")[1] if " " in head else "")
                sock.sendall(page(asked[-1]))
            except OSError:
                pass

    def door(self, level: Level = Level.LOOK, *, only: str | None = None) -> Door:
        door = Door.onto_book(self.book, level)
        if only:
            from dataclasses import replace

            door.scope = replace(door.scope, only=only)
        self._doors.append(door)
        return door

    def close(self) -> None:
        self.ending = True
        for door in self._doors:
            door.stop()
            door.close()
        for thread in self._threads:
            thread.join(3)
        for sock in self._sockets:
            sock.close()


def everything(channel: Channel, door: Door, ground: FakeGround) -> list[Sighting]:
    """The channel, from its first word to its last."""
    return list(channel.run(door, ground))


def facts(sightings: Sequence[Sighting], address: str) -> dict[tuple[str | None, str], Scalar]:
    """The newest facts about one address, by place and name."""
    return {(f.place, f.name): f.value for f in facts_in_order(sightings, address)}


def facts_in_order(sightings: Sequence[Sighting], address: str) -> Iterator[Fact]:
    for sighting in sightings:
        if sighting.address == address:
            yield from sighting.facts


def http(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """A whole HTTP reply."""
    lines = "".join(f"{header}\r\n" for header in headers)
    return f"HTTP/1.1 {status}\r\n{lines}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
