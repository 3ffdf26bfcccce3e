"""What ``contacts``, ``legal`` and ``summary`` share."""

from __future__ import annotations

import pytest

from doorguard.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("command", [("contacts",), ("legal",), ("summary", "--pretend")])
def test_a_country_that_we_do_not_know(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *command, "--country", "Scotlnd")
    assert (code, out) == (2, "")
    assert "Did you mean Scotland?" in err
