"""Something a person would do on a device, or in the router's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from doorguard.pretend_home.device import PretendDevice

if TYPE_CHECKING:
    from doorguard.pretend_home.home import PretendHome


@dataclass(frozen=True)
class Change:
    """``id`` names it, ``title`` says it plainly, ``checks`` are the checks it should close."""

    id: str
    title: str
    checks: tuple[str, ...]
    act: Callable[[PretendDevice, PretendHome], None]


@dataclass(frozen=True)
class Made:
    """One device of the household."""

    device: PretendDevice
    changes: tuple[Change, ...] = ()
