"""Leaving at once: the page is blank first, whatever the program is doing (ux section 2).

Nothing is printed; the scrollback is left alone, because wiping it is noticed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO

from doorguard.wording import N_, _

CLEAN_UP_SECONDS = 0.3
LAST_SECONDS = 0.42
"""After this the process ends even when the terminal takes nothing more (goal: gone in 0.5 s)."""
HALF_OUT_SECONDS = 0.02
"""A stuck terminal, or a signal in the middle of a write, may hold the writing for ever."""
PIECE = 512
"""Characters that are written together."""
CRASHED = 3
"""Exit code: could not look."""
TRACEBACK = "DOORGUARD_TRACEBACK"
"""The environment variable that asks for the technical details of a crash."""
LAST_WORDS = (
    N_("doorguard stopped by itself. Nothing more is being sent. You can start it again."),
    N_("For the technical details, start it with {name}=1 before it."),
)

# ECMA-48 and xterm's control sequences. The first ends a synchronised update (mode 2026): inside of
# one a terminal would hold the blank page back.
_BLANK = "\x1b[?2026l\x1b[0m\x1b[2J\x1b[H"
_MODES_OFF = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[<u"
_BACK = "\x1b[?1049l\x1b[?7h\x1b[?25h"
# From the top to the end: "2J" would make some terminals keep the page in their scrollback.
_BLANK_BELOW = "\x1b[0m\x1b[H\x1b[J"


class Mute:
    """The terminal's file, which can be silenced for good before the page is blanked.

    It is written in small pieces, so that little can be half out at any moment.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._silent = False
        self._writing = threading.Lock()

    def write(self, text: str) -> int:
        """Write, unless silenced."""
        for start in range(0, len(text), PIECE):
            with self._writing:
                if self._silent:
                    break
                self._file.write(text[start : start + PIECE])
                self._file.flush()
        return len(text)

    def flush(self) -> None:
        """Nothing is ever held back."""

    def silence(self) -> bool:
        """Nothing more gets out. Waits a moment for what is half out, or it would land on the blank page.

        False when something is still half out.
        """
        self._silent = True
        if not self._writing.acquire(timeout=HALF_OUT_SECONDS):
            return False
        self._writing.release()
        return True

    def fileno(self) -> int:
        """The terminal."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """As the file says."""
        return self._file.isatty()


class Exit:
    """Leaves the program. ``clean_up`` closes sockets and the like; it gets 0.3 s.

    The driver sets ``mute`` (what it writes to), ``restore`` (gives the terminal its settings back)
    and ``drop`` (throws away what the terminal has not taken yet). None of them raises.
    """

    def __init__(self, clean_up: Callable[[], None]) -> None:
        self._clean_up = clean_up
        self._lock = threading.Lock()
        self.mute: Mute | None = None
        self.restore: Callable[[], None] = lambda: None
        self.drop: Callable[[], None] = lambda: None

    def __call__(self, *_: object) -> None:
        """Blank, give the terminal back, clean up for a moment, end with 0.

        From any thread. Returns only where another thread is already leaving.
        """
        self._end(0, "")

    def crashed(self, error: BaseException) -> None:
        """The same for a program that is wrong itself: one calm line, details only if asked for."""
        words = "".join(_(line).format(name=TRACEBACK) + "\r\n" for line in LAST_WORDS)
        if os.environ.get(TRACEBACK):
            words += "".join(traceback.format_exception(error)).replace("\n", "\r\n")
        self._end(CRASHED, words)

    def _end(self, code: int, words: str) -> None:
        if not self._lock.acquire(blocking=False):
            return
        try:
            with contextlib.suppress(RuntimeError):  # no more threads: then without a second line
                threading.Thread(target=self._end_late, args=(code,), daemon=True).start()
            self._hide(words)
            cleaner = threading.Thread(target=self._clean_up, daemon=True)
            cleaner.start()
            cleaner.join(CLEAN_UP_SECONDS)
        finally:
            os._exit(code)

    def _hide(self, words: str) -> None:
        """The page first; a terminal that is gone cannot show anything."""
        if self.mute is not None:
            if not self.mute.silence():
                self.drop()
                self.mute.silence()
            self._write(_BLANK + _MODES_OFF + _BACK + _BLANK_BELOW + words)
        self.restore()

    def _write(self, text: str) -> None:
        assert self.mute is not None
        with contextlib.suppress(OSError):
            os.write(self.mute.fileno(), text.encode(errors="replace"))

    def _end_late(self, code: int) -> None:
        """The second line: a terminal that takes nothing cannot keep the process."""
        time.sleep(LAST_SECONDS)
        self.restore()
        os._exit(code)

    def on_signals(self) -> None:
        """The same for a request to end and for a closed window. In the main thread only.

        Python runs handlers in the main thread when that gets to it; a thread that hears of the
        signal by itself leaves even when the main thread is stuck.
        """
        names = ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK")
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        for number in numbers:
            signal.signal(number, self)
        heard, tell = os.pipe()
        os.set_blocking(tell, False)
        signal.set_wakeup_fd(tell, warn_on_full_buffer=False)

        def listen() -> None:
            while got := os.read(heard, 64):
                if any(number in got for number in numbers):
                    self()

        threading.Thread(target=listen, name="signals", daemon=True).start()
