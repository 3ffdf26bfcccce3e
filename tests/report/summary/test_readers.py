"""The same facts for every reader, in three orders; what is left out, and that it is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.catalog.measure import too_long
from doorguard.catalog.words import FORBIDDEN
from doorguard.model import Device, DeviceSeen
from doorguard.report.picture import Picture
from doorguard.report.summary import left_out
from doorguard.report.summary.as_json import as_json
from doorguard.report.summary.blocks import Heading, Item
from doorguard.report.summary.found import store_of, unknown_words
from doorguard.report.summary.left_out import Hider
from doorguard.report.summary.making import document_of
from doorguard.report.summary.material import READERS, NextStep, Reader
from doorguard.report.summary.parts import all_unknown, closed_words, with_reason
from doorguard.wording import EXAMPLE
from tests.conftest import CAMERA, LATER, ROUTER, a_run, fact, judged
from tests.report.summary.sample import SERIAL, cleaned, hostile_device, made, material, texts

PRIVATE = ("192.168.7.20", "02:00:00:00:00:20", "Hallway", SERIAL, "Leeds", "Jo Example", "Officer Example", "Sam Neighbour", "jo-kitchen.png")


def whole(reader: Reader, **more: object) -> str:
    document, _store = made(reader, **more)
    return "\n".join([document.title, document.made, *texts(document.blocks)])


@pytest.mark.parametrize("reader", READERS)
class TestTheSameFacts:
    def test_every_problem_stands_there_with_its_device(self, reader: Reader) -> None:
        document, store = made(reader)
        said = texts(document.blocks)
        assert store.problems
        for found, problem in store.problems:
            assert any(problem.says in text for text in said)
            assert found.called in said

    def test_every_closed_one_stands_there_with_its_time(self, reader: Reader) -> None:
        document, store = made(reader)
        assert store.closed
        for _found, closed in store.closed:
            assert any(closed_words(closed) in text for text in texts(document.blocks))
            assert "18:09 on 24 November 2026" in closed_words(closed)

    def test_everything_looked_for_and_not_found_stands_there(self, reader: Reader) -> None:
        document, store = made(reader)
        said = "\n".join(texts(document.blocks))
        for found in store.devices:
            assert all(looked.says in said for looked in found.looked)
            assert not any(looked.says.startswith(looked.finding.problem) for looked in found.looked), (
                "what was not found reads like what was found, where its heading is out of sight"
            )

    def test_everything_that_could_not_be_checked_stands_there_with_its_reason(self, reader: Reader) -> None:
        document, store = made(reader)
        said = "\n".join(texts(document.blocks))
        named = [(one, says) for found in store.devices for one in found.unknown for says in one.says]
        assert named
        assert all(with_reason(says, one.reason) in said for one, says in named)
        counted = [one for found in store.devices for one in found.unknown if not one.says]
        assert counted
        together = {item.text for item in all_unknown(store, you=reader == "me") if isinstance(item, Item)}
        assert all(unknown_words(one, you=False) in said for one in counted) if reader == "police" else together <= set(said.split("\n"))

    def test_what_happened_stands_there(self, reader: Reader) -> None:
        said = whole(reader)
        for words in (
            "A look began.", "The look ended.", "It rang and nobody was there", "I could not sleep", "Report 55/26",
            "command door on", "ab" * 32, "Entry 20 is wrong: It was Saturday", "a copy on a stick", "14:03:20",
            "The content of entry 3 was taken out.", "12345 67890", "Sunday, about six",
            "Closed on Device 2, camera by Reolink: A remote command door is open on this device.",
        ):  # fmt: skip
            assert words in said, words

    def test_what_was_sent_and_what_could_not_be_seen_stand_there(self, reader: Reader) -> None:
        said = whole(reader)
        assert "70 knocks on doors and 9 questions" in said
        assert "Cameras that were asleep or off" in said
        assert "tun0 was left out" in said

    def test_help_lines_laws_and_the_code_stand_there(self, reader: Reader) -> None:
        said = whole(reader)
        assert "555 01. Checked on 1 May 2026." in said
        assert "This is not legal advice." in said
        assert "Protection from Harassment Act 1997" in said
        assert "11111 22222" in said

    def test_nobody_is_told_what_the_law_would_say_of_it(self, reader: Reader) -> None:
        assert not re.search(r"\b(this is stalking|is guilty|offence was)\b", whole(reader), re.IGNORECASE)

    def test_without_a_record_there_is_a_summary_too(self, reader: Reader) -> None:
        said = whole(reader, record=False)
        assert "Closed on Device 2" in said
        assert "11111 22222" not in said

    def test_sentences_are_short_and_in_our_words(self, reader: Reader) -> None:
        document, _store = made(reader, record=False, laws=())
        for text in texts(document.blocks):
            assert not FORBIDDEN.search(text), text
            assert not too_long(text), text

    def test_in_the_pretend_home_the_document_says_so(self, reader: Reader) -> None:
        assert made(reader, pretend=True)[0].pretend
        assert not made(reader)[0].pretend
        assert EXAMPLE == "An example. No real home."


class TestTheOrder:
    def headings(self, reader: Reader) -> list[str]:
        return [block.text for block in made(reader)[0].blocks if isinstance(block, Heading)]

    def test_for_me_the_calm_order(self) -> None:
        assert self.headings("me")[:6] == [
            "What we saw", "What it can mean", "What you have done", "What you can do next", "People who can help now",
            "What we could not check",
        ]  # fmt: skip

    @pytest.mark.parametrize("reader", READERS)
    def test_every_open_step_stands_there_in_its_order(self, reader: Reader) -> None:
        steps = tuple(NextStep(device=CAMERA.id, check=f"c-{n}", title=f"Do thing {n}", notice="Probably.") for n in range(12))
        said = whole(reader, steps=steps)
        places = [said.rindex(f"Do thing {n}.") for n in range(12)]
        assert places == sorted(places)
        if reader == "me":  # the first ones stand above already
            first = said.index("What you can do next")
            assert said.index("Do thing 0.", first) < said.index("Do thing 1.", first) < said.index("There are more, further on.")

    def test_for_me_at_most_five_lines_of_what_we_saw(self) -> None:
        blocks = made("me")[0].blocks
        after = blocks[blocks.index(Heading("What we saw")) + 1 :]
        assert 1 <= len(list(takewhile(lambda block: isinstance(block, Item), after))) <= 5

    @pytest.mark.parametrize(("reader", "heading"), [("me", "What you can do next"), ("advocate", "Open decisions")])
    def test_do_nothing_comes_first(self, reader: Reader, heading: str) -> None:
        blocks = made(reader)[0].blocks
        first = blocks[blocks.index(Heading(heading)) + 1]
        assert isinstance(first, Item)
        assert first.text.startswith("Do nothing for now.")
        assert first.number == 1

    def test_for_an_advocate_whose_copy_it_is_and_why_it_holds_no_proof(self) -> None:
        said = whole("advocate")
        assert "No files of proof are in it." in said
        assert "Agencies should think before they keep it." in said
        assert "Where a record is kept is not said here." in said

    def test_for_the_police_a_to_g(self) -> None:
        assert [heading[0] for heading in self.headings("police") if heading[1:2] == "."] == list("ABCDEFG")

    def test_for_the_police_each_line_of_a_record_has_its_entry(self) -> None:
        table = next(b for b in made("police")[0].blocks if getattr(b, "caption", "") == "Every line, the oldest first")
        place = table.header.index("Entry")  # type: ignore[union-attr]
        assert all(row[place].isdigit() for row in table.rows)  # type: ignore[union-attr]

    @pytest.mark.parametrize(("country", "there"), [("England", True), ("Scotland", False), (None, False)])
    def test_which_events_may_matter_only_where_that_law_holds(self, country: str | None, there: bool) -> None:
        assert ("sections 2A and 4A" in whole("police", country=country, laws=())) is there


class TestLeftOut:
    @pytest.mark.parametrize("reader", READERS)
    def test_names_addresses_serials_and_places_are_left_out(self, reader: Reader) -> None:
        said = whole(reader)
        assert [private for private in PRIVATE if private in said] == []

    @pytest.mark.parametrize("reader", READERS)
    def test_what_is_left_out_is_said(self, reader: Reader) -> None:
        assert re.search(r"Left out: .*names.*places.*names of files\.", whole(reader))

    def test_the_police_is_told_how_to_have_it(self) -> None:
        said = whole("police")
        assert "Left out: hardware addresses, addresses on the network, names, places and names of files." in said
        assert "--show-all" in said

    def test_nothing_is_left_out_when_the_person_says_so(self) -> None:
        said = whole("police", show_all=True)
        assert [p for p in PRIVATE if p not in said and p != SERIAL] == []
        assert "Nothing was left out" in said

    @pytest.mark.parametrize("reader", READERS)
    def test_they_are_found_wherever_a_device_says_them(self, reader: Reader) -> None:
        told = f"{SERIAL} at {CAMERA.addresses[0]}"
        device = replace(
            hostile_device(told), vendor="Maker", names=(), facts=(*CAMERA.facts, fact("device.serial", SERIAL))
        )
        whole = material(reader)
        picture = Picture().take_all([*a_run(), DeviceSeen(device=device, new=False)])
        document, store = document_of(replace(whole, picture=picture), cleaned)
        said = " ".join(texts(document.blocks)) + as_json(document, store, cleaned)
        assert "(left out) at (left out)" in said
        assert SERIAL not in said
        assert CAMERA.addresses[0] not in said

    def test_they_are_found_in_the_middle_of_other_words(self) -> None:
        """In a reason, and in what the person wrote."""
        device = replace(CAMERA, because=(replace(CAMERA.because[0], says="it calls itself Hallway at 192.168.7.20"),))
        picture = Picture().take_all([*a_run(), DeviceSeen(device=device, new=False), judged(device)])
        store = store_of(replace(material("police"), picture=picture))
        assert store.hider.text("it calls itself Hallway at 192.168.7.20, fe80::1:2") == (
            "it calls itself (left out) at (left out), (left out)"
        )

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            (f"snapshot_{SERIAL}.jpg", "snapshot_(left out).jpg"),
            ("cam_02AABBCCDD11", "cam_(left out)"),
            ("cam_02:aa:bb:cc:dd:12_", "cam_(left out)_"),
            ("cam_192.168.7.77", "cam_(left out)"),
            ("mail to Someone@example.org.", "mail to (left out)."),
            ("02aa.bbcc.dd11 and 02aa.bbcc.dd12", "(left out) and (left out)"),
            ("seen at 100.64.3.9 and 100.127.0.1", "seen at (left out) and (left out)"),
            ("it wrote to a.b+c@mail.example.org!", "it wrote to (left out)!"),
            ("Sam42 signed in, then sam42's phone", "(left out) signed in, then (left out)'s phone"),
        ],
    )
    def test_they_are_found_where_a_device_glued_them_to_other_words(self, text: str, left: str) -> None:
        facts = (fact("device.serial", SERIAL), fact("recipient.address", "someone@example.org"), fact("account.name", "sam42"), fact("viewer.name", "admin"))
        device = replace(CAMERA, mac="02:aa:bb:cc:dd:11", facts=facts)
        assert Hider([device], show_all=False).text(text) == left

    @pytest.mark.parametrize(
        "text",
        [
            "5.4.5.12 and 1.10.3",
            "100.63.1.1 and 100.128.1.1",
            "2026.1127.1200",
            "at 18:09 on 27 November",
            "0808 802 0300",
            "admin is an administrator",
            "@home",
        ],
    )
    def test_other_numbers_and_words_stay(self, text: str) -> None:
        device = replace(CAMERA, facts=(fact("account.name", "admin"),))
        assert Hider([device], show_all=False).text(text) == text

    def test_a_password_in_an_address_goes_also_where_all_is_shown(self) -> None:
        hider = Hider([CAMERA], show_all=True)
        for said in (hider.given("name", "ftp://jo:three-words@nas.example.org"), hider.text("ftp://jo:three-words@nas.example.org")):
            assert said == "ftp://nas.example.org"

    @given(
        st.lists(
            st.sampled_from(
                ["Sam42", "\u017fam42", "SAM42", SERIAL, SERIAL.lower(), "Straße", "STRASSE", "@", ".", ":", "-", "_", " ", "x", "9", "192.168.7.20", "10.1.2.3", "172.16.0.1", "fe80::1", "fd00:1:2:3:4:5:6:7", "02:aa:bb:cc:dd:11", "02aa.bbcc.dd12", "a.b@mail.example.org", "02AABBCCDD11", "example.org", "127", "İ"]
            ),
            max_size=9,
        ).map("".join)
    )  # fmt: skip
    def test_no_text_is_passed_over_that_a_closer_look_would_change(self, text: str) -> None:
        """Most texts are seen at a glance to hold nothing that is left out."""
        facts = (fact("device.serial", SERIAL), fact("account.name", "sam42"), fact("viewer.name", "Straße"))
        device = replace(CAMERA, mac="02:aa:bb:cc:dd:11", facts=facts)
        quick, slow = Hider([device], show_all=False), Hider([device], show_all=False)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(left_out, "_SHAPES", [(kind, shape, ("",)) for kind, shape, _signs in left_out._SHAPES])
            looked_closely = slow.text(text + " \u2026").removesuffix(" \u2026")
        assert quick.text(text) == looked_closely
        assert quick.kinds == slow.kinds

    def test_two_devices_of_one_make_are_told_apart(self) -> None:
        other = replace(CAMERA, id="m-9", names=("Kitchen",), addresses=("192.168.7.29",))
        picture = Picture().take_all([*a_run(), DeviceSeen(device=other, new=True), judged(other)])
        called = [found.called for found in store_of(replace(material(), picture=picture)).devices]
        assert len(called) == len(set(called))


def test_nothing_at_all_is_a_summary_too() -> None:
    empty = replace(material(record=False), picture=Picture(), steps=())
    for reader in READERS:
        document, _store = document_of(replace(empty, reader=reader), cleaned)
        assert "No look was taken." in "\n".join(texts(document.blocks))


def test_the_time_is_that_of_the_person() -> None:
    from zoneinfo import ZoneInfo

    document, _store = made("police", zone=ZoneInfo("Asia/Kolkata"))
    assert "Made at 23:39 on 24 November 2026 (UTC+05:30)." in document.made
    assert any("2026-11-24 12:01:00" in text for text in texts(document.blocks))


def test_the_router_is_asked_of_by_who_runs_it() -> None:
    router = replace(ROUTER, told={"router.run_by": "someone"})
    picture = Picture().take_all([*a_run(), DeviceSeen(device=router, new=False), judged(router, at=LATER)])
    document, _store = document_of(replace(material("advocate"), picture=picture), cleaned)
    assert "someone else" in texts(document.blocks)


def test_the_clock_of_the_summary_is_an_argument() -> None:
    one, two = (
        document_of(replace(material(), now=datetime(2026, 1, 1, hour, tzinfo=UTC)), cleaned)[0].made for hour in (1, 2)
    )
    assert one != two


def test_a_name_that_the_person_gave_is_left_out_of_what_they_wrote() -> None:
    named = replace(CAMERA, told={"device.called": "Grandma's window"})
    picture = Picture().take_all([*a_run(), DeviceSeen(device=named, new=False), judged(named, at=LATER)])
    hider = store_of(replace(material(), picture=picture)).hider
    assert hider.text("I saw Grandma's window move") == "I saw (left out) move"
    assert hider.text("Grandma's windows") == "Grandma's windows"
    assert "name" in hider.kinds


@pytest.mark.parametrize("reader", READERS)
def test_without_a_record_it_says_that_a_change_would_not_show(reader: Reader) -> None:
    says = "It was not made from a record. So nothing shows if something was changed before or after."
    assert says in whole(reader, record=False)
    assert says not in whole(reader)


@pytest.mark.parametrize("reader", READERS)
def test_nothing_looked_at_is_never_called_no_problem(reader: Reader) -> None:
    nothing = replace(material(reader, record=False), picture=Picture(), steps=())
    document, _store = document_of(nothing, cleaned)
    said = " ".join(texts(document.blocks))
    assert "Nothing has been checked yet" in said
    assert "No problem was found" not in said
    assert "shows no problem" not in said


def test_what_was_only_named_was_not_looked_at() -> None:
    named = Device(id="hand-1", id_from="hand", addresses=(), kind="camera", sure="yes")
    picture = Picture().take_all([DeviceSeen(device=named, new=True)])
    document, _store = document_of(replace(material("me", record=False), picture=picture, steps=()), cleaned)
    said = " ".join(texts(document.blocks))
    assert "1 device was named. No problem was found in what could be checked." in said
    assert "We looked at" not in said
