"""The record that is open: what it holds, and what a person adds to it themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, Screen, heading, quiet, row, text
from doorguard.pages.want import Want
from doorguard.pages.written_down.entries import gathered, one_line, rows
from doorguard.pages.written_down.written import Written, code_lines, unwritten_lines
from doorguard.report.naming import title
from doorguard.wording import N_, _, day_words

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

TAKEN_OUT = ("diary", "attachment", "answer", "change", "correction", "continuity")
"""Kinds of entries that a person may take out: what they wrote or chose themselves. What was seen stays whole."""
SHOWN = 12
"""Newest entries on one page."""


class TheRecord(Screen):
    """What it holds, and what can be added."""

    name = "record"

    def page(self, flow: Flow) -> Page:
        """File, entries, code, the last time; then what can be done."""
        keeping = flow.kept.keeping
        if keeping is None or not keeping.is_open or keeping.path is None:
            return Page(id="record", title=_("No record is open"), choices=(Choice(id="back", text=_("Back")),))
        past = keeping.past
        looks = [look for look in past.looks if look.started_at is not None]
        opened = past.opened[-1].astimezone(flow.zone) if past.opened else None
        lines: list[Line] = [
            *unwritten_lines(flow),
            row(_("File"), keeping.path.name),
            row(_("Entries"), str(keeping.count)),
        ]
        if opened is not None:
            when = _("{day}, {time}").format(day=day_words(opened.date()), time=f"{opened:%H:%M}")
            lines.append(row(_("Opened before"), when))
            lines += quiet(_("Was that you? A summary opens it too. If not, someone else may know the passphrase."))
        if looks:
            last = looks[-1].started_at
            assert last is not None
            lines.append(row(_("Last look in it"), day_words(last.astimezone(flow.zone).date())))
        lines += code_lines(keeping.code)
        show = flow.kept.before is not None and not flow.picture.listed()
        return Page(
            id="record",
            title=_("The record"),
            lines=tuple(lines),
            choices=(
                Choice(id="back", text=_("Go on")),
                *((Choice(id="before", text=_("Show what was found last time")),) if show else ()),
                *((Choice(id="look", text=_("Look again, and see what changed")),) if show else ()),
                *((Choice(id="changed", text=_("What changed since last time")),) if _has_changes(flow) else ()),
                Choice(id="diary", text=_("Write down what happened")),
                Choice(id="file", text=_("Add a photo or another file")),
                Choice(id="code", text=_("I wrote the code down, or read it to someone")),
                Choice(id="entries", text=_("Show the newest entries")),
                Choice(id="copy", text=_("Make a copy to hand on")),
                *((Choice(id="again", text=_("Try to write again")),) if flow.kept.unwritten else ()),
            ),
            help=(
                _("The code is made from all entries. One change before, and it would be another one."),
                _("To correct an entry or take it out, read it whole first."),
                _("When you leave, the record is closed and locked."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of them."""
        from doorguard.pages.before_a_look.gate_pages import Leaving
        from doorguard.pages.before_a_look.start import Practise
        from doorguard.pages.found.devices import Devices
        from doorguard.pages.written_down.add_file import WhichFile
        from doorguard.pages.written_down.copy import Copy
        from doorguard.pages.written_down.diary import Diary
        from doorguard.pages.written_down.keep import Where
        from doorguard.pages.written_down.what_changed import WhatChanged

        match choice:
            case "before":
                flow.kept.show_before(flow)
                flow.go(Devices())
            case "look":
                flow.go(Practise() if flow.pretend else Leaving())
            case "changed":
                flow.go(WhatChanged())
            case "diary":
                flow.go(Diary(flow.kept.draft))
            case "file":
                flow.go(WhichFile())
            case "code":
                flow.go(CodeKept())
            case "entries":
                flow.go(Entries())
            case "copy":
                flow.go(Where(after=Copy, locked=False))
            case "again":
                assert flow.kept.keeping is not None
                flow.kept.keeping.try_again()
            case _:
                flow.leave_page()


def _has_changes(flow: Flow) -> bool:
    return flow.kept.compared(flow) and flow.picture.ended is not None and flow.picture is not flow.kept.before


# --- the code ------------------------------------------------------------------------------------------


class CodeKept(Screen):
    """The code as it is now is kept outside the file: what came before can then not be changed unseen."""

    name = "code-kept"

    def __init__(self) -> None:
        self.shown: tuple[int, str] | None = None
        """The code that is on view, and after which entry: the one that the person copies."""

    def page(self, flow: Flow) -> Page:
        """The code, and where it went."""
        _after, code = self._on_view(flow)
        return Page(
            id="code-kept",
            title=_("Keep the code somewhere else"),
            lines=(
                *code_lines(code),
                *text(
                    _("Write it on paper with the day, or read it to someone who writes it down."),
                    _("With it, anyone can see later that nothing up to now was changed."),
                    _("Without it, whoever has the file and its passphrase could make all of it anew."),
                    _("Where is it now?"),
                ),
            ),
            choices=(
                NOTHING,
                Choice(id="paper", text=_("On paper")),
                Choice(id="read", text=_("I read it to someone")),
                Choice(id="sent", text=_("I sent it to someone")),
            ),
            typed=_("Or in your own words"),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Note it."""
        how = {"paper": N_("on paper"), "read": N_("read to someone"), "sent": N_("sent to someone")}.get(choice)
        if how is None:
            flow.leave_page()
        else:
            self._note(flow, _(how))

    def type(self, flow: Flow, text: str) -> None:
        """Own words."""
        if text.strip():
            self._note(flow, text.strip())

    def _on_view(self, flow: Flow) -> tuple[int, str]:
        keeping = flow.kept.keeping
        assert keeping is not None
        self.shown = self.shown or (keeping.count, keeping.code)
        return self.shown

    def _note(self, flow: Flow, how: str) -> None:
        keeping = flow.kept.keeping
        assert keeping is not None
        after, code = self._on_view(flow)
        keeping.say("anchor", {"after": after, "code": code, "how": how})
        flow.instead(Written("anchor"))


# --- reading -------------------------------------------------------------------------------------------


class Entries(Screen):
    """The newest entries, one line each."""

    name = "entries"

    def __init__(self, before: int | None = None) -> None:
        self.before, self.wrong = before, False

    def page(self, flow: Flow) -> Page:
        """With the day, and a number to read one whole."""
        keeping = flow.kept.keeping
        assert keeping is not None
        shown = keeping.newest(SHOWN, before=self.before)
        first = min((number for number, _said in shown), default=1)
        lines = [
            row(_("{number}. {when}").format(number=numbers, when=when), words)
            if when
            else row(numbers, words)
            for numbers, when, words in gathered(shown, flow.zone)
        ]
        return Page(
            id="entries",
            title=_("Entries"),
            lines=(
                *lines,
                *(() if lines else text(_("It cannot be read now. Try again in a moment."))),
                *(text(_("That is no number of an entry. Type n and a number, such as n12.")) if self.wrong else ()),
            ),
            choices=(
                Choice(id="back", text=_("Back")),
                *((Choice(id="older", text=_("Older ones")),) if first > 1 and lines else ()),
            ),
            typed=_("A number, with n before it, to read one whole (n12)"),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Older ones, or back."""
        keeping = flow.kept.keeping
        if choice == "older" and keeping is not None:
            shown = keeping.newest(SHOWN, before=self.before)
            flow.go(Entries(min(number for number, _said in shown)))
        else:
            flow.leave_page()

    def type(self, flow: Flow, text: str) -> None:
        """One whole."""
        digits = text.strip().lower().removeprefix("n").strip()
        self.wrong = not (digits.isdecimal() and len(digits) < 9)
        if not self.wrong:
            flow.go(OneEntry(int(digits)))


def _labelled(label: str, words: str) -> Line:
    """A label and its value; what goes on under the same label is a line of its own."""
    return row(label, words) if label else Line(text=words)


def _names(flow: Flow) -> dict[str, str]:
    """What devices are called, by their ids: of this sitting, and of the looks that the record tells of."""
    keeping = flow.kept.keeping
    looks = (*(keeping.so_far.looks if keeping is not None else ()), flow.picture)
    return {device.id: title(device) for look in looks for device in look.listed()}


class OneEntry(Screen):
    """All that one entry says."""

    name = "one-entry"

    def __init__(self, number: int) -> None:
        self.number = number

    def said(self, flow: Flow) -> Mapping[str, Any]:
        """What it says; empty when it is not there, or was taken out."""
        keeping = flow.kept.keeping
        found = keeping.newest(1, before=self.number + 1) if keeping is not None else []
        return found[0][1] if found and found[0][0] == self.number else {}

    def page(self, flow: Flow) -> Page:
        """Label and value, and what can be done about it."""
        said = self.said(flow)
        lines = [heading(one_line(said)), *(_labelled(*one) for one in rows(said, _names(flow)))] if said else []
        own = said.get("kind") in TAKEN_OUT
        return Page(
            id="one-entry",
            title=_("Entry {number}").format(number=self.number),
            lines=tuple(lines) or text(_("There is no such entry, or its content was taken out.")),
            choices=(
                Choice(id="back", text=_("Back")),
                *((Choice(id="correct", text=_("Something in it is wrong. Add a correction")),) if said else ()),
                *((Choice(id="out", text=_("Take it out")),) if own else ()),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Correct it, take it out, or back."""
        from doorguard.pages.written_down.put_right import Correct, TakeOut

        match choice:
            case "correct":
                flow.go(Correct(self.number))
            case "out":
                flow.go(TakeOut(self.number))
            case _:
                flow.leave_page()


# --- leaving -------------------------------------------------------------------------------------------


class NotWritten(Screen):
    """Before leaving, when the disk did not take everything."""

    name = "not-written"

    def page(self, flow: Flow) -> Page:
        """How many, why, and what leaving would mean."""
        return Page(
            id="not-written",
            title=_("Before you leave"),
            lines=(
                *(unwritten_lines(flow) or text(_("All of it is written now."))),
                *text(*((_("If you leave now, they are lost."),) if flow.kept.unwritten else ())),
            ),
            choices=(
                Choice(id="again", text=_("Try to write again")),
                Choice(id="leave", text=_("Leave")),
                Choice(id="back", text=_("Stay here")),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Once more, leave, or stay."""
        if choice == "again":
            assert flow.kept.keeping is not None
            flow.kept.keeping.try_again()
        elif choice == "leave":
            flow.kept.given_up = True
            flow.want(Want("leave"))
        else:
            flow.leave_page()
