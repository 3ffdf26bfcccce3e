"""What the person said about devices: in this look, before it in this sitting, in a record, and in an answers file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from doorguard.facts import told_anew, with_what_follows
from doorguard.model import Device, Scalar
from doorguard.session.labels import Labels
from doorguard.session.past import Past

BY_HARDWARE = "mac-"
"""How the id of a device begins that is known by its hardware address."""


def known_by_hardware(device: Device) -> bool:
    """Only then is it the device of another look: an address goes to others, and whatever else is known of a device,
    another one can say of itself. Two things behind one box have one hardware address, so neither is known by it."""
    return device.id.startswith(BY_HARDWARE) and not device.behind_one_box


class Statements:
    """By device. What is said now goes before what was said earlier, and that before what a file says.

    ``told`` and ``labels`` are what a file says, by address; ``hardware`` is the one hardware address that both are
    about. ``past`` is what a record tells.
    """

    def __init__(
        self,
        past: Past,
        told: Mapping[str, Mapping[str, Scalar]],
        labels: Mapping[str, Mapping[tuple[str, str], str]],
        hardware: Mapping[str, str],
    ) -> None:
        self.past = past
        self._told_by_address, self._labels_by_address, self._hardware = told, labels, hardware
        self._told: dict[str, dict[str, Scalar]] = {}
        self._told_before: dict[str, dict[str, Scalar]] = {}
        self._labels = Labels()
        self._labels_before = Labels()

    def goes_on_from(self, before: Statements, devices: Iterable[Device]) -> None:
        """What was said in the look before holds in this one too. ``devices`` are those of that look."""
        self._told_before = {**before._told_before, **before._told}
        for labels in (before._labels_before, before._labels):
            self._labels_before.take_over(labels)
        for device in devices:
            if not known_by_hardware(device):
                self._told_before.pop(device.id, None)
                self._labels_before.forget(device.id)

    def say(self, device_id: str, device: Device | None, name: str, value: Scalar) -> None:
        """``device`` is None where none of that id is shown; then no place of it can be meant."""
        fact, _, place = name.partition("@")
        if not place:
            said = self._of(device) if device is not None else self._told.get(device_id, {})
            self._told[device_id] = told_anew(said, name, value)
        elif device is not None:
            self._labels.say(device, fact, place, str(value))

    def take_file(self, device: Device, address: str) -> None:
        """What a file says of an address; nothing of it when it names the box and another one is there."""
        if self._hardware.get(address, device.mac) != device.mac:
            return
        if address in self._told_by_address:
            self._told[device.id] = {**self._told_by_address[address], **self._of(device)}
        for (fact, called), owner in self._labels_by_address.get(address, {}).items():
            self._labels.say_of(device.id, fact, called, owner)

    def merge(self, kept: str, gone: str) -> None:
        """Two devices turned out to be one. Where both were spoken of, what was said of the one that stays holds."""
        if gone in self._told:
            self._told[kept] = {**self._told.pop(gone), **self._told.get(kept, {})}
        self._labels.merge(kept, gone)

    def with_told(self, device: Device) -> Device:
        """The device, with all that was said of it and what follows from that."""
        labels: dict[str, Scalar] = {}
        if known_by_hardware(device):
            labels |= {**self.past.labels.told(device), **self._labels_before.told(device)}
        told = with_what_follows(self._of(device))
        return replace(device, told={**told, **labels, **self._labels.told(device)})

    def _of(self, device: Device) -> Mapping[str, Scalar]:
        """What was said of it: in this look, else before it, in this sitting or in the record."""
        if device.id in self._told:
            return self._told[device.id]
        if not known_by_hardware(device):
            return {}
        return {**self.past.told.get(device.id, {}), **self._told_before.get(device.id, {})}
