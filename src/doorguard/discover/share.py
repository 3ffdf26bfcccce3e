"""How much of a channel one address may take, so that a flood from one leaves room for the others."""

from __future__ import annotations

MOST_EACH, MOST_IN_ALL, MOST_ADDRESSES = 64, 2000, 4096
"""Sightings from one address, and of one channel (threat model: floods); addresses that are heard at all:
more than the largest network has, for who floods can write any sender on a datagram."""


class Share:
    """Counts what is admitted. What an address sends beyond its share counts for nobody else.

    A full channel still hears the first word of every address that was not heard yet.
    """

    def __init__(self, each: int = MOST_EACH, in_all: int = MOST_IN_ALL, addresses: int = MOST_ADDRESSES) -> None:
        self._each, self._in_all, self._addresses = each, in_all, addresses
        self._by_address: dict[str, int] = {}
        self._admitted = 0

    def admits(self, address: str) -> bool:
        """True, and counted, while this address and the channel have room."""
        used = self._by_address.get(address, 0)
        full = self._admitted >= self._in_all
        if used >= self._each or (used and full) or (not used and len(self._by_address) >= self._addresses):
            return False
        self._by_address[address] = used + 1
        self._admitted += 1
        return True
