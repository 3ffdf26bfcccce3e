"""What only the person can say."""

from __future__ import annotations

from doorguard.facts.kind import FactKind, Type
from doorguard.model import Level


def _asked(name: str, type_: Type, meaning: str) -> FactKind:
    return FactKind(name, type_, meaning, Level.TALK, asked=True)


TOLD: tuple[FactKind, ...] = (
    _asked("owner.claimed", "yes-no", "The person says this device is known to them."),
)
