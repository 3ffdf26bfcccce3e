"""Where a record or a copy would lie, said before it is made."""

from __future__ import annotations

import os
from pathlib import Path

from doorguard.cli.record.asking import paper, yes
from doorguard.cli.stop import Stop
from doorguard.cli.terminal import person
from doorguard.pages.written_down.keep import NOT_KNOWN
from doorguard.record.faults import AlreadyThere, NoFolder
from doorguard.record.places import expanded, is_folder
from doorguard.wording import _


def free_place(name: str) -> Path:
    """Where something new is to lie, before anything is asked. Raises ``AlreadyThere``, ``NoFolder``."""
    path = expanded(name)
    if os.path.lexists(path):
        raise AlreadyThere(path.name or name)
    if not is_folder(path.parent):
        raise NoFolder(str(path.parent))
    return path


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
