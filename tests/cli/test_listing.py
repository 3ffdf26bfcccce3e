"""The catalogue as text: lists stay lists, and a wrong name says where the right ones are."""

from __future__ import annotations

import pytest

from doorguard.catalog import load
from doorguard.catalog.groups import NEEDS
from doorguard.cli import listing

TITLES = [title for title, _ in NEEDS.values()]


def test_each_reason_of_a_check_begins_its_own_line() -> None:
    lines = listing.checks(load(), "remote-shell-open", as_json=False).splitlines()
    assert "- The maker left it on for repairs." in lines
    assert not [line for line in lines if " - " in line]


def test_all_checks_stand_in_groups_the_most_severe_first() -> None:
    catalog = load()
    lines = listing.checks(catalog, None, as_json=False).splitlines()
    assert max(map(len, lines)) <= 76
    listed = [line.split("  (") for line in lines if "  (" in line and not line.startswith(" ")]
    assert sorted(name for name, _ in listed) == sorted(check.id for check in catalog.checks), "each one, once"
    order = [catalog.check(name) for name, _ in listed]
    weights = ("critical", "high", "medium", "low")
    keys = [(check.level, weights.index(check.severity)) for check in order if check]
    assert keys == sorted(keys)
    heads = [line for line in lines if line.endswith(")") and line.split(" (")[0] in TITLES]
    assert [head.split(" (")[1].split(",")[0] for head in heads] == [
        level.word for level in sorted({check.level for check in catalog.checks})
    ]
    assert lines[-1] == f"{len(catalog.checks)} checks. One of them in full: doorguard checks NAME"


def test_a_wrong_name_says_how_to_see_them_all() -> None:
    with pytest.raises(listing.NotThere, match=r"doorguard checks$"):
        listing.checks(load(), "nope", as_json=False)
    with pytest.raises(listing.NotThere, match=r"doorguard vendors$"):
        listing.vendors(load(), "nope", as_json=False)


def test_a_make_without_steps_says_where_steps_are() -> None:
    assert "doorguard vendors generic" in listing.vendors(load(), "furbo", as_json=False)


def test_the_steps_for_any_make_have_no_empty_part_and_say_how_to_tell() -> None:
    text = listing.vendors(load(), "generic", as_json=False)
    assert text.startswith("Any make\n")
    assert "How it is recognised" not in text
    assert text.count("How you can tell that it worked:") == text.count("Could the other person notice?")
