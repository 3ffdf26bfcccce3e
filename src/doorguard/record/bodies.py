"""What the entries of a record say, by their kind: one truth for whoever writes and whoever reads them.

All values are texts unless said otherwise. A key that nobody filled in is left out. Entries of the kind
``observation`` are events (:func:`doorguard.record.events.body_of`); ``anchor`` and ``deletion`` stand in
:mod:`doorguard.record.chain`. Times that the person gives stay in their own words ("about six, on Sunday").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

Kind = Literal[
    "header",
    "observation",
    "answer",
    "change",
    "diary",
    "attachment",
    "correction",
    "continuity",
    "deletion",
    "anchor",
    "clock",
    "opened",
    "plan",
]
"""Every kind of entry."""


def of_the_pretend_home(said: Iterable[Mapping[str, Any]]) -> bool:
    """What these entries say is made up: the header tells, and where a damaged record lost it, the first look does."""
    for one in said:
        kind, body = one.get("kind"), one.get("body", {})
        if kind == "header" or (kind == "observation" and "pretend" in body):
            return body.get("pretend") is True
    return False


THE_SENTENCE = "authority"
"""The name of the answer that holds the sentence of authority."""


class Header(TypedDict, total=False):
    """The first entry: who made this record, why, and with what (safety.md C2)."""

    made_by: str
    """As the person wants to be called; left out: "the person"."""
    role: str
    """``person``, or ``helped``: somebody sat beside them. No name."""
    purpose: str
    country: str
    time_zone: str
    """Such as Europe/London."""
    authority: str
    """The sentence that was typed before the first look, word for word."""
    authority_at: str
    computer: str
    """Type and system of the computer."""
    language: str
    tool: str
    """Name and version, such as "doorguard 0.1.0"."""
    catalog: str
    """Version of the checks."""
    tables_as_of: str
    pretend: bool
    """It is about the pretend home."""


class Answer(TypedDict, total=False):
    """Something that the person said about a device, or before the first look."""

    device: str
    """The id of the device; left out: about the whole home."""
    name: str
    """The fact, or the question of the gate."""
    value: str | int | float | bool


class Change(TypedDict, total=False):
    """A step that the person did, or saw done."""

    device: str
    """The id of the device, or its name in the person's words."""
    step: str
    """The action, such as ``change-password``, or what was done in the person's words."""
    before: str
    after: str
    notice: str
    """Whether the other person could notice, as the step said it."""
    evidence: str
    """What was kept beforehand: numbers of entries, or "none"."""
    at: str
    """When it was done; left out: when it was written."""


class Diary(TypedDict, total=False):
    """What happened, in the person's own words."""

    when: str
    until: str
    where: str
    text: str
    device: str
    noticed: str
    """How it was noticed."""
    effect: str
    """What it did to the person."""
    who_saw: str
    reported_to: str
    """Force, officer, number of the report."""


class Attachment(TypedDict, total=False):
    """A file that was kept. Its bytes lie beside the entry, under their SHA-256."""

    name: str
    """As it was called."""
    sha256: str
    size: int
    """Bytes."""
    media_type: str
    file_time: str
    """When the file was last changed, as the computer says."""
    how: str
    """``screenshot``, ``photo``, ``export``, ``mail``, ``read`` (by this program), or in the person's words."""
    device: str
    cropped: bool
    """Something of it was cut away or covered."""
    says: str
    """What it shows, in the person's words."""


class Correction(TypedDict, total=False):
    """An earlier entry is wrong; nothing is rewritten."""

    entry: int
    text: str


class Continuity(TypedDict, total=False):
    """A copy was made or handed over."""

    what: str
    to: str
    by: str
    how: str


class Clock(TypedDict, total=False):
    """What two clocks showed at the same moment, as the person read them."""

    phone: str
    computer: str


class Opened(TypedDict, total=False):
    """The record was opened, or somebody tried to."""

    how: str
    """``opened`` or ``refused``."""
    program: str


class Plan(TypedDict, total=False):
    """How far the person came with the plan. Each one takes the place of the one before."""

    put_off: list[str]
    """Findings that were left for later, by their ids."""
    stopped_at: list[list[str | int]]
    """Steps that were left in the middle: device, check or an empty text, action, act from 0; the last one last."""
    proof: Mapping[str, str]
    """By device: ``kept`` or ``not-wanted``."""
    look_again: list[list[str]]
    """When to look again: device, check, times."""
    has_plan: bool
    """There is a plan on paper."""


BODIES: Mapping[Kind, type] = {
    "header": Header,
    "answer": Answer,
    "change": Change,
    "diary": Diary,
    "attachment": Attachment,
    "correction": Correction,
    "continuity": Continuity,
    "clock": Clock,
    "opened": Opened,
    "plan": Plan,
}
"""Which keys an entry may have, by its kind."""
