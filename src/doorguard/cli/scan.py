"""``doorguard scan`` without a person at the keys: the gate's answers come from a file."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from doorguard.cli.outcome import COULD_NOT_LOOK, exit_code, tool
from doorguard.cli.progress import tell
from doorguard.model import Level
from doorguard.report.picture import Picture

if TYPE_CHECKING:
    from doorguard.cli.runner import Runner


def as_json(runner: Runner, level: Level) -> int:
    """One JSON document on standard output, whatever the run came to."""
    from doorguard.report.scan_json import document

    picture = Picture().take_all(runner.run(level, pretend=False))
    print(json.dumps(document(picture, tool=tool(runner.catalog)), indent=2))
    for failure in picture.failures:
        print(failure.says, file=sys.stderr)
    return exit_code(picture)


def as_text(runner: Runner, level: Level) -> int:
    """Progress lines, then the summary."""
    from doorguard.report.text import summary

    picture = Picture()
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
