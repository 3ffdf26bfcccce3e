"""Which questions are asked, and on which path."""

from __future__ import annotations

import pytest

from doorguard.gate import QUESTIONS, missing_questions, path_of, questions_for
from doorguard.gate.questions import ABOUT_PHONE, FULL, LIGHT, NOT_SURE, RATHER_NOT, Question

ORDINARY = {"seen_or_heard": "no", "anyone_minds": "no", "computer": "mine", "router": "mine"}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.key)
def test_every_question_lets_a_person_not_know_and_not_say(question: Question) -> None:
    assert question.answers[-2:] == (NOT_SURE, RATHER_NOT)
    assert len({answer.id for answer in question.answers}) == len(question.answers)
    assert question.why.endswith(".")


class TestPath:
    def test_sight_and_sound_come_first_and_the_weight_second(self) -> None:
        for path in (LIGHT, FULL):
            assert [q.key for q in path[:2]] == ["seen_or_heard", "anyone_minds"]

    def test_ordinary_answers_keep_it_light(self) -> None:
        assert path_of(ORDINARY) == "light"
        assert questions_for(ORDINARY) == LIGHT

    @pytest.mark.parametrize(
        ("key", "answer"),
        [
            (key, answer.id)
            for key in ("anyone_minds", "computer", "router")
            for answer in QUESTIONS[key].answers
            if answer.id != ORDINARY[key]
        ],
    )
    def test_every_other_answer_is_the_full_path(self, key: str, answer: str) -> None:
        assert path_of(ORDINARY | {key: answer}) == "full"
        assert set(questions_for(ORDINARY | {key: answer})) > set(ABOUT_PHONE)

    def test_a_light_run_can_be_moved(self) -> None:
        assert {q.key for q in missing_questions(ORDINARY, full=True)} == {q.key for q in FULL} - set(ORDINARY)


class TestOrder:
    def test_danger_now_ends_the_questions(self) -> None:
        given = {"seen_or_heard": "no", "anyone_minds": "yes", "danger": "yes"}
        assert missing_questions(given) == ()

    def test_danger_is_asked_before_anything_about_the_home(self) -> None:
        given = {"seen_or_heard": "no", "anyone_minds": "not-sure"}
        assert missing_questions(given)[0].key == "danger"

    def test_being_noticed_is_asked_only_where_someone_is_near(self) -> None:
        assert "noticed" not in {q.key for q in questions_for({"anyone_minds": "yes", "living": "no"})}
        assert "noticed" in {q.key for q in questions_for({"anyone_minds": "yes", "living": "not-sure"})}
