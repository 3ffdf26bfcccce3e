"""How much of a channel one address may take, so that a flood from one leaves room for the others."""

from __future__ import annotations

MOST_EACH, MOST_IN_ALL = 64, 2000
"""Sightings from one address, and of one channel (threat model: floods)."""


class Share:
    """Counts what is admitted. What an address sends beyond its share counts for nobody else."""

    def __init__(self, each: int = MOST_EACH, in_all: int = MOST_IN_ALL) -> None:
        self._each, self._in_all = each, in_all
        self._by_address: dict[str, int] = {}
        self._admitted = 0

    def admits(self, address: str) -> bool:
        """True, and counted, while this address and the channel have room."""
        used = self._by_address.get(address, 0)
        if used >= self._each or self._admitted >= self._in_all:
            return False
        self._by_address[address] = used + 1
        self._admitted += 1
        return True
