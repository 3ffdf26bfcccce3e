"""Tuya (Smart Life and many no-name makes): beacons on UDP 6666, 6667 and 7000. Only heard.

The key of the scrambled beacons is the MD5 of a constant that every app carries; it is no secret.
A beacon does not say what a device is, so it never makes anything a camera.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from doorguard.discover.makers.search import NotThisProtocol, Reply, Search, channel
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

BEACON_KEY = hashlib.md5(b"yGAdlopoPVldABfn").digest()  # noqa: S324 - the maker's own constant
_LARGEST = 4096


def read_clear(data: bytes) -> Reply:
    """UDP 6666: a 55AA frame with JSON."""
    return _reply(_json(_payload(data)))


def read_ecb(data: bytes) -> Reply:
    """UDP 6667: a 55AA frame, AES-128-ECB with the beacon key."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    payload = _payload(data)
    payload = payload[: len(payload) // 16 * 16]
    opened = Cipher(algorithms.AES(BEACON_KEY), modes.ECB()).decryptor()  # noqa: S305 - the maker's choice
    plain = opened.update(payload) + opened.finalize()
    return _reply(_json(plain))


def read_gcm(data: bytes) -> Reply:
    """UDP 7000: a 6699 frame, AES-128-GCM: head 18, iv 12, text, tag 16, foot 4."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(data) < 18 + 12 + 16 + 4 or data[:4] != b"\x00\x00\x66\x99":
        raise NotThisProtocol("no 6699 head")
    try:
        plain = AESGCM(BEACON_KEY).decrypt(data[18:30], data[30:-4][:_LARGEST], data[4:18])
    except (InvalidTag, ValueError):
        raise NotThisProtocol("not under the beacon key") from None
    return _reply(_json(plain))


def _payload(data: bytes) -> bytes:
    """The bytes between a 55AA head (16, or 20 with a return code), the CRC and the foot."""
    if len(data) < 24 or data[:4] != b"\x00\x00\x55\xaa" or len(data) > _LARGEST:
        raise NotThisProtocol("no 55AA head")
    start = 20 if data[16:20] == b"\0\0\0\0" else 16
    return data[start:-8]


def _json(plain: bytes) -> dict[str, Any]:
    begin, end = plain.find(b"{"), plain.rfind(b"}")
    if begin < 0 or end < begin:
        raise NotThisProtocol("no JSON")
    found = json.loads(plain[begin : end + 1].decode("utf-8", "replace"))
    if not isinstance(found, dict) or "gwId" not in found:
        raise NotThisProtocol("no device id")
    return found


def _reply(found: dict[str, Any]) -> Reply:
    device = str(found.get("gwId", ""))[:64]
    fields = {
        name.lower(): clean(str(found[name])[:128], NAME_CAP)
        for name in ("version", "productKey")
        if isinstance(found.get(name), str | int | float)
    }
    return Reply(
        fields=fields,
        maker="",
        address=clean(str(found.get("ip", ""))[:64], 64),
        ids=(("serial", hashlib.sha256(device.encode()).hexdigest()[:16]),),
    )


def _nothing() -> tuple[bytes, ...]:
    return ()


CHANNELS = tuple(
    channel(
        Search(
            protocol=protocol,
            title=N_("Smart Life devices that speak up by themselves"),
            requests=_nothing,
            port=port,
            parse=parse,
            hear_port=port,
            beacons=True,
            says="tuya",
        )
    )
    for protocol, port, parse in (
        ("tuya6666", 6666, read_clear),
        ("tuya6667", 6667, read_ecb),
        ("tuya7000", 7000, read_gcm),
    )
)
