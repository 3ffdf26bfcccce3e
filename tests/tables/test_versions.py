"""Versions as makers write them: read, and ordered only where they can be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.tables.flaw_rules import read_rule
from doorguard.tables.versions import continues, order, read_day, read_version


@pytest.mark.parametrize(
    ("text", "build"),
    [
        ("V5.5.0 build 170914", date(2017, 9, 14)),
        ("V5.5.0build 170914", date(2017, 9, 14)),
        ("1.4.0_build221212", date(2022, 12, 12)),
        ("4.1.0 b130111", date(2013, 1, 11)),
        ("2.800.0000000.31.R, build: 2021-03-10", date(2021, 3, 10)),
        ("V2.400.0000.14.R.20170713", date(2017, 7, 13)),
        ("V2.420.AC00.16.R (20160909)", date(2016, 9, 9)),
        ("1.3.9 Build 231019 Rel.37884n", date(2023, 10, 19)),
        ("2.800.0000000.31.R", None),
        ("v3.0.0.136_20121102", None),
        ("V5.5.0 build 179999", None),
        ("", None),
    ],
)
def test_the_build_is_found_where_the_maker_writes_it(text: str, build: date | None) -> None:
    assert read_version(text).build == build


@pytest.mark.parametrize(
    ("one", "edge", "expect"),
    [
        ("1.9", "1.10", -1),
        ("V1.1.15", "1.1.15", 0),
        ("1.1.15.0", "1.1.15", 0),
        ("1.1", "1.1.15", -1),
        ("6.3.40.1", "6.3.40", 1),
        ("V5.4.0 build 160530", "V5.4.0 build 160529", 1),
        ("V5.4.0", "V5.4.0 build 160529", None),
        ("V5.3.0", "V5.4.0 build 160529", -1),
        ("2.420.AC00.16", "2.420.GV00.15", None),
        ("MX-V4.7.2", "4.7.2", None),
        ("2.1.6.9h", "2.1.6.9", None),
        ("1.06.01", "1.06.01 Hotfix", None),
        ("2.0b60_20200206", "2.0b60_20200207", -1),
        ("newest", "1.0", None),
    ],
)
def test_two_versions_are_ordered_only_where_their_words_are_the_same(one: str, edge: str, expect: int | None) -> None:
    assert order(read_version(one), read_version(edge)) == expect


def test_a_version_that_goes_on_after_the_edge() -> None:
    assert continues(read_version("1.1.15.2"), read_version("1.1.15"))
    assert not continues(read_version("1.1.15.0"), read_version("1.1.15"))
    assert not continues(read_version("1.1.16"), read_version("1.1.15"))


@pytest.mark.parametrize(
    ("text", "day"),
    [("2021-06", date(2021, 6, 1)), ("210630", date(2021, 6, 30)), ("20210630", date(2021, 6, 30)), ("2021", None), ("21-06", None)],
)
def test_days(text: str, day: date | None) -> None:
    assert read_day(text) == day


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_versions_and_ordered_both_ways_alike(one: str, two: str) -> None:
    a, b = read_version(one), read_version(two)
    there, back = order(a, b), order(b, a)
    if there is not None and back is not None:
        assert there == -back or 0 in (there, back)  # a build on one side only


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("version ~ 1", "is no rule"),
        ("version < newest", "holds no number"),
        ("build < 2021-13", "is no day"),
        ("([ => any", "is no pattern"),
        ("", "is no rule"),
    ],
)
def test_a_rule_that_cannot_be_read_says_why(rule: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_rule(rule)
