"""The checks in the order in which a person can follow them: by what they need, the most severe first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, get_args

from doorguard.catalog.shapes import Check
from doorguard.model import Level, Severity, Way
from doorguard.wording import N_, _

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

HOW_BAD: Mapping[Severity, str] = {
    "critical": N_("critical"),
    "high": N_("high"),
    "medium": N_("medium"),
    "low": N_("low"),
}
"""A severity as it is said; the id stands in documents and in JSON."""

NEEDS: Mapping[Level, tuple[str, str]] = {
    Level.TALK: (N_("What only you can say"), N_("You are asked. Nothing is sent.")),
    Level.LISTEN: (N_("What devices say by themselves"), N_("We wait and hear. Nothing is sent to them.")),
    Level.LOOK: (N_("What we see when we ask"), N_("We ask the devices, without any password.")),
    Level.SIGN_IN: (N_("What a device tells its owner"), N_("You sign in to one device, with your own password.")),
    Level.TEST: (N_("What one try shows"), N_("The maker's first password is tried once on one device.")),
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
            yield Group(level, _(title), _(needs), here)
