"""Ways of finding devices: one file each, one line in the tuple."""

from __future__ import annotations

from doorguard.discover import mdns, names, neighbours, ports, ssdp, ws_discovery
from doorguard.discover.channel import Channel
from doorguard.discover.makers import MAKER_CHANNELS

CHANNELS: tuple[Channel, ...] = (
    neighbours.CHANNEL,
    mdns.CHANNEL,
    ws_discovery.CHANNEL,
    ssdp.CHANNEL,
    names.CHANNEL,
    *MAKER_CHANNELS,
    ports.CHANNEL,
)
