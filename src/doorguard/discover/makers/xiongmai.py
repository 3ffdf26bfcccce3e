"""Xiongmai (sold under hundreds of names): UDP 34569, message 1530 asks, 1531 answers."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import struct

from doorguard.discover.makers.search import NotThisProtocol, Reply, Search, channel
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

SEARCH_1530 = bytes.fromhex("ff00000000000000000000000000fa0500000000")
_HEAD, _ANSWER = 20, 1531
KEPT = ("HostName", "DeviceType", "ChannelNum", "Version", "BuildDate")


def read(data: bytes) -> Reply:
    """A 1531 reply. The serial is the key to the maker's cloud: only a short digest of it is kept."""
    if len(data) < _HEAD + 2 or data[0] != 0xFF or struct.unpack_from("<H", data, 14)[0] != _ANSWER:
        raise NotThisProtocol("no such head")
    length = struct.unpack_from("<I", data, 16)[0]
    if length > 16384:
        raise NotThisProtocol("too long")
    whole = json.loads(data[_HEAD : _HEAD + length].decode("utf-8", "replace").strip("\0\n "))
    rows = {str(k): clean(str(v)[:256]) for k, v in whole["NetWork.NetCommon"].items() if isinstance(v, str | int)}
    serial = rows.get("SN", "")
    name = clean(rows.get("HostName", ""), NAME_CAP)
    return Reply(
        fields={name.lower(): rows[name] for name in KEPT if rows.get(name)},
        firmware=rows.get("Version", ""),
        name="" if name in ("LocalHost", "") else name,
        mac=rows.get("MAC", "").lower()[:17],
        address=_address(rows.get("HostIP", "")),
        ids=(("serial", hashlib.sha256(serial.encode()).hexdigest()[:16]),) if serial else (),
    )


def _address(text: str) -> str:
    """``0x0A01A8C0`` is 192.168.1.10: the octets stand backwards."""
    if not text.lower().startswith("0x") or len(text) != 10:
        return ""
    return str(ipaddress.IPv4Address(bytes.fromhex(text[2:])[::-1]))


SEARCH = Search(
    protocol="xm34569",
    title=N_("No-name cameras of the Xiongmai kind"),
    requests=lambda: (SEARCH_1530,),
    port=34569,
    parse=read,
    hear_port=34569,
)
CHANNEL = channel(SEARCH)
