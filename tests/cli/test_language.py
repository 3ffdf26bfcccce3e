"""The language of the person's computer is spoken, where there is a catalogue for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from doorguard import wording
from doorguard.catalog import load
from doorguard.cli import language
from doorguard.gate import AUTHORITY, is_authority
from doorguard.pages import screen
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.screen import Screen, item
from doorguard.wording import _
from tests.pseudo import entries, machine_object, marked

NOTHING, NICHTS = "Do nothing for now", "Für jetzt nichts tun"


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "de" / "LC_MESSAGES" / "doorguard.mo"
    file.parent.mkdir(parents=True)
    shell = load().check("remote-shell-open")
    assert shell is not None
    file.write_bytes(machine_object({NOTHING: NICHTS, shell.problem: "Eine Tür für Befehle ist offen."}))
    yield tmp_path
    wording.use(None)


@pytest.mark.parametrize("name", ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"])
def test_each_setting_of_a_computer_chooses(catalogues: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "de" if name == "LANGUAGE" else "de_AT.UTF-8")
    language.choose(catalogues)
    assert _(NOTHING) == NICHTS


@pytest.mark.parametrize("spoken", ["en_GB.UTF-8", "C", "C.UTF-8", "", "no such language", "../../etc"])
def test_any_other_one_is_english(catalogues: Path, monkeypatch: pytest.MonkeyPatch, spoken: str) -> None:
    monkeypatch.setenv("LANG", spoken)
    language.choose(catalogues)
    assert wording.language() is None
    assert _(NOTHING) == NOTHING


def test_a_catalogue_that_cannot_be_read_is_passed_over(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    (catalogues / "de" / "LC_MESSAGES" / "doorguard.mo").write_bytes(b"no catalogue")
    language.choose(catalogues)
    assert _(NOTHING) == NOTHING


def test_documents_are_said_too_and_english_comes_back(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = load()
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    language.choose(catalogues)
    said = load().check("remote-shell-open")
    assert said is not None
    assert said.problem == "Eine Tür für Befehle ist offen."
    assert said.good == "We knocked at the remote command doors and none of them answered."
    wording.use(None)
    assert load() is english


class Offers(Screen):
    """A page with the answer that stands first where something could change."""

    def page(self, flow: Flow) -> Page:
        return Page(id="offers", title="-", lines=(item(screen.NOTHING),), choices=(screen.NOTHING,))


def test_an_answer_that_many_pages_offer_is_said_where_it_is_shown(
    catalogues: Path, monkeypatch: pytest.MonkeyPatch, flow: Flow
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    language.choose(catalogues)
    flow.go(Offers())
    assert [(line.text, line.choice) for line in flow.page.lines] == [(NICHTS, "nothing")]
    assert [(choice.text, choice.id) for choice in flow.page.choices] == [(NICHTS, "nothing")]


def test_the_sentence_can_be_typed_in_the_language_of_the_person(
    catalogues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    german = "Dies ist mein Zuhause."
    (catalogues / "de" / "LC_MESSAGES" / "doorguard.mo").write_bytes(machine_object({AUTHORITY: german}))
    assert not is_authority(german)
    monkeypatch.setenv("LANG", "de_CH.UTF-8")
    language.choose(catalogues)
    assert is_authority(german)
    assert is_authority(AUTHORITY)
    assert not is_authority("Dies ist ein Zuhause.")


def test_a_catalogue_of_every_text_is_spoken(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through gettext's own reader: single texts, texts for several things, and days."""
    said = {"\0".join(entry): "\0".join(map(marked, entry)) for entry in entries()}
    (catalogues / "de" / "LC_MESSAGES" / "doorguard.mo").write_bytes(machine_object(said))
    monkeypatch.setenv("LANG", "de_LI.UTF-8")
    language.choose(catalogues)
    assert all(_(entry[0]) == marked(entry[0]) for entry in entries())
    assert wording.many(*entries_for_several()[0], 2) == marked(entries_for_several()[0][1])
    assert wording.day_words(date(2026, 5, 1)) == marked("{day} {month} {year}").format(
        day=1, month=marked("May"), year=2026
    )


def entries_for_several() -> list[tuple[str, str]]:
    return [(entry[0], entry[1]) for entry in entries() if len(entry) > 1]
