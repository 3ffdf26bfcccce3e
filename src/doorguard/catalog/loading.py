"""Finds and reads the whole catalogue. One bad page never takes the others with it."""

from __future__ import annotations

import functools
from pathlib import Path

from doorguard import wording
from doorguard.catalog.check_pages import read_check
from doorguard.catalog.said import said
from doorguard.catalog.shapes import Catalog, CatalogError, Check, VendorPage
from doorguard.catalog.vendor_pages import read_vendor
from doorguard.wording import _


def folder(name: str) -> Path:
    """Where ``checks`` or ``vendors`` lies. Raises :class:`CatalogError`."""
    inside = Path(__file__).parents[1] / f"_{name}"
    beside = Path(__file__).parents[3] / name
    for place in (inside, beside):
        if place.is_dir():
            return place
    raise CatalogError(name, "", "the folder is missing from this copy of doorguard")


def load() -> Catalog:
    """The catalogue that came with the program, in the language in use. A broken page is left out and said
    (``broken``)."""
    return _load(wording.language())


@functools.lru_cache(maxsize=4)
def _load(language: wording.Language | None) -> Catalog:
    if language is None:
        return load_from(folder("checks"), folder("vendors"))
    return said(_load(None), _)


def load_from(checks: Path, vendors: Path) -> Catalog:
    """Read two folders. Never raises for one bad page: it stands in ``broken``."""
    broken: list[CatalogError] = []
    good_checks: list[Check] = []
    for place in sorted(p for p in checks.iterdir() if p.is_dir() and not p.name.startswith("_")):
        try:
            good_checks.append(read_check(place))
        except CatalogError as error:
            broken.append(error)
    pages: list[VendorPage] = []
    for file in sorted(vendors.glob("*.md")):
        if file.stem in ("_template", "README"):
            continue
        try:
            pages.append(read_vendor(file))
        except CatalogError as error:
            broken.append(error)
    return Catalog(checks=tuple(good_checks), vendors=tuple(pages), broken=tuple(broken))
