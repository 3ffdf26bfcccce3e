"""What a flow wants, carried out in a thread of its own: the screens never wait for the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from doorguard.model import Event, Failure
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.pages.runner import Runner
    from doorguard.pages.want import Want


class Happened(Message):
    """Something happened in the worker: there are events to take."""


class WorkEnded(Message):
    """The worker has carried out one want."""


class Work:
    """One want at a time. ``post`` hands a message to the screens from any thread; ``in_thread`` starts
    a function in a worker thread.
    """

    def __init__(
        self,
        flow: Flow,
        runner: Runner,
        post: Callable[[Message], object],
        in_thread: Callable[[Callable[[], None]], object],
    ) -> None:
        self._flow, self._runner = flow, runner
        self._post, self._in_thread = post, in_thread
        self._events: deque[Event] = deque()
        self._told = False
        self._working = False
        self._waiting: Want | None = None

    def take(self, want: Want) -> None:
        """Begin, or wait for what is going on; ``stop`` acts at once."""
        if want.kind == "stop":
            self._runner.stop()
        elif self._working:
            self._waiting = want
        else:
            self._working = True
            self._in_thread(lambda: self._carry_out(want))

    def _carry_out(self, want: Want) -> None:
        """In the thread: only posts messages."""
        try:
            for event in self._runner.carry_out(want):
                self._happened(event)
        except Exception as error:  # noqa: BLE001 - the person is told, and the screens go on
            self._happened(
                Failure(
                    stage="network",
                    reason="our-bug",
                    says=_("This stopped by itself. Something in this program did not work."),
                    detail=f"{type(error).__name__}: {error}",
                )
            )
        finally:
            self._post(WorkEnded())

    def _happened(self, event: Event) -> None:
        self._events.append(event)
        if not self._told:
            self._told = True
            self._post(Happened())

    def hand_over(self) -> None:
        """In the screens' own thread: the flow takes all that has happened so far."""
        self._told = False
        while self._events:
            self._flow.take(self._events.popleft())

    def ended(self) -> None:
        """In the screens' own thread: the want is carried out; on with the one that waits."""
        self.hand_over()
        self._working = False
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            self._flow.finished()
        else:
            self.take(waiting)
