"""A wrong answers file is answered in plain words, however wrong it is."""

from __future__ import annotations

import pytest

from doorguard.gate import AUTHORITY, MissingAnswers, read_answers

LIGHT = f"""seen_or_heard = "no"
anyone_minds = "no"
computer = "mine"
router = "mine"
level = "look"
authority = "{AUTHORITY}"
"""


def wrong(text: str) -> tuple[str, ...]:
    with pytest.raises(MissingAnswers) as error:
        read_answers(text)
    return error.value.missing


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('anyone_minds = "no"', 'anyone_minds = "No"', "Did you mean no?"),
        ('router = "mine"', 'router = "someone_else"', "Did you mean someone-else?"),
        ("seen_or_heard", "seen-or-heard", "Did you mean seen_or_heard?"),
        ("level =", 'country = "wales"\nlevel =', "Did you mean Wales?"),
    ],
)
def test_the_nearest_right_word_is_named(old: str, new: str, says: str) -> None:
    text = LIGHT.replace(old, new)
    assert text != LIGHT
    assert any(says in line for line in wrong(text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (LIGHT.replace('"mine"\nrouter', "mine\nrouter"), "Line 3 of the answers file"),
        (LIGHT + "router = [", "The last line of the answers file"),
        ("x = " + "[" * 100_000, "The answers file cannot be read"),
        ("x = " + "1" * 5000, "The answers file cannot be read"),
    ],
)
def test_what_is_not_toml_says_where_and_how_a_line_looks(text: str, place: str) -> None:
    (says,) = wrong(text)
    assert place in says
    assert 'computer = "mine"' in says


@pytest.mark.parametrize("value", ["0x" + "f" * 5000, "{" + ".".join("a" * 3000) + " = 1}"])
def test_a_monstrous_value_is_not_shown_again(value: str) -> None:
    assert all(len(line) < 400 for line in wrong(LIGHT.replace('"look"', value)))


def test_escape_sequences_do_not_reach_the_terminal() -> None:
    assert not any("\x1b" in line for line in wrong(LIGHT + '"\\u001b[2J" = 1\n'))


def test_a_mark_before_the_first_line_is_passed_over() -> None:
    assert read_answers("\ufeff" + LIGHT) == read_answers(LIGHT)


def test_a_device_stands_there_once() -> None:
    twice = '[device."fe80::a"]\nknown = false\n[device."FE80::A"]\nknown = true\n'
    assert wrong(LIGHT + twice) == ('[device."fe80::a"] stands there twice.',)


@pytest.mark.parametrize(
    ("line", "asks_for"),
    [
        ('home = "neighbour"', {"danger", "phone", "court"}),
        ('danger = "not-sure"', {"home", "living", "noticed", "court", "lost_access"}),
    ],
)
def test_a_careful_answer_beside_ordinary_ones_asks_for_the_rest(line: str, asks_for: set[str]) -> None:
    assert asks_for <= {says.split()[0] for says in wrong(LIGHT + line)}


def test_the_sentence_itself_is_said_when_it_is_wrong() -> None:
    (says,) = wrong(LIGHT.replace(AUTHORITY, "yes"))
    assert AUTHORITY in says
