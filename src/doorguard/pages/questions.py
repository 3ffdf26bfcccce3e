"""What only the person can say about a device: which questions are left, in what order, what was said.

A question is known by its fact, so one answer serves every check that needs it. Questions about one
place of a device, such as an account that it listed, are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from doorguard.catalog import Check, Question
from doorguard.facts import FACTS, NOT_KNOWN, NOT_SAID, OWNERSHIP, kind_of
from doorguard.model import Device, Finding, Level, Scalar
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

_SEVERITY = {"critical": 0, "high": 1, "medium": 2, "low": 3}
_ASKED_IN_ORDER = {name: number for number, name in enumerate(FACTS)}
LEAVES_OPEN = {NOT_KNOWN: N_("You do not know"), NOT_SAID: N_("You would rather not say")}
ALL_MINE = "owner.all_mine"
"""The one question that stands for those in :data:`doorguard.facts.OWNERSHIP`."""


@dataclass(frozen=True)
class Asked:
    """One question of one check."""

    check: Check
    question: Question

    @property
    def fact(self) -> str:
        """What the answer is a fact about."""
        return self.question.fact


def _all(flow: Flow, device: Device) -> Iterator[tuple[Finding, Asked]]:
    """Every question about this device as a whole, the heaviest first; also of a check that a probe began."""
    checks = [(f, flow.catalog.check(f.check)) for f in flow.picture.findings_of(device.id)]
    asked = [
        (f, Asked(check, question))
        for f, check in checks
        if check
        for question in check.asks
        if kind_of(question.fact).level == Level.TALK
    ]
    yield from sorted(asked, key=lambda pair: (_SEVERITY[pair[1].check.severity], _ASKED_IN_ORDER[pair[1].fact]))


def questions_left(flow: Flow, device: Device) -> list[Asked]:
    """Not asked yet, and of use: an answer that decides nothing any more is not asked for.

    Some are asked only to be written down, because any advice depends on them; no check judges them.
    """
    left: dict[str, Asked] = {}
    for finding, asked in _all(flow, device):
        if _waits(device, asked.fact):
            continue
        decides = finding.outcome == "could-not-check" and asked.fact in finding.missing
        if asked.fact not in device.told and (decides or asked.fact not in asked.check.facts):
            left.setdefault(asked.fact, asked)
    return list(left.values())


def _waits(device: Device, fact: str) -> bool:
    """One question about whose it is comes before the five, and stands for them. Of a device that nobody knows,
    or of which one of the five is known, it is not asked."""
    one_is_known = device.told.get("owner.claimed") is False or any(name in device.told for name in OWNERSHIP)
    if fact == ALL_MINE:
        return one_is_known
    return fact in OWNERSHIP and ALL_MINE not in device.told and not one_is_known


def questions_answered(flow: Flow, device: Device) -> list[Asked]:
    """Answered so far, also with "I'd rather not say"."""
    return list({asked.fact: asked for _, asked in _all(flow, device) if asked.fact in device.told}.values())


def question_of(flow: Flow, device: Device, fact: str) -> Asked | None:
    """The question about this fact; None when no check of this device asks it."""
    return next((asked for _, asked in _all(flow, device) if asked.fact == fact), None)


def said(question: Question, value: Scalar) -> str:
    """An answer in the words in which it was given."""
    if isinstance(value, str) and value in LEAVES_OPEN and value not in question.answers.values():
        return _(LEAVES_OPEN[value])
    words = [_(words) for words, means in question.answers.items() if means == value]
    return words[0] if words else str(value)


def told_only(flow: Flow, device: Device, check_id: str) -> tuple[str, ...]:
    """The facts of a check that the person told, where nothing but the person's word decided it.

    To check again is then to ask again. Empty when a device was asked for it.
    """
    check = flow.catalog.check(check_id)
    if check is None or any(fact.name in check.facts for fact in device.facts):
        return ()
    return tuple(q.fact for q in check.asks if q.fact in check.facts and q.fact in device.told)


def nothing_looked_at(flow: Flow, device: Device) -> bool:
    """A device with no open door, or none at all on this network: only the person can say more."""
    looked = any(fact.name == "port.open" for fact in device.facts)
    problems = any(f.outcome == "problem" for f in flow.picture.findings_of(device.id))
    return not looked and not problems and bool(questions_left(flow, device))
