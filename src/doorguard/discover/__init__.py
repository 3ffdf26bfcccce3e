"""Ways of finding devices: one file each, one line in the tuple."""

from __future__ import annotations

from doorguard.discover import neighbours, ports
from doorguard.discover.channel import Channel

CHANNELS: tuple[Channel, ...] = (
    neighbours.CHANNEL,
    ports.CHANNEL,
)
