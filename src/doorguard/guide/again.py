"""When to look again after a step. Pure: the time is an argument."""

from __future__ import annotations

from datetime import datetime, timedelta

SOON = timedelta(minutes=10)
"""A rule in a router can come back by itself within minutes, and a list in an app can take as long to change."""
TOMORROW = timedelta(hours=24)
"""What was taken out of a list must still be out of it on the next day."""
COMES_BACK = ("close-router-door", "stop-asking-the-router", "ipv6-protection-on")
"""Steps whose door a device may open again by itself."""


def look_again_at(action: str, now: datetime, *, by_the_person: bool) -> tuple[datetime, ...]:
    """The times at which to look again, the nearest first.

    ``by_the_person``: only the person can look, because no device was asked.
    """
    soon = (now + SOON,) if by_the_person or action in COMES_BACK else ()
    return (*soon, now + TOMORROW)
