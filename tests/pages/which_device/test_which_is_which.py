"""Find out which is which: what is known first, labels and lights, unplugging last and never a camera nobody claims."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doorguard.facts import NOT_KNOWN, NOT_SAID
from doorguard.model import Level
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from tests.conftest import FULL_ANSWERS, LIGHT_ANSWERS, at_devices, serve

Serve = Callable[[Flow], None]
CAMERA, DOORBELL, ROUTER, UNKNOWN = "m-1", "m-2", "m-3", "m-4"


def texts(page: Page) -> str:
    return "\n".join(f"{line.label} {line.text}".strip() for line in page.lines)


def ids(page: Page) -> list[str]:
    return [choice.id for choice in page.choices]


def go(flow: Flow, *choices: str) -> Page:
    for choice in choices:
        assert choice in ids(flow.page), f"{choice} is not on {flow.page.id}: {ids(flow.page)}"
        flow.choose(choice)
        serve(flow)
    return flow.page


@pytest.fixture
def flow(demo_flow: Flow) -> Flow:
    """At the list of the sample home."""
    go(demo_flow, "look", "show")
    return demo_flow


class TestTheOrder:
    def test_an_unknown_thing_offers_it_first_and_in_this_order(self, flow: Flow) -> None:
        assert ids(go(flow, f"device:{UNKNOWN}"))[0] == "find"
        assert ids(go(flow, "find")) == ["mine", "no-camera", "label", "light", "unplug", "hidden", "not-mine"]

    def test_a_camera_that_nobody_claims_is_never_unplugged(self, flow: Flow) -> None:
        assert "unplug" not in ids(go(flow, f"device:{CAMERA}", "find"))
        assert "hidden" in ids(flow.page)
        assert "no-camera" not in ids(flow.page), "it is a camera for sure"

    def test_one_that_the_person_knows_may_be(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "find", "mine", "find")
        assert ids(flow.page) == ["label", "light", "unplug", "not-mine"]

    @pytest.mark.parametrize("open_now", [True, False])
    def test_never_while_changes_wait(self, open_now: bool) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        if not open_now:
            flow.given.update(FULL_ANSWERS | {"court": "yes"})
        assert ("unplug" in ids(go(flow, f"device:{UNKNOWN}", "find"))) is open_now

    def test_never_where_nothing_is_sent(self, flow: Flow) -> None:
        flow.picture.level = Level.LISTEN
        assert "unplug" not in ids(go(flow, f"device:{UNKNOWN}", "find"))

    def test_what_was_added_by_hand_is_not_looked_for(self, flow: Flow) -> None:
        for choice in ("add", "camera", "none", "plain"):
            flow.choose(choice)
        assert "find" not in ids(flow.page)


class TestLooking:
    def test_the_label_shows_the_end_of_the_hardware_address(self, flow: Flow) -> None:
        page = go(flow, f"device:{UNKNOWN}", "find", "label")
        assert "Its hardware address ends in 00:00:21 or 000021" in texts(page)
        assert "02:00:00" not in texts(page)

    def test_found_and_mine_is_a_fact(self, flow: Flow) -> None:
        go(flow, f"device:{UNKNOWN}", "find", "light")
        flow.choose("mine")
        assert flow.wants == Want("tell", pretend=True, device=UNKNOWN, fact="owner.claimed", value=True)
        serve(flow)
        assert flow.page.id == "device"
        assert "Whose it is You know this device." in texts(flow.page)

    def test_not_found_leads_back_to_the_other_ways(self, flow: Flow) -> None:
        assert go(flow, f"device:{UNKNOWN}", "find", "label", "back").id == "which-is-it"

    def test_apps_are_looked_at_in_their_settings(self, flow: Flow) -> None:
        assert "Open Settings, not the live picture." in texts(go(flow, f"device:{CAMERA}", "find", "light"))

    def test_unclaimed_is_not_known_yet_and_says_what_to_do_next(self, flow: Flow) -> None:
        page = go(flow, f"device:{CAMERA}", "find", "not-mine")
        assert page.title == "Not known yet"
        assert "Do not unplug or move it." in texts(page)
        assert flow.picture.told[CAMERA]["owner.claimed"] is False
        assert go(flow, "hidden").title == "You found a camera that nobody claims"
        assert "Do not touch it, move it or cover it." in texts(flow.page)
        assert "Could the other person notice?" in texts(flow.page)


class TestAPrinterOfMine:
    def test_it_is_only_counted_and_comes_back(self, flow: Flow) -> None:
        other = flow.picture.counted["other"]
        go(flow, f"device:{UNKNOWN}", "find", "no-camera")
        assert go(flow, "no").id == "which-is-it"
        page = go(flow, "no-camera", "yes")
        assert page.id == "devices"
        assert f"device:{UNKNOWN}" not in ids(page)
        assert flow.picture.counted["other"] == other + 1
        assert go(flow, "off").id == "off-the-list"
        assert f"device:{UNKNOWN}" in ids(go(flow, f"back:{UNKNOWN}"))
        assert "off" not in ids(flow.page)


class TestUnplugging:
    def to_the_step(self, flow: Flow) -> Page:
        return go(flow, f"device:{UNKNOWN}", "find", "unplug", "yes")

    def test_only_a_thing_of_their_own(self, flow: Flow) -> None:
        page = go(flow, f"device:{UNKNOWN}", "find", "unplug")
        assert ids(page) == ["nothing", "yes", "no"]
        assert go(flow, "no").id == "not-known-yet"

    def test_the_step_has_its_four_labels_and_nothing_first(self, flow: Flow) -> None:
        page = self.to_the_step(flow)
        for label in ("Could the other person notice?", "What proof would this wipe?", "Can it be undone?"):
            assert label in texts(page)
        assert ids(page)[:3] == ["nothing", "look", "pretend"]
        assert go(flow, "nothing").id == "which-is-it"

    def test_the_one_that_is_gone_is_named_and_can_be_given_a_name(self, flow: Flow) -> None:
        self.to_the_step(flow)
        flow.choose("pretend")
        assert flow.wants == Want("who-is-left", pretend=True, device=UNKNOWN, address="192.168.7.30", change="unplug")
        assert flow.page.working == "Looking who still answers"
        serve(flow)
        assert flow.page.title == "Unknown device at 192.168.7.30 no longer answers"
        assert "It may be the one that you unplugged." in texts(flow.page)
        go(flow, f"name:{UNKNOWN}")
        flow.type("Hall lamp")
        serve(flow)
        assert flow.page.title == "Hall lamp (unknown device) no longer answers"

    def test_what_came_back_is_the_thing(self, flow: Flow) -> None:
        self.to_the_step(flow)
        go(flow, "pretend")
        flow.choose("plug-in")
        assert flow.wants == Want("who-is-left", pretend=True, device=UNKNOWN, address="192.168.7.30", change="plug-in")
        flow.finished()
        flow.picture.left = dict.fromkeys((CAMERA, UNKNOWN), "answers")
        assert flow.page.title == "Unknown device at 192.168.7.30 answers again"
        assert "very likely the thing that you unplugged" in texts(flow.page)
        assert f"name:{UNKNOWN}" in ids(flow.page)
        assert "plug-in" not in ids(flow.page)

    def test_where_it_cannot_be_told_that_is_said(self, flow: Flow) -> None:
        self.to_the_step(flow)
        page = go(flow, "look")
        assert "Of these we cannot tell yet." in texts(page)

    @pytest.mark.parametrize(
        ("left", "title"),
        [
            ({CAMERA: "answers", UNKNOWN: "answers"}, "All still answer"),
            ({CAMERA: "answers", UNKNOWN: "cannot-tell"}, "We cannot tell yet"),
            ({CAMERA: "gone", UNKNOWN: "gone"}, "2 devices no longer answer"),
            ({}, "Could not look again"),
        ],
    )
    def test_every_end_has_words(self, flow: Flow, left: dict[str, object], title: str) -> None:
        self.to_the_step(flow)
        flow.choose("look")
        flow.finished()
        flow.picture.left = left  # type: ignore[assignment]
        assert flow.page.title == title
        assert "Plug the thing in again, in the same place." in texts(flow.page)
        assert go(flow, "stop-here").id == "device"

    def test_a_real_home_pretends_nothing(self) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        self.to_the_step(flow)
        if flow.page.id == "still-right":
            go(flow, "yes")
        assert "pretend" not in ids(flow.page)
        assert "plug-in" not in ids(go(flow, "look"))


class TestItsOwnName:
    def test_it_is_called_so_everywhere(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "name")
        flow.type("Hallway \x1b[31mcamera\u202e")
        serve(flow)
        assert flow.page.title == "Hallway [31mcamera (camera by Reolink)"
        flow.back()
        assert any(c.text.startswith("Hallway [31mcamera") for c in flow.page.choices)
        go(flow, "summary")
        assert "Hallway [31mcamera" in texts(flow.page)

    def test_it_stays_out_of_files(self, flow: Flow) -> None:
        from doorguard.report.scan_json import document

        go(flow, f"device:{CAMERA}", "name")
        flow.type("Anna's room")
        serve(flow)
        assert "Anna" not in str(document(flow.picture, tool={}))


class TestWhoseItIs:
    def test_all_of_it_answers_four_of_the_five(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "own", "answer:Yes, all of it")
        assert flow.page.title == "Who can get at it with their hands?"
        go(flow, "stop")
        assert "Whose it is You bought it. You set it up. Its account is yours. You pay for it." in texts(flow.page)
        outcomes = {f.check: f.outcome for f in flow.picture.findings_of(CAMERA)}
        for check in (
            "unknown-camera",
            "owner-account-not-mine",
            "subscription-in-another-name",
            "set-up-by-someone-else",
        ):
            assert outcomes[check] == "not-found", check
        assert outcomes["stranger-in-the-shared-list"] == "could-not-check", "that has to be looked at"

    def test_rather_not_say_asks_none_of_the_five(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "own", "skip")
        assert flow.page.title == "Is this yours, or do you know whose it is?"
        assert go(flow, "answer:It is mine").id == "asked"
        reasons = {f.check: f.reason for f in flow.picture.findings_of(CAMERA)}
        assert reasons["owner-account-not-mine"] == "not-said"

    def test_the_answer_can_be_changed_and_what_followed_goes_with_it(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "own", "answer:Yes, all of it", "stop", "own", "answer:Not all of it")
        assert flow.page.title == "Is this yours, or do you know whose it is?"
        go(flow, "stop")
        assert "Whose it is Not asked yet" in texts(flow.page)

    def test_all_of_it_takes_back_what_was_said_otherwise(self, flow: Flow) -> None:
        go(
            flow,
            f"device:{CAMERA}",
            "own",
            "answer:Not all of it",
            "answer:I do not know it",
            "answer:Someone else",
            "stop",
        )
        go(flow, "own", "answer:Yes, all of it", "stop")
        assert "Its account is yours." in texts(flow.page)
        assert "You do not know this device." not in texts(flow.page)

    def test_of_a_device_that_nobody_knows_it_is_not_asked(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "find", "not-mine", "stop")
        assert go(flow, "own").title.startswith("Look in its app, under account or profile.")

    @pytest.mark.parametrize("said", [NOT_KNOWN, NOT_SAID])
    def test_only_not_knowing_moves_to_the_full_path(self, said: str) -> None:
        flow = at_devices(LIGHT_ANSWERS)
        go(flow, f"device:{CAMERA}", "own", "answer:I do not know" if said == NOT_KNOWN else "skip")
        assert flow.full_path is (said == NOT_KNOWN)


class TestSomeoneElsesAccount:
    def test_real_options_and_none_is_to_sign_in_to_it(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "own", "answer:Not all of it", "answer:It is mine", "answer:Someone else", "stop")
        page = go(flow, "not-yours")
        assert ids(page) == ["nothing", "note", "step", "people"]
        for words in ("Leave it as it is", "Cover it, unplug it", "Ask the police", "Ask its maker", "Get another one"):
            assert words in texts(page)
        assert "have not said that you bought it" in texts(page)
        assert go(flow, "note").title == "Write down what happens"

    def test_what_they_bought_may_be_set_up_anew_where_a_reset_frees_it(self, flow: Flow) -> None:
        go(
            flow,
            f"device:{DOORBELL}",
            "begin",
            "answer:Not all of it",
            "answer:It is mine",
            "answer:Someone else",
            "answer:I did",
            "stop",
        )
        assert "reset" in ids(go(flow, "not-yours"))
        assert "We do not know what frees this make" in texts(flow.page)

    def test_not_while_changes_wait(self) -> None:
        flow = at_devices(FULL_ANSWERS | {"court": "yes"})
        go(
            flow,
            f"device:{DOORBELL}",
            "begin",
            "answer:Not all of it",
            "answer:It is mine",
            "answer:Someone else",
            "answer:I did",
            "stop",
        )
        assert "reset" not in ids(go(flow, "not-yours"))
        assert "until your answers say that changes are open" in texts(flow.page)

    def test_mine_is_not_offered_it(self, flow: Flow) -> None:
        go(flow, f"device:{CAMERA}", "own", "answer:Yes, all of it", "stop")
        assert "not-yours" not in ids(flow.page)
