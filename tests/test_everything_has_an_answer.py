"""Every row of the two lists of what can go wrong is answered by a check, or stands in the page of what we cannot see.

The lists themselves are not part of the project; their ids are: DG-01 to DG-40 are checks that were proposed from the
standards, V01 to V49 are ways in which a camera is turned on somebody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from doorguard.catalog import load

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "what-we-cannot-see.md").read_text("utf-8")
ROWS = (*(f"DG-{number:02}" for number in range(1, 41)), *(f"V{number:02}" for number in range(1, 50)))
AWAITED = {
    "DG-02": "somebody-connected-now",
    "DG-05": "maker-password-works",
    "DG-09": "asks-for-router-doors",
    "DG-13": "unknown-recipient",
    "DG-14": "outside-tunnel",
    "DG-17": "automatic-updates-off",
    "DG-24": "password-guessing-not-slowed",
    "DG-25": "login-alerts-go-elsewhere",
    "DG-26": "used-by-somebody-unknown",
    "DG-30": "microphone-on",
    "DG-33": "own-wifi-on",
    "DG-34": "name-points-home",
    "DG-35": "recording-switched-off",
    "V09": "microphone-on",
    "V14": "maker-password-works",
}
"""Rows whose check is still being written. Once its folder is there, it has to carry the row."""


def entries() -> dict[str, str]:
    """The entries of the page by their id."""
    parts = re.split(r"^## .*\(((?:DG-|V)\d\d)\)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def answered() -> dict[str, set[str]]:
    """The checks that answer each row."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for check in load().checks:
        for row in check.rows:
            found[row].add(check.id)
    return found


@pytest.mark.parametrize("row", ROWS)
def test_no_row_is_nowhere(row: str) -> None:
    checks, cannot = answered().get(row, set()), row in entries()
    assert not (checks and cannot), f"{row} is answered by {checks}, and the page says that nothing can"
    awaited = AWAITED.get(row)
    if awaited is not None and not (ROOT / "checks" / awaited).is_dir():
        return
    assert checks or cannot, f"{row} is answered by no check, and is not in the page"
    assert awaited is None or awaited in checks


def test_no_row_is_unknown() -> None:
    assert set(answered()) <= set(ROWS)
    assert set(entries()) <= set(ROWS)
    assert PAGE.count("\n## ") == len(entries()), "each heading ends with its id"


def test_a_row_stands_on_a_case_that_is_a_problem() -> None:
    """What answers a row is that the check finds it."""
    wrong = [
        (check.id, example.name)
        for check in load().checks
        for example in check.examples
        if example.answers and example.expect != "problem"
    ]
    assert wrong == []


def test_the_page_says_why_and_what_to_do_instead() -> None:
    for row, text in entries().items():
        assert re.search(r"^\*\*Why not\.\*\* \S", text, re.MULTILINE), row
        assert re.search(r"^\*\*Instead\.\*\* \S", text, re.MULTILINE), row
