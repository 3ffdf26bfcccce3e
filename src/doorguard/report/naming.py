"""What to call a device in plain words, everywhere the same."""

from __future__ import annotations

from doorguard.model import Device
from doorguard.wording import N_, _

KIND_WORDS = {
    "camera": N_("Camera"),
    "doorbell": N_("Doorbell"),
    "recorder": N_("Recorder"),
    "hub": N_("Base station or hub"),
    "router": N_("Router"),
    "unknown": N_("Unknown device"),
    "other": N_("Something else"),
}
_LOOKS_LIKE = {
    "camera": N_("Looks like a camera"),
    "doorbell": N_("Looks like a doorbell"),
    "recorder": N_("Looks like a recorder"),
    "hub": N_("Looks like a base station or hub"),
    "router": N_("Looks like a router"),
    "unknown": N_("Looks like an unknown device"),
    "other": N_("Looks like something else"),
}


CALLED = "device.called"
"""What the person calls it: shown on screen and in a summary on screen, left out of files by default."""


def short_name(device: Device) -> str | None:
    """What the person calls it, else what it calls itself; None for one without a name."""
    own = device.told.get(CALLED)
    return own if isinstance(own, str) and own else next(iter(device.names), None)


def title(device: Device) -> str:
    """A short name: what the person calls it, what it calls itself, else its kind and maker."""
    name = short_name(device)
    if name is not None:
        kind = kind_words(device)
        return name if name.casefold() == kind.casefold() else f"{name} ({kind[:1].lower()}{kind[1:]})"
    if not device.addresses:
        return kind_words(device)
    return _("{kind} at {address}").format(kind=kind_words(device), address=device.addresses[0])


def kind_words(device: Device) -> str:
    """Kind and maker: "Camera by Reolink", "Looks like a camera"."""
    kind = _((_LOOKS_LIKE if device.sure == "looks-like" else KIND_WORDS)[device.kind])
    return _("{kind} by {maker}").format(kind=kind, maker=device.vendor) if device.vendor else kind
