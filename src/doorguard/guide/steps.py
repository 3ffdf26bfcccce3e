"""From a finding to the step that closes it. Pure.

A check names an action; the maker's own page is taken where it says something of its own, else the
generic page, and the step says which (``Step.page``).
"""

from __future__ import annotations

from doorguard.catalog import Catalog, Check, Step, VendorPage
from doorguard.model import Device
from doorguard.wording import N_, _

LABEL_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("notice", N_("Could the other person notice?")),
    ("proof", N_("What proof would this wipe?")),
    ("undo", N_("Can it be undone?")),
    ("stops", N_("What stops working?")),
)
"""The four labels of every step, always in this order (design rule 3)."""


class NoStep(LookupError):
    """No page has a section for this action: a mistake in the catalogue."""


def step_for(catalog: Catalog, check: Check, device: Device) -> Step:
    """The step for one check on one device. Raises :class:`NoStep`."""
    own = catalog.page_for(device.vendor)
    router = catalog.page("router")
    pages: tuple[VendorPage | None, ...]
    if device.kind == "router":
        pages = (router, catalog.page("generic"))  # a maker's page is about its cameras
    elif check.action == "close-router-door":
        pages = (own, router, catalog.page("generic"))
    else:
        pages = (own, catalog.page("generic"))
    for page in pages:
        if page is not None and check.action in page.steps:
            return page.steps[check.action]
    raise NoStep(f"no page has a step for {check.action}")


def label(step: Step, name: str) -> str:
    """One label in words. "Not known" is shown, with what is known beside it, and treated as yes."""
    text = step.labels.get(name, "not known")
    said = text[:1].upper() + text[1:]
    if text.lower().startswith("not known") and "treat it as yes" not in text.lower():
        return said.rstrip(".") + ". " + _("Treat it as yes.")
    return said
