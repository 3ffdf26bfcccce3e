"""What leaves the screen without secrets and personal values (design rule 7, S30)."""

from __future__ import annotations

import re

from doorguard.facts import kind_of
from doorguard.model import Fact, Scalar

LEFT_OUT = "left out"

_SECRET_IN_ADDRESS = re.compile(
    r"(//)[^/@\s]*@|\b(user(?:name)?|usr|pass(?:word|wd)?|pwd|token|key|auth)=[^&\s]*", re.IGNORECASE
)


def fact_value(fact: Fact) -> Scalar:
    """The value as it may be written down: personal ones are left out, and said so."""
    if kind_of(fact.name).personal and not isinstance(fact.value, bool):
        return LEFT_OUT
    if isinstance(fact.value, str):
        return without_secrets(fact.value)
    return fact.value


def without_secrets(text: str) -> str:
    """Take user names and passwords out of anything that looks like a web address."""
    return _SECRET_IN_ADDRESS.sub(lambda m: m[1] or f"{m[2]}={LEFT_OUT.replace(' ', '-')}", text)
