"""``doorguard demo`` without a person at the keys: the pretend home, once, as text or JSON."""

from __future__ import annotations

import json
import sys

from doorguard.catalog.tool import tool
from doorguard.cli.interrupt import stops
from doorguard.cli.outcome import exit_code
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
    """The whole demo once, for when nobody is typing: marked as pretend at head and foot."""
    from doorguard.cli import plain
    from doorguard.pages.flow import Flow

    flow = Flow(runner.catalog, demo=True, level=level, changes=runner.changes, pretend_login=runner.pretend_login)
    with stops(runner.stop):
        plain.demo(flow, runner, sys.stdout)
    return exit_code(flow.picture)
