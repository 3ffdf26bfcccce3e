"""A page as plain lines: wrapped, numbered, without a symbol or a byte that moves anything."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import TextIO

from doorguard.cli.terminal import person
from doorguard.pages.page import Line, Page
from doorguard.wording import EXAMPLE, _

WIDTH = 72
"""Columns at most; fewer where the terminal has fewer."""
NARROWEST = 20
A_PAGE = 20
"""Lines after which a person is asked to go on."""


class Paper:
    """Where lines go. A character that cannot be shown is replaced, and never stops anything."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.width = columns(out)

    def line(self, text: str) -> None:
        """One paragraph, wrapped."""
        for line in _wrapped(text, self.width):
            self.raw(line)

    def page(self, page: Page) -> None:
        """A whole page, after an empty line."""
        self.raw("")
        for line in page_lines(page, width=self.width):
            self.raw(line)

    def raw(self, line: str) -> None:
        """One line as it is."""
        self.ask(line.replace("\n", " ") + "\n")

    def ask(self, prompt: str) -> None:
        """Without a new line at its end, for what is typed after it."""
        encoding = getattr(self._out, "encoding", None) or "utf-8"
        shown = "".join(c for c in prompt if c.isprintable() or c == "\n")
        self._out.write(shown.encode(encoding, "replace").decode(encoding))
        self._out.flush()


def columns(out: TextIO, most: int = WIDTH) -> int:
    """How wide lines may be: ``most``, or what a narrower terminal has."""
    if not out.isatty():
        return most
    return max(NARROWEST, min(most, shutil.get_terminal_size().columns))


def folded(line: str, most: int) -> list[str]:
    """One line of a list on standard output; what does not fit goes on below, set in."""
    return textwrap.wrap(line, columns(sys.stdout, most), subsequent_indent="    ", break_on_hyphens=False) or [""]


def complain(words: object) -> None:
    """To standard error, where it may be shown: a file can be named by anyone (threat model: strings). A terminal that
    is narrow would break it inside of words."""
    out = Paper(sys.stderr)
    if not sys.stderr.isatty():
        out.ask(f"{words}\n")
        return
    for line in str(words).splitlines():
        out.line(line)


def in_pages(lines: Iterable[str]) -> None:
    """All of it on standard output; a person is asked now and then, and may end it with Q."""
    out, shown, asks = Paper(sys.stdout), 0, person()
    for line in lines:
        out.line(line)
        shown += 1 + len(line) // WIDTH
        if asks and shown >= A_PAGE:
            shown = 0
            out.ask(_("Enter for more. Q ends. "))
            if sys.stdin.readline().strip().casefold() == "q":
                return


def page_lines(page: Page, *, details: bool = False, width: int = WIDTH) -> list[str]:
    """The page as wrapped lines: heading first, numbers at their place, marks at head and foot."""
    numbers = {choice.id: number for number, choice in enumerate(page.choices, 1)}
    lines: list[str] = [_(EXAMPLE)] if page.pretend else []
    lines += _wrapped(_closed(page.title), width)
    for line in page.lines:
        lines += _line(line, numbers.get(line.choice or ""), width)
    if details:
        lines += ["", _("Details.")]
        for line in page.details or (Line(text=_("There are no details on this page.")),):
            lines += _line(line, None, width)
    inline = {line.choice for line in page.lines if line.choice}
    rest = [choice for choice in page.choices if choice.id not in inline]
    if rest:
        lines.append("")
    for choice in rest:
        lines += _wrapped(choice.text, width, f"{numbers[choice.id]} ")
    if page.typed_before:
        lines += _wrapped(_("You typed: {what}").format(what=page.typed_before), width)
    if page.pretend:
        lines.append(_(EXAMPLE))
    return lines


def _line(line: Line, number: int | None, width: int) -> list[str]:
    mark = f"{number} " if number else ""
    match line.kind:
        case "heading":
            return ["", *_wrapped(_closed(line.text.rstrip(":")), width)]
        case "row":
            return _wrapped(f"{line.label}{'' if line.label.endswith('?') else ':'} {line.text}", width, mark)
        case "state":
            return _wrapped(f"{line.label}: {line.text}", width, mark)
        case "item":
            return _wrapped(line.text, width, mark or "- ")
        case _:
            return _wrapped(line.text, width, mark)


def _closed(heading: str) -> str:
    """A heading ends like a sentence, so that it is read aloud like one."""
    return heading if heading.endswith("?") else heading.rstrip(".") + "."


def _wrapped(text: str, width: int, first: str = "") -> list[str]:
    hang = " " * len(first)
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=hang, break_on_hyphens=False) or [""]
