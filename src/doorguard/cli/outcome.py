"""What a run comes to: its exit code, and what made the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.report.picture import Picture

if TYPE_CHECKING:
    from doorguard.catalog import Catalog

NO_PROBLEM, PROBLEM, USAGE, COULD_NOT_LOOK = 0, 1, 2, 3


def exit_code(picture: Picture, *, person: bool = False) -> int:
    """Design section 4. ``person``: somebody sat at the keys and left; that is never an error."""
    if person:
        return NO_PROBLEM
    if picture.problems():
        return PROBLEM
    answered = bool(picture.listed()) and picture.ended == "complete"
    return NO_PROBLEM if answered else COULD_NOT_LOOK


def tool(catalog: Catalog) -> dict[str, str]:
    """Version, catalogue and the age of the tables, for the JSON."""
    from doorguard import __version__, tables

    return {"version": __version__, "catalog": catalog.version, "tables_as_of": tables.AS_OF}
