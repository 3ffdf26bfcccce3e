"""Any set of answers, also a contradictory one or half of one, is read in the most careful way."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from doorguard.gate import QUESTIONS, Answers, decide, missing_questions, path_of
from doorguard.model import Level

ANSWERS = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from([a.id for a in question.answers]) for key, question in QUESTIONS.items()}
)
LIGHT = {"seen_or_heard": "no", "anyone_minds": "no", "computer": "mine", "router": "mine"}

ONLY_TALK = {
    "danger": {"yes"},
    "computer": {"shared", "not-sure", "rather-not-say"},
    "home": {"neighbour", "not-mine", "not-sure", "rather-not-say"},
    "noticed": {"no", "not-sure", "rather-not-say"},
    "router": {"someone-else", "not-sure", "rather-not-say"},
}
"""An answer of these forbids every packet, whatever else was said."""

NO_CHANGES = {
    "danger": {"yes"},
    "computer": {"shared", "not-sure", "rather-not-say"},
    "home": {"neighbour", "not-mine", "not-sure", "rather-not-say"},
    "living": {"yes", "not-sure", "rather-not-say"},
    "court": {"yes", "not-sure", "rather-not-say"},
    "lost_access": {"angry", "come-here", "not-sure", "rather-not-say"},
}
"""An answer of these closes every change."""


def any_of(answers: dict[str, str], careful: dict[str, set[str]]) -> bool:
    return any(answers.get(key) in ids for key, ids in careful.items())


@given(ANSWERS)
@example(LIGHT | {"danger": "yes"})
@example(LIGHT | {"home": "neighbour"})
@example(LIGHT | {"living": "no", "noticed": "no"})
@example({})
def test_no_more_than_the_most_careful_answer_allows(answers: dict[str, str]) -> None:
    decision = decide(Answers(given=answers, level=Level.LOOK))
    if any_of(answers, ONLY_TALK) or missing_questions(answers):
        assert decision.level_allowed is Level.TALK
        assert decision.says or decision.help_first
    if any_of(answers, NO_CHANGES) or missing_questions(answers):
        assert not decision.changes_open
    assert decision.may_start == (answers.get("danger") != "yes")
    assert decision.level_allowed <= Level.LOOK


@given(ANSWERS)
def test_what_is_complete_and_ordinary_is_not_held_back(answers: dict[str, str]) -> None:
    near = answers.get("living") != "no" and answers.get("noticed") != "yes" and path_of(answers) == "full"
    if not missing_questions(answers) and not any_of(answers, ONLY_TALK) and not near:
        assert decide(Answers(given=answers)).level_allowed is Level.LOOK


@given(ANSWERS, st.sampled_from(sorted(QUESTIONS)))
def test_leaving_an_asked_question_out_never_allows_more(answers: dict[str, str], key: str) -> None:
    if answers.get(key) == "yes" and key == "danger":
        return
    without = {k: v for k, v in answers.items() if k != key}
    if key in {q.key for q in missing_questions(without)}:
        before, after = decide(Answers(given=answers)), decide(Answers(given=without))
        assert (after.level_allowed, after.changes_open) <= (before.level_allowed, before.changes_open)
        assert after.changes_open <= before.changes_open


@given(ANSWERS)
def test_the_questions_come_to_an_end(answers: dict[str, str]) -> None:
    rest = dict(answers)
    for _ in QUESTIONS:
        missing = missing_questions(rest)
        if not missing:
            break
        rest[missing[0].key] = "not-sure"
    assert missing_questions(rest) == ()


@given(ANSWERS)
def test_whatever_holds_a_run_back_can_be_seen_and_changed(answers: dict[str, str]) -> None:
    """A careful answer that was given is among the questions shown again, so that it can be changed."""
    from doorguard.gate import questions_for

    if answers.get("danger") == "yes":
        return
    shown = {question.key for question in questions_for(answers)}
    assert {key for key, ids in (ONLY_TALK | NO_CHANGES).items() if answers.get(key) in ids} <= shown
