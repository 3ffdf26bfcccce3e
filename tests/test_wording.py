"""Lines in another language."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest

from doorguard import wording


class Shouted(gettext.NullTranslations):
    """Says everything in capital letters."""

    def gettext(self, message: str) -> str:
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (msgid1 if n == 1 else msgid2).upper()


@pytest.fixture
def shouting() -> Iterator[None]:
    wording.use(Shouted())
    yield
    wording.use(gettext.NullTranslations())


def test_english_stays_as_it_is() -> None:
    assert wording._("Look") == "Look"
    assert wording.many("{number} eye", "{number} eyes", 2).format(number=2) == "2 eyes"


@pytest.mark.usefixtures("shouting")
def test_another_language_is_spoken_from_now_on() -> None:
    assert wording._("Look") == "LOOK"
    assert wording._(wording.N_("Look")) == "LOOK"
    assert wording.many("{0} eye", "{0} eyes", 1).format(1) == "1 EYE"
    assert wording._("") == ""
