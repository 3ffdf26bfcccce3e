"""A copy of the record that can be handed on: a folder that anyone can read and check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, bullet, row, text
from doorguard.pages.want import KEEPS, Want
from doorguard.pages.written_down.written import code_lines
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


NOT_LOCKED = N_("A copy is not locked. Whoever has the folder can read all of it.")


class Copy(Screen):
    """What will be in it, before it is made."""

    name = "copy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def page(self, flow: Flow) -> Page:
        """It is not locked: that is said first."""
        return Page(
            id="copy",
            title=_("A copy to hand on"),
            lines=(
                row(_("Folder"), str(self.folder)),
                *text(_(NOT_LOCKED)),
                bullet(_("A summary for you, one for someone who helps you, one for the police.")),
                bullet(_("All entries, and every file that you added.")),
                bullet(_("A small program that shows whether something was changed, and how to use it.")),
                *text(_("That a copy was made is noted in the record.")),
            ),
            choices=(NOTHING, Choice(id="make", text=_("Make the copy"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Make it, or leave it."""
        flow.unwind("record", "start")
        if choice == "make":
            flow.go(Copied(self.folder))
            flow.want(Want("keep-copy", path=str(self.folder)))


class Copied(Screen):
    """While it is made, and what came of it."""

    name = "copied"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it is made."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """Where it is, its code, and how to check it."""
        keeping = flow.kept.keeping
        assert keeping is not None
        if flow.running is not None and flow.running.kind in KEEPS:
            return Page(id="copied", title=_("One moment"), lines=text(_("The copy is being made.")), live=True)
        if keeping.refused:
            return Page(
                id="copied",
                title=_("It did not work"),
                lines=text(keeping.refused),
                choices=(Choice(id="on", text=_("Go on")),),
            )
        return Page(
            id="copied",
            title=_("The copy is made"),
            lines=(
                row(_("Folder"), str(self.folder)),
                *text(*keeping.copy_lacks),
                *text(_("How to check it stands in the file HOW-TO-CHECK.txt in it.")),
                *code_lines(keeping.copied),
                *text(_("Tell whoever gets it this code, in another way than with the folder.")),
            ),
            choices=(Choice(id="on", text=_("Go on")),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back to the record."""
        flow.leave_page()
