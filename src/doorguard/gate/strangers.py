"""Is somebody among it whom the person does not know? Then changes wait for the full path (design rule 1)."""

from __future__ import annotations

from doorguard.facts import A_STRANGER, FACTS, NOT_KNOWN
from doorguard.model import Scalar


def somebody_unknown(fact: str, value: Scalar | None) -> bool:
    """True for a device that is not known, and for an account, a phone or a person that is not known or not
    chosen. ``fact`` may carry a place: ``account.owner@account/2``."""
    name = fact.partition("@")[0]
    if name == "owner.claimed":
        return value in (False, NOT_KNOWN)
    if name == "owner.all_mine" and value == NOT_KNOWN:
        return True
    return name in FACTS and FACTS[name].asked and value in A_STRANGER
