"""The pretend household and what a person can change in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from doorguard.network.book import AddressBook
from doorguard.pretend_home.air import Air, BookAir
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.telnet import Telnet

NETWORK, OURS, ROUTER = "192.168.77.0/24", "192.168.77.10", "192.168.77.1"


@dataclass(frozen=True)
class Change:
    """Something the person would do in a device's own settings."""

    id: str
    title: str
    act: Callable[[PretendDevice], None]


def _no_name_camera() -> tuple[PretendDevice, list[Change]]:
    camera = PretendDevice("192.168.77.23", "00:12:17:00:00:23", tcp=[Telnet()])
    return camera, [
        Change(
            "close-telnet",
            "Switch off remote commands (telnet) in its settings",
            lambda d: d.close_port(23),
        )
    ]


class PretendHome:
    """Start it, give its book to the door, change things, stop it."""

    def __init__(self, air: Air | None = None) -> None:
        self.book = AddressBook(NETWORK, OURS, ROUTER)
        self._air = air or BookAir(self.book)
        self._changes: dict[str, list[Change]] = {}
        self.devices: list[PretendDevice] = []
        for make in (_no_name_camera,):
            device, changes = make()
            self.devices.append(device)
            self._changes[device.address] = changes
            self.book.neighbours[device.address] = device.mac

    def start(self) -> None:
        """Switch everything on."""
        for device in self.devices:
            device.start(self._air)

    def stop(self) -> None:
        """Switch everything off."""
        for device in self.devices:
            device.stop()

    def changes(self, address: str) -> list[Change]:
        """What can be changed on a device."""
        return list(self._changes.get(address, ()))

    def change(self, address: str, change_id: str) -> None:
        """Do it. Raises ``KeyError`` for an unknown change."""
        device = next(d for d in self.devices if d.address == address)
        {c.id: c for c in self.changes(address)}[change_id].act(device)
