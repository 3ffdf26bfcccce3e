"""What the list says, in sentences for the person. Each one carries the day of the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from doorguard.tables import Flaw
from doorguard.wording import _, day_words, many

MOST_TOLD = 3


def fits(flaws: Sequence[Flaw], day: str) -> str:
    """These flaws fit this version: the gravest in words, the others counted."""
    more = len(flaws) - MOST_TOLD
    rest = [many("There is {number} more.", "There are {number} more.", more).format(number=more)] if more > 0 else []
    return " ".join([*(_named(flaw) for flaw in flaws[:MOST_TOLD]), *rest, _list_of(day)])


def may_fit(flaws: Sequence[Flaw], day: str) -> str:
    """These may fit, and the list cannot tell."""
    may = many(
        "It may have a known flaw, but our list does not tell for sure.",
        "It may have one of {number} known flaws, but our list does not tell for sure.",
        len(flaws),
    ).format(number=len(flaws))
    newer = _("Look if the maker has a newer version.")
    return " ".join((may, _named(flaws[0]), newer, _list_of(day)))


def none_fits(day: str) -> str:
    """All that the list knows of this model was compared. "Such": the check has said which flaws."""
    return " ".join((_("No such flaw of our list fits this version."), _list_of(day)))


def ended(day: str) -> str:
    """The list knows that the maker gives no more updates."""
    return " ".join((_("Our list says that its maker gives no more updates for this model."), _list_of(day)))


def nothing_to_compare(day: str) -> str:
    """The list has no rule for this maker or model."""
    return _("Our list of {day} has nothing about this model, so there was nothing to compare.").format(day=_words(day))


def sold_under_another_name(day: str) -> str:
    """The list has rules for the maker behind this brand, by names that this brand does not use."""
    return _("It is sold under a name that our list of {day} does not cover, so we cannot tell.").format(
        day=_words(day)
    )


def no_version(day: str) -> str:
    """The list knows flaws of this model, and the device does not tell its version."""
    return _("It does not tell its version here, so we cannot use our list of {day}. Its app may show it.").format(
        day=_words(day)
    )


def no_model(day: str) -> str:
    """The list knows flaws of this maker, and the device does not tell its model."""
    return _("It does not tell its model here, so we cannot use our list of {day}.").format(day=_words(day))


def _named(flaw: Flaw) -> str:
    return f"{flaw.meaning.removesuffix('.')} ({flaw.cve})."


def _list_of(day: str) -> str:
    return _("The list is of {day}.").format(day=_words(day))


def _words(day: str) -> str:
    return day_words(date.fromisoformat(day))
