"""What happened, as a summary tells it: nothing that did not happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from doorguard.model import AskedCloser, DeviceSeen, DevicesMerged, Level, RunEnded, RunStarted, Sent
from doorguard.report.picture import Picture
from doorguard.report.summary.blocks import Row, Table
from doorguard.report.summary.found import store_of
from doorguard.report.summary.making import document_of
from doorguard.report.summary.story import Folding, story_of
from tests.conftest import CAMERA, NOON, a_run, closed_camera, judged
from tests.report.summary.sample import cleaned, entry, material, texts

ADDRESS = CAMERA.addresses[0]


def asked(logins: int, *, level: Level = Level.TEST, refused: str | None = None) -> AskedCloser:
    return AskedCloser(device=CAMERA.id, level=level, refused=refused, sent={ADDRESS: Sent(logins=logins)})


def after_a_look() -> Folding:
    folding = Folding()
    for event in a_run():
        folding.take(event)
    return folding


def test_a_first_password_that_was_not_sent_was_not_tried() -> None:
    folding = after_a_look()
    assert folding.take(asked(0, refused="Wait until a day has passed.")) == ()
    assert [one.what for one in folding.take(asked(1))] == ["first-password"]
    assert folding.take(asked(1, refused="It is tried once.")) == ()


def test_a_new_look_counts_anew() -> None:
    folding = after_a_look()
    folding.take(asked(2, level=Level.SIGN_IN))
    folding.take(RunEnded(ended="complete", ended_at=NOON, sent={}))
    assert [one.what for one in folding.take(asked(1))] == ["first-password"]


def test_signing_in_that_did_not_work_is_said_so() -> None:
    folding = after_a_look()
    assert [one.what for one in folding.take(asked(1, level=Level.SIGN_IN, refused="No."))] == ["not-let-in"]
    assert [one.what for one in folding.take(asked(2, level=Level.SIGN_IN))] == ["signed-in"]


def test_what_was_sent_on_an_earlier_day_still_counts() -> None:
    folding = Folding()
    for event in (*a_run(), RunEnded(ended="complete", ended_at=NOON, sent={ADDRESS: Sent(tries=100)})):
        folding.take(event)
    for event in (*a_run(), RunEnded(ended="complete", ended_at=NOON, sent={ADDRESS: Sent(tries=3), "others": Sent(tries=40)})):
        folding.take(event)
    told = replace(material("police"), picture=folding.picture, sent_before=folding.sent_before)
    document, store = document_of(told, cleaned)
    (looked,) = (found for found in store.devices if ADDRESS in found.device.addresses)
    assert (store.sent.tries, looked.sent.tries) == (143, 103)
    said = " ".join(texts(document.blocks))
    assert "Sent in all: 143 knocks on doors. Nothing left" in said


def test_what_was_sent_to_one_that_turned_out_to_be_another_goes_with_it() -> None:
    folding = after_a_look()
    folding.take(RunEnded(ended="complete", ended_at=NOON, sent={ADDRESS: Sent(tries=2)}))
    folding.take(next(event for event in a_run() if isinstance(event, RunStarted)))
    folding.take(DevicesMerged(kept="kept", gone=CAMERA.id))
    assert folding.sent_before == {"kept": Sent(tries=2)}


def test_a_look_that_was_cut_off_is_not_told_as_the_one_before_it() -> None:
    folding = after_a_look()
    assert folding.picture.ended == "complete"
    folding.take(next(event for event in a_run() if isinstance(event, RunStarted)))
    document, _store = document_of(replace(material("me"), picture=folding.picture), cleaned)
    assert "The look has not come to its end." in " ".join(texts(document.blocks))
    assert "has not come to its end" not in " ".join(texts(document_of(material("me"), cleaned)[0].blocks))


def test_a_day_that_a_person_wrote_gets_no_time_of_day() -> None:
    for said, told in (("2026-11-20", "2026-11-20"), ("2026-11-20T18:09:00+00:00", "18:09 on 20 November 2026")):
        changes = (entry(1, "change", {"step": "close-shell", "at": said}),)
        document, _store = document_of(replace(material("police"), entries=changes), cleaned)
        assert any(text.startswith(f"When: {told}. ") for text in texts(document.blocks))


def test_a_clock_that_was_set_back_changes_no_order() -> None:
    """Entries stand as they were written, whatever the clock said; and it is said where it went back."""
    at = [entry(n, "diary", {"text": f"Thing {n}."}) for n in (1, 2, 3)]
    back = replace(at[1], utc=at[1].utc - timedelta(days=9000), local=at[1].local - timedelta(days=9000))
    told = replace(material("police"), entries=(at[0], back, at[2]))
    store = store_of(told)
    lines = [(moment.entry, moment.what) for moment in story_of(store)]
    assert lines == [
        (1, "Thing 1."),
        (2, "Here the clock of the computer was set back. The order is that of writing."),
        (2, "Thing 2."),
        (3, "Thing 3."),
    ]
    slewed = replace(at[1], utc=at[0].utc - timedelta(seconds=59))
    assert len(story_of(store_of(replace(told, entries=(at[0], slewed, at[2]))))) == 3


def test_the_police_read_of_the_clock_in_words() -> None:
    entries = tuple(replace(entry(n, "diary", {"text": "It rang."}), clock=clock) for n, clock in enumerate(("not-known", "synchronised", "<b>odd"), 1))
    document, _store = document_of(replace(material("police"), entries=entries), cleaned)
    row = next(block.text for block in document.blocks if isinstance(block, Row) and block.label == "Clock of the computer")
    assert row == "<b>odd; not known if it was right; set right by itself, over the internet"


def test_a_problem_is_found_once_however_often_it_is_seen() -> None:
    folding = after_a_look()
    assert [one.what for one in folding.take(judged(CAMERA))] == []
    assert [one.what for one in folding.take(judged(closed_camera()))] == ["closed"]
    assert [one.what for one in folding.take(judged(CAMERA))] == ["found"], "it came back"


def test_the_police_read_both_times_of_an_entry() -> None:
    """In the hour that comes twice, the offset says which one it was."""
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    entries = tuple(
        replace(entry(n, "diary", {"text": "It rang."}), utc=at + timedelta(hours=n - 1), local=(at + timedelta(hours=n - 1)).astimezone(timezone(timedelta(hours=2 - n))))
        for n in (1, 2)
    )
    document, _store = document_of(replace(material("police"), entries=entries), cleaned)
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [row[1:3] for row in table.rows] == [
        ("2026-10-25 00:30:00", "2026-10-25 01:30:00 +0100"),
        ("2026-10-25 01:30:00", "2026-10-25 01:30:00 +0000"),
    ]


def told_by(*own: tuple[str, dict[str, object]], show_all: bool = False) -> str:
    entries = tuple(entry(number, kind, body) for number, (kind, body) in enumerate(own, 1))
    document, _store = document_of(replace(material("police", entries=entries), show_all=show_all), cleaned)
    return " ".join(texts(document.blocks))


def test_a_name_or_place_that_the_person_gave_is_left_out_of_their_sentences_too() -> None:
    own: tuple[tuple[str, dict[str, object]], ...] = (
        ("diary", {"where": "12 Hill Lane", "who_saw": "Mary Brown", "text": "He stood at 12 Hill Lane. Mary Brown saw him."}),
        ("diary", {"where": "at the door", "text": "It rang at the door."}),
        ("attachment", {"name": "Bob-at-home.png", "sha256": "ab" * 32, "says": "See Bob-at-home.png, sent to Sister Sue"}),
        ("continuity", {"to": "Sister Sue", "how": "a mail to Sister Sue"}),
    )  # fmt: skip
    said = told_by(*own)
    assert not [name for name in ("Hill Lane", "Mary Brown", "Bob-at-home", "Sister Sue") if name in said]
    assert "It rang at the door." in said
    assert "A name or a place in a sentence that a person wrote may still stand there." in said
    assert "He stood at 12 Hill Lane. Mary Brown saw him." in told_by(*own, show_all=True)


def test_what_nobody_said_has_no_empty_words() -> None:
    said = told_by(("continuity", {"what": "a copy", "how": "export"}))
    assert "A copy was made or handed over. What: a copy. How: export." in said
    assert "By:" not in said


@pytest.mark.parametrize("cropped", [[], {}, "yes", 1, None])
def test_a_forged_attachment_stops_nothing(cropped: object) -> None:
    assert "A file was kept" in told_by(("attachment", {"name": "x.png", "sha256": "ab" * 32, "cropped": cropped}))


def test_a_look_that_was_written_down_later_has_its_own_time() -> None:
    folding = Folding()
    happened = [folding.take(event) for event in a_run()]
    entries = tuple(entry(60 + number, "observation", {}, one) for number, one in enumerate(happened))
    began = next(m for m in story_of(store_of(material("police", entries=entries))) if m.what.startswith("A look began"))
    assert began.happened == "12:00 on 24 November 2026"
    soon = tuple(replace(one, utc=NOON, local=NOON) for one in entries)
    began = next(m for m in story_of(store_of(material("police", entries=soon))) if m.what.startswith("A look began"))
    assert began.happened == ""


def test_a_device_has_one_number_whoever_answered_first() -> None:
    def numbers(*order: str) -> dict[str, str]:
        picture = Picture()
        for address in order:
            picture.take(DeviceSeen(device=replace(CAMERA, id=f"m-{address}", names=(), addresses=(address,)), new=True))
        return {found.device.addresses[0]: found.called for found in store_of(replace(material(), picture=picture)).devices}

    one = numbers("192.168.7.20", "192.168.7.3", "fe80::1%eth0")
    assert one == numbers("fe80::1%eth0", "192.168.7.20", "192.168.7.3")
    assert [called.partition(",")[0] for called in one.values()] == ["Device 1", "Device 2", "Device 3"]
