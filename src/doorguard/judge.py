"""The judge: checks over facts, pure. Three answers only (design rule 4).

Judged once per place that carries one of the check's facts; facts of the device itself count at
every place. Two witnesses that disagree are both heard, and a problem in one is a problem.
Not-found needs facts that were seen, reported or told and make every case false; what was only
worked out (``inferred``) is never enough to say that a problem is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from doorguard.catalog import Check
from doorguard.facts import NOT_KNOWN, OPEN, kind_of
from doorguard.matcher import any_case
from doorguard.model import Device, Fact, Finding, Gap, How, Level, Reason, Scalar
from doorguard.wording import N_, _

HOW_KNOWN: Mapping[How, str] = {
    "observed": N_("observed"),
    "reported": N_("reported"),
    "inferred": N_("inferred"),
    "told": N_("told"),
}
"""How a fact is known, as it stands behind it."""


def judge(
    device: Device,
    checks: Iterable[Check],
    *,
    level: Level,
    gaps: Sequence[Gap] = (),
    stopped: bool = False,
) -> tuple[Finding, ...]:
    """Every finding of one device. A check whose kinds leave the device out gives none."""
    if not device.listed:
        return ()
    found: list[Finding] = []
    for check in checks:
        if device.kind in check.kinds:
            found.extend(_judge_check(device, check, level, gaps, stopped))
    return tuple(found)


def _judge_check(
    device: Device, check: Check, level: Level, gaps: Sequence[Gap], stopped: bool
) -> list[Finding]:
    names = set(check.facts)
    facts = _with_told(device)
    relevant = [fact for fact in facts if fact.name in names]
    open_gaps = [gap for gap in gaps if names & set(gap.names)]
    placed: set[str | None] = {fact.place for fact in relevant if fact.place is not None}
    silent = {gap.place for gap in open_gaps if gap.place is not None} - placed
    if not relevant and not silent:
        return [_unknown(device, check, None, check.facts, open_gaps, level, stopped)]
    if relevant and not placed:
        placed = {None}
    findings = [
        _judge_place(device, check, place, facts, open_gaps, level, stopped)
        for place in sorted(placed, key=lambda p: p or "")
    ]
    if None not in placed and any(gap.place is None for gap in open_gaps):
        # A question that was cut short may have been about any place: what other places said does not answer it.
        findings.append(_unknown(device, check, None, check.facts, open_gaps, level, stopped))
    findings.extend(
        _unknown(device, check, place, check.facts, open_gaps, level, stopped) for place in sorted(silent)
    )
    return findings


def _with_told(device: Device) -> list[Fact]:
    """What was told counts like any other fact; "I don't know" and "I'd rather not say" tell nothing."""
    told = []
    for said, value in device.told.items():
        name, _, place = said.partition("@")
        if value not in OPEN:
            told.append(Fact(name=name, value=value, place=place or None, how="told", probe="person"))
    return [*device.facts, *told]


def _judge_place(
    device: Device,
    check: Check,
    place: str | None,
    facts: Sequence[Fact],
    gaps: Sequence[Gap],
    level: Level,
    stopped: bool,
) -> Finding:
    here = [f for f in facts if f.place == place or f.place is None]

    def values(name: str) -> list[Scalar]:
        return [f.value for f in here if f.name == name]

    answer = any_case(check.fails_if, values)
    used = [f for f in here if f.name in check.facts]
    if answer is True:
        return _finding(device, check, "problem", place, used)
    if answer is False and not any(f.how == "inferred" for f in used):
        return _finding(device, check, "not-found", place, used)
    missing = tuple(name for name in check.facts if not values(name)) or check.facts
    return _unknown(device, check, place, missing, gaps, level, stopped)


def _unknown(
    device: Device,
    check: Check,
    place: str | None,
    missing: tuple[str, ...],
    gaps: Sequence[Gap],
    level: Level,
    stopped: bool,
) -> Finding:
    reason = _reason(device, missing, place, gaps, level, stopped)
    says = tuple(dict.fromkeys(g.says for g in gaps if g.says and g.place in (place, None)))
    return Finding(
        device=device.id,
        check=check.id,
        severity=check.severity,
        way=check.way,
        outcome="could-not-check",
        where=place,
        problem=check.problem,
        action=check.action,
        because=says,
        says=says if reason == "uncertain" else (),
        missing=missing,
        reason=reason,
    )


def _reason(
    device: Device,
    missing: tuple[str, ...],
    place: str | None,
    gaps: Sequence[Gap],
    level: Level,
    stopped: bool,
) -> Reason:
    for gap in sorted(gaps, key=lambda g: (g.place != place, g.reason == "stopped")):
        if set(gap.names) & set(missing) and (place is None or gap.place in (place, None)):
            return gap.reason
    kinds = [kind_of(name) for name in missing]
    asked = [kind.name for kind in kinds if kind.asked and kind.level <= level]
    answers = [device.told.get(f"{name}@{place}" if place else name) for name in asked]
    if answers:
        if any(answer not in OPEN for answer in answers):
            return "not-asked"
        return "not-known" if NOT_KNOWN in answers else "not-said"
    if any(kind.level > level for kind in kinds):
        return "level"
    return "stopped" if stopped else "not-supported"


def _says(facts: Sequence[Fact]) -> tuple[str, ...]:
    """Whole sentences of ours for the person, such as the day of a list."""
    return tuple(dict.fromkeys(str(fact.value) for fact in facts if kind_of(fact.name).spoken))


def _because(facts: Sequence[Fact]) -> tuple[str, ...]:
    lines = []
    for fact in facts:
        if kind_of(fact.name).spoken:
            lines.append(str(fact.value))
            continue
        said = {
            "meaning": _(kind_of(fact.name).meaning).rstrip("."),
            "place": fact.place,
            "value": (_("yes") if fact.value else _("no")) if isinstance(fact.value, bool) else fact.value,
            "how": _(HOW_KNOWN[fact.how]),
        }
        line = _("{meaning} at {place}: {value} ({how})") if fact.place else _("{meaning}: {value} ({how})")
        lines.append(line.format(**said))
    return tuple(dict.fromkeys(lines))


def _finding(
    device: Device, check: Check, outcome: str, place: str | None, used: Sequence[Fact]
) -> Finding:
    return Finding(
        device=device.id,
        check=check.id,
        severity=check.severity,
        way=check.way,
        outcome="problem" if outcome == "problem" else "not-found",
        where=place,
        problem=check.problem,
        action=check.action,
        because=_because(used),
        says=_says(used),
    )
