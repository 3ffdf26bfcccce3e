"""What the answers allow. "Not sure" and "rather not say" may never allow more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.gate import QUESTIONS, Answers, Decision, decide
from doorguard.gate.questions import NOT_SURE, RATHER_NOT
from doorguard.model import Level

LIGHT = {"seen_or_heard": "no", "anyone_minds": "no", "computer": "mine", "router": "mine"}
FULL = LIGHT | {
    "anyone_minds": "yes", "danger": "no", "home": "mine", "living": "no", "phone": "no", "phone_code": "no",
    "photos": "no", "children": "no", "court": "no", "lost_access": "nothing",
}  # fmt: skip


def decided(base: dict[str, str], **changes: str) -> Decision:
    return decide(Answers(given=base | changes))


class TestLight:
    def test_own_home_and_nobody_minds(self) -> None:
        assert decided(LIGHT) == Decision(Level.LOOK, True, True, "light", (), False)

    def test_something_may_see_the_screen(self) -> None:
        decision = decided(LIGHT, seen_or_heard="not-sure")
        assert decision.level_allowed is Level.LOOK
        assert "Turn the screen" in decision.says[0]

    def test_an_unknown_device_closes_changes(self) -> None:
        told = {"192.168.1.20": {"owner.claimed": False}, "192.168.1.21": {"owner.claimed": True}}
        assert decide(Answers(given=LIGHT, told=told)).changes_open is False
        assert decide(Answers(given=LIGHT, told={"192.168.1.21": {"owner.claimed": True}})).changes_open


class TestFull:
    def test_with_ordinary_answers_a_look_is_open(self) -> None:
        assert decided(FULL) == Decision(Level.LOOK, True, True, "full", (), False)

    @pytest.mark.parametrize(
        ("key", "answer", "level", "changes", "help_first"),
        [
            ("danger", "not-sure", Level.LOOK, True, True),
            ("danger", "rather-not-say", Level.LOOK, True, True),
            ("computer", "shared", Level.TALK, False, False),
            ("computer", "not-sure", Level.TALK, False, False),
            ("home", "asked", Level.LOOK, True, False),
            ("home", "neighbour", Level.TALK, False, False),
            ("home", "not-mine", Level.TALK, False, False),
            ("home", "not-sure", Level.TALK, False, False),
            ("living", "yes", Level.TALK, False, True),
            ("living", "not-sure", Level.TALK, False, True),
            ("router", "someone-else", Level.TALK, True, False),
            ("router", "agreed", Level.LOOK, True, False),
            ("router", "not-sure", Level.TALK, True, False),
            ("court", "yes", Level.LOOK, False, False),
            ("court", "rather-not-say", Level.LOOK, False, False),
            ("phone", "yes", Level.LOOK, True, False),
            ("photos", "not-sure", Level.LOOK, True, False),
            ("children", "yes", Level.LOOK, True, False),
            ("lost_access", "angry", Level.LOOK, False, True),
            ("lost_access", "come-here", Level.LOOK, False, True),
            ("lost_access", "not-sure", Level.LOOK, False, True),
        ],
    )
    def test_one_answer_apart(
        self, key: str, answer: str, level: Level, changes: bool, help_first: bool
    ) -> None:
        decision = decided(FULL, **{key: answer})
        assert (decision.level_allowed, decision.changes_open, decision.help_first) == (level, changes, help_first)
        assert decision.may_start
        assert decision.says or help_first or (key, answer) in {("home", "asked"), ("router", "agreed")}

    def test_record_only_may_look_when_being_noticed_is_all_right(self) -> None:
        decision = decided(FULL, living="yes", noticed="yes")
        assert (decision.level_allowed, decision.changes_open) == (Level.LOOK, False)
        for answer in ("no", "not-sure", "rather-not-say"):
            assert decided(FULL, living="yes", noticed=answer).level_allowed is Level.TALK

    def test_danger_now_stops_everything(self) -> None:
        decision = decided({"anyone_minds": "yes"}, danger="yes")
        assert (decision.may_start, decision.level_allowed, decision.help_first) == (False, Level.TALK, True)

    def test_nothing_answered_is_the_most_careful(self) -> None:
        decision = decide(Answers(given={"anyone_minds": "rather-not-say"}))
        assert (decision.level_allowed, decision.changes_open) == (Level.TALK, False)


ANSWERS = st.fixed_dictionaries(
    {}, optional={k: st.sampled_from([a.id for a in q.answers]) for k, q in QUESTIONS.items()}
)


@given(ANSWERS, st.sampled_from(sorted(QUESTIONS)), st.sampled_from([NOT_SURE.id, RATHER_NOT.id]))
def test_a_careful_answer_never_allows_more(answers: dict[str, str], key: str, careful: str) -> None:
    if answers.get(key) == "yes" and key == "danger":
        return  # nothing is more careful than danger now
    before, after = decide(Answers(given=answers)), decide(Answers(given=answers | {key: careful}))
    assert after.level_allowed <= before.level_allowed
    assert after.changes_open <= before.changes_open
    assert after.may_start <= before.may_start
    assert after.help_first >= before.help_first


@given(ANSWERS)
def test_the_full_path_never_allows_more_than_the_light_one(answers: dict[str, str]) -> None:
    light, full = decide(Answers(given=answers)), decide(Answers(given=answers), full=True)
    assert full.level_allowed <= light.level_allowed
    assert full.changes_open <= light.changes_open
