"""Keeping a record while the person goes on: one open file at most, and what is to go into it.

Events of both homes are remembered until a record is opened, so that one begun at the end of a sitting holds all of
it. What was acknowledged is on the disk; :meth:`Keeping.settle` waits a moment for that, before the next page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from doorguard.model import Event
from doorguard.record.attachment import read_file
from doorguard.record.events import Keeper
from doorguard.record.export import export
from doorguard.record.faults import RecordFault, StillWaiting
from doorguard.record.store import Record
from doorguard.record.undumped import no_core_dump
from doorguard.session.past import Past, past_of
from doorguard.session.writer import READ_SECONDS, Unwritten, Writer
from doorguard.wording import _


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
        self.copied = ""
        """The head code of the copy that was made last."""
        self.copy_lacks: list[str] = []
        """What that copy lacks, in words: the file was damaged while it was open."""
        self.openings = 0
        self._now = now
        self._writer: Writer | None = None
        self._pretend = self._undumped = False
        self._keepers = {True: Keeper(), False: Keeper()}
        self._before: dict[bool, list[Event]] = {True: [], False: []}
        self._given: dict[str, int] = {}
        """How many of them a record has, by its id: opened twice in a sitting, it is given each of them once."""

    # --- opening and closing ------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """True while there is a record."""
        return self._writer is not None

    @property
    def path(self) -> Path | None:
        """Where it lies."""
        return self._writer.record.path if self._writer is not None else None

    @property
    def pretend(self) -> bool:
        """It is a record of the pretend home: nothing of the real one goes into it, and the other way round."""
        return self._pretend

    def new(self, path: Path, passphrase: str, header: Mapping[str, Any]) -> None:
        """Make a record and keep all of this sitting in it. Raises :class:`RecordFault`; then nothing is kept."""
        self._nothing_waits()
        self.before_a_passphrase()
        head = {**self.program, **header}
        self._begin(Record.new(path, passphrase, head, now=self._now), Past(header=head))

    def open(self, path: Path, passphrase: str) -> None:
        """Open a record and go on in it; :attr:`past` is what it tells. Raises :class:`RecordFault`."""
        self._nothing_waits()
        self.before_a_passphrase()
        record = Record.open(path, passphrase, now=self._now)
        try:
            past = past_of(record.said())
        except BaseException:
            record.close()
            raise
        self._begin(record, past)
        self.keeps_answers = past.keeps_answers
        self.say("opened", {"how": "opened", "program": str(self.program.get("tool", ""))})

    def before_a_passphrase(self) -> None:
        """From now on a crash leaves nothing of our memory on the disk: the page where one is typed calls it too."""
        if not self._undumped:
            self._undumped = True
            no_core_dump()

    def _nothing_waits(self) -> None:
        """Raises :class:`StillWaiting` where going on to another record would lose what the disk did not take."""
        if self.unwritten and not self.settle(READ_SECONDS) and not self.try_again():
            raise StillWaiting

    def attempt(self, act: Callable[[], None]) -> None:
        """Do one of these, and put what stood against it into :attr:`refused`."""
        self.refused = ""
        try:
            act()
        except RecordFault as error:
            self.refused = str(error)

    def _begin(self, record: Record, past: Past) -> None:
        self.close()
        self.past, self.so_far, self._pretend = past, past.going_on(), past.pretend
        self._writer = Writer(record)
        self.openings += 1
        for event in self._before[self._pretend][self._given.get(record.id, 0) :]:
            self._keep(event)

    def close(self, seconds: float = 5.0) -> int:
        """Write what waits, for as long as that, and forget the key. Returns how many entries were not written."""
        writer, self._writer = self._writer, None
        return writer.close(seconds) if writer is not None else 0

    # --- what is kept -------------------------------------------------------------------------

    def take(self, event: Event, *, pretend: bool) -> None:
        """Something happened, in the real or in the pretend home. Never waits."""
        for kept in self._keepers[pretend].take(event):
            self._before[pretend].append(kept)
            if pretend == self._pretend:
                self._keep(kept)

    def _keep(self, event: Event) -> None:
        if self._writer is not None:
            self.so_far.see(event, self._now())
            self._writer.hand_over(Unwritten("observation", event))
            self._given[self._writer.record.id] = len(self._before[self._pretend])

    def say(self, kind: str, body: Mapping[str, Any], *, attachment: bytes | None = None) -> None:
        """One entry that is no event. Passed over while there is no record. Never waits."""
        if self._writer is not None:
            self._writer.hand_over(Unwritten(kind, body, attachment))

    def copy_to(self, folder: Path, summaries: Callable[[Record], Mapping[str, bytes]]) -> None:
        """Write the record as a folder that anyone can read and check, and note that where it has everything.
        ``summaries`` makes its finished files. Raises :class:`RecordFault`; then no folder is left."""
        if self._writer is None:
            return
        self._writer.settle(READ_SECONDS)
        with self._writer.reading() as record:
            made = export(record, folder, summaries(record))
            self.copied, self.copy_lacks = record.code, made.lacks()
            what = _("a copy of entries 1 to {number}, code {code}").format(number=record.count, code=record.code)
        if not self.copy_lacks:
            self.say("continuity", {"what": what, "to": folder.name, "how": "export"})

    def take_out(self, number: int, why: str) -> None:
        """Take out what an entry says; that something was taken out stays. The first entry stays as it is."""
        if self._writer is not None:
            self._writer.hand_over(Unwritten("deletion", {"why": why}, removes=number))

    def keep_file(self, path: Path, body: Mapping[str, Any]) -> None:
        """A file of the person's, as an attachment. Raises :class:`RecordFault`. The original stays where it is."""
        content, about = read_file(path)
        self.say("attachment", {**about, **body}, attachment=content)

    def keep_text(self, name: str, text: str, body: Mapping[str, Any]) -> None:
        """A text that this program read, as an attachment with its SHA-256."""
        content = text.encode("utf-8", "replace")
        about = {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        self.say("attachment", {"media_type": "text/plain", "how": "read", **body, **about}, attachment=content)

    # --- what is on the disk ------------------------------------------------------------------

    @property
    def fault(self) -> str:
        """Why the last entry is not on the disk yet; empty while all is."""
        return self._writer.fault if self._writer is not None else ""

    @property
    def unwritten(self) -> int:
        """Entries that are not on the disk."""
        return self._writer.unwritten if self._writer is not None else 0

    @property
    def count(self) -> int:
        """Entries that are on the disk."""
        return self._writer.record.count if self._writer is not None else 0

    @property
    def code(self) -> str:
        """The head code of what is on the disk."""
        return self._writer.record.code if self._writer is not None else ""

    def settle(self, seconds: float) -> bool:
        """Wait until everything is on the disk, for at most that long; False when it is not. A disk that refused
        is not waited for."""
        return self._writer.settle(seconds) if self._writer is not None else True

    def try_again(self, seconds: float = READ_SECONDS) -> bool:
        """Try to write what the disk did not take before, and wait that long. True when all of it is there."""
        return self._writer.try_again(seconds) if self._writer is not None else True

    def newest(self, number: int, *, before: int | None = None) -> list[tuple[int, Mapping[str, Any]]]:
        """So many entries with their numbers, the newest first, below number ``before``; empty ones were taken out.
        Nothing where the disk does not give them soon."""
        return self._writer.newest(number, before) if self._writer is not None else []
