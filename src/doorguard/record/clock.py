"""When: UTC, local time with its offset, and how far the computer's clock can be trusted (safety.md C3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""Made by systemd-timesyncd once it had the time (its manual page, section FILES)."""


def stamp(when: datetime) -> Mapping[str, str]:
    """The times of an entry, to the millisecond. ``when`` carries a time zone."""
    local = when.astimezone()
    return {
        "utc": when.astimezone(UTC).isoformat(timespec="milliseconds"),
        "local": local.isoformat(timespec="milliseconds"),
        "clock": clock_state(),
    }


def clock_state() -> str:
    """``synchronised`` when the system says so, else ``not-known``. No time is fetched from anywhere."""
    return "synchronised" if _SYNCHRONISED.exists() else "not-known"
