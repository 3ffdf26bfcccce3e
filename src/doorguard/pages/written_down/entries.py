"""Entries of a record in plain words: one line each, and one entry whole. Text of anyone is made harmless here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any

from doorguard.gate import QUESTIONS
from doorguard.model import (
    AskedCloser,
    ChannelEnded,
    ChannelStarted,
    CheckedAgain,
    Device,
    DeviceSeen,
    DevicesMerged,
    Event,
    Judged,
    Level,
    LookedWhoIsLeft,
    ProbeEnded,
    RunEnded,
    RunStarted,
    StepDone,
    TakenOff,
    Told,
)
from doorguard.network.text import clean
from doorguard.record.events import UnreadableEvent, event_of
from doorguard.report.naming import title
from doorguard.report.text import CLOCKS
from doorguard.wording import N_, _, count, day_words

LONGEST = 20_000
"""Characters of one entry that are shown."""
NO_NAMES: Mapping[str, str] = {}
SHORT = 90
"""Characters of what stands in a list."""

KINDS = {
    "header": N_("The record was begun"),
    "observation": N_("What was seen"),
    "answer": N_("An answer"),
    "change": N_("A change"),
    "diary": N_("What happened"),
    "attachment": N_("A file"),
    "correction": N_("A correction"),
    "continuity": N_("A copy was given on"),
    "deletion": N_("Something was taken out"),
    "anchor": N_("The code was kept elsewhere"),
    "clock": N_("Two clocks were compared"),
    "opened": N_("The record was opened"),
    "plan": N_("How far the plan came"),
}
KEYS = {
    "text": N_("What happened"),
    "when": N_("When"),
    "until": N_("Until"),
    "where": N_("Where"),
    "device": N_("Device"),
    "noticed": N_("How it was noticed"),
    "effect": N_("What it did to me"),
    "who_saw": N_("Who else saw it"),
    "reported_to": N_("Reported to"),
    "name": N_("Name"),
    "size": N_("Bytes"),
    "sha256": N_("SHA-256"),
    "media_type": N_("Kind of file"),
    "file_time": N_("Last changed"),
    "how": N_("How"),
    "cropped": N_("Cut or covered"),
    "says": N_("What it shows"),
    "entry": N_("Entry"),
    "what": N_("What"),
    "to": N_("To"),
    "by": N_("By"),
    "phone": N_("The phone showed"),
    "computer": N_("This computer showed"),
    "after": N_("After"),
    "before": N_("Before"),
    "code": N_("Code"),
    "step": N_("Step"),
    "notice": N_("Could someone notice"),
    "evidence": N_("Proof"),
    "at": N_("At"),
    "why": N_("Why"),
    "value": N_("Answer"),
    "made_by": N_("Made by"),
    "country": N_("Country"),
    "tool": N_("Program"),
    "program": N_("Program"),
}
"""What the keys of bodies are called (:mod:`doorguard.record.bodies`)."""
HAPPENED: Mapping[type[Event], str] = {
    ChannelStarted: N_("a way of finding devices began"),
    ChannelEnded: N_("a way of finding devices ended"),
    DevicesMerged: N_("two devices turned out to be one"),
    ProbeEnded: N_("a list on a device could not be read"),
    TakenOff: N_("a device was taken off the list"),
    Judged: N_("what was found on a device"),
    Told: N_("something that you said of a device"),
    StepDone: N_("a step was done"),
    CheckedAgain: N_("a device was checked again"),
    AskedCloser: N_("a device was asked with a password"),
    LookedWhoIsLeft: N_("it was looked who is still there"),
}
"""What an event without words of its own was."""


def harmless(value: object) -> str:
    """Any text for any terminal, on one line."""
    text = value if isinstance(value, str) else str(value)
    return clean(text, cap=LONGEST)


def when_words(said: Mapping[str, Any], zone: tzinfo | None = None) -> str:
    """The day and time of an entry, as its computer showed them; ``zone`` shows them in another one."""
    try:
        moment = datetime.fromisoformat(str(said.get("local")))
    except ValueError:
        return harmless(said.get("local", ""))
    if zone is not None:
        moment = moment.astimezone(zone)
    return _("{day}, {time}").format(day=day_words(moment.date()), time=f"{moment:%H:%M}")


def gathered(
    shown: Sequence[tuple[int, Mapping[str, Any]]], zone: tzinfo | None = None
) -> Iterator[tuple[str, str, str]]:
    """(numbers, day and time of the newest, words) of entries, newest first; those that follow one another and say
    the same in the list are one. One whose content was taken out has no time."""
    for words, group in groupby(shown, lambda one: one_line(one[1]) if one[1] else _("Its content was taken out.")):
        numbers = list(group)
        (newest, said), (oldest, _first) = numbers[0], numbers[-1]
        label = str(newest) if newest == oldest else _("{first} to {last}").format(first=oldest, last=newest)
        yield label, when_words(said, zone) if said else "", words


def one_line(said: Mapping[str, Any]) -> str:
    """What an entry is, and the first words of it."""
    kind, body = str(said.get("kind")), _body(said)
    words = _(KINDS.get(kind, N_("An entry")))
    first = _first_words(kind, body)
    return f"{words}: {first}" if first else f"{words}."


def _first_words(kind: str, body: Mapping[str, Any]) -> str:
    if kind == "observation":
        return _seen(body)
    match kind:
        case "diary":
            words = body.get("text")
        case "attachment":
            words = body.get("name")
        case "answer":
            question = QUESTIONS.get(str(body.get("name")))
            words = _(question.words) if question else body.get("name")
        case "correction":
            words = body.get("text")
        case "continuity":
            words = body.get("to")
        case "change":
            words = str(body.get("step", "")).replace("-", " ")
        case "deletion":
            words = _("entry {number}").format(number=body.get("entry"))
        case "anchor":
            words = body.get("how")
        case _:
            words = ""
    text = harmless(words or "")
    return text if len(text) <= SHORT else text[: SHORT - 3] + "..."


def _seen(body: Mapping[str, Any]) -> str:
    try:
        event = event_of(body)
    except UnreadableEvent:
        return ""
    device = getattr(event, "device", None)
    if isinstance(device, Device):
        return harmless(title(device)) if device.listed else _("something that is only counted")
    return _look(event)


def _look(event: Event) -> str:
    if isinstance(event, RunStarted):
        return _("a look began ({level})").format(level=event.level.title if event.level >= Level.TALK else "")
    if isinstance(event, RunEnded):
        return _("a look ended")
    says = getattr(event, "says", "")
    return harmless(says) if says else _(HAPPENED.get(type(event), N_("something happened")))


def names_in(each: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What each device is called, by its id, as entries tell it; the newest name counts."""
    found: dict[str, str] = {}
    for said in each:
        body = _body(said)
        if said.get("kind") == "observation" and body.get("event") == "DeviceSeen":
            with contextlib.suppress(UnreadableEvent):
                event = event_of(body)
                if isinstance(event, DeviceSeen) and event.device.listed:
                    found[event.device.id] = title(event.device)
    return found


def rows(said: Mapping[str, Any], names: Mapping[str, str] = NO_NAMES) -> Iterator[tuple[str, str]]:
    """(label, words) of everything that an entry says. ``names``: what devices are called, by their ids."""
    yield _("Written"), when_words(said)
    yield _("The exact time"), harmless(said.get("local", ""))
    yield _("The same in UTC, the time that is used everywhere"), harmless(said.get("utc", ""))
    clock = str(said.get("clock", ""))
    yield _("This computer's clock"), _(CLOCKS[clock]) if clock in CLOCKS else harmless(clock)
    if said.get("kind") == "observation":
        yield from _observed(_body(said), names)
        return
    yield from _labelled(_body(said), names)


def _labelled(body: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in body.items():
        label = _(KEYS[key]) if key in KEYS else harmless(key)
        if key == "device" and isinstance(value, str):
            yield label, harmless(names.get(value, value))
            continue
        yield from ((label if not n else "", words) for n, words in enumerate(_lines(value)))


def _observed(body: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the program saw, in words. What it keeps of that is for technical readers, and one command away."""
    try:
        event = event_of(body)
    except UnreadableEvent:
        yield _("All of it, as it is kept"), _lines(dict(body))[0]
        return
    if isinstance(event, Judged):
        yield from _found(event, names)
    elif isinstance(event, DeviceSeen):
        yield from _described(event.device)
    else:
        yield _("What"), _look(event)
        plain = {key: value for key, value in body.items() if isinstance(value, str | bool) and key != "event"}
        yield from _labelled(plain, names)
    yield _("All of it, as it is kept"), _("doorguard record show --json FILE NUMBER")


def _found(event: Judged, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield _("Device"), harmless(names.get(event.device, event.device))
    problems = [one for one in event.findings if one.outcome == "problem"]
    for finding in problems:
        place = f" ({finding.where})" if finding.where else ""
        yield _("Problem found"), harmless(finding.problem + place)
    if not problems:
        yield _("Problem found"), _("none, in what could be checked")
    for label, outcome in ((_("Looked and did not find"), "not-found"), (_("Could not check"), "could-not-check")):
        number = sum(one.outcome == outcome for one in event.findings)
        yield label, count(number, "thing", "things")


def _described(device: Device) -> Iterator[tuple[str, str]]:
    if not device.listed:
        yield _("What"), _("something that is only counted")
        return
    yield _("Device"), harmless(title(device))
    if device.vendor:
        yield _("Maker"), harmless(device.vendor)
    if device.model:
        yield _("Model"), harmless(device.model)
    yield _("Address"), harmless(", ".join(device.addresses))


def _lines(value: object) -> list[str]:
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if isinstance(value, str):
        return [harmless(line) for line in value.splitlines()] or [""]
    if isinstance(value, list | dict):
        import json

        return [harmless(json.dumps(value, ensure_ascii=False))]
    return [harmless(value)]


def _body(said: Mapping[str, Any]) -> Mapping[str, Any]:
    body = said.get("body")
    return body if isinstance(body, dict) else {}
