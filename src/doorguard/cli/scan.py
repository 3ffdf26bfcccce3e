"""``doorguard scan`` without a person at the keys: the gate's answers come from a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from doorguard.catalog.tool import tool
from doorguard.cli.interrupt import stops
from doorguard.cli.named_file import open_named
from doorguard.cli.outcome import COULD_NOT_LOOK, NO_PROBLEM, USAGE, exit_code
from doorguard.cli.paper import columns, complain
from doorguard.cli.password import NoPassword, read_secret
from doorguard.cli.progress import tell
from doorguard.gate import Answers, Decision, MissingAnswers, decide, read_answers
from doorguard.gate.closer import why_not_closer
from doorguard.model import AskedCloser, Device, DeviceSeen, Event, Failure, Level, RunEnded, RunStarted, Sent
from doorguard.network.secret import Secret
from doorguard.pages.found.sign_in import warnings
from doorguard.pages.want import Want, WantKind
from doorguard.report.picture import Picture
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.cli.runner import Runner

ANOTHER_ONE = N_("Another device has this address than the one that the file names. So no password was sent.")
LARGEST_FILE = 64 * 1024


class NotAnswered(Exception):
    """The answers file cannot be used. The text says all that is missing, in plain words."""


def read_file(name: str) -> Answers:
    """Read an answers file. Raises :class:`NotAnswered`."""
    try:
        with open_named(name) as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NotAnswered(
            _("The answers file {name} cannot be opened: {reason}.").format(name=name, reason=error.strerror)
        ) from None
    if len(raw) > LARGEST_FILE:
        raise NotAnswered(_("The answers file {name} is far too long.").format(name=name))
    try:
        return read_answers(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise NotAnswered(_("The answers file {name} is not UTF-8 text.").format(name=name)) from None
    except MissingAnswers as missing:
        raise NotAnswered("\n".join([_("The answers file is not complete."), *missing.missing])) from None


@dataclass(frozen=True, slots=True)
class OneDevice:
    """What the command line says of the one device that is asked more (levels Sign in and Test)."""

    address: str | None = None
    user: str | None = None
    password_fd: int | None = None


def run(runner: Runner, file: str, level: Level | None, one: OneDevice, *, as_json: bool) -> int:
    """One scan by an answers file; its exit code."""
    try:
        answers = read_file(file)
        wished = answers.level if level is None else level
        secret = _secret(wished, one)
    except (NotAnswered, NoPassword) as wrong:
        complain(wrong)
        return USAGE
    decision = decide(answers)
    # The louder of two wishes never wins: the file was answered, the command line only typed.
    wanted = min(wished, answers.level)
    why_not = _why_not_closer(wished, one, answers, decision)
    allowed = decision.may_start and Level.TALK < min(wanted, Level.LOOK) <= decision.level_allowed
    if why_not or not allowed:
        return _not_allowed(runner, wished, (*why_not, *decision.says), answers, as_json=as_json)
    runner.told, runner.labels, runner.hardware = answers.told, answers.labels, answers.hardware
    events = _events(runner, wanted, one, secret)
    return _json(runner, events) if as_json else _text(runner, events)


def _why_not_closer(wished: Level, one: OneDevice, answers: Answers, decision: Decision) -> tuple[str, ...]:
    """Why one device is not asked more; empty when it may be, or when nobody wished it."""
    if wished <= Level.LOOK:
        return ()
    if wished > answers.level:
        return (_("The answers file says {level}, so no password is sent.").format(level=answers.level.word),)
    told = answers.told.get(one.address or "", {})
    return why_not_closer(wished, allowed=decision.level_allowed, told=told, consent=answers.consent)


def _secret(level: Level, one: OneDevice) -> Secret | None:
    """What the person typed, where the level needs it. Raises :class:`NoPassword`."""
    if level > Level.LOOK and one.address is None:
        raise NoPassword(_("The level {level} is about one device: name it with --address.").format(level=level.word))
    if level != Level.SIGN_IN:
        return None
    if one.user is None or one.password_fd is None:
        raise NoPassword(_("To sign in, name the account with --user, and give the password by --password-fd."))
    return read_secret(one.user, one.password_fd)


def _events(runner: Runner, level: Level, one: OneDevice, secret: Secret | None) -> Iterator[Event]:
    """The run, and the closer look at the one device where one is wanted."""
    device: Device | None = None
    sent: Mapping[str, Sent] = {}
    for event in runner.run(min(level, Level.LOOK), pretend=False):
        if isinstance(event, DeviceSeen) and one.address in event.device.addresses:
            device = event.device
        yield event
        if isinstance(event, RunEnded):
            sent = event.sent
            if event.ended != "complete":
                return
    if level <= Level.LOOK:
        return
    if device is None:
        yield Failure(
            stage="session", reason="no-answer", says=_("This device did not answer, so no password was sent.")
        )
        return
    if device.told.get("owner.claimed") is not True:
        yield AskedCloser(device=device.id, level=level, refused=_(ANOTHER_ONE), sent=sent)
        return
    kind: WantKind = "sign-in" if level == Level.SIGN_IN else "first-password"
    for words in warnings(device) if kind == "sign-in" else ():
        print(words, file=sys.stderr)
    yield from runner.carry_out(Want(kind, device=device.id, secret=secret))


def _json(runner: Runner, events: Iterator[Event]) -> int:
    with stops(runner.stop):
        picture = Picture().take_all(events)
    _print_document(runner, picture)
    for failure in picture.failures:
        print(failure.says, file=sys.stderr)
    return _ended(picture)


def _ended(picture: Picture) -> int:
    """The exit code; a device that did not let us in is said, and could not be looked at."""
    for refused in filter(None, picture.let_in.values()):
        complain(refused)
    code = exit_code(picture)
    outside = any(picture.let_in.values()) or any(failure.stage == "sign-in" for failure in picture.failures)
    return COULD_NOT_LOOK if code == NO_PROBLEM and outside else code


def _print_document(runner: Runner, picture: Picture) -> None:
    from doorguard.report.scan_json import document

    print(json.dumps(document(picture, tool=tool(runner.catalog)), indent=2))


def _text(runner: Runner, events: Iterator[Event]) -> int:
    from doorguard.report.text import summary

    picture = Picture()
    with stops(runner.stop):
        for event in events:
            tell(event, sys.stdout, picture)
            picture.take(event)
    if picture.ended == "no-network":
        for failure in picture.failures:
            print(failure.says, file=sys.stderr)
        return COULD_NOT_LOOK
    print()
    print(summary(picture, width=columns(sys.stdout)), end="")
    return _ended(picture)


def _not_allowed(runner: Runner, level: Level, says: Sequence[str], answers: Answers, *, as_json: bool) -> int:
    """The answers say not to: why, and people who can help; nothing is sent."""
    if as_json:
        _print_document(runner, Picture().take_all(_nothing_done(level)))
    for line in says or (_("The level in the file is talk, so nothing is sent."),):
        print(line, file=sys.stderr)
    print(_("People who can help:"), file=sys.stderr)
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
        checked = _("(checked on {day}).").format(day=contact.checked_on)
        old = [_("It may be out of date.")] if is_old(contact, today) else []
        lines.append(" ".join([f"- {contact.organisation}: {reach}", checked, *old]))
    return lines
