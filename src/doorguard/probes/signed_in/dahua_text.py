"""Dahua's CGI answers: lines of ``key=value``; keys have parts (``table.NAS[0].Address``).

Values may go on over several lines, as the details of the log do. Lines in which a secret stands are
dropped before anybody can read them.
"""

from __future__ import annotations

import re

from doorguard.probes.signed_in.pages import NotHere

MOST_LINES = 20_000
MOST_VALUE = 1024
_KEY = re.compile(r"[A-Za-z][\w.\[\]\-]{0,200}")
_SECRET = re.compile(r"passw|pwd|secret|key|token|psk|credential|verif", re.IGNORECASE)
_ROW = re.compile(r"\[(\d{1,5})\]\.(.+)")
_YES_NO = {"true": True, "false": False}


class Table:
    """One answer: keys in their order, the common beginning cut off; every secret is gone."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def text(self, key: str) -> str:
        """The value of a key, or ""."""
        return self.values.get(key, "")

    def yes_no(self, key: str) -> bool | None:
        """The truth of a key; None when it is not there or says something else."""
        return yes_no(self.text(key))

    def matching(self, pattern: str) -> dict[str, str]:
        """Every key that fits a regular expression as a whole."""
        wanted = re.compile(pattern)
        return {key: value for key, value in self.values.items() if wanted.fullmatch(key)}

    def rows(self) -> list[dict[str, str]]:
        """``[0].Name``, ``[0].Group``, ``[1].Name`` as one row for each number, in order."""
        found: dict[int, dict[str, str]] = {}
        for key, value in self.values.items():
            row = _ROW.fullmatch(key)
            if row:
                found.setdefault(int(row[1]), {})[row[2]] = value
        return [found[number] for number in sorted(found)]


def read(body: bytes, begins: str) -> Table:
    """The lines whose key begins so. Raises NotHere: an error in place of the answer, another question's
    answer, or nothing that can be read."""
    text = body.decode("utf-8", "replace")
    if text.lstrip().lower().startswith("error"):
        raise NotHere("not-supported")
    found = {key.removeprefix(begins): value for key, value in _lines(text) if key.startswith(begins)}
    if not found:
        raise NotHere("unreadable")
    return Table({key: value for key, value in found.items() if not _SECRET.search(key)})


def ticket(body: bytes) -> str:
    """The number under which a search of the log is kept. Raises NotHere."""
    found = re.match(rb"\s*token=(\d{1,20})\s*(?:$|[\r\n])", body)
    if not found:
        raise NotHere("not-supported" if body.lstrip().lower().startswith(b"error") else "unreadable")
    return found[1].decode()


def yes_no(text: str) -> bool | None:
    """Yes or no, as these answers write it."""
    return _YES_NO.get(text.strip().lower())


def _lines(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in text.splitlines()[:MOST_LINES]:
        key, equals, value = line.partition("=")
        if equals and _KEY.fullmatch(key.strip()):
            found.append((key.strip(), value.strip()[:MOST_VALUE]))
        elif found and line.strip():
            key, value = found[-1]
            found[-1] = (key, f"{value}\n{line.strip()}"[:MOST_VALUE])
    return found
