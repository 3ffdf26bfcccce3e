"""What a damaged record does not give any more is said whole: which, how far, and what to do."""

from __future__ import annotations

import pytest

from doorguard.record.lost import Lost, file_lost_words

KEEP = " Keep its file, and make no new one in its place."


@pytest.mark.parametrize(
    ("lost", "says"),
    [
        (Lost([4]), "The record is damaged. 1 entry cannot be read any more: 4."),
        (Lost([4, 7, 8, 9]), "The record is damaged. 4 entries cannot be read any more: 4 and 7 to 9."),
        (
            Lost([4, 7], all_after=True),
            "The record is damaged. These entries cannot be read any more: 4 and 7, and all after it.",
        ),
    ],
)
def test_which_and_what_to_do(lost: Lost, says: str) -> None:
    assert lost
    assert lost.words() == says + KEEP


def test_nothing_lost_says_nothing() -> None:
    assert not Lost()
    assert Lost().words() == ""
    assert 1 not in Lost()


def test_what_came_after_the_last_that_is_reached_is_lost_too() -> None:
    assert 50 in Lost([4, 41], all_after=True)
    assert 40 not in Lost([4, 41], all_after=True)
    assert 50 not in Lost([4, 41])


def test_files() -> None:
    assert file_lost_words([9]) == "The attached file of this entry cannot be read any more: 9."
    assert file_lost_words([3, 9]) == "The attached files of these entries cannot be read any more: 3 and 9."
