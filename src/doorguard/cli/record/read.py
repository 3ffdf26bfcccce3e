"""``doorguard record show`` and ``check``: what a record holds, and whether it still fits."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doorguard.cli.outcome import COULD_NOT_LOOK, NO_PROBLEM, PROBLEM
from doorguard.cli.paper import complain, in_pages
from doorguard.cli.record.asking import paper
from doorguard.cli.record.opening import opened, say_opened
from doorguard.cli.stop import Stop
from doorguard.pages.written_down.entries import harmless, names_in, one_line, rows, when_words
from doorguard.record.bodies import of_the_pretend_home
from doorguard.record.chain import Wrong, code_of, first_wrong, prefix_of_code
from doorguard.record.export import OF_A_RECORD
from doorguard.record.faults import Damaged
from doorguard.record.lost import NOTHING_WRITTEN, file_lost_words
from doorguard.wording import EXAMPLE, N_, _, count, many

if TYPE_CHECKING:
    from doorguard.record import Entry, Record
    from doorguard.record.lost import Lost

SCHEMA = "doorguard-record/1"
"""What ``show --json`` prints; keys may be added, none is renamed."""
NEW_CODE = N_("Each opening is noted in the record. So the code is new each time. A code that you kept stays good.")
"""Without it a person who only looks takes the new code for a change by somebody else."""


def show(chosen: argparse.Namespace) -> int:
    """The head, then all entries; one entry whole; or what changed between the last two looks."""
    with opened(Path(chosen.file), chosen.passphrase_fd, damaged_too=True) as (record, before):
        entries, lost = record.readable()
        if chosen.number in lost:
            says = _("Entry {number} cannot be read any more: the file is damaged. It was left as it is.")
            raise Stop(says.format(number=chosen.number), COULD_NOT_LOOK)
        if lost and (chosen.json or chosen.changes or chosen.number is not None):  # the list of all says it itself
            complain(lost.words())
        pretend = of_the_pretend_home(entry.read() for entry in entries)
        if chosen.json:
            _print_json(record, _numbered(entries, chosen.number), lost, pretend=pretend)
            return PROBLEM if lost else NO_PROBLEM
        if chosen.changes:
            lines = _changes(entries)
        elif chosen.number is not None:
            lines = _whole(entries, chosen.number)
        else:
            lines = _all(record, entries, before, lost)
        in_pages(_marked(lines, pretend))
    return PROBLEM if lost else NO_PROBLEM


def _numbered(entries: list[Entry], number: int | None) -> list[Entry]:
    """All of them, or the one that was asked for. Raises :class:`Stop` when there is none."""
    found = [entry for entry in entries if number in (None, entry.number)]
    if not found:
        raise Stop(_("There is no entry {number}, or its content was taken out.").format(number=number))
    return found


def _print_json(record: Record, entries: list[Entry], lost: Lost, *, pretend: bool) -> None:
    """One document; an entry whose content was taken out has none, and keeps its place in the chain."""
    document = {
        "schema": SCHEMA,
        "pretend": pretend,
        "record": record.id,
        "code": record.code,
        "lost": list(lost.numbers),
        "all_after_lost": lost.all_after,
        "entries": [
            {
                "number": entry.number,
                "removed": entry.written is None,
                "said": dict(entry.read()) or None,
                "sha256": entry.digest.hex(),
                "link": entry.link.hex(),
                "code": code_of(entry.link),
            }
            for entry in entries
        ],
    }
    print(json.dumps(document, indent=2))


def _marked(lines: Iterable[str], pretend: bool) -> Iterator[str]:
    if pretend:
        yield _(EXAMPLE)
    yield from lines
    if pretend:
        yield _(EXAMPLE)


def _all(record: Record, entries: list[Entry], before: Mapping[str, Any], lost: Lost) -> Iterator[str]:
    yield _("The record {name}: {entries}.").format(
        name=harmless(record.path.name), entries=count(len(entries), "entry", "entries")
    )
    yield _("The code now: {code}").format(code=record.code)
    if entries[0].number == 1:
        yield _("Begun: {when}.").format(when=when_words(entries[0].read()))
    if before:
        yield _("Opened before: {when}.").format(when=when_words(before))
    yield _("Who tried a wrong passphrase is not known: nothing can be written without the right one.")
    yield f"{lost.words()} {_(NOTHING_WRITTEN)}" if lost else _of_this_opening(record)
    yield ""
    openings = 0
    for entry in entries:
        said = entry.read()
        if said.get("kind") == "opened":
            openings += 1
        elif said:
            yield f"{entry.number}. {when_words(said)}. {one_line(said)}"
        else:
            gone = _("Its content was taken out.") if entry.written is None else _("This is no entry of this program.")
            yield f"{entry.number}. {gone}"
    yield ""
    if openings:
        yield many("It was opened {number} time.", "It was opened {number} times.", openings).format(number=openings)
    yield _("One entry whole: doorguard record show FILE NUMBER")
    if lost:
        yield _("A copy of what is left: doorguard record export FILE FOLDER")


def _of_this_opening(record: Record) -> str:
    """Whether it is noted, and what that does to the code."""
    if record.read_only:
        return _("This place cannot be written to, so this opening is not noted.")
    if record.waiting:
        return _("The disk did not take it, so this opening is not noted. The code stays as it was.")
    return _(NEW_CODE)


def _whole(entries: list[Entry], number: int) -> Iterator[str]:
    found = next((entry for entry in entries if entry.number == number), None)
    said = found.read() if found is not None else {}
    if found is None or not said:
        raise Stop(_("There is no entry {number}, or its content was taken out.").format(number=number))
    yield f"{number}. {one_line(said)}"
    about = said["body"].get("device")  # else no name is looked for, which means reading all that is kept
    names = names_in(entry.read() for entry in entries) if isinstance(about, str) else {}
    for label, words in rows(said, names):
        yield f"{label}: {words}" if label else words
    yield _("The code after it: {code}").format(code=code_of(found.link))
    if said.get("kind") == "attachment":
        yield _("To get the file itself: doorguard record export FILE FOLDER")


def _changes(entries: list[Entry]) -> Iterator[str]:
    from doorguard.pages.written_down.what_changed import NEVER_COMPARED, NOT_READ, changed_lines
    from doorguard.session.past import past_of

    compared = past_of(entry.read() for entry in entries).changed()
    if compared is None:
        yield _("There are no two looks in it to compare yet.")
        return
    lines = changed_lines(compared)
    yield (
        _("What changed between the last two looks")
        if lines
        else _("We looked for changes and found none in what was read on both days.")
    )
    for line in lines:
        yield f"- {line.text}" if line.kind == "item" else f"{line.text}."
    yield _(NEVER_COMPARED)
    yield _(NOT_READ)


# --- check ---------------------------------------------------------------------------------------------

_WHY = {
    "content": N_("Entry {number} does not fit: its content was changed."),
    "link": N_("Entry {number} does not fit: it does not follow the one before it."),
    "number": N_("Entry {number} does not fit: it has another number."),
    "record": N_("Entry {number} does not fit: it belongs to another record."),
    "removed": N_("Entry {number} does not fit: it was taken out, and no entry says so."),
    "anchor": N_("Entry {number} does not fit: the code in it was never the code of that entry."),
    "missing": N_("Entry {number} is missing."),
    "file": N_("Entry {number} does not fit: the file with it was changed, or is missing."),
}


def check(chosen: argparse.Namespace) -> int:
    """The chain, damaged pages, the codes that were kept, a code that is given; and what all that does not show."""
    with opened(Path(chosen.file), chosen.passphrase_fd, damaged_too=True) as (record, before):
        say_opened(before)
        entries, lost = record.readable()
        wrong_file, files_lost = _wrong_file(record, entries)
        all_wrong = [one for one in (first_wrong(entries, record.id, lost), wrong_file) if one is not None]
        wrong, damaged = min(all_wrong, key=lambda one: one.number, default=None), _damaged_pages(record)
        out, fits = paper(), wrong is None and not damaged and not lost
        for line in _what_fits(entries, wrong, lost):
            out.line(line)
        if files_lost:
            out.line(file_lost_words(files_lost))
        if damaged:
            out.line(_("Parts of the file are damaged: {pages}.").format(pages=count(damaged, "page", "pages")))
        for line in _anchors(entries):
            out.line(line)
        if chosen.code is not None:
            fits = _given(entries, chosen.code, wrong, lost) and fits
        out.line(_("The code now: {code}").format(code=record.code))
        out.line(_(NOTHING_WRITTEN) if lost else _of_this_opening(record))
        for line in OF_A_RECORD:
            out.line(_(line))
    return NO_PROBLEM if fits else PROBLEM


def _what_fits(entries: list[Entry], wrong: Wrong | None, lost: Lost) -> Iterator[str]:
    if lost:
        yield lost.words()
    if wrong:
        yield _(_WHY[wrong.why]).format(number=wrong.number)
    elif lost:
        yield _("What is left of it fits together, as far as that can be told: {entries}.").format(
            entries=count(len(entries), "entry", "entries")
        )
    else:
        yield _("{entries} fit together.").format(entries=count(len(entries), "entry", "entries"))


def _damaged_pages(record: Record) -> int:
    """At least one where the disk does not give them all."""
    try:
        return record.damaged_pages()
    except Damaged:
        return 1


def _wrong_file(record: Record, entries: Iterable[Entry]) -> tuple[Wrong | None, list[int]]:
    """The first entry whose file does not have the bytes that it had, and those whose file is damaged."""
    wrong, lost = None, []
    for entry in entries:
        said = entry.read()
        if said.get("kind") == "attachment":
            digest = str(said["body"].get("sha256"))
            try:
                content = record.attachment(digest) or b""
            except Damaged:
                lost.append(entry.number)
                continue
            if hashlib.sha256(content).hexdigest() != digest:
                wrong = wrong or Wrong(entry.number, "file")
    return wrong, lost


def _anchors(entries: list[Entry]) -> Iterator[str]:
    found = [(entry.number, said) for entry in entries if (said := entry.read()).get("kind") == "anchor"]
    if not found:
        yield _("No code was noted as kept elsewhere yet. Without one, only accidents are found.")
    for number, said in found:
        body = said.get("body", {})
        yield _("Entry {number}: the code after entry {after} was kept: {how}.").format(
            number=number, after=body.get("after"), how=harmless(body.get("how", ""))
        )


def _given(entries: list[Entry], code: str, wrong: Wrong | None, lost: Lost) -> bool:
    """Where the code stood. It vouches for nothing over a gap: an entry behind one is held against no other."""
    after = prefix_of_code(entries, code)
    if after is None:
        paper().line(_("The code that you gave was never the code of this record."))
        return False
    if wrong is not None and wrong.number <= after:
        says = _("The code that you gave stands after entry {number}. But not all up to there fits, see above.")
    elif lost and lost.numbers[0] <= after:
        says = _("The code that you gave stands after entry {number}. But not all up to there can be read, see above.")
    else:
        says = _("The code that you gave was the code after entry {number}: nothing up to there was changed.")
    paper().line(says.format(number=after))
    return True
