"""Tables of pages and what each tells, for makers whose answers are flat: settings, recipients, ways out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from doorguard.model import Fact, Gap, Scalar
from doorguard.probes.signed_in.flat import Flat
from doorguard.probes.signed_in.lists import (
    Account,
    Ourselves,
    Recipients,
    Uplinks,
    Viewer,
    is_somebody,
    not_read,
    say_accounts,
    say_told,
    say_viewers,
)
from doorguard.probes.signed_in.pages import NotHere

Told = Mapping[str, Scalar | None]
"""Fact name -> value; None where the answer does not say."""

ACCOUNTS = ("account.name", "account.level", "account.owner")
VIEWERS = ("viewer.other", "viewer.name", "viewer.address", "viewer.since")
RECIPIENTS = ("recipient.kind", "recipient.address", "recipient.owner")
UPLINKS = ("uplink.on", "uplink.kind", "uplink.to")
ACCESSES = ("access.owner", "access.name", "access.address", "access.last", "access.times", "log.first")
SIDE_EFFECT = "The device writes down that you signed in, and may send a message about it."


@dataclass(frozen=True, slots=True)
class Setting:
    """One page; ``facts`` must be told, or are a gap; ``more`` may be."""

    page: str
    tell: Callable[[Flat], Told]
    facts: tuple[str, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sends:
    """One list of recipients: the page, and the addresses in it. ``addresses`` may raise NotHere."""

    kind: str
    page: str
    addresses: Callable[[Flat], list[str]]


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out: the page, whether it is on (None: it does not say) and where it leads."""

    kind: str
    page: str
    tell: Callable[[Flat], tuple[bool | None, str]]


@dataclass(slots=True)
class Answers:
    """The pages of one device, each asked for once. ``fetch`` raises NotHere."""

    fetch: Callable[[str], Flat]
    _kept: dict[str, Flat | NotHere] = field(default_factory=dict)

    def read(self, page: str) -> Flat:
        """One page. Raises NotHere, also when it was not here before."""
        kept = self._kept.get(page)
        if kept is None:
            try:
                kept = self.fetch(page)
            except NotHere as missing:
                kept = missing
            self._kept[page] = kept
        if isinstance(kept, NotHere):
            raise NotHere(kept.reason)
        return kept


def say_account_list(read: Callable[[], list[Account]], probe: str) -> Iterator[Fact | Gap]:
    """A device's own list of accounts; ``read`` may raise NotHere."""
    try:
        accounts = read()
    except NotHere as missing:
        yield not_read(probe, ("account.owner",), missing.reason, place=f"account/{probe}")
        return
    if not accounts:  # we came in with an account, so an empty list is none
        yield not_read(probe, ("account.owner",), "unreadable", place=f"account/{probe}")
    yield from say_accounts(accounts, probe)


def say_viewer_list(read: Callable[[], list[Viewer]], probe: str, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """Who is connected now; ``read`` may raise NotHere."""
    try:
        viewers = read()
    except NotHere as missing:
        yield not_read(probe, ("viewer.other",), missing.reason, place=f"viewer/{probe}")
        return
    yield from say_viewers(viewers, probe, ourselves)


def say_settings(answers: Answers, settings: Sequence[Setting], probe: str) -> Iterator[Fact | Gap]:
    """Every setting of the table."""
    for setting in settings:
        try:
            told = setting.tell(answers.read(setting.page))
        except NotHere as missing:
            yield not_read(probe, setting.facts, missing.reason)
        else:
            yield from say_told(told, probe, setting.facts)


def say_sends(answers: Answers, sends: Sequence[Sends], said: Recipients) -> Iterator[Fact | Gap]:
    """Every list of recipients of the table; the caller ends."""
    for row in sends:
        try:
            addresses = row.addresses(answers.read(row.page))
        except NotHere as missing:
            yield from said.missing(row.kind, missing.reason)
        else:
            yield from said.say(row.kind, addresses)


def say_ways_out(answers: Answers, ways: Sequence[WayOut], probe: str) -> Iterator[Fact | Gap]:
    """Every way out of the table."""
    said = Uplinks(probe)
    for way in ways:
        try:
            on, to = way.tell(answers.read(way.page))
        except NotHere as missing:
            yield from said.missing(way.kind, missing.reason)
            continue
        if on is None:
            yield from said.missing(way.kind, "unreadable")
        else:
            yield from said.say(way.kind, on=on, to=to if is_somebody(to) else "")
    yield from said.end()


def told_by(settings: Sequence[Setting]) -> tuple[str, ...]:
    """The facts that a table of settings can tell."""
    return tuple(name for setting in settings for name in (*setting.facts, *setting.more))


def switch(fact: str, *keys: str) -> Callable[[Flat], Told]:
    """One switch: the first of these keys that is there."""
    return lambda answer: {fact: answer.yes_no(*keys)}


def moment_offset(text: str) -> int | None:
    """Seconds between a clock with its zone, or in UTC when none is given, and ours."""
    from datetime import UTC, datetime

    try:
        said = datetime.fromisoformat(text.strip().replace(" ", "T", 1))
    except ValueError:
        return None
    said = said if said.tzinfo is not None else said.replace(tzinfo=UTC)
    return abs(round((said - datetime.now(UTC)).total_seconds()))
