"""One device under test: a pretend one, or a server that others wrote, behind an address of a pretend home."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from doorguard.model import Device, Fact, FactAbout, Gap, Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice, TcpService
from doorguard.probes.probe import Learned, Probe

CAMERA, ROUTER = "192.168.77.20", "192.168.77.1"


class Bench:
    """Runs probes against one address. ``elsewhere``: port -> the real loopback port of another program."""

    def __init__(self, *tcp: TcpService, elsewhere: dict[int, int] | None = None, family: str | None = None) -> None:
        self.pretend = PretendDevice(CAMERA, "44:19:b6:00:00:20", tcp=list(tcp))
        self.book = AddressBook("192.168.77.0/24", "192.168.77.10", ROUTER)
        self.book.neighbours[CAMERA] = self.pretend.mac
        self.pretend.start(BookAir(self.book))
        for port, real in (elsewhere or {}).items():
            self.book.put_tcp(CAMERA, port, ("127.0.0.1", real))
        self.ports = sorted({*(elsewhere or {}), *(service.port for service in tcp)})
        self.family = family
        self.door = Door.onto_book(self.book, Level.LOOK)
        self.facts: list[Fact] = []
        self.gaps: list[Gap] = []

    def ask(self, *probes: Probe, known: Sequence[Fact] = ()) -> Bench:
        """Run these probes in one visit, as a session does."""
        self.facts += [Fact(name="port.open", value=f"tcp/{p}", place=f"tcp/{p}", probe="ports") for p in self.ports]
        self.facts += known
        with self.door.visit(CAMERA) as visit:
            for probe in probes:
                device = Device(
                    id="d", id_from="hand", addresses=(CAMERA,), facts=tuple(self.facts), family=self.family
                )
                if not probe.applies(device):
                    continue
                visit.allow(connections=probe.connections, requests=probe.requests)
                for learned in probe.run(device, visit):
                    self._keep(learned)
        return self

    def _keep(self, learned: Learned) -> None:
        assert not isinstance(learned, FactAbout)
        (self.facts if isinstance(learned, Fact) else self.gaps).append(learned)  # type: ignore[arg-type]

    def value(self, name: str, place: str | None = None) -> object:
        """The first fact of this name."""
        return next((f.value for f in self.facts if f.name == name and place in (None, f.place)), None)

    def reason(self, name: str) -> str | None:
        """Why this is not known."""
        return next((g.reason for g in self.gaps if name in g.names), None)

    def close(self) -> None:
        """Give everything back; no login was sent, and the budget held."""
        sent = self.door.sent().get(CAMERA)
        self.door.stop()
        self.door.close()
        self.pretend.stop()
        assert not self.pretend.faults
        if sent is not None:
            assert (sent.logins, sent.connections <= 40, sent.requests <= 120) == (0, True, True)


def program(name: str) -> str | None:
    """Where somebody else's server is on this computer, or None."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def free_port() -> int:
    """A loopback port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


@contextlib.contextmanager
def running(command: Sequence[str], port: int, log: Path, *, fed_from: str | None = None) -> Iterator[None]:
    """A program that listens on ``port``, ended with the block. ``fed_from``: a file that it reads as its input."""
    with log.open("wb") as out, contextlib.ExitStack() as files:
        given = files.enter_context(open(fed_from, "rb")) if fed_from else subprocess.PIPE
        process = subprocess.Popen(command, stdin=given, stdout=out, stderr=out)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            assert process.poll() is None, log.read_text(errors="replace")[-500:]
            time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait(5)
        if process.stdin:
            process.stdin.close()
