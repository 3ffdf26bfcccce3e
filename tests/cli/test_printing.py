"""``doorguard guide`` and ``doorguard help`` as commands."""

from __future__ import annotations

import json
import re

import pytest

from doorguard.catalog.help_pages import help_pages
from doorguard.cli import main
from doorguard.cli.arguments import HELP, RECORD_HELP


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_make_in_three_forms(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, err = run(capsys, "guide", "Reolink")
    assert (code, err) == (0, "")
    assert "For Reolink." in text
    assert "The usual way, for any make." in text
    code, page, err = run(capsys, "guide", "Reolink", "--format", "html")
    assert (code, err) == (0, "")
    assert page.startswith("<!DOCTYPE html>")
    code, document, err = run(capsys, "guide", "Reolink", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(document)["schema"] == "doorguard.guide/1"


def test_one_card(capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = run(capsys, "guide", "ring", "two-step")
    assert text.count("Could the other person notice?") == 1


def test_without_a_make_the_makes(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = run(capsys, "guide")
    assert code == 0
    assert "  reolink  (Reolink)" in text.splitlines()
    assert "guide generic" in text


@pytest.mark.parametrize("words", [("guide", "reolnik"), ("guide", "ring", "nope"), ("help", "polise")])
def test_a_wrong_word_ends_with_2_and_prints_nothing(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize("topic", [page.topic for page in help_pages()])
def test_every_topic_can_be_read(topic: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, err = run(capsys, "help", topic)
    assert (code, err) == (0, "")
    assert max(map(len, text.splitlines())) <= 76
    assert "\x1b" not in text
    assert re.search(r"Written on \d+ \w+ \d{4}\.", text)
    code, page, _ = run(capsys, "help", topic, "--format", "html")
    assert code == 0
    assert "<script" not in page


class TestHelp:
    def test_it_fits_on_a_screen_and_names_every_topic(self) -> None:
        lines = HELP.splitlines()
        assert len(lines) <= 60
        assert max(map(len, lines)) <= 80
        part = HELP.split("Topics of help")[1].split("Options")[0].split()
        assert sorted(part) == sorted(page.topic for page in help_pages())

    def test_help_alone_is_the_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "help")[1] == HELP == run(capsys, "--help")[1] == run(capsys, "guide", "-h")[1]

    def test_the_record_has_a_page_of_its_own_with_an_example(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert max(map(len, RECORD_HELP.splitlines())) <= 80
        assert run(capsys, "record", "add", "--help")[1] == RECORD_HELP == run(capsys, "record", "-h")[1]
        assert "For example" in RECORD_HELP
        assert run(capsys, "--help", "record")[1] == HELP
