"""What happened, in order of time: from a record, or, without one, from one look. Pure."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from doorguard.model import (
    AskedCloser,
    CheckedAgain,
    DevicesMerged,
    Event,
    Judged,
    Level,
    RunEnded,
    RunStarted,
    Sent,
    StepDone,
)
from doorguard.report.listed import once_each
from doorguard.report.picture import Picture, logins_in, urgency
from doorguard.report.summary.found import Store
from doorguard.report.summary.material import Happening, Noted
from doorguard.report.text import clock
from doorguard.wording import N_, _

SAW, LOOKED, DID = N_("the person saw"), N_("this program saw"), N_("the person did")
"""Where a line comes from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One line of what happened. ``entry`` is its number in the record, 0 without one; ``happened``: when it
    happened, in the person's words, where that is another time than when it was written."""

    at: datetime
    local: datetime
    what: str
    source: str
    entry: int = 0
    happened: str = ""
    exhibit: str = ""


WRITTEN_LATER = timedelta(seconds=20)
"""What was seen longer ago than that when it was written down has both times."""
SET_BACK = timedelta(minutes=1)
"""A clock that goes back by more was set, or lost its battery; less is how a clock is kept right."""


def story_of(store: Store) -> tuple[Moment, ...]:
    """Every moment, the oldest first: as it was written down, or, without a record, by the clock."""
    entries = store.material.entries
    return tuple(_from_record(entries, store)) if entries else tuple(sorted(_from_look(store), key=lambda one: one.at))


def local_of(at: datetime, store: Store) -> datetime:
    """The time where the person is."""
    return at.astimezone(store.material.zone)


# --- without a record ---------------------------------------------------------------------------------


def _from_look(store: Store) -> Iterator[Moment]:
    picture = store.picture

    def moment(at: datetime, what: str, source: str = LOOKED) -> Moment:
        return Moment(at=at.astimezone(UTC), local=local_of(at, store), what=what, source=_(source))

    if picture.started_at is not None:
        yield moment(picture.started_at, _started(picture.level))
    for found, said in store.problems:
        at = picture.looked_at.get(found.device.id) or picture.ended_at or picture.started_at
        if at is not None:
            yield moment(at, _("Seen on {device}: {what}").format(device=found.called, what=said.says))
    for found, said in store.closed:
        if said.at is not None:
            yield moment(said.at, _("Closed on {device}: {what}").format(device=found.called, what=said.says))
    if picture.ended_at is not None:
        yield moment(picture.ended_at, _ended(picture.ended == "stopped"))


def _started(level: Level) -> str:
    return _("A look began. How far it went: {level}.").format(level=level.title)


def _ended(stopped: bool) -> str:
    return _("The look was stopped early.") if stopped else _("The look ended.")


# --- from a record ------------------------------------------------------------------------------------


def _from_record(entries: Iterable[Noted], store: Store) -> Iterator[Moment]:
    reader, before = _Entries(store), None
    for entry in entries:
        if before is not None and before - entry.utc > SET_BACK:
            says = _("Here the clock of the computer was set back. The order is that of writing.")
            yield Moment(at=entry.utc, local=entry.local, what=says, source=_(LOOKED), entry=entry.number)
        before = entry.utc
        for what, source in reader.read(entry):
            yield Moment(
                at=entry.utc,
                local=entry.local,
                what=what,
                source=_(source),
                entry=entry.number,
                happened=_happened(entry, store),
                exhibit=_("entry {number}").format(number=entry.number) if entry.kind == "attachment" else "",
            )


def _happened(entry: Noted, store: Store) -> str:
    if entry.kind == "observation":  # a record that is begun after a look has all of it at once
        at = next((one.at for one in entry.happened if one.at is not None), None)
        return clock(at, store.material.zone) if at is not None and entry.utc - at > WRITTEN_LATER else ""
    if entry.kind == "change":
        return _moment(text_of(entry.body, "at"), store)
    if entry.kind != "diary":
        return ""
    when, until = text_of(entry.body, "when"), text_of(entry.body, "until")
    return store.hider.text(_("{start} to {end}").format(start=when, end=until) if when and until else when)


def _moment(said: str, store: Store) -> str:
    """A time that the program wrote down, in words; one that a person wrote stays as it is, also a mere day."""
    with contextlib.suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is not None:
            return clock(moment, store.material.zone)
    return store.hider.text(said)


class _Entries:
    """Reads entries one after the other, and tells what was new in each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.names = {found.device.id: found.called for found in store.devices}

    def read(self, entry: Noted) -> Iterator[tuple[str, str]]:
        """(what, source) of each thing that an entry tells."""
        hide, body = self.store.hider, entry.body
        match entry.kind:
            case "observation":
                for happening in entry.happened:
                    yield from self._happened(happening)
            case "diary":
                yield self._diary(body), SAW
            case "change":
                yield self._change(body), DID
            case "attachment":
                yield self._attachment(body), DID
            case "correction":
                says = _("Entry {number} is wrong: {text}")
                yield says.format(number=text_of(body, "entry"), text=hide.text(text_of(body, "text"))), SAW
            case "continuity":
                yield self._continuity(body), DID
            case "deletion":
                yield _("The content of entry {number} was taken out.").format(number=text_of(body, "entry")), DID
            case "anchor":
                says = _("The code after entry {number} was written down outside: {code}")
                yield says.format(number=text_of(body, "after"), code=text_of(body, "code")), DID
            case "clock":
                says = _("Two clocks at one moment. Phone: {phone}. Computer: {computer}.")
                yield says.format(phone=text_of(body, "phone"), computer=text_of(body, "computer")), SAW
            case "header":
                yield _("The record was begun."), DID
            case _:
                pass  # answers stand with their device; opening it is counted

    def _diary(self, body: Mapping[str, Any]) -> str:
        hide = self.store.hider
        parts = [_ended_like_a_sentence(hide.text(text_of(body, "text")))]
        rows = (
            (_("How it was noticed"), hide.text(text_of(body, "noticed"))),
            (_("Device"), self._called(text_of(body, "device"))),
            (_("Where"), hide.given("place", text_of(body, "where"))),
            (_("What it did to the person"), hide.text(text_of(body, "effect"))),
            (_("Who else saw"), hide.given("name", text_of(body, "who_saw"))),
            (_("Reported to"), hide.text(text_of(body, "reported_to"))),
        )
        return " ".join(part for part in (*parts, *_labelled(rows)) if part)

    def _change(self, body: Mapping[str, Any]) -> str:
        hide = self.store.hider
        rows = (
            (_("Changed"), self._called(text_of(body, "device"))),
            (_("Step"), hide.text(text_of(body, "step"))),
            (_("Before"), hide.text(text_of(body, "before"))),
            (_("After"), hide.text(text_of(body, "after"))),
            (_("Could the other person notice?"), hide.text(text_of(body, "notice"))),
            (_("Proof kept before"), hide.text(text_of(body, "evidence"))),
        )
        return " ".join(_labelled(rows))

    def _attachment(self, body: Mapping[str, Any]) -> str:
        hide = self.store.hider
        cropped = {True: _("Something of it was cut away."), False: _("Nothing of it was cut away.")}
        name = hide.given("file", text_of(body, "name"))
        parts = [
            _("A file was kept: {name}.").format(name=name),
            _("{label}: {value}.").format(label=_("How it was made"), value=hide.text(text_of(body, "how"))),
            hide.text(text_of(body, "says")),
            cropped[body["cropped"]] if isinstance(body.get("cropped"), bool) else "",
            f"SHA-256: {text_of(body, 'sha256')}",
        ]
        return " ".join(part for part in parts if part)

    def _continuity(self, body: Mapping[str, Any]) -> str:
        hide = self.store.hider
        rows = (
            (_("What"), hide.text(text_of(body, "what"))),
            (_("To"), hide.given("name", text_of(body, "to"))),
            (_("By"), hide.given("name", text_of(body, "by"))),
            (_("How"), hide.text(text_of(body, "how"))),
        )
        return " ".join([_("A copy was made or handed over."), *_labelled(rows)])

    def _called(self, device: str) -> str:
        return self.names.get(device) or self.store.hider.text(device)

    def _happened(self, one: Happening) -> Iterator[tuple[str, str]]:
        if one.what in ("began", "ended", "stopped"):
            yield _started(one.level) if one.what == "began" else _ended(one.what == "stopped"), LOOKED
        elif one.device in self.names:
            line = _(_LINES[one.what]).format(device=self.names[one.device], what=self.store.hider.text(one.text))
            yield line, DID if one.what == "step" else LOOKED


_LINES: Mapping[str, str] = {
    "again": N_("Looked again at {device}."),
    "signed-in": N_("Signed in to {device} and read its settings."),
    "not-let-in": N_("Signing in to {device} did not work."),
    "first-password": N_("The maker's first password was tried once on {device}."),
    "step": N_("A step was done on {device}."),
    "found": N_("Found on {device}: {what}"),
    "closed": N_("Closed on {device}: {what}"),
}


def _labelled(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each of these that says something."""
    for label, value in rows:
        if value:
            says = "{label} {value}." if label.endswith("?") else _("{label}: {value}.")
            yield says.format(label=label, value=value.rstrip("."))


def _ended_like_a_sentence(text: str) -> str:
    text = text.rstrip()
    return text if not text or text.endswith((".", "!", "?", '"')) else text + "."


class Folding:
    """Folds events into a picture one by one, and tells what was new in each. Keeps none of them."""

    def __init__(self) -> None:
        self.picture = Picture()
        self.sent_before: dict[str, Sent] = {}
        """What was sent in the looks before the newest one, by the id of a device; the rest under an empty id."""
        self._problems: dict[str, dict[str, str]] = {}

    def take(self, event: Event) -> tuple[Happening, ...]:
        """What this event changed."""
        if isinstance(event, RunStarted):
            self._add_up()
        elif isinstance(event, DevicesMerged) and event.gone in self.sent_before:
            more = self.sent_before.pop(event.gone)
            self.sent_before[event.kept] = self.sent_before.get(event.kept, Sent()) + more
        logins = logins_in(self.picture.sent) if isinstance(event, AskedCloser) else 0
        self.picture.take(event)
        match event:
            case RunStarted():
                return (Happening("began", level=event.level, at=event.started_at),)
            case RunEnded():
                return (Happening("stopped" if event.ended == "stopped" else "ended", at=event.ended_at),)
            case CheckedAgain():
                return (Happening("again", event.device),)
            case StepDone():
                return (Happening("step", event.device),)
            case AskedCloser() if event.level == Level.TEST:
                # Asked for is not tried: it is sent once a day, and not where the device asks for no password.
                tried = logins_in(event.sent) > logins
                return (Happening("first-password", event.device),) if tried else ()
            case AskedCloser():
                inside = event.read and not event.refused
                return (Happening("signed-in" if inside else "not-let-in", event.device),)
            case Judged():
                return tuple(self._judged(event))
            case _:
                return ()

    def _add_up(self) -> None:
        """Each look counts anew, and by addresses, which may be another device's in the next look."""
        owner = {address: device.id for device in self.picture.devices.values() for address in device.addresses}
        for address, sent in self.picture.sent.items():
            whose = owner.get(address, "")
            self.sent_before[whose] = self.sent_before.get(whose, Sent()) + sent

    def _judged(self, event: Judged) -> Iterator[Happening]:
        """Each problem that is new, and each that is now closed; an account in two lists of a device is one."""
        device = self.picture.devices.get(event.device)
        if device is None:
            return
        before = self._problems.get(device.id, {})
        now = {f.id: f for f in self.picture.findings.get(device.id, {}).values()}
        problems = once_each(device, (f for f in now.values() if f.outcome == "problem"))
        self._problems[device.id] = {f.id: f.problem for f in problems}
        for finding in sorted(problems, key=urgency):
            if finding.id not in before:
                yield Happening("found", device.id, finding.problem, at=event.checked_at)
        for finding_id, problem in before.items():
            if finding_id in self.picture.closed_at and now.get(finding_id) and now[finding_id].outcome == "not-found":
                yield Happening("closed", device.id, problem, at=event.checked_at)


def text_of(body: Mapping[str, Any], key: str) -> str:
    """What stands under a key, as text; empty when nothing does."""
    value = body.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
