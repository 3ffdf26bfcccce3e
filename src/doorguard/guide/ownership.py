"""Whose account is it, and may a step change it? Pure (safety.md S16).

A step that changes an account belongs to whoever holds that account. Where that is somebody else, or is not
known, the honest choices come in its place or before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from doorguard.catalog.shapes import LockClass
from doorguard.model import Device

Holder = Literal["mine", "chosen", "someone", "not-known", "not-asked"]
"""Who holds the account, as far as the person said: they alone; someone they chose; somebody else; asked, and not
known; or not asked yet."""
Branch = Literal["none", "before", "instead"]
"""Does "If someone else owns it" stand before a step, or in its place?"""

CHANGES_THE_ACCOUNT = frozenset(
    {
        "remove-a-person",
        "sign-out-everywhere",
        "two-step",
        "end-to-end",
        "unlink-services",
        "cloud-off",
        "remove-links",
        "own-plan",
        "take-it-over",
        "reset",
        "presence-off",
        "lock-users",
        "change-password",
        "change-device-code",
    }
)
"""Steps that only whoever holds the account can take, or that take it from them."""

ACCOUNT_DECIDES: tuple[LockClass, ...] = ("equal", "request-in-app", "vendor-or-brand-only")
"""Makes with which whoever holds the account can shut the person out, or is told when they ask."""
_HELD: Mapping[object, Holder] = {"mine": "mine", "me": "mine", "chosen": "chosen", "someone": "someone"}


def holder_of(device: Device) -> Holder:
    """Who holds the account of a device, or who runs a router."""
    fact = "router.run_by" if device.kind == "router" else "account.whose"
    if fact not in device.told:
        return "not-asked"
    return _HELD.get(device.told[fact], "not-known")


def branch_for(action: str, device: Device, lock_class: LockClass | None) -> Branch:
    """What stands before this step. Somebody else's account is never changed for them: "instead".

    Where nobody was asked yet, the question comes first only for a make whose account decides who may stay.
    """
    if action not in CHANGES_THE_ACCOUNT:
        return "none"
    holder = holder_of(device)
    if holder == "mine":
        return "none"
    if holder == "someone":
        return "instead"
    if holder == "not-asked":
        return "before" if lock_class in ACCOUNT_DECIDES and device.kind != "router" else "none"
    return "before"


def may_reset(device: Device, lock_class: LockClass | None) -> bool:
    """True where the device is the person's own thing, and a reset frees it or may do so (S16). Never with a make
    whose account stays. Where it is not known what frees a make, the page says that first (``LOCK_WORDS``)."""
    return device.told.get("device.bought_by") == "me" and lock_class in ("frees-on-reset", None, "unknown")
