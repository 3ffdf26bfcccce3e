"""A pseudo-terminal with something running on it, and how it is left."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

CONTROL = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b.")
SCREEN_BACK = b"\x1b[?1049l"
BLANK = b"\x1b[2J"


@dataclass(frozen=True)
class Leaving:
    """How long until the page was blank and until the process was gone, in seconds; its exit code, and
    what could be read on the terminal after the page was blanked.
    """

    blank: float
    gone: float
    code: int
    read: str
    last: bytes


class Terminal:
    """A child process with a terminal of its own: a command, or a function that never returns."""

    def __init__(
        self,
        run: Sequence[str] | Callable[[], NoReturn],
        *,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        errors_elsewhere: bool = False,
    ) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(slave)
        self.began = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                # Tests that are started in the background ignore Ctrl+C, and so would the program.
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                os.close(self.master)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                for descriptor in (0, 1, 2):
                    os.dup2(nowhere if descriptor == 2 and errors_elsewhere else slave, descriptor)
                if callable(run):
                    run()
                os.execve(run[0], list(run), {**os.environ, **(environment or {})})
            finally:
                os._exit(99)
        self._slave = slave  # kept open, so that what was written last can still be read
        self.seen = b""
        self.code: int | None = None

    def read(self, seconds: float, sign: bytes = b"\0never") -> bool:
        """Read until ``sign`` comes; False when it did not."""
        end = time.monotonic() + seconds
        while sign not in self.seen and (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.master], [], [], min(left, 0.005))
            if ready:
                self.seen += os.read(self.master, 65536)
        return sign in self.seen

    def key(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def ended(self) -> bool:
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def wait(self, seconds: float) -> bool:
        """Read on until it ended."""
        end = time.monotonic() + seconds
        while not self.ended() and time.monotonic() < end:
            self.read(0.003)
        return self.ended()

    def leave(self, act: Callable[[], object]) -> Leaving:
        """Do ``act``; how the screen was given back."""
        self.read(0.01)
        self.seen = b""
        began = time.monotonic()
        act()
        blank = time.monotonic() - began if self.read(2, SCREEN_BACK) else 99.0
        gone = time.monotonic() - began if self.wait(2) else 99.0
        self.read(0.03)
        at = self.seen.find(BLANK)
        after = self.seen[at:] if at >= 0 else self.seen
        read = CONTROL.sub(b"", after).decode(errors="replace").strip()
        return Leaving(blank, gone, -99 if self.code is None else self.code, read, self.seen)

    def settings_are_back(self) -> bool:
        return termios.tcgetattr(self._slave) == self.before

    def close_window(self) -> None:
        """As when the terminal's window is closed."""
        os.close(self._slave)
        os.close(self.master)
        self.master = self._slave = -1

    def close(self) -> None:
        if not self.ended():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.code = -9
        if self.master >= 0:
            self.close_window()
