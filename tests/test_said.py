"""The catalogue in another language: every text of it, and nothing else."""

from __future__ import annotations

import pytest

from doorguard.catalog import load
from doorguard.catalog.said import document_said, page_said, said
from doorguard.guide import label

ENGLISH = load()
SHOUTED = said(ENGLISH, str.upper)


def test_every_text_of_a_check_is_said() -> None:
    check = SHOUTED.check("remote-shell-open")
    assert check is not None
    assert check.problem == "A REMOTE COMMAND DOOR IS OPEN ON THIS DEVICE."
    assert all(text == text.upper() for text in (check.good, check.severity_reason, *check.texts.values()))
    assert "What this means" in check.texts, "headings are names by which texts are found"


def test_every_question_is_said_and_keeps_what_its_answers_are_called_by() -> None:
    for mine, theirs in zip(ENGLISH.checks, SHOUTED.checks, strict=True):
        for english, other in zip(mine.asks, theirs.asks, strict=True):
            assert (other.question, other.why) == (english.question.upper(), english.why.upper())
            assert other.answers == english.answers


def test_translators_are_told_of_every_answer() -> None:
    heard: list[str] = []

    def hear(text: str) -> str:
        heard.append(text)
        return text

    said(ENGLISH, hear)
    assert {words for check in ENGLISH.checks for asked in check.asks for words in asked.answers} <= set(heard)


def test_what_is_no_text_stays() -> None:
    for english, other in zip(ENGLISH.checks, SHOUTED.checks, strict=True):
        assert (other.id, other.fails_if, other.action, other.sources) == (
            english.id,
            english.fails_if,
            english.action,
            english.sources,
        )
    for mine, theirs in zip(ENGLISH.vendors, SHOUTED.vendors, strict=True):
        assert (theirs.slug, theirs.names, theirs.apps) == (mine.slug, mine.names, mine.apps)
        assert [rule.when for rule in theirs.rules] == [rule.when for rule in mine.rules]
        assert list(theirs.steps) == list(mine.steps)


def test_every_step_is_said() -> None:
    page, english = SHOUTED.page("generic"), ENGLISH.page("generic")
    assert page is not None
    assert english is not None
    step, same = page.steps["remove-a-person"], english.steps["remove-a-person"]
    assert step.acts == tuple(act.upper() for act in same.acts)
    assert step.check == same.check.upper()
    assert step.photographs == same.photographs


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("not known", "NOT KNOWN. TREAT IT AS YES."),
        ("not known; treat it as yes, as the app says so", "NOT KNOWN; TREAT IT AS YES, AS THE APP SAYS SO"),
        ("no, nobody is told", "NO, NOBODY IS TOLD"),
    ],
)
def test_a_label_that_is_not_known_is_treated_as_yes_in_every_language(written: str, shown: str) -> None:
    from dataclasses import replace

    page = ENGLISH.page("generic")
    assert page is not None
    step = replace(page.steps["two-step"], labels={"notice": written})
    spoken = page_said(replace(page, steps={"two-step": step}), str.upper).steps["two-step"]
    assert label(spoken, "notice") == shown


def test_where_a_translation_is_missing_it_is_not_said_twice() -> None:
    from dataclasses import replace

    page = ENGLISH.page("generic")
    assert page is not None
    step = replace(page.steps["two-step"], labels={"notice": "not known"})
    spoken = page_said(replace(page, steps={"two-step": step}), str).steps["two-step"]
    assert label(spoken, "notice") == label(step, "notice") == "Not known. Treat it as yes."


def test_a_document_is_said_by_paragraph_and_list_item() -> None:
    heard: list[str] = []

    def hear(text: str) -> str:
        heard.append(text)
        return f"<{text}>"

    document = "One line\nand its end.\n\nA list:\n\n- first thing\n  goes on\n- second\n\n1. do this\n2. do that\n"
    spoken = document_said(document, hear)
    assert heard == ["One line and its end.", "A list:", "first thing goes on", "second", "do this", "do that"]
    assert spoken == (
        "<One line and its end.>\n\n<A list:>\n\n- <first thing goes on>\n- <second>\n\n1. <do this>\n2. <do that>"
    )
