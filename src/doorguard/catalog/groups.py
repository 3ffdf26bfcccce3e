"""The checks in the order in which a person can follow them: by what they need, the most severe first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, get_args

from doorguard.catalog.shapes import Check, Way
from doorguard.model import Level, Severity
from doorguard.wording import N_

WAYS: Mapping[Way, str] = {
    "people": N_("People and their phones"),
    "passwords": N_("Passwords"),
    "doors": N_("Open doors"),
    "internet": N_("Doors to the internet"),
    "copies": N_("Copies sent elsewhere"),
    "label": N_("The label and the box"),
    "other": N_("Its software, and anything else"),
}
"""How somebody could look through a device, in the order in which it is shown: most of it is people."""

NEEDS: Mapping[Level, tuple[str, str]] = {
    Level.TALK: ("What only you can say", "You are asked. Nothing is sent."),
    Level.LISTEN: ("What devices say by themselves", "We wait and hear. Nothing is sent to them."),
    Level.LOOK: ("What we see when we ask", "We ask the devices, without any password."),
    Level.SIGN_IN: ("What a device tells its owner", "You sign in to one device, with your own password."),
    Level.TEST: ("What one try shows", "The maker's first password is tried once on one device."),
}


class Group(NamedTuple):
    """Checks that need the same of the person."""

    level: Level
    title: str
    needs: str
    checks: tuple[Check, ...]


def grouped(checks: Iterable[Check]) -> Iterator[Group]:
    """The groups that hold a check, the quietest first."""
    weights = get_args(Severity)
    found = sorted(checks, key=lambda check: (weights.index(check.severity), check.id))
    for level, (title, needs) in NEEDS.items():
        here = tuple(check for check in found if check.level == level)
        if here:
            yield Group(level, title, needs, here)
