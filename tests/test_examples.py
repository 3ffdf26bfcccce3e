"""The examples are complete, true to what the program reads, and explain every key and answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from doorguard.gate.answers import MissingAnswers, read_answers
from doorguard.gate.decision import decide
from doorguard.gate.people import COUNTRIES
from doorguard.gate.questions import QUESTIONS, Question
from doorguard.model import Level

TEXT = (Path(__file__).resolve().parents[1] / "examples" / "answers.toml").read_text(encoding="utf-8")
EVERY_LINE = re.sub(r'^# (?=\w+ = |\[device|"[a-z._]+" = )', "", TEXT, flags=re.MULTILINE)


def test_the_example_is_complete_and_allows_a_look() -> None:
    answers = read_answers(TEXT)
    decision = decide(answers)
    assert answers.level is Level.LOOK
    assert (decision.level_allowed, decision.may_start, decision.path) == (Level.LOOK, True, "light")


@pytest.mark.parametrize("key", ["seen_or_heard", "anyone_minds", "computer", "router", "level", "authority"])
def test_no_line_of_it_could_be_left_out(key: str) -> None:
    without = re.sub(rf"^{key} = .*\n", "", TEXT, flags=re.MULTILINE)
    assert without != TEXT
    with pytest.raises(MissingAnswers, match=key):
        read_answers(without)


def test_every_line_that_is_shown_is_understood() -> None:
    answers = read_answers(EVERY_LINE)
    assert set(answers.given) == set(QUESTIONS)
    assert answers.country in COUNTRIES
    assert answers.told == {
        "192.168.1.20": {"owner.claimed": True, "account.whose": "mine", "shared.with": "nobody", "two_step.on": True},
        "192.168.1.1": {"wifi.key_known": "chosen"},
    }


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)
def test_every_question_stands_there_with_every_answer(question: Question) -> None:
    block = next(part for part in TEXT.split("\n\n") if re.search(rf"^(# )?{question.key} = ", part, re.MULTILINE))
    listed = set(re.findall(r"[a-z]+(?:-[a-z]+)*", block))
    assert {answer.id for answer in question.answers} <= listed


def test_every_country_is_named() -> None:
    assert [country for country in COUNTRIES if country not in TEXT] == []
