"""A command that was typed wrongly gets a sentence of ours, and not argparse's."""

from __future__ import annotations

import pytest

from doorguard.cli import main


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("record show notes two", "After number comes a whole number, not 'two'."),
        ("record show", "Something is missing: file."),
        ("summary --format doc", "Choose one of: text, md, html, pdf, json."),
        ("summary --output", "Something is missing after --output."),
        ("demo --plain --json", "not both."),
        ("contacts --banana", "We do not know what '--banana' means here."),
        ("demo --seconds 1", "listen for 2 to 120 seconds."),
    ],
)
def test_each_slip_has_a_plain_sentence(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 2
    assert says in capsys.readouterr().err
