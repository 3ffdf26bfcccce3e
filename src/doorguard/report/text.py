"""The plain text summary of a run. Pure; the same picture as every other form."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Literal, NamedTuple

from doorguard.model import Device, Finding, Reason
from doorguard.report.listed import CALLED, once_each
from doorguard.report.naming import kind_words, title
from doorguard.report.picture import GROUPS, Picture

EXAMPLE = "An example. No real home."
WIDTH = 72

REASON_WORDS: dict[Reason, str] = {
    "level": "the way you chose does not ask this",
    "not-asked": "you have not been asked yet",
    "not-known": "you were asked, and it is not known",
    "not-said": "you chose not to say",
    "no-answer": "it did not answer",
    "login-needed": "it wants a password first",
    "unreadable": "its answer could not be read",
    "budget": "we had asked it enough for one time",
    "not-supported": "it showed nothing that could be asked",
    "uncertain": "what we know does not settle it",
    "stopped": "the look was stopped first",
}
"""Why something could not be checked, to follow "Could not check: ..."."""
FOLDED: tuple[Reason, ...] = ("level", "not-supported")
"""Reasons that hold for many checks at once: only counted."""
MOST_NAMED = 5
"""So many things that wait for a password are named; more are only counted: it is the same for all of them."""


class Said(NamedTuple):
    """One paragraph of the summary, not wrapped yet. An ``item`` belongs to the heading above it."""

    text: str
    kind: Literal["heading", "text", "item"] = "text"


def summary(picture: Picture, zone: tzinfo | None = None) -> str:
    """The whole summary. ``zone`` is the time zone shown; None is this computer's own."""
    lines: list[str] = []
    for said in told(picture, zone):
        if lines and said.kind == "heading":
            lines.append("")
        lines += _wrap(said.text, "   " if said.kind == "item" else "")
    if picture.pretend:
        lines = [EXAMPLE, "", *lines, "", EXAMPLE]
    return "\n".join(lines) + "\n"


def told(picture: Picture, zone: tzinfo | None = None) -> Iterator[Said]:
    """The summary as paragraphs, for whatever wraps them. Without the marks of the pretend home."""
    yield Said("Home camera and doorbell check", "heading")
    yield Said(_opening(picture, zone))
    for heading, kinds in GROUPS:
        devices = picture.group(kinds)
        if devices:
            yield Said(heading, "heading")
        for number, device in enumerate(devices, 1):
            yield Said(f"{number}. {title(device)}", "heading")
            yield from (Said(words, "item") for words in _device(device, picture, zone))
    yield Said("What else is here", "heading")
    yield Said(_counts(picture))
    yield Said("What could not be seen", "heading")
    yield from (Said(says, "item") for says in (*picture.left_out, *picture.blind))
    yield Said("What was sent", "heading")
    yield Said(_sent(picture))


def _opening(picture: Picture, zone: tzinfo | None) -> str:
    when = clock(picture.started_at, zone) if picture.started_at else "an unknown time"
    how = {"complete": "", "stopped": " The look was stopped early."}.get(picture.ended or "", "")
    problems = len(picture.problems())
    found = "1 problem was found." if problems == 1 else f"{problems} problems were found."
    if problems == 0:
        found = "No problem was found in what could be checked."
    if not picture.listed():
        found = "Nothing answered that could be checked."
    return f"Looked at {when}. {found}{how} None of this is your fault."


def clock(moment: datetime, zone: tzinfo | None) -> str:
    """A time in words: 18:09 on 23 November 2026."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"


def _device(device: Device, picture: Picture, zone: tzinfo | None) -> Iterator[str]:
    rows = [("What it is", kind_words(device)), ("Model", device.model), ("Software", device.firmware)]
    rows += [("Address", ", ".join(device.addresses))]
    yield from (f"{label}: {value}" for label, value in rows if value)
    yield from (f"Because {because.says}." for because in device.because[:2])
    yield from findings_lines(once_each(device, picture.findings_of(device.id)), picture, zone)


def findings_lines(findings: list[Finding], picture: Picture, zone: tzinfo | None) -> Iterator[str]:
    """The three answers, problems first; each kind of answer said once per check."""
    for finding in findings:
        if finding.outcome == "problem":
            yield f"Problem found{_at(finding)}: {_whole(finding)}"
    closed = [f for f in findings if f.outcome == "not-found" and f.id in picture.closed_at]
    for finding in closed:
        when = clock(picture.closed_at[finding.id], zone)
        yield f"Closed, checked at {when}{_at(finding)}: {finding.problem}"
    said = {f.check for f in findings if f.outcome == "problem"} | {f.check for f in closed}
    looked = [f for f in findings if f.outcome == "not-found" and f.check not in said]
    for words in dict.fromkeys(_whole(f) for f in looked):
        yield f"Looked and did not find: {words}"
    yield from _unknown(findings, said | {f.check for f in looked})


def _unknown(findings: list[Finding], answered: set[str]) -> Iterator[str]:
    """What a device does not offer, or this level does not ask, is only counted, unless another place has
    answered it; so is all that waits for a password, where that is much."""
    folded: dict[Reason, set[str]] = {reason: set() for reason in FOLDED}
    if len({f.check for f in findings if f.reason == "login-needed"}) > MOST_NAMED:
        folded["login-needed"] = set()
    not_asked = 0
    for finding in findings:
        if finding.outcome != "could-not-check" or finding.reason is None:
            continue
        if finding.reason == "not-asked":
            not_asked += 1
        elif finding.reason not in folded:
            yield f"Could not check{_at(finding)}, {REASON_WORDS[finding.reason]}: {_whole(finding)}"
        elif finding.check not in answered:
            folded[finding.reason].add(finding.check)
    for reason, checks in folded.items():
        if checks:
            yield f"Could not check {_many(len(checks), 'more thing', 'more things')}: {REASON_WORDS[reason]}."
    if not_asked:
        yield not_asked_words(not_asked)


def not_asked_words(number: int) -> str:
    """How much only the person can say, in one line."""
    are = "question that only you can answer is" if number == 1 else "questions that only you can answer are"
    return f"{number} {are} still open."


def _whole(finding: Finding) -> str:
    return " ".join((finding.problem, *finding.says))


def _at(finding: Finding) -> str:
    """Where it is, for whoever knows what a port is. Which entry of a list, only the person's own screen says."""
    listed = (finding.where or "").partition("/")[0] in CALLED
    return f" ({finding.where})" if finding.where and not listed else ""


def _counts(picture: Picture) -> str:
    counted = picture.counted
    return (
        f"Counted, not listed: {_many(counted['phones_and_computers'], 'phone or computer', 'phones and computers')}, "
        f"{_many(counted['other'], 'other thing', 'other things')}."
    )


def _sent(picture: Picture) -> str:
    total = sum(s.datagrams + s.tries + s.requests for s in picture.sent.values())
    logins = sum(s.logins for s in picture.sent.values())
    return (
        f"{_many(total, 'small message', 'small messages')} to "
        f"{_many(len(picture.sent), 'address', 'addresses')} of this network. Passwords tried: {logins}."
    )


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _wrap(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]
