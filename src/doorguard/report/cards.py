"""Step cards: the steps of one make, to read or print without a device. Pure; text, Markdown and JSON here."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doorguard.catalog import GENERAL_KNOWLEDGE, Confidence, LockClass, Step
from doorguard.wording import N_, _, day_words

WIDTH = 76
"""Columns of the text form at most."""
SCHEMA = "doorguard.guide/1"
OLD_AFTER_DAYS = 365
"""A step written longer ago than this is shown as maybe out of date (safety.md S18)."""

CONFIDENCE_WORDS: Mapping[Confidence, str] = {
    "maker": N_("This comes from the maker's own help page."),
    "copy": N_("This comes from a copy of the maker's help page, its manual or its staff."),
    "others": N_("This comes from somebody else's page, not from the maker."),
    "usual": N_("This is how it usually is. Names may differ."),
}
"""How well a step is known, in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One step as it is printed. ``own``: it is the maker's own section, else the one for any make.

    ``labels`` are (name, question, answer) in their fixed order; ``lock`` is who can take the device over,
    on the one card that is about that; ``old`` says that it was written more than a year ago.
    """

    title: str
    step: Step
    own: bool
    labels: tuple[tuple[str, str, str], ...]
    lock: str = ""
    old: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Cards:
    """Some cards under one heading."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Guide:
    """All cards of one make. ``name`` is how it is called, such as "Ring" or "any make"."""

    slug: str
    name: str
    names: tuple[str, ...]
    apps: tuple[str, ...]
    as_of: str
    lock_class: LockClass | None
    groups: tuple[Cards, ...]

    @property
    def title(self) -> str:
        """The heading of the whole: nothing in it tells why somebody reads it (S22)."""
        return _("Camera and doorbell steps: {make}").format(make=self.name)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, in order."""
        return tuple(card for group in self.groups for card in group.cards)


def opening() -> tuple[str, ...]:
    """What stands before the cards."""
    return (
        _("You can do nothing for now. That is always a good choice."),
        _("You do each step yourself, if and when you choose. Read the whole card first."),
        _("Keep proof before you change anything. Not known counts as yes."),
    )


def is_old(as_of: str, today: date) -> bool:
    """True for a step written more than 12 months before ``today``, or on no known day."""
    try:
        return (today - date.fromisoformat(as_of)).days > OLD_AFTER_DAYS
    except ValueError:
        return True


def whose(card: Card, guide: Guide) -> str:
    """Whether the card is of this make or of any."""
    if card.step.page == "generic":
        return _("The usual way, for any make.")
    if card.step.page == "router":
        return _("For the router, the box that the wifi comes from.")
    return _("For {make}.").format(make=guide.name)


def origin(card: Card) -> str:
    """When it was written, how well it is known, if it may be old, and its source where there is one to look at."""
    says = [_("Written on {day}.").format(day=day(card.step.as_of)), _(CONFIDENCE_WORDS[card.step.confidence])]
    if card.old:
        says.append(_("That is more than a year ago, so it may be out of date."))
    if card.step.source != GENERAL_KNOWLEDGE:
        says.append(_("Source: {source}").format(source=card.step.source))
    return " ".join(says)


def day(iso: str) -> str:
    """A day in words: 23 November 2026; a text that is no day stays as it is."""
    try:
        return day_words(date.fromisoformat(iso))
    except ValueError:
        return iso or _("an unknown day")


# --- text -----------------------------------------------------------------------------------------


def as_text(guide: Guide, width: int = WIDTH) -> str:
    """Wrapped to ``width`` columns, with a tick box at each act."""
    return "\n".join(_text(guide, width)) + "\n"


def _text(guide: Guide, width: int) -> Iterator[str]:
    yield from _wrap(width, guide.title)
    if guide.apps:
        yield from _wrap(width, _("Apps: {apps}").format(apps=", ".join(guide.apps)))
    yield ""
    for says in opening():
        yield from _wrap(width, says)
    for group in guide.groups:
        if len(guide.groups) > 1:
            yield from ("", "", group.title.upper())
        for card in group.cards:
            yield ""
            yield from _card_text(card, guide, width)


def _card_text(card: Card, guide: Guide, width: int) -> Iterator[str]:
    yield from _wrap(width, card.title)
    yield from _wrap(width, whose(card, guide), "  ")
    for _name, question, answer in card.labels:
        yield from _wrap(width, f"{question} {answer}", "  ", "    ")
    if card.lock:
        yield from _wrap(width, card.lock, "  ")
    yield from _wrap(width, _("What to do"), "  ")
    for number, act in enumerate(card.step.acts, 1):
        head = f"  [ ] {number}. "
        yield from _wrap(width, act, head, " " * len(head))
    yield from _wrap(width, _("How you can tell: {check}").format(check=card.step.check), "  ", "    ")
    yield from _wrap(width, origin(card), "  ", "    ")


def _wrap(width: int, text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )


# --- Markdown, for docs/guides --------------------------------------------------------------------


def as_markdown(guide: Guide) -> str:
    """The cards as one Markdown page."""
    return "\n".join(_markdown(guide)) + "\n"


def _markdown(guide: Guide) -> Iterator[str]:
    yield f"# {guide.title}"
    yield ""
    if guide.apps:
        yield from (_("Apps: {apps}").format(apps=", ".join(guide.apps)), "")
    yield from (" ".join(opening()), "")
    for group in guide.groups:
        yield from (f"## {group.title}", "")
        for card in group.cards:
            yield from (f"### {card.title}", "", f"*{whose(card, guide)}*", "")
            yield from (f"- **{question}** {answer}" for _name, question, answer in card.labels)
            yield ""
            if card.lock:
                yield from (card.lock, "")
            yield from (f"{number}. [ ] {act}" for number, act in enumerate(card.step.acts, 1))
            yield from ("", f"**{_('How you can tell that it worked.')}** {card.step.check}", "")
            yield from (origin(card), "")


# --- JSON -----------------------------------------------------------------------------------------


def as_json(guide: Guide) -> str:
    """One document; docs/guide.schema.json describes it."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "make": {
            "slug": guide.slug,
            "names": list(guide.names),
            "apps": list(guide.apps),
            "as_of": guide.as_of,
            "lock_class": guide.lock_class,
        },
        "cards": [_card_json(card, group.title) for group in guide.groups for card in group.cards],
    }
    return json.dumps(document, indent=2)


def _card_json(card: Card, group: str) -> dict[str, Any]:
    return {
        "action": card.step.action,
        "title": card.title,
        "group": group,
        "own": card.own,
        "page": card.step.page,
        "labels": {name: answer for name, _question, answer in card.labels},
        "acts": list(card.step.acts),
        "check": card.step.check,
        "lock": card.lock or None,
        "as_of": card.step.as_of,
        "may_be_out_of_date": card.old,
        "confidence": card.step.confidence,
        "source": card.step.source,
    }
