"""What a device tells the person who signs in to it: one file each, one line in the tuple.

A maker's own language comes before ONVIF: it tells more, and one service is opened first.
"""

from __future__ import annotations

from doorguard.probes.probe import Probe
from doorguard.probes.signed_in import (
    axis,
    dahua,
    doorbird,
    dvrip,
    foscam,
    hanwha,
    isapi,
    onvif,
    reolink,
    vivotek,
)

PROBES: tuple[Probe, ...] = (
    isapi.PROBE,
    dahua.PROBE,
    axis.PROBE,
    reolink.PROBE,
    foscam.PROBE,
    hanwha.PROBE,
    vivotek.PROBE,
    doorbird.PROBE,
    dvrip.PROBE,
    onvif.PROBE,
)
