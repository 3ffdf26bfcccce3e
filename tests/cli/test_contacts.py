"""``doorguard contacts`` as a command."""

from __future__ import annotations

import json
import re

import pytest

from doorguard.gate.people import COUNTRIES
from doorguard.tables import contacts
from tests.cli.test_by_country import run


def test_every_contact_without_a_country(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "contacts")
    assert code == 0
    flat = re.sub(r"\s+", " ", out)
    for contact in contacts():
        assert contact.organisation in flat


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_numbers_for_danger_come_first(country: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "contacts", "--country", country.upper())[1]
    assert out.index("If you are in danger now") < out.index("To talk and to plan")


def test_numbers_that_nobody_confirmed_stand_apart(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "contacts", "--country", "England")[1]
    unsure = [c for c in contacts() if c.verified == "unverified" and c.country == "UK"]
    assert unsure
    for contact in unsure:
        assert out.index(contact.organisation) > out.index("Not checked by us.")


def test_old_ones_say_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import date

    assert "Checked on 23 November 2026." in run(capsys, "contacts", "--country", "Wales")[1]
    monkeypatch.setattr("doorguard.cli.contacts.today_here", lambda: date(2027, 6, 1))
    out = re.sub(r"\s+", " ", run(capsys, "contacts", "--country", "Wales")[1])
    assert "Last checked on 23 November 2026, so it may be out of date." in out
    assert json.loads(run(capsys, "contacts", "--json")[1])["contacts"][0]["may_be_out_of_date"] is True


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    whole = json.loads(run(capsys, "contacts", "--country", "Ireland", "--json")[1])
    assert whole["schema"] == "doorguard.contacts/1"
    assert whole["country"] == "Ireland"
    assert {"organisation", "phone", "verified", "checked_on"} <= set(whole["contacts"][0])
