"""Reads ``checks/`` and ``vendors/``. An error names the file and the key, in words.

The folders lie inside the installed package (``_checks``, ``_vendors``) or, in a working copy, at
the repository root.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from doorguard.facts import UnknownFact, typed
from doorguard.matcher import Case, LanguageError, parse_case
from doorguard.model import Kind, Level, Outcome, Scalar, Severity

CHECK_HEADINGS = (
    "What this means",
    "Why it matters",
    "Before you change anything",
    "What to do",
    "How to tell it worked",
)
LABELS = ("notice", "proof", "undo", "stops")
WEIGHTS: Mapping[str, int] = {"strong": 3, "medium": 2, "weak": 1}
GENERAL_KNOWLEDGE = "general-knowledge"


class CatalogError(ValueError):
    """A page that cannot be used: which file, which key, and what is wrong, in words."""

    def __init__(self, file: str, key: str, says: str) -> None:
        super().__init__(f"{file}: {key}: {says}" if key else f"{file}: {says}")
        self.file, self.key, self.says = file, key, says


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something only the person can answer. ``answers`` maps what they choose to a value."""

    question: str
    fact: str
    answers: Mapping[str, Scalar]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One line of a check's cases.yaml: facts, and what the judge must say."""

    name: str
    facts: tuple[tuple[str, Scalar, str | None, str], ...]
    expect: Outcome
    where: str | None


@dataclass(frozen=True, kw_only=True)
class Check:
    """What can be wrong, as a document over facts."""

    id: str
    problem: str
    good: str
    severity: Severity
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
    """What to do for one action: numbered acts, four labels, a date, a source."""

    action: str
    labels: Mapping[str, str]
    acts: tuple[str, ...]
    check: str
    as_of: str
    source: str
    page: str


@dataclass(frozen=True, kw_only=True)
class VendorPage:
    """One page per make: how to recognise it, how to close its ways in."""

    slug: str
    names: tuple[str, ...]
    family: str | None
    apps: tuple[str, ...]
    kinds: tuple[Kind, ...]
    as_of: str
    lock_class: str | None
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
        return f"{len(self.checks)} checks, {len(self.vendors)} makers, {max(dates, default='no date')}"

    def check(self, check_id: str) -> Check | None:
        """The check of that id, or None."""
        return next((check for check in self.checks if check.id == check_id), None)

    def page_for(self, vendor: str | None) -> VendorPage | None:
        """The page whose names hold this vendor, or None."""
        return next((p for p in self.vendors if vendor is not None and vendor in p.names), None)

    def page(self, slug: str) -> VendorPage | None:
        """The page of that file name, or None."""
        return next((page for page in self.vendors if page.slug == slug), None)


def folder(name: str) -> Path:
    """Where ``checks`` or ``vendors`` lies. Raises :class:`CatalogError`."""
    inside = Path(__file__).parent / f"_{name}"
    beside = Path(__file__).parents[2] / name
    for place in (inside, beside):
        if place.is_dir():
            return place
    raise CatalogError(name, "", "the folder is missing from this copy of doorguard")


@functools.cache
def load() -> Catalog:
    """The catalogue that came with the program. A broken page is left out and said (``broken``)."""
    return load_from(folder("checks"), folder("vendors"))


def load_from(checks: Path, vendors: Path) -> Catalog:
    """Read two folders. Never raises for one bad page: it stands in ``broken``."""
    broken: list[CatalogError] = []
    good_checks: list[Check] = []
    for place in sorted(p for p in checks.iterdir() if p.is_dir() and not p.name.startswith("_")):
        try:
            good_checks.append(read_check(place))
        except CatalogError as error:
            broken.append(error)
    pages: list[VendorPage] = []
    for file in sorted(vendors.glob("*.md")):
        if file.stem in ("_template", "README"):
            continue
        try:
            pages.append(read_vendor(file))
        except CatalogError as error:
            broken.append(error)
    return Catalog(checks=tuple(good_checks), vendors=tuple(pages), broken=tuple(broken))


def read_check(place: Path) -> Check:
    """Read ``check.md`` and ``cases.yaml`` of one folder. Raises :class:`CatalogError`."""
    file = place / "check.md"
    front = _Front(file, f"checks/{place.name}/check.md")
    texts = _headings(front.body)
    for heading in CHECK_HEADINGS:
        if not texts.get(heading):
            raise front.wrong("", f"the heading '## {heading}' is missing or empty")
    cases = front.get("fails_if")
    if not isinstance(cases, list) or not cases:
        raise front.wrong("fails_if", "needs at least one case")
    return Check(
        id=place.name,
        problem=front.text("problem"),
        good=front.text("good"),
        severity=cast(Severity, front.one_of("severity", get_args(Severity))),
        kinds=front.kinds("kinds"),
        level=front.level("level"),
        fails_if=tuple(front.case("fails_if", case) for case in cases),
        asks=tuple(_question(front, raw) for raw in front.rows("asks")),
        action=front.text("action"),
        standards=front.texts("standards"),
        sources=front.texts("sources"),
        texts=texts,
        examples=_examples(place),
    )


def _question(front: _Front, raw: Any) -> Question:
    if not isinstance(raw, dict) or not isinstance(raw.get("answers"), dict):
        raise front.wrong("asks", "each item has question, fact and answers")
    fact = str(raw.get("fact", ""))
    try:
        answers = {str(k): typed(fact, str(v)) for k, v in raw["answers"].items()}
    except UnknownFact:
        raise front.wrong("asks", f"there is no fact called {fact!r}") from None
    except ValueError as error:
        raise front.wrong("asks", str(error)) from None
    return Question(question=str(raw.get("question", "")), fact=fact, answers=answers)


def _examples(place: Path) -> tuple[Example, ...]:
    file = place / "cases.yaml"
    name = f"checks/{place.name}/cases.yaml"
    if not file.is_file():
        raise CatalogError(name, "", "the file is missing")
    rows = _yaml(file.read_text("utf-8"), name)
    if not isinstance(rows, list):
        raise CatalogError(name, "", "must be a list of cases")
    found = []
    for row in rows:
        try:
            facts = tuple(
                (str(f["name"]), typed(f["name"], str(f["value"])), f.get("place"), f.get("how", "observed"))
                for f in row.get("facts") or []
            )
            expect = row["expect"]
            where = row.get("where")
            found.append(
                Example(
                    name=str(row["name"]),
                    facts=facts,
                    expect=expect,
                    where=None if where in (None, "", "null") else str(where),
                )
            )
        except UnknownFact as error:
            raise CatalogError(name, "facts", f"there is no fact called {error}") from None
        except (KeyError, TypeError, AttributeError) as error:
            raise CatalogError(name, "", f"a case needs name, facts and expect ({error})") from None
        except ValueError as error:
            raise CatalogError(name, "facts", str(error)) from None
    if {e.expect for e in found} != set(get_args(Outcome)):
        raise CatalogError(name, "expect", "needs one problem, one not-found and one could-not-check")
    return tuple(found)


def read_vendor(file: Path) -> VendorPage:
    """Read one maker's page. Raises :class:`CatalogError`."""
    front = _Front(file, f"vendors/{file.name}")
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
        lock_class=front.text("lock_class", "") or None,
        rules=rules,
        steps=_steps(front, file.stem),
    )


def _rule(front: _Front, raw: Any, vendor: str | None) -> Rule:
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
_ACT = re.compile(r"^\d+\.\s+(.*?)(?=^\d+\.\s|\Z)", re.DOTALL | re.MULTILINE)


def _steps(front: _Front, slug: str) -> Mapping[str, Step]:
    found: dict[str, Step] = {}
    for action, text in _headings(front.body).items():
        match = _STEP.match(text.strip() + "\n")
        if not match:
            raise front.wrong(action, "a step starts with a ```yaml block of labels")
        head = _yaml(match[1], front.name)
        labels = head.get("labels") if isinstance(head, dict) else None
        if not isinstance(labels, dict) or any(not labels.get(label) for label in LABELS):
            raise front.wrong(action, f"labels needs {', '.join(LABELS)}")
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
            page=slug,
        )
    return found


def _headings(body: str) -> dict[str, str]:
    parts = re.split(r"^##\s+(.+?)\s*$", body, flags=re.MULTILINE)
    return {parts[i]: parts[i + 1].strip() for i in range(1, len(parts) - 1, 2)}


def _yaml(text: str, name: str) -> Any:
    import yaml

    # All scalars stay text; facts.py types them.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - BaseLoader makes only text, lists, maps
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" near line {mark.line + 1}" if mark else ""
        raise CatalogError(name, "", f"the part between the --- lines cannot be read{line}") from None


class _Front:
    """Front matter with errors that name file and key."""

    def __init__(self, file: Path, name: str) -> None:
        self.name = name
        try:
            text = file.read_text("utf-8")
        except OSError as error:
            raise CatalogError(name, "", f"cannot be opened ({error.strerror})") from None
        except UnicodeDecodeError:
            raise CatalogError(name, "", "is not UTF-8 text") from None
        match = re.match(r"^---\n(.*?)^---\n?(.*)$", text, re.DOTALL | re.MULTILINE)
        if not match:
            raise CatalogError(name, "", "must begin with a part between two --- lines")
        data = _yaml(match[1], name)
        if not isinstance(data, dict):
            raise CatalogError(name, "", "the part between the --- lines must be 'key: value' lines")
        self.data: dict[str, Any] = data
        self.body = match[2]

    def wrong(self, key: str, says: str) -> CatalogError:
        return CatalogError(self.name, key, says)

    def get(self, key: str) -> Any:
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.data.get(key)
        if value in (None, "") and default is not None:
            return default
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "is missing")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "must be a list of words")
        return tuple(value)

    def rows(self, key: str) -> list[Any]:
        value = self.data.get(key) or []
        if not isinstance(value, list):
            raise self.wrong(key, "must be a list")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.wrong(key, f"must be one of {', '.join(allowed)}, not {value!r}")
        return value

    def kinds(self, key: str) -> tuple[Kind, ...]:
        values = self.texts(key)
        for value in values:
            if value not in get_args(Kind):
                raise self.wrong(key, f"there is no kind {value!r}")
        return cast("tuple[Kind, ...]", values)

    def level(self, key: str) -> Level:
        try:
            return Level.from_word(self.text(key))
        except ValueError:
            raise self.wrong(key, "must be talk, listen, look, sign-in or test") from None

    def case(self, key: str, raw: Any) -> Case:
        try:
            return parse_case(raw)
        except LanguageError as error:
            raise self.wrong(key, str(error)) from None
