"""``doorguard scan`` without a person at the keys: the gate's answers come from a file."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.cli.interrupt import stops
from doorguard.cli.outcome import COULD_NOT_LOOK, USAGE, exit_code, tool
from doorguard.cli.progress import tell
from doorguard.gate import Answers, Decision, MissingAnswers, decide, read_answers
from doorguard.model import Event, Level, RunEnded, RunStarted
from doorguard.report.picture import Picture

if TYPE_CHECKING:
    from doorguard.cli.runner import Runner

LARGEST_FILE = 64 * 1024


class NotAnswered(Exception):
    """The answers file cannot be used. The text says all that is missing, in plain words."""


def read_file(name: str) -> Answers:
    """Read an answers file. Raises :class:`NotAnswered`."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NotAnswered(f"The answers file {name} cannot be opened: {error.strerror}.") from None
    if len(raw) > LARGEST_FILE:
        raise NotAnswered(f"The answers file {name} is far too long.")
    try:
        return read_answers(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise NotAnswered(f"The answers file {name} is not UTF-8 text.") from None
    except MissingAnswers as missing:
        raise NotAnswered("\n".join(["The answers file is not complete.", *missing.missing])) from None


def run(runner: Runner, file: str, level: Level | None, *, as_json: bool) -> int:
    """One scan by an answers file; its exit code."""
    try:
        answers = read_file(file)
    except NotAnswered as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    decision = decide(answers)
    # The louder of two wishes never wins: the file was answered, the command line only typed.
    wanted = answers.level if level is None else min(level, answers.level)
    if not decision.may_start or wanted > decision.level_allowed or wanted == Level.TALK:
        return _not_allowed(runner, wanted, decision, answers, as_json=as_json)
    runner.told = answers.told
    return _json(runner, wanted) if as_json else _text(runner, wanted)


def _json(runner: Runner, level: Level) -> int:
    with stops(runner.stop):
        picture = Picture().take_all(runner.run(level, pretend=False))
    _print_document(runner, picture)
    for failure in picture.failures:
        print(failure.says, file=sys.stderr)
    return exit_code(picture)


def _print_document(runner: Runner, picture: Picture) -> None:
    from doorguard.report.scan_json import document

    print(json.dumps(document(picture, tool=tool(runner.catalog)), indent=2))


def _text(runner: Runner, level: Level) -> int:
    from doorguard.report.text import summary

    picture = Picture()
    with stops(runner.stop):
        for event in runner.run(level, pretend=False):
            picture.take(event)
            tell(event, sys.stdout)
    if picture.ended == "no-network":
        for failure in picture.failures:
            print(failure.says, file=sys.stderr)
        return COULD_NOT_LOOK
    print()
    print(summary(picture), end="")
    return exit_code(picture)


def _not_allowed(
    runner: Runner, level: Level, decision: Decision, answers: Answers, *, as_json: bool
) -> int:
    """The answers say not to: why, and people who can help; nothing is sent."""
    if as_json:
        _print_document(runner, Picture().take_all(_nothing_done(level)))
    for line in decision.says or ("The level in the file is talk, so nothing is sent.",):
        print(line, file=sys.stderr)
    print("People who can help:", file=sys.stderr)
    for line in _people(answers.country):
        print(line, file=sys.stderr)
    return COULD_NOT_LOOK


def _nothing_done(level: Level) -> tuple[Event, ...]:
    now = datetime.now(UTC)
    return (
        RunStarted(level=level, network=None, interface=None, gateway=None, pretend=False, started_at=now),
        RunEnded(ended="not-allowed", ended_at=now),
    )


def _people(country: str | None) -> list[str]:
    from doorguard.gate.people import contacts_for, is_old
    from doorguard.tables import contacts

    today = datetime.now(UTC).date()
    lines = []
    for contact in contacts_for(country, contacts()):
        if contact.verified == "unverified":
            continue  # a number nobody has confirmed is not shown as fact
        reach = contact.phone or contact.url
        old = " It may be out of date." if is_old(contact, today) else ""
        lines.append(f"- {contact.organisation}: {reach} (checked on {contact.checked_on}).{old}")
    return lines
