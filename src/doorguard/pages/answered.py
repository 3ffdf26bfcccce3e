"""When the gate was answered, and for which network: danger changes, so it is asked again (S8)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

OLD_AFTER = timedelta(hours=24)
"""Answers older than this are shown again before anything is sent or changed."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""Answers from later than that are of a clock that was set back, or of nobody's making."""

WhyAgain = Literal["day", "network", "change", "kept"]
"""A day has passed; another network; the first change of a device; the answers come from a record, or the clock was
set back since."""


def network_called(network: object, gateway: str | None) -> str:
    """How a network is told from others: its addresses, and the box that it hangs on."""
    return f"{network} {gateway or ''}".strip()


@dataclass
class Answered:
    """``at`` is when the answers were given or last said to be right, None before the first. ``network`` is
    the one they were given for, None before the first look. ``shown_for`` are the devices before whose first
    change they were shown; ``photos_advised``: other ways to keep proof were shown before the first photograph."""

    at: datetime | None = None
    network: str | None = None
    shown_for: set[str] = field(default_factory=set)
    photos_advised: bool = False
    kept: bool = False
    """They come out of a record, and were not read again yet in this sitting."""

    def given(self, now: datetime) -> None:
        """One more answer; the first begins the day."""
        self.at = self.at or now

    def confirm(self, now: datetime, network: str | None) -> None:
        """They were read again, and are right here and now."""
        self.at, self.network, self.kept = now, network, False

    def why_again(self, now: datetime, network: str | None) -> WhyAgain | None:
        """Why they are shown before anything more is sent or changed; None while they hold."""
        if self.network is not None and network is not None and network != self.network:
            return "network"
        if self.at is not None and now - self.at >= OLD_AFTER:
            return "day"
        if self.kept or (self.at is not None and self.at > now + CLOCKS_DIFFER):
            return "kept"
        return None

    def copy(self) -> Answered:
        """One that can change by itself."""
        return replace(self, shown_for=set(self.shown_for))
