"""``doorguard record new``: a record is begun."""

from __future__ import annotations

import argparse

from doorguard.cli.passphrase import read_passphrase
from doorguard.cli.record.asking import paper
from doorguard.cli.record.opening import program
from doorguard.cli.record.place import allow_place, free_place
from doorguard.pages.written_down.keep import NO_WAY_BACK
from doorguard.wording import _


def new(chosen: argparse.Namespace) -> int:
    """Make a record, after saying what cannot be undone and where it would lie."""
    from doorguard.catalog import load
    from doorguard.record import Record
    from doorguard.record.undumped import no_core_dump

    path = free_place(chosen.file)
    out = paper()
    out.line(_(NO_WAY_BACK))
    allow_place(path, even_there=chosen.even_there)
    no_core_dump()
    words = read_passphrase(chosen.passphrase_fd, new=path.name)
    with Record.new(path, words, program(load())) as record:
        out.line(_("The record is begun: {name}").format(name=path))
        out.line(_("The code now: {code}").format(code=record.code))
        out.line(_("Add to it: doorguard record add {name}").format(name=path))
    return 0
