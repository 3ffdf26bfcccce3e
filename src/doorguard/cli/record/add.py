"""``doorguard record add``: what happened, a file, a correction, a removal, a code that was kept, a clock, a copy."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doorguard.cli.arguments import DIARY
from doorguard.cli.outcome import USAGE
from doorguard.cli.record.asking import paper, typed, yes
from doorguard.cli.record.opening import opened, say_opened
from doorguard.cli.stop import Stop
from doorguard.cli.terminal import person
from doorguard.pages.written_down.diary import ASKED
from doorguard.pages.written_down.entries import harmless, one_line
from doorguard.record.attachment import HOW
from doorguard.record.faults import CannotWrite, NotAdded
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.record import Record


def add(chosen: argparse.Namespace) -> int:
    """One entry; says its number and the code now."""
    acts = {
        "attach": _file,
        "correct": _correction,
        "remove": _removal,
        "anchor": _anchor,
        "clock": _clock,
        "given_to": _given_to,
    }
    act = next((act for name, act in acts.items() if getattr(chosen, name) is not None), None)
    chosen.began = datetime.now().astimezone()  # what a phone showed belongs to this moment, however long typing takes
    _fits(chosen, act is None)
    with opened(Path(chosen.file), chosen.passphrase_fd) as (record, before):
        say_opened(before)
        number = act(chosen, record) if act is not None else _diary(chosen, record)
        out = paper()
        out.line(_("Entry {number} is written.").format(number=number))
        if chosen.text:
            out.line(_("Words in a command may stay in the list of old commands."))
            out.line(_("Without --text you are asked for them."))
        out.line(_("The code now: {code}").format(code=record.code))
    return 0


def _fits(chosen: argparse.Namespace, diary: bool) -> None:
    """What is missing is said before the passphrase is asked for."""
    if diary and not chosen.text and not person():
        raise Stop(_('There is nobody to ask. Say what happened: --text "..."'), USAGE)
    for name in ("anchor", "clock", "given_to"):
        if (said := getattr(chosen, name)) is not None and not said.strip():
            raise Stop(_("There is nothing after {option}.").format(option="--" + name.replace("_", "-")), USAGE)
    if diary and (chosen.how or chosen.says or chosen.cropped):
        raise Stop(_('To say how a file was made, name the file too: --file "..."'), USAGE)
    if chosen.attach is not None and chosen.how is not None and chosen.how not in HOW:
        raise Stop(
            _("--how says how the file came to be. We do not know {how!r}. Choose one of: {all}.").format(
                how=harmless(chosen.how), all=", ".join(HOW)
            ),
            USAGE,
        )
    if chosen.correct is not None and not chosen.text:
        raise Stop(_('Say what is right instead: --text "..."'), USAGE)
    if chosen.remove is not None and not chosen.yes and not person():
        raise Stop(_("There is nobody to ask. To take it out all the same, add --yes."), USAGE)


# --- what happened -------------------------------------------------------------------------------------


def _diary(chosen: argparse.Namespace, record: Record) -> int:
    said = {key.replace("-", "_"): getattr(chosen, key.replace("-", "_")) for key in (*DIARY, "device")}
    if not said["text"]:
        said |= _asked()
    body = {key: value for key, value in said.items() if value}
    if not body.get("text"):
        raise Stop(_("Nothing was typed, so nothing was added."), 0)
    return _written(record, lambda: record.append("diary", body))


def _asked() -> dict[str, str]:
    """Line by line; an empty line ends what happened, or leaves a question out."""
    out = paper()
    out.line(_("What happened, in your own words? An empty line ends it."))
    lines: list[str] = []
    while (line := typed("> ")) and len(lines) < 200:
        lines.append(line)
    said = {"text": "\n".join(lines)}
    if lines:
        out.line(_("A few more lines. Press Enter to leave one out."))
        said |= {key: typed(f"{_(question)} ") for key, question, _hint in ASKED}
    return said


# --- a file --------------------------------------------------------------------------------------------


def _file(chosen: argparse.Namespace, record: Record) -> int:
    from doorguard.record.attachment import read_file

    content, about = read_file(Path(chosen.attach))
    more: dict[str, Any] = {"how": chosen.how, "device": chosen.device, "says": chosen.says or chosen.text}
    if chosen.cropped is not None:
        more["cropped"] = chosen.cropped == "yes"
    body = {**about, **{key: value for key, value in more.items() if value is not None}}
    number = _written(record, lambda: record.append("attachment", body, attachment=content))
    paper().line(_("A copy was kept. The file itself stays where it is: {name}").format(name=harmless(chosen.attach)))
    paper().line(_("Its SHA-256: {digest}").format(digest=hashlib.sha256(content).hexdigest()))
    return number


# --- earlier entries -----------------------------------------------------------------------------------


def _entry(record: Record, number: int) -> Mapping[str, Any]:
    """What an entry says. Raises :class:`Stop` when there is none."""
    found = next(iter(record.entries(number, number + 1)), None)
    if found is None or found.written is None:
        raise Stop(_("There is no entry {number}, or its content was taken out.").format(number=number))
    return found.read()


def _correction(chosen: argparse.Namespace, record: Record) -> int:
    _entry(record, chosen.correct)
    body = {"entry": chosen.correct, "text": chosen.text}
    return _written(record, lambda: record.append("correction", body))


def _removal(chosen: argparse.Namespace, record: Record) -> int:
    """Its content goes for good; that something was taken out stays."""
    from doorguard.record.store import stays

    said = _entry(record, chosen.remove)
    if said.get("kind") == "deletion":
        raise Stop(_("This entry says that something was taken out. It stays."))
    if chosen.remove == 1 or stays(said):
        raise Stop(_("The first entry says what the record is. It stays."))
    out = paper()
    out.line(f"{chosen.remove}. {one_line(said)}")
    out.line(_("Its content would be gone for good. A mark stays that something was taken out."))
    out.line(_("If you might go to the police or to court, ask someone there first."))
    if not chosen.yes and not yes(_("Take it out?")):
        raise Stop(_("Nothing was taken out."), 0)
    reason = chosen.text or _("the person chose so")
    return _written(record, lambda: record.remove_content(chosen.remove, reason))


# --- codes, clocks, copies -----------------------------------------------------------------------------


def _anchor(chosen: argparse.Namespace, record: Record) -> int:
    """The code was kept outside: by default the one that is shown now."""
    from doorguard.record.chain import code_of, prefix_of_code

    after, code = record.count, record.code
    if chosen.code is not None:
        found = prefix_of_code(record.entries(), chosen.code)
        if found is None:
            raise Stop(_("This was never the code of this record. Look at the numbers again."))
        after = found
        code = next(code_of(entry.link) for entry in record.entries(after, after + 1))
    else:
        paper().line(_("The code after entry {number}: {code}").format(number=after, code=code))
        paper().line(_("This is the one to keep elsewhere."))
    return _written(record, lambda: record.append("anchor", {"after": after, "code": code, "how": chosen.anchor}))


def _clock(chosen: argparse.Namespace, record: Record) -> int:
    """What a phone showed, and what this computer showed at that moment."""
    here = chosen.began.isoformat(timespec="seconds")
    return _written(record, lambda: record.append("clock", {"phone": chosen.clock, "computer": here}))


def _given_to(chosen: argparse.Namespace, record: Record) -> int:
    what = chosen.text or _("the record, code {code}").format(code=record.code)
    body = {"to": chosen.given_to, "how": chosen.how, "what": what}
    said = {key: value for key, value in body.items() if value}
    return _written(record, lambda: record.append("continuity", said))


# --- a disk that refuses -------------------------------------------------------------------------------


def _written(record: Record, write: Callable[[], object]) -> int:
    """Write it; where the disk does not take it, a person may make room or put the stick back, and try again. Returns
    its number. Raises :class:`NotAdded`."""
    with contextlib.suppress(CannotWrite):
        write()
        return record.count
    while True:  # what seemed refused may be on the disk: opened anew, the file tells
        try:
            record.write_waiting()
        except CannotWrite as error:
            if not person():
                raise NotAdded(error.why) from None
            paper().line(str(error))
            if not yes(_("Try to write it again?")):
                raise NotAdded(error.why) from None
        else:
            return record.count
