"""Opening a record of another day, and what came of opening or making one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.network.secret import Secret
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, Screen, row, text
from doorguard.pages.want import KEEPS, Want
from doorguard.pages.written_down.keep import BACK_TO
from doorguard.pages.written_down.written import code_lines
from doorguard.record.places import typed_file
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class OpenWhich(Screen):
    """A record of another day."""

    name = "keep-open"

    def __init__(self) -> None:
        self.typed, self.wrong = "", ""

    def page(self, flow: Flow) -> Page:
        """Its whole name."""
        return Page(
            id="keep-open",
            title=_("Which file is it?"),
            lines=text(
                *((self.wrong,) if self.wrong else ()),
                _("Type its whole name, with the folder."),
                _("Many terminals write it for you when you drop the file onto this window."),
            ),
            choices=(NOTHING,),
            typed=_("The file"),
            typed_before=self.typed,
            help=(
                _("We do not note anywhere where a record is. It is where you kept it."),
                _("Look on your sticks and in your own folder. The file has the name that you chose."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it."""
        flow.unwind(*BACK_TO)

    def type(self, flow: Flow, text: str) -> None:
        """On to its passphrase; a file that is not there is said so."""
        path = typed_file(text)
        if path is not None:
            flow.go(ItsPassphrase(path))
        else:
            self.typed, self.wrong = text, _("There is no such file. Look at the name, or at the stick.")


class ItsPassphrase(Screen):
    """The passphrase of a record that is there."""

    name = "keep-open-passphrase"

    def __init__(self, path: Path) -> None:
        self.path = path

    def page(self, flow: Flow) -> Page:
        """Typed; nothing shows."""
        flow.kept.before_a_passphrase()
        return Page(
            id="keep-open-passphrase",
            title=_("Its passphrase"),
            lines=(row(_("File"), self.path.name),),
            choices=(NOTHING,),
            typed=_("The passphrase"),
            secret=True,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it."""
        flow.unwind(*BACK_TO)

    def type(self, flow: Flow, text: str) -> None:
        """Open it."""
        flow.go(Begun(made=False))
        flow.want(Want("keep-open", path=str(self.path), secret=Secret("", text)))


class Begun(Screen):
    """While it is made or opened, and what came of it."""

    name = "keep-begun"

    def __init__(self, *, made: bool) -> None:
        self.made = made

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it is made."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """One moment; the code to write down; or what stood against it."""
        keeping = flow.kept.keeping
        assert keeping is not None
        if flow.running is not None and flow.running.kind in KEEPS:
            return Page(id="keep-begun", title=_("One moment"), lines=text(_("The file is being opened.")), live=True)
        if keeping.refused or not keeping.is_open:
            return Page(
                id="keep-begun",
                title=_("It did not work"),
                lines=text(keeping.refused or _("No record is open.")),
                choices=(Choice(id="again", text=_("Try again")), NOTHING),
            )
        assert keeping.path is not None
        lines: list[Line] = [row(_("File"), str(keeping.path))]
        if self.made:
            lines += [
                *code_lines(keeping.code),
                *text(
                    _("From now on, what happens is kept."),
                    _("You can write this code on paper, with the day. Later it shows that nothing was changed."),
                ),
            ]
        return Page(
            id="keep-begun",
            title=_("The record is begun") if self.made else _("The record is open"),
            lines=tuple(lines),
            choices=(Choice(id="on", text=_("Go on")), Choice(id="record", text=_("The record"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On, to the record, or once more."""
        from doorguard.pages.written_down.record_pages import TheRecord

        if choice == "again":
            flow.leave_page()
        elif choice == "record" or (choice == "on" and not self.made):
            flow.unwind(*BACK_TO)
            flow.go(TheRecord())
        else:
            flow.unwind(*BACK_TO)
