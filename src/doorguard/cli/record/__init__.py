"""``doorguard record``: make a record, add to it, read it, check it, hand a copy on."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from doorguard.cli.interrupt import undone
from doorguard.cli.outcome import COULD_NOT_LOOK, USAGE
from doorguard.cli.paper import complain
from doorguard.cli.passphrase import NoPassphrase
from doorguard.cli.stop import Stop
from doorguard.record.faults import RecordFault, WeakPassphrase
from doorguard.wording import _


def run(chosen: argparse.Namespace) -> int:
    """One of new, add, show, check and export; returns its exit code."""
    from doorguard.cli.record.add import add
    from doorguard.cli.record.copy_on import export
    from doorguard.cli.record.new import new
    from doorguard.cli.record.read import check, show

    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "new": new,
        "add": add,
        "show": show,
        "check": check,
        "export": export,
    }
    if not chosen.file.strip():
        complain(_("Give the name of the file."))
        return USAGE
    try:
        with undone():
            return acts[chosen.action](chosen)
    except (NoPassphrase, Stop) as error:
        complain(error)
        return error.code if isinstance(error, Stop) else USAGE
    except RecordFault as error:
        complain(error)
        return USAGE if isinstance(error, WeakPassphrase) else COULD_NOT_LOOK
