"""Something a person would do on a device, or in the router's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from doorguard.pretend_home.device import PretendDevice


class Household(Protocol):
    """What a change can reach besides its own device."""

    def unmap(self, address: str) -> None:
        """Take every rule for a device out of the router, as in the router's own page."""


@dataclass(frozen=True)
class Change:
    """``id`` names it, ``title`` says it plainly, ``checks`` are the checks it should close."""

    id: str
    title: str
    checks: tuple[str, ...]
    act: Callable[[PretendDevice, Household], None]


@dataclass(frozen=True)
class Made:
    """One device of the household."""

    device: PretendDevice
    changes: tuple[Change, ...] = ()
