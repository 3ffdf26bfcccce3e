"""What leaves the screen without secrets and personal values (design rule 7, S30)."""

from __future__ import annotations

import re

from doorguard.facts import kind_of
from doorguard.model import Device, Fact, Scalar

LEFT_OUT = "left out"
SHORTEST = 6
"""Characters of a serial number below which it is too common a word to look for."""

_WHO_ASKS = re.compile(
    r"(//)(?:[^/@:\s\"']{1,64}:(?!\d+/)[^\s\"']{0,128}@|[^/@\s]*@)|(\bauthorization:\s*\w{1,32}\s+)\S+", re.IGNORECASE
)
"""A password may itself hold a slash or an at sign, though an address should not. Each part has an end, so that no text
takes long."""
_KEY = re.compile(r"(?<![\w-])([\w-]++)=")
_SECRET_KEY = re.compile("user|usr|login|pass|pas|pwd|psw|token|key|auth|secret", re.IGNORECASE)
_VALUE = re.compile(r"[^&\s]*")
_GONE = LEFT_OUT.replace(" ", "-")
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
    return _without_values(_WHO_ASKS.sub(lambda found: found[1] or f"{found[2]}{_GONE}", text))


def _without_values(text: str) -> str:
    """Without what stands under a key of a secret."""
    parts: list[str] = []
    done = 0
    for found in _KEY.finditer(text):
        if found.start() >= done and _SECRET_KEY.search(found[1]):
            parts += [text[done : found.end()], _GONE]
            value = _VALUE.match(text, found.end())
            done = value.end() if value else found.end()
    return "".join(parts) + text[done:] if parts else text
