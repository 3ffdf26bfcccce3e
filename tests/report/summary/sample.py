"""The sample home with a record beside it, as material for a summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, timedelta
from functools import cache
from typing import Any

from doorguard.catalog import load
from doorguard.model import Device, DeviceSeen, Event
from doorguard.network.text import clean
from doorguard.report.picture import Picture
from doorguard.report.summary.blocks import Box, Card, Document, Drawing, Heading, Item, Paragraph, Row, Table
from doorguard.report.summary.found import Store
from doorguard.report.summary.making import document_of
from doorguard.report.summary.material import Happening, Helper, Kept, Law, Material, NextStep, Noted, Reader
from doorguard.report.summary.story import Folding
from doorguard.tables import load_routes
from tests.conftest import CAMERA, LATER, NOON, a_run, closed_camera, fact, judged

SERIAL = "SN-4711-0815"


def cleaned(text: str) -> str:
    return clean(text, 4000)


def seen(*, pretend: bool = False) -> list[Event]:
    """A run; afterwards the command door of the camera was closed, and that was checked."""
    serial = replace(closed_camera(), facts=(*closed_camera().facts, fact("device.serial", SERIAL)))
    return [
        *a_run(pretend=pretend),
        DeviceSeen(device=serial, new=False),
        judged(serial, at=LATER),
    ]


def entry(number: int, kind: str, body: Mapping[str, Any], happened: tuple[Happening, ...] = ()) -> Noted:
    when = NOON + timedelta(minutes=number)
    return Noted(number=number, kind=kind, utc=when, local=when, body=body, clock="synchronised", happened=happened)


def entries(events: Iterable[Event]) -> tuple[Noted, ...]:
    """A record: its beginning, what was observed, then one entry of each kind that a person makes."""
    found = [entry(1, "header", {"made_by": "Jo Example", "authority": "This is my home", "tool": "doorguard 1"})]
    folding = Folding()
    found += [entry(number, "observation", {}, folding.take(event)) for number, event in enumerate(events, 2)]
    own: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("diary", {"when": "Sunday, about six", "text": "It rang and nobody was there", "where": "at my sister's in Leeds",
                   "effect": "I could not sleep", "who_saw": "Sam Neighbour", "reported_to": "Report 55/26"}),
        ("change", {"device": CAMERA.id, "step": "close-shell", "before": "command door on", "after": "off", "notice": "probably"}),
        ("attachment", {"name": "jo-kitchen.png", "sha256": "ab" * 32, "size": 9, "how": "screenshot", "cropped": False}),
        ("correction", {"entry": 20, "text": "It was Saturday"}),
        ("continuity", {"what": "a copy on a stick", "to": "Officer Example", "by": "me", "how": "by hand"}),
        ("clock", {"phone": "14:03:20", "computer": "14:03:22"}),
        ("deletion", {"entry": 3, "digest": "00"}),
        ("anchor", {"after": 5, "code": "12345 67890"}),
        ("answer", {"name": "living", "value": "no"}),
        ("opened", {"how": "opened"}),
    )  # fmt: skip
    return (*found, *(entry(len(found) + n, kind, body) for n, (kind, body) in enumerate(own, 1)))


def material(reader: Reader = "me", *, pretend: bool = False, record: bool = True, **more: Any) -> Material:
    """Everything that a summary may say, about the sample home."""
    events = seen(pretend=pretend)
    return Material(
        picture=Picture().take_all(events),
        reader=reader,
        now=LATER,
        **{
            "zone": UTC,
            "country": "England",
            "country_called": "England",
            "ways": {check.id: check.way for check in load().checks},
            "good": {check.id: check.good for check in load().checks},
            "people": (Helper(name="A help line", reach="555 01", what_for="To talk", checked="Checked on 1 May 2026."),),
            "laws": (Law(route=load_routes()[0], checked="As of 1 May 2026."),),
            "steps": (
                NextStep(device=CAMERA.id, check="video-without-login", title="Ask for a password", notice="Probably."),
            ),
            "answers": (("Do they live there?", "No"),),
            "entries": entries(events) if record else (),
            "kept": Kept(count=99, code="11111 22222") if record else None,
            "tool": {"version": "1", "catalog": "abc", "tables_as_of": "2026-11-23"},
            **more,
        },
    )


def made(reader: Reader = "me", **more: Any) -> tuple[Document, Store]:
    return document_of(material(reader, **more), cleaned)


def texts(blocks: Iterable[object]) -> list[str]:
    """Every text of some blocks, in order."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Heading(text) | Paragraph(text) | Item(text):
                found.append(text)
            case Row(label, text):
                found += [label, text]
            case Table(caption, header, rows):
                found += [caption, *header, *(cell for row in rows for cell in row)]
            case Drawing():
                found += [block.alt, block.device, *(word for way in block.ways for word in (way.title, way.says))]
            case Box() | Card():
                found += [block.title, *texts(block.blocks)]
    return found


def hostile_device(string: str) -> Device:
    """A device that says this wherever it can say anything."""
    return replace(
        CAMERA,
        names=(string, string),
        vendor=string,
        model=string,
        firmware=string,
        because=(replace(CAMERA.because[0], says=string),),
        facts=(*CAMERA.facts, fact("service.name", string, "tcp/23"), fact("port.open", True, "tcp/23")),
    )


def hostile_entries(string: str) -> tuple[Noted, ...]:
    """Entries that say it under each of their keys."""
    from doorguard.record.bodies import BODIES

    return tuple(
        entry(number, kind, dict.fromkeys(body.__annotations__, string))
        for number, (kind, body) in enumerate(BODIES.items(), 1)
    )


@cache
def hostile(reader: Reader, string: str) -> tuple[Document, Store]:
    """A summary in which every text that comes from outside is this string."""
    whole = material(reader, show_all=True)
    device = hostile_device(string)
    picture = Picture().take_all([*a_run(), DeviceSeen(device=device, new=False), judged(device, at=LATER)])
    picture.blind.append(string)
    findings = picture.findings[device.id]
    for key, finding in findings.items():
        findings[key] = replace(finding, problem=string, says=(string,), where=f"tcp/{string}")
    return document_of(
        replace(
            whole,
            picture=picture,
            entries=hostile_entries(string),
            answers=((string, string),),
            steps=(NextStep(device=device.id, check="x", title=string, notice=string),),
            people=(Helper(name=string, reach=string, what_for=string, checked=string),),
            kept=Kept(count=1, code=string),
            tool={"version": string, "catalog": string, "tables_as_of": string},
        ),
        cleaned,
    )

