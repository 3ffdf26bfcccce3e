"""Words that stand in our texts although we do not choose them ourselves: each with its reason, and where.

``words.FORBIDDEN`` holds everywhere else. :data:`TELLING` are words that tell why somebody reads: they stand
in no title, topic, file name or page before the gate (safety.md S22).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from doorguard.catalog.words import MENU_NAMES
from doorguard.tables import contacts

TELLING = re.compile(r"\b(stalk\w*|abus\w*|victim\w*|harass\w*|violen\w*|surviv\w*)\b", re.IGNORECASE)


class Allowed(NamedTuple):
    """A name that is not ours to change. ``where``: the one help page on which it may stand."""

    words: str
    why: str
    where: str


NAMES = (
    Allowed("Domestic Violence, Crime and Victims Act 2004", "title of a law", "law"),
    Allowed("Safer Communities Podcast", "name of a podcast", "training"),
)
"""Titles that we name. Names of organisations come from the contacts table."""

OFFICES = (Allowed("Office for Product Safety and Standards", "name of an office", "src/doorguard/tables/legal.csv"),)
"""Names in a table."""

PAGES_THAT_TELL = {
    "watched": "the one page that explains stalking and harassment",
    "law": "titles of laws and of orders",
    "training": "names of courses",
    "own-camera": "what a court found, in the court's word",
    "other-camera": "what the law calls it",
}
"""Help pages on which :data:`TELLING` words may stand in a sentence, with the reason. Never in their titles."""


def allowed(where: str | None = "") -> tuple[str, ...]:
    """Every name that may stand in a text: of an organisation, of a maker's menu, and on the help page ``where``
    its titles. None: on any page."""
    organisations = (name for contact in contacts() for name in (contact.organisation, contact.phone) if name)
    titles = (name.words for name in (*NAMES, *OFFICES) if where in (None, name.where))
    return (*organisations, *MENU_NAMES, *titles)
