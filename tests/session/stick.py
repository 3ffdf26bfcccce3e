"""A stick that is full, pulled out, put back, or cannot be written to: a small file system of our own. Not a test.

Run in namespaces of its own: ``unshare -rm python stick.py FOLDER``. The stick is mounted twice, so that it can be
pulled out in one place without losing what is on it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from doorguard.record import Record, RecordFault, first_wrong
from doorguard.session import writer
from doorguard.session.keeping import Keeping
from tests.recorded import WORDS, cheap

WAITS = "What you wrote is kept here until it can be written. Do not close this window yet."
FULL = f"The disk or stick is full. {WAITS}"
GONE = f"The file is not there any more. Was the stick taken out? {WAITS}"
NOT_HERE = f"This place cannot be written to. {WAITS}"


class Stick:
    """What lies on it is at ``held`` all the time, and at ``here`` while it is in."""

    def __init__(self, folder: Path) -> None:
        self.held, self.here = folder / "held", folder / "stick"
        self.held.mkdir()
        self.here.mkdir()
        self._mount("-t", "tmpfs", "-o", "size=400k", "none", str(self.held))
        self.put_in()

    def _mount(self, *how: str) -> None:
        subprocess.run(["mount", *how], check=True)

    def put_in(self, *, read_only: bool = False) -> None:
        self._mount("--bind", str(self.held), str(self.here))
        if read_only:
            self._mount("-o", "remount,bind,ro", str(self.here))

    def pull_out(self) -> None:
        subprocess.run(["umount", "-l", str(self.here)], check=True)

    def make_room(self) -> None:
        self._mount("-o", "remount,size=4m", str(self.held))


def texts(path: Path) -> list[str]:
    with Record.open(path, WORDS) as record:
        assert first_wrong(record.entries()) is None
        assert record.damaged_pages() == 0
        return [said["body"]["text"] for said in record.said() if said["kind"] == "diary"]


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def say(keeping: Keeping, text: str) -> None:
    keeping.say("diary", {"text": text})
    keeping.settle(5)


def full(stick: Stick) -> None:
    keeping, said = Keeping(), list[str]()
    keeping.new(stick.here / "full", WORDS, {})
    while not keeping.fault:
        said.append(f"{len(said)} " + "x" * 3000)
        say(keeping, said[-1])
    assert keeping.fault == FULL, keeping.fault
    acknowledged = keeping.count - 1
    assert acknowledged == len(said) - 1 > 10
    said.append("and one more")
    say(keeping, said[-1])
    wait_for(lambda: keeping.unwritten == 2)
    stick.make_room()
    wait_for(lambda: keeping.unwritten == 0 and not keeping.fault)
    assert keeping.close() == 0
    assert texts(stick.here / "full") == said


def pulled_out(stick: Stick) -> None:
    keeping = Keeping()
    keeping.new(stick.here / "pulled", WORDS, {})
    say(keeping, "one")
    stick.pull_out()
    say(keeping, "two")
    say(keeping, "three")
    wait_for(lambda: keeping.unwritten == 2)
    assert keeping.fault == GONE, keeping.fault
    keeping.attempt(lambda: keeping.copy_to(stick.held / "copy", lambda _record: {}))
    assert keeping.refused.startswith("The file is not there any more. Was the stick taken out?"), keeping.refused
    assert not (stick.held / "copy").exists()
    assert texts(stick.held / "pulled") == ["one"]
    stick.put_in()
    wait_for(lambda: keeping.unwritten == 0 and not keeping.fault)
    say(keeping, "four")
    assert keeping.close() == 0
    assert texts(stick.here / "pulled") == ["one", "two", "three", "four"]


def comes_back_read_only(stick: Stick) -> None:
    keeping = Keeping()
    keeping.new(stick.here / "slid", WORDS, {})
    stick.pull_out()
    say(keeping, "one")
    wait_for(lambda: keeping.unwritten == 1)
    stick.put_in(read_only=True)
    wait_for(lambda: keeping.fault == NOT_HERE)
    assert keeping.unwritten == 1
    stick.pull_out()
    stick.put_in()
    wait_for(lambda: keeping.unwritten == 0)
    assert keeping.close() == 0
    assert texts(stick.here / "slid") == ["one"]


def read_only_from_the_first(stick: Stick) -> None:
    stick.pull_out()
    stick.put_in(read_only=True)
    keeping = Keeping()
    keeping.open(stick.here / "slid", WORDS)
    wait_for(lambda: keeping.fault == NOT_HERE)
    assert [one["kind"] for _number, one in keeping.newest(9)] == ["diary", "header"]
    assert keeping.close(0.1) == 1, "that it was opened cannot be noted"
    try:
        Keeping().new(stick.here / "new", WORDS, {})
    except RecordFault as error:
        assert str(error) == "This place cannot be written to. No record was made."  # noqa: PT017 - no test of pytest
    else:
        raise AssertionError
    stick.pull_out()
    stick.put_in()


if __name__ == "__main__":
    writer.TRY_AGAIN_SECONDS = 0.05
    with cheap():
        inserted = Stick(Path(sys.argv[1]))
        for happens in (full, pulled_out, comes_back_read_only, read_only_from_the_first):
            happens(inserted)
            print(happens.__name__)
