"""The screens. Only this package imports Textual."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.pages.runner import Runner

WRITE_SECONDS = 0.2
"""How long leaving waits for what is being written to a record; then the key goes with the process."""


def run_screens(flow: Flow, runner: Runner, *, ascii_only: bool = False, theme: str = "own") -> int:
    """Show the screens until the person leaves; the exit code, 0 unless this program itself is wrong.

    ``ascii_only``: plain characters only, also where the terminal says that it knows others. ``theme``:
    one of :data:`doorguard.tui.themes.THEMES`.
    """
    # Settings from outside could keep a log of what is shown.
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    from doorguard.tui.app import DoorguardApp
    from doorguard.tui.driver import driver_class
    from doorguard.tui.leaving import Exit

    def clean_up() -> None:
        with contextlib.suppress(Exception):
            runner.stop()
        with contextlib.suppress(Exception):
            flow.kept.leave(flow, WRITE_SECONDS)

    leave = Exit(clean_up)
    if threading.current_thread() is threading.main_thread():
        leave.on_signals()
    DoorguardApp(
        flow,
        runner,
        leave,
        driver_class(leave),
        ascii_only=ascii_only or not _knows_unicode(),
        theme=theme,
        crashed=leave.crashed,
    ).run()
    return 0


def _knows_unicode() -> bool:
    """Whether standard output can carry any character. What it cannot carry never stops the writing."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="replace")
    return (getattr(out, "encoding", None) or "").lower().replace("-", "") in ("utf8", "utf16", "utf8sig")
