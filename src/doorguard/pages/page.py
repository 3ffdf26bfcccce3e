"""One page of the program: a heading, some lines, numbered answers. No colour, no layout.

The Textual screens and plain text mode both draw exactly this, so that neither can say less than
the other (design rule 12).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from doorguard.wording import N_, _


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line or paragraph of a page.

    ``row`` has a label and a value; an ``item`` with a ``choice`` opens that choice;
    ``state`` is a way in with its state; ``quiet`` is less important.
    """

    text: str
    kind: Literal["text", "heading", "row", "item", "state", "quiet"] = "text"
    label: str = ""
    choice: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One numbered answer. ``id`` is stable; the number is its place in the list, from 1."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing(Choice):
    """An answer that many pages offer: a constant marked for the catalogue, said where the page is shown."""

    def said(self) -> Standing:
        """In the language in use."""
        return replace(self, text=_(self.text))


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What is on view. ``typed`` asks for a text (its prompt); ``choices`` may stand beside it.
    ``typed_before`` is what was typed there before and did not fit; ``secret``: what is typed shows as stars.

    ``details`` is behind one key (d); ``help`` is this page's own help; ``working`` says what is
    going on in the network; ``pretend`` marks the pretend home on every page.
    """

    id: str
    title: str
    lines: tuple[Line, ...] = ()
    choices: tuple[Choice, ...] = ()
    typed: str | None = None
    details: tuple[Line, ...] = ()
    help: tuple[str, ...] = ()
    working: str = N_("Nothing is being sent")
    pretend: bool = False
    live: bool = False
    typed_before: str = ""
    secret: bool = False
