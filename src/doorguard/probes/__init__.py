"""Question sets for one device: one file each, one line in the tuple, asked in this order."""

from __future__ import annotations

from doorguard.probes import first_password, http, igd, onvif, picture, rtsp, services, settings, signed_in, tls
from doorguard.probes.probe import Probe

PROBES: tuple[Probe, ...] = (
    igd.PROBE,
    services.PROBE,
    onvif.PROBE,
    rtsp.PROBE,
    tls.PROBE,
    http.PROBE,
    picture.PROBE,
    settings.PROBE,
    *signed_in.PROBES,
    first_password.PROBE,
)
