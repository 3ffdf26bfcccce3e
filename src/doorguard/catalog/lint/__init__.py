"""Tells somebody who edits a check what does not fit yet, in words, with file and line.

Everything that can be told of a check stands here once: ``doorguard checks --lint`` says it to the person, and
the tests hold the project's own checks to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from doorguard.catalog.lint.cases import case_remarks
from doorguard.catalog.lint.draft import Draft, read_draft
from doorguard.catalog.lint.keys import key_remarks, questions
from doorguard.catalog.lint.remark import Remark
from doorguard.catalog.lint.texts import own_sentences, text_remarks
from doorguard.catalog.vendor_pages import read_vendor

__all__ = ["Remark", "actions_of", "folders_of", "lint"]

TEMPLATE = "_template"
NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def folders_of(place: Path) -> list[Path]:
    """The check folders in ``place``, or ``place`` itself when it is one."""
    if _holds_a_check(place):
        return [place]
    found = sorted(p for p in place.iterdir() if p.is_dir() and not p.name.startswith(("_", ".")))
    return found if any(_holds_a_check(p) for p in found) else []


def _holds_a_check(place: Path) -> bool:
    return (place / "check.md").is_file() or (place / "cases.yaml").is_file()


def actions_of(vendors: Path) -> frozenset[str]:
    """The steps that there are for any make. Raises :class:`CatalogError`."""
    return frozenset(action for name in ("generic", "router") for action in read_vendor(vendors / f"{name}.md").steps)


def lint(
    folders: Sequence[Path], actions: Collection[str], *, beside: Sequence[Path] = (), template: Path | None = None
) -> tuple[Remark, ...]:
    """What to change in these checks, in order of file and line; empty when nothing is.

    Sentences and questions are compared with those of the other checks (``beside``) and of the template.
    """
    drafts = [read_draft(folder) for folder in folders]
    others = [read_draft(folder) for folder in beside]
    said, asked = _said((*others, *drafts)), _asked((*others, *drafts))
    copied = set(own_sentences(read_draft(template))) if template is not None else set()
    found: list[Remark] = []
    for draft in drafts:
        found += draft.broken
        found += _name(draft)
        found += key_remarks(draft, actions)
        found += text_remarks(draft)
        found += case_remarks(draft)
        found += _same_sentences(draft, said, copied)
        found += _same_questions(draft, asked)
    return tuple(sorted(set(found)))


def _name(draft: Draft) -> Iterator[Remark]:
    if not NAME.match(draft.id):
        yield Remark(draft.id, 0, "the name of the folder is small letters with dashes, such as unknown-account")


Elsewhere = Mapping[str, Mapping[str, str]]
"""What is written -> check -> how it is written there."""


def _said(drafts: Iterable[Draft]) -> Elsewhere:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for draft in drafts:
        for sentence in own_sentences(draft):
            found[sentence][draft.id] = sentence
    return found


def _asked(drafts: Iterable[Draft]) -> Elsewhere:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for draft in drafts:
        for _, fact, question in questions(draft):
            found[fact][draft.id] = question
    return found


def _same_sentences(draft: Draft, said: Elsewhere, copied: Collection[str]) -> Iterator[Remark]:
    for sentence in own_sentences(draft):
        others = sorted(said[sentence].keys() - {draft.id})
        if sentence in copied:
            yield draft.page(draft.line_of(sentence), f"this is still the sentence of the template: {sentence}")
        elif others:
            yield draft.page(draft.line_of(sentence), f"this sentence stands in {others[0]} too: {sentence}")


def _same_questions(draft: Draft, asked: Elsewhere) -> Iterator[Remark]:
    for number, fact, question in questions(draft):
        for other, words in sorted(asked[fact].items()):
            if other != draft.id and words != question:
                yield draft.key(f"{other} asks for {fact} in other words: {words}", "asks", number, "question")
