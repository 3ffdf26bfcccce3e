"""Rules for what is read: headings, sentences, words, explanations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doorguard.catalog.lint.draft import Draft, rows
from doorguard.catalog.lint.keys import SENTENCES
from doorguard.catalog.lint.remark import Remark
from doorguard.catalog.shapes import CHECK_HEADINGS
from doorguard.catalog.words import HARDEST, MOST_WORDS, grade, sentences, written, wrong_word

MANY_WORDS_ARE_OURS = 6
"""A sentence of fewer words may stand in several checks."""


def text_remarks(draft: Draft) -> Iterator[Remark]:
    """Everything to change in the words of one check."""
    if draft.front is None:
        return
    yield from _headings(draft)
    texts = read_aloud(draft)
    for sentence in (s for text in texts for s in sentences(text)):
        count = len(sentence.split())
        if count >= MOST_WORDS:
            yield draft.page(
                draft.line_of(sentence), f"{count} words in one sentence; write fewer than {MOST_WORDS}: {sentence}"
            )
        wrong = wrong_word(sentence)
        if wrong:
            yield draft.page(draft.line_of(sentence), f"we do not use the word {wrong!r}: {sentence}")
    hard = grade(texts)
    if hard > HARDEST:
        yield draft.page(0, "is hard to read as a whole. Take shorter words and shorter sentences")
    for section in draft.sections:
        if section.heading == "What this means" and len(re.findall(r"^- ", section.text, re.MULTILINE)) < 2:
            yield draft.page(
                section.line, "needs more than one explanation: at least two lines that begin with '- '"
            )


def read_aloud(draft: Draft) -> list[str]:
    """Every paragraph and item of the check that a person reads."""
    data = draft.front.data if draft.front else {}
    texts = [data[key] for key in SENTENCES if isinstance(data.get(key), str)]
    for question in rows(data.get("asks")):
        if isinstance(question, dict):
            texts += [q for q in (question.get("question"), question.get("why")) if isinstance(q, str)]
            answers = question.get("answers")
            texts += [str(answer) for answer in answers] if isinstance(answers, dict) else []
    return [*texts, *(part for section in draft.sections for part in written(section.text))]


def own_sentences(draft: Draft) -> Iterator[str]:
    """Sentences that must stand in this check alone."""
    for section in draft.sections:
        for sentence in (s for part in written(section.text) for s in sentences(part)):
            if len(sentence.split()) >= MANY_WORDS_ARE_OURS:
                yield sentence
    data = draft.front.data if draft.front else {}
    yield from (data[key] for key in SENTENCES if isinstance(data.get(key), str))


def _headings(draft: Draft) -> Iterator[Remark]:
    found = [section.heading for section in draft.sections]
    for heading in CHECK_HEADINGS:
        if heading not in found:
            yield draft.page(0, f"the heading '## {heading}' is missing")
    for number, section in enumerate(draft.sections):
        if section.heading not in CHECK_HEADINGS:
            yield draft.page(section.line, f"'{section.heading}' is not one of the five headings")
        elif section.heading in found[:number]:
            yield draft.page(section.line, f"the heading '## {section.heading}' stands here a second time")
        elif not section.text:
            yield draft.page(section.line, f"there is nothing under '## {section.heading}'")
    known = [heading for heading in found if heading in CHECK_HEADINGS]
    if sorted(known) == sorted(CHECK_HEADINGS) and tuple(known) != CHECK_HEADINGS:
        yield draft.page(0, f"the headings come in this order: {', '.join(CHECK_HEADINGS)}")
