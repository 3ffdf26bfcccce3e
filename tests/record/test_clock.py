"""Which time zone an entry was written in, by the name that lasts over summer and winter."""

from __future__ import annotations

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
