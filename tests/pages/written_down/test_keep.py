"""Keeping a record from the pages: begun, filled as things happen, left, and opened again on another day."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from doorguard.facts import NOT_KNOWN
from doorguard.model import Device, DeviceSeen, Fact, Level, StepDone, Told
from doorguard.pages.closing.keep_proof import KeepProof
from doorguard.pages.flow import Flow
from doorguard.pages.found.devices import More, OneDevice
from doorguard.pages.found.looking import Looking
from doorguard.pages.found.sign_in import BeforeSigningIn
from doorguard.pages.marks import StepKey
from doorguard.pages.want import Want
from doorguard.pages.written_down.keep import keep_choice, open_keep
from doorguard.pages.written_down.record_pages import Entries, TheRecord
from doorguard.record import Record, first_wrong
from doorguard.record.file import PAGE
from tests.conftest import CAMERA, LATER, LIGHT_ANSWERS, NOON, a_run, closed_camera, judged
from tests.recorded import WORDS, a_flow, at_list, begin, cheap, do, reopened, shown


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    with cheap():
        yield


def texts(flow: Flow) -> str:
    page = flow.page
    return "\n".join(
        [page.title, *(f"{line.label} {line.text}" for line in page.lines), *(c.text for c in page.choices)]
    )


def leave(flow: Flow) -> None:
    assert flow.kept.leave(flow, 5) == 0


def said(path: Path, kind: str) -> list[dict[str, object]]:
    with Record.open(path, WORDS) as record:
        assert first_wrong(record.entries()) is None
        return [one["body"] for one in record.said() if one["kind"] == kind]


class TestBeginning:
    def test_without_a_place_to_keep_it_none_is_offered(self) -> None:
        from tests.conftest import a_flow as without

        assert "record" not in [choice.id for choice in without().page.choices]
        assert "record" in [choice.id for choice in a_flow().page.choices]

    def test_on_a_computer_that_someone_else_may_read_none_is_offered(self) -> None:
        flow = at_list()
        flow.given.update(LIGHT_ANSWERS)
        assert [choice.id for choice in keep_choice(flow)] == ["record"]
        flow.given["computer"] = "shared"
        assert keep_choice(flow) == ()

    @pytest.mark.parametrize("demo", [True, False])
    def test_it_is_offered_at_the_end_in_the_plan_and_before_the_first_change(self, tmp_path: Path, demo: bool) -> None:
        from doorguard.pages.before_a_look.still_right import BeforeChange
        from doorguard.pages.closing.plan import PlanPage
        from doorguard.pages.closing.step import open_step
        from doorguard.pages.handing_on.result import Done

        for screen in (Done(), More(), PlanPage(None), PlanPage(CAMERA.id)):
            flow = at_list(demo=demo)
            flow.go(screen)
            assert do(flow, "record").id == "keep"
        flow = at_list(demo=demo)
        open_step(flow, CAMERA.id, "remote-shell-open", "local-access-off")
        if demo:
            assert flow.page.id == "step", "nothing real changes there"
            return
        assert isinstance(flow._stack[-1], BeforeChange)
        do(flow, "record", "new", f">{tmp_path}", ">notes", f">{WORDS}", f">{WORDS}", "no", "on")
        assert flow.page.id == "still-right"
        assert "record" not in [choice.id for choice in flow.page.choices]
        leave(flow)

    def test_it_says_first_that_nobody_can_bring_the_passphrase_back(self, tmp_path: Path) -> None:
        flow = at_list()
        open_keep(flow)
        assert flow.page.choices[0].id == "nothing"
        assert "Nobody can bring the passphrase back" in texts(flow)
        assert list(tmp_path.iterdir()) == []

    def test_nothing_is_written_before_the_last_page(self, tmp_path: Path) -> None:
        flow = at_list(given=LIGHT_ANSWERS)
        open_keep(flow)
        for step in ("new", f">{tmp_path}", ">notes", f">{WORDS}", f">{WORDS}"):
            do(flow, step)
            assert list(tmp_path.iterdir()) == []
        assert flow.page.id == "keep-answers"
        page = do(flow, "no")
        assert (page.id, sorted(path.name for path in tmp_path.iterdir())) == ("keep-begun", ["notes", "notes-journal"])
        assert flow.kept.keeping is not None
        assert flow.kept.keeping.code in texts(flow) or "The code now" in texts(flow)
        leave(flow)

    def test_a_folder_that_is_copied_is_named_and_another_place_comes_first(self, tmp_path: Path) -> None:
        (tmp_path / "Dropbox").mkdir()
        flow = at_list()
        open_keep(flow)
        page = do(flow, "new", f">{tmp_path / 'Dropbox'}")
        assert page.id == "keep-copied"
        assert "Dropbox" in page.title
        assert page.choices[0].id == "other"
        assert do(flow, "other").id == "keep-where"
        assert "It is not known if this place is copied" in texts(flow)
        assert do(flow, f">{tmp_path / 'Dropbox'}", "there").id == "keep-name"

    def test_no_file_is_ever_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "notes").write_text("mine")
        flow = at_list()
        open_keep(flow)
        page = do(flow, "new", f">{tmp_path}")
        assert [choice.text for choice in page.choices[1:]] == ["papers", "letters"], "no name that is taken is offered"
        assert do(flow, ">notes").id == "keep-name"
        assert "There is a file of that name" in texts(flow)

    @pytest.mark.parametrize("name", ["../up", "a/b", "..", "c:\\x", "bell\a"])
    def test_a_name_is_a_name(self, tmp_path: Path, name: str) -> None:
        flow = at_list()
        open_keep(flow)
        assert do(flow, "new", f">{tmp_path}", f">{name}").id == "keep-name"

    @pytest.mark.parametrize("name", ["x" * 400, "~nobody-of-that-name/notes", "a\0b", ""])
    def test_what_no_disk_can_have_is_said_and_nothing_stops(self, tmp_path: Path, name: str) -> None:
        flow = at_list()
        open_keep(flow)
        do(flow, "open", f">{name}")
        assert flow.page.id == "keep-open"
        do(flow, "nothing")
        open_keep(flow)
        do(flow, "new", f">{name}")
        assert flow.page.id == "keep-where", "an empty Enter chooses no folder either"
        do(flow, f">{tmp_path}", f">{name}")
        assert flow.page.id in ("keep-name", "keep-passphrase")

    def test_a_slip_of_a_finger_is_caught(self, tmp_path: Path) -> None:
        flow = at_list()
        open_keep(flow)
        do(flow, "new", f">{tmp_path}", ">notes", f">{WORDS}", f">{WORDS}x")
        assert flow.page.id == "keep-passphrase"
        assert "not the same" in texts(flow)
        assert list(tmp_path.iterdir()) == []

    def test_the_passphrase_is_held_nowhere_afterwards(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "on")
        held = [value for screen in flow._stack for value in vars(screen).values()]
        assert WORDS not in repr((held, flow.wants, flow.running))
        assert not [value for value in held if getattr(value, "password", None)]
        assert flow.wants is None
        leave(flow)

    def test_a_disk_that_takes_no_file_is_said_and_nothing_is_left(self, tmp_path: Path) -> None:
        flow = at_list()
        open_keep(flow)
        do(flow, "new", f">{tmp_path}", ">notes", f">{WORDS}")
        tmp_path.rename(tmp_path.with_name("gone"))
        page = do(flow, f">{WORDS}", "no")
        assert page.title == "It did not work"
        assert do(flow, "again").id == "keep"
        assert not flow.kept.is_open(flow)


class TestWhatGoesIn:
    def test_what_was_found_before_it_was_begun(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        leave(flow)
        events = [body["event"] for body in said(tmp_path / "notes", "observation")]
        assert events[0] == "RunStarted" and events[-1] == "RunEnded"
        (header,) = said(tmp_path / "notes", "header")
        assert header["authority"] == "This is my home, or the person whose home it is asked me to look."
        assert "pretend" not in header

    def test_answers_only_if_the_person_agrees(self, tmp_path: Path) -> None:
        for answer, kept in (("no", False), ("yes", True)):
            flow = at_list(given=LIGHT_ANSWERS)
            begin(flow, tmp_path, answer, answers=answer)
            flow.answer("court", "yes")
            flow.kept.settle(flow)
            leave(flow)
            given = {body["name"]: body["value"] for body in said(tmp_path / answer, "answer")}
            assert (given == LIGHT_ANSWERS | {"court": "yes"}) is kept
            assert bool(given) is kept

    def test_each_thing_is_on_the_disk_before_the_next_page(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "on")
        assert flow.kept.keeping is not None
        before = flow.kept.keeping.count
        flow.put_off.add("m-1/x/")
        flow.choose("done")
        assert flow.kept.keeping.count == before + 1
        assert flow.kept.unwritten == 0
        leave(flow)

    def test_a_change_with_before_and_after(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        flow.take(StepDone(device=CAMERA.id, check="remote-shell-open", action="local-access-off"))
        device = closed_camera()
        for event in (DeviceSeen(device=device, new=False), judged(device, at=LATER)):
            flow.take(event)
        flow.finished()
        leave(flow)
        (change,) = said(tmp_path / "notes", "change")
        assert change["step"] == "local-access-off"
        assert str(change["before"]).startswith("Problem: ")
        assert change["after"] == "Looked, and did not find it."
        assert change["notice"]

    def test_a_change_from_before_the_record_was_begun(self, tmp_path: Path) -> None:
        flow = at_list()
        flow.take(StepDone(device=CAMERA.id, check="remote-shell-open", action="local-access-off"))
        flow.take(DeviceSeen(device=closed_camera(), new=False))
        flow.take(judged(closed_camera(), at=LATER))
        flow.finished()
        begin(flow, tmp_path)
        leave(flow)
        (change,) = said(tmp_path / "notes", "change")
        assert str(change["before"]).startswith("Problem: ")
        assert change["after"] == "Looked, and did not find it."

    def test_a_change_that_was_not_looked_at_again_is_written_on_leaving(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        flow.take(StepDone(device=CAMERA.id, check="remote-shell-open", action="local-access-off"))
        leave(flow)
        (change,) = said(tmp_path / "notes", "change")
        assert change["after"] == change["before"]

    def test_what_happened_in_own_words(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(
            flow,
            "record",
            "diary",
            ">It rang.",
            ">Nobody was there.",
            "on",
            ">about six",
            "skip",
            "skip",
            ">No sleep",
            "keep",
        )
        assert flow.page.id == "written"
        do(flow, "on")
        assert flow.page.id == "record"
        leave(flow)
        assert said(tmp_path / "notes", "diary") == [
            {"text": "It rang.\nNobody was there.", "when": "about six", "effect": "No sleep"}
        ]

    def test_a_file_with_its_bytes(self, tmp_path: Path) -> None:
        photo = tmp_path / "a photo.png"
        photo.write_bytes(b"\x89PNG 123")
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "file", f">'{photo}'", "screenshot", "whole")
        assert flow.page.title == "It is kept"
        leave(flow)
        (body,) = said(tmp_path / "notes", "attachment")
        assert (body["name"], body["how"], body["cropped"], body["size"]) == ("a photo.png", "screenshot", False, 8)
        assert photo.read_bytes() == b"\x89PNG 123"

    def test_one_entry_is_read_in_plain_words(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "diary", ">It rang.", ">Nobody was there.", "on", "keep", "on")
        assert flow.kept.keeping is not None
        lines = do(flow, "entries", f">n{flow.kept.keeping.count}").lines
        shown = {line.label: line.text for line in lines if line.label}
        assert re.fullmatch(r"\d+ \w+ \d{4}, \d\d:\d\d", shown["Written"])
        assert shown["This computer's clock"] in ("set right by itself, over the internet", "not known if it was right")
        assert all(line.label.strip() for line in lines if line.kind == "row"), "a colon stands after words only"
        assert lines[-1].text == "Nobody was there."
        leave(flow)

    def test_what_was_written_is_there_again_for_who_goes_back(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "diary", ">It rang.", ">Nobody was there.")
        flow.back()
        assert flow.page.id == "record"
        do(flow, "diary")
        assert "Nobody was there." in texts(flow)
        do(flow, "on", ">On Sunday.")
        flow.back()
        assert "You wrote On Sunday." in texts(flow)
        do(flow, ">On Monday.", "keep", "on", "diary")
        assert "Nobody was there." not in texts(flow), "it is kept, and the next one begins anew"
        do(flow, ">A mistake.", "nothing", "diary")
        assert "A mistake." not in texts(flow)
        leave(flow)
        assert said(tmp_path / "notes", "diary") == [{"text": "It rang.\nNobody was there.", "when": "On Monday."}]

    @pytest.mark.parametrize("typed", ["the first", "12th", "n", "1234567890", "-1", "\u0663\u00b2"])
    def test_what_is_no_number_is_answered(self, typed: str, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "entries", f">{typed}")
        assert flow.page.id == "entries"
        assert flow.page.lines[-1].text == "That is no number of an entry. Type n and a number, such as n12."
        do(flow, ">n1")
        assert flow.page.title == "Entry 1"
        do(flow, "back")
        assert "no number" not in flow.page.lines[-1].text
        leave(flow)

    def test_a_mistake_is_put_right_by_one_more_entry(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "diary", ">It was six.", "on", "keep", "on")
        assert flow.kept.keeping is not None
        number = flow.kept.keeping.count
        do(flow, "entries", f">n{number}", "correct", ">It was seven.")
        assert flow.page.title == "It is kept"
        leave(flow)
        assert said(tmp_path / "notes", "correction") == [{"entry": number, "text": "It was seven."}]
        assert said(tmp_path / "notes", "diary")[0]["text"] == "It was six."

    def test_what_is_taken_out_leaves_a_mark(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "diary", ">A name.", "on", "keep", "on")
        assert flow.kept.keeping is not None
        number = flow.kept.keeping.count
        do(flow, "entries", f">n{number}", "out")
        assert flow.page.choices[0].id == "nothing"
        do(flow, "out")
        assert flow.page.title == "It is taken out"
        assert flow.kept.unwritten == 0
        flow.kept.keeping.take_out(number, "twice")
        flow.kept.keeping.take_out(1, "the first one")
        flow.kept.settle(flow)
        assert flow.kept.unwritten == 0
        leave(flow)
        assert said(tmp_path / "notes", "diary") == []
        (mark,) = said(tmp_path / "notes", "deletion")
        assert mark["entry"] == number

    def test_what_was_seen_is_not_taken_out(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "entries", ">n2")
        assert [choice.id for choice in flow.page.choices] == ["back", "correct"]
        leave(flow)

    def test_a_code_that_was_kept_elsewhere(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        assert flow.kept.keeping is not None
        do(flow, "record")
        flow.kept.keeping.settle(5)
        code, count = flow.kept.keeping.code, flow.kept.keeping.count
        do(flow, "code", "paper")
        flow.kept.keeping.settle(5)
        assert "Each new entry makes another code." in texts(flow)
        assert flow.kept.keeping.code not in texts(flow)
        leave(flow)
        assert said(tmp_path / "notes", "anchor") == [{"after": count, "code": code, "how": "on paper"}]

    def test_a_copy_that_anyone_can_check(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "copy", f">{tmp_path}", ">for the solicitor")
        assert "A copy is not locked" in texts(flow)
        assert not (tmp_path / "for the solicitor").exists()
        do(flow, "make")
        assert flow.page.title == "The copy is made"
        folder = tmp_path / "for the solicitor"
        done = subprocess.run([sys.executable, str(folder / "check.py")], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        code = done.stdout.split("The code now: ")[1].split("\n")[0]
        assert code in texts(flow)
        assert do(flow, "on").id == "record"
        leave(flow)
        (copy,) = said(tmp_path / "notes", "continuity")
        assert copy["to"] == "for the solicitor"

    def test_a_copy_of_a_record_that_was_damaged_meanwhile_says_what_it_lacks(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        keeping = flow.kept.keeping
        assert keeping is not None
        for number in range(60):
            keeping.say("diary", {"text": f"It rang {number}. " * 30})
        assert keeping.settle(10)
        assert keeping._writer is not None
        keeping._writer.record.close()  # so that it is read from the disk again
        content = bytearray((tmp_path / "notes").read_bytes())
        content[len(content) * 4 // 5 // PAGE * PAGE + 2000] ^= 1
        (tmp_path / "notes").write_bytes(content)
        do(flow, "record", "copy", f">{tmp_path}", ">for the solicitor", "make")
        assert flow.page.title == "The copy is made"
        assert "The record is damaged. " in texts(flow)
        assert "cannot be read any more" in (tmp_path / "for the solicitor" / "HOW-TO-CHECK.txt").read_text("utf-8")
        keeping.say("diary", {"text": "It rang again."})
        assert keeping.settle(10), "the sitting goes on, and what is written is kept"
        leave(flow)

    def test_the_place_of_a_copy_never_promises_a_lock_that_a_copy_does_not_have(self, tmp_path: Path) -> None:
        (tmp_path / "Dropbox").mkdir()
        flow = at_list()
        begin(flow, tmp_path)
        assert do(flow, "record", "copy").id == "keep-where"
        assert "they can read all of it. It is not locked." in texts(flow)
        assert do(flow, f">{tmp_path / 'Dropbox'}").id == "keep-copied"
        assert "Somebody who can open that account can read all of it." in texts(flow)
        assert "passphrase" not in texts(flow)
        assert do(flow, "there").id == "keep-name"
        leave(flow)

    def test_the_end_of_the_day_says_that_leaving_locks_the_record(self, tmp_path: Path) -> None:
        from doorguard.pages.handing_on.result import Done

        flow = at_list()
        flow.go(Done())
        assert "locked" not in texts(flow)
        begin(flow, tmp_path)
        flow.go(Done())
        flow.kept.settle(flow)
        assert "The record notes. It has all of this. When you leave, it is closed and locked." in texts(flow)
        leave(flow)

    def test_who_forgot_where_it_is_finds_where_to_look(self) -> None:
        flow = at_list()
        open_keep(flow)
        assert "Look on your sticks and in your own folder." in " ".join(do(flow, "open").help)

    def test_what_leaving_in_the_middle_of_a_diary_entry_loses_is_said(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "diary")
        assert "these lines are lost" not in texts(flow)
        do(flow, ">It rang.")
        assert "It is not kept yet. If you leave at once, these lines are lost." in texts(flow)
        leave(flow)
        assert said(tmp_path / "notes", "diary") == []

    def test_a_copy_that_cannot_be_made(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        do(flow, "record", "copy", f">{tmp_path}", ">there")
        (tmp_path / "there").mkdir()
        do(flow, "make")
        assert flow.page.title == "It did not work"
        assert said_nothing_more(flow)

    def test_the_pretend_home_is_marked_and_kept_apart(self, tmp_path: Path) -> None:
        flow = at_list(demo=True)
        begin(flow, tmp_path)
        assert flow.page.pretend
        flow.turn_to(pretend=False)
        assert not flow.kept.is_open(flow)
        assert flow.kept.other_home(flow)
        flow.take(judged(CAMERA))
        flow.put_off.add("real")
        flow.kept.settle(flow)
        leave(flow)
        (header,) = said(tmp_path / "notes", "header")
        assert header["pretend"] is True
        assert "authority" not in header
        assert said(tmp_path / "notes", "plan") == []


def said_nothing_more(flow: Flow) -> bool:
    assert flow.kept.keeping is not None and flow.kept.keeping.path is not None
    path = flow.kept.keeping.path
    leave(flow)
    return said(path, "continuity") == []


class TestProofFirst:
    SECRET = Fact(name="http.path", value="http://admin:hunter2@192.168.7.20/x", probe="p", place="tcp/80")

    def flow(self) -> Flow:
        flow = at_list()
        listed = [Fact(name="account.name", value="guest2", place="account/2", probe="isapi"), self.SECRET]
        flow.take(DeviceSeen(device=replace(CAMERA, facts=(*CAMERA.facts, *listed)), new=False))
        return flow

    def test_what_the_program_read_is_kept_as_text_without_passwords(self, tmp_path: Path) -> None:
        flow = self.flow()
        begin(flow, tmp_path)
        flow.go(KeepProof(CAMERA.id, None))
        assert "Accounts on it 1" in texts(flow)
        do(flow, "read")
        assert "It is kept in your record" in texts(flow)
        assert flow.marks.proof[CAMERA.id] == "kept"
        leave(flow)
        (body,) = said(tmp_path / "notes", "attachment")
        with Record.open(tmp_path / "notes", WORDS) as record:
            text = (record.attachment(str(body["sha256"])) or b"").decode()
            everything = b"".join(entry.written or b"" for entry in record.entries())
        assert "account.name at account/2: guest2" in text
        assert "hunter2" not in text
        assert b"hunter2" not in everything
        assert body["device"] == CAMERA.id

    def test_without_a_record_it_is_offered_and_explained_first(self) -> None:
        flow = self.flow()
        flow.go(KeepProof(CAMERA.id, None))
        assert "read" not in [choice.id for choice in flow.page.choices]
        assert do(flow, "record").id == "keep"

    def test_photos_of_the_app_come_after_the_questions_about_the_phone(self) -> None:
        flow = self.flow()
        flow.go(KeepProof(CAMERA.id, None))
        assert do(flow, "guide").id.startswith("phone-")

    def test_it_is_never_pressed(self) -> None:
        flow = self.flow()
        flow.go(KeepProof(CAMERA.id, None))
        assert flow.page.choices[0].id == "nothing"
        do(flow, "have")
        assert flow.marks.proof[CAMERA.id] == "kept"


class TestAnotherDay:
    def kept(self, tmp_path: Path, given: dict[str, str] | None = None, answers: str = "no") -> Path:
        flow = at_list(given=given)
        begin(flow, tmp_path, answers=answers)
        flow.put_off.add("m-1/remote-shell-open/tcp/23")
        flow.marks.stop(StepKey(CAMERA.id, "remote-shell-open", "local-access-off"), 2)
        flow.marks.proof[CAMERA.id] = "not-wanted"
        flow.marks.look_again[CAMERA.id, "remote-shell-open"] = (LATER,)
        flow.marks.has_plan = True
        flow.take(Told(device=CAMERA.id, name="owner.claimed", value=NOT_KNOWN))
        flow.finished()
        leave(flow)
        return tmp_path / "notes"

    def test_where_the_person_stopped_comes_back(self, tmp_path: Path) -> None:
        before = at_list()
        flow = reopened(self.kept(tmp_path))
        assert flow.put_off == {"m-1/remote-shell-open/tcp/23"}
        assert flow.marks.at_act == {StepKey(CAMERA.id, "remote-shell-open", "local-access-off"): 2}
        assert flow.marks.stopped == StepKey(CAMERA.id, "remote-shell-open", "local-access-off")
        assert flow.marks.proof == {CAMERA.id: "not-wanted"}
        assert flow.marks.look_again == {(CAMERA.id, "remote-shell-open"): (LATER,)}
        assert flow.marks.has_plan
        assert flow.kept.keeping is not None
        assert flow.kept.keeping.past.told == {CAMERA.id: {"owner.claimed": NOT_KNOWN}}
        assert flow.given == {}
        assert not before.put_off
        leave(flow)

    def test_answers_come_back_and_are_read_again_before_anything_is_sent(self, tmp_path: Path) -> None:
        """Who can see and hear is of this moment."""
        flow = reopened(self.kept(tmp_path, LIGHT_ANSWERS, "yes"))
        assert flow.given == LIGHT_ANSWERS
        assert flow.answers_old == "kept"
        flow.still_right()
        assert flow.answers_old is None
        leave(flow)
        flow = reopened(tmp_path / "notes")
        flow.now = lambda: NOON.replace(day=NOON.day + 2)
        assert flow.answers_old == "day"
        leave(flow)

    def test_answers_of_nobody_knows_where_are_read_again(self, tmp_path: Path) -> None:
        """The record holds answers, and no look that would tell on which network they were given."""
        with Record.new(tmp_path / "notes", WORDS, {}, now=lambda: NOON) as record:
            for name, value in LIGHT_ANSWERS.items():
                record.append("answer", {"name": name, "value": value})
        flow = reopened(tmp_path / "notes")
        assert flow.given == LIGHT_ANSWERS
        flow.want(Want("run", level=Level.LISTEN))
        assert flow.wants is None
        assert flow.page.id == "still-right"
        flow.choose("yes")
        assert flow.wants == Want("run", level=Level.LISTEN)
        assert flow.answers_old is None
        leave(flow)

    def test_without_the_answers_the_questions_come_before_a_sign_in(self, tmp_path: Path) -> None:
        flow = reopened(self.kept(tmp_path, LIGHT_ANSWERS, "no"))
        assert flow.given == {}
        flow.kept.show_before(flow)
        flow.go(BeforeSigningIn(CAMERA.id))
        assert flow.page.id == "more-questions"
        flow.given.update(LIGHT_ANSWERS)
        assert flow.page.id == "before-sign-in"
        leave(flow)

    def test_answers_of_one_home_are_asked_about_in_another(self, tmp_path: Path) -> None:
        """The person took the computer along, to where other people may mind."""
        flow = reopened(self.kept(tmp_path, LIGHT_ANSWERS, "yes"))
        why = []
        for network in ("192.168.7.0/24 192.168.7.1", "10.3.0.0/24 10.3.0.1"):
            flow.network = functools.partial(str, network)
            why.append(flow.answers_old)
        assert why == ["kept", "network"]
        leave(flow)

    def test_a_plan_that_nobody_wrote_here_is_passed_over(self, tmp_path: Path) -> None:
        key = [CAMERA.id, "remote-shell-open"]
        with Record.new(tmp_path / "notes", WORDS, {}, now=lambda: NOON) as record:
            plan = {"stopped_at": [[*key, "reset", -9]], "look_again": [[*key, "2026-01-01T00:00:00"], [*key, "x"]]}
            record.append("plan", plan)
        flow = reopened(tmp_path / "notes")
        assert flow.marks.at_act == {}
        assert flow.marks.look_again == {}
        leave(flow)

    def test_the_last_look_can_be_shown(self, tmp_path: Path) -> None:
        flow = reopened(self.kept(tmp_path))
        flow.go(TheRecord())
        assert "Last look in it 24 November 2026" in texts(flow)
        assert do(flow, "before").id == "devices"
        assert CAMERA.names[0] in texts(flow)
        leave(flow)

    def test_what_is_shown_of_another_day_says_which_day(self, tmp_path: Path) -> None:
        flow = reopened(self.kept(tmp_path))
        flow.kept.show_before(flow)
        flow.go(OneDevice(CAMERA.id))
        assert "Last looked at 12:00\n" in texts(flow)
        flow.now = lambda: NOON.replace(day=NOON.day + 1)
        assert "Last looked at 12:00 on 24 November 2026" in texts(flow)
        leave(flow)

    def test_what_changed_is_shown_once_after_the_look(self, tmp_path: Path) -> None:
        flow = reopened(self.kept(tmp_path))
        flow.go(Looking())
        new = Device(id="mac-9", id_from="mac", addresses=("192.168.7.99",), kind="camera", sure="yes")
        for event in (*a_run()[:-1], DeviceSeen(device=new, new=True), a_run()[-1]):
            flow.take(event)
        flow.finished()
        assert do(flow, "show").id == "what-changed"
        assert flow.page.title == "What changed since 24 November 2026"
        assert "It was not here last time" in texts(flow)
        assert do(flow, "on").id == "devices"
        leave(flow)

    def test_without_a_change_it_says_that_it_looked(self, tmp_path: Path) -> None:
        flow = reopened(self.kept(tmp_path))
        flow.go(Looking())
        for event in a_run():
            flow.take(event)
        flow.finished()
        do(flow, "show")
        assert "found none in what was read on both days" in texts(flow)
        leave(flow)

    def test_a_look_with_no_record_shows_no_such_page(self) -> None:
        flow = at_list()
        flow.go(Looking())
        assert do(flow, "show").id == "devices"

    def test_a_fix_that_did_not_hold(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        flow.take(DeviceSeen(device=closed_camera(), new=False))
        flow.take(judged(closed_camera(), at=LATER))
        leave(flow)
        flow = reopened(tmp_path / "notes")
        flow.go(Looking())
        for event in a_run():
            flow.take(event)
        flow.finished()
        do(flow, "show")
        assert "This was closed and is open again" in texts(flow)
        leave(flow)

    def test_a_record_of_the_pretend_home_opens_the_pretend_home(self, tmp_path: Path) -> None:
        flow = at_list(demo=True)
        begin(flow, tmp_path)
        leave(flow)
        flow = reopened(tmp_path / "notes")
        assert flow.pretend
        assert shown(flow, TheRecord()).pretend
        leave(flow)

    def test_when_it_was_opened_before(self, tmp_path: Path) -> None:
        path = self.kept(tmp_path)
        leave(reopened(path))
        flow = reopened(path)
        assert "Opened before 24 November 2026, 12:00" in "\n".join(
            f"{line.label} {line.text}" for line in shown(flow, TheRecord()).lines
        )
        leave(flow)

    def test_entries_that_say_the_same_are_one_line(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        assert flow.kept.keeping is not None
        first = flow.kept.keeping.count + 1
        for words in ("It rang.", "It rang.", "It rang.", "It stopped."):
            flow.kept.keeping.say("diary", {"text": words})
        flow.kept.keeping.settle(5)
        flow.go(Entries())
        assert f"{first + 3}. " in texts(flow) and f"{first} to {first + 2}. " in texts(flow)
        assert texts(flow).count("It rang.") == 1
        leave(flow)

    def test_hostile_words_are_made_harmless(self, tmp_path: Path) -> None:
        flow = at_list()
        begin(flow, tmp_path)
        assert flow.kept.keeping is not None
        flow.kept.keeping.say("diary", {"text": "\x1b[2J\u202eevil [bold]x[/] \u0000"})
        flow.kept.keeping.settle(5)
        flow.go(Entries())
        assert "evil [bold]x[/]" in texts(flow)
        assert not [c for c in texts(flow) if ord(c) < 32 and c != "\n"]
        assert "\u202e" not in texts(flow)
        leave(flow)


class TestADiskThatRefuses:
    @pytest.fixture
    def stick(self, tmp_path: Path) -> Path:
        (tmp_path / "stick").mkdir()
        return tmp_path / "stick"

    def test_it_is_said_calmly_and_before_leaving(self, stick: Path) -> None:
        flow = at_list()
        begin(flow, stick)
        do(flow, "record")
        stick.rename(stick.with_name("pulled"))
        do(flow, "diary", ">It rang.", "on", "keep")
        assert flow.page.title == "Not written yet"
        assert "Was the stick taken out?" in texts(flow)
        flow.want(Want("leave"))
        assert flow.page.id == "not-written"
        assert flow.wants is None or flow.wants.kind != "leave"
        stick.with_name("pulled").rename(stick)
        do(flow, "again")
        assert "All of it is written now" in texts(flow)
        flow.choose("leave")
        assert flow.wants is not None and flow.wants.kind == "leave"
        leave(flow)
        assert said(stick / "notes", "diary")[0]["text"] == "It rang."

    def test_leaving_all_the_same(self, stick: Path) -> None:
        flow = at_list()
        begin(flow, stick)
        do(flow, "record")
        stick.rename(stick.with_name("pulled"))
        do(flow, "diary", ">It rang.", "on", "keep")
        flow.want(Want("leave"))
        assert "they are lost" in texts(flow)
        flow.choose("leave")
        assert flow.wants is not None and flow.wants.kind == "leave"
        assert flow.kept.leave(flow, 0.2) >= 1
