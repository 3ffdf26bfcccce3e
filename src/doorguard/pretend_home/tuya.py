"""Tuya beacons: a device tells everybody about itself every five seconds, scrambled by a published constant."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice

_KEY = hashlib.md5(b"yGAdlopoPVldABfn").digest()  # noqa: S324 - the maker's own constant, in every app
_EVERY = 5
_PORTS = {"3.1": 6666, "3.3": 6667, "3.5": 7000}
"""Protocol version -> the port its beacons go to."""


@dataclass
class Beacon:
    """``bound``: somebody's account holds it. What kind of device it is stands nowhere in a beacon."""

    device_id: str
    product: str = "keypretend00001"
    version: Literal["3.1", "3.3", "3.5"] = "3.3"
    bound: bool = True
    port: int = 49155
    groups: tuple[Group, ...] = ()
    _second: int = -1

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[Cast]:
        """Nobody asks it there."""
        return ()

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """A beacon at start and every fifth second."""
        self._second += 1
        if self._second % _EVERY:
            return ()
        return ((self._frame(device), "255.255.255.255", _PORTS[self.version]),)

    def _frame(self, device: PretendDevice) -> bytes:
        said = {
            "ip": device.address, "gwId": self.device_id, "active": 2 if self.bound else 0, "ability": 0, "mode": 0,
            "encrypt": self.version != "3.1", "productKey": self.product, "version": self.version,
        }  # fmt: skip
        plain = json.dumps(said).encode()
        if self.version == "3.5":
            return _frame_6699(plain)
        return _frame_55aa(plain if self.version == "3.1" else _ecb(plain), 0x12 if self.version == "3.1" else 0x13)


def _ecb(plain: bytes) -> bytes:
    """AES-128-ECB with PKCS#7 padding."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    fill = 16 - len(plain) % 16
    box = Cipher(algorithms.AES(_KEY), modes.ECB()).encryptor()  # noqa: S305 - the maker's choice
    return box.update(plain + bytes([fill]) * fill) + box.finalize()


def _frame_55aa(payload: bytes, command: int) -> bytes:
    """55AA: sequence, command, length (from the return code to the foot), return code, payload, CRC32, foot."""
    head = struct.pack(">IIIII", 0x000055AA, 0, command, len(payload) + 12, 0) + payload
    return head + struct.pack(">II", zlib.crc32(head), 0x0000AA55)


def _frame_6699(plain: bytes) -> bytes:
    """6699: AES-128-GCM; the head after its magic is authenticated too."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    iv = os.urandom(12)
    inside = bytes(4) + plain  # a return code leads
    head = struct.pack(">IHIII", 0x00006699, 0, 0, 0x23, 12 + len(inside) + 16)
    return head + iv + AESGCM(_KEY).encrypt(iv, inside, head[4:]) + struct.pack(">I", 0x00009966)
