"""The pretend household and what a person can change in it."""

from __future__ import annotations

from doorguard.network.book import AddressBook
from doorguard.pretend_home import cameras, decoys, doorbells, infrastructure
from doorguard.pretend_home.air import Air, BookAir
from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.dvrip import Dvrip
from doorguard.pretend_home.upnp import Igd
from doorguard.pretend_home.web import Web

UNPLUG, PLUG_IN = "unplug", "plug-in"
"""Changes that every device has."""
NETWORK, OURS, ROUTER = "192.168.77.0/24", "192.168.77.10", "192.168.77.1"

HOUSEHOLD = (
    infrastructure.router,
    cameras.porch,
    cameras.driveway,
    cameras.no_name,
    cameras.no_name_kept_well,
    cameras.liar,
    cameras.nursery,
    cameras.playroom,
    cameras.garage,
    cameras.greenhouse,
    cameras.hallway_not_set_up,
    cameras.hallway_set_up,
    doorbells.first_password,
    doorbells.own_password,
    doorbells.homekit_paired,
    doorbells.homekit_unpaired,
    doorbells.cloud_only,
    infrastructure.recorder,
    infrastructure.matter_two_homes,
    infrastructure.matter_window_open,
    decoys.printer,
    decoys.television,
    decoys.laptop,
    decoys.phone,
    decoys.unknown_thing,
)
"""Who lives here; each is a function that makes one device and what can be changed on it."""


class PretendHome:
    """Start it, give its book to the door, change things, stop it. ``air``: loopback by default."""

    def __init__(self, air: Air | None = None) -> None:
        self.book = AddressBook(NETWORK, OURS, ROUTER)
        self._air = air or BookAir(self.book)
        self._changes: dict[str, tuple[Change, ...]] = {}
        self.devices: list[PretendDevice] = []
        for make in HOUSEHOLD:
            made: Made = make()
            self.devices.append(made.device)
            self._changes[made.device.address] = made.changes
            self.book.neighbours[made.device.address] = made.device.mac

    def start(self) -> None:
        """Switch everything on. Raises OSError, with nothing left on, when a socket cannot be opened."""
        started: list[PretendDevice] = []
        try:
            for device in self.devices:
                device.start(self._air)
                started.append(device)
        except OSError:
            for device in started:
                device.stop()
            raise

    def stop(self) -> None:
        """Switch everything off."""
        for device in self.devices:
            device.stop()

    def device(self, address: str) -> PretendDevice:
        """The device at an address. Raises ``KeyError``."""
        for device in self.devices:
            if device.address == address:
                return device
        raise KeyError(address)

    def changes(self, address: str) -> tuple[Change, ...]:
        """What a person could change on this device, and for its doors in the router."""
        return self._changes.get(address, ())

    def login(self, address: str) -> tuple[str, str] | None:
        """The account's name and password that a device's people chose; None where it has no login."""
        try:
            device = self.device(address)
        except KeyError:
            return None
        for service in device.tcp:
            if isinstance(service, Web | Dvrip) and service.password:
                return service.user, service.password
        return None

    def change(self, address: str, change_id: str) -> None:
        """Do it; every device can also be unplugged and plugged in again. Raises ``KeyError`` for an unknown device
        or change."""
        if change_id in (UNPLUG, PLUG_IN):
            self._switch(self.device(address), on=change_id == PLUG_IN)
            return
        chosen = {change.id: change for change in self.changes(address)}[change_id]
        chosen.act(self.device(address), self)

    def _switch(self, device: PretendDevice, *, on: bool) -> None:
        if on == (device.address in self.book.neighbours):
            return
        if on:
            device.start(self._air)
            self.book.neighbours[device.address] = device.mac
        else:
            device.stop()
            del self.book.neighbours[device.address]

    def unmap(self, address: str) -> None:
        """Take every rule for a device out of the router, as in the router's own page."""
        igd = self.device(ROUTER).state["igd"]
        assert isinstance(igd, Igd)
        igd.mappings = [rule for rule in igd.mappings if rule.client != address]
