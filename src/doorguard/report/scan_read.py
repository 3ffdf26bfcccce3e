"""A document of ``doorguard.scan/1`` back to a picture, as far as the document says. Pure, and trusts nothing in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar, cast, get_args

from doorguard.model import (
    Because,
    Device,
    EndReason,
    Fact,
    Failure,
    Finding,
    How,
    Kind,
    Level,
    Outcome,
    Reason,
    Scalar,
    Sent,
    Severity,
)
from doorguard.report.picture import Picture
from doorguard.report.scan_json import SCHEMA
from doorguard.wording import _

MOST_DEVICES: Final = 2048
"""A network that may be looked at has at most 1,024 addresses (design rule 8)."""
MOST_OF_ONE: Final = 20_000
"""Facts, findings or addresses of one thing; no run comes near it."""
LONGEST_PLACE: Final = 80
"""Characters of a place that an error names."""
Clean = Callable[[str], str]
T = TypeVar("T")


class NotAScan(ValueError):
    """Not a document of this kind, or a broken one. The text is one plain sentence."""


def picture_of(document: object, clean: Clean) -> Picture:
    """What a run had found. ``clean`` is done to every text. Raises :class:`NotAScan`."""
    if not isinstance(document, Mapping) or not isinstance(document.get("schema"), str):
        raise NotAScan(_("This file is not a scan of doorguard. Make one with: doorguard scan --json"))
    name, _slash, version = document["schema"].partition("/")
    if name != SCHEMA.partition("/")[0]:
        raise NotAScan(_("This file is not a scan of doorguard. Make one with: doorguard scan --json"))
    if document["schema"] != SCHEMA:
        raise NotAScan(
            _("This scan was made by a newer doorguard (form {version}). Use that one to read it.").format(
                version=clean(version)[:8]
            )
        )
    return _picture(_Object(document, "", clean))


class _Object:
    """One object of the document, with errors that say where."""

    def __init__(self, held: Mapping[str, Any], where: str, clean: Clean) -> None:
        self.held, self.where, self.clean = held, where, clean

    def wrong(self, key: str) -> NotAScan:
        place = self.clean(f"{self.where}{key}")  # the document may name it
        place = place if len(place) <= LONGEST_PLACE else place[: LONGEST_PLACE - 3] + "..."
        return NotAScan(_("This scan cannot be read: {place} is not as it should be.").format(place=place))

    def text(self, key: str, otherwise: str | None = None) -> str:
        value = self.held.get(key, otherwise)
        if not isinstance(value, str):
            raise self.wrong(key)
        return self.clean(value)

    def maybe(self, key: str) -> str | None:
        return None if self.held.get(key) is None else self.text(key)

    def one_of(self, key: str, allowed: Sequence[T]) -> T:
        value = self.held.get(key)
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(key)
        return cast(T, value)

    def yes(self, key: str) -> bool:
        value = self.held.get(key)
        if not isinstance(value, bool):
            raise self.wrong(key)
        return value

    def number(self, key: str) -> float:
        value = self.held.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            raise self.wrong(key)
        return float(value)

    def time(self, key: str) -> datetime | None:
        value = self.maybe(key)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            moment.astimezone()
        except (ValueError, OverflowError):
            raise self.wrong(key) from None
        if moment.tzinfo is None or not 1970 <= moment.year <= 2200:
            raise self.wrong(key)
        return moment

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.held.get(key, [])
        if not isinstance(found, list) or len(found) > MOST_OF_ONE or not all(isinstance(one, str) for one in found):
            raise self.wrong(key)
        return tuple(map(self.clean, found))

    def inner(self, key: str) -> _Object:
        found = self.held.get(key)
        if not isinstance(found, Mapping):
            raise self.wrong(key)
        return _Object(found, f"{self.where}{key}.", self.clean)

    def each(self, key: str, most: int = MOST_OF_ONE) -> list[_Object]:
        found = self.held.get(key, [])
        if not isinstance(found, list) or len(found) > most:
            raise self.wrong(key)
        for number, one in enumerate(found):
            if not isinstance(one, Mapping):
                raise self.wrong(f"{key}[{number}]")
        return [_Object(one, f"{self.where}{key}[{number}].", self.clean) for number, one in enumerate(found)]

    def scalar(self, key: str) -> Scalar:
        value = self.held.get(key)
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**15):
            return value
        raise self.wrong(key)

    def scalars(self, key: str) -> dict[str, Scalar]:
        inner = self.inner(key) if key in self.held else _Object({}, "", self.clean)
        return {self.clean(str(name)): inner.scalar(name) for name in list(inner.held)[:MOST_OF_ONE]}


def _picture(top: _Object) -> Picture:
    picture = Picture(
        level=Level.from_word(top.one_of("level", [level.word for level in Level])),
        network=top.maybe("network"),
        pretend=top.yes("pretend"),
        started_at=top.time("started_at"),
        ended=top.one_of("ended", get_args(EndReason)) if top.held.get("ended") is not None else None,
        ended_at=top.time("ended_at"),
        seconds=top.number("seconds"),
        blind=list(top.texts("could_not_see")),
    )
    for row in top.each("devices", MOST_DEVICES):
        device = _device(row)
        picture.devices[device.id] = device
        picture.told[device.id] = dict(device.told)
        findings = [(_finding(found, device.id), found.time("closed_at")) for found in row.each("findings")]
        picture.findings[device.id] = {finding.id: finding for finding, _closed in findings}
        for finding, closed in findings:
            if finding.outcome == "not-found" and closed is not None:
                picture.was_problem.setdefault(device.id, {})[finding.id] = picture.closed_at[finding.id] = closed
    _counted(top.inner("counted_only"), picture)
    sent = top.inner("sent")
    if len(sent.held) > MOST_OF_ONE:
        raise top.wrong("sent")
    picture.sent = {sent.clean(str(address)): _sent(sent.inner(address)) for address in sent.held}
    picture.failures = [
        Failure(stage=row.text("stage"), reason=row.text("reason"), says=row.text("says"), device=row.maybe("device"))
        for row in top.each("failures")
    ]
    return picture


def _device(row: _Object) -> Device:
    return Device(
        id=row.text("id"),
        id_from=row.one_of("id_from", ("mac", "hap", "uuid", "serial", "address", "hand")),
        addresses=row.texts("addresses"),
        mac=row.maybe("mac"),
        names=row.texts("names"),
        kind=row.one_of("kind", [kind for kind in get_args(Kind) if kind != "other"]),
        sure=row.one_of("sure", ("yes", "looks-like", "no")),
        vendor=row.maybe("vendor"),
        family=row.maybe("family"),
        model=row.maybe("model"),
        firmware=row.maybe("firmware"),
        because=tuple(Because(channel=one.text("channel"), says=one.text("says")) for one in row.each("because")),
        facts=tuple(map(_fact, row.each("facts"))),
        first_seen=row.number("first_seen_s"),
        told=row.scalars("told"),
    )


def _fact(row: _Object) -> Fact:
    return Fact(
        name=row.text("name"),
        place=row.maybe("place"),
        value=row.scalar("value"),
        how=row.one_of("how", get_args(How)),
        probe=row.text("probe"),
    )


def _finding(row: _Object, device: str) -> Finding:
    outcome: Outcome = row.one_of("outcome", get_args(Outcome))
    reason: Reason | None = row.one_of("reason", get_args(Reason)) if outcome == "could-not-check" else None
    severity: Severity = row.one_of("severity", get_args(Severity))
    return Finding(
        device=device,
        check=row.text("check"),
        severity=severity,
        outcome=outcome,
        where=row.maybe("where"),
        problem=row.text("problem"),
        action=row.text("action"),
        because=row.texts("because"),
        says=row.texts("says"),
        missing=row.texts("missing"),
        reason=reason,
    )


def _sent(row: _Object) -> Sent:
    names = ("datagrams", "tries", "connections", "requests", "logins", "logins_refused")
    return Sent(**{name: int(row.number(name)) for name in names})


def _counted(row: _Object, picture: Picture) -> None:
    """What was only counted has no more than its number."""
    for name, family in (("phones_and_computers", "phone-or-computer"), ("other", None)):
        number = int(row.number(name))
        if number > MOST_DEVICES:
            raise row.wrong(name)
        for one in range(number):
            counted = f"counted-{name}-{one}"
            picture.devices[counted] = Device(id=counted, id_from="address", addresses=(), kind="other", family=family)
