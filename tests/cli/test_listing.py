"""The catalogue as text: lists stay lists, and a wrong name says where the right ones are."""

from __future__ import annotations

import pytest

from doorguard.catalog import load
from doorguard.cli import listing


def test_each_reason_of_a_check_begins_its_own_line() -> None:
    lines = listing.checks(load(), "remote-shell-open", as_json=False).splitlines()
    assert "- The maker left it on for repairs." in lines
    assert not [line for line in lines if " - " in line]


def test_a_wrong_name_says_how_to_see_them_all() -> None:
    with pytest.raises(listing.NotThere, match=r"doorguard checks$"):
        listing.checks(load(), "nope", as_json=False)
    with pytest.raises(listing.NotThere, match=r"doorguard vendors$"):
        listing.vendors(load(), "nope", as_json=False)
