"""Carries out one parsed command; returns its exit code."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from doorguard.cli.outcome import USAGE
from doorguard.cli.terminal import person
from doorguard.model import Level
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.cli.runner import Runner
    from doorguard.session.keeping import Keeping

OPENING = N_(
    "doorguard is opening. Nothing is sent until you say so.\n"
    "To leave: Ctrl+C. Using a screen reader? doorguard --plain"
)


def run(chosen: argparse.Namespace) -> int:
    """One command."""
    if chosen.command in ("home", "demo") or (chosen.command == "scan" and chosen.answers is None):
        _say_opening(chosen)
    act: dict[str, Callable[[argparse.Namespace], int]] = {
        "home": _home,
        "demo": _demo,
        "scan": _scan,
        "record": _record,
        "checks": _listing,
        "vendors": _listing,
        "guide": _guide,
        "summary": _summary,
        "contacts": _people_and_laws,
        "legal": _people_and_laws,
        "help": _help,
    }
    return act[chosen.command](chosen)


@contextlib.contextmanager
def _runner(chosen: argparse.Namespace) -> Iterator[Runner]:
    from doorguard.catalog import load
    from doorguard.cli.runner import Runner, Where

    where = Where(
        network=getattr(chosen, "network", None),
        interface=getattr(chosen, "interface", None),
        address=getattr(chosen, "address", None),
    )
    seconds = getattr(chosen, "seconds", None)
    with contextlib.closing(Runner(load(), where, seconds=seconds, only_check=getattr(chosen, "only", None))) as runner:
        yield runner


def _plain(chosen: argparse.Namespace) -> bool:
    """Plain text was asked for, or the terminal can do no more (safety.md S49)."""
    return bool(chosen.plain or os.environ.get("ACCESSIBLE") or os.environ.get("TERM", "dumb") == "dumb")


def _say_opening(chosen: argparse.Namespace) -> None:
    """The first line, before anything is loaded."""
    if person() and not getattr(chosen, "json", False) and not _plain(chosen):
        print(_(OPENING), flush=True)


def _face(runner: Runner, chosen: argparse.Namespace, *, demo: bool, keeping: Keeping | None = None) -> int:
    """The screens, or plain text with a person typing. ``keeping`` has a record that is open already."""
    from doorguard.cli.record.opening import program
    from doorguard.pages.flow import Flow
    from doorguard.session.keeping import Keeping

    level = Level.from_word(chosen.level) if getattr(chosen, "level", None) else None
    flow = Flow(
        runner.catalog,
        demo=demo,
        level=level,
        changes=runner.changes,
        pretend_login=runner.pretend_login,
        network=runner.network,
        keeping=keeping or Keeping(program(runner.catalog)),
    )
    runner.keeping = flow.kept.keeping
    if keeping is not None:
        from doorguard.pages.written_down.record_pages import TheRecord

        flow.finished()
        flow.go(TheRecord())
    if _plain(chosen):
        from doorguard.cli.plain import run_plain

        return run_plain(flow, runner, sys.stdin, sys.stdout)
    from doorguard.tui import run_screens

    return run_screens(flow, runner, ascii_only=chosen.ascii, theme=chosen.theme)


def _home(chosen: argparse.Namespace) -> int:
    if not person():
        print(_("Nobody is typing here. Use: doorguard demo, or doorguard scan --answers FILE."), file=sys.stderr)
        return USAGE
    with _runner(chosen) as runner:
        return _face(runner, chosen, demo=False)


def _demo(chosen: argparse.Namespace) -> int:
    from doorguard.cli import demo

    level = Level.from_word(chosen.level or "look")
    with _runner(chosen) as runner:
        if chosen.json:
            return demo.as_json(runner, level)
        if not person():
            return demo.as_text(runner, level)
        return _face(runner, chosen, demo=True)


def _scan(chosen: argparse.Namespace) -> int:
    with _runner(chosen) as runner:
        if chosen.only and runner.catalog.check(chosen.only) is None:
            says = _("There is no check called {name!r}. See: doorguard checks").format(name=chosen.only)
            print(says, file=sys.stderr)
            return USAGE
        closer = chosen.level in ("sign-in", "test")
        if chosen.answers is None:
            if person() and not chosen.json and not closer:
                return _face(runner, chosen, demo=False)
            print(
                _("A look without a person needs its questions answered: use --answers FILE. The README shows one."),
                file=sys.stderr,
            )
            return USAGE
        from doorguard.cli import scan

        level = Level.from_word(chosen.level) if chosen.level else None
        one = scan.OneDevice(address=chosen.address, user=chosen.user, password_fd=chosen.password_fd)
        return scan.run(runner, chosen.answers, level, one, as_json=chosen.json)


def _record(chosen: argparse.Namespace) -> int:
    from doorguard.cli import record
    from doorguard.cli.record.opening import open_for_the_program

    if chosen.action != "open":
        return record.run(chosen)
    if not person():
        print(_("Nobody is typing here. Use: doorguard record show, add or export."), file=sys.stderr)
        return USAGE
    with _runner(chosen) as runner:
        opened = open_for_the_program(chosen, runner.catalog)
        if isinstance(opened, int):
            return opened
        return _face(runner, chosen, demo=opened.pretend, keeping=opened)


def _listing(chosen: argparse.Namespace) -> int:
    from doorguard.catalog import load

    if getattr(chosen, "lint", False):
        from doorguard.cli import linting

        return linting.run(chosen.name)
    from doorguard.cli import listing

    catalog = load()
    for broken in catalog.broken:
        print(_("Left out: {page}").format(page=broken), file=sys.stderr)
    show = listing.checks if chosen.command == "checks" else listing.vendors
    try:
        print(show(catalog, chosen.name, as_json=chosen.json), end="" if not chosen.json else "\n")
    except listing.NotThere as error:
        print(error, file=sys.stderr)
        return USAGE
    return 0


def _guide(chosen: argparse.Namespace) -> int:
    from doorguard.cli import printing

    return printing.guide(chosen.make, chosen.action, chosen.format)


def _summary(chosen: argparse.Namespace) -> int:
    from doorguard.cli import summary

    return summary.run(chosen)


def _people_and_laws(chosen: argparse.Namespace) -> int:
    from doorguard.cli import contacts, legal
    from doorguard.cli.by_country import country_of
    from doorguard.cli.paper import complain
    from doorguard.cli.stop import Stop

    show = contacts.list_contacts if chosen.command == "contacts" else legal.list_laws
    try:
        return show(country_of(chosen.country), as_json=chosen.json)
    except Stop as error:
        complain(error)
        return error.code


def _help(chosen: argparse.Namespace) -> int:
    from doorguard.cli import printing

    return printing.help_topic(chosen.topic, chosen.format)
