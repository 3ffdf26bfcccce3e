"""May one device be signed in to, or its first password be tried? Pure: the same answers as the gate."""

from __future__ import annotations

from collections.abc import Mapping

from doorguard.model import Level, Scalar
from doorguard.wording import N_, _

MAY_BE_SEEN = N_("The device may write this down, and it may send a message to whoever owns its account.")
"""What the owner may now see, in one line; shown before the second consent (lockout.md section 2)."""


def why_not_closer(
    level: Level,
    *,
    allowed: Level,
    told: Mapping[str, Scalar],
    consent: Mapping[str, bool],
) -> tuple[str, ...]:
    """Plain sentences why not; empty when it may go on.

    ``allowed`` is the level that the gate allows, ``told`` what the person said of this device,
    ``consent`` the second consent (for Test alone).
    """
    says: list[str] = []
    if allowed < Level.LOOK:
        says.append(_("The answers do not allow asking devices, so they do not allow signing in to one."))
    if told.get("owner.claimed") is not True:
        says.append(_("We sign in only to a device that you know. If you know this one, say so first."))
    if level >= Level.TEST:
        if consent.get("test_agreed") is not True:
            says.append(_("Trying the first password needs your yes. {line}").format(line=_(MAY_BE_SEEN)))
        if consent.get("tried_today") is not False:
            says.append(
                _("Somebody may have tried a password today. One more could lock the device, so wait a day.")
            )
    return tuple(says)
