"""The one thread that writes a record: what comes close together goes to the disk in one go; nobody waits for it."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from doorguard.model import Event
from doorguard.record.chain import canonical
from doorguard.record.events import body_of
from doorguard.record.faults import CannotWrite, RecordFault
from doorguard.record.store import Record
from doorguard.report.redact import without_secrets
from doorguard.wording import _

TRY_AGAIN_SECONDS = 3.0
"""How long after the disk refused an entry it is tried again by itself."""
READ_SECONDS = 0.5
"""How long a page waits to read while something is written."""


@dataclass(frozen=True)
class Unwritten:
    """One entry on its way. An event is turned into a body in the thread. ``removes``: the entry whose content goes,
    for the reason that ``body`` gives. ``when`` it was handed over: the disk may hang before it is written."""

    kind: str
    body: Mapping[str, Any] | Event
    attachment: bytes | None = None
    removes: int | None = None
    when: datetime | None = None


_AGAIN = Unwritten("", {})
"""No entry: the thread is to try again what waits."""


class Writer:
    """Writes one open record, in a thread of its own, until :meth:`close`. All else is asked from one thread."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.fault = ""
        """Why the last entry is not on the disk yet; empty while all is."""
        self._queue: queue.SimpleQueue[Unwritten | None] = queue.SimpleQueue()
        self._progress = threading.Condition()
        self._handed_over = self._taken = self._done = 0
        self._asked_again = self._tried_again = 0
        self._in_use = threading.Lock()
        self._thread = threading.Thread(target=self._write_all, name="record", daemon=True)
        self._thread.start()

    def hand_over(self, entry: Unwritten) -> None:
        """One entry, in its order. Never waits."""
        self._handed_over += 1
        self._queue.put(replace(entry, when=self.record.now()))

    @property
    def unwritten(self) -> int:
        """Entries that are not on the disk."""
        on_their_way = self._handed_over - self._taken  # first: what is taken meanwhile counts twice, never not at all
        return on_their_way + self.record.waiting

    def settle(self, seconds: float) -> bool:
        """Wait until everything is on the disk, for at most that long; False when it is not. A disk that refused
        is not waited for."""
        until = time.monotonic() + seconds
        with self._progress:
            while self._done < self._handed_over and not self.fault:
                left = until - time.monotonic()
                if left <= 0 or not self._progress.wait(left):
                    return self._done >= self._handed_over
            return not self.fault

    def try_again(self, seconds: float = READ_SECONDS) -> bool:
        """Have the thread write what the disk did not take before, and wait that long. True when all of it is there."""
        self._asked_again = asked = self._asked_again + 1
        self._queue.put(_AGAIN)
        with self._progress:
            self._progress.wait_for(lambda: self._tried_again >= asked, seconds)
        return self.unwritten == 0

    def newest(self, number: int, before: int | None) -> list[tuple[int, Mapping[str, Any]]]:
        """So many entries with their numbers, the newest first, below number ``before``; empty ones were taken out.
        Nothing where the disk does not give them soon."""
        if not self._in_use.acquire(timeout=READ_SECONDS):
            return []
        try:
            end = self.record.count + 1 if before is None else before
            return [(entry.number, entry.read()) for entry in self.record.entries(end - number, end)][::-1]
        except RecordFault:
            return []
        finally:
            self._in_use.release()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Record]:
        """The record, while nothing is written."""
        with self._in_use:
            yield self.record

    def close(self, seconds: float) -> int:
        """Write what waits, for as long as that, and forget the key. Returns how many entries were not written."""
        self._queue.put(None)
        self._thread.join(seconds)
        left = self.unwritten
        if not self._thread.is_alive():
            self.record.forget()
        return left

    # --- the thread ---------------------------------------------------------------------------

    def _write_all(self) -> None:
        ended = False
        while not ended:
            try:
                entry = self._queue.get(timeout=TRY_AGAIN_SECONDS if self.record.waiting else None)
            except queue.Empty:
                self._try()
                continue
            ended = not self._write(entry)

    def _write(self, entry: Unwritten | None) -> bool:
        """This entry, and all that were handed over meanwhile, in one go. False when the end was among them."""
        taken = again = 0
        while entry is not None:
            if entry is _AGAIN:
                again += 1
            else:
                self._let_wait(entry)
                taken += 1
                self._taken += 1
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                break
        self._try(taken, again)
        return entry is not None

    def _let_wait(self, entry: Unwritten) -> None:
        body = _body_of(entry.body)
        if entry.removes is None:
            self.record.let_wait(entry.kind, body, attachment=entry.attachment, when=entry.when)
        else:
            self.record.let_removal_wait(entry.removes, str(body.get("why", "")))

    def _try(self, taken: int = 0, again: int = 0) -> None:
        with self._in_use:
            try:
                self.record.write_waiting()
                self.fault = ""
            except CannotWrite as error:
                self.fault = str(error)
            except Exception:  # noqa: BLE001 - a mistake of ours must not end the thread and lose what comes after it
                self.record.close()
                self.fault = str(CannotWrite(_("The program made a mistake.")))
        with self._progress:
            self._done += taken
            self._tried_again += again
            self._progress.notify_all()


def _body_of(said: Mapping[str, Any] | Event) -> Mapping[str, Any]:
    """What is written of it. Where that cannot be made, a mistake of ours must not end the thread or hold up what comes
    after it: then its values stand there as texts, and whoever reads it counts it as not readable."""
    try:
        body = said if isinstance(said, Mapping) else _without_secrets(body_of(said))
        canonical(body)
    except Exception:  # noqa: BLE001 - whatever it was
        values = said if isinstance(said, Mapping) else {"event": f"{type(said).__name__}?"}
        return {str(key): without_secrets(str(value)) for key, value in values.items()}
    return body


def _without_secrets(value: Any) -> Any:
    """Names and passwords inside of addresses are never written, wherever they stand (S30)."""
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {key: _without_secrets(held) for key, held in value.items()}
    return [_without_secrets(held) for held in value] if isinstance(value, list) else value
