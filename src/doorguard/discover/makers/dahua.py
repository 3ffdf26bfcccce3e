"""Dahua: DHIP v2 on UDP 37810 (group 239.255.255.251) and the older search on UDP 5050."""

from __future__ import annotations

import json
import re
import struct

from doorguard.discover.makers.search import NotThisProtocol, Reply, Search, channel
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

DHIP_SEARCH = bytes.fromhex(
    "2000000044484950000000000000000040000000000000004000000000000000"
    "7b226d6574686f64223a20224448446973636f7665722e736561726368222c20"
    "22706172616d73223a207b226d6163223a2022222c2022756e69223a20317d7d"
)
"""32-byte head (its length, DHIP, the JSON's length twice) and the search method, unicast asked."""
DVRIP_SEARCH = bytes.fromhex("a3010001" + "00" * 12 + "02000000" + "00" * 12)
KEPT = ("DeviceType", "DeviceClass", "Version", "Vendor", "VideoInputChannels", "RemoteVideoInputChannels")
_HEAD = 32


def read_dhip(data: bytes) -> Reply:
    """A DHIP reply. Raises NotThisProtocol. Malformed JSON is read key by key, as it is recorded."""
    if len(data) < _HEAD + 2 or data[4:8] != b"DHIP":
        raise NotThisProtocol("no DHIP head")
    length = struct.unpack_from("<I", data, 16)[0]
    text = data[_HEAD : _HEAD + min(length, 16384)].decode("utf-8", "replace")
    if "notifyDevInfo" not in text:
        raise NotThisProtocol("another method")
    rows = _rows(text)
    serial = rows.get("SerialNo", "")
    return Reply(
        fields={name.lower(): rows[name] for name in KEPT if rows.get(name)},
        model=clean(rows.get("DeviceType", ""), NAME_CAP),
        maker=clean(rows.get("Vendor", ""), NAME_CAP),
        firmware=rows.get("Version", ""),
        serial=serial,
        mac=rows.get("mac", "").lower()[:17],
        address=rows.get("IPAddress", ""),
        ids=(("serial", serial),) if serial else (),
        setup_done=_set_up(rows.get("Init", "")),
    )


def _set_up(init: str) -> bool | None:
    """``Init``, bits 0 and 1: 1 is not set up, 2 is set up; 0 are old devices that cannot say (Dahua's
    NetSDK, ``byInitStatus``)."""
    bits = int(init) & 3 if init.isascii() and init.isdigit() and len(init) < 10 else 0
    return {1: False, 2: True}.get(bits)


def _rows(text: str) -> dict[str, str]:
    try:
        whole = json.loads(text)
        info = whole["params"]["deviceInfo"]
        rows = {k: v for k, v in info.items() if isinstance(v, str | int) and not isinstance(v, bool)}
        rows["IPAddress"] = (info.get("IPv4Address") or {}).get("IPAddress", "")
        rows["mac"] = whole.get("mac", "")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        names = (*KEPT, "SerialNo", "Init", "IPAddress", "mac")
        rows = {n: m[1] for n in names if (m := re.search(rf'"{n}"\s*:\s*"?([^",}}]{{1,128}})', text))}
    return {str(k): clean(str(v)[:512]) for k, v in rows.items()}


def read_dvrip(data: bytes) -> Reply:
    """The older reply: byte 0 is b3; MAC as text at 120, model after it, then ``Key:value`` lines."""
    if len(data) < 120 or data[0] != 0xB3:
        raise NotThisProtocol("no b3 head")
    second = struct.unpack_from("<H", data, 2)[0]
    address = ".".join(str(byte) for byte in data[0x38:0x3C])
    tail = data[120 : 120 + max(17, min(second, 512))]
    mac, model = clean(tail[:17], 17).lower(), clean(tail[17:].split(b"\0")[0], NAME_CAP)
    lines = dict(re.findall(r"(Name|Device|SerialNo):([^\r\n\0]{1,64})", data[120:2048].decode("latin-1")))
    serial = clean(lines.get("SerialNo", ""), 64)
    return Reply(
        fields={"devicetype": model} if model else {},
        model=model,
        serial=serial,
        mac=mac if re.fullmatch(r"([0-9a-f]{2}[:-]){5}[0-9a-f]{2}", mac) else "",
        address=address,
        ids=(("serial", serial),) if serial else (),
    )


DHIP = Search(
    protocol="dhip",
    title=N_("Dahua cameras and doorbells, and their many other names"),
    requests=lambda: (DHIP_SEARCH,),
    port=37810,
    parse=read_dhip,
    groups=("239.255.255.251",),
)
DVRIP = Search(
    protocol="dvrip5050",
    title=N_("Older Dahua cameras and recorders"),
    requests=lambda: (DVRIP_SEARCH,),
    port=5050,
    parse=read_dvrip,
    hear_port=5050,
)
CHANNELS = (channel(DHIP), channel(DVRIP))
