"""How long a person takes for a story: pages, words and answers are counted; seconds follow from them.

No clock runs here. Adults read English that is no novel at about 238 words a minute in silence, and at 183 aloud
(M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109, 2019; from general
knowledge). The seconds of an answer are ours: to decide, and to press a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.stories.walking import Act, Walked
from tests.stories.words import Told

IN_SILENCE, ALOUD = 238, 183
"""Words a minute."""
AN_ANSWER = 5.0
"""Seconds."""
A_LOOK, ONCE_MORE = 7.0, 4.0
"""Seconds that a look takes (docs/figures.md), and checking one device again."""


@dataclass(frozen=True)
class Count:
    """What a part of a story takes."""

    pages: int
    words: int
    answers: int
    waiting: float

    def seconds(self, words_a_minute: int = IN_SILENCE) -> float:
        """To read, to answer and to wait."""
        return self.words / words_a_minute * 60 + self.answers * AN_ANSWER + self.waiting


def count(walked: Walked, first: int = 0, end: int | None = None) -> Count:
    """From one page to another. Each page is read from the top to the answer that is taken, or to its end, and no
    line that was read before is read again."""
    read: set[str] = set()
    words = 0
    pages = list(zip(walked.told, [*walked.acts, None], strict=True))[first:end]
    for told, act in pages:
        for row in _read(told, act):
            if row not in read:
                read.add(row)
                words += len(row.split())
    again = sum(told.page == "recheck" for told, _act in pages)
    looks = sum(told.page == "looking" for told, _act in pages)
    return Count(len(pages), words, len(pages), looks * A_LOOK + again * ONCE_MORE)


def _read(told: Told, act: Act | None) -> Iterable[str]:
    """The rows down to what is chosen, where that stands among them."""
    number = list(told.offered).index(act.what) + 1 if act is not None and act.what in told.offered else None
    for row in told.rows:
        yield row
        if number is not None and row.startswith(f"{number} "):
            return
