"""What to call a device in plain words, everywhere the same."""

from __future__ import annotations

from doorguard.model import Device

KIND_WORDS = {
    "camera": "Camera",
    "doorbell": "Doorbell",
    "recorder": "Recorder",
    "hub": "Base station or hub",
    "router": "Router",
    "unknown": "Unknown device",
    "other": "Something else",
}


def title(device: Device) -> str:
    """A short name: what it calls itself, else its kind and maker."""
    if device.names:
        kind = kind_words(device)
        if device.names[0].casefold() == kind.casefold():
            return device.names[0]
        return f"{device.names[0]} ({kind[:1].lower()}{kind[1:]})"
    return f"{kind_words(device)} at {device.addresses[0]}"


def kind_words(device: Device) -> str:
    """Kind and maker: "Camera by Reolink", "Looks like a camera"."""
    kind = KIND_WORDS[device.kind]
    if device.sure == "looks-like":
        kind = f"Looks like a {kind.lower()}"
    return f"{kind} by {device.vendor}" if device.vendor else kind
