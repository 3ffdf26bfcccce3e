"""Records that open soon: what a guess costs is tested where the key is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from doorguard.model import DeviceSeen, Event
from doorguard.record import Record, key
from tests.conftest import a_run as home_run

WORDS = "four words are here"


@pytest.fixture
def cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same key function with the least cost that it allows."""
    monkeypatch.setattr(key, "MEMORY_KIB", 8)
    monkeypatch.setattr(key, "PASSES", 1)


@pytest.fixture
def record(tmp_path: Path, cheap_key: None) -> Iterator[Record]:
    with Record.new(tmp_path / "notes", WORDS, {"tool": "doorguard"}) as made:
        yield made


@pytest.fixture
def a_run() -> list[Event]:
    """A run, with what was seen on the way: a device is told of again each time that more of it is known."""
    events: list[Event] = []
    for event in home_run():
        if isinstance(event, DeviceSeen):
            events += [replace(event, device=replace(event.device, facts=())), event]
        events.append(event)
    return events
