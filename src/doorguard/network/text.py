"""The one cleaner: bytes from a device become text here, before anything is stored or shown.

Removed: C0 and C1 controls, DEL, line and paragraph separators, bidi marks, overrides and
isolates, zero-width characters, tag characters, lone surrogates, private-use characters; more than
two combining marks in a row. Capped by characters with a visible ``...``. (Threat model: strings.)
"""

from __future__ import annotations

import re
import unicodedata

NAME_CAP = 64
TEXT_CAP = 256

FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\ufff9-\ufffb\ud800-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""What no screen, terminal or paper should meet."""
_SPACES = re.compile(r"[\t\r\n\u2028\u2029]+")


def clean(raw: bytes | str, cap: int = TEXT_CAP) -> str:
    """Make device text harmless for every output. Never raises. ``cap`` counts characters."""
    return clean_and_tell(raw, cap)[0]


def clean_and_tell(raw: bytes | str, cap: int = TEXT_CAP) -> tuple[str, bool]:
    """Like :func:`clean`; also says whether hidden characters were taken out."""
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    text = text[: cap * 8]
    if text.isascii() and text.isprintable():  # most is: nothing there is hidden, and nothing combines
        return _capped(text.strip(), cap), False
    text = _SPACES.sub(" ", text)
    bare = FORBIDDEN.sub("", text)
    hidden = bare != text
    tidy = _few_marks(unicodedata.normalize("NFC", bare)).strip()
    # Normalising can join pieces into a forbidden character, so look once more.
    return _capped(FORBIDDEN.sub("", tidy), cap), hidden


def _capped(text: str, cap: int) -> str:
    return text if len(text) <= cap else text[: cap - 3] + "..."


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= 2:
            kept.append(char)
    return "".join(kept)
