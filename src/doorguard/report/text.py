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
from doorguard.report.whose import whose_words
from doorguard.wording import EXAMPLE, N_, _, count, day_words, many

WIDTH = 72

REASON_WORDS: dict[Reason, str] = {
    "level": N_("the way you chose does not ask this"),
    "not-asked": N_("you have not been asked yet"),
    "not-known": N_("you were asked, and it is not known"),
    "not-said": N_("you chose not to say"),
    "no-answer": N_("it did not answer"),
    "login-needed": N_("it wants a password first"),
    "unreadable": N_("its answer could not be read"),
    "budget": N_("we had asked it enough for one time"),
    "not-supported": N_("it showed nothing that could be asked"),
    "uncertain": N_("what we know does not settle it"),
    "stopped": N_("the look was stopped first"),
}
"""Why something could not be checked, to follow "Could not check: ..."."""
FOLDED: tuple[Reason, ...] = ("level", "not-supported")
"""Reasons that hold for many checks at once: only counted."""
CLOCKS = {
    "synchronised": N_("set right by itself, over the internet"),
    "not-known": N_("not known if it was right"),
}
"""The states of the clock of a computer (:mod:`doorguard.record.clock`)."""
MOST_NAMED = 5
"""So many things that wait for a password are named; more are only counted: it is the same for all of them."""


class Said(NamedTuple):
    """One paragraph of the summary, not wrapped yet. An ``item`` belongs to the heading above it."""

    text: str
    kind: Literal["heading", "text", "item"] = "text"


def summary(picture: Picture, zone: tzinfo | None = None, width: int = WIDTH) -> str:
    """The whole summary. ``zone`` is the time zone shown; None is this computer's own. ``width`` is in columns."""
    lines: list[str] = []
    for said in told(picture, zone):
        if lines and said.kind == "heading":
            lines.append("")
        lines += _wrap(said.text, "   " if said.kind == "item" else "", width)
    if picture.pretend:
        lines = [_(EXAMPLE), "", *lines, "", _(EXAMPLE)]
    return "\n".join(lines) + "\n"


def told(picture: Picture, zone: tzinfo | None = None) -> Iterator[Said]:
    """The summary as paragraphs, for whatever wraps them. Without the marks of the pretend home."""
    yield Said(_("Home camera and doorbell check"), "heading")
    yield Said(_opening(picture, zone))
    for heading, kinds in GROUPS:
        devices = picture.group(kinds)
        if devices:
            yield Said(_(heading), "heading")
        for number, device in enumerate(devices, 1):
            yield Said(f"{number}. {title(device)}", "heading")
            yield from (Said(words, "item") for words in _device(device, picture, zone))
    if picture.started_at is not None:
        yield Said(_("What else is here"), "heading")
        yield Said(_counts(picture))
        yield Said(_("What could not be seen"), "heading")
        yield from (Said(says, "item") for says in picture.unseen)
    yield Said(_("What was sent"), "heading")
    yield Said(_sent(picture))


def _opening(picture: Picture, zone: tzinfo | None) -> str:
    began = (
        _("Looked at {when}.").format(when=clock(picture.started_at, zone))
        if picture.started_at
        else _("Nothing was looked at over the network. This is what you said yourself.")
    )
    how = [_("The look was stopped early.")] if picture.ended == "stopped" else []
    problems = len(picture.problems())
    found = many("{number} thing to look at was found.", "{number} things to look at were found.", problems)
    found = found.format(number=problems)
    if problems == 0:
        found = _("No problem was found in what could be checked.")
    if not picture.listed():
        found = _("Nothing answered that could be checked.")
    return " ".join([began, found, *how, _("None of this is your fault.")])


def clock(moment: datetime, zone: tzinfo | None) -> str:
    """A time in words: 18:09 on 23 November 2026."""
    local = moment.astimezone(zone)
    return _("{time} on {day}").format(time=f"{local:%H:%M}", day=day_words(local))


def _device(device: Device, picture: Picture, zone: tzinfo | None) -> Iterator[str]:
    rows = [(_("What it is"), kind_words(device)), (_("Model"), device.model), (_("Software"), device.firmware)]
    rows += [(_("Address"), ", ".join(device.addresses)), (_("Whose it is"), whose_words(device))]
    yield from (_("{label}: {value}").format(label=label, value=value) for label, value in rows if value)
    yield from (_("Because {reason}.").format(reason=because.says) for because in device.because[:2])
    yield from findings_lines(once_each(device, picture.findings_of(device.id)), picture, zone)


def findings_lines(findings: list[Finding], picture: Picture, zone: tzinfo | None) -> Iterator[str]:
    """The three answers, problems first; each kind of answer said once per check."""
    for finding in findings:
        if finding.outcome == "problem":
            # Someone whom the person does not recognise is no problem yet: it is theirs to say.
            found = _("To look at{at}: {whole}") if finding.way == "people" else _("Problem found{at}: {whole}")
            yield found.format(at=_at(finding), whole=_whole(finding))
    closed = [f for f in findings if f.outcome == "not-found" and f.id in picture.closed_at]
    for finding in closed:
        when = clock(picture.closed_at[finding.id], zone)
        yield _("Closed, checked at {when}{at}: {problem}").format(when=when, at=_at(finding), problem=finding.problem)
    said = {f.check for f in findings if f.outcome == "problem"} | {f.check for f in closed}
    looked = [f for f in findings if f.outcome == "not-found" and f.check not in said]
    for words in dict.fromkeys(_whole(f) for f in looked):
        yield _("Looked and did not find: {words}").format(words=words)
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
            yield _("Could not check{at}, {reason}: {whole}").format(
                at=_at(finding), reason=reason_words(finding.reason), whole=_whole(finding)
            )
        elif finding.check not in answered:
            folded[finding.reason].add(finding.check)
    for reason, checks in folded.items():
        if checks:
            things = count(len(checks), "more thing", "more things")
            yield _("Could not check {things}: {reason}.").format(things=things, reason=reason_words(reason))
    if not_asked:
        yield not_asked_words(not_asked)


def not_asked_words(number: int) -> str:
    """How much only the person can say, in one line."""
    return many(
        "{number} question that only you can answer is still open.",
        "{number} questions that only you can answer are still open.",
        number,
    ).format(number=number)


def reason_words(reason: Reason) -> str:
    """Why something could not be checked, to follow "Could not check: ..."."""
    return _(REASON_WORDS[reason])


def _whole(finding: Finding) -> str:
    return " ".join((finding.problem, *finding.says))


def _at(finding: Finding) -> str:
    """Where it is, for whoever knows what a port is. Which entry of a list, only the person's own screen says."""
    listed = (finding.where or "").partition("/")[0] in CALLED
    return f" ({finding.where})" if finding.where and not listed else ""


def _counts(picture: Picture) -> str:
    counted = picture.counted
    return _("Counted, not listed: {phones}, {others}.").format(
        phones=count(counted["phones_and_computers"], "phone or computer", "phones and computers"),
        others=count(counted["other"], "other thing", "other things"),
    )


def _sent(picture: Picture) -> str:
    if not picture.sent:
        return _("Nothing.")
    total = sum(s.datagrams + s.tries + s.requests for s in picture.sent.values())
    logins = sum(s.logins for s in picture.sent.values())
    return _("{messages} to {addresses} of this network. Passwords tried: {logins}.").format(
        messages=count(total, "small message", "small messages"),
        addresses=count(len(picture.sent), "address", "addresses"),
        logins=logins,
    )


def _wrap(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent) or [""]
