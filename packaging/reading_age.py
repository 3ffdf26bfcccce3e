"""Measures every line that a person reads: reading age, longest sentence, words that we do not use.

Prints one row for each place, the hardest first, and what must be changed. Ends with 1 where there is something.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from messages import messages

from doorguard.catalog.measure import Measured, measure
from doorguard.catalog.words import words, written

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("docs/guides/*.md", "docs/visit-sheet.md", "docs/what-we-cannot-see.md")
"""What people read outside of the program."""
_NOT_OURS = re.compile(r"^\|.*$|^<!--.*$|^Apps: .*$|Source: .*$", re.MULTILINE)
"""Rows of tables, and the names of apps, of manuals and of pages that a source is called by."""
MOST_ROWS = 25


def places() -> Iterator[tuple[str, list[str]]]:
    """Every place with its texts: the whole catalogue, then the documents."""
    found: dict[str, list[str]] = defaultdict(list)
    for (one, several), files in messages().places.items():
        for file in files:
            found[file] += [text for text in (one, several) if text]
    yield from found.items()
    for pattern in DOCUMENTS:
        for document in sorted(ROOT.glob(pattern)):
            yield document.relative_to(ROOT).as_posix(), written(_NOT_OURS.sub("", document.read_text("utf-8")))


def _row(measured: Measured) -> str:
    grade = "  - " if measured.grade is None else f"{measured.grade:4.1f}"
    return f"{grade}  {measured.words:6}  {len(words(measured.longest)):3}  {measured.place}"


def main() -> int:
    """Measure, print, and say what must be changed."""
    found = sorted((measure(place, texts) for place, texts in places()), key=lambda m: (-(m.grade or 0), m.place))
    print("grade   words  longest sentence, place")
    for measured in found if "--all" in sys.argv else found[:MOST_ROWS]:
        print(_row(measured))
    breaches = [line for measured in found for line in measured.breaches]
    print(f"{len(found)} places, {sum(m.words for m in found)} words, {len(breaches)} to change.")
    for line in breaches:
        print(line, file=sys.stderr)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
