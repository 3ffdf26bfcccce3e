"""The measure of words itself: what is to be changed is found, and named."""

from __future__ import annotations

import pytest

from doorguard.catalog.measure import ENOUGH, hardest, measure, too_long, wrong_in

EASY = "The cat sat on the mat. It was a warm day. We all went out to play in the sun. " * 6
HARD = "Administrative personnel investigate authentication configurations. " * 25


def test_an_easy_text_has_nothing_to_change() -> None:
    measured = measure("checks/one/check.md", [EASY])
    assert list(measured.breaches) == []
    assert measured.words > ENOUGH
    assert measured.grade is not None
    assert measured.longest == "We all went out to play in the sun."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HARD, "reads at grade"),
        ("Your home is safe now.", "the word 'safe' in: Your home is safe now."),
        ("word " * 21, "21 words, more than 20"),
    ],
)
def test_each_breach_is_named_with_its_place(text: str, says: str) -> None:
    (line,) = measure("vendors/one.md", [text]).breaches
    assert line.startswith("vendors/one.md: ")
    assert says in line


def test_a_few_words_have_no_reading_age() -> None:
    assert measure("checks/one/check.md", ["Authentication configuration"]).grade is None


def test_steps_may_hold_the_names_of_menus() -> None:
    assert hardest("vendors/ring.md") == hardest("docs/guides/ring.md") > hardest("checks/one/check.md")


def test_what_is_laid_out_by_hand_is_read_by_the_line() -> None:
    lines = "\n".join(["a line of five words"] * 9)
    assert list(measure("src/doorguard/cli/arguments.py", [lines]).breaches) == []
    assert too_long(lines.replace("\n", " ")) != []


def test_a_title_may_stand_on_its_own_page_alone() -> None:
    title = "The Domestic Violence, Crime and Victims Act 2004 says so."
    assert wrong_in(title, "src/doorguard/help/law.md") is None
    assert wrong_in(title, "help/law") is None
    assert wrong_in(title, None) is None
    assert wrong_in(title, "help/police") == "Victims"
    assert wrong_in(title) == "Victims"


def test_the_sentence_of_authority_may_be_long() -> None:
    sentence = "This is my home, or the person whose home it is asked me to look."
    assert too_long(sentence) == []
