"""A HomeKit accessory: what it announces (``_hap._tcp``), and how it refuses who is not paired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.mdns import Mdns, Service
from doorguard.pretend_home.web import Answer, Request, Web

CAMERA, DOORBELL = 17, 18
"""Accessory categories (``ci``)."""
_NOT_PAIRED = 1
"""Bit 0 of the status flags (``sf``)."""


@dataclass
class HomeKit:
    """``identity`` looks like a hardware address and is none: it changes at every reset.

    ``refusal``: accessories of Apple's own specification say 470, some others 401.
    """

    address: str
    mac: str
    name: str
    model: str
    category: int
    identity: str
    port: int
    paired: bool
    refusal: Literal[401, 470] = 470

    def device(self) -> PretendDevice:
        """The device that carries it."""
        self._service = Service("_hap._tcp", self.name, self.port, self._txt())
        self._mdns = Mdns(self.name.replace(" ", "-"), [self._service])
        return PretendDevice(self.address, self.mac, tcp=[Web(self.port, "", [self._refuse])], udp=[self._mdns])

    def pair(self) -> None:
        """Somebody's Apple Home takes it: the flag goes, and that is announced."""
        self.paired = True
        self._service.txt = self._txt()
        self._mdns.announce_again()

    def _txt(self) -> dict[str, str]:
        return {
            "md": self.model, "pv": "1.1", "id": self.identity, "c#": "2", "s#": "1", "ff": "1",
            "ci": str(self.category), "sf": str(0 if self.paired else _NOT_PAIRED), "sh": "KFU1SQ==",
        }  # fmt: skip

    def _refuse(self, request: Request) -> Answer | None:
        if request.path.startswith(("/accessories", "/characteristics")):
            return Answer(self.refusal, b'{"status":-70401}', "application/hap+json")
        return None
