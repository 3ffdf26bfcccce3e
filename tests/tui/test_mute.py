"""Nothing lands on the page after it was blanked."""

from __future__ import annotations

import threading
import time

from doorguard.tui.leaving import Mute

BLANK_SECONDS = 0.05


class SlowTerminal:
    """A terminal that takes a moment for what is written."""

    def __init__(self) -> None:
        self.got: list[str] = []

    def write(self, text: str) -> int:
        time.sleep(0.01)
        self.got.append(text)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


def test_what_is_half_written_is_out_before_the_page_is_blanked() -> None:
    slow = SlowTerminal()
    mute = Mute(slow)  # type: ignore[arg-type]  # as much of a terminal as is used
    writer = threading.Thread(target=lambda: [mute.write("page") for _ in range(100)])
    writer.start()
    time.sleep(0.025)
    mute.silence()
    before = len(slow.got)
    writer.join()
    assert before > 0
    assert len(slow.got) == before


def test_a_stuck_terminal_does_not_hold_leaving_up() -> None:
    mute = Mute(SlowTerminal())  # type: ignore[arg-type]
    mute._writing.acquire()
    began = time.monotonic()
    mute.silence()
    assert time.monotonic() - began < BLANK_SECONDS
