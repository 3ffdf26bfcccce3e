"""What a record holds for a summary, also where its clock was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from doorguard.pages.handing_on import summarise
from doorguard.pages.handing_on.summarise import from_said
from doorguard.report.summary.material import READERS
from doorguard.tables import contacts, load_routes


@pytest.mark.parametrize("when", ["1970-01-01T00:00:12+00:00", "1980-01-01T01:00:00+01:00", "2099-12-31T23:59:59-12:00"])
def test_an_entry_stands_there_whatever_the_clock_showed(when: str) -> None:
    """A computer whose clock lost its battery begins in 1970 or 1980; what was written then is no less true."""
    said = {"kind": "diary", "utc": when, "local": when, "clock": "not-known", "body": {"text": "It rang."}}
    found = from_said([(1, said)])
    assert [one.body for one in found.entries] == [{"text": "It rang."}]
    assert not found.picture.blind


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "2026-11-27T10:00:00", "yesterday", 7, None])
def test_a_time_that_no_clock_shows_is_counted_as_not_read(when: object) -> None:
    found = from_said([(1, {"kind": "diary", "utc": when, "local": when, "body": {"text": "It rang."}})])
    assert not found.entries
    assert found.picture.blind == ["1 entry of the record could not be read."]


def test_a_number_that_nobody_confirmed_stands_in_no_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one for danger: someone would dial it."""
    known = next(one for one in contacts() if one.emergency and one.verified == "yes")
    rumoured = replace(known, organisation="A rumour", phone="555 0199", verified="unverified")
    monkeypatch.setattr(summarise, "contacts_for", lambda _country, _all: [known, rumoured])
    for reader in READERS:
        named = [one.name for one in summarise._helpers("England", reader, date(2026, 11, 27))]
        assert named == [known.organisation], reader


def test_what_was_checked_long_ago_says_so() -> None:
    """180 days; the same in a summary, on the page of people who can help, and in ``doorguard contacts``."""
    contact = next(one for one in contacts() if one.verified == "yes")
    route = next(one for one in load_routes() if one.verified == "yes")
    for days, fresh in ((180, True), (181, False)):
        person = summarise.helper(contact, date.fromisoformat(contact.checked_on) + timedelta(days=days)).checked
        law = summarise.law_checked(route, date.fromisoformat(route.as_of) + timedelta(days=days))
        assert person.startswith("Checked on") is fresh
        assert ("may be out of date" in person) is not fresh
        assert ("may have changed" in law) is not fresh
