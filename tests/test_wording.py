"""Lines in another language."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from datetime import date

import pytest

from doorguard import wording


class Shouted(gettext.NullTranslations):
    """Says everything in capital letters, but for the names of places."""

    def gettext(self, message: str) -> str:
        return re.sub(r"\{\w+\}|[^{]+", lambda part: part[0] if part[0][0] == "{" else part[0].upper(), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def shouting() -> Iterator[None]:
    wording.use(Shouted())
    yield
    wording.use(None)


def test_english_stays_as_it_is() -> None:
    assert wording._("Look") == "Look"
    assert wording.many("{number} eye", "{number} eyes", 2).format(number=2) == "2 eyes"


@pytest.mark.usefixtures("shouting")
def test_another_language_is_spoken_from_now_on() -> None:
    assert wording._("Look") == "LOOK"
    assert wording._(wording.N_("Look")) == "LOOK"
    assert wording.many("{0} eye", "{0} eyes", 1).format(1) == "1 EYE"
    assert wording._("") == ""


@pytest.mark.parametrize(("parts", "row"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_things_in_a_row(parts: list[str], row: str) -> None:
    assert wording.in_a_row(parts) == row


def test_numbers_and_days() -> None:
    assert wording.count(1, "eye", "eyes") == "1 eye"
    assert wording.count(0, "eye", "eyes") == "0 eyes"
    assert wording.day_words(date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.usefixtures("shouting")
def test_numbers_and_days_are_said_too() -> None:
    assert wording.count(2, "eye", "eyes") == "2 EYES"
    assert "MARCH" in wording.day_words(date(2026, 3, 1))
