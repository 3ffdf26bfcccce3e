"""The three answers in words, the same on every page (design rule 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from doorguard.model import Finding, Reason
from doorguard.pages.page import Line
from doorguard.pages.screen import bullet, sentence
from doorguard.report.text import FOLDED, MOST_NAMED, not_asked_words, reason_words
from doorguard.wording import _, count, in_a_row

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


def ways_words(problems: Sequence[Finding]) -> str:
    """How many ways in; what is low is no way in by itself, and is counted as a small thing."""
    small = sum(f.severity == "low" for f in problems)
    ways = len(problems) - small
    parts = [count(ways, "way in", "ways in")] if ways or not small else []
    return in_a_row([*parts, *([count(small, "small thing", "small things")] if small else [])])


def closed_words(flow: Flow, finding: Finding) -> str:
    """When it was seen closed, such as: Closed, checked at 18:09."""
    return _("Closed, checked at {time}").format(time=flow.clock(flow.picture.closed_at[finding.id]))


def closed_ones(flow: Flow, findings: Iterable[Finding]) -> list[Finding]:
    """A problem was there, and then it was looked for and not found."""
    return [f for f in findings if f.outcome == "not-found" and f.id in flow.picture.closed_at]


def not_found_lines(flow: Flow, findings: Iterable[Finding], *, devices: bool = False) -> list[Line]:
    """One line for each check: what we looked at. ``devices``: with the number of devices.

    A check that has a problem, or a closed one, at another place of the same device is left out: it has
    been said there.
    """
    findings = list(findings)
    closed = {f.id for f in closed_ones(flow, findings)}
    said = {(f.device, f.check) for f in findings if f.outcome == "problem" or f.id in closed}
    good: dict[str, set[str]] = {}
    for finding in findings:
        check = flow.catalog.check(finding.check)
        if finding.outcome == "not-found" and (finding.device, finding.check) not in said and check:
            good.setdefault(" ".join((check.good, *finding.says)), set()).add(finding.device)
    return [bullet(f"{words} ({_on(len(on))})" if devices else words) for words, on in good.items()]


def _on(number: int) -> str:
    return count(number, "device", "devices")


def unknown_lines(findings: Iterable[Finding]) -> list[Line]:
    """By reason: what we do not know. What a device does not offer, what this level does not ask, and what the
    person was not asked yet, is one folded line each."""
    lines: list[Line] = []
    findings = list(findings)
    stated = {(f.device, f.check) for f in findings if f.outcome == "problem"}
    by_reason = _by_reason(f for f in findings if (f.device, f.check) not in stated or f.reason == "not-asked")
    folded = {reason: by_reason.pop(reason, []) for reason in FOLDED}
    not_asked = len(by_reason.pop("not-asked", []))
    for reason, group in [*by_reason.items()]:
        if reason == "login-needed" and len({f.check for f in group}) > MOST_NAMED:
            folded[reason] = group
            continue
        words = sentence(reason_words(reason))
        lines.append(Line(text=_("{reason} So we do not know if this is so:").format(reason=words)))
        lines += [bullet(words) for words in dict.fromkeys(" ".join((f.problem, *f.says)) for f in group)]
    for reason, group in folded.items():
        number = len({f.check for f in group})
        if number:
            things = count(number, "more thing", "more things")
            lines.append(bullet(_("{things}: {reason}.").format(things=things, reason=reason_words(reason))))
    if not_asked:
        lines.append(bullet(not_asked_words(not_asked)))
    return lines


def unknown_counts(findings: Iterable[Finding]) -> list[Line]:
    """By reason: how many questions stayed open, on how many devices."""
    return [
        bullet(
            _("{reason} {questions} about {devices}.").format(
                reason=sentence(reason_words(reason)),
                questions=count(len({(f.device, f.check) for f in group}), "question", "questions"),
                devices=_on(len({f.device for f in group})),
            )
        )
        for reason, group in _by_reason(findings).items()
    ]


def _by_reason(findings: Iterable[Finding]) -> dict[Reason, list[Finding]]:
    groups: dict[Reason, list[Finding]] = {}
    for finding in findings:
        if finding.outcome == "could-not-check" and finding.reason is not None:
            groups.setdefault(finding.reason, []).append(finding)
    return groups
