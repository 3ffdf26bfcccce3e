"""Short web reads beside a channel that listens: a few at once, so that a slow device delays nobody.

Threads, because each read is a conversation of the door with its own total deadline. They end with
the block, and at once when the run is stopped.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from doorguard.network.refusal import DoorError
from doorguard.network.web import WebReply

if TYPE_CHECKING:
    from doorguard.network.door import Door

AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Errand:
    """One page to read: where, for how many seconds at most and how many bytes."""

    address: str
    port: int
    path: str
    seconds: float
    cap: int


class Errands:
    """Use as a context manager; ask and collect from one thread."""

    def __init__(self, door: Door, at_once: int = AT_ONCE) -> None:
        self._door = door
        self._at_once = at_once
        self._todo: queue.Queue[Errand | None] = queue.Queue()
        self._done: queue.Queue[tuple[Errand, WebReply | None]] = queue.Queue()
        self._threads: list[threading.Thread] = []
        self._open = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while not self._todo.empty():
            self._todo.get_nowait()
        for _thread in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    @property
    def waiting(self) -> bool:
        """True while something asked for has not been collected."""
        return self._open > 0

    def ask(self, errand: Errand) -> None:
        """Read this page as soon as there is room."""
        self._open += 1
        self._todo.put(errand)
        if len(self._threads) < min(self._at_once, self._open):
            thread = threading.Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()

    def collect(self) -> list[tuple[Errand, WebReply | None]]:
        """What is finished; None where there was no answer that could be read."""
        finished = []
        while not self._done.empty():
            self._open -= 1
            finished.append(self._done.get_nowait())
        return finished

    def _work(self) -> None:
        while (errand := self._todo.get()) is not None:
            reply: WebReply | None = None
            try:
                with self._door.visit(errand.address, errand.seconds) as visit:
                    reply = visit.ask(errand.port, errand.path, seconds=errand.seconds, cap=errand.cap)
            except DoorError:
                reply = None
            finally:
                self._done.put((errand, reply))
