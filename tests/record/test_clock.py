"""Which time zone an entry was written in, by the name that lasts over summer and winter."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorguard.record import clock


@pytest.mark.parametrize("named", ["Europe/London", ":Europe/London"])
def test_what_the_person_set_for_this_program_comes_first(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("TZ", named)
    assert clock.zone_name() == "Europe/London"


def test_else_the_one_of_the_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "zoneinfo" / "America").mkdir(parents=True)
    (tmp_path / "zoneinfo" / "America" / "Halifax").touch()
    (tmp_path / "localtime").symlink_to(tmp_path / "zoneinfo" / "America" / "Halifax")
    monkeypatch.setattr(clock, "_LOCAL", str(tmp_path / "localtime"))
    assert clock.zone_name() == "America/Halifax"


def test_where_it_is_not_told_its_short_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(clock, "_LOCAL", str(tmp_path / "nothing"))
    assert clock.zone_name()
    assert "/" not in clock.zone_name()


def test_a_sign_that_may_not_be_looked_at_stops_no_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "_SYNCHRONISED", tmp_path / ("a" * 300))
    assert clock.clock_state() == "not-known"
    monkeypatch.setattr(clock, "_SYNCHRONISED", tmp_path)
    assert clock.clock_state() == "synchronised"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system takes its time zone from elsewhere")
@pytest.mark.parametrize(
    ("zone", "utc", "local"),
    [
        ("Europe/London", "2026-10-25T00:30:00", "2026-10-25T01:30:00.000+01:00"),  # the hour that comes twice,
        ("Europe/London", "2026-10-25T01:30:00", "2026-10-25T01:30:00.000+00:00"),  # and its second time
        ("Europe/London", "2026-03-29T01:00:00", "2026-03-29T02:00:00.000+01:00"),  # the hour that never comes
        ("Australia/Lord_Howe", "2026-04-04T15:15:00", "2026-04-05T01:45:00.000+10:30"),  # half an hour
        ("America/St_Johns", "2026-07-01T00:00:00", "2026-06-30T21:30:00.000-02:30"),
        ("Pacific/Kiritimati", "2026-12-31T10:00:00", "2027-01-01T00:00:00.000+14:00"),
        ("Etc/GMT+12", "2026-12-31T10:00:00", "2026-12-30T22:00:00.000-12:00"),
        ("no such place", "2026-12-31T10:00:00", "2026-12-31T10:00:00.000+00:00"),
    ],
)
def test_an_entry_has_one_moment_in_two_clocks(zone: str, utc: str, local: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on the days on which clocks are put forward or back: the offset says which of two equal hours it was."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        stamped = clock.stamp(datetime.fromisoformat(utc).replace(tzinfo=UTC))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert stamped["utc"] == f"{utc}.000+00:00"
    assert stamped["local"] == local
    assert datetime.fromisoformat(stamped["local"]) == datetime.fromisoformat(stamped["utc"])
