"""A summary as Markdown. What looks like a mark, a link or a formula is escaped, and comes out as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doorguard.report.summary.blocks import Block, Box, Card, Document, Drawing, Heading, Item, Paragraph, Row, Table
from doorguard.wording import EXAMPLE, _

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$@!^]")
_AT_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)
"""Some readers turn these into links by themselves."""


def as_markdown(document: Document) -> str:
    """The whole summary (CommonMark with tables)."""
    parts = [f"# {plain(document.title)}", plain(document.made), *_parts(document.blocks, 2)]
    if document.pretend:
        parts = [f"**{_(EXAMPLE)}**", *parts, f"**{_(EXAMPLE)}**"]
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """The text, so that every reader of Markdown shows it as it is."""
    text = _MARKS.sub(r"\\\g<0>", text.replace("&", "&amp;"))
    text = _ADDRESS.sub(lambda found: "\\" + found[0] if found[0] == "://" else found[0][:-1] + "\\.", text)
    return _AT_START.sub(lambda found: found[0] + "\\" if found[0].isdigit() else "\\" + found[0], text)


def _parts(blocks: Sequence[Block], level: int) -> Iterator[str]:
    run: list[str] = []
    before: type | None = None
    for block in blocks:
        if run and (before is not type(block)):
            yield "\n".join(run)
            run = []
        before = type(block)
        match block:
            case Row(label, text):
                run.append(f"- **{plain(label)}{'' if label.endswith('?') else ':'}** {plain(text)}")
            case Item(text, number):
                run.append(f"{number or '-'}{'.' if number else ''} {plain(text)}")
            case _:
                yield from _part(block, level)
    if run:
        yield "\n".join(run)


def _part(block: Block, level: int) -> Iterator[str]:
    match block:
        case Heading(text, at):
            yield f"{'#' * (level + at - 2)} {plain(text)}"
        case Paragraph(text, quiet):
            yield f"*{plain(text)}*" if quiet and text else plain(text)
        case Drawing():
            yield plain(block.alt)
        case Table():
            yield f"**{plain(block.caption)}**"
            rows = [block.header, ("---",) * len(block.header), *block.rows]
            shown = [row if number == 1 else tuple(map(plain, row)) for number, row in enumerate(rows)]
            yield "\n".join(f"| {' | '.join(row)} |" for row in shown)
        case Box():
            yield "\n>\n".join(
                "\n".join(f"> {line}" for line in part.splitlines())
                for part in (f"**{plain(block.title)}**", *_parts(block.blocks, level + 1))
            )
        case Card():
            yield f"{'#' * (level + 1)} {plain(block.title)}"
            yield from _parts(block.blocks, level + 2)
        case Row() | Item():
            raise AssertionError("in a run")
