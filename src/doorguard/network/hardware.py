"""What a hardware (MAC) address tells: the registered maker, or that it is made up.

The registry comes with scapy (the IEEE lists, 24, 28 and 36 bits; the longest match wins).
"""

from __future__ import annotations

import functools

from doorguard.network.text import NAME_CAP, clean


def maker_of(mac: str) -> str | None:
    """The organisation an address like ``aa:bb:cc:dd:ee:ff`` is registered to, or None."""
    if is_randomised(mac):
        return None
    digits = mac.replace(":", "").upper()
    registry = _registry()
    for count in (9, 7, 6):
        if digits[:count] in registry:
            return clean(registry[digits[:count]], NAME_CAP)
    return None


def is_randomised(mac: str) -> bool:
    """The locally administered bit is set (IEEE 802): made up, as phones do."""
    return bool(int(mac[:2], 16) & 2)


@functools.cache
def _registry() -> dict[str, str]:
    """Prefix digits (6, 7 or 9 of them) to the organisation's full name."""
    from scapy.libs import manuf

    found: dict[str, str] = {}
    for line in manuf.DATA.splitlines():
        prefix, _, names = line.partition("\t")
        bare, _, bits = prefix.partition("/")
        digits = bare.replace(":", "").replace("-", "").upper()
        if len(digits) >= 6 and names:
            found[digits[: int(bits) // 4 if bits else 6]] = names.rpartition("\t")[2].strip()
    return found
