"""A thing is unplugged in a real network: the look who is left says which, with privileges and without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.netns import run_inside, why_not
from tests.lab.see_who_is_left import CAMERA, ROUTER, SILENT, UNPLUGGED

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}")


def test_the_unplugged_one_is_gone_and_nobody_else_is_asked() -> None:
    done = run_inside(Path(__file__).parent / "see_who_is_left.py")
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    assert set(said["before"]["left"].values()) == {"answers"}
    for looked in said["after"]:
        left = looked["left"]
        assert left[UNPLUGGED] == "gone"
        assert left[ROUTER] == left[CAMERA] == "answers"
        assert set(looked["sent"]) == {ROUTER, CAMERA, SILENT, UNPLUGGED}
        assert all(
            datagrams <= 2 and tries <= 2 and not talks for datagrams, tries, talks in looked["sent"].values()
        )
        assert looked["seconds"] < 15
    assert [looked["left"][SILENT] for looked in said["after"]] == ["answers"] * 2, "it says nothing, but it is there"
