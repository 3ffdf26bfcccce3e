"""What the catalogue holds: checks, makers' pages, their rules and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from doorguard.matcher import Case
from doorguard.model import Kind, Level, Outcome, Scalar, Severity, Way
from doorguard.wording import N_, _, count

CHECK_HEADINGS = (
    N_("What this means"),
    N_("Why it matters"),
    N_("Before you change anything"),
    N_("What to do"),
    N_("How to tell it worked"),
)
LABELS = ("notice", "proof", "undo", "stops")
WEIGHTS: Mapping[str, int] = {"strong": 3, "medium": 2, "weak": 1}
GENERAL_KNOWLEDGE = "general-knowledge"
Confidence = Literal["maker", "copy", "others", "usual"]
"""How well a step is known: from the maker's own page; from a copy of it, its manual or its staff; from
somebody else's page; or general knowledge, which must say "usually" or "names may differ"."""
LockClass = Literal[
    "equal", "frees-on-reset", "frees-with-device-password", "request-in-app", "vendor-or-brand-only", "unknown"
]
"""Who can take a device over that somebody else owns: any of its equal owners; whoever resets it; whoever knows its
own password; whoever asks in the app (the owner is told); its maker alone; or nobody told us."""


class CatalogError(ValueError):
    """A page that cannot be used: which file, which key, and what is wrong, in words."""

    def __init__(self, file: str, key: str, says: str) -> None:
        super().__init__(f"{file}: {key}: {says}" if key else f"{file}: {says}")
        self.file, self.key, self.says = file, key, says


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something only the person can answer. ``answers`` maps what they choose to a value; ``why`` says
    why it is asked; ``look`` names the action whose step shows where to look, if there is one."""

    question: str
    fact: str
    why: str = ""
    look: str = ""
    answers: Mapping[str, Scalar]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One line of a check's cases.yaml: facts, and what the judge must say.

    ``answers`` names the rows of the project's lists of what can go wrong (DG-01, V01) that the check is
    the answer to.
    """

    name: str
    facts: tuple[tuple[str, Scalar, str | None, str], ...]
    expect: Outcome
    where: str | None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Check:
    """What can be wrong, as a document over facts."""

    id: str
    problem: str
    good: str
    way: Way
    severity: Severity
    severity_reason: str
    kinds: tuple[Kind, ...]
    level: Level
    fails_if: tuple[Case, ...]
    asks: tuple[Question, ...] = ()
    action: str
    standards: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The fact names it judges, in order."""
        return tuple(dict.fromkeys(line.fact for case in self.fails_if for line in case.lines))

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of the lists of what can go wrong that it answers (DG-01, V01)."""
        return tuple(dict.fromkeys(row for example in self.examples for row in example.answers))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One way to recognise a make or a kind.

    ``counts_as`` sorts what is only counted: ``phone-or-computer``, or nothing for the rest.
    """

    says: str
    when: Case
    weight: int
    kind: Kind | None
    vendor: str | None
    source: str
    counts_as: str | None = None

    @property
    def general_knowledge(self) -> bool:
        """Not confirmed by a stored source: never names a brand alone."""
        return self.source.startswith(GENERAL_KNOWLEDGE)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What to do for one action: numbered acts, four labels, a date, a source, and how well it is known."""

    action: str
    labels: Mapping[str, str]
    acts: tuple[str, ...]
    check: str
    as_of: str
    source: str
    confidence: Confidence
    page: str
    photographs: bool = False
    """An act asks for a photograph or a screenshot. Read from the English words, so that it holds in every language."""


@dataclass(frozen=True, kw_only=True)
class VendorPage:
    """One page per make: how to recognise it, how to close its ways in."""

    slug: str
    names: tuple[str, ...]
    family: str | None
    apps: tuple[str, ...]
    kinds: tuple[Kind, ...]
    as_of: str
    lock_class: LockClass | None
    rules: tuple[Rule, ...]
    steps: Mapping[str, Step]


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All checks and vendor pages."""

    checks: tuple[Check, ...]
    vendors: tuple[VendorPage, ...]
    broken: tuple[CatalogError, ...] = ()

    @property
    def version(self) -> str:
        """A short mark of what was loaded, for the JSON."""
        dates = [page.as_of for page in self.vendors if page.as_of]
        parts = [count(len(self.checks), "check", "checks"), count(len(self.vendors), "maker", "makers")]
        return ", ".join([*parts, max(dates, default=_("no date"))])

    def check(self, check_id: str) -> Check | None:
        """The check of that id, or None."""
        return next((check for check in self.checks if check.id == check_id), None)

    def page_for(self, vendor: str | None) -> VendorPage | None:
        """The page whose names hold this vendor, or None."""
        return next((p for p in self.vendors if vendor is not None and vendor in p.names), None)

    def page(self, slug: str) -> VendorPage | None:
        """The page of that file name, or None."""
        return next((page for page in self.vendors if page.slug == slug), None)
