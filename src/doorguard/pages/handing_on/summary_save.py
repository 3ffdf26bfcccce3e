"""Saving a summary, after it was on the screen and only when asked for (S28): its form and its place."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, bullet, row, text
from doorguard.pages.want import Want
from doorguard.pages.written_down.keep import AFolder, folder_choices
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.pages.handing_on.summarise import Form
    from doorguard.pages.handing_on.summary_for import SummaryFor

FORMS: tuple[tuple[Form, str, str], ...] = (
    ("html", ".html", N_("A page to read and print")),
    ("pdf", ".pdf", N_("A PDF")),
    ("text", ".txt", N_("Plain text")),
    ("json", ".json", N_("For a program (JSON)")),
)
"""Form, ending of the file, words."""
NOT_LOCKED = N_("The file is not locked. Whoever finds it can read it.")
NAMES_IN = N_("Names and addresses are in it, as you chose. To leave them out, go back.")
NAME = "home"
"""A name that tells nothing (S22); a number comes after it where it is taken."""
MOST = 100
BACK_TO = ("summary-for", "summary", "devices", "start")


class InWhatForm(Screen):
    """Which kind of file."""

    name = "summary-form"

    def __init__(self, summary: SummaryFor) -> None:
        self.summary = summary

    def page(self, flow: Flow) -> Page:
        """What a file is, before there is one."""
        return Page(
            id="summary-form",
            title=_("Save it in a file?"),
            lines=(
                bullet(_(NOT_LOCKED)),
                *((bullet(_(NAMES_IN)),) if self.summary.show_all else ()),
                bullet(_("It may be better on a stick, or with a person you trust.")),
                bullet(_("You can show it on this screen instead, and save nothing.")),
            ),
            choices=(NOTHING, *(Choice(id=form, text=_(words)) for form, _end, words in _forms())),
            help=(_("Nothing is saved before the next page."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to where."""
        form = next((form for form, _end, _words in FORMS if form == choice), None)
        if form is None:
            flow.leave_page()
        else:
            flow.go(InWhichFolder(self.summary, form))


def _forms() -> list[tuple[Form, str, str]]:
    return [row for row in FORMS if row[0] != "pdf" or find_spec("typst") is not None]


class InWhichFolder(AFolder):
    """Sticks first; then the own folder; any other can be typed."""

    name = "summary-where"

    def __init__(self, summary: SummaryFor, form: Form) -> None:
        super().__init__()
        self.summary, self.form = summary, form
        self.copied: Path | None = None

    def page(self, flow: Flow) -> Page:
        """Where, with what others could see there."""
        offers = folder_choices()
        if self.copied is not None:
            offers.append(Choice(id="there", text=_("Save it there all the same")))
        return Page(
            id="summary-where",
            title=_("Where should it be saved?"),
            lines=text(
                *((self.wrong,) if self.wrong else ()),
                _("It is not known if a place is copied to somewhere else. Some computers do that by themselves."),
                _("Choose one, or type the whole name of another folder."),
            ),
            choices=(NOTHING, *offers),
            typed=_("Another folder"),
            typed_before=self.typed,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Save it there."""
        if choice == NOTHING.id:
            flow.unwind(*BACK_TO)
        elif choice == "there" and self.copied is not None:
            self._save(flow, self.copied)
        else:
            self.chosen(flow, Path(choice.removeprefix("in:")))

    def chosen(self, flow: Flow, folder: Path) -> None:
        """A folder that a service copies is named first, and another one can be chosen."""
        from doorguard.record.places import service_at

        service = service_at(folder / "file")
        if service is None or folder == self.copied:
            self._save(flow, folder)
            return
        self.copied, self.typed = folder, ""
        self.wrong = _("{service} copies this folder to the internet. Others may see it there.").format(service=service)

    def _save(self, flow: Flow, folder: Path) -> None:
        from doorguard.pages.handing_on.summarise import written

        content = written(*self.summary.made(flow), self.form)
        ending = next(end for form, end, _words in FORMS if form == self.form)
        names = [NAME + ending, *(f"{NAME}-{number}{ending}" for number in range(2, MOST))]
        free = next((folder / name for name in names if not os.path.lexists(folder / name)), folder / names[-1])
        flow.unwind(*BACK_TO)
        flow.go(Saved(free, len(flow.picture.failures)))
        flow.want(Want("save-file", path=str(free), content=content))


class Saved(Screen):
    """It is written, or it could not be. ``failures``: how many had been before."""

    name = "summary-saved"

    def __init__(self, path: Path, failures: int) -> None:
        self.path, self.failures = path, failures

    def page(self, flow: Flow) -> Page:
        """One of three."""
        refused = [f.says for f in flow.picture.failures[self.failures :] if f.stage == "save"]
        if flow.running is not None and flow.running.kind == "save-file":
            lines = text(_("It is being written."))
        elif refused:
            lines = text(*refused)
        else:
            lines = (
                row(_("Saved as"), str(self.path)),
                *text(_("To remove it later, delete that file. Some computers keep a copy of what was deleted.")),
            )
        return Page(
            id="summary-saved",
            title=_("Not saved") if refused else _("The file"),
            lines=lines,
            choices=(Choice(id="back", text=_("Go on")),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Go on."""
        flow.leave_page()
