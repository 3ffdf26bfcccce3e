"""The answers file: complete, or a plain sentence for everything that is missing."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.gate import AUTHORITY, Answers, MissingAnswers, is_authority, read_answers
from doorguard.model import Level

LIGHT = f"""
seen_or_heard = "no"
anyone_minds = "no"
computer = "mine"
router = "mine"
level = "look"
authority = "{AUTHORITY}"
"""


def wrong(text: str) -> tuple[str, ...]:
    with pytest.raises(MissingAnswers) as error:
        read_answers(text)
    return error.value.missing


class TestReading:
    def test_a_complete_file(self) -> None:
        text = LIGHT + 'country = "Wales"\n[device."192.168.1.20"]\nknown = true\n[device."192.168.1.9"]\nknown = false'
        assert read_answers(text) == Answers(
            given={"seen_or_heard": "no", "anyone_minds": "no", "computer": "mine", "router": "mine"},
            level=Level.LOOK,
            country="Wales",
            told={"192.168.1.20": {"owner.claimed": True}, "192.168.1.9": {"owner.claimed": False}},
        )

    def test_an_empty_file_names_every_question_in_words(self) -> None:
        says = wrong("")
        assert [line.split()[0] for line in says] == [
            "level", "seen_or_heard", "anyone_minds", "computer", "router", "authority",
        ]  # fmt: skip
        assert any('"Who runs the wifi or the router?"' in line for line in says)
        assert any(AUTHORITY in line for line in says)

    def test_a_careful_answer_asks_for_the_full_path(self) -> None:
        says = wrong(LIGHT.replace('anyone_minds = "no"', 'anyone_minds = "not-sure"'))
        assert {line.split()[0] for line in says} == {
            "danger", "home", "living", "noticed", "phone", "phone_code", "photos", "children", "court",
            "lost_access",
        }  # fmt: skip

    def test_danger_needs_no_more_questions(self) -> None:
        text = LIGHT.replace('anyone_minds = "no"', 'anyone_minds = "yes"\ndanger = "yes"')
        assert read_answers(text).given["danger"] == "yes"

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (('"mine"\nlevel', '"my brother"\nlevel'), "router cannot be 'my brother'. Write one of: mine, agreed"),
            (('level = "look"', 'level = "loud"'), "level cannot be 'loud'"),
            (('level = "look"', "level = 2"), "level cannot be 2"),
            (("computer", "compuetr"), "There is no question 'compuetr'. Did you mean computer?"),
            ((AUTHORITY, "This is my home."), "authority is not word for word"),
            (('level = "look"', 'level = "look"\ncountry = "Atlantis"'), "country cannot be 'Atlantis'"),
            (('router = "mine"', 'router = "Mine"'), "Did you mean mine?"),
            (('level = "look"', 'level = "look"\ndevice = 3'), "device is a table"),
        ],
    )
    def test_one_wrong_line(self, change: tuple[str, str], says: str) -> None:
        text = LIGHT.replace(*change)
        assert text != LIGHT
        assert any(says in line for line in wrong(text))

    @pytest.mark.parametrize(
        ("table", "says"),
        [
            ('[device."hallway"]\nknown = true', "is not an address"),
            ('[device."192.168.1.2"]\nknown = "yes"', "needs the line: known = true"),
            ('[device."192.168.1.2"]\nmine = true', "needs the line: known = true"),
            ('[device."fe80::1"]\nknown = true\n[device."FE80::1"]\nknown = false', "stands there twice"),
        ],
    )
    def test_wrong_devices(self, table: str, says: str) -> None:
        assert any(says in line for line in wrong(LIGHT + table))

    def test_not_toml_says_where(self) -> None:
        (says,) = wrong('router = "mine\n')
        assert re.search(r"^Line 1 of the answers file cannot be read\.", says)

    @pytest.mark.parametrize("text", [f"level = {'9' * 5000}", f"level = {'[' * 3000}", "\ufeff" + LIGHT + "x"])
    def test_hostile_text_is_only_unreadable(self, text: str) -> None:
        assert all(len(line) < 200 for line in wrong(text))

    def test_the_mark_that_some_editors_write_is_passed_over(self) -> None:
        assert read_answers("\ufeff" + LIGHT) == read_answers(LIGHT)

    def test_talk_needs_no_authority(self) -> None:
        text = LIGHT.replace('"look"', '"talk"').replace(f'authority = "{AUTHORITY}"', "")
        assert read_answers(text).level is Level.TALK

    @given(st.text(max_size=200))
    def test_any_text_gives_sentences_or_answers(self, text: str) -> None:
        with contextlib.suppress(MissingAnswers):
            read_answers(text)

    @given(
        st.dictionaries(
            st.sampled_from(["router", "level", "device", "authority", "country", "danger"]),
            st.sampled_from(["3", "true", '"yes"', "[]", "{a = 1}", "2026-01-01", "{x = {known = 1}}"]),
        )
    )
    def test_any_shape_of_value_gives_sentences(self, values: dict[str, str]) -> None:
        text = "".join(f"{key} = {value}\n" for key, value in values.items())
        assert all(line.strip() for line in wrong(text))


class TestAuthority:
    @pytest.mark.parametrize(
        "text", [AUTHORITY, AUTHORITY.lower(), AUTHORITY.rstrip("."), "  " + AUTHORITY.replace(",", " ,") + " "]
    )
    def test_the_words_count(self, text: str) -> None:
        assert is_authority(text)

    @pytest.mark.parametrize("text", ["", "yes", "This is my home", AUTHORITY + " Yes.", AUTHORITY.replace("my", "a")])
    def test_other_words_do_not(self, text: str) -> None:
        assert not is_authority(text)


@pytest.mark.parametrize("written", ["44:19:b6:00:00:20", "44-19-B6-00-00-20"])
def test_a_device_can_be_named_by_its_chip(written: str) -> None:
    text = LIGHT + f'[device."192.168.1.20"]\nknown = true\nhardware = "{written}"\n'
    assert read_answers(text).hardware == {"192.168.1.20": "44:19:b6:00:00:20"}


@pytest.mark.parametrize("written", ['""', '"44:19"', "12", "true", '"zz:19:b6:00:00:20"', '"44:19:b6:00:00:20:21"'])
def test_a_number_that_is_no_chips_is_said(written: str) -> None:
    (said,) = wrong(LIGHT + f'[device."192.168.1.20"]\nknown = true\nhardware = {written}\n')
    assert "hardware looks like this" in said
