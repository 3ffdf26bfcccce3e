"""What a summary is made from, all of it handed in: no clock, no files, no tables of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Literal

from doorguard.model import Level, Sent, Way
from doorguard.report.picture import Picture
from doorguard.tables import Route

Reader = Literal["me", "advocate", "police"]
READERS: tuple[Reader, ...] = ("me", "advocate", "police")


@dataclass(frozen=True, kw_only=True, slots=True)
class Helper:
    """Somebody to ask. ``reach`` is a number or a page; ``checked`` says how fresh that is."""

    name: str
    reach: str
    what_for: str
    checked: str
    urgent: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Law:
    """A legal route, and how fresh and how sure it is, in words."""

    route: Route
    checked: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NextStep:
    """A step for an open problem: what it is, and whether the other person could notice it."""

    device: str
    check: str
    title: str
    notice: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What an observation changed, against all before it. ``device`` is an id, empty for the whole look; ``text`` is
    the problem, where it is about one; ``at`` when it was so, which may be before it was written down."""

    what: Literal[
        "began", "ended", "stopped", "again", "signed-in", "not-let-in", "first-password", "step", "found", "closed"
    ]
    device: str = ""
    text: str = ""
    level: Level = Level.TALK
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """What is different between the last two looks of a record. ``says`` is a sentence with room for ``before`` and
    ``now``, which are values of the ``kind`` that can be left out (:data:`~doorguard.report.summary.left_out.WORDS`);
    an empty kind is no such value."""

    device: str
    says: str
    kind: str = ""
    before: str = ""
    now: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """An entry of a record: its number, when it was written, and what it says (``record/bodies.py``).

    Of an observation, ``happened`` is what it changed, and ``body`` is not kept.
    """

    number: int
    kind: str
    utc: datetime
    local: datetime
    body: Mapping[str, Any]
    clock: str = ""
    happened: tuple[Happening, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is said of the record itself: how many entries, the code after the last, how often it was opened."""

    count: int
    code: str
    opened: int = 0


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that a summary may say. ``picture`` is what was found; ``entries`` are those of a record, if one is
    kept. ``ways`` sorts checks into groups; ``good`` says what was looked at where a check found nothing.
    ``answers`` are (question, answer) of what was asked first. ``steps`` are in the order in which they are best done.
    ``changed`` is what is different between the last two looks of a record; None where there are no two.
    ``sent_before`` is what was sent in looks of a record before that of the picture, by the id of a device."""

    picture: Picture
    reader: Reader
    now: datetime
    zone: tzinfo | None = None
    country: str | None = None
    country_called: str = ""
    show_all: bool = False
    ways: Mapping[str, Way] = field(default_factory=dict)
    good: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Helper, ...] = ()
    laws: tuple[Law, ...] = ()
    steps: tuple[NextStep, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    entries: tuple[Noted, ...] = ()
    kept: Kept | None = None
    changed: tuple[Changed, ...] | None = None
    sent_before: Mapping[str, Sent] = field(default_factory=dict)
    tool: Mapping[str, str] = field(default_factory=dict)

    @property
    def pretend(self) -> bool:
        """It is about the pretend home."""
        return self.picture.pretend
