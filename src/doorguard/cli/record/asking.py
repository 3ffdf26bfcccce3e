"""What is said to a person, and asked: lines on standard output, a line typed, yes, and the end of a command."""

from __future__ import annotations

import sys

from doorguard.cli.paper import Paper
from doorguard.wording import _


def paper() -> Paper:
    """Standard output, for lines of any text."""
    return Paper(sys.stdout)


def yes(question: str) -> bool:
    """The person types yes; anything else is no."""
    return typed(question + " " + _("Type yes or no: ")).casefold() in ("yes", _("yes").casefold())


def typed(prompt: str) -> str:
    """One line, without what stands around it."""
    paper().ask(prompt)
    return sys.stdin.readline().strip()
