"""What one fact name means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from doorguard.model import Level

Type = Literal["text", "number", "yes-no", "version"]


@dataclass(frozen=True, slots=True)
class FactKind:
    """What one fact name means.

    ``level`` is the lowest level at which anything can supply it. ``asked`` marks facts only the
    person can give. ``personal`` facts are redacted in every output that leaves the screen.
    ``spoken``: the value is a whole sentence of ours, shown to the person as it stands; never a device's words.
    """

    name: str
    type: Type
    meaning: str
    level: Level = Level.LISTEN
    asked: bool = False
    personal: bool = False
    spoken: bool = False
