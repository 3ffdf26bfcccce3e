"""At level Talk no packet leaves this computer: counted on the wire, in sittings by the real program."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from tests.lab.netns import run_inside, why_not
from tests.stories.faces import walk_pages
from tests.stories.houses import House
from tests.stories.language import STORIES, read

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}")
TALK = ("shared_computer", "talk_only")


def typed(name: str) -> list[str]:
    """What a person types in plain text to go the way of a story."""
    story = read(STORIES / f"{name}.story")
    with closing(House(story)) as house:
        walked, _flow = walk_pages(story, house, known=frozenset())
    numbers = iter(walked.chosen)
    letters = {"back": "B", "details": "d"}
    return [
        str(next(numbers)[0]) if act.kind == "choose" else letters.get(act.kind, act.what) for act in walked.acts
    ]


def test_whole_sittings_send_nothing() -> None:
    done = run_inside(Path(__file__).with_name("talk_in_a_network.py"), json.dumps([typed(name) for name in TALK]))
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["look"] > 10, "what leaves is counted"
    for sitting in found["talk"]:
        assert sitting["sent"] == []
        assert sitting["page"] == "ways-in", sitting["told"][-2000:]
