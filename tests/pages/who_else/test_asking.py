"""Questions that only the person can answer: one at a time, the heaviest first, stopped at any time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from doorguard.facts import NOT_SAID
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.want import Want

Serve = Callable[[Flow], None]
FIRST = "Is it all yours: bought, set up and paid for by you, on your own e-mail, and used by nobody else?"
KNOWN = "Is this yours, or do you know whose it is?"
NOT_ALL = "Not all of it"
SHARED = "Open the list of shared people in its app. Who is in it?"


def texts(page: Page) -> str:
    return "\n".join(f"{line.label} {line.text}".strip() for line in page.lines)


def ids(page: Page) -> list[str]:
    return [choice.id for choice in page.choices]


def number(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found
    return int(found[0])


def words(page: Page, choice: str) -> str:
    return next(c.text for c in page.choices if c.id == choice)


@pytest.fixture
def ways(demo_flow: Flow, served: Serve) -> Flow:
    """At the ways into the sample camera."""
    for choice in ("look", "show", "device:m-1", "ways"):
        demo_flow.choose(choice)
        served(demo_flow)
    return demo_flow


def answer(flow: Flow, served: Serve, *answers: str) -> Flow:
    """One answer after the other, by its words or ``skip``."""
    for said in answers:
        choice = said if said in ("skip", "stop") else f"answer:{said}"
        assert choice in ids(flow.page), (choice, flow.page.title, ids(flow.page))
        flow.choose(choice)
        served(flow)
    return flow


class TestTheList:
    def test_all_questions_are_one_thing_on_the_list(self, ways: Flow) -> None:
        assert re.fullmatch(r"Answer a few questions about who has access \(2\d left\)", words(ways.page, "questions"))
        assert len(ids(ways.page)) < 8
        assert "could-not-check" not in texts(ways.page)
        assert "signed in" not in texts(ways.page), "what was not asked is no list of what we do not know"

    def test_the_number_goes_down_as_answers_come(self, ways: Flow, served: Serve) -> None:
        left = number(words(ways.page, "questions"))
        ways.choose("questions")
        answer(ways, served, "Yes, all of it", "stop")
        assert number(words(ways.page, "questions")) == left - 2, "that it is known follows, and so do four of the five"
        assert words(ways.page, "said") == "See or change what you said (6 answers)"

    def test_the_router_has_its_own(self, demo_flow: Flow, served: Serve) -> None:
        for choice in ("look", "show", "device:m-3", "ways", "first"):
            demo_flow.choose(choice)
            served(demo_flow)
        assert demo_flow.page.title.startswith("Open the router's page.")


class TestOneQuestion:
    def test_why_it_is_asked_and_the_ways_to_leave_it_open(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        page = ways.page
        assert page.title == FIRST
        assert "Why we ask: Whose it is decides which steps are right for it." in texts(page)
        assert "If it is all yours, four questions fall away." in texts(page)
        assert ids(page)[-2:] == ["skip", "stop"]
        answer(ways, served, NOT_ALL)
        assert ways.page.title == KNOWN
        ways.choose("stop")
        left = number(words(ways.page, "questions"))
        ways.choose("questions")
        assert f"{left - 1} questions come after it. The most important come first." in texts(ways.page)

    def test_who_has_no_account_need_not_go_through_all_of_them(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        answer(ways, served, NOT_ALL, "It is mine")
        assert "not-yours" not in ids(ways.page)
        answer(ways, served, "Someone else")
        assert ways.page.id == "asking"
        ways.choose("not-yours")
        assert ways.page.id == "not-your-account"

    def test_the_heaviest_come_first(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        weights = []
        while ways.page.id == "asking":
            check = ways.catalog.check(ways.page.details[0].text)
            assert check is not None
            weights.append(("critical", "high", "medium", "low").index(check.severity))
            answer(ways, served, "skip")
        assert weights == sorted(weights)
        assert len(weights) > 20

    def test_where_to_look_comes_back_to_the_question(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        answer(ways, served, NOT_ALL, "It is mine")
        ways.choose("where")
        assert ways.page.title == "See who has access"
        ways.choose("done")
        assert ways.page.title.startswith("Look in its app, under account or profile.")

    def test_back_leads_to_the_question_before_with_its_answer(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        answer(ways, served, NOT_ALL, "It is mine", "Mine alone")
        ways.back()
        assert "You said Mine alone" in texts(ways.page)
        answer(ways, served, "Someone else")
        ways.unwind("ways-in")
        assert "tied to an account that you do not hold" in texts(ways.page)

    def test_nothing_can_be_answered_while_an_answer_is_taken_down(self, ways: Flow) -> None:
        ways.choose("questions")
        ways.choose("answer:Yes, all of it")
        assert ways.wants == Want("tell", pretend=True, device="m-1", fact="owner.all_mine", value=True)
        assert ids(ways.page) == []
        assert ways.page.working == "Nothing is being sent"

    def test_rather_not_say_is_an_answer_and_is_not_asked_again(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        answer(ways, served, "skip")
        assert ways.picture.told["m-1"]["owner.all_mine"] == NOT_SAID
        assert ways.page.title == KNOWN, "and the five are not asked now either"
        answer(ways, served, "stop")
        assert "mostly because you chose not to say." in texts(ways.page)
        ways.choose("fold")
        assert "You chose not to say. So we do not know if this is so:" in texts(ways.page)

    def test_a_question_that_decides_nothing_any_more_is_left_out(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        asked = []
        while ways.page.id == "asking":
            asked.append(ways.page.title)
            mine = [i for i in ids(ways.page) if i in ("answer:Not all of it", "answer:I did", "answer:No")]
            ways.choose(mine[0] if mine else "skip")
            served(ways)
        assert "Who set this device up?" in asked
        assert "Since then, have you put it on an account and a password that only you know?" not in asked
        assert "Is there a memory card or a disk in it?" not in asked

    def test_not_knowing_who_is_a_way_in_and_not_having_looked_is_not(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        while ways.page.title != SHARED:
            answer(ways, served, "skip")
        answer(ways, served, "I can't find the list, or have not looked", "stop")
        ways.choose("fold")
        assert "Someone whom you do not know, or no longer want, is in the list" in texts(ways.page)
        assert "You were asked, and it is not known." in texts(ways.page)
        ways.choose("said")
        ways.choose("change:shared.with")
        answer(ways, served, "Someone I do not know or no longer want")
        ways.back()
        assert "finding:m-1/stranger-in-the-shared-list/" in ids(ways.page)


class TestAfterwards:
    def test_the_last_question_says_so(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        while ways.page.id == "asking":
            answer(ways, served, "skip")
        assert ways.page.title == "That was the last question"
        assert "2 ways in to look at now" in texts(ways.page)
        ways.choose("show")
        assert ways.page.id == "ways-in"
        assert "questions" not in ids(ways.page)

    def test_checking_again_asks_again_and_closes(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        while ways.page.title != SHARED:
            answer(ways, served, "skip")
        answer(ways, served, "Someone I do not know or no longer want", "stop")
        ways.choose("finding:m-1/stranger-in-the-shared-list/")
        assert ways.page.lines[0].text == "What you told us"
        assert "You said Someone I do not know or no longer want" in texts(ways.page)
        ways.choose("step")
        assert ways.page.title == "Is the account yours?", "nobody has said whose it is"
        ways.choose("on")
        assert ways.page.title == "Take one person out"
        ways.choose("done")
        assert ways.wants is None, "no device is asked for what only the person can say"
        assert ways.page.title == SHARED
        answer(ways, served, "Only people I chose, and still want there")
        assert ways.page.title == "Closed"
        assert "Closed, checked at 18:09" in texts(ways.page)

    def test_the_same_answer_again_is_still_open(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        answer(ways, served, NOT_ALL, "I do not know it", "stop")
        ways.choose("finding:m-1/unknown-camera/")
        ways.choose("again")
        answer(ways, served, "I am not sure")
        assert ways.page.title == "Still to look at"

    def test_another_answer_without_a_step_closes_nothing(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        answer(ways, served, NOT_ALL, "I do not know it", "stop")
        ways.choose("finding:m-1/unknown-camera/")
        ways.choose("again")
        answer(ways, served, "It is mine")
        assert ways.page.title == "You looked, and it is not so"
        assert "Closed" not in texts(ways.page)
        ways.choose("done")
        page = texts(ways.page)
        assert page[page.index("Closed and checked") :].splitlines()[1] == "Nothing."

    def test_after_the_step_the_same_answer_closes_it_and_says_when_to_look_again(
        self, ways: Flow, served: Serve
    ) -> None:
        ways.choose("questions")
        answer(ways, served, NOT_ALL, "I do not know it", "stop")
        for choice in ("finding:m-1/unknown-camera/", "step", "done"):
            ways.choose(choice)
        answer(ways, served, "It is mine")
        assert ways.page.title == "Closed"
        assert "Look again at 12:10 and tomorrow" in texts(ways.page)
        assert "No device was asked" in texts(ways.page)

    def test_who_bought_it_and_who_set_it_up_stand_on_its_page(self, ways: Flow, served: Serve) -> None:
        ways.choose("questions")
        answer(ways, served, NOT_ALL, "It is mine", "Mine alone", "I did", "stop")
        ways.back()
        assert "Whose it is You know this device. You bought it. Its account is yours." in texts(ways.page)


class TestWithoutALook:
    def test_a_device_added_by_hand_opens_on_its_first_question(self, flow: Flow) -> None:
        for choice in ("read", "add"):
            flow.choose(choice)
        flow.choose("doorbell")
        flow.type("ring")
        flow.choose(flow.page.choices[0].id)
        flow.type("Front door")
        assert flow.page.id == "device"
        assert ids(flow.page)[0] == "begin"
        assert flow.page.lines[1].text == f"Begin with this: {FIRST}"
        assert words(flow.page, "ways").endswith("Only you can say who has access.")
        flow.choose("ways")
        assert flow.page.lines[2].text == f"Begin with this: {FIRST}"
        assert flow.page.lines[2].choice == ids(flow.page)[1] == "first"
        flow.choose("first")
        assert flow.page.title == FIRST
        flow.choose("answer:Not all of it")
        flow.choose("answer:It is mine")
        assert flow.wants is None, "nothing is sent, and nobody else is needed"
        flow.choose("answer:Someone else")
        flow.unwind("ways-in")
        assert "tied to an account that you do not hold" in texts(flow.page)

    def test_a_thing_of_an_unknown_kind_is_asked_about_like_a_camera(self, flow: Flow) -> None:
        for choice in ("read", "add"):
            flow.choose(choice)
        flow.choose("unknown")
        flow.choose("none")
        flow.type("Thing on the shelf")
        flow.choose("ways")
        flow.choose("first")
        assert flow.page.title == FIRST

    def test_the_router_can_be_added_and_asked_about(self, flow: Flow) -> None:
        for choice in ("read", "add"):
            flow.choose(choice)
        flow.choose("router")
        flow.type("The box in the hall")
        assert flow.page.id == "device", "its steps are the same for any make"
        flow.choose("ways")
        flow.choose("first")
        assert flow.page.title.startswith("Open the router's page.")

    def test_a_device_that_answers_nothing_opens_on_its_first_question_too(
        self, demo_flow: Flow, served: Serve
    ) -> None:
        for choice in ("look", "show", "device:m-2", "ways"):
            demo_flow.choose(choice)
            served(demo_flow)
        assert demo_flow.page.choices[1].text == f"Begin with this: {FIRST}"


class TestBegunByAProbe:
    def test_what_a_device_said_is_not_asked_and_the_rest_is(self, ways: Flow, served: Serve) -> None:
        """A camera that answers its maker's search can be watched from anywhere: only the wish is left to ask."""
        from dataclasses import replace

        from doorguard.model import DeviceSeen, Fact
        from doorguard.pages.questions import questions_left
        from tests.conftest import CAMERA, judged

        cloud = Fact(name="cloud.on", value=True, place="udp/32108", how="inferred", probe="pppp32108")
        camera = replace(CAMERA, facts=(*CAMERA.facts, cloud))
        ways.take(DeviceSeen(device=camera, new=False))
        ways.take(judged(camera))
        left = [asked.fact for asked in questions_left(ways, camera)]
        assert "cloud.on" not in left
        assert left.count("cloud.wanted") == 1
        told = replace(camera, told={"cloud.wanted": False})
        ways.take(DeviceSeen(device=told, new=False))
        ways.take(judged(told))
        assert "finding:m-1/watched-through-a-cloud/udp/32108" in ids(ways.page)


class TestMoreCare:
    @pytest.mark.parametrize("said", ["I do not know whose it is", "Someone else"])
    def test_a_stranger_leads_to_the_full_path_before_any_change(self, said: str) -> None:
        from tests.conftest import LIGHT_ANSWERS, at_devices, serve

        flow = at_devices(LIGHT_ANSWERS)
        for choice in ("device:m-1", "ways", "questions"):
            flow.choose(choice)
        answer(flow, serve, NOT_ALL, "It is mine")
        assert not flow.full_path
        answer(flow, serve, said)
        assert flow.full_path


class TestTheCatalogue:
    def test_where_to_look_changes_nothing(self, demo_flow: Flow) -> None:
        from doorguard.pages.closing.step import ONLY_LOOKS

        looks = {question.look for check in demo_flow.catalog.checks for question in check.asks} - {""}
        assert looks
        assert looks <= set(ONLY_LOOKS)
