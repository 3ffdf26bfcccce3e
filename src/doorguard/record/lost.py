"""What of a damaged record cannot be read any more, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from doorguard.wording import _, in_a_row, many


def lost_words(lost: Sequence[int], *, all_after: bool = False) -> str:
    """Which entries of a damaged file cannot be read any more, and what to do. ``all_after``: nor all that come after
    the last of them."""
    return (
        _("The record is damaged. These entries cannot be read any more: {which}, and all after it.").format(
            which=_runs(lost)
        )
        if all_after
        else many(
            "The record is damaged. {number} entry cannot be read any more: {which}.",
            "The record is damaged. {number} entries cannot be read any more: {which}.",
            len(lost),
        ).format(number=len(lost), which=_runs(lost))
        + " "
        + _("Nothing is written into it. Keep its file, and make no new one in its place.")
    )


def file_lost_words(entries: Sequence[int]) -> str:
    """Which attached files of a damaged file cannot be read any more, by the entries that tell of them."""
    return many(
        "The attached file of this entry cannot be read any more: {which}.",
        "The attached files of these entries cannot be read any more: {which}.",
        len(entries),
    ).format(which=_runs(entries))


def _runs(numbers: Sequence[int]) -> str:
    """4, 7 to 9 and 12."""
    runs = [list(run) for _start, run in groupby(enumerate(numbers), lambda one: one[1] - one[0])]
    return in_a_row(
        [
            str(run[0][1])
            if len(run) == 1
            else _("{first} to {last}").format(first=run[0][1], last=run[-1][1])
            for run in runs
        ]
    )
