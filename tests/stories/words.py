"""What a page told, as bare words: what two faces are compared by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from doorguard.pages.page import Line, Page

BULLETS = ("-", ">")


@dataclass(frozen=True)
class Told:
    """A page as one face told it. ``offered`` are the ids of its answers with their texts, in their order."""

    page: str
    words: tuple[str, ...]
    offered: dict[str, str]
    pretend: bool
    typed: bool = False
    rows: tuple[str, ...] = ()
    """The lines one below the other, where the page itself was asked."""

    def says(self, sentence: str) -> bool:
        """Whether these words stand there one after the other, whatever case they have."""
        return _one(words_of([sentence])) in _one(self.words)


def _one(words: Iterable[str]) -> str:
    return " ".join(words).casefold()


def words_of(rows: Iterable[str]) -> tuple[str, ...]:
    """The words of some rows: no bullets, no marks, and no stops, which faces set in their own ways."""
    words: list[str] = []
    for row in rows:
        found = row.split()
        while found and found[0] in BULLETS:
            found = found[1:]
        words += [bare for word in found if (bare := re.sub(r"[.:]+$", "", word))]
    return tuple(words)


def told_by(page: Page, *, details: bool = False) -> Told:
    """What a page holds: what any face has to tell of it."""
    numbers = {choice.id: str(number) for number, choice in enumerate(page.choices, 1)}
    inline = {line.choice for line in page.lines if line.choice in numbers}
    rows = [page.title, *(_row(line, numbers) for line in page.lines)]
    if details:
        rows += ["Details", *(_row(line, {}) for line in page.details)]
        rows += [] if page.details else ["There are no details on this page."]
    rows += [f"{numbers[choice.id]} {choice.text}" for choice in page.choices if choice.id not in inline]
    rows += [f"You typed: {page.typed_before}"] if page.typed_before else []
    rows += [page.typed] if page.typed else []
    return as_told(page, words_of(rows), tuple(rows))


def as_told(page: Page, words: tuple[str, ...], rows: tuple[str, ...] = ()) -> Told:
    """These words, for this page."""
    offered = {choice.id: choice.text for choice in page.choices}
    return Told(page.id, words, offered, page.pretend, page.typed is not None, rows)


def _row(line: Line, numbers: dict[str, str]) -> str:
    number = numbers.get(line.choice or "", "")
    label = f"{line.label}:" if line.label and not line.label.endswith("?") else line.label
    return " ".join(part for part in (number, label, line.text) if part)
