"""Keeping a record while the person goes on: one open file, one thread that writes, nothing that waits for the disk.

Events of both homes are remembered until a record is opened, so that one begun at the end of a sitting holds all of
it. What was acknowledged is on the disk; :meth:`Keeping.settle` waits a moment for that, before the next page.
"""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from doorguard.model import DeviceSeen, Event
from doorguard.record.attachment import read_file
from doorguard.record.events import Keeper, body_of
from doorguard.record.faults import CannotWrite, RecordFault
from doorguard.record.store import Record
from doorguard.record.undumped import no_core_dump
from doorguard.report.redact import without_secrets
from doorguard.session.past import Past, past_of

TRY_AGAIN_SECONDS = 3.0
"""How long after the disk refused an entry it is tried again by itself."""

READ_SECONDS = 0.5
"""How long a page waits to read while something is written."""


_AGAIN = ""
"""The kind of what is no entry: the thread is to try again what waits."""


@dataclass(frozen=True)
class _Entry:
    """What the thread is to write. An event is turned into a body there."""

    kind: str
    body: Mapping[str, Any] | Event
    attachment: bytes | None = None


class Keeping:
    """At most one record at a time. ``program`` names what writes: keys of the header (tool, catalog, ...).

    May be asked from one thread; the writing thread is its own. Opening and closing may take a second (the key).
    """

    def __init__(
        self, program: Mapping[str, Any] | None = None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.program = dict(program or {})
        self.past = Past()
        """What the record told when it was opened; it stays as it was."""
        self.so_far = Past()
        """The same with what happened since."""
        self.keeps_answers = False
        """The person agreed to keep the answers of the gate too."""
        self.refused = ""
        """Why a record could not be opened, or a file not be kept; empty when it was."""
        self.openings = 0
        self.fault = ""
        """Why the last entry is not on the disk yet; empty while all is."""
        self._now = now
        self._record: Record | None = None
        self._pretend = False
        self._keepers = {True: Keeper(), False: Keeper()}
        self._before: dict[bool, list[Event]] = {True: [], False: []}
        self._queue: queue.SimpleQueue[_Entry | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._written = threading.Condition()
        self._handed_over = self._done = self._first = self._tries = 0
        self._in_use = threading.Lock()

    # --- opening and closing ------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """True while there is a record."""
        return self._record is not None

    @property
    def path(self) -> Path | None:
        """Where it lies."""
        return self._record.path if self._record is not None else None

    @property
    def pretend(self) -> bool:
        """It is a record of the pretend home: nothing of the real one goes into it, and the other way round."""
        return self._pretend

    def new(self, path: Path, passphrase: str, header: Mapping[str, Any]) -> None:
        """Make a record and keep all of this sitting in it. Raises :class:`RecordFault`; then nothing is kept."""
        no_core_dump()
        head = {**self.program, **header}
        self._begin(Record.new(path, passphrase, head, now=self._now), Past(header=head))

    def open(self, path: Path, passphrase: str) -> None:
        """Open a record and go on in it; :attr:`past` is what it tells. Raises :class:`RecordFault`."""
        no_core_dump()
        record = Record.open(path, passphrase, now=self._now)
        try:
            past = past_of(record.said())
        except RecordFault:
            record.close()
            raise
        self._begin(record, past)
        self.say("opened", {"how": "opened", "program": str(self.program.get("tool", ""))})

    def attempt(self, act: Callable[[], None]) -> None:
        """Do one of these, and put what stood against it into :attr:`refused`."""
        self.refused = ""
        try:
            act()
        except RecordFault as error:
            self.refused = str(error)

    def _begin(self, record: Record, past: Past) -> None:
        self.close()
        self._record, self.past, self._pretend = record, past, past.pretend
        self.so_far = past.going_on()
        self._first = record.count
        self.fault = ""
        self._thread = threading.Thread(target=self._write_all, args=(record,), name="record", daemon=True)
        self._thread.start()
        self.openings += 1
        for event in self._before[self._pretend]:
            self._keep(event)

    def close(self, seconds: float = 5.0) -> int:
        """Write what waits, for as long as that, and forget the key. Returns how many entries were not written."""
        record, thread = self._record, self._thread
        if record is None or thread is None:
            return 0
        self._queue.put(None)
        thread.join(seconds)
        left = self.unwritten
        self._record = self._thread = None
        self._queue = queue.SimpleQueue()
        self._handed_over = self._done = 0
        if not thread.is_alive():
            record.forget()
        return left

    # --- what is kept -------------------------------------------------------------------------

    def take(self, event: Event, *, pretend: bool) -> None:
        """Something happened, in the real or in the pretend home. Never waits."""
        for kept in self._keepers[pretend].take(event):
            self._before[pretend].append(kept)
            if self.is_open and pretend == self._pretend:
                self._keep(kept)

    def _keep(self, event: Event) -> None:
        self.so_far.see(event, self._now())
        self._hand_over(_Entry("observation", event))

    def say(self, kind: str, body: Mapping[str, Any], *, attachment: bytes | None = None) -> None:
        """One entry that is no event. Passed over while there is no record. Never waits."""
        if self.is_open:
            self._hand_over(_Entry(kind, body, attachment))

    def keep_file(self, path: Path, body: Mapping[str, Any]) -> None:
        """A file of the person's, as an attachment. Raises :class:`RecordFault`. The original stays where it is."""
        content, about = read_file(path)
        self.say("attachment", {**about, **body}, attachment=content)

    def keep_text(self, name: str, text: str, body: Mapping[str, Any]) -> None:
        """A text that this program read, as an attachment with its SHA-256."""
        content = text.encode()
        about = {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        self.say("attachment", {"media_type": "text/plain", "how": "read", **body, **about}, attachment=content)

    def _hand_over(self, entry: _Entry) -> None:
        with self._written:
            self._handed_over += 1
        self._queue.put(entry)

    # --- what is on the disk ------------------------------------------------------------------

    @property
    def unwritten(self) -> int:
        """Entries that are not on the disk."""
        record = self._record
        return self._handed_over - (record.count - self._first) if record is not None else 0

    @property
    def count(self) -> int:
        """Entries that are on the disk."""
        return self._record.count if self._record is not None else 0

    @property
    def code(self) -> str:
        """The head code of what is on the disk."""
        return self._record.code if self._record is not None else ""

    def settle(self, seconds: float) -> bool:
        """Wait until everything is on the disk, for at most that long; False when it is not. A disk that refused
        is not waited for."""
        if not self.is_open:
            return True
        until = time.monotonic() + seconds
        with self._written:
            while self._done < self._handed_over and not self.fault:
                left = until - time.monotonic()
                if left <= 0 or not self._written.wait(left):
                    return self._done >= self._handed_over
            return not self.fault

    def try_again(self, seconds: float = READ_SECONDS) -> bool:
        """Have the thread write what the disk did not take before, and wait that long. True when all of it is there."""
        if not self.is_open:
            return True
        tried = self._tries
        self._queue.put(_Entry(_AGAIN, {}))
        with self._written:
            self._written.wait_for(lambda: self._tries > tried, seconds)
        return self.unwritten == 0

    # --- the thread ---------------------------------------------------------------------------

    def _write_all(self, record: Record) -> None:
        waiting = self._queue
        while True:
            try:
                entry = waiting.get(timeout=TRY_AGAIN_SECONDS if record.waiting else None)
            except queue.Empty:
                self._tried(record, record.write_waiting)
                continue
            ended = not self._write(record, waiting, entry)
            if ended:
                if record.waiting:
                    self._tried(record, record.write_waiting)
                return

    def _write(self, record: Record, waiting: queue.SimpleQueue[_Entry | None], entry: _Entry | None) -> bool:
        """This entry, and all that were handed over meanwhile, in one go. False when the end was among them."""
        taken = 0
        while entry is not None:
            if entry.kind != _AGAIN:
                body = entry.body if isinstance(entry.body, Mapping) else body_of(_without_secrets(entry.body))
                record.let_wait(entry.kind, body, attachment=entry.attachment)
                taken += 1
            try:
                entry = waiting.get_nowait()
            except queue.Empty:
                break
        if record.waiting:
            self._tried(record, record.write_waiting)
        with self._written:
            self._done += taken
            self._tries += 1
            self._written.notify_all()
        return entry is not None

    def _tried(self, record: Record, act: Callable[[], object]) -> None:
        with self._in_use:
            try:
                act()
                self.fault = ""
            except CannotWrite as error:
                self.fault = str(error)
        with self._written:
            self._written.notify_all()

    def newest(self, number: int, *, before: int | None = None) -> list[tuple[int, Mapping[str, Any]]]:
        """So many entries with their numbers, the newest first, below number ``before``; empty bodies were taken out.
        Nothing where the disk does not give them soon."""
        record = self._record
        if record is None or not self._in_use.acquire(timeout=READ_SECONDS):
            return []
        try:
            end = record.count + 1 if before is None else before
            return [(entry.number, entry.read()) for entry in record.entries(end - number, end)][::-1]
        except RecordFault:
            return []
        finally:
            self._in_use.release()


def _without_secrets(event: Event) -> Event:
    """Names and passwords inside of addresses are never written (S30)."""
    if not isinstance(event, DeviceSeen):
        return event
    facts = tuple(
        replace(fact, value=without_secrets(fact.value)) if isinstance(fact.value, str) else fact
        for fact in event.device.facts
    )
    return replace(event, device=replace(event.device, facts=facts))
