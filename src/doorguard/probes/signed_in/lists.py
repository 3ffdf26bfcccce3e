"""Lists that every maker has in words of its own, said as the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doorguard.model import Fact, Gap
from doorguard.network.text import NAME_CAP, clean

MOST = 64
"""Entries told of one list; a camera has a handful."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``level`` is admin, operator, viewer or other."""

    name: str
    level: str


def say_accounts(accounts: Iterable[Account], probe: str, *, part: str = "") -> Iterator[Fact | Gap]:
    """The accounts of one list; ``part`` tells several lists of one probe apart. Whose each is, only the
    person can say."""
    place_of = f"account/{probe}{f'-{part}' if part else ''}"
    for number, account in enumerate(list(accounts)[:MOST], 1):
        place = f"{place_of}/{number}"
        yield Fact(name="account.name", value=clean(account.name, NAME_CAP), place=place, how="reported", probe=probe)
        yield Fact(name="account.level", value=account.level, place=place, how="reported", probe=probe)
        yield Gap(names=("account.owner",), reason="not-asked", place=place, probe=probe)
