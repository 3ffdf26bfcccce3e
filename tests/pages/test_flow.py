"""The way through the pages, with a sample home instead of a network."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doorguard.gate import AUTHORITY
from doorguard.guide import LABEL_QUESTIONS
from doorguard.model import (
    AskedCloser,
    ChannelEnded,
    ChannelStarted,
    DeviceSeen,
    DevicesMerged,
    Failure,
    Level,
    ProbeEnded,
    RunEnded,
    RunStarted,
)
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.screen import NOTHING
from doorguard.pages.want import Want
from tests.conftest import a_run

Serve = Callable[[Flow], None]
CAMERA = "m-1"


def go(flow: Flow, served: Serve, *choices: str) -> Page:
    """Choose one after the other; each must be there. A prefix is enough."""
    for wanted in choices:
        offered = [c.id for c in flow.page.choices if c.id.startswith(wanted)]
        assert offered, f"{wanted} is not on the page {flow.page.id}: {[c.id for c in flow.page.choices]}"
        flow.choose(offered[0])
        served(flow)
    return flow.page


def texts(page: Page) -> str:
    return "\n".join(f"{line.label} {line.text}".strip() for line in page.lines)


class TestBeginning:
    def test_practise_first_people_near_and_the_warning_before_all(self, flow: Flow) -> None:
        page = flow.page
        assert [c.id for c in page.choices] == ["practise", "home", "read", "people"]
        assert "use a different device that they have never had" in page.lines[0].text
        assert flow.wants is None

    def test_the_first_page_has_no_back(self, flow: Flow) -> None:
        flow.back()
        assert flow.page.id == "start"

    def test_an_answer_that_is_not_there_is_passed_over(self, flow: Flow) -> None:
        flow.choose("look")
        flow.type("hello")
        assert flow.page.id == "start"


class TestDemo:
    def test_the_demo_starts_only_when_chosen(self, demo_flow: Flow) -> None:
        assert demo_flow.wants is None
        demo_flow.choose("look")
        assert demo_flow.wants == Want("run", level=Level.LOOK, pretend=True)
        assert demo_flow.page.live

    def test_pretend_is_marked_on_every_page(self, demo_pages: list[Page]) -> None:
        assert len(demo_pages) > 100
        assert [page.id for page in demo_pages if not page.pretend] == []

    def test_the_mark_goes_when_the_home_is_real(self, flow: Flow, served: Serve) -> None:
        go(flow, served, "practise", "look", "show")
        assert flow.page.pretend
        for _ in range(5):
            flow.back()
        flow.choose("home")
        assert not flow.page.pretend


class TestLooking:
    def test_devices_stand_there_as_they_are_found_and_nothing_moves(self, demo_flow: Flow) -> None:
        from datetime import UTC, datetime

        from doorguard.model import Device

        demo_flow.choose("look")
        now = datetime(2026, 11, 24, tzinfo=UTC)
        demo_flow.take(
            RunStarted(level=Level.LOOK, network=None, interface=None, gateway=None, pretend=True, started_at=now)
        )
        before: list[str] = []
        for number in range(1, 5):
            device = Device(id=f"d{number}", id_from="mac", addresses=(f"192.168.7.{number}",), kind="camera")
            demo_flow.take(DeviceSeen(at=number, device=device, new=True))
            found = {line.label: line.text for line in demo_flow.page.lines if line.label.startswith("Camera")}
            assert list(found)[: len(before)] == before
            assert list(found.values()) == ["asked"] * (number - 1) + ["not asked yet"]
            before = list(found)
            demo_flow.take(ProbeEnded(at=number, device=device.id, probe="services"))
        assert "4 devices" in demo_flow.page.title
        assert demo_flow.page.working == "Asking devices (4)"
        assert [c.id for c in demo_flow.page.choices] == ["stop"]

    def test_stop_is_asked_of_the_face_and_back_does_nothing(self, demo_flow: Flow) -> None:
        demo_flow.choose("look")
        demo_flow.back()
        assert demo_flow.page.id == "looking"
        demo_flow.choose("stop")
        assert demo_flow.wants == Want("stop", pretend=True)
        assert demo_flow.page.live, "until the run says that it ended"

    def test_the_end_says_so(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look")
        assert page.title == "Finished. 4 devices found"
        assert not page.live
        assert page.working == "Nothing is being sent"

    def test_a_maker_asked_in_two_ways_is_one_line_of_the_details_and_silence_stands_apart(
        self, demo_flow: Flow
    ) -> None:
        from datetime import UTC, datetime

        demo_flow.choose("look")
        for channel, title, answers in (
            ("a1", "A make", 0),
            ("a2", "A make", 2),
            ("b1", "B make", 0),
            ("b2", "B make", 0),
        ):
            demo_flow.take(ChannelStarted(channel=channel, title=title))
            demo_flow.take(ChannelEnded(channel=channel, answers=answers))
        assert "finished, 0 answers" in texts(demo_flow.page), "while it runs, each says how far it is"
        demo_flow.take(RunEnded(ended="complete", ended_at=datetime(2026, 11, 24, tzinfo=UTC)))
        lines = [(line.kind, line.label, line.text) for line in demo_flow.page.details]
        assert lines.count(("row", "A make", "finished, 2 answers")) == 1
        assert lines[-2:] == [("heading", "", "Nothing came back from"), ("item", "", "B make")]

    def test_no_network_is_said_in_its_own_words(self, demo_flow: Flow) -> None:
        from datetime import UTC, datetime

        demo_flow.choose("look")
        demo_flow.take(Failure(stage="network", reason="no-network", says="This computer is not on a home network."))
        demo_flow.take(RunEnded(ended="no-network", ended_at=datetime(2026, 11, 24, tzinfo=UTC)))
        assert "This computer is not on a home network." in texts(demo_flow.page)
        assert demo_flow.page.title == "Could not look"
        assert [c.text for c in demo_flow.page.choices] == ["Go on"]
        demo_flow.choose("show")
        assert demo_flow.page.title == "Nothing was looked at"
        assert "only counted" not in texts(demo_flow.page), "nothing was counted either"

    def test_only_listening_is_never_called_asking(self, demo_flow: Flow, served: Serve) -> None:
        demo_flow.level = Level.LISTEN
        demo_flow.choose("look")
        demo_flow.take(a_run(level=Level.LISTEN, pretend=True)[0])
        demo_flow.take(ChannelStarted(channel="mdns", title="What devices announce"))
        assert "What devices announce listening" in texts(demo_flow.page)
        served(demo_flow)
        for word in ("asking", "asked"):
            assert word not in texts(demo_flow.page)


class TestDevices:
    def test_groups_counts_and_what_could_not_be_seen(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show")
        headings = [line.text for line in page.lines if line.kind == "heading"]
        assert headings == [
            "Cameras and doorbells",
            "Router and hubs",
            "Not known yet. Is this yours?",
            "What could not be seen",
        ]
        assert "1 phone or computer, 1 other thing" in texts(page)
        assert "tun0 was left out" in texts(page)
        assert "None of this is your fault" in texts(page)

    def test_what_is_only_counted_is_nowhere(self, demo_pages: list[Page]) -> None:
        for page in demo_pages:
            shown = texts(page) + "".join(line.label + line.text for line in page.details)
            assert "192.168.7.40" not in shown, page.id
            assert "192.168.7.41" not in shown, page.id

    def test_nothing_found_says_what_that_does_not_prove(self, demo_flow: Flow) -> None:
        from datetime import UTC, datetime

        demo_flow.choose("look")
        demo_flow.take(RunEnded(ended="nothing-answered", ended_at=datetime(2026, 11, 24, tzinfo=UTC)))
        demo_flow.choose("show")
        assert "does not mean there is none" in texts(demo_flow.page)

    def test_a_device_says_what_it_is_why_and_what_is_not_known(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "device:m-1")
        assert "It begins" not in texts(page)
        assert "Its name on the network begins with Reolink." in texts(page)
        assert "Software inside Not known" in texts(page)
        assert [c.id for c in page.choices] == ["ways", "plan", "again", "own", "find", "name", "steps"]

    def test_a_merged_device_leads_back(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, "look", "show", "device:m-1")
        demo_flow.take(DevicesMerged(kept="m-2", gone="m-1"))
        assert demo_flow.page.title == "This device is now part of another"
        demo_flow.back()
        assert demo_flow.page.id == "devices"

    def test_saying_that_it_is_mine_is_a_fact(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, "look", "show", "device:m-1", "find")
        demo_flow.choose("mine")
        assert demo_flow.wants == Want("tell", pretend=True, device=CAMERA, fact="owner.claimed", value=True)
        served(demo_flow)
        assert "You know this device" in texts(demo_flow.page)


class TestWaysIn:
    def test_nothing_for_now_is_first_and_one_thing_is_recommended(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "device:m-1", "ways")
        assert page.choices[0].id == "nothing"
        labels = [line.label for line in page.lines if line.kind == "state" and line.choice]
        assert labels.count("Look at this first") == 1
        assert "A remote command door" in page.lines[1].text

    def test_the_three_answers_stand_apart(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "device:m-2", "ways")
        assert "Looked and not found: 1 thing." in texts(page)
        assert "It did not answer." not in texts(page), "folded"
        text = texts(go(demo_flow, served, "fold"))
        doors = text[text.index("Open doors") :]
        assert doors.index("Looked and not found:") < doors.index("Could not check:")
        for reason in ("It did not answer.", "It wants a password first.", "Its answer could not be read."):
            assert reason in text
        assert "more things: it showed nothing that could be asked" in text

    def test_nothing_for_now_is_remembered(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, "look", "show", "device:m-1", "ways", "finding:", "nothing")
        assert demo_flow.page.id == "ways-in"
        assert "Not now A remote command door" in texts(demo_flow.page)
        assert "A remote command door" not in demo_flow.page.lines[1].text

    def test_only_the_person_can_say(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "device:m-1", "ways", "questions")
        assert page.title.startswith("Is it all yours:")
        go(demo_flow, served, "answer:Not all of it", "answer:I do not know it", "stop")
        assert demo_flow.page.id == "ways-in"
        assert "Nobody here has said that they know this device." in texts(demo_flow.page)

    def test_one_way_in_in_calm_order(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "ways", "finding:")
        assert [line.text for line in page.lines if line.kind == "heading"] == [
            "What we saw",
            "What it can mean",
            "What you can do",
            "Before you change anything",
            "You can stop here",
        ]
        assert page.choices[0].id == "nothing"


class TestStep:
    CHOICES = ("look", "show", "device:m-1", "ways", "finding:", "step")

    def test_four_labels_in_their_order_then_the_acts(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, *self.CHOICES)
        labels = [line.label for line in page.lines if line.label]
        assert labels[:2] == ["For", "Why"]
        assert labels[2:] == [question for _, question in LABEL_QUESTIONS]
        assert any(line.text.startswith("1. ") for line in page.lines)
        assert page.choices[0].id == "nothing"

    def test_not_known_is_treated_as_yes(self, demo_flow: Flow, served: Serve, all_pages: list[Page]) -> None:
        steps = [page for page in all_pages if page.id in ("step", "read-step")]
        assert len(steps) > 10
        for page in steps:
            rows = [line for line in page.lines if line.label.endswith("?")]
            assert [line.label for line in rows] == [question for _, question in LABEL_QUESTIONS]
            assert all("reat it as yes" in line.text for line in rows if line.text.lower().startswith("not known"))

    def test_done_checks_again_and_is_still_open(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, *self.CHOICES, "done")
        assert page.title == "Still open"
        assert page.choices[0].id == "stop-here"

    def test_pretending_to_do_it_closes_it(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, *self.CHOICES, "pretend")
        assert page.id == "pretend-changes"
        assert page.choices[0] == NOTHING
        assert page.lines[0].label == "You want to close"
        demo_flow.choose("nothing")
        assert demo_flow.page.id == "step" and demo_flow.wants is None
        demo_flow.choose("pretend")
        demo_flow.choose("close-shell")
        want = demo_flow.wants
        assert want is not None
        assert (want.kind, want.address, want.change) == ("pretend-change", "192.168.7.20", "close-shell")
        assert demo_flow.page.title == "Checking again"
        served(demo_flow)
        assert demo_flow.page.title == "Closed"
        assert "Closed, checked at 18:09" in texts(demo_flow.page)
        go(demo_flow, served, "on")
        assert "Closed, checked at 18:09" in texts(demo_flow.page)

    def test_at_home_nothing_can_be_pretended(self, all_pages: list[Page]) -> None:
        pretended = [p for p in all_pages if any(c.id.startswith("pretend") for c in p.choices)]
        assert pretended
        assert all(page.pretend for page in pretended)

    def test_not_finding_it_is_never_a_dead_end(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, *self.CHOICES, "lost")
        assert [c.id for c in page.choices] == ["nothing", "back", "people"]
        assert "look for Help or Support" in texts(page)
        assert go(demo_flow, served, "back").id == "step"

    def test_a_check_that_could_not_be_asked_again_says_so(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "device:m-2", "again")
        assert page.title == "Could not check again"


class TestEnd:
    def test_the_lists_stand_together(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "done")
        assert [line.text for line in page.lines if line.kind == "heading"] == [
            "Closed and checked",
            "Looked and not found",
            "Could not check",
            "Left for later",
            "Good day to look again",
        ]
        assert "1 December 2026" in texts(page)

    def test_leaving_is_a_want(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, "look", "show", "done")
        demo_flow.choose("leave")
        assert demo_flow.wants == Want("leave", pretend=True)

    def test_what_we_sent_counts_addresses_that_are_not_listed_together(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "sent")
        assert "70 knocks, 4 talks, with 9 questions, 0 small messages, no password" in texts(page)
        assert "1 other address" in texts(page)
        assert "192.168.7.99" not in texts(page)

    def test_the_summary_is_the_text_summary(self, demo_flow: Flow, served: Serve) -> None:
        from doorguard.report.text import summary
        from doorguard.wording import EXAMPLE

        page = go(demo_flow, served, "look", "show", "summary")
        written = summary(demo_flow.picture, demo_flow.zone).replace(EXAMPLE, "").split()
        assert [word for line in page.lines for word in line.text.split()] == written
        assert not any("  " in line.text or line.text != line.text.strip() for line in page.lines), "the face wraps"


class TestKeys:
    def test_help_people_and_summary_from_any_page(self, demo_flow: Flow, served: Serve) -> None:
        assert demo_flow.press("?")
        assert demo_flow.page.id == "help"
        demo_flow.back()
        assert demo_flow.press("h")
        assert demo_flow.page.id == "people"
        demo_flow.back()
        assert not demo_flow.press("s"), "nothing was looked at"
        go(demo_flow, served, "look", "show")
        assert demo_flow.press("s")
        assert demo_flow.page.id == "summary"

    def test_r_checks_the_thing_on_view_again(self, demo_flow: Flow, served: Serve) -> None:
        assert not demo_flow.press("r")
        go(demo_flow, served, "look", "show", "device:m-1", "ways", "finding:")
        assert demo_flow.press("r")
        assert demo_flow.wants == Want("check-again", pretend=True, device=CAMERA, check="remote-shell-open")

    @pytest.mark.parametrize("key", ["x", "1", "", "d"])
    def test_other_letters_mean_nothing(self, flow: Flow, key: str) -> None:
        assert not flow.press(key)
        assert flow.page.id == "start"


class TestAllPages:
    def test_numbers_are_told_apart_and_every_item_is_an_answer(self, all_pages: list[Page]) -> None:
        for page in all_pages:
            ids = [choice.id for choice in page.choices]
            assert len(set(ids)) == len(ids), page.id
            assert {line.choice for line in page.lines if line.choice} <= set(ids), page.id
            assert page.title.strip(), page.id

    def test_every_page_has_a_way_on_or_is_left_with_back(self, all_pages: list[Page]) -> None:
        stuck = {page.id for page in all_pages if not page.choices and page.typed is None}
        assert stuck <= {"device", "way-in", "asking"}, "pages of things that have gone meanwhile"

    def test_help_is_of_its_page(self, all_pages: list[Page]) -> None:
        helps = [page for page in all_pages if page.id == "help"]
        assert len({page.lines[0].text for page in helps}) > 10


class TestTwoHomes:
    def practised(self, flow: Flow, served: Serve) -> Flow:
        go(flow, served, "practise", "look", "show")
        while flow.page.id != "start":
            flow.back()
        return flow

    def test_nothing_made_up_stands_among_what_is_real(self, flow: Flow, served: Serve) -> None:
        self.practised(flow, served)
        go(flow, served, "read", "add")
        go(flow, served, "camera", "none")
        flow.type("Back garden")
        flow.back()
        assert not flow.page.pretend
        assert flow.page.title == "1 device"
        assert flow.press("s")
        assert "Back garden" in texts(flow.page)
        assert "Hallway" not in texts(flow.page), "that one is made up"

    def test_no_real_look_begins_after_practising_without_the_gate(self, flow: Flow, served: Serve) -> None:
        self.practised(flow, served)
        go(flow, served, "read", "add")
        go(flow, served, "camera", "none")
        flow.type("Back garden")
        flow.back()
        assert "again" not in [c.id for c in flow.page.choices]

    def test_what_is_real_stands_not_in_the_pretend_home_and_is_not_lost(self, flow: Flow, served: Serve) -> None:
        go(flow, served, "read", "add")
        go(flow, served, "camera", "none")
        flow.type("Back garden")
        while flow.page.id != "start":
            flow.back()
        self.practised(flow, served)
        assert "Back garden" not in [name for d in flow.picture.listed() for name in d.names]
        go(flow, served, "read")
        flow.back()
        assert go(flow, served, "found").title == "1 device"

    def test_who_went_back_too_far_finds_the_devices_again(self, demo_flow: Flow, served: Serve) -> None:
        go(demo_flow, served, "look", "show")
        found = demo_flow.page.title
        demo_flow.back()
        assert demo_flow.page.id == "practise"
        assert go(demo_flow, served, "found").title == found
        demo_flow.back()
        demo_flow.press("s")
        assert go(demo_flow, served, "done", "devices").title == found


def test_the_page_before_the_pretend_home_is_marked_already_and_the_first_page_is_not(flow: Flow) -> None:
    flow.choose("practise")
    assert flow.page.pretend
    flow.back()
    assert not flow.page.pretend


class TestAnswersChangedLater:
    def test_devices_are_not_asked_again_when_the_answers_forbid_it_now(self, flow: Flow, served: Serve) -> None:
        go(flow, served, "home", "no", "no", "mine", "mine", "level:look")
        flow.type(AUTHORITY)
        served(flow)
        go(flow, served, "show")
        assert go(flow, served, "again").live is False
        assert flow.page.id == "looking"
        go(flow, served, "show")
        flow.given["danger"] = "yes"
        flow.choose("again")
        assert flow.wants is None
        assert flow.page.id == "check-answers"
        flow.back()
        go(flow, served, f"device:{CAMERA}")
        flow.choose("again")
        assert flow.wants is None
        assert "it was not asked again" in texts(flow.page)
        assert "were asked as before" not in texts(flow.page)

    def test_after_signing_in_to_one_device_it_and_the_home_can_be_asked_again(self, flow: Flow, served: Serve) -> None:
        """Signing in is louder than any look that the answers can allow; it stands for itself."""
        go(flow, served, "home", "no", "no", "mine", "mine", "level:look")
        flow.type(AUTHORITY)
        served(flow)
        flow.take(AskedCloser(device=CAMERA, level=Level.SIGN_IN))
        go(flow, served, "show", f"device:{CAMERA}")
        flow.choose("again")
        assert flow.wants == Want("check-again", device=CAMERA)
        served(flow)
        go(flow, served, "stop-here")
        flow.choose("again")
        assert flow.wants == Want("run", level=Level.LOOK)
