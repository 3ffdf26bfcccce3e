"""People who can help, by the country that was named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from doorguard.gate.people import COUNTRIES, contacts_for, is_old, region
from doorguard.tables import contacts


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_an_emergency_number_first(country: str) -> None:
    found = contacts_for(country, contacts())
    assert found[0].emergency
    assert found[0].phone
    assert not found[-1].emergency


def test_every_contact_is_reached_from_some_country() -> None:
    shown = {c.organisation for country in COUNTRIES for c in contacts_for(country, contacts())}
    assert shown == {c.organisation for c in contacts()}


def test_scotland_is_not_told_to_ring_a_line_for_england() -> None:
    names = {c.organisation for c in contacts_for("Scotland", contacts())}
    assert "Live Fear Free" not in names
    assert "Victim Support Line" not in names
    assert "The National Stalking helpline" in names


def test_northern_ireland_is_not_ireland() -> None:
    names = {c.organisation for c in contacts_for("Ireland", contacts())}
    assert "Domestic and Sexual Abuse Helpline" not in names
    assert "Women's Aid 24hr National Freephone Helpline" in names


def test_without_a_country_only_emergency_lines() -> None:
    found = contacts_for(None, contacts())
    assert found
    assert all(contact.emergency for contact in found)


def test_a_part_of_a_country_is_named() -> None:
    regions = {region(c) for c in contacts_for("Canada", contacts())}
    assert {"", "Quebec"} <= regions


def test_a_number_grows_old() -> None:
    contact = replace(contacts()[0], checked_on="2026-01-01")
    assert not is_old(contact, date(2026, 6, 30))
    assert is_old(contact, date(2026, 7, 1))
