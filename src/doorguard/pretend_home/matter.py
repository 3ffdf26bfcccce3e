"""A Matter device as the network sees it: whose homes hold it, and whether it lets another one in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice
from doorguard.pretend_home.mdns import Mdns, Service

PORT = 5540
CAMERA, DOORBELL = 322, 323
"""Device types 0x0142 and 0x0143."""


@dataclass
class Deaf:
    """The operational port: it takes datagrams, and answers nobody who has no session with it."""

    port: int = PORT
    groups: tuple[Group, ...] = ()

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[Cast]:
        """No session, no answer."""
        return ()

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """Its own announcements are mDNS."""
        return ()


@dataclass
class Matter:
    """``fabrics`` are compressed fabric ids, 16 hex digits: one for each home that controls the device.

    ``window``: 0 none, 1 open with the printed code, 2 open with a temporary code. A device that
    ``announces_always`` stays in the list of those that can be added, with CM=0, when none is open.
    """

    address: str
    mac: str
    host: str
    name: str
    device_type: int
    discriminator: int
    fabrics: list[str] = field(default_factory=list)
    window: int = 0
    announces_always: bool = False
    vendor_and_product: str = "65521+32769"

    def device(self) -> PretendDevice:
        """The device that carries it."""
        self._mdns = Mdns(self.host)
        self._arrange()
        return PretendDevice(self.address, self.mac, udp=[self._mdns, Deaf()])

    def remove_last_home(self) -> None:
        """One home lets it go; the records of that home get a goodbye."""
        self.fabrics.pop()
        self._arrange()

    def close_window(self) -> None:
        """Nobody else can be let in now."""
        self.window = 0
        self._arrange()

    def _arrange(self) -> None:
        wanted = [
            Service("_matter._tcp", f"{fabric}-{number:016X}", PORT, {"SII": "500", "SAI": "300", "T": "0"}, (f"_I{fabric}",))
            for number, fabric in enumerate(self.fabrics, 1)
        ]
        if self.window or self.announces_always:
            wanted.append(self._commissionable())
        names = {(service.type, service.name) for service in wanted}
        for service in list(self._mdns.services):
            if (service.type, service.name) not in names:
                self._mdns.withdraw(service)
        self._mdns.services[:] = wanted
        self._mdns.announce_again()

    def _commissionable(self) -> Service:
        vendor = self.vendor_and_product.partition("+")[0]
        txt = {
            "D": str(self.discriminator), "CM": str(self.window), "VP": self.vendor_and_product,
            "DT": str(self.device_type), "DN": self.name,
        }  # fmt: skip
        subtypes = (f"_V{vendor}", f"_T{self.device_type}", f"_L{self.discriminator}", f"_S{self.discriminator >> 8}")
        return Service("_matterc._udp", f"{self.discriminator:016X}", PORT, txt, (*subtypes, *(("_CM",) if self.window else ())))
