"""Lists that every maker has in words of its own, said as the same facts.

What a list holds is said place by place, and whose each entry is, only the person can say. A list
that could not be read leaves a gap at a place of its own, so that what another list told cannot
hide it. "Nobody" is said once, at no place, when every list was read to its end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from doorguard.model import Fact, Gap, Reason, Scalar
from doorguard.network.text import NAME_CAP, TEXT_CAP, clean, clean_and_tell
from doorguard.wording import N_, _

MOST = 64
"""Entries told of one list; a camera has a handful."""
MOST_ACCESSES = 20
"""Distinct (account, address) pairs told of a list of sign-ins."""
NOBODY = frozenset({"", "0.0.0.0", "::", "none", "null"})  # noqa: S104 - what devices show for "not set"
"""What stands in an address field that nobody filled in."""
HIDDEN, TWO_ALPHABETS = "with hidden characters", "with letters of two alphabets"
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL"})
"""Alphabets whose letters look like each other, by the first word of a letter's Unicode name."""
MORE = N_("The list is longer than what is shown here.")


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``level`` is admin, operator, viewer or other."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """One connection that the device lists as open now. ``since`` is the device's own text."""

    name: str
    address: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """One sign-in that the device wrote down. ``when`` is a text that sorts by time, or empty."""

    name: str
    address: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Ourselves:
    """The account we came with and our own address: both must fit before an entry is called ours."""

    user: str
    address: str

    def are(self, name: str, address: str) -> bool:
        """True when an entry is our own connection."""
        return name == self.user and bare(address) == bare(self.address)


def is_somebody(address: str) -> bool:
    """True when an address field names somebody; devices show ``0.0.0.0`` where nothing is set."""
    return address.strip().lower() not in NOBODY


def bare(address: str) -> str:
    """An IP address as devices write it, without zone and without the IPv4-in-IPv6 prefix."""
    return address.strip().lower().partition("%")[0].removeprefix("::ffff:")


def say_accounts(accounts: Iterable[Account], probe: str, *, part: str = "") -> Iterator[Fact | Gap]:
    """The accounts of one list; ``part`` tells several lists of one probe apart. Whose each is, only the
    person can say."""
    said = list(accounts)
    place_of = f"account/{probe}{f'-{part}' if part else ''}"
    names = _told_apart(account.name for account in said[:MOST])
    for number, (account, name) in enumerate(zip(said, names, strict=False), 1):
        place = f"{place_of}/{number}"
        yield _fact(probe, place, "account.name", name)
        yield _fact(probe, place, "account.level", account.level)
        yield _to_label(probe, place, "account.owner")
    if len(said) > MOST:
        yield _more(probe, place_of, "account.owner")


def _told_apart(names: Iterable[str]) -> Iterator[str]:
    """Names as they are shown and labelled. One that was made to look like another keeps a mark: a stranger must
    not inherit "mine"."""
    seen: dict[str, int] = {}
    for raw in names:
        name, hidden = clean_and_tell(raw, NAME_CAP)
        marks = [HIDDEN] if hidden or not name else []
        if len({unicodedata.name(char, "").partition(" ")[0] for char in name if char.isalpha()} & _ALIKE) > 1:
            marks.append(TWO_ALPHABETS)
        shown = " ".join([*([name] if name else []), *(f"({mark})" for mark in marks)])
        times = seen[shown] = seen.get(shown, 0) + 1
        yield shown if times == 1 else f"{shown} (another of this name, number {times})"


def say_viewers(viewers: Iterable[Viewer], probe: str, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """Who is connected now, ourselves left out. Call it only with a list that was read to its end."""
    others = [v for v in viewers if not ourselves.are(v.name, v.address)]
    for number, viewer in enumerate(others[:MOST], 1):
        place = f"viewer/{probe}/{number}"
        yield _fact(probe, place, "viewer.other", True)
        said = {"viewer.name": viewer.name, "viewer.address": viewer.address, "viewer.since": viewer.since}
        yield from _texts(probe, place, said)
    if not others:
        yield _fact(probe, None, "viewer.other", False)


def say_accesses(
    accesses: Iterable[Access], probe: str, ourselves: Ourselves, *, whole: bool = True
) -> Iterator[Fact | Gap]:
    """Who signed in, by account and address, the newest first. ``whole`` is False when the device had
    more to tell than was read: then nobody is called absent."""
    rows = list(accesses)
    pairs: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if not ourselves.are(row.name, row.address):
            name = next(_told_apart([row.name])) if row.name else ""
            pairs.setdefault((name, bare(row.address)), []).append(row.when)
    newest = sorted(pairs.items(), key=lambda pair: max(pair[1]), reverse=True)
    for number, ((name, address), times) in enumerate(newest[:MOST_ACCESSES], 1):
        place = f"access/{probe}/{number}"
        yield _fact(probe, place, "access.name", name)  # also when empty: a label needs it
        yield from _texts(probe, place, {"access.address": address, "access.last": max(times)})
        yield _fact(probe, place, "access.times", len(times))
        yield _to_label(probe, place, "access.owner")
    if len(newest) > MOST_ACCESSES or not whole:
        yield _more(probe, f"access/{probe}", "access.owner")
    elif not newest:
        yield _fact(probe, None, "access.owner", "none")
    first = min((row.when for row in rows if row.when), default="")
    yield from _texts(probe, None, {"log.first": first} if whole else {})


@dataclass(slots=True)
class Recipients:
    """Where one device sends alerts, pictures and recordings: kind after kind, then :meth:`end`."""

    probe: str
    _numbers: dict[str, int] = field(default_factory=dict)
    _missing: bool = False

    def say(self, kind: str, addresses: Iterable[str]) -> Iterator[Fact | Gap]:
        """One list that was read. Fields that nobody filled in are no recipients."""
        found = list(dict.fromkeys(clean(a, TEXT_CAP) for a in addresses))
        for address in (a for a in found[:MOST] if is_somebody(a)):
            number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
            place = f"recipient/{kind}/{number}"
            yield _fact(self.probe, place, "recipient.kind", kind)
            yield _fact(self.probe, place, "recipient.address", address)
            yield _to_label(self.probe, place, "recipient.owner")
        if len(found) > MOST:
            self._missing = True
            yield _more(self.probe, f"recipient/{kind}", "recipient.owner")

    def missing(self, kind: str, reason: Reason) -> Iterator[Gap]:
        """One list that could not be read."""
        self._missing = True
        yield Gap(names=("recipient.owner",), reason=reason, place=f"recipient/{kind}", probe=self.probe)

    def end(self) -> Iterator[Fact]:
        """All lists of this device were gone through: says "none" when all were read and nobody is there."""
        if not self._numbers and not self._missing:
            yield _fact(self.probe, None, "recipient.owner", "none")


@dataclass(slots=True)
class Uplinks:
    """The ways out that one device opens by itself: kind after kind, then :meth:`end`."""

    probe: str
    _on: bool = False
    _missing: bool = False

    def say(self, kind: str, *, on: bool, to: str = "", number: int = 1) -> Iterator[Fact]:
        """One way out, switched on or off, and where it leads. ``number`` tells several of one kind apart."""
        place = f"uplink/{kind}" if number == 1 else f"uplink/{kind}/{number}"
        self._on |= on
        yield _fact(self.probe, place, "uplink.on", on)
        yield _fact(self.probe, place, "uplink.kind", kind)
        yield from _texts(self.probe, place, {"uplink.to": to} if is_somebody(to) else {})

    def missing(self, kind: str, reason: Reason) -> Iterator[Gap]:
        """One way out that could not be read."""
        self._missing = True
        yield Gap(names=("uplink.on",), reason=reason, place=f"uplink/{kind}", probe=self.probe)

    def end(self) -> Iterator[Fact]:
        """All were gone through: says "no" for the device when none is on and none is missing."""
        if not self._on and not self._missing:
            yield _fact(self.probe, None, "uplink.on", False)


def say_told(told: Mapping[str, Scalar | None], probe: str, needed: Sequence[str] = ()) -> Iterator[Fact | Gap]:
    """What one page told of the device itself, by fact name; None where it did not say. What was ``needed``
    and not said is a gap."""
    for name, value in told.items():
        if value is not None:
            yield _fact(probe, None, name, clean(value, TEXT_CAP) if isinstance(value, str) else value)
    silent = tuple(name for name in needed if told.get(name) is None)
    if silent:
        yield Gap(names=silent, reason="unreadable", probe=probe)


def not_read(probe: str, names: Sequence[str], reason: Reason, *, place: str | None = None) -> Gap:
    """What could not be read: settings of the device itself, or with ``place`` a whole list of it."""
    return Gap(names=tuple(names), reason=reason, place=place, probe=probe)


def _fact(probe: str, place: str | None, name: str, value: Scalar) -> Fact:
    return Fact(name=name, value=value, place=place, how="reported", probe=probe)


def _texts(probe: str, place: str | None, said: dict[str, str]) -> Iterator[Fact]:
    """The texts that are there, cleaned."""
    for name, text in said.items():
        tidy = clean(text, TEXT_CAP)
        if tidy:
            yield _fact(probe, place, name, tidy)


def _to_label(probe: str, place: str, name: str) -> Gap:
    return Gap(names=(name,), reason="not-asked", place=place, probe=probe)


def _more(probe: str, list_place: str, name: str) -> Gap:
    return Gap(names=(name,), reason="budget", place=f"{list_place}/more", probe=probe, says=_(MORE))
