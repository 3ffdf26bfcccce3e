"""Makers' own searches: one file each, one line in the tuple."""

from __future__ import annotations

from doorguard.discover.channel import Channel
from doorguard.discover.makers import dahua, hikvision, records, reolink, tplink, tuya, xiongmai

MAKER_CHANNELS: tuple[Channel, ...] = (
    hikvision.CHANNEL,
    *dahua.CHANNELS,
    *tplink.CHANNELS,
    xiongmai.CHANNEL,
    reolink.CHANNEL,
    *tuya.CHANNELS,
    *records.CHANNELS,
)
