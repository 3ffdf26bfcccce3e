"""One device signed in to: a probe of level Sign in against a pretend one, with its own counters beside ours."""

from __future__ import annotations

from collections.abc import Sequence

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.refusal import DoorError
from doorguard.network.secret import Secret
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice, TcpService
from doorguard.probes.probe import Probe

CAMERA, OURS = "192.168.77.20", "192.168.77.10"
OWN = Secret("admin", "three-words-of-their-own")


class SignedIn:
    """Runs one probe once. ``kinds``: port -> what greeted us there (http unless said); ``known``: what a look found."""

    def __init__(
        self, probe: Probe, family: str, *tcp: TcpService, secret: Secret = OWN, seconds: float = 15.0, kinds: dict[int, str] | None = None,
        device: PretendDevice | None = None, known: Sequence[Fact] = (),
    ) -> None:  # fmt: skip
        self.probe = probe
        self.pretend = device or PretendDevice(CAMERA, "44:19:b6:00:00:20", tcp=list(tcp))
        self.book = AddressBook("192.168.77.0/24", OURS, "192.168.77.1")
        self.book.neighbours[CAMERA] = self.pretend.mac
        self.pretend.start(BookAir(self.book))
        self.facts: list[Fact] = []
        self.gaps: list[Gap] = []
        self.ended: DoorError | None = None
        look = Door.onto_book(self.book, Level.LOOK)
        look.close()
        self.door = look.closer(Level.SIGN_IN, CAMERA, secret)
        greeted = [
            Fact(name="service.name", value=(kinds or {}).get(s.port, "http"), place=f"tcp/{s.port}", probe="services") for s in self.pretend.tcp
        ]
        self._run(Device(id="d", id_from="hand", addresses=(CAMERA,), facts=(*greeted, *known), family=family), seconds)
        self.received = self.pretend.received()
        self.sent = self.door.sent().get(CAMERA)
        self.door.stop()
        self.door.close()
        self.pretend.stop()

    def _run(self, device: Device, seconds: float) -> None:
        assert self.probe.applies(device)
        with self.door.visit(CAMERA, seconds) as visit:
            visit.allow(connections=self.probe.connections, requests=self.probe.requests)
            try:
                for learned in self.probe.run(device, visit):
                    (self.facts if isinstance(learned, Fact) else self.gaps).append(learned)  # type: ignore[arg-type]
            except DoorError as error:
                self.ended = error

    @property
    def logins(self) -> tuple[int, int]:
        """(logins, refused) that we counted; equal to the device's own count."""
        ours = (self.sent.logins, self.sent.logins_refused) if self.sent else (0, 0)
        assert ours == (self.received["logins"], self.received["logins_refused"])
        return ours

    def rows(self, name: str) -> list[tuple[str | None, object]]:
        """(place, value) of every fact of that name."""
        return [(f.place, f.value) for f in self.facts if f.name == name]

    def value(self, name: str) -> object:
        """The one value of a fact of the device itself; None when it was not told."""
        found = [f.value for f in self.facts if f.name == name and f.place is None]
        assert len(found) <= 1, found
        return found[0] if found else None

    def reason(self, name: str, place: str | None = None) -> str | None:
        """Why it is not known there."""
        return next((g.reason for g in self.gaps if name in g.names and g.place == place), None)

    def texts(self) -> str:
        """All that anybody could ever be shown of this run."""
        return repr((self.facts, self.gaps, self.ended))


def within_budget(run: SignedIn) -> None:
    """Never more than the device's budget, by its own count; one login at most; no bug in the pretend device."""
    assert run.received["connections"] <= 40
    assert run.received["requests"] <= 120
    assert run.received["logins"] == (run.sent.logins if run.sent else 0) <= 1
    assert run.pretend.faults == []


def names(facts: Sequence[Fact]) -> set[str]:
    return {fact.name for fact in facts}
