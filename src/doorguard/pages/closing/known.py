"""How well a step is known, and how old it is, in plain words (S18)."""

from __future__ import annotations

from datetime import date

from doorguard.catalog import Step
from doorguard.catalog.shapes import Confidence
from doorguard.pages.screen import day
from doorguard.report.cards import is_old
from doorguard.wording import N_, _

KNOWN: dict[Confidence, str] = {
    "maker": N_("From the maker's own page, as of {day}."),
    "copy": N_("From a copy of the maker's page or manual, as of {day}."),
    "others": N_("From others, not from the maker, as of {day}. Names may differ."),
    "usual": N_("The usual way, as of {day}. Names may differ."),
}


def known_words(step: Step, today: date) -> tuple[str, ...]:
    """Where a step comes from and when it was written; and whether that is long ago."""
    said = (_(KNOWN[step.confidence]).format(day=day(step.as_of)),)
    if is_old(step.as_of, today):
        return (*said, _("This may be out of date. It was written more than 12 months ago."))
    return said
