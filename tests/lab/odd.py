"""Devices with habits that real ones have: slow, choosy, silent, on the wrong network."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.ws_discovery import WsDiscovery


@dataclass
class OneProbeOnly(WsDiscovery):
    """Answers only the Probe that asks exactly for ``wanted`` ("" is the untyped one)."""

    wanted: str = ""

    def hear(self, data: bytes, sender: tuple[str, int], device: PretendDevice) -> Sequence[bytes]:
        found = re.search(rb"<(?:\w+:)?Types[^>]*>([^<]*)<", data)
        asked = found[1].decode().rpartition(":")[2] if found else ""
        return super().hear(data, sender, device) if asked == self.wanted else ()


@dataclass
class Slow(WsDiscovery):
    """Takes its time. It answers one question at a time, as small devices do."""

    seconds: float = 2.5
    answered: list[float] = field(default_factory=list)

    def hear(self, data: bytes, sender: tuple[str, int], device: PretendDevice) -> Sequence[bytes]:
        replies = super().hear(data, sender, device)
        if replies and not self.answered:
            time.sleep(self.seconds)
            self.answered.append(time.monotonic())
            return replies
        return ()
