"""``doorguard summary``, ``doorguard contacts`` and ``doorguard legal``."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doorguard.cli.outcome import COULD_NOT_LOOK, USAGE
from doorguard.cli.paper import complain
from doorguard.gate.people import COUNTRIES, contacts_for, is_old, routes_for
from doorguard.report.summary.as_text import blocks_as_text
from doorguard.report.summary.blocks import Block, Heading, Paragraph, Row
from doorguard.report.summary.parts import NOT_ADVICE
from doorguard.tables import Contact, Route, contacts, load_routes
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.handing_on.summarise import FromRecord
    from doorguard.report.picture import Picture

LARGEST_SCAN = 64 * 1024 * 1024
"""Bytes; 250 devices with all their findings are about 10 MB."""
WHICH = N_(
    "Say what the summary is of: --from SCAN.json, --record FILE, or --pretend for a pretend home.\n"
    "A scan comes from: doorguard scan --answers FILE --json > scan.json"
)


class CannotSummarise(Exception):
    """There is nothing to read, or nowhere to write. The text is for the person; ``code`` is the exit code."""

    def __init__(self, says: str, code: int = USAGE) -> None:
        super().__init__(says)
        self.code = code


def run(chosen: argparse.Namespace) -> int:
    """Make one summary; returns the exit code."""
    try:
        return _summary(chosen)
    except CannotSummarise as error:
        complain(error)
        return error.code


def _summary(chosen: argparse.Namespace) -> int:
    if (chosen.source is not None) + (chosen.record is not None) + chosen.pretend != 1:
        raise CannotSummarise(_(WHICH))
    country = _country(chosen.country)
    target = Path(chosen.output) if chosen.output else None
    if target is not None:
        _may_write(target, force=chosen.force)
    elif chosen.format == "pdf" and sys.stdout.isatty():
        raise CannotSummarise(_("A PDF is for a file. Add: --output NAME.pdf"))

    from doorguard.catalog import load
    from doorguard.pages.handing_on.summarise import Wanted, summarise, written
    from doorguard.report.summary.as_pdf import NoTypst

    catalog = load()
    record: FromRecord | None = None
    if chosen.record is not None:
        record = _from_record(Path(chosen.record), chosen.passphrase_fd)
        picture = record.picture
    elif chosen.pretend:
        picture = _pretend()
        if not picture.listed():
            return COULD_NOT_LOOK
    else:
        picture = _from_scan(chosen.source)
    wanted = Wanted(reader=chosen.reader, now=datetime.now(UTC), country=country, show_all=chosen.show_all)
    document, store = summarise(picture, catalog, wanted, record)
    try:
        content = written(document, store, chosen.format)
    except NoTypst:
        raise CannotSummarise(
            _("PDF needs one more part. Install it with: pip install 'doorguard[pdf]', or use --format html.")
        ) from None
    if target is None:
        _print(content, binary=chosen.format == "pdf")
        return 0
    _write(target, content, force=chosen.force)
    print(_("Written. If this place is copied somewhere else, we cannot see that."), file=sys.stderr)
    return 0


# --- where it comes from ------------------------------------------------------------------------------


def _from_scan(name: str) -> Picture:
    from doorguard.pages.handing_on.summarise import cleaned
    from doorguard.report.scan_read import NotAScan, picture_of

    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            raw = file.read(LARGEST_SCAN + 1)
    except OSError as error:
        raise CannotSummarise(
            _("The file {name} cannot be opened: {reason}.").format(name=name, reason=error.strerror)
        ) from None
    if len(raw) > LARGEST_SCAN:
        raise CannotSummarise(_("The file {name} is far too long for a scan.").format(name=name))
    try:
        return picture_of(json.loads(raw), cleaned)
    except NotAScan as error:
        raise CannotSummarise(str(error)) from None
    except (ValueError, RecursionError):
        raise CannotSummarise(
            _("The file {name} is not JSON. Make one with: doorguard scan --json").format(name=name)
        ) from None


def _from_record(path: Path, descriptor: int | None) -> FromRecord:
    from doorguard.cli.passphrase import NoPassphrase
    from doorguard.cli.record.opening import opened
    from doorguard.pages.handing_on.summarise import from_record
    from doorguard.record import RecordFault

    try:
        with opened(path, descriptor) as (record, _before):
            return from_record(record.entries())
    except NoPassphrase as error:
        raise CannotSummarise(str(error)) from None
    except RecordFault as error:
        raise CannotSummarise(str(error), COULD_NOT_LOOK) from None


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


def _may_write(target: Path, *, force: bool) -> None:
    """Never over a file that is there; a folder that is copied to somebody else's computers is named first."""
    from doorguard.record.places import offered, service_at

    if target.is_dir():
        raise CannotSummarise(_("{name} is a folder. Give the name of a new file.").format(name=target))
    if not target.parent.is_dir():
        raise CannotSummarise(_("There is no folder for {name}.").format(name=target))
    if force:
        return
    if os.path.lexists(target):
        raise CannotSummarise(_("There is already a file {name}. To replace it: --force").format(name=target))
    service = service_at(target.absolute())
    if service is not None:
        other = next((str(folder) for folder in offered()), _("a USB stick"))
        raise CannotSummarise(
            _("{service} copies this folder to the internet. Others may see it there.").format(service=service)
            + "\n"
            + _("Another place: {other}. To write here all the same: --force").format(other=other)
        )


def _write(target: Path, content: bytes, *, force: bool) -> None:
    """For its owner alone; a link is not followed."""
    from doorguard.record import RecordFault
    from doorguard.record.own_file import write_own

    try:
        write_own(target, content, replace=force)
    except RecordFault as error:
        raise CannotSummarise(str(error)) from None


def _print(content: bytes, *, binary: bool) -> None:
    sys.stdout.flush()
    if binary:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(content.decode().encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


# --- contacts and laws --------------------------------------------------------------------------------


def list_contacts(country: str | None, *, as_json: bool) -> int:
    """Help lines of a country, or those for danger of every country; returns the exit code."""
    try:
        chosen = _country(country)
    except CannotSummarise as error:
        complain(error)
        return USAGE
    today = _today()
    found = contacts_for(chosen, contacts()) if chosen else contacts()
    if as_json:
        rows = [{**asdict(contact), "may_be_out_of_date": is_old(contact, today)} for contact in found]
        return _json("contacts", chosen, rows)
    _show([Heading(_("People who can help")), *_contact_blocks(found, today, several=chosen is None)])
    return 0


def _contact_blocks(found: Sequence[Contact], today: date, *, several: bool) -> list[Block]:
    from doorguard.pages.handing_on.summarise import helper

    blocks: list[Block] = []
    groups = (
        (_("If you are in danger now"), [c for c in found if c.emergency and c.verified != "unverified"]),
        (_("To talk and to plan"), [c for c in found if not c.emergency and c.verified != "unverified"]),
        (_("Not checked by us. They may be different now"), [c for c in found if c.verified == "unverified"]),
    )
    for title, contacts_here in groups:
        if contacts_here:
            blocks.append(Heading(title, 3))
        for contact in contacts_here:
            shown = helper(contact, today, of=contact.country if several else "")
            blocks += [Row(shown.name, shown.reach), Paragraph(f"{shown.what_for}. {shown.checked}", quiet=True)]
    blocks.append(Paragraph(_("Phone numbers change. Look at the day beside each.")))
    return blocks


def list_laws(country: str | None, *, as_json: bool) -> int:
    """Legal routes of a country, or all that we know; returns the exit code."""
    try:
        chosen = _country(country)
    except CannotSummarise as error:
        complain(error)
        return USAGE
    today = _today()
    found = routes_for(chosen, load_routes())
    if as_json:
        rows = [{**asdict(route), "may_be_out_of_date": is_old(route, today)} for route in found]
        return _json("legal", chosen, rows, note=_(NOT_ADVICE))
    blocks: list[Block] = [Heading(_("What the law offers")), Paragraph(_(NOT_ADVICE))]
    if not found:
        blocks.append(Paragraph(_("We know no laws of this country yet. A help line can tell you more.")))
    place = ""
    for route in found:
        if route.place != place:
            place = route.place
            blocks.append(Heading(_(place), 3))
        blocks += _law_blocks(route, today)
    _show(blocks)
    return 0


_STARTS = {
    "you": N_("You can begin it yourself."),
    "police": N_("The police begin it."),
    "court": N_("A court decides on it at the end of a trial."),
}


def _law_blocks(route: Route, today: date) -> list[Block]:
    from doorguard.pages.handing_on.summarise import law_checked

    return [
        Row(route.route, f"{route.what} {_(_STARTS[route.who])} {route.ask}"),
        Paragraph(f"{route.title}, {route.section}. {law_checked(route, today)}", quiet=True),
    ]


def _show(blocks: Sequence[Block]) -> None:
    print("\n".join(blocks_as_text(blocks)).strip("\n"))


def _json(name: str, country: str | None, rows: list[dict[str, Any]], **more: str) -> int:
    document: Mapping[str, Any] = {"schema": f"doorguard.{name}/1", "country": country, **more, name: rows}
    print(json.dumps(document, indent=2, ensure_ascii=False))
    return 0


def _country(name: str | None) -> str | None:
    """A country that we know. Raises :class:`CannotSummarise`."""
    if name is None:
        return None
    known = {country.casefold(): country for country in COUNTRIES}
    if name.casefold() in known:
        return known[name.casefold()]
    near = difflib.get_close_matches(name.casefold(), list(known), 1)
    hint = _(" Did you mean {name}?").format(name=known[near[0]]) if near else ""
    raise CannotSummarise(
        _("We do not know people in {name!r}.{hint} We know: {all}.").format(
            name=name, hint=hint, all=", ".join(COUNTRIES)
        )
    )


def _today() -> date:
    return datetime.now().astimezone().date()
