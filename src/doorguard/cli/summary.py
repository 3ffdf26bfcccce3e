"""``doorguard summary``: one summary, of a scan, a record or the pretend home."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.cli.by_country import country_of
from doorguard.cli.interrupt import undone
from doorguard.cli.named_file import open_named
from doorguard.cli.outcome import COULD_NOT_LOOK, NO_PROBLEM, PROBLEM
from doorguard.cli.paper import columns, complain
from doorguard.cli.stop import Stop
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.handing_on.summarise import Form, FromRecord
    from doorguard.report.picture import Picture

LARGEST_SCAN = 64 * 1024 * 1024
"""Bytes; 250 devices with all their findings are about 10 MB."""
FORM_OF: dict[str, Form] = {".md": "md", ".html": "html", ".htm": "html", ".pdf": "pdf", ".json": "json"}
"""What the end of a file's name says of its form."""
NOT_WRITTEN = (".doc", ".docx", ".odt", ".rtf", ".pages")
"""What an office program could not open if text stood in it."""
WHICH = N_(
    "Say what the summary is of: --from SCAN.json, --record FILE, or --pretend for a pretend home.\n"
    "A scan comes from: doorguard scan --answers FILE --json > scan.json"
)


def run(chosen: argparse.Namespace) -> int:
    """Make one summary; returns the exit code."""
    try:
        with undone():
            return _summary(chosen)
    except Stop as error:
        complain(error)
        return error.code


def _summary(chosen: argparse.Namespace) -> int:
    given = (chosen.source is not None) + (chosen.record is not None) + chosen.pretend
    if given != 1:
        raise Stop(_("Choose one: --from, --record or --pretend.") if given else _(WHICH))
    country = country_of(chosen.country)
    target = Path(chosen.output) if chosen.output not in (None, "", "-") else None
    form: Form = chosen.format or _form_of(target)
    if target is not None:
        _never_over(target, chosen.record if chosen.record is not None else chosen.source)
        _may_write(target, force=chosen.force, even_there=chosen.even_there)
    elif form == "pdf" and sys.stdout.isatty():
        raise Stop(_("A PDF is for a file. Add: --output NAME.pdf"))

    from doorguard.catalog import load
    from doorguard.pages.handing_on.summarise import Wanted, summarise, written
    from doorguard.pages.handing_on.summary_save import NOT_LOCKED
    from doorguard.report.summary.as_pdf import NoTypst
    from doorguard.report.summary.as_text import WIDTH

    catalog = load()
    record: FromRecord | None = None
    lost = False
    if chosen.record is not None:
        record, lost = _from_record(Path(chosen.record), chosen.passphrase_fd)
        picture = record.picture
    elif chosen.pretend:
        picture = _pretend()
        if not picture.listed():
            return COULD_NOT_LOOK
    else:
        picture = _from_scan(chosen.source)
    width = WIDTH if target is not None else columns(sys.stdout, WIDTH)
    wanted = Wanted(reader=chosen.reader, now=datetime.now(UTC), country=country, show_all=chosen.show_all)
    document, store = summarise(picture, catalog, wanted, record)
    try:
        content = written(document, store, form, width)
    except NoTypst:
        raise Stop(
            _("PDF needs one more part. Install it with: pip install 'doorguard[pdf]', or use --format html.")
        ) from None
    if target is None:
        _print(content, binary=form == "pdf")
    else:
        _write(target, content, force=chosen.force)
        print(_("Written."), _(NOT_LOCKED), file=sys.stderr)
    return PROBLEM if lost else NO_PROBLEM


# --- where it comes from ------------------------------------------------------------------------------


def _from_scan(name: str) -> Picture:
    from doorguard.pages.handing_on.summarise import cleaned
    from doorguard.report.scan_read import NotAScan, picture_of

    try:
        with sys.stdin.buffer if name == "-" else open_named(name) as file:
            raw = file.read(LARGEST_SCAN + 1)
    except OSError as error:
        raise Stop(
            _("The file {name} cannot be opened: {reason}.").format(name=name, reason=error.strerror)
        ) from None
    if len(raw) > LARGEST_SCAN:
        raise Stop(_("The file {name} is far too long for a scan.").format(name=name))
    try:
        return picture_of(json.loads(raw), cleaned)
    except NotAScan as error:
        raise Stop(str(error)) from None
    except (ValueError, RecursionError):
        raise Stop(
            _("The file {name} is not JSON. Make one with: doorguard scan --json").format(name=name)
        ) from None


def _from_record(path: Path, descriptor: int | None) -> tuple[FromRecord, bool]:
    """What it holds, and whether a part of it is lost."""
    from doorguard.cli.passphrase import NoPassphrase
    from doorguard.cli.record.opening import opened
    from doorguard.pages.handing_on.summarise import from_record
    from doorguard.record.faults import RecordFault

    try:
        with opened(path, descriptor, damaged_too=True) as (record, _before):
            entries, lost = record.readable()
            if lost:
                complain(lost.words())
            return from_record(entries, lost.words()), bool(lost)
    except NoPassphrase as error:
        raise Stop(str(error)) from None
    except RecordFault as error:
        raise Stop(str(error), COULD_NOT_LOOK) from None


def _pretend() -> Picture:
    """The pretend home, looked at once."""
    from doorguard.catalog import load
    from doorguard.cli.interrupt import stops
    from doorguard.cli.runner import Runner
    from doorguard.model import Level
    from doorguard.report.picture import Picture

    with contextlib.closing(Runner(load())) as runner, stops(runner.stop):
        return Picture().take_all(runner.run(Level.LOOK, pretend=True))


# --- where it goes ------------------------------------------------------------------------------------


def _form_of(target: Path | None) -> Form:
    """The form that the name of a file asks for; text for a name without one."""
    ending = target.suffix.lower() if target is not None else ""
    if ending in NOT_WRITTEN:
        says = _("We do not write {ending} files. A name can end in .txt, .md, .html, .pdf or .json.")
        raise Stop(says.format(ending=ending))
    return FORM_OF.get(ending, "text")


def _never_over(target: Path, source: str | None) -> None:
    """What it is made from is not replaced, whatever was typed: nobody could bring a record back."""
    from doorguard.record.places import expanded

    with contextlib.suppress(OSError, ValueError):
        if source is not None and os.path.samefile(target, expanded(source)):  # noqa: PTH121 - of two kinds of path
            raise Stop(_("{name} is what the summary is made from. Give the name of a new file.").format(name=target))


def _may_write(target: Path, *, force: bool, even_there: bool) -> None:
    """Never over a file that is there; a folder that is copied to somebody else's computers is named first."""
    from doorguard.cli.record.place import allow_place
    from doorguard.record.places import is_folder

    if is_folder(target):
        raise Stop(_("{name} is a folder. Give the name of a new file.").format(name=target))
    if not is_folder(target.parent):
        raise Stop(_("There is no folder for {name}.").format(name=target))
    if os.path.lexists(target) and not force:
        raise Stop(_("There is already a file {name}. To replace it: --force").format(name=target))
    allow_place(target.absolute(), even_there=even_there)


def _write(target: Path, content: bytes, *, force: bool) -> None:
    """For its owner alone; a link is not followed."""
    from doorguard.record.faults import AlreadyThere, RecordFault
    from doorguard.record.own_file import write_own

    try:
        write_own(target, content, replace=force)
    except AlreadyThere as error:
        raise Stop(str(error)) from None
    except RecordFault as error:
        raise Stop(str(error), COULD_NOT_LOOK) from None


def _print(content: bytes, *, binary: bool) -> None:
    sys.stdout.flush()
    if binary:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(content.decode().encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()
