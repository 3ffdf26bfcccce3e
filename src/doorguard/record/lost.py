"""What of a damaged record cannot be read any more, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from doorguard.wording import N_, _, in_a_row, many


@dataclass(frozen=True)
class Lost:
    """Entries of a damaged record that it does not give any more. False where there is none. ``all_after``: nor any
    that come after the last of these; how many those are cannot be told."""

    numbers: Sequence[int] = ()
    all_after: bool = False

    def __bool__(self) -> bool:
        return bool(self.numbers)

    def __contains__(self, number: object) -> bool:
        return number in self.numbers or (self.all_after and isinstance(number, int) and number > self.numbers[-1])

    def words(self) -> str:
        """Which these are, and what to do; empty where nothing is lost."""
        if not self:
            return ""
        return self._which() + " " + _("Keep its file, and make no new one in its place.")

    def _which(self) -> str:
        if self.all_after:
            says = _("The record is damaged. These entries cannot be read any more: {which}, and all after it.")
        else:
            says = many(
                "The record is damaged. {number} entry cannot be read any more: {which}.",
                "The record is damaged. {number} entries cannot be read any more: {which}.",
                len(self.numbers),
            )
        return says.format(number=len(self.numbers), which=_runs(self.numbers))


NOTHING_WRITTEN = N_("Nothing was written into it.")


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
