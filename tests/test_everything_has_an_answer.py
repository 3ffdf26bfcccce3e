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
from doorguard.catalog.check_pages import ROWS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "what-we-cannot-see.md").read_text("utf-8")


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


@pytest.mark.parametrize("row", sorted(ROWS))
def test_no_row_is_nowhere(row: str) -> None:
    checks, cannot = answered().get(row, set()), row in entries()
    assert not (checks and cannot), f"{row} is answered by {checks}, and the page says that nothing can"
    assert checks or cannot, f"{row} is answered by no check, and is not in the page"


def test_no_row_is_unknown() -> None:
    assert set(answered()) <= ROWS
    assert set(entries()) <= ROWS
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
