"""Leaving at once: the page is blank first, whatever the program is doing (ux section 2).

The key is caught in the thread that reads the keyboard, not as an action, so it works when the event
loop is busy or stuck. Nothing is printed; the scrollback is left alone, because wiping it is noticed.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from textual.message import Message

LEAVING_KEYS = frozenset({"ctrl+c", "ctrl+q"})
CLEAN_UP_SECONDS = 0.3
HALF_OUT_SECONDS = 0.02
"""A stuck terminal, or a signal in the middle of a write, may hold the writing for ever."""
_BLANK = "\x1b[0m\x1b[2J\x1b[H"
_MODES_OFF = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[<u"
_BACK = "\x1b[?1049l\x1b[?7h\x1b[?25h"
_TITLE_BACK = "\x1b]0;\x07"


class Mute:
    """The terminal's file, which can be silenced for good before the page is blanked."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._silent = False
        self._writing = threading.Lock()

    def write(self, text: str) -> int:
        """Write, unless silenced."""
        with self._writing:
            return 0 if self._silent else self._file.write(text)

    def flush(self) -> None:
        """Flush, unless silenced."""
        with self._writing:
            if not self._silent:
                self._file.flush()

    def silence(self) -> None:
        """Nothing more gets out. Waits a moment for what is half out, or it would land on the blank page."""
        self._silent = True
        if self._writing.acquire(timeout=HALF_OUT_SECONDS):
            self._writing.release()

    def fileno(self) -> int:
        """The terminal."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """As the file says."""
        return self._file.isatty()


class Exit:
    """Leaves the program. ``clean_up`` closes sockets and the like; it gets 0.3 s."""

    def __init__(self, clean_up: Callable[[], None]) -> None:
        self._clean_up = clean_up
        self._lock = threading.Lock()
        self.mute: Mute | None = None
        self.restore: Callable[[], None] = lambda: None

    def __call__(self, *_: object) -> None:
        """Blank, give the terminal back, clean up for a moment, end. Never returns."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            if self.mute is not None:
                self.mute.silence()
                descriptor = self.mute.fileno()
                os.write(descriptor, (_BLANK + _MODES_OFF + _BACK + _BLANK + _TITLE_BACK).encode())
            self.restore()
            worker = threading.Thread(target=self._clean_up, daemon=True)
            worker.start()
            worker.join(CLEAN_UP_SECONDS)
        finally:
            os._exit(0)

    def on_signals(self) -> None:
        """The same for a request to end and for a closed window."""
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self)


def driver_class(leave: Exit) -> type[Any]:
    """The system's own Textual driver, with leaving caught in its input thread."""
    if sys.platform == "win32":  # written like the other one and not tried yet
        from textual.drivers.windows_driver import WindowsDriver as Driver
    else:
        from textual.drivers.linux_driver import LinuxDriver as Driver

    class LeavingDriver(Driver):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            mute = Mute(self._file)
            self._file: Any = mute
            leave.mute = mute
            leave.restore = self._give_terminal_back

        @property
        def can_suspend(self) -> bool:
            """Suspending would leave the program in the job list."""
            return False

        def _give_terminal_back(self) -> None:
            before = getattr(self, "attrs_before", None)
            if before is not None:
                import termios

                termios.tcsetattr(self.fileno, termios.TCSANOW, before)

        def process_message(self, message: Message) -> None:
            """Runs in the input thread."""
            if isinstance(message, events.Key) and message.key in LEAVING_KEYS:
                leave()
            super().process_message(message)

    return LeavingDriver
