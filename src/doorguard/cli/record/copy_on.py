"""``doorguard record export``: a copy that others can read, and the summaries in it."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.cli.outcome import PROBLEM
from doorguard.cli.paper import complain
from doorguard.cli.record.asking import paper
from doorguard.cli.record.opening import opened, say_opened
from doorguard.cli.record.place import allow_place, free_place
from doorguard.pages.written_down.copy import NOT_LOCKED
from doorguard.record.faults import CannotWrite
from doorguard.record.lost import NOTHING_WRITTEN
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.handing_on.summarise import FromRecord
    from doorguard.record import Record


def export(chosen: argparse.Namespace) -> int:
    """A folder that anyone can read and check; the record notes that it was made."""
    from doorguard.record.export import export as write

    folder = free_place(chosen.folder)
    out = paper()
    out.line(_(NOT_LOCKED))  # before the place is agreed to, and before anything is there to be read
    allow_place(folder, even_there=chosen.even_there)
    with opened(Path(chosen.file), chosen.passphrase_fd, damaged_too=True) as (record, before):
        say_opened(before)
        count, code = record.count, record.code
        made = write(record, folder, summaries(record))
        out.line(_("{number} files were written to {name}.").format(number=made.files, name=folder))
        out.line(_("The code in it: {code}").format(code=code))
        out.line(_("How to check it: read {name}").format(name=folder / "HOW-TO-CHECK.txt"))
        if made.lacks():
            for words in (*made.lacks(), *([_(NOTHING_WRITTEN)] if made.lost else [])):
                complain(words)
            return PROBLEM
        what = _("a copy of entries 1 to {number}, code {code}").format(number=count, code=code)
        try:
            record.append("continuity", {"what": what, "to": folder.name, "how": "export"})
        except CannotWrite as error:
            out.line(_("{why} So the record does not note that this copy was made.").format(why=error.why))
    return 0


def _held(record: Record) -> FromRecord:
    from doorguard.pages.handing_on.summarise import from_record

    entries, lost = record.readable()
    return from_record(entries, lost.words())


def summaries(record: Record) -> dict[str, bytes]:
    """The finished summaries that go into an export, by file name: one for each reader. No name says for whom: it shows
    in the folder, and in lists of newest files (S22)."""
    from datetime import UTC, datetime

    from doorguard.catalog import load
    from doorguard.pages.handing_on.summarise import Form, Wanted, summarise, written
    from doorguard.report.summary.as_pdf import NoTypst
    from doorguard.report.summary.material import Reader

    catalog, held = load(), _held(record)
    readers: tuple[tuple[Reader, str, tuple[Form, ...]], ...] = (
        ("me", "summary-1", ("text", "html")),
        ("advocate", "summary-2", ("text", "html")),
        ("police", "summary-3", ("text", "html", "pdf", "json")),
    )
    found: dict[str, bytes] = {}
    for reader, name, forms in readers:
        document, store = summarise(held.picture, catalog, Wanted(reader=reader, now=datetime.now(UTC)), held)
        for form in forms:
            with contextlib.suppress(NoTypst):
                found[f"{name}.{'txt' if form == 'text' else form}"] = written(document, store, form)
    return found
