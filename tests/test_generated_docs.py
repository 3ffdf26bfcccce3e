"""The lists in docs/ are as new as the program."""

from __future__ import annotations

import string
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.pseudo import entries

ROOT = Path(__file__).parents[1]


def test_the_lists_in_docs_are_current() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "generated_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def places(text: str) -> list[str]:
    return sorted(name for _words, name, _spec, _conversion in string.Formatter().parse(text) if name is not None)


def test_translators_get_each_text_once() -> None:
    texts = [entry[0] for entry in entries()]
    assert len(texts) > 3_000
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_the_places_of_a_text_have_names() -> None:
    """So that a translator can put them in another order. The form for one thing may leave out the number."""
    for one, *several in entries():
        for text in (one, *several):
            if "{" in text:
                assert places(text) == [""] or all(places(text)), text
        if several:
            assert set(places(one)) <= set(places(several[0])), one
