"""One entry of a record, whole: plain words first."""

from __future__ import annotations

from dataclasses import replace

from doorguard.model import DeviceSeen, Told
from doorguard.pages.written_down.entries import names_in, rows
from doorguard.record.events import body_of
from doorguard.report.naming import title
from tests.conftest import CAMERA, judged


def test_what_was_found_is_told_in_words_and_never_as_text_of_the_program() -> None:
    found = list(rows({"kind": "observation", "body": body_of(judged(CAMERA))}))
    labels = [label for label, _words in found]
    first, kept = labels.index("Problem found"), labels.index("All of it, as it is kept")
    assert first < labels.index("Looked and did not find") < labels.index("Could not check") < kept == len(found) - 1
    problems = [one for one in judged(CAMERA).findings if one.outcome == "problem"]
    told = [words for label, words in found if label == "Problem found"]
    assert told == [f"{one.problem} ({one.where})" if one.where else one.problem for one in problems] != []
    assert "{" not in "".join(words for _label, words in found)


def test_no_problem_is_never_more_than_what_could_be_checked() -> None:
    event = judged(CAMERA)
    other = tuple(one for one in event.findings if one.outcome != "problem")
    found = dict(rows({"kind": "observation", "body": body_of(replace(event, findings=other))}))
    assert found["Problem found"] == "none, in what could be checked"
    unknown = sum(one.outcome == "could-not-check" for one in other)
    assert found["Looked and did not find"] == f"{len(other) - unknown} things"
    assert found["Could not check"] == f"{unknown} things"


def test_a_device_is_told_by_its_name_and_address() -> None:
    found = dict(rows({"kind": "observation", "body": body_of(DeviceSeen(device=CAMERA, new=True))}))
    assert found["Address"] == ", ".join(CAMERA.addresses)
    assert found["Device"]
    assert "event" not in found


def test_what_cannot_be_read_is_shown_as_it_is_kept() -> None:
    found = dict(rows({"kind": "observation", "body": {"event": "Nothing", "odd": 1}}))
    assert found["All of it, as it is kept"] == '{"event": "Nothing", "odd": 1}'


def test_what_the_person_said_of_a_device_is_all_there() -> None:
    found = dict(rows({"kind": "observation", "body": body_of(Told(device="m-1", name="owner.claimed", value="mine"))}))
    assert found["What"] == "something that you said of a device"
    assert (found["Device"], found["Name"], found["Answer"]) == ("m-1", "owner.claimed", "mine")


def test_a_device_goes_by_its_name_wherever_an_entry_is_about_it() -> None:
    """Its id is for programs."""
    seen = {"kind": "observation", "body": body_of(DeviceSeen(device=CAMERA, new=True))}
    counted = replace(CAMERA, id="counted-1", kind="other")
    names = names_in([seen, {"kind": "observation", "body": body_of(DeviceSeen(device=counted, new=True))}, {"kind": "observation", "body": {"event": "DeviceSeen"}}, {}])
    assert names == {CAMERA.id: title(CAMERA)}
    told = body_of(Told(device=CAMERA.id, name="owner.claimed", value="mine"))
    bodies = [("observation", body_of(judged(CAMERA))), ("observation", told), ("diary", {"text": "It rang.", "device": CAMERA.id})]
    for kind, body in bodies:
        assert dict(rows({"kind": kind, "body": body}, names))["Device"] == title(CAMERA)
        assert dict(rows({"kind": kind, "body": body}))["Device"] == CAMERA.id
    mine = {"kind": "diary", "body": {"text": "It rang.", "device": "the one in the hall"}}
    assert dict(rows(mine, names))["Device"] == "the one in the hall"
