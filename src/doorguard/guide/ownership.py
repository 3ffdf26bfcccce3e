"""Whose account is it, and may a step change it? Pure (safety.md S16).

A step that changes an account belongs to whoever holds that account. Where that is somebody else, or is not
known, the honest choices come in its place or before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from doorguard.catalog.shapes import LockClass
from doorguard.model import Device
from doorguard.wording import N_

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

LOCK_WORDS: Mapping[LockClass, tuple[str, ...]] = {
    "equal": (
        N_("With this make, every owner has the same rights."),
        N_("So each owner can take out the others. They can take you out too."),
    ),
    "frees-on-reset": (
        N_("With this make, a reset by its button usually frees it for a new account."),
        N_("Whoever can reach the button can do that. A reset wipes proof."),
    ),
    "frees-with-device-password": (
        N_("With this make, the device's own password frees it, from inside the home."),
        N_("Whoever knows that password can take it over. So can the other person."),
    ),
    "request-in-app": (
        N_("With this make, you can ask for the device in the app."),
        N_("The maker then tells the person who holds it now."),
    ),
    "vendor-or-brand-only": (
        N_("With this make, only the maker can free it, or the person who holds it now."),
        N_("A reset by its button does not free it."),
    ),
    "unknown": (
        N_("We do not know what frees this make for a new account."),
        N_("A reset may not be enough, so ask the maker before you try."),
    ),
}
"""What each lock class means, in plain words."""

_HELD: Mapping[object, Holder] = {"mine": "mine", "me": "mine", "chosen": "chosen", "someone": "someone"}


def holder_of(device: Device) -> Holder:
    """Who holds the account of a device, or who runs a router."""
    fact = "router.run_by" if device.kind == "router" else "account.whose"
    if fact not in device.told:
        return "not-asked"
    return _HELD.get(device.told[fact], "not-known")


def branch_for(action: str, device: Device, lock_class: LockClass | None) -> Branch:
    """What stands before this step. Somebody else's account is never changed for them: "instead".

    Where nobody was asked yet, only a make that can shut the person out makes the question come first.
    """
    if action not in CHANGES_THE_ACCOUNT:
        return "none"
    holder = holder_of(device)
    if holder == "mine":
        return "none"
    if holder == "someone":
        return "instead"
    if holder == "not-asked":
        return "before" if lock_class is not None and device.kind != "router" else "none"
    return "before"


def may_reset(device: Device, lock_class: LockClass | None) -> bool:
    """True where the device is the person's own thing and a reset frees it: only then is that said (S16)."""
    return device.told.get("device.bought_by") == "me" and lock_class in ("frees-on-reset", None, "unknown")
