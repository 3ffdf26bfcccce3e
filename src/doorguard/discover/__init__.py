"""Ways of finding devices: one file each, one line in the tuple."""

from __future__ import annotations

from doorguard.discover import mdns, names, neighbours, ports, ssdp, ws_discovery
from doorguard.discover.channel import Channel

CHANNELS: tuple[Channel, ...] = (
    neighbours.CHANNEL,
    mdns.CHANNEL,
    ws_discovery.CHANNEL,
    ssdp.CHANNEL,
    names.CHANNEL,
    ports.CHANNEL,
)
