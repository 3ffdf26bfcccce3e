"""What the person said about the accounts, recipients and sign-ins that a device listed.

A label belongs to what is listed (this account name, this address), never to its place in the list:
places move when somebody is added, and a stranger must not inherit "mine". One name in two lists of a
device is asked about once: the person knows it by its name, and could not tell the two questions apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from doorguard.model import Device, Scalar

OWNERS = ("mine", "chosen", "unknown")
"""What a label can be: mine, someone I chose, I don't know."""
CALLED_BY: Mapping[str, tuple[str, ...]] = {
    "account.owner": ("account.name",),
    "recipient.owner": ("recipient.address",),
    "access.owner": ("access.name", "access.address"),
}
"""The facts that say who or what a labelled place is."""

_Called = tuple[str, ...]


class Labels:
    """By device: (labelled fact, what it is called) -> owner."""

    def __init__(self) -> None:
        self._said: dict[str, dict[tuple[str, _Called], str]] = {}

    def copy(self) -> Labels:
        """One that can change by itself."""
        twin = Labels()
        twin.take_over(self)
        return twin

    def take_over(self, others: Labels) -> None:
        """Everything said there; it wins."""
        for device, said in others._said.items():
            self._said.setdefault(device, {}).update(said)

    def merge(self, kept: str, gone: str) -> None:
        """Two devices turned out to be one; what was said of the one that stays wins."""
        if gone in self._said:
            self._said[kept] = {**self._said.pop(gone), **self._said.get(kept, {})}

    def forget(self, device_id: str) -> None:
        """All that was said of one device."""
        self._said.pop(device_id, None)

    def say(self, device: Device, fact: str, place: str, owner: str) -> None:
        """Label what stands at ``place`` now, in whichever list of the device it stands too. Passed over when
        nothing stands there."""
        called = _called(device, fact, place)
        if called is not None and owner in OWNERS:
            self._said.setdefault(device.id, {})[fact, called] = owner

    def say_of(self, device_id: str, fact: str, called: str, owner: str) -> None:
        """Label it by name, in whichever list it turns up (from an answers file)."""
        if owner in OWNERS:
            self._said.setdefault(device_id, {}).setdefault((fact, (called,)), owner)

    def told(self, device: Device) -> dict[str, Scalar]:
        """``fact@place`` -> owner, for everything listed now that has a label."""
        said = self._said.get(device.id)
        if not said:
            return {}
        found: dict[str, Scalar] = {}
        for fact, names in CALLED_BY.items():
            for place in {f.place for f in device.facts if f.name == names[0] and f.place}:
                called = _called(device, fact, place)
                if called is None:
                    continue
                owner = said.get((fact, called)) or said.get((fact, called[:1]))
                if owner is not None:
                    found[f"{fact}@{place}"] = owner
        return found


def _called(device: Device, fact: str, place: str) -> _Called | None:
    here = {f.name: str(f.value) for f in device.facts if f.place == place}
    names = CALLED_BY.get(fact, ())
    if not names or names[0] not in here:
        return None
    return tuple(here.get(name, "") for name in names)
