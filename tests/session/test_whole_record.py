"""A whole sitting at the pretend home with a record, and another one on the next day: nothing made up but the home."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.pages.closing.step import open_step
from doorguard.pages.flow import Flow
from doorguard.pages.written_down.keep import open_keep
from doorguard.record import Record, first_wrong
from doorguard.session.keeping import Keeping
from tests.recorded import WORDS, cheap

CHECK = "video-without-login"


class Sitting:
    """The program without a face."""

    def __init__(self, keeping: Keeping) -> None:
        self.runner = Runner(load(), seconds=4, keeping=keeping)
        self.flow = Flow(
            self.runner.catalog,
            demo=True,
            changes=self.runner.changes,
            pretend_login=self.runner.pretend_login,
            keeping=keeping,
        )
        self.flow.finished()

    def do(self, *steps: str) -> str:
        """Choose, or type what begins with ``>``; returns where that led."""
        for step in steps:
            if step.startswith(">"):
                self.flow.type(step[1:])
            else:
                assert step in [choice.id for choice in self.flow.page.choices], (step, self.flow.page)
                self.flow.choose(step)
            want = self.flow.wants
            if want is not None:
                for event in self.runner.carry_out(want):
                    self.flow.take(event)
                self.flow.finished()
        return self.flow.page.id

    def leave(self) -> None:
        assert self.flow.kept.leave(self.flow, 5) == 0
        self.runner.close()


@pytest.fixture
def sit() -> Iterator[contextlib.ExitStack]:
    with cheap(), contextlib.ExitStack() as stack:
        yield stack


def open_ways(sitting: Sitting) -> list[str]:
    return [f.device for f in sitting.flow.picture.problems() if f.check == CHECK]


@pytest.mark.timeout(120)
def test_two_days(tmp_path: Path, sit: contextlib.ExitStack) -> None:
    first = Sitting(Keeping())
    sit.callback(first.runner.close)
    first.do("look", "show")
    open_keep(first.flow)
    first.do("new", f">{tmp_path}", ">notes", f">{WORDS}", f">{WORDS}", "on")
    address = {device: first.flow.picture.devices[device].addresses[0] for device in open_ways(first)}
    device = next(d for d, where in address.items() if any(CHECK in one[2] for one in first.runner.changes(where)))
    open_step(first.flow, device, CHECK, "ask-for-a-login")
    assert first.flow.page.id == "step"
    change = next(c.id for c in first.flow.page.choices if c.id.startswith("pretend"))
    first.do(change)
    if first.flow.page.id == "pretend-changes":
        first.do(next(c.id for c in first.flow.page.choices if c.id != "nothing"))
    assert first.flow.page.id == "recheck"
    assert device not in open_ways(first)
    first.leave()

    with Record.open(tmp_path / "notes", WORDS) as record:
        assert first_wrong(record.entries()) is None
        said = record.said()
        assert not record.damaged_pages()
    (done,) = [one["body"] for one in said if one["kind"] == "change"]
    assert done["device"] == device
    assert done["before"].startswith("Problem: ")
    assert done["after"].startswith("Looked, and did not find it.")

    keeping = Keeping()
    keeping.open(tmp_path / "notes", WORDS)
    assert {finding_id.split("/")[0] for finding_id in keeping.past.closed} == {device}
    second = Sitting(keeping)  # another pretend home: as it was sold
    sit.callback(second.runner.close)
    second.do("look")
    assert second.do("show") == "what-changed"
    came_back = [one for one in second.flow.kept.changes(second.flow) if one.what == "came-back"]
    assert [one.device.id for one in came_back] == [device]
    assert any("This was closed and is open again" in line.text for line in second.flow.page.lines)
    assert second.do("on") == "devices"
    second.leave()
