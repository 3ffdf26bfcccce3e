"""The gate as a person meets it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from doorguard.gate import AUTHORITY, QUESTIONS
from doorguard.model import Level
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.want import Want

Serve = Callable[[Flow], None]
LIGHT = ("home", "no", "no", "mine", "mine")
FULL = ("home", "no", "yes", "no", "mine", "mine", "no", "mine", "no", "no", "no", "no", "no", "nothing", "England")


def answer(flow: Flow, *choices: str) -> Page:
    for choice in choices:
        assert choice in [c.id for c in flow.page.choices], f"{choice} on {flow.page.id}"
        flow.choose(choice)
    return flow.page


def texts(page: Page) -> str:
    return "\n".join(f"{line.label} {line.text}".strip() for line in page.lines)


class TestLightPath:
    def test_at_most_six_pages_to_the_first_packet(self, flow: Flow) -> None:
        pages = [flow.page.id]
        for choice in LIGHT:
            answer(flow, choice)
            pages.append(flow.page.id)
            assert flow.wants is None
        answer(flow, "level:look")
        assert flow.page.id == pages[-1], "the level is chosen on the same page"
        flow.type(AUTHORITY)
        assert flow.wants == Want("run", level=Level.LOOK)
        assert len(dict.fromkeys(pages)) <= 6, pages

    def test_leaving_and_sight_stand_on_its_first_page(self, flow: Flow) -> None:
        page = answer(flow, "home")
        assert page.title == f"Question 1. {QUESTIONS['seen_or_heard'].words}"
        assert "4 questions, and at most 14 if someone might mind" in texts(page)
        assert "Ctrl+C leaves at once" in texts(page)
        assert "does not remove everything" in texts(page)

    def test_the_lowest_level_is_chosen_until_the_person_chooses(self, flow: Flow) -> None:
        page = answer(flow, *LIGHT)
        assert "Chosen now Only talk" in texts(page)
        assert page.typed is None
        assert [c.text.endswith("(chosen now)") for c in page.choices] == [True, False, False, False]
        flow.type(AUTHORITY)
        assert flow.wants is None
        assert [c.id for c in page.choices][:3] == ["level:talk", "level:listen", "level:look"]

    def test_choosing_to_only_talk_once_more_goes_on(self, flow: Flow) -> None:
        """It is marked when the page opens, and Enter on it must lead somewhere."""
        answer(flow, *LIGHT)
        flow.choose("level:look")
        flow.choose("level:talk")
        assert flow.page.id == "before"
        flow.choose("level:talk")
        assert flow.page.id == "reading"
        assert flow.wants is None

    def test_what_is_sent_and_who_could_see_it_are_said_first(self, flow: Flow) -> None:
        text = texts(answer(flow, *LIGHT, "level:look"))
        for part in (
            "Each device on this wifi gets short questions",
            "No password is tried",
            "Whoever runs the router",
        ):
            assert part in text

    @pytest.mark.parametrize("typed", ["yes", "", "This is my home", AUTHORITY + " I think"])
    def test_other_words_send_nothing_and_are_kept(self, flow: Flow, typed: str) -> None:
        answer(flow, *LIGHT, "level:look")
        flow.type(typed)
        assert flow.wants is None
        assert flow.page.typed_before == typed
        assert "words were different" in texts(flow.page)

    def test_a_number_typed_instead_chooses(self, flow: Flow) -> None:
        answer(flow, *LIGHT, "level:look")
        flow.type("2")
        assert "Chosen now Wait and see" in texts(flow.page)

    def test_a_level_named_before_is_chosen(self, flow: Flow) -> None:
        flow.level = Level.LOOK
        assert answer(flow, *LIGHT).typed is not None

    def test_something_may_see_the_screen(self, flow: Flow) -> None:
        assert answer(flow, "home", "not-sure").id == "turn-the-screen"
        assert answer(flow, "on").id == "gate-anyone-minds"
        flow.back()
        answer(flow, "leave")
        assert flow.wants == Want("leave")


class TestFullPath:
    def test_it_ends_with_all_answers_on_one_page(self, flow: Flow) -> None:
        page = answer(flow, *FULL)
        assert page.id == "check-answers"
        asked = [line.text.split("? ")[0] + "?" for line in page.lines if (line.choice or "").startswith("change:")]
        assert asked == [q.words for q in QUESTIONS.values() if q.key != "noticed"]
        assert "Which country are you in? England" in texts(page)
        page = answer(flow, "on")
        assert page.id == "what-is-open"
        assert "Not now\nNothing. Each change still asks you first" in texts(page)
        assert answer(flow, "on").id == "before"

    @pytest.mark.parametrize("weight", ["yes", "not-sure", "rather-not-say"])
    def test_every_other_weight_asks_about_danger(self, flow: Flow, weight: str) -> None:
        assert answer(flow, "home", "no", weight).id == "gate-danger"

    def test_danger_now_shows_numbers_and_offers_no_look(self, flow: Flow) -> None:
        page = answer(flow, "home", "no", "yes", "yes")
        assert page.id == "danger-now"
        assert "UK 999" in texts(page)
        assert "United States 911" in texts(page)
        page = answer(flow, "country", "Scotland")
        assert page.id == "danger-now"
        assert "911" not in texts(page)
        assert [c.id for c in page.choices] == ["country", "people", "leave", "back"]
        flow.back()
        flow.back()
        flow.unwind("start")
        assert answer(flow, "home", "no").id == "danger-now", "the answer stays until it is changed"
        page = answer(flow, "back")
        assert page.title == "Question 3. Are you in danger right now?"
        assert answer(flow, "no").id == "gate-computer"

    def test_an_answer_can_be_changed_and_asks_what_follows(self, flow: Flow) -> None:
        answer(flow, *FULL)
        page = answer(flow, "change:living", "yes")
        assert page.id == "gate-noticed"
        page = answer(flow, "no")
        assert page.id == "check-answers"
        page = answer(flow, "on")
        assert page.id == "what-is-open"
        assert page.lines[0].text == "People who can help", "help first"
        assert "A look can be noticed" in texts(page)
        assert answer(flow, "on").id == "reading"

    def test_back_keeps_the_answers(self, flow: Flow) -> None:
        answer(flow, *FULL)
        for _ in range(4):
            flow.back()
        assert flow.given["court"] == "no"

    def test_the_answer_before_is_marked_when_going_back(self, flow: Flow) -> None:
        answer(flow, *LIGHT)
        flow.back()
        marked = [c.id for c in flow.page.choices if c.text.endswith("(your answer)")]
        assert marked == [LIGHT[-1]]

    @pytest.mark.parametrize(("key", "given"), [("computer", "shared"), ("router", "not-sure"), ("home", "neighbour")])
    def test_only_talk_means_that_nothing_can_be_sent(self, flow: Flow, key: str, given: str) -> None:
        answer(flow, *FULL, f"change:{key}", given)
        assert flow.page.id == "check-answers"
        page = answer(flow, "on")
        assert "Not now\nA look for devices on this wifi" in texts(page)
        assert answer(flow, "on").id == "reading"
        assert flow.wants is None


class TestChangesWait:
    def test_a_court_order_leaves_proof_open_and_changes_closed(self, flow: Flow, served: Serve) -> None:
        answer(flow, *FULL, "change:court", "yes", "on", "on", "level:look")
        flow.type(AUTHORITY)
        served(flow)
        page = answer(flow, "show", "device:m-1", "ways", flow_first(flow), "step")
        assert page.id == "changes-wait"
        assert page.choices[0].id == "nothing"
        assert answer(flow, "save-proof").id == "keep-proof"

    def test_changing_the_answers_leads_back_to_the_step(self, flow: Flow, served: Serve) -> None:
        answer(flow, *FULL, "change:court", "yes", "on", "on", "level:look")
        flow.type(AUTHORITY)
        served(flow)
        answer(flow, "show", "device:m-1", "ways", flow_first(flow), "step", "answers", "change:court", "no", "on")
        assert flow.page.id == "step-again"
        assert answer(flow, "on").id == "step"


class TestMovedToFull:
    def test_an_unknown_device_asks_the_rest_before_any_change(self, flow: Flow, served: Serve) -> None:
        answer(flow, *LIGHT, "level:look")
        flow.type(AUTHORITY)
        served(flow)
        answer(flow, "show", "device:m-2", "find", "not-mine")
        served(flow)
        assert answer(flow, "stop").id == "device"
        flow.to_devices()
        page = answer(flow, "device:m-1", "ways", flow_first(flow), "step")
        assert page.id == "more-questions"
        page = answer(flow, "on")
        assert page.id == "gate-danger"
        assert page.title == "Question 5. Are you in danger right now?"
        page = answer(flow, "no", "mine", "no", "no", "no", "no", "no", "no", "nothing", "rather-not-say")
        assert page.id == "check-answers"
        assert answer(flow, "on").id == "step-again"
        assert answer(flow, "on").id == "step"

    def test_a_camera_that_nobody_claims_is_left_as_it_is(self, flow: Flow, served: Serve) -> None:
        answer(flow, *LIGHT, "level:look")
        flow.type(AUTHORITY)
        served(flow)
        answer(flow, "show", "device:m-1", "find", "not-mine")
        served(flow)
        assert answer(flow, "stop").id == "device"
        assert answer(flow, "ways", flow_first(flow), "step").id == "not-known-yet"

    @pytest.mark.parametrize(
        ("fact", "value"),
        [
            ("owner.claimed", False),
            ("account.owner@account/1", "unknown"),
            ("recipient.owner@recipient/mail/1", "unknown"),
            ("access.owner@access/1", "unknown"),
            ("account.whose", "unknown"),
            ("shared.with", "unknown"),
            ("phones.signed_in", "unknown"),
            ("mailbox.read_by", "someone"),
            ("setup.by", "company"),
            ("router.run_by", "unknown"),
        ],
    )
    def test_whatever_is_not_known_moves_a_light_run(self, fact: str, value: str | bool) -> None:
        from doorguard.pages.closing.step import open_step
        from tests.conftest import CAMERA, LIGHT_ANSWERS, at_devices

        flow = at_devices(LIGHT_ANSWERS)
        flow.want(Want("tell", device=CAMERA.id, fact=fact, value=value))
        assert flow.full_path
        open_step(flow, CAMERA.id, None, "change-password")
        assert flow.page.id == "more-questions"
        assert not flow.changes_open

    def test_a_sign_in_asks_the_rest_too_and_goes_on_where_one_was(self) -> None:
        from doorguard.pages.found.sign_in import BeforeSigningIn
        from tests.conftest import CAMERA, LIGHT_ANSWERS, at_devices, serve

        flow = at_devices(LIGHT_ANSWERS)
        flow.want(Want("tell", device=CAMERA.id, fact="account.owner@account/1", value="unknown"))
        serve(flow)
        flow.go(BeforeSigningIn(CAMERA.id))
        assert flow.page.id == "more-questions"
        answer(flow, "on", "no", "mine", "no", "no", "no", "no", "no", "no", "nothing", "Wales", "on", "on")
        assert flow.page.id == "before-sign-in"
        flow.back()
        assert flow.page.id == "devices"

    def test_a_shared_computer_keeps_nothing(self) -> None:
        from tests.conftest import FULL_ANSWERS, at_devices

        assert at_devices(FULL_ANSWERS).may_keep
        assert not at_devices(FULL_ANSWERS | {"computer": "not-sure"}).may_keep

    @pytest.mark.parametrize("value", ["mine", "chosen", "not-known", "rather-not-say"])
    def test_what_is_known_or_left_open_moves_nothing(self, value: str) -> None:
        from tests.conftest import CAMERA, LIGHT_ANSWERS, at_devices

        flow = at_devices(LIGHT_ANSWERS)
        flow.want(Want("tell", device=CAMERA.id, fact="account.whose", value=value))
        assert not flow.full_path


class TestPhone:
    def test_the_phone_is_asked_about_before_the_first_photo_and_once(self, flow: Flow, served: Serve) -> None:
        answer(flow, *LIGHT, "level:look")
        flow.type(AUTHORITY)
        served(flow)
        answer(flow, "show", "device:m-1", "ways", flow_first(flow))
        page = answer(flow, "proof", "guide")
        assert page.id == "phone-phone"
        assert answer(flow, "no", "not-sure", "photos-go").id == "photos-go"
        assert answer(flow, "back").id == "phone-photos"
        assert answer(flow, "no").id == "photo-advice"
        assert answer(flow, "photos-go").id == "photos-go"
        flow.back()
        assert answer(flow, "on").id == "step"
        flow.back()
        assert answer(flow, "guide").id == "step"

    def test_the_demo_asks_nothing(self, demo_flow: Flow, served: Serve) -> None:
        answer(demo_flow, "look")
        served(demo_flow)
        answer(demo_flow, "show", "device:m-1", "ways", flow_first(demo_flow), "proof", "guide")
        assert demo_flow.page.id == "step"


def flow_first(flow: Flow) -> str:
    """The first way in of the sample camera."""
    return "finding:m-1/remote-shell-open/tcp/23"


class TestPeople:
    def test_the_country_is_asked_not_guessed(self, flow: Flow) -> None:
        page = answer(flow, "people")
        assert "Tell us the country" in texts(page)
        page = answer(flow, "country", "Scotland")
        assert page.id == "people"
        assert "Scotland's Domestic Abuse" in texts(page)
        assert "Live Fear Free" not in texts(page)

    def test_every_number_has_its_day_and_unchecked_ones_stand_apart(self, flow: Flow) -> None:
        page = answer(flow, "people", "country", "England")
        quiet = [line.text for line in page.lines if line.kind == "quiet"][:-1]
        assert quiet
        assert all("hecked on 23 November 2026" in line for line in quiet)
        text = texts(page)
        assert text.index("Not checked by us") < text.index("Relay UK")

    def test_an_old_number_says_so(self, flow: Flow) -> None:
        flow.now = lambda: datetime(2027, 11, 24, tzinfo=UTC)
        assert "may be out of date" in texts(answer(flow, "people"))
