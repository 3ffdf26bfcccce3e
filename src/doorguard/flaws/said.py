"""What the list says, in sentences for the person. Each one carries the day of the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from doorguard.tables import Flaw

MOST_TOLD = 3


def fits(flaws: Sequence[Flaw], day: str) -> str:
    """These flaws fit this version: the gravest in words, the others counted."""
    more = len(flaws) - MOST_TOLD
    rest = [] if more <= 0 else ["There is 1 more." if more == 1 else f"There are {more} more."]
    return " ".join([*(_named(flaw) for flaw in flaws[:MOST_TOLD]), *rest, _list_of(day)])


def may_fit(flaws: Sequence[Flaw], day: str) -> str:
    """These may fit, and the list cannot tell."""
    count = "a known flaw" if len(flaws) == 1 else f"one of {len(flaws)} known flaws"
    return (
        f"It may have {count}, but our list does not tell for sure. {_named(flaws[0])} "
        f"Look if the maker has a newer version. {_list_of(day)}"
    )


def none_fits(day: str) -> str:
    """All that the list knows of this model was compared. "Such": the check has said which flaws."""
    return f"No such flaw of our list fits this version. {_list_of(day)}"


def ended(day: str) -> str:
    """The list knows that the maker gives no more updates."""
    return f"Our list says that its maker gives no more updates for this model. {_list_of(day)}"


def nothing_to_compare(day: str) -> str:
    """The list has no rule for this maker or model."""
    return f"Our list of {_words(day)} has nothing about this model, so there was nothing to compare."


def sold_under_another_name(day: str) -> str:
    """The list has rules for the maker behind this brand, by names that this brand does not use."""
    return f"It is sold under a name that our list of {_words(day)} does not cover, so we cannot tell."


def no_version(day: str) -> str:
    """The list knows flaws of this model, and the device does not tell its version."""
    return f"It does not tell its version here, so we cannot use our list of {_words(day)}. Its app may show it."


def no_model(day: str) -> str:
    """The list knows flaws of this maker, and the device does not tell its model."""
    return f"It does not tell its model here, so we cannot use our list of {_words(day)}."


def _named(flaw: Flaw) -> str:
    return f"{flaw.meaning.removesuffix('.')} ({flaw.cve})."


def _list_of(day: str) -> str:
    return f"The list is of {_words(day)}."


def _words(day: str) -> str:
    when = date.fromisoformat(day)
    return f"{when.day} {when:%B %Y}"
