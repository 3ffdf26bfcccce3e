"""An open record: for one command, or for the program to go on in."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doorguard.cli.outcome import COULD_NOT_LOOK, USAGE
from doorguard.cli.paper import complain
from doorguard.cli.passphrase import NoPassphrase, read_passphrase
from doorguard.cli.record.asking import paper
from doorguard.record.faults import CannotWrite, Damaged, NotAFile, NotThere, PartNotGiven, RecordFault
from doorguard.record.places import expanded, is_folder
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.catalog import Catalog
    from doorguard.record import Record
    from doorguard.session.keeping import Keeping


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
        "computer": f"{platform.system()} {_short(platform.release())}".strip(),
        "language": language,
        "time_zone": zone_name(),
    }


def _short(release: str) -> str:
    """Such as 6.1 or 11: the whole name would tell this computer from others, and proves nothing more."""
    found = re.match(r"\d+(?:\.\d+)?", release)
    return found[0] if found else ""


def there(path: Path) -> Path:
    """The file, before its passphrase is asked for. Raises ``NotThere``, ``NotAFile``."""
    path = expanded(str(path))
    if is_folder(path):
        raise NotAFile(path.name or str(path))
    if not os.path.lexists(path):
        raise NotThere(path.name)
    return path


@contextlib.contextmanager
def opened(
    path: Path, descriptor: int | None, *, damaged_too: bool = False
) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    """The record, and the entry of the time it was opened before (empty the first time). That it was opened is
    written down, where it can be: into a damaged file nothing is written, and it is given out only to be read."""
    from doorguard.record import Record
    from doorguard.record.undumped import no_core_dump

    no_core_dump()
    path = there(path)
    words = read_passphrase(descriptor)
    with Record.open(path, words) as record:
        try:
            try:
                said = record.said()
            except PartNotGiven:  # a loose stick
                said = record.said()
        except Damaged:
            if not damaged_too:
                raise
            yield record, {}
            return
        before = [one for one in said if one.get("kind") == "opened"]
        if not record.read_only:
            with contextlib.suppress(CannotWrite):
                record.append("opened", {"how": "opened", "program": program(None)["tool"]})
        yield record, before[-1] if before else {}


def say_opened(before: Mapping[str, Any]) -> None:
    """When it was opened the last time (S21)."""
    from doorguard.pages.written_down.entries import when_words

    if before:
        paper().line(_("Opened before: {when}.").format(when=when_words(before)))


def open_for_the_program(chosen: argparse.Namespace, catalog: Catalog) -> Keeping | int:
    """An open record to go on in; or an exit code, where it cannot be opened (the person was told)."""
    from doorguard.session.keeping import Keeping

    keeping = Keeping(program(catalog))
    keeping.before_a_passphrase()
    try:
        keeping.open(there(Path(chosen.file)), read_passphrase(chosen.passphrase_fd))
    except NoPassphrase as error:
        complain(error)
        return USAGE
    except RecordFault as error:
        complain(error)
        return COULD_NOT_LOOK
    return keeping
