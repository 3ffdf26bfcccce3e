"""The lists in docs/ are as new as the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_lists_in_docs_are_current() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "generated_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
