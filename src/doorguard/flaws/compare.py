"""Holds one device against the list of known flaws. Pure; never guesses.

``affected`` takes four things: a confirmed row, its own maker, a model that the row names, and a version
that its rule can be compared with. One of them uncertain: ``possibly``, which is never a problem and never
"not found". Nothing fits, said as such, takes a known version and at least one row about this model.
A comparison is as good as what it compares, so its facts are known in the way the version was known.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from doorguard import wording
from doorguard.flaws import said
from doorguard.model import Device, Fact, Gap, How, Kind, Reason
from doorguard.tables import Flaw, load_flaws
from doorguard.tables.flaw_rules import Clause, clause_for
from doorguard.tables.versions import Version, read_version

NAME = "flaws"
KINDS: tuple[Kind, ...] = ("camera", "doorbell", "recorder", "hub")
CHANGES_WITH = ("device.firmware",)
"""What an update changes: read again before flaws are compared again."""
_READS = frozenset({"device.maker", "device.model", "device.firmware", "http.server"})
_GROUPS = ("flaw.in_use", "flaw.fix_missing", "flaw.unfixed")
SUPPLIES = (
    *_GROUPS,
    *(f"{name}_says" for name in _GROUPS),
    "flaw.state", "flaw.exploited", "flaw.means", "flaw.fixed_in", "update.ended", "update.ended_says",
)  # fmt: skip
_MOST_SAID = 8
"""Models, makers and versions of one device that are looked at: a device can announce any number."""

State = Literal["affected", "possibly", "not", "no-version", "no-model"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the list says about one device, and what it cannot say."""

    facts: tuple[Fact, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What one device tells of itself, as far as the list can use it."""

    names: frozenset[str]
    family: str | None
    models: tuple[str, ...]
    versions: tuple[Version, ...]
    servers: tuple[str, ...]
    how: How


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one row of the list says about the device. ``own``: the row is about its own maker."""

    flaw: Flaw
    state: State
    own: bool


def compare(device: Device) -> Compared:
    """What the list of known flaws says about a device, from its facts so far."""
    if device.kind not in KINDS:
        return Compared()
    telling = sorted({(f.name, str(f.value), f.how) for f in device.facts if f.name in _READS})
    return _compare(device.vendor, device.family, tuple(telling), wording.language())


@functools.lru_cache(maxsize=1024)
def _compare(
    vendor: str | None,
    family: str | None,
    telling: tuple[tuple[str, str, How], ...],
    _language: wording.Language | None,
) -> Compared:
    about = _said(vendor, family, telling)
    answers = [answer for flaw in load_flaws() for answer in _answer(flaw, about)]
    facts = [fact for answer in answers for fact in _row_facts(answer, about.how)]
    gaps: list[Gap] = []
    for group in _GROUPS:
        found = _group(group, answers, about)
        if isinstance(found, Gap):
            gaps.append(found)
        else:
            facts += found
    if not gaps and not any(fact.value is True and fact.name in _GROUPS for fact in facts):
        facts.append(Fact(name="flaw.state", value="none-known", how=about.how, probe=NAME))
    return Compared((*facts, *_ended(answers, about.how)), tuple(gaps))


def _said(vendor: str | None, family: str | None, telling: Sequence[tuple[str, str, How]]) -> _Said:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for given, value, _ in telling if given == name)[:_MOST_SAID]

    ways = [how for name, _, how in telling if name in ("device.firmware", "device.model")]
    return _Said(
        names=frozenset(name.lower() for name in ((vendor,) if vendor else values("device.maker"))),
        family=family,
        models=values("device.model"),
        versions=tuple(read_version(text) for text in values("device.firmware")),
        servers=values("http.server"),
        how="inferred" if "inferred" in ways or not ways else ways[0],
    )


def _answer(flaw: Flaw, about: _Said) -> Iterator[_Answer]:
    """What one row says; nothing where it is about something else."""
    if "*" in flaw.makers:
        # A part that many makers build in. Only a web server that names itself can be compared.
        server = flaw.rule[0].server
        if server is not None and server.test(about.servers) is not False:
            yield _Answer(flaw, "possibly", own=True)
        return
    own = any(_same_name(maker.lower(), name) for maker in flaw.makers for name in about.names)
    if not own and not (flaw.family and flaw.family == about.family):
        return
    models = [model for model in about.models if flaw.models.search(model)]
    if flaw.names_models and not models:
        if not any(re.search(r"\d", model) for model in about.models):
            yield _Answer(flaw, "no-model", own)
        return
    clause = clause_for(flaw.rule, about.models)
    if clause is not None:
        yield _Answer(flaw, _state(flaw, clause, about, own), own)


def _same_name(maker: str, name: str) -> bool:
    """True when one is in the other as a word of its own: a device may write ``Zavio Inc.`` for the maker."""
    return re.search(rf"(?<!\w){re.escape(maker)}(?!\w)", name) is not None


def _state(flaw: Flaw, clause: Clause, about: _Said, own: bool) -> State:
    if clause.terms and not about.versions:
        return "no-version"
    versions = about.versions or (read_version(""),)
    tests = [clause.test(version, later_is_fixed=flaw.fix == "yes") for version in versions]
    if True in tests:
        certain = own and flaw.confidence == "A" and flaw.names_models and not clause.maybe
        return "affected" if certain else "possibly"
    return "possibly" if None in tests else "not"


def _row_facts(answer: _Answer, how: How) -> Iterator[Fact]:
    """One row in facts, at a place of its own."""
    flaw, place = answer.flaw, f"flaw/{answer.flaw.cve}"
    if answer.state not in ("affected", "possibly", "not"):
        return
    known: How = "inferred" if answer.state == "possibly" else how
    yield Fact(name="flaw.state", value=answer.state, place=place, how=known, probe=NAME)
    if answer.state == "not":
        return
    yield Fact(name="flaw.exploited", value=flaw.exploited == "yes", place=place, how=known, probe=NAME)
    yield Fact(name="flaw.means", value=flaw.meaning, place=place, how=known, probe=NAME)
    if flaw.fixed_in:
        yield Fact(name="flaw.fixed_in", value=flaw.fixed_in, place=place, how=known, probe=NAME)


def _group_of(flaw: Flaw) -> str:
    """Each flaw stands in one group: in use comes first, whether or not it can be closed."""
    if flaw.exploited == "yes":
        return "flaw.in_use"
    return "flaw.fix_missing" if flaw.fix == "yes" else "flaw.unfixed"


def _group(group: str, answers: Sequence[_Answer], about: _Said) -> list[Fact] | Gap:
    """One group of flaws: a yes, a no that rests on a real comparison, or why not."""
    here = sorted((a for a in answers if _group_of(a.flaw) == group), key=_gravest_first)
    affected = [a.flaw for a in here if a.state == "affected"]
    if affected:
        return _facts(group, True, said.fits(affected, _day()), about.how)
    possibly = [a.flaw for a in here if a.state == "possibly"]
    if possibly:
        return _gap(group, "uncertain", said.may_fit(possibly, _day()))
    states = {a.state for a in answers}
    if "no-model" in states:
        return _gap(group, "not-supported", said.no_model(_day()))
    if "no-version" in states:
        return _gap(group, "login-needed", said.no_version(_day()))
    if not any(a.own for a in answers) and any(f.family and f.family == about.family for f in load_flaws()):
        return _gap(group, "not-supported", said.sold_under_another_name(_day()))
    if not about.versions or not any(_about_this_model(a) for a in answers):
        return _gap(group, "not-supported", said.nothing_to_compare(_day()))
    return _facts(group, False, said.none_fits(_in_use_day() if group == "flaw.in_use" else _day()), about.how)


def _about_this_model(answer: _Answer) -> bool:
    """A real comparison: with a row that names this model of this maker."""
    return answer.own and answer.flaw.names_models and answer.state in ("affected", "possibly", "not")


def _gravest_first(answer: _Answer) -> tuple[float, str]:
    return -(answer.flaw.cvss or 0), answer.flaw.cve


def _facts(name: str, value: bool, says: str, how: How) -> list[Fact]:
    return [
        Fact(name=name, value=value, how=how, probe=NAME),
        Fact(name=f"{name}_says", value=says, how=how, probe=NAME),
    ]


def _gap(name: str, reason: Reason, says: str) -> Gap:
    return Gap(names=(name, f"{name}_says"), reason=reason, probe=NAME, says=says)


def _ended(answers: Sequence[_Answer], how: How) -> list[Fact]:
    """The maker gives no more updates: known of a few models, and never known not to be so."""
    if any(a.flaw.ended and a.own and a.flaw.names_models and a.flaw.confidence == "A" for a in answers):
        return _facts("update.ended", True, said.ended(_day()), how)
    return []


@functools.cache
def _day() -> str:
    """The day of the list: its oldest row."""
    return min(flaw.as_of for flaw in load_flaws())


@functools.cache
def _in_use_day() -> str:
    """The day of the list of flaws in use: nothing is known to have stayed out of it later."""
    return min(flaw.exploited_as_of for flaw in load_flaws())
