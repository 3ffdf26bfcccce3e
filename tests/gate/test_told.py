"""Guided answers in an answers file: the same questions, by the names of their facts."""

from __future__ import annotations

import pytest

from doorguard.facts import FACTS
from doorguard.gate import MissingAnswers, read_answers
from doorguard.gate.told import askable, words_of

LIGHT = """
seen_or_heard = "no"
anyone_minds = "no"
computer = "mine"
router = "mine"
level = "look"
authority = "This is my home, or the person whose home it is asked me to look."
"""


def read(block: str) -> dict[str, object]:
    return dict(read_answers(LIGHT + '[device."192.168.1.20"]\n' + block).told["192.168.1.20"])


def refused(block: str) -> str:
    with pytest.raises(MissingAnswers) as told:
        read(block)
    return " ".join(told.value.missing)


def test_answers_are_facts_of_the_device() -> None:
    block = 'known = true\nanswers = { "account.whose" = "mine", "two_step.on" = "no", "acts.alone" = true }'
    assert read(block) == {
        "account.whose": "mine",
        "two_step.on": False,
        "acts.alone": True,
        "owner.claimed": True,
    }


def test_answers_can_stand_alone_and_as_a_block() -> None:
    assert read('answers = { "wifi.key_known" = "chosen" }') == {"wifi.key_known": "chosen"}
    assert read('[device."192.168.1.20".answers]\n"wifi.key_known" = "me"\n') == {"wifi.key_known": "me"}


@pytest.mark.parametrize("word", ["not-known", "rather-not-say"])
@pytest.mark.parametrize("fact", ["two_step.on", "shared.with"])
def test_a_question_can_be_left_open_in_words(fact: str, word: str) -> None:
    assert read(f'answers = {{ "{fact}" = "{word}" }}') == {fact: word}


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ('answers = "mine"', 'answers = { "two_step.on" = "yes" }'),
        ('answers = { "account.who" = "mine" }', "Did you mean account.whose?"),
        ('answers = { "xyz" = "mine" }', "docs/checks.md"),
        ('answers = { "owner.claimed" = "yes" }', "known = true"),
        ('answers = { "account.whose" = "me" }', "mine, chosen, someone, unknown, not-known, rather-not-say"),
        ('answers = { "account.whose" = 7 }', "cannot be 7"),
        ('answers = { "two_step.on" = "perhaps" }', "yes, no, not-known, rather-not-say"),
        ('answers = { "device.model" = "x" }', "there is no question 'device.model'"),
        ("other = 1", "needs the line: known = true"),
    ],
)
def test_what_does_not_fit_is_said_in_words(block: str, says: str) -> None:
    assert says in refused(block)


def test_every_question_can_be_answered_in_a_file() -> None:
    assert len(askable()) > 25
    for fact, question in askable().items():
        assert fact in FACTS
        for word in words_of(question):
            assert fact in read(f'answers = {{ "{fact}" = "{word}" }}')
