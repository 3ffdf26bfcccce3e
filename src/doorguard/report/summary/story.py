"""What happened, in order of time: from a record, or, without one, from one look. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from doorguard.model import (
    AskedCloser,
    CheckedAgain,
    Event,
    Finding,
    Judged,
    Level,
    RunEnded,
    RunStarted,
    StepDone,
    Told,
)
from doorguard.report.listed import once_each
from doorguard.report.picture import Picture
from doorguard.report.summary.found import Store
from doorguard.report.summary.material import Noted
from doorguard.wording import N_, _, count

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


def story_of(store: Store) -> tuple[Moment, ...]:
    """Every moment, the oldest first."""
    entries = store.material.entries
    told = _from_record(entries, store) if entries else _from_look(store)
    return tuple(sorted(told, key=lambda moment: moment.at))


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
    reader = _Entries(store)
    for entry in entries:
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
    if entry.kind == "change":
        return store.hider.text(text_of(entry.body, "at"))
    if entry.kind != "diary":
        return ""
    when, until = text_of(entry.body, "when"), text_of(entry.body, "until")
    return store.hider.text(_("{start} to {end}").format(start=when, end=until) if when and until else when)


class _Entries:
    """Reads entries one after the other, and tells what was new in each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.picture = Picture()
        self.names = {found.device.id: found.called for found in store.devices}
        self._was: dict[str, dict[str, Finding]] = {}

    def read(self, entry: Noted) -> Iterator[tuple[str, str]]:
        """(what, source) of each thing that an entry tells."""
        hide, body = self.store.hider, entry.body
        match entry.kind:
            case "observation":
                if isinstance(entry.happened, Event):
                    yield from self._event(entry.happened)
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
        parts = [hide.text(text_of(body, "text"))]
        rows = (
            (_("How it was noticed"), hide.text(text_of(body, "noticed"))),
            (_("Device"), self._called(text_of(body, "device"))),
            (_("Where"), hide.given("place", text_of(body, "where"))),
            (_("What it did to the person"), hide.text(text_of(body, "effect"))),
            (_("Who else saw"), hide.given("name", text_of(body, "who_saw"))),
            (_("Reported to"), hide.text(text_of(body, "reported_to"))),
        )
        parts += [_("{label}: {value}.").format(label=label, value=value.rstrip(".")) for label, value in rows if value]
        return " ".join(part for part in parts if part)

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
        return " ".join(
            f"{label}{'' if label.endswith('?') else ':'} {value.rstrip('.')}." for label, value in rows if value
        )

    def _attachment(self, body: Mapping[str, Any]) -> str:
        hide = self.store.hider
        cropped = {True: _("Something of it was cut away."), False: _("Nothing of it was cut away.")}
        name = hide.given("file", text_of(body, "name"))
        parts = [
            _("A file was kept: {name}.").format(name=name),
            _("{label}: {value}.").format(label=_("How it was made"), value=hide.text(text_of(body, "how"))),
            hide.text(text_of(body, "says")),
            cropped.get(body.get("cropped"), ""),  # type: ignore[arg-type]
            f"SHA-256: {text_of(body, 'sha256')}",
        ]
        return " ".join(part for part in parts if part)

    def _continuity(self, body: Mapping[str, Any]) -> str:
        hide = self.store.hider
        return _("A copy was made or handed over. What: {what}. To: {to}. By: {by}. How: {how}.").format(
            what=hide.text(text_of(body, "what")),
            to=hide.given("name", text_of(body, "to")),
            by=hide.given("name", text_of(body, "by")),
            how=hide.text(text_of(body, "how")),
        )

    def _called(self, device: str) -> str:
        return self.names.get(device) or self.store.hider.text(device)

    def _event(self, event: Event) -> Iterator[tuple[str, str]]:
        """What an observation changed, against all before it."""
        self.picture.take(event)
        match event:
            case RunStarted():
                yield _started(event.level), LOOKED
            case RunEnded():
                yield _ended(event.ended == "stopped"), LOOKED
            case CheckedAgain() if event.device in self.names:
                yield _("Looked again at {device}.").format(device=self.names[event.device]), LOOKED
            case AskedCloser() if event.device in self.names:
                yield self._closer(event), LOOKED
            case StepDone() if event.device in self.names:
                yield _("A step was done on {device}.").format(device=self.names[event.device]), DID
            case Told():
                pass
            case Judged():
                yield from self._judged(event)
            case _:
                pass

    def _closer(self, event: AskedCloser) -> str:
        name = self.names[event.device]
        if event.level == Level.TEST:
            return _("The maker's first password was tried once on {device}.").format(device=name)
        if event.refused:
            return _("Signing in to {device} did not work.").format(device=name)
        return _("Signed in to {device} and read its settings.").format(device=name)

    def _judged(self, event: Judged) -> Iterator[tuple[str, str]]:
        device = self.picture.devices.get(event.device)
        if device is None or event.device not in self.names:
            return
        name, hide = self.names[event.device], self.store.hider
        now = {f.id: f for f in once_each(device, self.picture.findings_of(device.id))}
        before = self._was.get(device.id, {})
        for finding in now.values():
            was = before.get(finding.id)
            if finding.outcome == "problem" and (was is None or was.outcome != "problem"):
                yield _("Found on {device}: {what}").format(device=name, what=hide.text(finding.problem)), LOOKED
        for finding_id in self.picture.closed_at.keys() & now.keys():
            was = before.get(finding_id)
            if now[finding_id].outcome == "not-found" and was is not None and was.outcome == "problem":
                what = hide.text(now[finding_id].problem)
                yield _("Closed on {device}: {what}").format(device=name, what=what), LOOKED
        self._was[device.id] = now


def text_of(body: Mapping[str, Any], key: str) -> str:
    """What stands under a key, as text; empty when nothing does."""
    value = body.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def happened_words(moments: Iterable[Moment]) -> str:
    """How much happened."""
    return count(len(tuple(moments)), "line", "lines")
