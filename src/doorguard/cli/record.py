"""``doorguard record``: make a record, add to it, read it, check it, hand a copy on."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doorguard.cli.outcome import COULD_NOT_LOOK, USAGE
from doorguard.cli.paper import Paper, complain
from doorguard.cli.passphrase import NoPassphrase, read_passphrase
from doorguard.cli.terminal import person
from doorguard.pages.keep import NO_WAY_BACK, NOT_KNOWN
from doorguard.record.faults import AlreadyThere, CannotWrite, NotThere, RecordFault
from doorguard.record.places import expanded
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.catalog import Catalog
    from doorguard.record import Record
    from doorguard.session.keeping import Keeping


class Stop(Exception):
    """The command ends here. The text is for the person; ``code`` is the exit code."""

    def __init__(self, says: str, code: int = USAGE) -> None:
        super().__init__(says)
        self.code = code


def run(chosen: argparse.Namespace) -> int:
    """One of new, add, show, check and export; returns its exit code."""
    from doorguard.cli import record_add, record_read

    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "new": new,
        "add": record_add.add,
        "show": record_read.show,
        "check": record_read.check,
        "export": export,
    }
    try:
        return acts[chosen.action](chosen)
    except (NoPassphrase, Stop) as error:
        complain(error)
        return error.code if isinstance(error, Stop) else USAGE
    except RecordFault as error:
        complain(error)
        return COULD_NOT_LOOK


def program(catalog: Catalog | None) -> dict[str, str]:
    """What made an entry: for the header of a new record, and for each opening."""
    import locale
    import platform

    from doorguard import __version__, tables
    from doorguard.record.clock import zone_name

    language = locale.getlocale()[0] or ""
    return {
        "tool": f"doorguard {__version__}",
        "catalog": catalog.version if catalog is not None else "",
        "tables_as_of": tables.AS_OF,
        "computer": f"{platform.system()} {platform.release()}",
        "language": language,
        "time_zone": zone_name(),
    }


def paper() -> Paper:
    """Standard output, for lines of any text."""
    return Paper(sys.stdout)


def yes(question: str) -> bool:
    """The person types yes; anything else is no."""
    paper().ask(question + " " + _("Type yes or no: "))
    return sys.stdin.readline().strip().casefold() in ("yes", _("yes").casefold())


# --- new -----------------------------------------------------------------------------------------------


def new(chosen: argparse.Namespace) -> int:
    """Make a record, after saying what cannot be undone and where it would lie."""
    from doorguard.record import Record
    from doorguard.record.undumped import no_core_dump

    path = expanded(chosen.file)
    if os.path.lexists(path):
        raise AlreadyThere(path.name)
    out = paper()
    out.line(_(NO_WAY_BACK))
    allow_place(path, even_there=chosen.even_there)
    no_core_dump()
    words = read_passphrase(chosen.passphrase_fd, twice=True)
    with Record.new(path, words, program(_catalog())) as record:
        out.line(_("The record is begun: {name}").format(name=path))
        out.line(_("The code now: {code}").format(code=record.code))
        out.line(_("Add to it: doorguard record add {name}").format(name=path))
    return 0


def allow_place(path: Path, *, even_there: bool) -> None:
    """Name a place that is copied, and offer another one; of any other, say that nothing is known.

    Raises :class:`Stop` where the person does not want it there, or where there is nobody to ask.
    """
    from doorguard.record.places import offered, service_at

    out, service = paper(), service_at(path)
    if service is None:
        out.line(_(NOT_KNOWN))
        return
    out.line(_("{service} copies this folder, to every device that uses the same account.").format(service=service))
    others = [folder for folder in offered() if service_at(folder / path.name) is None]
    if others:
        out.line(_("Another place: {name}").format(name=others[0] / path.name))
    if even_there:
        return
    if not person():
        raise Stop(_("Nothing was made. Choose another place, or add --even-there."))
    if not yes(_("Keep it there all the same?")):
        raise Stop(_("Nothing was made. Choose another place."), 0)


def _catalog() -> Catalog:
    from doorguard.catalog import load

    return load()


# --- opening -------------------------------------------------------------------------------------------


def there(path: Path) -> Path:
    """The file, before its passphrase is asked for. Raises ``NotThere``."""
    path = expanded(str(path))
    if not os.path.lexists(path):
        raise NotThere(path.name)
    return path


@contextlib.contextmanager
def opened(path: Path, descriptor: int | None) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    """The record, and the entry of the time it was opened before (empty the first time). That it was opened is
    written down, where it can be."""
    from doorguard.record import Record
    from doorguard.record.undumped import no_core_dump

    no_core_dump()
    path = there(path)
    words = read_passphrase(descriptor)
    with Record.open(path, words) as record:
        before = [said for said in record.said() if said.get("kind") == "opened"]
        if not record.read_only:
            with contextlib.suppress(CannotWrite):
                record.append("opened", {"how": "opened", "program": program(None)["tool"]})
        yield record, before[-1] if before else {}


def say_opened(before: Mapping[str, Any]) -> None:
    """When it was opened the last time (S21)."""
    from doorguard.pages.entries import when_words

    if before:
        paper().line(_("Opened before: {when}.").format(when=when_words(before)))


def open_for_the_program(chosen: argparse.Namespace, catalog: Catalog) -> Keeping | int:
    """An open record to go on in; or an exit code, where it cannot be opened (the person was told)."""
    from doorguard.session.keeping import Keeping

    keeping = Keeping(program(catalog))
    try:
        keeping.open(there(Path(chosen.file)), read_passphrase(chosen.passphrase_fd))
    except NoPassphrase as error:
        complain(error)
        return USAGE
    except RecordFault as error:
        complain(error)
        return COULD_NOT_LOOK
    return keeping


# --- export --------------------------------------------------------------------------------------------


def export(chosen: argparse.Namespace) -> int:
    """A folder that anyone can read and check; the record notes that it was made."""
    from doorguard.record.export import export as write

    folder = expanded(chosen.folder)
    allow_place(folder, even_there=chosen.even_there)
    out = paper()
    with opened(Path(chosen.file), chosen.passphrase_fd) as (record, before):
        say_opened(before)
        count, code = record.count, record.code
        files = write(record, folder, summaries(record))
        out.line(_("{number} files were written to {name}.").format(number=files, name=folder))
        out.line(_("They are not locked: whoever has the folder can read them."))
        out.line(_("The code in it: {code}").format(code=code))
        out.line(_("How to check it: read {name}").format(name=folder / "HOW-TO-CHECK.txt"))
        with contextlib.suppress(CannotWrite):
            what = _("a copy of entries 1 to {number}, code {code}").format(number=count, code=code)
            record.append("continuity", {"what": what, "to": folder.name, "how": "export"})
    return 0


def summaries(record: Record) -> dict[str, bytes]:
    """The finished summaries that go into an export, by file name: one for each reader. No name says for whom: it shows
    in the folder, and in lists of newest files (S22)."""
    from datetime import UTC, datetime

    from doorguard.pages.summarise import Form, Wanted, from_record, summarise, written
    from doorguard.report.summary.as_pdf import NoTypst
    from doorguard.report.summary.material import Reader

    catalog, held = _catalog(), from_record(record.entries())
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
