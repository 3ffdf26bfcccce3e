"""The case language: exact three-valued answers, and nothing more than it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.matcher import LanguageError, any_case, parse_case, version_parts
from doorguard.model import Scalar


def lookup(**facts: list[Scalar]) -> Callable[[str], list[Scalar]]:
    known = {name.replace("__", "."): values for name, values in facts.items()}
    return lambda name: known.get(name, [])


def test_value_list_comparison_and_glob() -> None:
    assert parse_case({"video.open": "yes"}).test(lookup(video__open=[True])) is True
    assert (
        parse_case({"matter.window": ["open", "temporary"]}).test(lookup(matter__window=["temporary"]))
        is True
    )
    assert parse_case({"matter.fabrics": "> 1"}).test(lookup(matter__fabrics=[1])) is False
    assert parse_case({"http.server": "*-Webs"}).test(lookup(http__server=["dnvrs-webs"])) is True
    assert parse_case({"http.server": "webs"}).test(lookup(http__server=["DNVRS-Webs"])) is False


def test_a_missing_fact_is_unknown_unless_another_line_is_false() -> None:
    case = parse_case({"video.open": "yes", "shell.open": "yes"})
    assert case.test(lookup(video__open=[True])) is None
    assert case.test(lookup(video__open=[False])) is False
    assert case.missing(lookup(video__open=[True])) == ("shell.open",)


def test_any_case_true_elsewhere_decides() -> None:
    cases = [parse_case({"video.open": "yes"}), parse_case({"shell.open": "yes"})]
    assert any_case(cases, lookup(shell__open=[True])) is True
    assert any_case(cases, lookup(shell__open=[False])) is None
    assert any_case(cases, lookup(shell__open=[False], video__open=[False])) is False


def test_one_witness_is_enough_when_two_disagree() -> None:
    assert parse_case({"video.open": "yes"}).test(lookup(video__open=[False, True])) is True


def test_versions_compare_as_numbers() -> None:
    case = parse_case({"device.firmware": "< 1.10"})
    assert case.test(lookup(device__firmware=["V1.9 build 3"])) is True
    assert case.test(lookup(device__firmware=["1.10"])) is False


@pytest.mark.parametrize(
    "raw",
    [{}, None, "x", {"no.such.fact": "yes"}, {"video.open": "maybe"}, {"matter.fabrics": "> two"},
     {"video.open": {"a": "b"}}, {"video.open": []}, {"http.server": "> 3"}],
)  # fmt: skip
def test_what_the_language_does_not_say_is_refused_in_words(raw: object) -> None:
    with pytest.raises(LanguageError) as told:
        parse_case(raw)
    assert len(str(told.value)) > 10


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_can_be_matched_by_any_glob(value: str, pattern: str) -> None:
    try:
        case = parse_case({"http.title": "*" + pattern})
    except LanguageError:
        return
    assert case.test(lookup(http__title=[value])) in (True, False)


@given(st.text())
def test_version_parts_never_fails(text: str) -> None:
    assert len(version_parts(text)) <= 12
