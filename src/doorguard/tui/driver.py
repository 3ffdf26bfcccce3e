"""The system's own Textual driver, with leaving caught in the thread that reads the keyboard.

There it works when the event loop is busy or stuck: an action would wait for it.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING, Any

from textual import events

from doorguard.tui.leaving import Mute

if TYPE_CHECKING:
    from textual.message import Message

    from doorguard.tui.leaving import Exit

LEAVING_KEYS = frozenset({"ctrl+c", "ctrl+q"})


def driver_class(leave: Exit) -> type[Any]:
    """A driver for this system. Its app says where Leave stands (``leave_columns``, in the first row)."""
    if sys.platform == "win32":
        return _windows_driver(leave)
    return _unix_driver(leave)


def asks_to_leave(message: Message, columns: tuple[int, int]) -> bool:
    """The key, or the mouse on Leave."""
    if isinstance(message, events.Key):
        return message.key in LEAVING_KEYS
    if isinstance(message, events.MouseDown):
        return message.screen_y == 0 and columns[0] <= message.screen_x <= columns[1]
    return False


def _columns(app: Any) -> tuple[int, int]:
    columns: tuple[int, int] = app.leave_columns
    return columns


def _unix_driver(leave: Exit) -> type[Any]:
    import termios

    from textual.drivers.linux_driver import LinuxDriver

    class LeavingDriver(LinuxDriver):
        """Linux and macOS."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            # Standard output is known to be the terminal; errors may go elsewhere.
            mute = Mute(sys.__stdout__)  # type: ignore[arg-type]  # a program with screens has one
            self._file: Any = mute
            self._in_use: list[Any] | None = None
            leave.mute, leave.restore, leave.drop = mute, self._give_back, self._drop
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)

        @property
        def can_suspend(self) -> bool:
            """Suspending would leave the program in the job list."""
            return False

        def start_application_mode(self) -> None:
            """Begin, and note how the terminal is set from now on."""
            super().start_application_mode()  # type: ignore[no-untyped-call]
            with contextlib.suppress(termios.error):
                self._in_use = termios.tcgetattr(self.fileno)

        def _give_back(self) -> None:
            # Keys that nobody has read would else be typed into the shell.
            with contextlib.suppress(termios.error, OSError):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
            if self.attrs_before is not None:
                with contextlib.suppress(termios.error, OSError):
                    termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

        def _drop(self) -> None:
            with contextlib.suppress(termios.error, OSError):
                termios.tcflush(self._file.fileno(), termios.TCOFLUSH)
            # The writing thread sleeps in the kernel and does not notice that there is room again.
            writer = self._writer_thread.ident if self._writer_thread is not None else None
            if writer is not None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pthread_kill(writer, signal.SIGWINCH)

        def _sigcont_application(self, *_: object) -> None:
            """Somebody else had stopped and continued the process: the shell was here meanwhile."""
            if self._in_use is not None:
                with contextlib.suppress(termios.error, OSError):
                    termios.tcsetattr(self.fileno, termios.TCSANOW, self._in_use)
            self._loop.call_soon_threadsafe(self._app.refresh)

        def _run_input_thread(self) -> None:
            """A keyboard that cannot be read any more is a window that was closed."""
            try:
                self.run_input_thread()
            except BaseException:  # noqa: BLE001 - whatever it was: there is nobody left to ask
                leave()

        def process_message(self, message: Message) -> None:
            """Runs in the input thread."""
            if asks_to_leave(message, _columns(self._app)):
                leave()
            super().process_message(message)

    return LeavingDriver


def _windows_driver(leave: Exit) -> type[Any]:
    """Written like the other one, and not tried yet: there was no Windows to try it on."""
    from textual.drivers.windows_driver import WindowsDriver

    class LeavingDriver(WindowsDriver):
        """Windows."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            mute = Mute(sys.__stdout__)  # type: ignore[arg-type]  # a program with screens has one
            self._file: Any = mute
            leave.mute, leave.restore = mute, self._give_back

        @property
        def can_suspend(self) -> bool:
            """As on the other systems."""
            return False

        def _give_back(self) -> None:
            if self._restore_console is not None:
                with contextlib.suppress(OSError):
                    self._restore_console()

        def process_message(self, message: Message) -> None:
            """Runs in the input thread."""
            if asks_to_leave(message, _columns(self._app)):
                leave()
            super().process_message(message)

    return LeavingDriver
