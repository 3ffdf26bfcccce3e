"""Who could look through it, and how: the groups of one device and of the whole home; and the end of a sitting."""

from __future__ import annotations

from collections.abc import Callable

from doorguard.catalog.groups import WAYS
from doorguard.model import Finding
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from tests.conftest import CAMERA

Serve = Callable[[Flow], None]


def go(flow: Flow, served: Serve, *choices: str) -> Page:
    for choice in choices:
        assert choice in {c.id for c in flow.page.choices}, (choice, flow.page.id, [c.id for c in flow.page.choices])
        flow.choose(choice)
        served(flow)
    return flow.page


def headings(page: Page) -> list[str]:
    return [line.text for line in page.lines if line.kind == "heading"]


def under(page: Page, heading: str) -> str:
    """What stands under a heading."""
    lines = list(page.lines)
    start = next(i for i, line in enumerate(lines) if line.kind == "heading" and line.text == heading)
    end = next((i for i in range(start + 1, len(lines)) if lines[i].kind == "heading"), len(lines))
    return "\n".join(f"{line.label} {line.text}".strip() for line in lines[start + 1 : end])


def at_camera(flow: Flow, served: Serve) -> Page:
    return go(flow, served, "look", "show", f"device:{CAMERA.id}", "ways")


class TestGroups:
    def test_what_is_to_look_at_comes_first_then_people_then_the_rest(self, demo_flow: Flow, served: Serve) -> None:
        page = at_camera(demo_flow, served)
        assert headings(page)[:2] == [WAYS["doors"], WAYS["people"]]
        assert headings(page)[-1] == "Could not check, or not asked yet"
        assert under(page, WAYS["doors"]).startswith("To look at Anyone on this network can ask for the video")

    def test_every_finding_stands_in_the_group_of_its_check(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", f"device:{CAMERA.id}", "ways", "fold")
        assert set(headings(page)) <= set(WAYS.values())
        for finding in demo_flow.findings(CAMERA):
            check = demo_flow.catalog.check(finding.check)
            assert check is not None
            assert finding.way == check.way
            if finding.outcome == "not-found":
                assert check.good in under(page, WAYS[check.way]), check.id

    def test_folded_it_says_how_much_and_why(self, demo_flow: Flow, served: Serve) -> None:
        page = at_camera(demo_flow, served)
        doors = under(page, WAYS["doors"])
        assert "Looked and not found: 1 thing." in doors
        assert "Could not check: " in doors
        assert len(page.lines) < 22
        assert len(go(demo_flow, served, "fold").lines) > len(page.lines)
        assert len(go(demo_flow, served, "fold").lines) == len(page.lines)

    def test_the_numbers_follow_the_lines(self, demo_flow: Flow, served: Serve) -> None:
        page = at_camera(demo_flow, served)
        assert [line.choice for line in page.lines if line.choice] == [choice.id for choice in page.choices]

    def test_what_is_closed_is_quiet_and_stands_in_its_group(self, demo_flow: Flow, served: Serve) -> None:
        at_camera(demo_flow, served)
        shell = f"finding:{CAMERA.id}/remote-shell-open/tcp/23"
        page = go(demo_flow, served, shell, "step", "pretend", "close-shell", "on")
        assert "Closed, checked at 18:09 A remote command door is open on this device." in under(page, WAYS["doors"])
        assert shell not in {choice.id for choice in page.choices}


class TestWholeHome:
    def test_the_same_groups_and_each_says_which_device(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "ways")
        assert "Hallway (camera by Reolink)." in page.lines[1].text
        assert headings(page) == [WAYS["doors"]], "what is finished is told when it is asked for"
        page = go(demo_flow, served, "fold")
        assert headings(page) == [WAYS["doors"], *(words for way, words in WAYS.items() if way != "doors")]
        assert "Hallway (camera by Reolink) Looked and not found: 1 thing." in under(page, WAYS["doors"])


class TestWords:
    def test_someone_who_is_not_known_is_to_look_at_and_no_problem(self, demo_flow: Flow, served: Serve) -> None:
        from doorguard.report.text import findings_lines

        who = Finding(
            device=CAMERA.id,
            check="unknown-account",
            severity="critical",
            outcome="problem",
            where=None,
            problem="There is an account on this device that you do not know.",
            action="remove-an-account",
            way="people",
        )
        (line,) = findings_lines([who], demo_flow.picture, demo_flow.zone)
        assert line.startswith("To look at: ")
        at_camera(demo_flow, served)
        demo_flow.picture.findings[CAMERA.id][who.id] = who
        people = under(demo_flow.page, WAYS["people"])
        assert "To look at There is an account on this device that you do not know." in people
        assert "problem" not in people.lower()


class TestDoneForToday:
    def test_small_things_and_long_lists_are_counted_until_asked_for(self, demo_flow: Flow, served: Serve) -> None:
        page = go(demo_flow, served, "look", "show", "done")
        assert "Hallway" in under(page, "Left for later")
        names = headings(page)
        assert headings(go(demo_flow, served, "fold")) == names, "the lists stay together"
        looked = under(demo_flow.page, "Looked and not found")
        assert "more thing" not in looked

    def test_what_to_watch_for_only_where_something_was_changed(self, demo_flow: Flow, served: Serve) -> None:
        watch = "For the next seven days, watch for"
        assert watch not in headings(go(demo_flow, served, "look", "show", "done"))
        shell = f"finding:{CAMERA.id}/remote-shell-open/tcp/23"
        demo_flow.back()
        go(demo_flow, served, f"device:{CAMERA.id}", "ways", shell, "step", "pretend", "close-shell", "done")
        assert watch in headings(demo_flow.page)
        assert "A bell that rings when nobody is there." in under(demo_flow.page, watch)
        assert "Look again tomorrow." in under(demo_flow.page, "Good day to look again")
