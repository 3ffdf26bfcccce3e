"""What only the person can say about a device, from an answers file: ``answers = { ... }``.

A question is named by its fact, and answered by one of the values of its answers: the same facts, questions
and answers as on the pages (docs/checks.md lists them).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from doorguard.catalog import Question, load
from doorguard.facts import OPEN
from doorguard.model import Scalar
from doorguard.wording import _

BY_ANOTHER_NAME = {"owner.claimed": "known"}
"""Facts that have a line of their own in the file."""


def askable() -> Mapping[str, Question]:
    """Every question about a device as a whole, by its fact."""
    questions = [question for check in load().checks for question in check.asks]
    return {q.fact: q for q in questions if q.fact not in BY_ANOTHER_NAME}


def words_of(question: Question) -> tuple[str, ...]:
    """What may be written for its answers: the values, and the two that leave it open."""
    values = [_word(value) for value in question.answers.values()]
    return tuple(dict.fromkeys((*values, *OPEN)))


def read_told(place: str, raw: object, wrong: list[str]) -> dict[str, Scalar]:
    """The answers about the device at ``place``; what does not fit goes into ``wrong`` as plain sentences."""
    if not isinstance(raw, dict):
        wrong.append(
            _('[device."{place}"] answers looks like this: answers = {example}').format(
                place=place, example='{ "two_step.on" = "yes" }'
            )
        )
        return {}
    told: dict[str, Scalar] = {}
    for fact, given in raw.items():
        question = askable().get(fact)
        if question is None:
            said = _('[device."{place}"] answers: there is no question {fact}.').format(place=place, fact=short(fact))
            wrong.append(said + _nearest(fact))
            continue
        means = {_word(value): value for value in question.answers.values()} | {word: word for word in OPEN}
        word = _word(given) if isinstance(given, str | bool) else ""
        if word in means:
            told[fact] = means[word]
        else:
            wrong.append(
                _('[device."{place}"] {fact} cannot be {given}: "{question}" Write one of: {words}.').format(
                    place=place,
                    fact=fact,
                    given=short(given),
                    question=question.question,
                    words=", ".join(words_of(question)),
                )
            )
    return told


def _nearest(fact: str) -> str:
    if fact in BY_ANOTHER_NAME:
        name = BY_ANOTHER_NAME[fact]
        return " " + _("Write the line: {name} = true, or {name} = false.").format(name=name)
    near = difflib.get_close_matches(fact, askable(), 1)
    words = _("Did you mean {word}?").format(word=near[0]) if near else _("All of them stand in docs/checks.md.")
    return f" {words}"


def _word(value: Scalar) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def short(value: object) -> str:
    """A wrong value as it may be shown again: short, on one line."""
    try:
        words = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits; tables within tables
        return _("that")
    return words if len(words) <= 40 else words[:37] + "..."
