"""Whose a device is, as far as the person said (S9): the same words on screen and in a summary."""

from __future__ import annotations

from collections.abc import Mapping

from doorguard.facts import NOT_KNOWN, NOT_SAID
from doorguard.model import Device, Scalar
from doorguard.wording import N_, _

_ALL_MINE = "owner.all_mine"
_CLAIMED: Mapping[Scalar, str] = {
    True: N_("You know this device."),
    False: N_("You do not know this device."),
    NOT_KNOWN: N_("You do not know whose it is."),
    NOT_SAID: N_("You would rather not say."),
}
_FIVE: Mapping[str, Mapping[str, str]] = {
    "device.bought_by": {
        "me": N_("You bought it."),
        "chosen": N_("Someone you chose bought it."),
        "someone": N_("Someone else bought it."),
        "unknown": N_("Who bought it is not known."),
    },
    "setup.by": {
        "me": N_("You set it up."),
        "chosen": N_("Someone you chose set it up."),
        "company": N_("A landlord, a company or someone before you set it up."),
        "someone": N_("Someone else set it up."),
        "unknown": N_("Who set it up is not known."),
    },
    "account.whose": {
        "mine": N_("Its account is yours."),
        "chosen": N_("Someone you chose has its account."),
        "someone": N_("Someone else has its account."),
        "unknown": N_("Who has its account is not known."),
    },
    "plan.paid_by": {
        "me": N_("You pay for it."),
        "nobody": N_("Nobody pays for it."),
        "chosen": N_("Someone you chose pays for it."),
        "someone": N_("Someone else pays for it."),
        "unknown": N_("Who pays for it is not known."),
    },
    "device.in_reach_of": {
        "me": N_("Only people who live here can reach it."),
        "chosen": N_("Others can reach it too, and you know them."),
        "someone": N_("Anyone who passes by can reach it."),
        "unknown": N_("Who can reach it is not known."),
    },
}
"""The five facts on which any advice depends (S9), in the order in which they are told."""


def whose_words(device: Device) -> str:
    """What the person said about whose it is, in short sentences; empty where nothing was said."""
    told = device.told
    parts = [words[str(told[fact])] for fact, words in _FIVE.items() if str(told.get(fact)) in words]
    if told.get(_ALL_MINE) is not True and "owner.claimed" in told:
        parts.insert(0, _CLAIMED.get(told["owner.claimed"], ""))
    if not parts and told.get(_ALL_MINE) == NOT_SAID:
        parts = [_CLAIMED[NOT_SAID]]
    return " ".join(_(part) for part in parts if part)
