"""A summary as plain text: from top to bottom, without boxes, for any screen and any screen reader."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from doorguard.report.summary.blocks import Block, Box, Card, Document, Drawing, Heading, Item, Paragraph, Row, Table
from doorguard.wording import EXAMPLE, _

WIDTH = 76


def as_text(document: Document, width: int = WIDTH) -> str:
    """The whole summary, wrapped to ``width`` columns."""
    lines = [*wrapped(document.title, width), "=" * min(len(document.title), width), *wrapped(document.made, width)]
    lines += blocks_as_text(document.blocks, width=width)
    if document.pretend:
        lines = [_(EXAMPLE), "", *lines, "", _(EXAMPLE)]
    return "\n".join(lines) + "\n"


def blocks_as_text(blocks: Sequence[Block], indent: str = "", *, width: int = WIDTH) -> list[str]:
    """Some blocks, as lines."""
    lines: list[str] = []
    before: type | None = None
    for block in blocks:
        about_the_row = before is Row and isinstance(block, Paragraph) and block.quiet
        if not about_the_row and not (before is type(block) and before in (Row, Item)):
            lines.append("")
        lines += _lines(block, indent + "   " if about_the_row else indent, width)
        before = type(block)
    return lines


def _lines(block: Block, indent: str, width: int) -> Iterator[str]:
    match block:
        case Heading(text, level):
            if level == 2:
                yield ""
            yield from wrapped(text, width, indent)
            if level == 2:
                yield indent + "-" * min(len(text), width - len(indent))
        case Paragraph(text):
            yield from wrapped(text, width, indent)
        case Row(label, text):
            yield from wrapped(f"{label}{'' if label.endswith('?') else ':'} {text}", width, indent, indent + "   ")
        case Item(text, number):
            mark = f"{number}. " if number else "- "
            yield from wrapped(text, width, indent + mark, indent + " " * len(mark))
        case Drawing():
            yield from wrapped(block.alt, width, indent)
        case Table():
            yield from _table(block, indent, width)
        case Box() | Card():
            yield from wrapped(block.title, width, indent)
            yield from blocks_as_text(block.blocks, indent + "   ", width=width)[1:]


def _table(table: Table, indent: str, width: int) -> Iterator[str]:
    """One row after the other, each cell with its title: a table of columns cannot be heard."""
    yield from wrapped(table.caption, width, indent)
    for row in table.rows:
        yield ""
        for title, cell in zip(table.header, row, strict=True):
            if cell:
                said = f"{title}{'' if title.endswith('?') else ':'} {cell}"
                yield from wrapped(said, width, indent + "   ", indent + "      ")


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Wrapped to ``width`` columns."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    ) or [first.rstrip()]
