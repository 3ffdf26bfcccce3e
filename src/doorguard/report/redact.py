"""What leaves the screen without secrets and personal values (design rule 7, S30)."""

from __future__ import annotations

import re

from doorguard.facts import kind_of
from doorguard.model import Device, Fact, Scalar

LEFT_OUT = "left out"
SHORTEST = 6
"""Characters of a serial number below which it is too common a word to look for."""

_SECRET_IN_ADDRESS = re.compile(
    r"(//)(?:[^/@:\s\"']+:(?!\d+/)[^\s\"']*@|[^/@\s]*@)"
    r"|([\w-]*(?:user|usr|login|pass|pas|pwd|psw|token|key|auth|secret)[\w-]*)=[^&\s]*|(\bauthorization:\s*\w+\s+)\S+",
    re.IGNORECASE,
)
"""A password may itself hold a slash or an at sign, though an address should not."""
_SERIAL_IN_REALM = re.compile(r"\b(Login to )\S+", re.IGNORECASE)
"""How devices of the Dahua family ask for a login: with their serial number, which is a key to their cloud."""
_FREELY_SAID = frozenset({"http.title", "http.realm", "rtsp.realm", "tls.subject"})
"""Where a computer has its person's name. What nothing shows to be a camera is known by its address and
the maker of its chip alone (design rule 9)."""


def fact_value(fact: Fact, device: Device) -> Scalar:
    """The value as it may be written down: personal ones are left out, and said so."""
    kind = kind_of(fact.name)
    if kind.personal and not isinstance(fact.value, bool):
        return LEFT_OUT
    if device.kind == "unknown" and (fact.name in _FREELY_SAID or fact.name.startswith("mdns.txt.")):
        return LEFT_OUT
    if isinstance(fact.value, str):
        return _without_serial(without_secrets(fact.value), device)
    return fact.value


def told_value(name: str, value: Scalar) -> Scalar:
    """What the person said, as it may be written down; ``name`` may hold a place (``fact@place``)."""
    return LEFT_OUT if kind_of(name.partition("@")[0]).personal and not isinstance(value, bool) else value


def _without_serial(text: str, device: Device) -> str:
    """The serial number stands in other texts too."""
    for fact in device.facts:
        if fact.name == "device.serial" and len(str(fact.value)) >= SHORTEST:
            text = re.sub(re.escape(str(fact.value)), LEFT_OUT, text, flags=re.IGNORECASE)
    return _SERIAL_IN_REALM.sub(rf"\1({LEFT_OUT})", text)


def without_secrets(text: str) -> str:
    """Take user names and passwords out of anything that looks like a web address."""
    if "@" not in text and "=" not in text and "uthorization" not in text:  # as in most texts
        return text
    gone = LEFT_OUT.replace(" ", "-")
    return _SECRET_IN_ADDRESS.sub(lambda m: m[1] or (f"{m[2]}={gone}" if m[2] else f"{m[3]}{gone}"), text)
