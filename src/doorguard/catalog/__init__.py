"""Reads ``checks/`` and ``vendors/``. An error names the file and the key, in words.

The folders lie inside the installed package (``_checks``, ``_vendors``) or, in a working copy, at
the repository root.
"""

from doorguard.catalog.check_pages import read_check
from doorguard.catalog.loading import folder, load, load_from
from doorguard.catalog.shapes import (
    CHECK_HEADINGS,
    GENERAL_KNOWLEDGE,
    LABELS,
    WEIGHTS,
    Catalog,
    CatalogError,
    Check,
    Confidence,
    Example,
    LockClass,
    Question,
    Rule,
    Step,
    VendorPage,
)
from doorguard.catalog.vendor_pages import read_vendor

__all__ = [
    "CHECK_HEADINGS",
    "GENERAL_KNOWLEDGE",
    "LABELS",
    "WEIGHTS",
    "Catalog",
    "CatalogError",
    "Check",
    "Confidence",
    "Example",
    "LockClass",
    "Question",
    "Rule",
    "Step",
    "VendorPage",
    "folder",
    "load",
    "load_from",
    "read_check",
    "read_vendor",
]
