"""Every line that a person reads: the words, the length of its sentences, how hard it is to read.

Pages are read as they stand with a sample home; checks, steps and tables as they are written.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard import tables
from doorguard.catalog import load
from doorguard.catalog.allowed import NAMES, PAGES_THAT_TELL, TELLING, allowed
from doorguard.catalog.help_pages import help_pages
from doorguard.catalog.measure import too_long, wrong_in
from doorguard.catalog.words import (
    HARDEST,
    HARDEST_STEP,
    grade,
    syllables,
    written,
)
from doorguard.gate import QUESTIONS, Answers, decide
from doorguard.gate.questions import FULL
from doorguard.pages.page import Page

ROOT = Path(__file__).parents[1]


def units(page: Page) -> Iterator[str]:
    """What is read on a page, one unit each. Details are for a technical friend, and not read here."""
    yield page.title
    for line in page.lines:
        if line.label:
            yield line.label
        yield line.text
    inline = {line.choice for line in page.lines if line.choice}
    yield from (choice.text for choice in page.choices if choice.id not in inline)
    yield from page.help


def documents() -> Iterator[tuple[str, list[str]]]:
    """Each text of checks/, vendors/ and the tables, with its name."""
    catalog = load()
    for check in catalog.checks:
        texts = [check.problem, check.good, *(q.question for q in check.asks)]
        texts += [answer for question in check.asks for answer in question.answers]
        texts += [part for text in check.texts.values() for part in written(text)]
        yield f"checks/{check.id}", texts
    for page in catalog.vendors:
        for step in page.steps.values():
            yield f"vendors/{page.slug}#{step.action}", [*step.acts, step.check, *step.labels.values()]
    cannot = (ROOT / "docs" / "what-we-cannot-see.md").read_text("utf-8")
    yield "checks/what-we-cannot-see", written(re.sub(r"\s\([A-Z0-9-]+\)$", "", cannot, flags=re.MULTILINE))
    for explained in help_pages():
        yield f"help/{explained.topic}", [explained.title, *(t for p in explained.parts for t in (p.label, p.text) if t)]
    for port in tables.load_ports():
        yield f"ports {port.place}", [port.meaning]
    for contact in tables.contacts():
        yield f"contacts {contact.organisation}", [contact.what_for]
    for flaw in tables.load_flaws():
        yield f"flaws {flaw.cve}", [flaw.meaning]


def gate_texts() -> Iterator[tuple[str, list[str]]]:
    for question in QUESTIONS.values():
        yield f"gate {question.key}", [question.words, question.why, *(a.text for a in question.answers)]
    for question in FULL:
        for answer in question.answers:
            given = {q.key: q.answers[0].id for q in FULL} | {question.key: answer.id}
            yield f"decision {question.key} {answer.id}", list(decide(Answers(given=given), full=True).says)


class TestPages:
    def test_there_are_many_to_read(self, all_pages: list[Page]) -> None:
        assert len({page.id for page in all_pages}) > 40

    def test_none_of_the_words_we_never_say(self, all_pages: list[Page]) -> None:
        wrong = {(p.id, w, u) for p in all_pages for u in units(p) if (w := wrong_in(u, None))}
        assert sorted(wrong) == []

    def test_sentences_are_short(self, all_pages: list[Page]) -> None:
        wrong = {(p.id, s) for p in all_pages if p.id != "summary" for u in units(p) for s in too_long(u)}
        assert sorted(wrong) == []

    def test_a_page_reads_at_about_eleven(self, all_pages: list[Page]) -> None:
        hard = {(p.id, p.title): round(g, 1) for p in all_pages if (g := grade(list(units(p)))) > HARDEST}
        assert hard == {}


class TestDocuments:
    @pytest.mark.parametrize(("name", "texts"), [pytest.param(n, t, id=n) for n, t in [*documents(), *gate_texts()]])
    def test_words_and_length(self, name: str, texts: list[str]) -> None:
        assert [w for text in texts if (w := wrong_in(text, name))] == []
        assert [s for text in texts for s in too_long(text)] == []

    def test_what_is_written_reads_at_about_eleven(self) -> None:
        """Tables are left out: their cells are single lines of names and numbers."""
        most = {"checks": HARDEST, "vendors": HARDEST_STEP, "help": HARDEST}
        measured = [(name, round(grade(texts), 1), most.get(name.split("/")[0])) for name, texts in documents()]
        assert [(name, g) for name, g, limit in measured if limit is not None and g > limit] == []


class TestEveryLine:
    def test_the_script_that_reads_all_of_them_has_nothing_to_say(self) -> None:
        """The whole catalogue for translators, and the guides: what no page of this file shows is read there."""
        script = [sys.executable, str(ROOT / "packaging" / "reading_age.py")]
        done = subprocess.run(script, capture_output=True, text=True, check=False)
        assert (done.stderr, done.returncode) == ("", 0)
        read = re.search(r"(\d+) places, (\d+) words, 0 to change", done.stdout)
        assert read is not None, done.stdout
        assert int(read[1]) > 200
        assert int(read[2]) > 100_000


class TestWordsThatTell:
    """Words that tell why somebody reads stand on the pages that explain them, and nowhere in front (S22)."""

    def test_no_title_topic_or_label_tells(self) -> None:
        fronts = [words for page in help_pages() for words in (page.title, page.topic)]
        assert [words for words in fronts if TELLING.search(words)] == []

    def test_only_pages_with_a_reason_say_them(self) -> None:
        named = allowed(None)
        found = set()
        for page in help_pages():
            for part in page.parts:
                text = f"{part.label} {part.text}"
                for name in sorted(named, key=len, reverse=True):
                    text = text.replace(name, "")
                if TELLING.search(text):
                    found.add(page.topic)
        assert found == set(PAGES_THAT_TELL), "each reason is needed, and no page tells without one"

    def test_each_allowed_name_is_used(self) -> None:
        everything = " ".join(part.text + part.label for page in help_pages() for part in page.parts)
        named = everything + " ".join(name for page in help_pages() for name in page.people)
        assert [name.words for name in NAMES if name.words not in named] == []

    def test_what_is_printed_for_a_make_does_not_tell(self) -> None:
        guides = [file.read_text("utf-8") for file in (ROOT / "docs" / "guides").glob("*.md")]
        assert len(guides) > 5
        assert [hit[0] for text in guides if (hit := TELLING.search(text))] == []

    def test_the_help_of_the_command_does_not_tell(self) -> None:
        from doorguard.cli.arguments import HELP

        assert not TELLING.search(HELP)


class TestTheMeasure:
    def test_easy_and_hard_are_told_apart(self) -> None:
        easy = ["The cat sat on the mat. It was a warm day. We all went out to play in the sun."]
        hard = [
            "Unauthenticated enumeration of authentication configuration necessitates immediate remediation "
            "procedures according to administrative requirements."
        ]
        assert grade(easy) < 2
        assert grade(hard) > 15

    @pytest.mark.parametrize(
        ("word", "beats"), [("camera", 3), ("device", 2), ("looked", 1), ("asked", 1), ("router", 2), ("people", 2)]
    )
    def test_syllables(self, word: str, beats: int) -> None:
        assert syllables(word) == beats

    def test_a_wrong_word_is_found(self) -> None:
        assert wrong_in("Your home is safe now.") == "safe"
        assert wrong_in("Safe Lives") is None

    def test_a_long_sentence_is_found(self) -> None:
        assert too_long("word " * 21) != []
        assert too_long("word " * 20) == []
