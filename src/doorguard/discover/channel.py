"""What a way of finding devices is: its level, its worst side effect, and one generator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from doorguard.model import Level, Sighting
from doorguard.network.door import Door
from doorguard.network.waiting import Deadline


class Ground(Protocol):
    """What a channel may know of the run it is part of."""

    @property
    def listening(self) -> Deadline:
        """How long channels listen in this run."""

    def now(self) -> float:
        """Seconds since the run started, for ``seen_at``."""

    def hosts(self) -> list[str]:
        """Addresses known to be alive so far, in the order they were found."""

    def hosts_by_need(self) -> list[str]:
        """The same addresses, those about which a name would tell most first."""

    def more_hosts_may_come(self) -> bool:
        """False once who-is-there has ended."""

    def wanted_name(self, name: str) -> bool:
        """True when a camera, doorbell, recorder or hub rule matches this host name.

        Any other name is dropped unseen (design rule 9)."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of finding devices.

    ``level`` is the lowest level at which it does anything; a channel that both listens and asks
    looks at ``door.level``. ``side_effect`` is the worst that it can cause, in plain words.
    """

    name: str
    title: str
    level: Level
    side_effect: str
    run: Callable[[Door, Ground], Iterator[Sighting]]
