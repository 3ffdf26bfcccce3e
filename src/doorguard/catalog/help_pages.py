"""Reads ``help/``: pages that explain something in plain words, with their day and their sources."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from doorguard import wording
from doorguard.catalog.front_matter import Front
from doorguard.tables import contacts
from doorguard.wording import _

PLACE = Path(__file__).parents[1] / "help"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A heading, a paragraph, a thing of a list, or a label with its text (``- **Label.** text``)."""

    kind: Literal["heading", "text", "item", "row"]
    text: str
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class HelpPage:
    """One page. ``topic`` is what is typed after ``doorguard help``; ``about`` groups it in lists.

    ``people`` names organisations of the contacts table that stand at its end; ``law``: it speaks of the
    law, so "not legal advice" stands with it (S59); ``country`` is where it holds, empty for anywhere.
    """

    topic: str
    title: str
    about: Literal["help", "program", "sheet"]
    as_of: str
    sources: tuple[str, ...]
    people: tuple[str, ...]
    country: str
    law: bool
    parts: tuple[Part, ...]


def help_pages() -> tuple[HelpPage, ...]:
    """All pages in their order, in the language in use. Raises :class:`CatalogError` for one that cannot be used."""
    return _load(wording.language())


@functools.lru_cache(maxsize=4)
def _load(language: wording.Language | None) -> tuple[HelpPage, ...]:
    if language is not None:
        return tuple(help_said(page, _) for page in _load(None))
    found = [(int(front.text("order")), page) for front, page in map(_read, sorted(PLACE.glob("*.md")))]
    return tuple(page for _order, page in sorted(found, key=lambda ranked: (ranked[0], ranked[1].topic)))


def help_page(topic: str) -> HelpPage | None:
    """The page of that topic, or None."""
    return next((page for page in help_pages() if page.topic == topic), None)


def help_said(page: HelpPage, say: Callable[[str], str]) -> HelpPage:
    """The same page with every text of it said by ``say``. Names of organisations and sources stay."""
    parts = tuple(replace(part, text=say(part.text), label=say(part.label)) for part in page.parts)
    return replace(page, title=say(page.title), country=say(page.country), parts=parts)


def _read(file: Path) -> tuple[Front, HelpPage]:
    front = Front(file, f"help/{file.name}")
    people = front.texts("people")
    known = {contact.organisation for contact in contacts()}
    for name in people:
        if name not in known:
            raise front.wrong("people", f"{name!r} is not in the contacts table")
    if not front.texts("sources"):
        raise front.wrong("sources", "needs at least one source")
    page = HelpPage(
        topic=file.stem,
        title=front.text("title"),
        about=_about(front),
        as_of=front.text("as_of"),
        sources=front.texts("sources"),
        people=people,
        country=front.text("country", ""),
        law=front.one_of("law", ("yes", "no")) == "yes",
        parts=read_parts(front.body),
    )
    return front, page


def _about(front: Front) -> Literal["help", "program", "sheet"]:
    word = front.one_of("about", ("help", "program", "sheet"))
    return "help" if word == "help" else "program" if word == "program" else "sheet"


_ROW = re.compile(r"\*\*(.+?)\.\*\*\s+(.+)", re.DOTALL)


def read_parts(body: str) -> tuple[Part, ...]:
    """``## heading``, paragraphs, and lists with ``-``."""
    parts: list[Part] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        for piece in re.split(r"\n(?=- |## )", block.strip()):
            words = " ".join(piece.split())
            if words.startswith("## "):
                parts.append(Part(kind="heading", text=words[3:]))
            elif words.startswith("- "):
                parts.append(_item(words[2:]))
            elif words:
                parts.append(Part(kind="text", text=_plain(words)))
    return tuple(parts)


def _item(words: str) -> Part:
    row = _ROW.fullmatch(words)
    if row:
        return Part(kind="row", text=_plain(row[2]), label=_plain(row[1]))
    return Part(kind="item", text=_plain(words))


def _plain(words: str) -> str:
    return words.replace("`", "").replace("**", "")
