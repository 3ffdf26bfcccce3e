"""``doorguard demo``: the whole program on a pretend home. Nothing real is touched."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from doorguard.model import Level

if TYPE_CHECKING:
    from doorguard.pretend_home.home import PretendHome
    from doorguard.session import Session


@contextlib.contextmanager
def pretend_session(level: Level, seconds: float | None) -> Iterator[tuple[PretendHome, Session]]:
    """A started pretend home and a session onto it."""
    from doorguard.catalog import load
    from doorguard.network.door import Door
    from doorguard.pretend_home.home import PretendHome
    from doorguard.session import Session

    home = PretendHome()
    home.start()
    try:
        session = Session(Door.onto_book(home.book, level), load(), seconds=seconds)
        try:
            yield home, session
        finally:
            session.stop()
            session.close()
    finally:
        home.stop()


def as_json(level: Level, seconds: float | None) -> int:
    """One JSON document on standard output."""
    from doorguard.cli.outcome import exit_code, tool
    from doorguard.report.picture import Picture
    from doorguard.report.scan_json import document

    with pretend_session(level, seconds) as (_, session):
        picture = Picture().take_all(session.run())
        print(json.dumps(document(picture, tool=tool(session.catalog)), indent=2))
    return exit_code(picture)


def as_text(level: Level, seconds: float | None) -> int:
    """The plain result, once, for when nobody is typing."""
    from doorguard.cli.outcome import exit_code
    from doorguard.cli.progress import tell
    from doorguard.report.picture import Picture
    from doorguard.report.text import EXAMPLE, summary

    picture = Picture()
    print(EXAMPLE)
    with pretend_session(level, seconds) as (_, session):
        for event in session.run():
            picture.take(event)
            tell(event, sys.stdout)
    print()
    print(summary(picture), end="")
    return exit_code(picture)
