"""Hikvision SADP: UDP 37020 on 239.255.255.250. Only ``inquiry``, in its two forms.

Some cameras answer to the group alone, above all those whose own address belongs to another
network; so the group is always heard too. (Published SADP clients and a recorded reply.)
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from doorguard.discover.makers.search import NotThisProtocol, Reply, Search, channel
from doorguard.discover.ws_message import Unfit, parse
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

INQUIRY = b'<?xml version="1.0" encoding="utf-8"?><Probe><Uuid>%s</Uuid><Types>inquiry</Types></Probe>'
INQUIRY_V32 = b'<?xml version="1.0" encoding="utf-8"?><Probe><Uuid>%s</Uuid><Types>inquiry_v32</Types></Probe>'
KEPT = (
    "DeviceType", "DeviceDescription", "SoftwareVersion", "Activated", "DigitalChannelNum",
    "AnalogChannelNum", "OEMInfo", "BootTime",
)  # fmt: skip


def requests() -> tuple[bytes, ...]:
    """Both inquiries under a fresh id."""
    return tuple(form % str(uuid.uuid4()).upper().encode() for form in (INQUIRY, INQUIRY_V32))


def read(data: bytes) -> Reply:
    """A ProbeMatch. Raises NotThisProtocol."""
    if b"<ProbeMatch" not in data[:512]:
        raise NotThisProtocol("no ProbeMatch")
    try:
        root = parse(data)
    except Unfit as error:
        raise NotThisProtocol(str(error)) from None
    if _local(root) != "ProbeMatch":
        raise NotThisProtocol("another root")
    rows = {_local(node): clean(node.text or "") for node in list(root)[:128]}
    activated = rows.get("Activated", "").lower()
    model = clean(rows.get("DeviceDescription", ""), NAME_CAP)
    return Reply(
        fields={name.lower(): rows[name] for name in KEPT if rows.get(name)},
        model=model,
        firmware=rows.get("SoftwareVersion", ""),
        serial=rows.get("DeviceSN", ""),
        mac=rows.get("MAC", "").replace("-", ":").lower()[:17],
        address=rows.get("IPv4Address", ""),
        ids=(("serial", rows["DeviceSN"]),) if rows.get("DeviceSN") else (),
        # One recorded device spells false as "flase": only these two words say anything.
        setup_done={"true": True, "false": False}.get(activated),
    )


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


SEARCH = Search(
    protocol="sadp",
    title=N_("Hikvision cameras and their many other names"),
    requests=requests,
    port=37020,
    parse=read,
    groups=("239.255.255.250",),
)
CHANNEL = channel(SEARCH)
