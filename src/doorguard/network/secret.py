"""A user name and a password, held in memory and shown nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """What a person typed, or a maker's first pair. Never in a repr, a log, an event or a file."""

    user: str = field(repr=False)
    password: str = field(repr=False)
