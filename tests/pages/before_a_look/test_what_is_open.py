"""The end of the full path: two short lists, why, people, and something to do next."""

from __future__ import annotations

import pytest

from doorguard.gate import QUESTIONS
from doorguard.gate.branches import BRANCHES, THINGS, Branch
from doorguard.pages.before_a_look.what_is_open import WhatIsOpen
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from tests.conftest import FULL_ANSWERS, a_flow

BEFORE_COMPUTER = ("home", "no", "yes", "no")


def texts(page: Page) -> list[str]:
    return [f"{line.label} {line.text}".strip() for line in page.lines]


def ids(page: Page) -> list[str]:
    return [choice.id for choice in page.choices]


def at_the_end(country: str | None = "England", **changes: str) -> Flow:
    flow = a_flow()
    flow.given.update(FULL_ANSWERS | {key.replace("-", "_"): answer for key, answer in changes.items()})
    flow.country, flow.country_asked = country, True
    flow.go(WhatIsOpen())
    return flow


def answer(flow: Flow, *choices: str) -> Page:
    for choice in choices:
        assert choice in ids(flow.page), f"{choice} on {flow.page.id}"
        flow.choose(choice)
    return flow.page


@pytest.mark.parametrize("branch", BRANCHES, ids=lambda branch: branch.id)
def test_each_branch_says_open_and_not_now_and_who_can_help(branch: Branch) -> None:
    flow = at_the_end()
    flow.go(WhatIsOpen(branch))
    said = texts(flow.page)
    assert "Not now" in said
    assert branch.says in said
    assert all(line in said for line in branch.advice)
    assert "Police (emergency) 999, 24 hours" in said, "the help lines stand in the page"
    assert set(branch.next) <= set(ids(flow.page))


def test_one_branch_tells_its_advice_on_the_page_itself() -> None:
    page = at_the_end(court="yes").page
    assert "Ask them: may I change this, and what should I keep first?" in texts(page)
    assert "Why, and what helps" not in texts(page)


def test_more_than_one_are_listed_and_each_opens() -> None:
    flow = at_the_end(court="yes", router="someone-else", children="yes")
    page = flow.page
    listed = [choice for choice in ids(page) if choice.startswith("branch:")]
    assert listed == ["branch:court", "branch:router", "branch:children"], "the weightiest first"
    assert answer(flow, "branch:router").id == "branch-router"
    assert answer(flow, "back").id == "what-is-open"


@pytest.mark.parametrize(
    ("changes", "first"), [({"living": "yes"}, True), ({"lost_access": "angry"}, True), ({"court": "yes"}, False)]
)
def test_help_lines_come_first_where_they_must(changes: dict[str, str], first: bool) -> None:
    said = texts(at_the_end(**changes).page)
    assert (said[0] == "People who can help") == first
    assert (said.index("People who can help") < said.index("Not now")) == first


def test_a_neighbour_is_never_looked_at_and_the_ways_are_there() -> None:
    flow = at_the_end(country="Scotland", home="neighbour")
    said = texts(flow.page)
    assert THINGS["look"] in said[said.index("Not now") :]
    assert any(line.startswith("Information Commissioner's Office (ICO)") for line in said)
    assert answer(flow, "other-camera").title == "A camera of a neighbour or of someone else"
    flow.back()
    assert answer(flow, "write-down").title == "Keeping a written record"
    flow.back()
    assert answer(flow, "on").id == "reading"


def test_the_numbers_are_of_the_country_that_was_said() -> None:
    flow = at_the_end(country="Canada", living="yes")
    assert not any("999" in line for line in texts(flow.page))
    flow = at_the_end(country=None, living="yes")
    assert "country" in ids(flow.page)
    assert "In danger UK 999, Ireland 999 or 112" in " ".join(texts(flow.page))
    assert answer(flow, "country", "Australia").id == "what-is-open"
    assert any("1800RESPECT" in line for line in texts(flow.page))


def test_the_computer_is_the_first_thing_said() -> None:
    flow = a_flow()
    page = answer(flow, *BEFORE_COMPUTER, "shared")
    assert page.id == "branch-computer"
    assert ids(page)[0] == "leave", "stop here if you can"
    assert answer(flow, "on").title.startswith("Question 5. ")
    flow.back()
    flow.choose("leave")
    assert flow.wants == Want("leave")


def test_everything_that_is_offered_next_opens() -> None:
    for branch in BRANCHES:
        for step in (*branch.next, "people"):
            flow = at_the_end()
            flow.go(WhatIsOpen(branch))
            before = flow.page.id
            answer(flow, step)
            assert flow.page.id != before or flow.wants == Want("leave"), step


class TestPlan:
    @pytest.mark.parametrize("given", ["angry", "come-here", "not-sure", "rather-not-say"])
    def test_losing_access_leads_to_a_plan(self, given: str) -> None:
        flow = at_the_end(lost_access=given)
        assert ids(flow.page)[0] == "plan"
        page = answer(flow, "plan")
        said = " ".join(texts(page))
        for part in (
            "Who will be with you?",
            "Where will you be?",
            "get help?",
            "children told?",
            "look like to them?",
        ):
            assert part in said
        assert "What will you say if they ask?" in said
        assert page.choices[0].id == "nothing"
        assert page.typed is None, "nothing is typed"
        assert answer(flow, "nothing").id == "what-is-open"

    def test_it_stands_where_changes_wait(self) -> None:
        from doorguard.pages.closing.before_step import ChangesWait
        from doorguard.pages.closing.reading import ReadStep

        flow = at_the_end(court="yes")
        flow.go(ReadStep("generic", "reset"))
        assert flow.page.id == "changes-wait"
        assert [c.id for c in flow.page.choices][:2] == ["nothing", "plan"]
        assert isinstance(flow._on_view(), ChangesWait)
        assert answer(flow, "plan", "people", "back", "back").id == "changes-wait"
        assert answer(flow, "nothing").id == "what-is-open"


class TestHowFar:
    def test_every_question_says_its_number_and_totals_are_true(self) -> None:
        flow = a_flow()
        answer(flow, "home", "no", "yes")
        said = []
        while flow.page.id.startswith("gate-"):
            said.append(flow.page.title.split(". ")[0])
            ordinary = QUESTIONS[flow.page.id.removeprefix("gate-").replace("-", "_")].answers[0].id
            answer(flow, ordinary)
        whole = [f"Question {number} of 13" for number in range(7, 14)]
        assert said == ["Question 3", "Question 4", "Question 5", "Question 6", *whole]

    def test_the_light_path_says_when_it_ends(self) -> None:
        flow = a_flow()
        answer(flow, "home", "no", "no")
        assert "One more comes, if it is yours alone." in texts(flow.page)
        answer(flow, "mine")
        assert "This is the last one, if you run it." in texts(flow.page)

    def test_the_number_stays_when_one_goes_back(self) -> None:
        flow = a_flow()
        answer(flow, "home", "no", "yes", "no", "mine", "mine")
        before = flow.page.title
        answer(flow, "no")
        flow.back()
        assert flow.page.title == before
