"""How well a text of ours can be read: measured here alone, for the tests, for ``make words`` and for the CI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doorguard.catalog.allowed import allowed
from doorguard.catalog.words import HARDEST, HARDEST_STEP, MOST_WORDS, grade, sentences, words, wrong_word

FIXED = ("This is my home, or the person whose home it is asked me to look",)
"""Longer sentences that may stand: the one that is typed before the first packet, word for word (S6)."""
ENOUGH = 100
"""Words that a text needs before its reading age says anything (Flesch measured samples of 100 words)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One place: a page, a document, a file. ``grade`` is None for too few words; ``longest`` its longest sentence."""

    place: str
    words: int
    grade: float | None
    longest: str
    wrong: tuple[tuple[str, str], ...]
    too_long: tuple[str, ...]

    @property
    def breaches(self) -> Iterator[str]:
        """What must be changed, each in one line."""
        if self.grade is not None and self.grade > hardest(self.place):
            yield f"{self.place}: reads at grade {self.grade:.1f}, more than {hardest(self.place)}"
        for word, text in self.wrong:
            yield f"{self.place}: the word {word!r} in: {text}"
        for sentence in self.too_long:
            yield f"{self.place}: {len(words(sentence))} words, more than {MOST_WORDS}: {sentence}"


def hardest(place: str) -> float:
    """The highest grade for this place: steps hold the names of makers' menus."""
    return HARDEST_STEP if place.startswith(("vendors/", "docs/guides/")) else HARDEST


def measure(place: str, texts: Iterable[str]) -> Measured:
    """Measure all texts of one place, such as ``checks/remote-shell-open/check.md``."""
    texts = [line for text in texts for line in text.splitlines()]  # what is laid out by hand is read by the line
    said = [sentence for text in texts for sentence in sentences(text)]
    total = sum(len(words(sentence)) for sentence in said)
    return Measured(
        place=place,
        words=total,
        grade=grade(texts) if total >= ENOUGH else None,
        longest=max(said, key=lambda sentence: len(words(sentence)), default=""),
        wrong=tuple((word, text) for text in texts if (word := wrong_in(text, place))),
        too_long=tuple(sentence for text in texts for sentence in too_long(text)),
    )


def wrong_in(text: str, place: str | None = "") -> str | None:
    """The first word that we do not use, or None. Names that are not ours may stand: some on one page that explains
    alone, for example ``help/law``. None: wherever they may stand on any page."""
    return wrong_word(text, allowed(place and place.rpartition("help/")[2].removesuffix(".md")))


def too_long(text: str) -> list[str]:
    """Sentences with too many words."""
    return [s for s in sentences(text) if len(words(s)) > MOST_WORDS and s.rstrip(".") not in FIXED]
