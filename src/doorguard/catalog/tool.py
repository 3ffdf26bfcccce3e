"""What made a document: the program, its checks and the age of its tables."""

from __future__ import annotations

from doorguard.catalog.shapes import Catalog


def tool(catalog: Catalog) -> dict[str, str]:
    """Each by its version; ``tables_as_of`` is the day of the oldest row."""
    from doorguard import __version__, tables

    return {"version": __version__, "catalog": catalog.version, "tables_as_of": tables.AS_OF}
