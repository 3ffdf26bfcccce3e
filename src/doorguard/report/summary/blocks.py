"""What a summary is made of, whatever it is written as: text, Markdown, HTML, PDF or JSON. Pure.

Every text here is plain text. Only the file that writes a form knows its marks, and each escapes everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

State = Literal["found", "closed", "not-found", "not-known"]
"""What is known of one way in: a problem; a problem that was closed and checked; looked and not found; the rest."""

Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a part; ``level`` is 2 for a part of the summary, 3 inside one."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quiet`` is small print: dates and sources."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list; ``number`` where its place counts, 0 where not."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length under a header; ``caption`` says what it lists."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class WayIn:
    """One group of ways in: its title, what is known, and that in words ("2 found")."""

    title: str
    state: State
    says: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The ways into one device; ``alt`` says the same in words."""

    device: str
    ways: tuple[WayIn, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Box:
    """Something to read first, set apart."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One device: not cut in two by a printer."""

    title: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Row | Item | Table | Drawing | Box | Card


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A whole summary. ``made`` says when and where it was made; ``language`` is a code such as ``en``."""

    title: str
    made: str
    language: str
    pretend: bool
    blocks: tuple[Block, ...]


def changed(block: Block, change: Change) -> Block:
    """The same block with ``change`` done to every text of it."""
    match block:
        case Heading() | Paragraph() | Item():
            return replace(block, text=change(block.text))
        case Row():
            return Row(change(block.label), change(block.text))
        case Table():
            rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
            return Table(change(block.caption), tuple(change(cell) for cell in block.header), rows)
        case Drawing():
            ways = tuple(WayIn(change(way.title), way.state, change(way.says)) for way in block.ways)
            return Drawing(change(block.device), ways, change(block.alt))
        case Box() | Card():
            return replace(block, title=change(block.title), blocks=tuple(changed(b, change) for b in block.blocks))


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text that :func:`changed` would change, without a copy of a long document."""
    for block in blocks:
        match block:
            case Heading() | Paragraph() | Item():
                yield block.text
            case Row():
                yield from (block.label, block.text)
            case Table():
                yield block.caption
                for row in (block.header, *block.rows):
                    yield from row
            case Drawing():
                yield from (block.device, block.alt)
                yield from (text for way in block.ways for text in (way.title, way.says))
            case Box() | Card():
                yield block.title
                yield from texts_of(block.blocks)
