"""``doorguard checks --lint``: tells somebody who wrote or changed a check what does not fit yet."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from doorguard.catalog import CatalogError, folder
from doorguard.catalog.lint import TEMPLATE, Remark, actions_of, folders_of, lint
from doorguard.cli.outcome import USAGE
from doorguard.wording import _, count

TO_CHANGE = 1
"""The exit code when something is to be changed."""


class _NoFolder(Exception):
    """Nothing to read. The text is for the person."""


def run(name: str | None) -> int:
    """Read the checks of a folder, one check, or all that came with the program; say what to change."""
    try:
        folders = _folders(name)
        remarks = lint(
            folders,
            actions_of(_vendors(folders[0].parent)),
            beside=folders_of(folder("checks")),
            template=folder("checks") / TEMPLATE,
        )
    except _NoFolder as error:
        print(error, file=sys.stderr)
        return USAGE
    except CatalogError as error:
        print(_("The steps could not be read. {error}").format(error=error), file=sys.stderr)
        return USAGE
    print("\n".join([*map(str, remarks), _end(remarks, folders)]))
    return TO_CHANGE if remarks else 0


def _folders(name: str | None) -> list[Path]:
    own = folder("checks")
    if name is None:
        return folders_of(own)
    place = Path(name)
    if place.is_file():
        place = place.parent  # one of its two files was named
    if not place.is_dir():
        if (own / name / "check.md").is_file():
            return [own / name]
        near = difflib.get_close_matches(name, [check.name for check in folders_of(own)], 1)
        hint = " " + _("Did you mean {name}?").format(name=near[0]) if near else ""
        raise _NoFolder(_("There is no folder and no check called {name!r}.{hint}").format(name=name, hint=hint))
    try:
        found = folders_of(place.resolve())
    except OSError as error:
        raise _NoFolder(
            _("The folder {name!r} cannot be opened ({reason}).").format(name=name, reason=error.strerror)
        ) from None
    if not found:
        raise _NoFolder(
            _("There is no check in {name!r}. A check is a folder with check.md and cases.yaml in it.").format(
                name=name
            )
        )
    return found


def _vendors(checks: Path) -> Path:
    """The steps beside these checks, when they lie in a copy of the project; else those of the program."""
    beside = checks.parent / "vendors"
    return beside if (beside / "generic.md").is_file() else folder("vendors")


def _end(remarks: Sequence[Remark], folders: Sequence[Path]) -> str:
    read = count(len(folders), "check", "checks")
    if not remarks:
        return _("{checks} read, nothing to change.").format(checks=read)
    return _("{checks} read, {things} to change.").format(checks=read, things=count(len(remarks), "thing", "things"))
