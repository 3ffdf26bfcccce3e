"""The plain text summary of a run. Pure; the same picture as every other form."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime, tzinfo

from doorguard.model import Device, Finding, Reason
from doorguard.report.naming import kind_words, title
from doorguard.report.picture import GROUPS, Picture

EXAMPLE = "An example. No real home."
WIDTH = 72

REASON_WORDS: dict[Reason, str] = {
    "level": "the way you chose does not ask this",
    "not-asked": "you have not been asked yet",
    "no-answer": "it did not answer",
    "login-needed": "it wants a password first",
    "unreadable": "its answer could not be read",
    "budget": "we had asked it enough for one time",
    "not-supported": "it showed nothing that could be asked",
    "stopped": "the look was stopped first",
}
"""Why something could not be checked, to follow "Could not check: ..."."""


def summary(picture: Picture, zone: tzinfo | None = None) -> str:
    """The whole summary. ``zone`` is the time zone shown; None is this computer's own."""
    lines: list[str] = []
    if picture.pretend:
        lines += [EXAMPLE, ""]
    lines += ["Home camera and doorbell check", ""]
    lines += _wrap(_opening(picture, zone))
    for heading, kinds in GROUPS:
        devices = picture.group(kinds)
        if devices:
            lines += ["", heading]
            for number, device in enumerate(devices, 1):
                lines += ["", *_device(number, device, picture, zone)]
    lines += ["", *_counts(picture)]
    lines += ["", "What could not be seen"]
    for says in (*picture.left_out, *picture.blind):
        lines += _wrap(says, "- ")
    lines += ["", *_sent(picture)]
    if picture.pretend:
        lines += ["", EXAMPLE]
    return "\n".join(lines) + "\n"


def _opening(picture: Picture, zone: tzinfo | None) -> str:
    when = clock(picture.started_at, zone) if picture.started_at else "an unknown time"
    how = {"complete": "", "stopped": " The look was stopped early."}.get(picture.ended or "", "")
    problems = len(picture.problems())
    found = "1 problem was found." if problems == 1 else f"{problems} problems were found."
    if problems == 0:
        found = "No problem was found in what could be checked."
    return f"Looked at {when}. {found}{how} None of this is your fault."


def clock(moment: datetime, zone: tzinfo | None) -> str:
    """A time in words: 18:09 on 23 November 2026."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"


def _device(number: int, device: Device, picture: Picture, zone: tzinfo | None) -> list[str]:
    lines = [f"{number}. {title(device)}"]
    rows = [("What it is", kind_words(device)), ("Model", device.model), ("Software", device.firmware)]
    rows += [("Address", ", ".join(device.addresses))]
    for label, value in rows:
        if value:
            lines += _wrap(f"{label}: {value}", "   ")
    for because in device.because[:2]:
        lines += _wrap(f"Because {because.says}.", "   ")
    for line in findings_lines(picture.findings_of(device.id), picture, zone):
        lines += _wrap(line, "   ")
    return lines


def findings_lines(findings: list[Finding], picture: Picture, zone: tzinfo | None) -> Iterator[str]:
    """The three answers, problems first; each kind of answer said once per check."""
    for finding in findings:
        if finding.outcome == "problem":
            yield f"Problem found{_at(finding)}: {finding.problem}"
    closed = [f for f in findings if f.outcome == "not-found" and f.id in picture.closed_at]
    for finding in closed:
        when = clock(picture.closed_at[finding.id], zone)
        yield f"Closed, checked at {when}{_at(finding)}: {finding.problem}"
    said = {f.check for f in findings if f.outcome == "problem"} | {f.check for f in closed}
    looked = dict.fromkeys(
        f.check for f in findings if f.outcome == "not-found" and f.check not in said
    )
    if looked:
        yield "Looked and did not find: " + ", ".join(words(check) for check in looked) + "."
    by_reason: dict[Reason, dict[str, None]] = {}
    for finding in findings:
        if finding.outcome == "could-not-check" and finding.reason:
            by_reason.setdefault(finding.reason, {})[words(finding.check)] = None
    for reason, checks in by_reason.items():
        yield f"Could not check ({REASON_WORDS[reason]}): " + ", ".join(checks) + "."


def words(check_id: str) -> str:
    """A check's id as words."""
    return check_id.replace("-", " ")


def _at(finding: Finding) -> str:
    return f" ({finding.where})" if finding.where else ""


def _counts(picture: Picture) -> list[str]:
    counted = picture.counted
    return _wrap(
        f"Also counted, not listed: {counted['phones_and_computers']} phones and computers, "
        f"{counted['other']} other things."
    )


def _sent(picture: Picture) -> list[str]:
    total = sum(s.datagrams + s.tries + s.requests for s in picture.sent.values())
    logins = sum(s.logins for s in picture.sent.values())
    return _wrap(
        f"What was sent: {total} small messages to {len(picture.sent)} addresses of this network. "
        f"Passwords tried: {logins}."
    )


def _wrap(text: str, indent: str = "") -> list[str]:
    hang = " " * len(indent)
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=hang) or [""]
