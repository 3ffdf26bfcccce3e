"""What follows from an answer, and what does not."""

from __future__ import annotations

from doorguard.facts import NOT_KNOWN, NOT_SAID, OWNERSHIP, told_anew, with_what_follows
from doorguard.model import Scalar


def test_all_of_it_tells_whose_it_is_and_not_who_can_reach_it() -> None:
    told = with_what_follows({"owner.all_mine": True})
    assert told["owner.claimed"] is True
    assert [told.get(fact) for fact in OWNERSHIP] == ["me", "me", "mine", "me", None]
    assert "shared.with" not in told, "only a look into the list tells that"


def test_what_was_told_itself_wins() -> None:
    assert with_what_follows({"owner.all_mine": True, "plan.paid_by": "nobody"})["plan.paid_by"] == "nobody"


def test_rather_not_say_leaves_all_five_open_and_not_knowing_none() -> None:
    assert {with_what_follows({"owner.all_mine": NOT_SAID})[fact] for fact in OWNERSHIP} == {NOT_SAID}
    assert with_what_follows({"owner.all_mine": NOT_KNOWN}) == {"owner.all_mine": NOT_KNOWN}
    assert with_what_follows({"owner.all_mine": False}) == {"owner.all_mine": False}


def test_all_of_it_takes_back_what_was_said_otherwise_and_keeps_the_rest() -> None:
    before: dict[str, Scalar] = {"account.whose": "someone", "owner.claimed": False, "shared.with": "unknown"}
    assert told_anew(before, "owner.all_mine", True) == {"shared.with": "unknown", "owner.all_mine": True}
    assert told_anew(before, "owner.all_mine", False) == {**before, "owner.all_mine": False}
