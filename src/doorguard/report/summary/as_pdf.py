"""A summary as a tagged PDF (PDF/UA-1), by typst. The data goes in as JSON; nothing of it is ever read as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from doorguard.report.summary.blocks import (
    Block,
    Box,
    Card,
    Document,
    Drawing,
    Heading,
    Item,
    Paragraph,
    Row,
    Table,
    changed,
    texts_of,
)
from doorguard.report.summary.drawing import RIGHT, WIDTH, folded, height_of, svg
from doorguard.report.summary.pdf_joined import NotJoined, joined, pages_of
from doorguard.report.summary.pdf_parts import Part, parts_of
from doorguard.wording import EXAMPLE, _

FONT = "Libertinus Serif"
"""Comes with typst (SIL Open Font License)."""
STRANGE = re.compile(
    "[^\x20-\x7e\xa0-\xac\xae-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482"
    "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u203e\u2070\u2074-\u208e\u20a0-\u20bf\u2190-\u2193\u2212]"
)
"""Letters for which the fonts that come with typst have no shape; a PDF/UA file may not hold one without."""
PAGE = r"""
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, date: none)
#set text(lang: d.language, font: "Libertinus Serif", size: 10.5pt, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.85em)
#set page(
  paper: "a4",
  margin: (x: 22mm, top: 22mm, bottom: 24mm),
  header: if d.example != none { align(center, text(9pt, strong(d.example))) },
  footer: {
    set text(8.5pt)
    if d.example != none { align(center, text(9pt, strong(d.example))) }
    let number = context counter(page).display(if d.whole { "1 / 1" } else { "1" }, both: d.whole)
    grid(columns: (1fr, auto), align: (left, right), d.made, number)
  },
)
#show heading.where(level: 1): it => { set text(20pt); block(below: 0.5em, it.body) }
#show heading.where(level: 2): it => block(
  width: 100%, above: 1.9em, below: 0.8em, sticky: true, inset: (bottom: 3pt), stroke: (bottom: 0.6pt), text(13.5pt, it.body),
)
#show heading.where(level: 3): it => block(above: 1.2em, below: 0.8em, sticky: true, text(11.5pt, it.body))
#show heading.where(level: 4): it => block(above: 1em, below: 0.6em, sticky: true, text(10.5pt, it.body))
#set list(marker: [\u{2013}], spacing: 0.6em)
#set enum(spacing: 0.6em)
#show table.cell: set text(8pt)
#show table.cell: set par(justify: false, leading: 0.5em)
#show table.cell.where(y: 0): strong
#set table(stroke: (x, y) => (bottom: if y == 0 { 1pt } else { 0.4pt }), inset: (x: 3pt, y: 4pt), align: left + top)
#let show-blocks(blocks, level) = {
  for b in blocks {
    if b.type == "heading" { heading(level: level + b.level - 2, b.text) }
    else if b.type == "paragraph" { if b.quiet { text(9pt, par(b.text)) } else { par(b.text) } }
    else if b.type == "rows" { terms(hanging-indent: 1.2em, spacing: 0.65em, separator: [ ], ..b.rows.map(r => terms.item(r.at(0), r.at(1)))) }
    else if b.type == "items" {
      if b.start > 0 { enum(start: b.start, ..b.items.map(x => enum.item(x))) } else { list(..b.items.map(x => list.item(x))) }
    }
    else if b.type == "drawing" {
      // Many devices share one image; the name of each lies over it, and is spoken as part of its text alternative.
      block(width: 128mm, {
        image(bytes(b.svg), format: "svg", alt: b.alt, width: 128mm)
        pdf.artifact(place(top + left, dx: b.left * 128mm, box(
          width: (1 - b.left) * 128mm, height: b.height * 128mm, align(center + horizon, text(8.5pt, strong(b.device))),
        )))
      })
    }
    else if b.type == "lines" {
      if b.caption != "" { block(below: 0.6em, sticky: true, strong(b.caption)) }
      // A listing of thousands of lines: kerning costs a tenth of the time, and at this size nobody sees it.
      set text(8.5pt, kerning: false, ligatures: false)
      for line in b.lines { block(above: 0.6em, below: 0.6em, breakable: line.len() > 1500, par(line)) }
    }
    else if b.type == "table" {
      block(below: 0.6em, sticky: true, strong(b.caption))
      table(columns: b.widths.map(w => w * 1fr), table.header(repeat: true, ..b.header), ..b.rows.flatten())
    }
    else {
      block(
        width: 100%, breakable: b.type == "box" or b.long, inset: 9pt, radius: 3pt, above: 1em, below: 1em,
        stroke: if b.type == "box" { 1.2pt } else { 0.6pt + luma(110) },
        fill: if b.type == "box" { luma(244) } else { none },
        { heading(level: if b.type == "box" { level } else { level + 1 }, b.title); show-blocks(b.blocks, if b.type == "box" { level } else { level + 1 }) },
      )
    }
  }
}
#heading(level: 1, d.title)
#if d.first > 1 {
  if d.under != none { heading(level: 2, d.under) }
  pagebreak()
  counter(page).update(d.first)
} else { block(below: 1.2em, width: 100%, inset: (bottom: 6pt), stroke: (bottom: 1.6pt), d.made) }
#show-blocks(d.blocks, 2)
#if d.end != none { text(9pt, context par(d.end.replace("{pages}", str(counter(page).final().first())))) }
"""  # noqa: E501 - a line of typst is as long as it needs to be
FOLDED_AFTER = 12
"""Letters of the longest word that is never folded."""
_LONG = re.compile(r"[^\s-]{10}(?=[^\s-]{3})")
MOST_ROWS = 400
"""Rows of a table or a list; a longer one is written line by line. A table of thousands takes a gigabyte to lay out,
and paragraphs that are no blocks of their own twice as much as those that are."""
FORGETS_AFTER = 11
"""Compilations after which typst drops what it remembered of one and did not use again (comemo, ``evict(10)``)."""
LONG_CARD = 26
"""Lines above which a card may be cut in two: it would not fit on a page."""


class NoTypst(ImportError):
    """The part of the program that makes PDF files is not installed."""


def as_pdf(document: Document) -> bytes:
    """The whole file; the same document gives the same bytes. Raises :class:`NoTypst`.

    Letters for which the fonts that come with typst have no shape are taken from the fonts of this computer. Where it
    has none either, they come out as a question mark, and the end says so.
    """
    try:
        import typst
    except ImportError:
        raise NoTypst from None
    if not has_strange_letters(document):
        return _compiled(document, own_fonts=True)
    try:
        return _compiled(document, own_fonts=False)
    except typst.TypstError:
        return _compiled(without_strange_letters(document), own_fonts=True)


def has_strange_letters(document: Document) -> bool:
    """The fonts that come with typst do not have all of its letters."""
    return any(STRANGE.search(text) for text in (document.title, document.made, *texts_of(document.blocks)))


def without_strange_letters(document: Document) -> Document:
    """The same with a question mark for each of them, and a sentence about it."""
    note = Paragraph(_("Some letters cannot be printed here, and stand as a question mark. The HTML form has them."))
    blocks = tuple(changed(block, _printable) for block in document.blocks)
    return replace(document, title=_printable(document.title), made=_printable(document.made), blocks=(*blocks, note))


def _printable(text: str) -> str:
    return STRANGE.sub("?", text)


_LANGUAGE = re.compile("[a-z]{2,3}")
"""A language as a PDF names it; what a catalogue says beyond it (``pt_BR``) would stop the making."""


def _compiled(document: Document, *, own_fonts: bool) -> bytes:
    blocks = _blocks(document.blocks)
    parts = parts_of(blocks)
    if len(parts) > 1:
        try:
            return joined(_Press(document, own_fonts=own_fonts, whole=False).all_printed(parts))
        except NotJoined:  # another version of typst: more memory, the same pages
            pass
    return _Press(document, own_fonts=own_fonts, whole=True).printed(Part(tuple(blocks), None), first=1)


class _Press:
    """typst with its fonts, ready to lay out the parts of one document."""

    def __init__(self, document: Document, *, own_fonts: bool, whole: bool) -> None:
        import typst

        self._typst = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=not own_fonts))
        self._always = {
            "title": document.title,
            "made": document.made,
            "language": document.language if _LANGUAGE.fullmatch(document.language) else "en",
            "example": _(EXAMPLE) if document.pretend else None,
            "whole": whole,
        }

    def all_printed(self, parts: list[Part]) -> Iterator[bytes]:
        """Each part with the pages numbered on; what typst remembers of it is dropped before the next."""
        first = 1
        for number, part in enumerate(parts, 1):
            made = self.printed(part, first=first, last=number == len(parts))
            first += pages_of(made) - (1 if number > 1 else 0)
            yield made
            for _again in range(FORGETS_AFTER):
                self._typst.compile(b"", format="svg")

    def printed(self, part: Part, *, first: int, last: bool = False) -> bytes:
        data = {
            **self._always,
            "first": first,
            "under": part.under,
            "blocks": part.blocks,
            "end": _("This is the last of {pages} pages.") if last else None,
        }
        made = self._typst.compile(
            PAGE.encode(),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=0,
        )
        assert isinstance(made, bytes)  # one file, and no name for it was given
        return made


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Rows and items in runs, as typst wants lists."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        last = found[-1] if found else {}
        match block:
            case Row():
                row = [f"{block.label}{'' if block.label.endswith('?') else ':'}", block.text]
                if last.get("type") == "rows":
                    last["rows"].append(row)
                else:
                    found.append({"type": "rows", "rows": [row]})
            case Item():
                if last.get("type") == "items" and bool(last["start"]) == bool(block.number):
                    last["items"].append(block.text)
                else:
                    found.append({"type": "items", "start": block.number, "items": [block.text]})
            case _:
                found.append(_one(block))
    return [_as_lines(run) if len(run.get("rows", ())) > MOST_ROWS else run for run in found]


def _as_lines(run: dict[str, Any]) -> dict[str, Any]:
    return {"type": "lines", "caption": "", "lines": [" ".join(row) for row in run["rows"]]}


def _one(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"type": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"type": "paragraph", "text": block.text, "quiet": block.quiet}
        case Drawing():
            return {
                "type": "drawing",
                "svg": svg(block, FONT, within=False),
                "alt": block.alt,
                "device": "\n".join(folded(block.device)),
                "left": RIGHT / WIDTH,
                "height": height_of(block) / WIDTH,
            }
        case Table() if len(block.rows) > MOST_ROWS:
            lines = [" | ".join(_foldable(cell) for cell in row) for row in (block.header, *block.rows)]
            return {"type": "lines", "caption": block.caption, "lines": lines}
        case Table():
            rows = [[_foldable(cell) for cell in row] for row in block.rows]
            return {
                "type": "table",
                "caption": block.caption,
                "header": list(block.header),
                "rows": rows,
                "widths": _widths([list(block.header), *rows]),
            }
        case Box() | Card():
            held = _blocks(block.blocks)
            long = sum(len(b.get("items", b.get("rows", "1"))) for b in held)
            kind = "box" if isinstance(block, Box) else "card"
            return {"type": kind, "title": block.title, "blocks": held, "long": long > LONG_CARD}
    raise AssertionError(block)


def _foldable(cell: str) -> str:
    """A long word may be folded anywhere: the column beside it has its own words."""
    return _LONG.sub("\\g<0>\u200b", cell) if len(cell) > FOLDED_AFTER else cell


def _widths(rows: list[list[str]]) -> list[float]:
    """How wide each column is against the others: by its longest word and by how much stands in it."""
    widths = []
    for column in zip(*rows, strict=True):
        longest = max((len(word) for cell in column for word in cell.split()), default=1)
        much = sum(map(len, column)) / len(column)
        widths.append(round(max(min(longest, 24) + 1, min(much, 90) ** 0.5 * 3), 1))
    return widths
