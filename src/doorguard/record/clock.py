"""When: UTC, local time with its offset, and how far the computer's clock can be trusted (safety.md C3)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""Made by systemd-timesyncd once it had the time (its manual page, section FILES)."""


_LOCAL = "/etc/localtime"
"""A link into the time zone database (localtime(5))."""


def stamp(when: datetime) -> Mapping[str, str]:
    """The times of an entry, to the millisecond. ``when`` carries a time zone."""
    local = when.astimezone()
    return {
        "utc": when.astimezone(UTC).isoformat(timespec="milliseconds"),
        "local": local.isoformat(timespec="milliseconds"),
        "clock": clock_state(),
    }


def zone_name() -> str:
    """Such as Europe/London; the short name of now where the system does not tell more (Windows)."""
    named = os.environ.get("TZ", "").lstrip(":") or os.path.realpath(_LOCAL).partition("zoneinfo/")[2]
    return named or datetime.now().astimezone().tzname() or ""


def clock_state() -> str:
    """``synchronised`` when the system says so, else ``not-known``. No time is fetched from anywhere."""
    return "synchronised" if os.path.lexists(_SYNCHRONISED) else "not-known"
