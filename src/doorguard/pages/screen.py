"""What one screen of the flow can do. Each page theme has a few; all words stand beside their page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Line, Page, Standing
from doorguard.wording import N_, _, day_words

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

NOTHING = Standing(id="nothing", text=N_("Do nothing for now"))
"""Always the first answer where something could be changed (design rule 3)."""

PEOPLE = Standing(id="people", text=N_("People who can help"))
"""One answer away from every page that could frighten."""


class Screen:
    """One step of the way. Holds only what the page is about; the rest is in the flow."""

    name = ""

    @property
    def asks_closer(self) -> bool:
        """True for a page that leads to a sign-in: a run that met somebody unknown answers its questions first."""
        return False

    @property
    def tells_a_change(self) -> bool:
        """True for a page that tells how to change something: not shown while the answers close changes."""
        return False

    def page(self, flow: Flow) -> Page:
        """The page as it stands now."""
        raise NotImplementedError

    def choose(self, flow: Flow, choice: str) -> None:
        """The person chose the answer with this id."""

    def type(self, flow: Flow, text: str) -> None:
        """The person typed a line."""

    def key(self, flow: Flow, key: str) -> bool:
        """A letter that means something on this screen alone. False: it means nothing here."""
        return False

    def may_go_back(self, flow: Flow) -> bool:
        """False while leaving this page backwards would lose what is going on."""
        return True


def gone(page_id: str, *choices: Choice) -> Page:
    """What the page is about is not there any more: it was taken off, or is part of another device now."""
    return Page(
        id=page_id,
        title=_("This has changed meanwhile"),
        lines=text(_("Go back and look again.")),
        choices=choices,
    )


def text(*paragraphs: str) -> tuple[Line, ...]:
    """Paragraphs."""
    return tuple(Line(text=paragraph) for paragraph in paragraphs)


def heading(words: str) -> Line:
    """A heading inside a page."""
    return Line(text=words, kind="heading")


def row(label: str, value: str) -> Line:
    """A label and its value."""
    return Line(text=value, label=label, kind="row")


def bullet(words: str) -> Line:
    """One of several things, without a number."""
    return Line(text=words, kind="item")


def item(choice: Choice) -> Line:
    """An answer shown among the lines, at its own place."""
    words = _(choice.text) if isinstance(choice, Standing) else choice.text
    return Line(text=words, kind="item", choice=choice.id)


def quiet(*paragraphs: str) -> tuple[Line, ...]:
    """Less important lines."""
    return tuple(Line(text=paragraph, kind="quiet") for paragraph in paragraphs)


def written(document: str) -> tuple[Line, ...]:
    """A text of ``checks/`` or ``vendors/`` as lines: paragraphs, and lists with ``-`` or numbers."""
    lines: list[Line] = []
    for block in document.strip().split("\n\n"):
        words: list[str] = []
        listed = False
        for raw in block.splitlines():
            if raw.startswith("- "):
                _flush(lines, words, listed)
                words, listed = [raw[2:].strip()], True
            else:
                words.append(raw.strip())
        _flush(lines, words, listed)
    return tuple(lines)


def _flush(lines: list[Line], words: list[str], listed: bool) -> None:
    joined = " ".join(word for word in words if word).replace("`", "").replace("**", "")
    if joined:
        lines.append(Line(text=joined, kind="item" if listed else "text"))


def sentence(words: str) -> str:
    """With a capital first letter and a full stop."""
    words = words.strip()
    if not words:
        return ""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def day(iso: str) -> str:
    """A day in words: 23 November 2026; a text that is no day stays as it is."""
    try:
        moment = date.fromisoformat(iso)
    except ValueError:
        return iso or _("an unknown day")
    return day_words(moment)
