"""Words into rows, by the columns they really take; plain characters for plain terminals."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len

_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2022": "-",
        "\u2026": "...",
        "\u00d7": "x",
        "\u00df": "ss",
    }
)


def printable(text: str, *, ascii_only: bool = False) -> str:
    """What may reach the terminal: nothing that moves, hides or turns text round.

    Names are made harmless at the door (``network/text.py``); this is the second line. With
    ``ascii_only`` accents go and what has no plain form becomes ``?``.
    """
    shown = text
    if not text.isprintable():
        shown = "".join(c if c.isprintable() else " " for c in text if c.isprintable() or c.isspace())
    if not ascii_only or shown.isascii():
        return shown
    pieces = unicodedata.normalize("NFKD", shown.translate(_PLAIN))
    return "".join(c if c.isascii() else "?" for c in pieces if not unicodedata.combining(c))


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Rows of at most ``width`` columns; a word that is longer than a row is cut.

    ``first`` begins the first row and ``rest`` all others. Wide characters count two columns, so
    that no row is cut off by the edge of the window.
    """
    if text.isascii() and len(first) + len(text) <= width and "  " not in text:
        return [first + text]
    rows: list[str] = []
    row, empty = first, True
    for word in text.split():
        if not empty and cell_len(row) + 1 + cell_len(word) > width:
            rows.append(row)
            row, empty = rest, True
        gap = "" if empty else " "
        *full, last = cut(word, max(1, width - cell_len(row + gap)), max(1, width - cell_len(rest)))
        for part in full:
            rows.append(row + gap + part)
            row, gap = rest, ""
        row, empty = row + gap + last, False
    return [*rows, row]


def cut(text: str, width: int, later: int | None = None) -> list[str]:
    """Text in pieces of at most ``width`` columns, the later ones of at most ``later``. At least one."""
    if text.isascii() and len(text) <= width:
        return [text]
    pieces: list[str] = []
    piece, taken = "", 0
    for char in text:
        size = cell_len(char)
        if piece and taken + size > width:
            pieces.append(piece)
            piece, taken, width = "", 0, later or width
        piece, taken = piece + char, taken + size
    return [*pieces, piece]


def typed_lines(text: str, width: int) -> list[str]:
    """What was typed, every letter and space of it, in pieces of at most ``width`` columns. At least one; a word is
    only broken where it is too long for a piece of its own."""
    pieces, piece = [], ""
    for word in re.findall("[^ ]+ *| +", text):
        if piece and cell_len(piece + word) > width:
            pieces.append(piece)
            piece = ""
        *full, piece = cut(piece + word, width)
        pieces += full
    return [*pieces, piece]


def fitted(text: str, width: int) -> str:
    """Text in at most ``width`` columns; ``...`` stands for what had no room."""
    if cell_len(text) <= width:
        return text
    return "" if width < len("...") + 1 else cut(text, width - len("..."))[0] + "..."
