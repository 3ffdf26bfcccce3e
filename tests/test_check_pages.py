"""The twelve first checks: can they be read, do they use our words, do they tell the truth?"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from doorguard import catalog
from doorguard.facts import OPEN, kind_of
from doorguard.matcher import any_case
from doorguard.model import Level, Scalar

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "checks"
FIRST_TWELVE = {
    "video-without-login",
    "onvif-answers-without-login",
    "remote-shell-open",
    "not-yet-set-up",
    "homekit-open-to-pairing",
    "matter-pairing-window-open",
    "matter-more-than-one-ecosystem",
    "open-to-the-internet",
    "login-sent-readable",
    "tells-location",
    "unknown-camera",
    "unneeded-service-open",
}
KEYS = {
    "problem", "good", "severity", "kinds", "level", "fails_if", "asks", "action", "standards", "sources", "severity_reason",
}  # fmt: skip
NOT_OUR_WORDS = re.compile(
    r"\b(safe|safely|secure|securely|secured|clean|hacker|hacked|attacker|attack|victim|stalker|abuser"
    r"|just|simply|invalid|illegal|forbidden|please|sorry|oops)\b",
    re.IGNORECASE,
)


def folders() -> list[Path]:
    return sorted(p for p in CHECKS.iterdir() if p.is_dir())


def sentences(text: str) -> list[str]:
    """Sentences and list items of a text, without Markdown marks."""
    plain = re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "\n\n", text, flags=re.MULTILINE)
    plain = re.sub(r"[`*#]", "", plain)
    parts = re.split(r"\n\s*\n|(?<=[.?!:])\s+", plain)
    return [" ".join(part.split()) for part in parts if part.strip()]


def test_the_first_twelve_are_there_and_every_page_can_be_read() -> None:
    loaded = catalog.load_from(CHECKS, ROOT / "vendors")
    assert [str(error) for error in loaded.broken] == []
    assert {check.id for check in loaded.checks} >= FIRST_TWELVE


@pytest.mark.parametrize("folder", folders(), ids=lambda p: p.name)
class TestOnePage:
    def test_it_is_whole(self, folder: Path) -> None:
        check = catalog.read_check(folder)
        front = (folder / "check.md").read_text("utf-8").split("---\n")[1]
        written = {line.split(":")[0] for line in front.splitlines() if re.match(r"\w", line)}
        assert written == KEYS
        assert tuple(check.texts) == catalog.CHECK_HEADINGS, "these five headings, in this order"
        assert "other" not in check.kinds, "what is only counted is never judged"

    def test_it_is_written_in_our_words(self, folder: Path) -> None:
        check = catalog.read_check(folder)
        lines = [check.problem, check.good, check.severity_reason, *check.texts.values(), *(q.question for q in check.asks)]
        for sentence in (s for line in lines for s in sentences(line)):
            assert not NOT_OUR_WORDS.search(sentence), sentence
            assert len(sentence.split()) < 20, f"{len(sentence.split())} words: {sentence}"

    def test_it_gives_more_than_one_explanation(self, folder: Path) -> None:
        means = catalog.read_check(folder).texts["What this means"]
        assert len(re.findall(r"^- ", means, re.MULTILINE)) >= 2

    def test_its_level_is_one_at_which_its_facts_can_be_known(self, folder: Path) -> None:
        check = catalog.read_check(folder)
        assert check.level == max(Level.TALK, *(kind_of(fact).level for fact in check.facts))

    def test_its_cases_agree_with_its_rule(self, folder: Path) -> None:
        """Problem and could-not-check by the matcher alone; the judge has its own tests."""
        check = catalog.read_check(folder)
        for example in check.examples:
            known: defaultdict[str, list[Scalar]] = defaultdict(list)
            for name, value, place, _how in example.facts:
                if place in (None, example.where) and value not in OPEN:
                    known[name].append(value)
            answer = any_case(check.fails_if, known.__getitem__)
            outcome = {True: "problem", False: "not-found", None: "could-not-check"}[answer]
            assert outcome == example.expect, example.name

    def test_its_action_has_steps_for_any_make(self, folder: Path) -> None:
        check = catalog.read_check(folder)
        generic = catalog.read_vendor(ROOT / "vendors" / "generic.md")
        assert check.action in generic.steps


def test_no_sentence_stands_in_two_checks() -> None:
    seen: dict[str, str] = {}
    for folder in folders():
        for text in catalog.read_check(folder).texts.values():
            for sentence in sentences(text):
                if len(sentence.split()) < 6:
                    continue
                assert seen.setdefault(sentence, folder.name) == folder.name, sentence
