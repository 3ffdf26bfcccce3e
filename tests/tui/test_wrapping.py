"""Words fit the columns there are, whatever alphabet they are in, and nothing of them is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from doorguard.tui.wrapping import cut, fitted, printable, typed_lines, wrapped

ANY = st.text(st.characters(codec="utf-8"), max_size=120).map(printable)


@given(ANY, st.integers(4, 60))
def test_rows_fit_and_no_character_is_lost(text: str, width: int) -> None:
    rows = wrapped(text, width, "> ", "  ")
    assert all(cell_len(row) <= width for row in rows)
    assert "".join("".join(row[2:] for row in rows).split()) == "".join(text.split())


@given(ANY, st.integers(2, 40))
def test_a_cut_text_fits_and_is_whole(text: str, width: int) -> None:
    assert all(cell_len(piece) <= width for piece in cut(text, width))
    assert "".join(cut(text, width)) == text


@given(ANY, st.integers(0, 40))
def test_a_fitted_text_fits(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) <= width


@given(st.text(max_size=60))
def test_nothing_reaches_the_terminal_that_it_would_obey(text: str) -> None:
    assert printable(text).isprintable()
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for c in printable(text))
    assert printable(text, ascii_only=True).isascii()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Küche", "Kuche"),
        ("it\u2019s \u201chere\u201d \u2013 now\u2026", "it's \"here\" - now..."),
        ("客廳", "??"),
        ("a\u00a0b", "a b"),
        ("tab\there", "tab here"),
    ],
)
def test_plain_characters_stay_readable(text: str, plain: str) -> None:
    assert printable(text, ascii_only=True) == plain


def test_wide_characters_count_two_columns() -> None:
    assert wrapped("客廳的攝影機", 6) == ["客廳的", "攝影機"]


def test_a_short_word_after_a_cut_one_goes_on_in_the_same_row() -> None:
    assert wrapped("abcdefgh ij", 6, "", "  ") == ["abcdef", "  gh", "  ij"]


@given(ANY, st.integers(2, 40))
def test_what_is_typed_is_whole_and_fits(text: str, width: int) -> None:
    assert all(cell_len(piece) <= width for piece in typed_lines(text, width))
    assert "".join(typed_lines(text, width)) == text


def test_a_word_that_is_typed_is_not_broken_where_it_has_room() -> None:
    assert typed_lines("The doorbell light was on", 12) == ["The ", "doorbell ", "light was on"]
    assert typed_lines("x" * 5 + " " + "y" * 30, 12) == ["xxxxx ", "y" * 12, "y" * 12, "y" * 6]
    assert typed_lines("", 12) == [""]
