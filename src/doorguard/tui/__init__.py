"""The screens. Only this package imports Textual."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.tui.app import Runner


def run_screens(flow: Flow, runner: Runner) -> int:
    """Show the screens until the person leaves; the exit code, always 0."""
    # Settings from outside could keep a log of what is shown.
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    from doorguard.tui.app import DoorguardApp
    from doorguard.tui.leaving import Exit, driver_class

    def clean_up() -> None:
        with contextlib.suppress(Exception):
            runner.stop()

    leave = Exit(clean_up)
    if threading.current_thread() is threading.main_thread():
        leave.on_signals()
    DoorguardApp(flow, runner, leave, driver_class(leave)).run()
    return 0
