"""Question sets for one device: one file each, one line in the tuple, asked in this order."""

from __future__ import annotations

from doorguard.probes import services
from doorguard.probes.probe import Probe

PROBES: tuple[Probe, ...] = (services.PROBE,)
