"""Events as entries of a record, and back: what the program saw, so that a summary can be made later. Pure.

Only what a picture is folded from is kept, and a device only as it stood when something was judged or ended: the
steps of a running search are not. Phones, computers and printers are only counted (design rule 9).
"""

from __future__ import annotations

import enum
import functools
import ipaddress
import math
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import MAXYEAR, MINYEAR, datetime
from operator import attrgetter, itemgetter
from typing import Any, Literal, Union, get_args, get_origin

from doorguard import model
from doorguard.model import Device, DeviceSeen, Event, Finding, Gap, Judged, Sent

KEPT: tuple[type[Event], ...] = (
    model.RunStarted,
    model.DeviceSeen,
    model.DevicesMerged,
    model.ProbeEnded,
    model.Judged,
    model.Told,
    model.StepDone,
    model.TakenOff,
    model.Failure,
    model.Blind,
    model.CheckedAgain,
    model.AskedCloser,
    model.RunEnded,
)
LISTED_BY = ("account.owner", "recipient.owner", "uplink.on")
"""Facts that are missing where a list of accounts, of recipients or of ways out could not be read."""
MOST_REMEMBERED = 20_000
"""Findings of which one object stands for all equal ones: those of 250 devices."""
OTHERS = "others"
"""In place of an address: all that are not written down, together."""
_BY_NAME: Mapping[str, type[Event]] = {kind.__name__: kind for kind in KEPT}


class UnreadableEvent(ValueError):
    """An entry that is no event of this version."""


def body_of(event: Event) -> dict[str, Any]:
    """What an entry of kind ``observation`` says about an event."""
    return {"event": type(event).__name__, **_plain(event)}


def event_of(body: Mapping[str, Any]) -> Event:
    """The event again. Keys of a newer version are passed over. Raises :class:`UnreadableEvent`."""
    kind = _BY_NAME.get(str(body.get("event")))
    if kind is None:
        raise UnreadableEvent(str(body.get("event"))[:40])
    try:
        built = _built(kind, body)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        raise UnreadableEvent(str(error)[:200]) from None
    assert isinstance(built, Event)
    return built


class Keeper:
    """Chooses which events are written, as they come: each device once, as it stands when it is settled.

    What is only counted, and what may well be a phone, is written without name, address or id: entries of several
    days must not tell who was at home. So nothing is written of an unknown thing until its look has ended.
    """

    def __init__(self) -> None:
        self._seen: dict[str, DeviceSeen] = {}
        self._written: dict[str, Device] = {}
        self._looking = False
        self._held: dict[str, Judged] = {}
        self._numbers: dict[str, str] = {}

    def take(self, event: Event) -> Iterator[Event]:
        """The events to write now, in order."""
        if isinstance(event, DeviceSeen):
            self._seen[event.device.id] = event
            return
        if not isinstance(event, KEPT):
            return
        if isinstance(event, model.RunStarted):
            for held in (self._seen, self._written, self._held):
                held.clear()
            self._looking = True
        elif isinstance(event, model.DevicesMerged):
            may_tell = self._may_tell(event.gone)
            for held in (self._seen, self._written, self._held):
                held.pop(event.gone, None)
            if not may_tell:
                return
        elif isinstance(event, model.Failure) and event.device is not None and not self._may_tell(event.device):
            event = replace(event, device=None, detail="")
        elif isinstance(event, model.ProbeEnded):
            unread = tuple(gap for gap in event.gaps if unread_list(gap))
            if not unread or not self._may_tell(event.device):
                return
            event = replace(event, gaps=unread)
        elif isinstance(event, Judged):
            yield from self._judged(event)
            return
        elif isinstance(event, model.RunEnded | model.CheckedAgain | model.AskedCloser):
            self._looking = self._looking and not isinstance(event, model.RunEnded)
            yield from self._settle_all()
            yield replace(event, sent=self._sent(event.sent))
            return
        yield event

    def _may_tell(self, device_id: str) -> bool:
        """False for the id of what is only counted, or may turn out to be: it would tell of a phone."""
        written, seen = self._written.get(device_id), self._seen.get(device_id)
        known = seen is not None and seen.device.listed and seen.device.kind != "unknown"
        return known or (written is not None and written.listed)

    def _sent(self, sent: Mapping[str, Sent]) -> dict[str, Sent]:
        """What left, by address of what is written down; all the rest as one sum. Else a list of the addresses that
        answered would tell which phones were here."""
        shown = {address for device in self._written.values() for address in device.addresses}
        found: dict[str, Sent] = {}
        for address, counts in sent.items():
            key = address if address in shown or _is_group(address) else OTHERS
            found[key] = found.get(key, Sent()) + counts
        return found

    def _judged(self, event: Judged) -> Iterator[Event]:
        seen = self._seen.get(event.device)
        if seen is not None and seen.device.kind == "unknown" and self._looking:
            self._held[event.device] = event
            return
        if seen is not None and _may_be_a_phone(seen.device, event.findings):
            yield from self._settle(seen, counted=True)
            return
        if seen is not None:
            yield from self._settle(seen)
        yield event

    def _settle_all(self) -> Iterator[Event]:
        if self._looking:
            return
        for device_id, seen in list(self._seen.items()):
            judged = self._held.pop(device_id, None)
            if judged is not None and seen.device.listed:
                yield from self._judged(judged)
            elif device_id not in self._written or self._written[device_id].listed:
                yield from self._settle(seen, counted=not seen.device.listed or _may_be_a_phone(seen.device, ()))

    def _settle(self, seen: DeviceSeen, *, counted: bool = False) -> Iterator[Event]:
        device = self._only_counted(seen.device) if counted else seen.device
        if self._written.get(seen.device.id) != device:
            self._written[seen.device.id] = device
            yield replace(seen, device=device)

    def _only_counted(self, device: Device) -> Device:
        number = self._numbers.setdefault(device.id, f"counted-{len(self._numbers) + 1}")
        family = None if device.listed else device.family
        return Device(id=number, id_from="address", addresses=(), kind="other", family=family)


def unread_list(gap: Gap) -> bool:
    """A list of people, or of where things are sent, that a device did not give although it was asked: on another day
    nobody may be called new, or gone, because of it."""
    asked = gap.reason not in ("level", "not-asked", "login-needed", "not-supported")
    return asked and any(name in LISTED_BY for name in gap.names)


def _is_group(address: str) -> bool:
    """Nobody's own address: a group or a broadcast."""
    try:
        held = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return held.is_multicast or address == "255.255.255.255"


def _may_be_a_phone(device: Device, findings: Iterable[Finding]) -> bool:
    """Nothing shows what it is, and its hardware address is made up, as those of phones are."""
    made_up = any(fact.name == "mac.randomised" and fact.value is True for fact in device.facts)
    return device.kind == "unknown" and made_up and not any(f.outcome == "problem" for f in findings)


# --- plain values, and back by the types of the model ------------------------------------------


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, enum.IntEnum):
        return value.name
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(held) for held in value]
    if isinstance(value, frozenset | set):
        return sorted(_plain(held) for held in value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number
    return value


Build = Callable[[Any], Any]


def _built(kind: Any, value: Any) -> Any:
    """A value of this type. Raises for anything that does not fit."""
    return _builder(kind)(value)


@functools.cache
def _builder(kind: Any) -> Build:
    """What makes values of this type: worked out once, because a record has many thousands."""
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _object(kind)
    if origin is tuple:
        held = _builder(get_args(kind)[0])
        return lambda value: tuple(map(held, value))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        inner = _builder(get_args(kind)[1])
        return lambda value: {key: inner(one) for key, one in value.items()}
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind))
    if origin is Literal:
        return _exactly(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, enum.IntEnum):
        return lambda value: kind[value]
    if kind is datetime:
        return _time
    return _plain_value(kind)


def _time(text: str) -> datetime:
    """With its zone, and so that it can be shown in any other one."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(text)
    return moment


def _object(kind: type) -> Build:
    hints = typing.get_type_hints(kind)
    parts = [(field.name, _builder(hints[field.name])) for field in fields(kind)]

    def build(value: Any) -> Any:
        return kind(**{name: part(value[name]) for name, part in parts if name in value})

    return _shared(build, hints) if kind is Finding else build


def _shared(build: Build, hints: Mapping[str, Any]) -> Build:
    """The same object for equal values: each look finds most of what the look before it found. All keys hold texts,
    nothing, or lists of texts, so that equal ones are of equal types."""
    lists = [name for name, kind in hints.items() if get_origin(kind) is tuple]
    texts = [name for name in hints if name not in lists]
    held, rest = itemgetter(*lists), itemgetter(*texts)
    own_held, own_rest = attrgetter(*lists), attrgetter(*texts)  # its own texts are shared, those of a value are not
    built: dict[tuple[Any, ...], Any] = {}

    def remembered(value: Any) -> Any:
        try:
            key = (rest(value), *map(tuple, held(value)))
            known = built.get(key)
        except (KeyError, TypeError):  # a key is missing, or something else is wrong with it
            return build(value)
        if known is None:
            if len(built) >= MOST_REMEMBERED:
                built.clear()
            known = build(value)
            built[own_rest(known), *own_held(known)] = known
        return known

    return remembered


def _exactly(allowed: tuple[Any, ...]) -> Build:
    """One of these; a KeyError for any other, so that no call of our own is needed for each of a hundred thousand."""
    return {value: value for value in allowed}.__getitem__


def _plain_value(kind: Any) -> Build:
    if kind is str:  # a long record says the same words a hundred thousand times, and one copy will do
        return sys.intern

    def build(value: Any) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise ValueError(f"{value!r} is no {kind}")
        return value

    return build


def _one_of(kinds: tuple[Any, ...]) -> Build:
    left = [(kind, _builder(kind)) for kind in kinds if kind is not type(None)]
    optional = len(left) < len(kinds)
    if len(left) == 1:
        only = left[0][1]
        return lambda value: None if value is None and optional else only(value)

    def build(value: Any) -> Any:
        if value is None and optional:
            return None
        for kind, make in left:
            if get_origin(kind) is not None or type(value) is kind:
                return make(value)
        raise ValueError(f"{value!r} is none of {kinds}")

    return build
