"""Reolink's search, device side: asked on UDP 2000 by ``aaaa0000``, answered to UDP 3000 of the asker.

The layout of the record is not published; what it holds is (a name, the address, port 9000, the id).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice

ASKED = bytes.fromhex("aaaa0000")
ANSWERED_TO = 3000


@dataclass
class Reolink:
    """``uid`` has 16 characters and begins with 9527; it is the key to the maker's relay."""

    name: str
    uid: str
    port: int = 2000
    groups: tuple[Group, ...] = (("255.255.255.255", 2000), ("192.168.77.255", 2000))

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[Cast]:
        """One record for the four bytes."""
        if data != ASKED:
            return ()
        record = struct.pack("<4s32s16sI32s", ASKED, self.name.encode(), device.address.encode(), 9000, self.uid.encode())
        return ((record + bytes(64), sender[0], ANSWERED_TO),)

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """It waits to be asked."""
        return ()
