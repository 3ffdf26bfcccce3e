"""Three walks and how long they take: pages, words and answers are counted, and no clock runs (reading_time.py)."""

from __future__ import annotations

import itertools
import subprocess
import sys
from contextlib import closing

from doorguard.guide import LABEL_QUESTIONS
from tests.stories.faces import walk_pages
from tests.stories.houses import House
from tests.stories.language import STORIES, read
from tests.stories.reading_time import ALOUD, count
from tests.stories.walking import Walked

MINUTE = 60.0


def walked(name: str) -> Walked:
    story = read(STORIES / f"{name}.story")
    with closing(House(story)) as house:
        return walk_pages(story, house)[0]


def test_only_talking_leads_to_a_guided_answer_and_a_printed_card() -> None:
    """Five minutes to the answer, the questions of the gate included; then the card is one command."""
    walk = walked("talk_only")
    first = next(at for at, told in enumerate(walk.told) if told.page == "asking")
    to_the_answer = count(walk, 0, first + 1)
    assert to_the_answer.pages <= 15
    assert to_the_answer.seconds() <= 5 * MINUTE
    card = subprocess.run(
        [sys.executable, "-m", "doorguard", "guide", "ring", "see-who-has-access"], capture_output=True, text=True, check=True
    ).stdout
    assert all(question in card for _name, question in LABEL_QUESTIONS)
    assert card.count("\n") <= 60, "it fits one sheet of paper"


def test_a_visit_of_thirty_minutes_in_the_order_of_the_sheet() -> None:
    """Read out aloud by a helper: the four parts keep their time with room to talk."""
    walk = walked("thirty_minute_visit")
    begins = [*walk.parts.values(), len(walk.told)]
    took = dict(zip(walk.parts, [count(walk, a, b) for a, b in itertools.pairwise(begins)], strict=True))
    assert list(took) == ["ask", "look", "one device", "write down"], "the order of docs/visit-sheet.md"
    assert sum(part.seconds(ALOUD) for part in took.values()) <= 25 * MINUTE
    assert took["one device"].seconds(ALOUD) <= 10 * MINUTE


def test_the_owner_of_everything_closes_a_first_door_in_four_minutes() -> None:
    walk = walked("demo_first_door")
    assert walk.told[-1].page == "recheck"
    assert walk.told[-1].says("Closed, checked at")
    first = count(walk)
    assert first.pages <= 7
    assert first.seconds() <= 4 * MINUTE


def test_and_has_read_the_whole_list_in_ten() -> None:
    """What was found, the plan with its small things, a first door closed, every way in, and the end of the day."""
    walk = walked("demo_whole_list")
    assert walk.told[-1].page == "done"
    assert count(walk).seconds() <= 10 * MINUTE
