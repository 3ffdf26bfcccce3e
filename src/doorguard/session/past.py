"""What a record tells of the days before: folded from its entries, for the next look and for the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from doorguard.facts import told_anew
from doorguard.model import AskedCloser, Device, DevicesMerged, Event, Judged, Level, RunStarted, Scalar, Told
from doorguard.record.bodies import THE_SENTENCE
from doorguard.record.events import UnreadableEvent, event_of
from doorguard.record.visit import Difference, compare
from doorguard.report.picture import Picture, logins_in
from doorguard.session.labels import Labels

NOT_LOOKED = ("no-network", "not-allowed")
"""Ends of a look in which nothing was looked at."""
MOST_LOOKS = 4
"""Pictures that are held; older looks are in the record alone."""
ONCE_IN = timedelta(hours=24)
"""A maker's first password is tried once in this time, also from one run to the next (design rule 2)."""


@dataclass
class Past:
    """``looks`` are the pictures of the newest looks, the newest last. ``closed`` are ways in that were seen closed and
    not open again since, by finding id; ``closed_before`` is how that stood when the newest look began. ``told`` and
    ``labels`` are what the person said of devices, by device id. ``given`` are the answers of the gate that were
    kept, ``given_at`` is when the last of them was given; ``plan`` is the newest body of that kind; ``opened`` are the
    times at which the record was opened."""

    header: Mapping[str, Any] = field(default_factory=dict)
    looks: list[Picture] = field(default_factory=list)
    closed: dict[str, datetime] = field(default_factory=dict)
    closed_before: dict[str, datetime] = field(default_factory=dict)
    told: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    labels: Labels = field(default_factory=Labels)
    tried: dict[str, datetime] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    given_at: datetime | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    opened: list[datetime] = field(default_factory=list)
    entries: int = 0
    unreadable: int = 0

    @property
    def last(self) -> Picture | None:
        """The newest look; None before the first. What was only named by hand is one too."""
        return self.looks[-1] if self.looks else None

    @property
    def pretend(self) -> bool:
        """It is a record of the pretend home."""
        return self.header.get("pretend") is True

    @property
    def keeps_answers(self) -> bool:
        """The person agreed to keep the answers of the gate in it. Then a changed one has to be kept too: else the
        older, perhaps less careful one would come back on another day."""
        return any(key != THE_SENTENCE for key in self.given)

    def tried_within_a_day(self, device_id: str, now: datetime) -> bool:
        """The first password of this device was tried less than a day ago."""
        when = self.tried.get(device_id)
        return when is not None and now - when < ONCE_IN

    def changed(self) -> list[Difference] | None:
        """What the newest look found different from the one before it; None where there are no two that looked."""
        looks = [look for look in self.looks if look.ended is not None and look.ended not in NOT_LOOKED]
        return compare(looks[-2], looks[-1], closed_before=self.closed_before) if len(looks) > 1 else None

    def going_on(self) -> Past:
        """One that goes on from here with what happens now, while this one stays as it is. It has no looks yet."""
        return Past(
            header=self.header,
            closed=dict(self.closed),
            told={device: dict(said) for device, said in self.told.items()},
            labels=self.labels.copy(),
            tried=dict(self.tried),
        )

    # --- folding ------------------------------------------------------------------------------

    def take(self, entry: Mapping[str, Any]) -> None:
        """One entry, in its order; ``entry`` is what it says. What does not fit is passed over."""
        self.entries += 1
        body, when = entry.get("body"), _time(entry.get("utc"))
        if not isinstance(body, dict):
            return
        match entry.get("kind"):
            case "header":
                self.header = body
            case "opened" if when is not None and body.get("how", "opened") == "opened":
                self.opened.append(when)
            case "answer" if not body.get("device"):
                self._answered(body, when)
            case "plan":
                self.plan = body
            case "observation":
                self._observed(body, when)

    def _answered(self, body: Mapping[str, Any], when: datetime | None) -> None:
        name, value = body.get("name"), body.get("value")
        if isinstance(name, str) and isinstance(value, str):
            self.given[name] = value
            if name != THE_SENTENCE:  # that is written at each look; the answers are as old as they are
                self.given_at = when or self.given_at

    def _observed(self, body: Mapping[str, Any], when: datetime | None) -> None:
        try:
            event = event_of(body)
        except UnreadableEvent:
            self.unreadable += 1
            return
        self.see(event, when)

    def see(self, event: Event, when: datetime | None) -> None:
        """Something that happened; ``when`` is when it was written."""
        if isinstance(event, RunStarted):
            self.closed_before = dict(self.closed)
        if isinstance(event, RunStarted) or not self.looks:
            self._next_look(event)
        picture = self.looks[-1]
        logins = logins_in(picture.sent)
        picture.take(event)
        match event:
            case Judged():
                self._judged(picture, event)
            case Told():
                self._told(picture.devices.get(event.device), event)
            case AskedCloser() if event.level == Level.TEST and when is not None and logins_in(event.sent) > logins:
                self.tried[event.device] = when
            case DevicesMerged():
                self._merged(event.kept, event.gone)

    def _next_look(self, event: Event) -> None:
        """What the person named stays from look to look."""
        picture = self.looks[-1].named_alone() if self.looks else Picture()
        if self.looks and self.looks[-1].started_at is None and isinstance(event, RunStarted):
            self.looks.pop()  # only things that were named, and they went on into this one
        self.looks = [*self.looks[-MOST_LOOKS + 1 :], picture]

    def _judged(self, picture: Picture, event: Judged) -> None:
        for finding in event.findings:
            if finding.outcome == "problem":
                self.closed.pop(finding.id, None)
            elif finding.id in picture.closed_at:
                self.closed.setdefault(finding.id, picture.closed_at[finding.id])

    def _merged(self, kept: str, gone: str) -> None:
        """Two devices turned out to be one; the later try of a password counts."""
        if gone in self.told:
            self.told[kept] = {**self.told.pop(gone), **self.told.get(kept, {})}
        for finding_id in [i for i in self.closed if i.startswith(f"{gone}/")]:
            when_closed = self.closed.pop(finding_id)
            self.closed.setdefault(f"{kept}/{finding_id.partition('/')[2]}", when_closed)
        self.labels.merge(kept, gone)
        if gone in self.tried:
            when = self.tried.pop(gone)
            self.tried[kept] = max(when, self.tried.get(kept, when))

    def _told(self, device: Device | None, event: Told) -> None:
        fact, _at, place = event.name.partition("@")
        if not place:
            self.told[event.device] = told_anew(self.told.get(event.device, {}), event.name, event.value)
        elif device is not None:
            self.labels.say(device, fact, place, str(event.value))


class LastTwoLooks:
    """The events of the last two looks and what was closed between them, for who folds the rest in another way."""

    def __init__(self) -> None:
        self._before: list[Event] = []
        self._now: list[Event] = []
        self._closed: dict[str, datetime] = {}

    def take(self, event: Event, closed: Mapping[str, datetime]) -> None:
        """The next event; ``closed`` are the ways in that are closed before it, over all looks, by finding id."""
        if isinstance(event, RunStarted):
            self._before, self._now, self._closed = self._now or self._before, [], dict(closed)
        self._now.append(event)

    def changed(self) -> list[Difference] | None:
        """As :meth:`Past.changed`."""
        past = Past()
        for event in (*self._before, *self._now) if self._before else ():
            past.see(event, None)
        past.closed_before = self._closed
        return past.changed()


def past_of(entries: Iterable[Mapping[str, Any]]) -> Past:
    """The past that these entries tell (what :meth:`doorguard.record.Record.said` gives)."""
    past = Past()
    for entry in entries:
        past.take(entry)
    return past


def _time(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
