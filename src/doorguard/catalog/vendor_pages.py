"""Reads one page of ``vendors/``: how a make is recognised, and its steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args

from doorguard.catalog.front_matter import Front, headings, read_yaml
from doorguard.catalog.shapes import LABELS, WEIGHTS, Confidence, LockClass, Rule, Step, VendorPage
from doorguard.model import Kind


def read_vendor(file: Path) -> VendorPage:
    """Read one maker's page. Raises :class:`CatalogError`."""
    front = Front(file, f"vendors/{file.name}")
    names = front.texts("names")
    if not names:
        raise front.wrong("names", "needs at least one name")
    anonymous = file.stem in ("_any", "generic", "router")
    rules = tuple(_rule(front, raw, None if anonymous else names[0]) for raw in front.rows("recognise"))
    return VendorPage(
        slug=file.stem,
        names=names,
        family=front.text("family", "") or None,
        apps=front.texts("apps"),
        kinds=front.kinds("kinds") if front.get("kinds") else (),
        as_of=front.text("as_of"),
        lock_class=_lock_class(front),
        rules=rules,
        steps=_steps(front, file.stem),
    )


def _lock_class(front: Front) -> LockClass | None:
    written = front.text("lock_class", "")
    if written and written not in get_args(LockClass):
        raise front.wrong("lock_class", f"is one of {', '.join(get_args(LockClass))}; not {written!r}")
    return cast("LockClass", written) if written else None


def _rule(front: Front, raw: Any, vendor: str | None) -> Rule:
    if not isinstance(raw, dict):
        raise front.wrong("recognise", "each rule has says, when, weight and source")
    weight = str(raw.get("weight", ""))
    if weight not in WEIGHTS:
        raise front.wrong("recognise", f"weight is strong, medium or weak, not {weight!r}")
    kind = raw.get("kind")
    if kind is not None and kind not in get_args(Kind):
        raise front.wrong("recognise", f"there is no kind {kind!r}")
    for needed in ("says", "source"):
        if not raw.get(needed):
            raise front.wrong("recognise", f"a rule has no {needed}")
    return Rule(
        says=str(raw["says"]),
        when=front.case("recognise", raw.get("when")),
        weight=WEIGHTS[weight],
        kind=cast("Kind | None", kind),
        vendor=str(raw["vendor"]) if raw.get("vendor") else vendor,
        source=str(raw["source"]),
        counts_as=str(raw["counts_as"]) if raw.get("counts_as") else None,
    )


_STEP = re.compile(r"^```yaml\n(.*?)^```\n(.*)$", re.DOTALL | re.MULTILINE)
_PHOTOGRAPH = re.compile(r"photo|screenshot", re.IGNORECASE)
_ACT = re.compile(r"^\d+\.\s+(.*?)(?=^\d+\.\s|\Z)", re.DOTALL | re.MULTILINE)


def _steps(front: Front, slug: str) -> Mapping[str, Step]:
    found: dict[str, Step] = {}
    for action, text in headings(front.body).items():
        match = _STEP.match(text.strip() + "\n")
        if not match:
            raise front.wrong(action, "a step starts with a ```yaml block of labels")
        head = read_yaml(match[1], front.name)
        labels = head.get("labels") if isinstance(head, dict) else None
        if not isinstance(labels, dict) or any(not labels.get(label) for label in LABELS):
            raise front.wrong(action, f"labels needs {', '.join(LABELS)}")
        confidence = str(head.get("confidence", ""))
        if confidence not in get_args(Confidence):
            raise front.wrong(action, f"confidence is one of {', '.join(get_args(Confidence))}; not {confidence!r}")
        acts = tuple(" ".join(act.split()) for act in _ACT.findall(match[2]))
        if not acts:
            raise front.wrong(action, "a step has numbered acts")
        found[action] = Step(
            action=action,
            labels={label: str(labels[label]) for label in LABELS},
            acts=acts,
            check=str(head.get("check", "")),
            as_of=str(head.get("as_of", "")),
            source=str(head.get("source", "")),
            confidence=cast("Confidence", confidence),
            page=slug,
            photographs=bool(_PHOTOGRAPH.search(" ".join(acts))),
        )
    return found
