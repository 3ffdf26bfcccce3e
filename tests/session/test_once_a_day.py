"""The maker's first password is tried once in 24 hours, from one run to the next, where a record is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from doorguard import judge as judging
from doorguard.catalog import load
from doorguard.model import AskedCloser, Device, Event, Finding, Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.maker_search import Sadp
from doorguard.pretend_home.web import Web, page
from doorguard.session import Session
from doorguard.session import run as run_module
from doorguard.session.keeping import Keeping
from tests.recorded import WORDS, cheap

CAMERA = "192.168.77.20"
NOW = datetime.now(UTC)


class Home:
    """One camera that asks for a login, with another password than the maker's."""

    def __init__(self) -> None:
        self.web = Web(80, "App-webs/", [page("/", "live")], [], "digest", "DS-2CD2042WD-I", password="three-words")
        self.camera = PretendDevice(CAMERA, "44:19:b6:00:00:20", tcp=[self.web], udp=[Sadp("DS-2CD2042WD-I", "S1")])
        self.book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
        self.book.neighbours[CAMERA] = self.camera.mac
        self.camera.start(BookAir(self.book))

    def a_run(self, keeping: Keeping) -> AskedCloser:
        """A look, and the trial; all of it goes into the record."""
        session = Session(Door.onto_book(self.book, Level.LOOK), load(), seconds=3, past=keeping.so_far)
        events: list[Event] = []
        for event in session.run():
            events.append(event)
            keeping.take(event, pretend=True)
        device = next(d for d in session._shown.values() if CAMERA in d.addresses)
        for event in session.try_first_password(device.id):
            events.append(event)
            keeping.take(event, pretend=True)
        session.close()
        return next(event for event in events if isinstance(event, AskedCloser))


@pytest.fixture
def home() -> Iterator[Home]:
    made = Home()
    with cheap():
        yield made
    made.camera.stop()


def test_what_was_sent_is_known_also_where_the_program_breaks_after_it(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping = Keeping()
    keeping.new(tmp_path / "notes", WORDS, {"pretend": True})

    def judge(device: Device, *given: Any, level: Level, **more: Any) -> tuple[Finding, ...]:
        if level == Level.TEST:
            raise ZeroDivisionError
        return judged(device, *given, level=level, **more)

    judged = judging.judge
    monkeypatch.setattr(run_module, "judge", judge)
    home.a_run(keeping)
    keeping.close()
    assert home.web.logins == 1
    monkeypatch.undo()
    keeping.open(tmp_path / "notes", WORDS)
    assert "less than a day ago" in (home.a_run(keeping).refused or "")
    assert home.web.logins == 1
    keeping.close()


def test_a_day_has_to_pass(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping = Keeping()
    keeping.new(tmp_path / "notes", WORDS, {"pretend": True})
    home.a_run(keeping)
    assert home.web.logins == 1
    assert "less than a day ago" in (home.a_run(keeping).refused or ""), "a new look in the same sitting"
    keeping.close()

    keeping.open(tmp_path / "notes", WORDS)
    assert "less than a day ago" in (home.a_run(keeping).refused or ""), "another run"
    assert home.web.logins == 1
    keeping.close()

    keeping.open(tmp_path / "notes", WORDS)
    monkeypatch.setattr(run_module, "_clock", lambda: NOW + timedelta(hours=25))
    home.a_run(keeping)
    assert home.web.logins == 2, "a refusal that sent nothing does not begin the day anew"
    keeping.close()
