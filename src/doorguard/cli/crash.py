"""A command that is wrong itself: one calm line, no data in it, and not the exit code of a problem that was found."""

from __future__ import annotations

import os
import sys
import traceback

from doorguard.cli.outcome import COULD_NOT_LOOK
from doorguard.cli.paper import complain
from doorguard.tui.leaving import LAST_WORDS, TRACEBACK
from doorguard.wording import _


def crashed(error: Exception) -> int:
    """Say so; the details, where a device may stand in them, only if they are asked for. Returns the exit code."""
    sys.stdout.flush()
    for line in LAST_WORDS:
        complain(_(line).format(name=TRACEBACK))
    if os.environ.get(TRACEBACK):
        complain("".join(traceback.format_exception(error)))
    return COULD_NOT_LOOK


def no_room() -> int:
    """What was to be shown went into a file or a program that takes no more. Returns the exit code."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # what is left of it would fail once more at the end
    os.close(nowhere)
    complain(_("There is no room left in the place that this was written to. It is not whole there."))
    return COULD_NOT_LOOK
