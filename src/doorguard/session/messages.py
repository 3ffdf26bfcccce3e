"""What the threads of a run say to the one that follows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from doorguard.model import Device, Fact, FactAbout, Gap, Sighting
from doorguard.network.door import DEVICE_SECONDS
from doorguard.probes.probe import Probe


@dataclass
class Channelled:
    """A channel sighted something."""

    channel: str
    item: Sighting


@dataclass
class ChannelDone:
    """A channel came to its end, by itself or by an error."""

    name: str
    failure: Exception | None = None


@dataclass
class Probed:
    """A probe of one device learned something, or could not."""

    address: str
    probe: str
    item: Fact | FactAbout | Gap


@dataclass
class ProbesDone:
    """All probes that were due on one device have ended, after ``seconds``."""

    address: str
    ran: tuple[tuple[Probe, tuple[Gap, ...]], ...]
    seconds: float
    failures: tuple[tuple[Probe, Exception], ...] = ()


@dataclass
class Asked:
    """What has been asked of one address.

    ``ready_at``: its ports have all been tried. ``nothing_for``: as what is known now stands, no probe has anything
    to ask. ``most`` is how many seconds its questions may take together; ``kept_back`` are those of them that are
    kept for the router's list, until it is known where that is.
    """

    ran: set[str] = field(default_factory=set)
    busy: bool = False
    seconds: float = 0.0
    ready_at: float | None = None
    nothing_for: Device | None = None
    most: float = DEVICE_SECONDS
    kept_back: float = 0.0
