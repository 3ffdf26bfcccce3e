"""A record as a folder that anyone can read and check with ordinary tools."""

from __future__ import annotations

import importlib.resources
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doorguard.network.text import clean
from doorguard.record.bodies import of_the_pretend_home
from doorguard.record.chain import Entry
from doorguard.record.disk import why
from doorguard.record.faults import CannotCopy, Damaged
from doorguard.record.lost import Lost, file_lost_words
from doorguard.record.own_folder import OwnFolder
from doorguard.record.store import Record
from doorguard.wording import EXAMPLE, N_, _

MANIFEST = "MANIFEST.sha256"
REMOVED = b"removed"
WIDTH = 76
SHOWS = N_(
    "What this shows: nothing before a code that was kept elsewhere was changed, added or taken out after it. "
    "Each attached file has the same bytes as when it was added."
)
DOES_NOT_SHOW = N_(
    "What this does not show: that an entry is true. Who typed it. That the clock was right. That nothing was "
    "left out. That a device was not changed before."
)
WITH_THE_PASSPHRASE = N_(
    "Whoever holds the file and the passphrase can make the whole record anew. Without a code kept elsewhere, "
    "only accidents are found."
)
NO_REPORT = N_(
    "It is no expert report. A look at a device may itself add lines to its log: the entries say what was sent."
)
STANDS_FOR = N_(
    "A code stands for entries.jsonl, chain.txt and attachments. The summaries and entries.txt are made from them."
)
MADE_ANEW = N_("Whoever had this copy could have made all of it anew, except the entries up to a code kept elsewhere.")
OF_A_RECORD = (SHOWS, DOES_NOT_SHOW, WITH_THE_PASSPHRASE, NO_REPORT)
OF_A_COPY = (SHOWS, STANDS_FOR, DOES_NOT_SHOW, MADE_ANEW, NO_REPORT)
"""Printed wherever one is checked (safety.md C4). To make a copy anew, nobody needs the passphrase."""
_ENDINGS = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".pdf", ".txt", ".eml", ".mp4", ".mov", ".json"}
)


@dataclass(frozen=True)
class Copy:
    """A copy that was made. ``without_file``: entries whose attached file a damaged record did not give."""

    files: int
    lost: Lost
    without_file: Sequence[int]

    def lacks(self) -> list[str]:
        """What a damaged record did not give, in words; empty where the copy has everything."""
        return _lacks(self.lost, self.without_file)


def export(record: Record, folder: Path, summaries: Mapping[str, bytes]) -> Copy:
    """Write ``folder``. ``summaries`` are finished files by name. Of a damaged record it is what can still be read.

    Nothing is left behind when it cannot be finished. Raises ``AlreadyThere``, ``NoFolder``, ``CannotCopy``.
    """
    entries, lost = record.readable()
    without_file: list[int] = []
    made = OwnFolder(folder)
    try:
        files = _files(record, entries, lost, without_file, summaries)
        digests = {name: made.write(name, content) for name, content in files}
        listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
        made.write(MANIFEST, listed.encode())
        made.done()
    except BaseException as error:  # also where the person leaves in the middle: what lies there is not locked
        made.take_back()
        if isinstance(error, OSError):
            raise CannotCopy(why(error)) from None
        raise
    finally:
        made.close()
    return Copy(len(digests) + 1, lost, without_file)


def _files(
    record: Record, entries: list[Entry], lost: Lost, without_file: list[int], summaries: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Every file but the list of them; ``without_file`` is filled on the way."""
    yield from summaries.items()
    yield "entries.jsonl", b"".join((entry.written or REMOVED) + b"\n" for entry in entries)
    yield "chain.txt", b"".join(f"{e.number} {e.digest.hex()} {e.link.hex()}\n".encode() for e in entries)
    yield "entries.txt", _text(_told(entries), entries)
    yield from _attachments(record, entries, without_file)
    yield "check.py", importlib.resources.files(__package__).joinpath("check_export.py").read_bytes()
    yield "HOW-TO-CHECK.txt", _text(_how_to_check(record, len(entries), lost, without_file), entries)


def _text(lines: Iterable[str], entries: list[Entry]) -> bytes:
    """A text file; of the pretend home, marked at head and foot (design rule 13)."""
    mark = [_(EXAMPLE)] if of_the_pretend_home(entry.read() for entry in entries) else []
    return "\n".join([*mark, *lines, *mark]).encode() + b"\n"


def _attachments(
    record: Record, entries: list[Entry], without_file: list[int]
) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        said = entry.read()
        if said.get("kind") != "attachment":
            continue
        try:
            content = record.attachment(str(said["body"].get("sha256")))
        except Damaged:
            content = None
            without_file.append(entry.number)
        if content is not None:
            yield f"attachments/{attachment_name(entry.number, str(said['body'].get('name', '')))}", content


def attachment_name(number: int, original: str) -> str:
    """A name of ours: the number of its entry, and the ending where that is a usual one."""
    ending = Path(original).suffix.lower()
    return f"entry-{number:04d}{ending if ending in _ENDINGS else '.bin'}"


def _told(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        said = entry.read()
        yield _("Entry {number}").format(number=entry.number)
        if not said:
            gone = _("Its content was taken out by the person. A later entry says so.")
            yield "   " + (gone if entry.written is None else _("This is no entry of this program."))
            continue
        yield "   " + _("{kind}, {local} ({utc}), clock {clock}").format(
            **{key: clean(str(said.get(key, ""))) for key in ("kind", "local", "utc", "clock")}
        )
        for key, value in said.get("body", {}).items():
            yield from _lines(f"{key}: {_plain(value)}")
        yield ""


def _lines(text: str) -> list[str]:
    """Any text, also a forged one, for any terminal."""
    wrapped = (
        textwrap.wrap(clean(part, len(part)), WIDTH, initial_indent="   ", subsequent_indent="      ")
        for part in text.splitlines()
    )
    return [line for part in wrapped for line in part] or ["   "]


def _plain(value: Any) -> str:
    from doorguard.record.chain import canonical

    return value if isinstance(value, str) else canonical({"": value})[4:-1].decode()


def _how_to_check(record: Record, count: int, lost: Lost, without_file: list[int]) -> Iterator[str]:
    code = record.code
    for paragraph in (
        _("This folder is a copy of a record: {count} entries. The code after the last one is:").format(count=count),
        code,
        *_missing(count, lost, without_file),
        _("To read it, open a summary: summary-1 is for the person themselves, summary-2 for someone who helps, "
          "summary-3 for the police. All entries stand in entries.txt; entries.jsonl has the same for programs."),
        _("To see that no file was changed, open a terminal in this folder and type one of these.")
        + " "
        + _("Windows has neither. What comes further on is for Windows too."),
        f"   sha256sum -c {MANIFEST}",
        f"   shasum -a 256 -c {MANIFEST}",
        _("If it warns of a line, the list of files itself was changed."),
        _("On Windows, PowerShell shows what the list has, to compare by eye. We have not tried this ourselves:"),
        "   Get-FileHash *",
        _("To see that no entry was changed, taken out or added (on Windows, type py for python3):"),
        "   python3 -I check.py",
        _("With a code that was written down earlier, or read to someone:"),
        f'   python3 -I check.py . "{code}"',
        _("Someone may have changed check.py too. Then take one from a copy that they never had."),
        *(_(line) for line in OF_A_COPY),
    ):  # fmt: skip
        if paragraph.startswith("   "):
            yield paragraph
        else:
            yield from ["", *textwrap.wrap(paragraph, WIDTH)]


def _lacks(lost: Lost, without_file: Sequence[int]) -> list[str]:
    return [words for words in (lost.words(), file_lost_words(without_file) if without_file else "") if words]


def _missing(count: int, lost: Lost, without_file: list[int]) -> Iterator[str]:
    """So that nobody takes for a forgery what a damaged disk did."""
    yield from _lacks(lost, without_file)
    if without_file or (lost and lost.numbers[0] <= count):
        yield _("So check.py says of this copy that it does not fit, and names the first that is missing.")
    elif lost:
        yield _("What is left fits together. So check.py cannot tell that more came after it.")
