"""``doorguard demo`` without a person at the keys: the pretend home, once, as text or JSON."""

from __future__ import annotations

import json
import sys

from doorguard.cli.interrupt import stops
from doorguard.cli.outcome import exit_code, tool
from doorguard.cli.progress import tell
from doorguard.cli.runner import Runner
from doorguard.model import Level
from doorguard.report.picture import Picture


def as_json(runner: Runner, level: Level) -> int:
    """One JSON document on standard output."""
    from doorguard.report.scan_json import document

    with stops(runner.stop):
        picture = Picture().take_all(runner.run(level, pretend=True))
    print(json.dumps(document(picture, tool=tool(runner.catalog)), indent=2))
    return exit_code(picture)


def as_text(runner: Runner, level: Level) -> int:
    """The plain result, marked as pretend at head and foot."""
    from doorguard.report.text import EXAMPLE, summary

    picture = Picture()
    print(EXAMPLE, flush=True)
    with stops(runner.stop):
        for event in runner.run(level, pretend=True):
            picture.take(event)
            tell(event, sys.stdout)
    print()
    print(summary(picture), end="")
    return exit_code(picture)
