"""A language that nobody speaks: every line accented and 40 % longer, what stands in its places untouched."""

from __future__ import annotations

import ast
import gettext
import re
import string
import struct
from pathlib import Path

TEMPLATE = Path(__file__).parents[1] / "src" / "doorguard" / "locale" / "doorguard.pot"

LONGER = 0.4
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MARKED = "ÅßÇÐÉƑĜĤÎĴĶĻḾÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļḿñöþǫŕšţûṽŵẋýž"
_ACCENTED = str.maketrans(_PLAIN, _MARKED)
_FILLING = "öéîåû"


class Pseudo(gettext.NullTranslations):
    """Says each line that stands in the catalogue. One that does not stays English, and can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self._known = {text for entry in entries() for text in entry}

    def gettext(self, message: str) -> str:
        return marked(message) if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def entries() -> list[tuple[str, ...]]:
    """Every entry of the catalogue that translators get: a text, and the one for several things if it has one."""
    found = []
    for entry in TEMPLATE.read_text("utf-8").split("\n\n")[1:]:
        written = re.findall(r'^msgid(?:_plural)? ((?:".*"\n?)+)', entry, re.MULTILINE)
        found.append(tuple("".join(ast.literal_eval(piece) for piece in part.splitlines()) for part in written))
    return found


def marked(line: str) -> str:
    """The line accented and longer. Its places keep their names, wherever they stand."""
    try:
        parts = list(string.Formatter().parse(line))
    except ValueError:
        parts = [(line, None, None, None)]
    formatted = any(name is not None for _words, name, _spec, _conversion in parts)
    said = ""
    for words, name, spec, conversion in parts if formatted else [(line, None, None, None)]:
        said += (
            words.translate(_ACCENTED).replace("{", "{{").replace("}", "}}")
            if formatted
            else words.translate(_ACCENTED)
        )
        if name is not None:
            said += "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
    return _longer(said, round(len(line) * LONGER))


def _longer(said: str, more: int) -> str:
    """Filled up with words before its end, so that a full stop stays the last."""
    filling = " ".join([_FILLING] * (more // (len(_FILLING) + 1) + 1))[:more].rstrip()
    body = said.rstrip(" .?!:)]")
    return f"{body} {filling}{said[len(body) :]}" if filling else said


def machine_object(said: dict[str, str]) -> bytes:
    """The file that gettext reads (.mo), as GNU gettext's manual has it: tables of lengths and places, in order. A zero
    byte stands between the forms for one and for several."""
    said = {"": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"} | said
    pairs = sorted((one.encode(), other.encode()) for one, other in said.items())
    start = 28 + 16 * len(pairs)
    tables, texts = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<2I", len(pair[column]), start + len(texts))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + tables[0] + tables[1] + texts
