"""A summary as JSON: schema ``doorguard.summary/1`` (docs/summary.schema.json). Pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from doorguard.report.summary.blocks import (
    Block,
    Box,
    Card,
    Change,
    Document,
    Drawing,
    Heading,
    Item,
    Paragraph,
    Row,
    Table,
)
from doorguard.report.summary.found import Found, Said, Store
from doorguard.report.summary.story import story_of
from doorguard.wording import EXAMPLE, _

SCHEMA = "doorguard.summary/1"


def as_json(document: Document, store: Store, clean: Change) -> str:
    """One document: the facts, the same for every reader, then the blocks in the order of this one."""
    material = store.material
    facts = {
        "devices": [_device(found, store) for found in store.devices],
        "could_not_see": list(store.cannot_see),
        "sent": asdict(store.sent),
        "story": [
            {
                "utc": moment.at.isoformat(timespec="seconds"),
                "local": moment.local.isoformat(timespec="seconds"),
                "happened": moment.happened,
                "what": moment.what,
                "source": moment.source,
                "entry": moment.entry or None,
            }
            for moment in story_of(store)
        ],
        "next_steps": [
            {"device": found.called, "step": step.title, "could_notice": step.notice} for found, step in store.steps
        ],
        "people": [asdict(helper) for helper in material.people],
        "laws": [{**asdict(law.route), "checked": law.checked} for law in material.laws],
    }
    whole = {
        "schema": SCHEMA,
        "pretend": document.pretend,
        "example": _(EXAMPLE) if document.pretend else None,
        "title": document.title,
        "made": document.made,
        "made_at": material.now.isoformat(timespec="seconds"),
        "language": document.language,
        "reader": material.reader,
        "country": material.country,
        "tool": dict(material.tool),
        "record": asdict(material.kept) if material.kept else None,
        "left_out": list(store.hider.kinds),
        "facts": facts,
    }
    blocks = [_block(block) for block in document.blocks]  # cleaned when the document was made
    return json.dumps({**_cleaned(whole, clean), "blocks": blocks}, indent=1, ensure_ascii=False) + "\n"


def _cleaned(value: Any, clean: Change) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(held, clean) for key, held in value.items()}
    if isinstance(value, list):
        return [_cleaned(held, clean) for held in value]
    return value


def _device(found: Found, store: Store) -> dict[str, Any]:
    device, hide = found.device, store.hider
    return {
        "called": found.called,
        "kind": device.kind,
        "sure": device.sure,
        "maker": hide.text(device.vendor or "") or None,
        "model": hide.text(device.model or "") or None,
        "software": hide.text(device.firmware or "") or None,
        "hardware_address": hide.given("hardware", device.mac or "") or None,
        "addresses": [hide.given("address", address) for address in device.addresses],
        "because": [hide.text(because.says) for because in device.because],
        "ways_in": [{"way": way.title, "state": way.state, "says": way.says} for way in found.drawing.ways],
        "problems": [_said(said) for said in found.problems],
        "closed": [_said(said) for said in found.closed],
        "not_found": [_said(said) for said in found.looked],
        "could_not_check": [
            {"reason": one.reason, "number": one.number, "says": list(one.says)} for one in found.unknown
        ],
        "sent": asdict(found.sent),
    }


def _said(said: Said) -> dict[str, Any]:
    return {
        "check": said.finding.check,
        "severity": said.finding.severity,
        "says": said.says,
        "where": said.where or None,
        "closed_at": said.at.isoformat(timespec="seconds") if said.at else None,
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"type": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"type": "paragraph", "text": block.text, "quiet": block.quiet}
        case Row():
            return {"type": "row", "label": block.label, "text": block.text}
        case Item():
            return {"type": "item", "text": block.text, "number": block.number or None}
        case Table():
            return {
                "type": "table",
                "caption": block.caption,
                "header": list(block.header),
                "rows": [list(row) for row in block.rows],
            }
        case Drawing():
            ways = [{"way": way.title, "state": way.state, "says": way.says} for way in block.ways]
            return {"type": "drawing", "device": block.device, "alt": block.alt, "ways": ways}
        case Box() | Card():
            kind = "box" if isinstance(block, Box) else "card"
            return {"type": kind, "title": block.title, "blocks": [_block(held) for held in block.blocks]}
