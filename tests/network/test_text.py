"""No device string can carry a control, a bidi trick or markup-breaking character through the door."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from doorguard.network.text import TEXT_CAP, clean, clean_and_tell


@given(st.one_of(st.text(max_size=2000), st.binary(max_size=2000)))
def test_cleaned_text_is_short_and_holds_nothing_hidden(raw: bytes | str) -> None:
    text = clean(raw)
    assert len(text) <= TEXT_CAP
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text)
    assert not set(text) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff"
    )
    assert clean(text) == text


def test_escape_sequences_lose_their_teeth_and_are_told() -> None:
    text, hidden = clean_and_tell(b"Front\x1b]0;door\x07\x1b[31m cam\xe2\x80\xae")
    assert hidden
    assert "\x1b" not in text and "\u202e" not in text


def test_plain_names_stay_as_they_are() -> None:
    assert clean_and_tell("Türklingel [Küche] 2") == ("Türklingel [Küche] 2", False)


def test_long_names_are_cut_visibly() -> None:
    assert clean("x" * 400, 64) == "x" * 61 + "..."


def test_at_most_two_marks_in_a_row() -> None:
    assert len(clean("e" + "\u0301" * 50)) <= 3
