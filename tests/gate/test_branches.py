"""The branches of the full path: every one says what is open and what is not, why, and something that helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.gate import QUESTIONS, Answers, decide, missing_questions, questions_for
from doorguard.gate.branches import BRANCHES, OFFERED, THINGS, Branch, at_once_for, branches_for, closed
from doorguard.gate.people import COUNTRIES, NEAREST, emergency_numbers, nearest
from doorguard.gate.questions import total
from doorguard.gate.strangers import somebody_unknown
from doorguard.model import Level
from doorguard.tables import contacts

ORDINARY = {
    "seen_or_heard": "no", "anyone_minds": "yes", "danger": "no", "computer": "mine", "home": "mine", "living": "no",
    "router": "mine", "phone": "no", "phone_code": "no", "photos": "no", "children": "no", "court": "no",
    "lost_access": "nothing",
}  # fmt: skip
ANSWERS = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from([a.id for a in question.answers]) for key, question in QUESTIONS.items()}
)

LEADS_TO = [
    ("danger", "yes", {"danger"}),
    ("danger", "not-sure", {"maybe-danger"}),
    ("danger", "rather-not-say", {"maybe-danger"}),
    ("computer", "shared", {"computer"}),
    ("computer", "not-sure", {"computer"}),
    ("living", "yes", {"living", "noticed"}),
    ("living", "rather-not-say", {"living", "noticed"}),
    ("noticed", "no", {"noticed"}),
    ("lost_access", "angry", {"plan"}),
    ("lost_access", "come-here", {"plan"}),
    ("lost_access", "not-sure", {"plan"}),
    ("court", "yes", {"court"}),
    ("home", "neighbour", {"neighbour"}),
    ("home", "not-mine", {"not-my-home"}),
    ("home", "not-sure", {"not-my-home"}),
    ("router", "someone-else", {"router"}),
    ("router", "agreed", set()),
    ("phone", "yes", {"phone"}),
    ("phone_code", "not-sure", {"phone"}),
    ("photos", "rather-not-say", {"phone"}),
    ("children", "yes", {"children"}),
    ("home", "asked", set()),
]


@pytest.mark.parametrize(("key", "answer", "ids"), LEADS_TO)
def test_one_answer_leads_to_its_branch(key: str, answer: str, ids: set[str]) -> None:
    assert {branch.id for branch in branches_for(ORDINARY | {key: answer})} == ids


def test_every_branch_is_led_to() -> None:
    assert {id_ for _, _, ids in LEADS_TO for id_ in ids} == {branch.id for branch in BRANCHES}


def test_ordinary_answers_lead_to_none() -> None:
    assert branches_for(ORDINARY) == ()


@pytest.mark.parametrize("branch", BRANCHES, ids=lambda branch: branch.id)
def test_a_branch_helps(branch: Branch) -> None:
    assert branch.title
    assert branch.says.endswith(".")
    assert len(branch.advice) >= 2
    assert branch.next, "at least one useful thing to do next"
    assert set(branch.closes) <= set(THINGS)


class TestWhoMayLook:
    def test_near_somebody_it_is_the_record_only_path(self) -> None:
        near = decide(Answers(given=ORDINARY | {"living": "yes", "noticed": "yes"}))
        assert (near.level_allowed, near.changes_open) == (Level.LOOK, False)
        assert near.not_now == ("change",)
        for noticed in ("no", "not-sure", "rather-not-say"):
            silent = decide(Answers(given=ORDINARY | {"living": "yes", "noticed": noticed}))
            assert silent.not_now == ("look", "change")

    def test_a_shared_computer_keeps_nothing_and_sends_nothing(self) -> None:
        decision = decide(Answers(given=ORDINARY | {"computer": "shared"}))
        assert decision.not_now == ("look", "change", "keep")
        assert decision.open_now == ("read", "app", "paper")

    def test_in_danger_nothing_at_all_is_open_but_reading(self) -> None:
        decision = decide(Answers(given=ORDINARY | {"danger": "yes", "court": "yes"}))
        assert decision.open_now == ("read",)
        assert [branch.id for branch in decision.branches] == ["danger"]


class TestNoHeavierThanItMustBe:
    @pytest.mark.parametrize(("key", "answer"), [("computer", "shared"), ("home", "neighbour"), ("home", "not-sure")])
    def test_where_nothing_is_sent_nobody_is_asked_who_could_notice(self, key: str, answer: str) -> None:
        asked = {question.key for question in questions_for({"anyone_minds": "yes", key: answer})}
        assert not asked & {"noticed", "router"}
        assert ("lost_access" in asked) == (answer != "neighbour")
        unasked = {k: v for k, v in ORDINARY.items() if k != "router"} | {"living": "yes", key: answer}
        branches = branches_for(unasked)
        assert not {"noticed", "router"} & {branch.id for branch in branches}

    def test_the_computer_is_said_at_once(self) -> None:
        assert at_once_for("computer", "mine") is None
        for answer in ("shared", "not-sure", "rather-not-say"):
            branch = at_once_for("computer", answer)
            assert branch is not None
            assert "leave" in branch.next

    def test_a_total_is_said_only_when_no_answer_can_change_it(self) -> None:
        assert total({"seen_or_heard": "no", "anyone_minds": "no", "computer": "mine"}) is None
        assert total({"anyone_minds": "yes", "danger": "no"}) is None
        assert total(ORDINARY) == 13


@given(ANSWERS)
def test_a_total_that_was_said_stays_true(answers: dict[str, str]) -> None:
    said = total(answers)
    if said is None or answers.get("danger") == "yes":
        return
    rest = dict(answers)
    while missing_questions(rest):
        question = missing_questions(rest)[0]
        rest[question.key] = question.answers[-1].id
        assert total(rest) == said


@given(ANSWERS)
def test_open_and_not_now_are_all_there_is(answers: dict[str, str]) -> None:
    decision = decide(Answers(given=answers))
    assert set(decision.open_now).isdisjoint(decision.not_now)
    assert set(OFFERED) <= {*decision.open_now, *decision.not_now}
    assert ("look" in decision.not_now) == (decision.level_allowed < Level.LOOK)
    assert ("change" in decision.not_now) == (not decision.changes_open)
    assert closed(decision.branches) <= set(decision.not_now)


class TestPeople:
    @pytest.mark.parametrize("country", COUNTRIES)
    def test_the_few_that_stand_in_the_page_are_known_and_can_be_reached(self, country: str) -> None:
        found = nearest(country, contacts())
        assert found[0].emergency
        assert len(found) == 1 + len(NEAREST[country]) >= 3, "each name is one of the table"
        assert all(contact.phone or contact.url for contact in found)
        assert all(contact.verified != "unverified" for contact in found)

    def test_every_country_has_some(self) -> None:
        assert set(NEAREST) == set(COUNTRIES)

    @pytest.mark.parametrize("branch", [b for b in BRANCHES if b.contacts], ids=lambda branch: branch.id)
    def test_those_of_a_branch_stand_there_where_the_country_has_them(self, branch: Branch) -> None:
        names = [contact.organisation for contact in nearest("Wales", contacts(), branch.contacts)]
        assert set(branch.contacts) <= set(names)
        assert not set(branch.contacts) & {c.organisation for c in nearest("Canada", contacts(), branch.contacts)}

    def test_without_a_country_one_number_for_each(self) -> None:
        numbers = {contact.country: contact.phone for contact in emergency_numbers(contacts())}
        assert numbers["UK"] == "999"
        assert numbers["United States"] == "911"
        assert len(numbers) == 7


class TestSomebodyUnknown:
    def test_every_kind_of_thing_that_can_be_a_strangers(self) -> None:
        from doorguard.facts import FACTS

        places = ("account.owner@account/2", "recipient.owner@recipient/mail/1", "access.owner@access/1")
        texts = [f"{kind.name}" for kind in FACTS.values() if kind.asked and kind.type == "text"]
        assert len(texts) > 15
        for fact in (*places, *texts):
            assert somebody_unknown(fact, "unknown"), fact
            assert not somebody_unknown(fact, "mine"), fact
        assert somebody_unknown("owner.claimed", False)
        assert not somebody_unknown("owner.claimed", True)

    @pytest.mark.parametrize(("fact", "value"), [("account.whose", "someone"), ("owner.claimed", False)])
    def test_an_answers_file_that_says_so_closes_changes_on_the_light_path(self, fact: str, value: str | bool) -> None:
        light = {"seen_or_heard": "no", "anyone_minds": "no", "computer": "mine", "router": "mine"}
        decision = decide(Answers(given=light, told={"192.168.1.20": {fact: value}}))
        assert (decision.level_allowed, decision.changes_open) == (Level.LOOK, False)
        assert "do not know" in decision.says[0]
