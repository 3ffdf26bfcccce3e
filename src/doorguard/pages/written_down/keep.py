"""Keeping a record: what it is, where it lies, what it is called. Nothing is written before the last page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, bullet, heading, row, text
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

After = Callable[[Path], Screen]
"""What comes once a place and a name were chosen."""
NAMES = ("notes", "papers", "letters")
"""Names that tell nothing; the person may type any other."""
BACK_TO = (
    "done", "plan", "record", "ways-in", "step", "proof-first", "keep-proof", "still-right", "devices", "reading",
    "practise", "start",
)  # fmt: skip
NOT_KNOWN = N_("It is not known if this place is copied to somewhere else. Some computers do that by themselves.")
NO_WAY_BACK = N_("Nobody can bring the passphrase back. Without it, nobody can open the file, and we cannot either.")


def keep_choice(flow: Flow) -> tuple[Choice, ...]:
    """The way to the record, for the pages that offer it; not where the answers say to keep nothing here."""
    if not flow.kept.offered or not (flow.may_keep or flow.kept.is_open(flow)):
        return ()
    words = _("The record") if flow.kept.is_open(flow) else _("Keep a record")
    return (Choice(id="record", text=words),)


def open_keep(flow: Flow) -> None:
    """To the record, or to how one is begun."""
    from doorguard.pages.written_down.record_pages import TheRecord

    flow.go(TheRecord() if flow.kept.is_open(flow) else Keep())


def folder_choices() -> list[Choice]:
    """Where a file may lie: sticks first, then the own folder. The id is ``in:`` and the folder."""
    from doorguard.record.places import home_folder, sticks

    found = [Choice(id=f"in:{folder}", text=_("On the stick {name}").format(name=folder.name)) for folder in sticks()]
    own = home_folder()
    if own is not None:
        found.append(Choice(id=f"in:{own}", text=_("In my own folder on this computer")))
    return found


class Keep(Screen):
    """What a record is, said before it is begun (S20)."""

    name = "keep"

    def page(self, flow: Flow) -> Page:
        """What goes in, who could read it, and that there is no way back without the passphrase."""
        example = text(_("This would be a record of the pretend home. It is an example.")) if flow.pretend else ()
        other = (
            text(_("A record of the other home is open. It is closed when you begin this one."))
            if flow.kept.other_home(flow)
            else ()
        )
        return Page(
            id="keep",
            title=_("Keep a record"),
            lines=(
                *example,
                *other,
                *text(
                    _("A record keeps what was found, what you did, and what you write down yourself."),
                    _("You can show it to someone on another day. Nothing is kept without it."),
                ),
                heading(_("Good to know first")),
                bullet(_("It is one file. You choose its name and its place.")),
                bullet(_("It is locked with a passphrase, a password of several words.")),
                bullet(_(NO_WAY_BACK)),
                bullet(_("Someone may find the file. Without the passphrase they cannot read it.")),
                bullet(_("If someone could make you open it, it may be better to keep it with a person you trust.")),
                bullet(_("No entry is rewritten. You can add a correction, or take out what you wrote.")),
            ),
            choices=(
                NOTHING,
                Choice(id="new", text=_("Begin a record")),
                Choice(id="open", text=_("Open one that I have")),
                PEOPLE,
            ),
            help=(_("You can stop before the last page. Nothing is written until then."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Begin one, open one, or leave it."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.written_down.keep_open import OpenWhich
        from doorguard.pages.written_down.keep_passphrase import Passphrase

        match choice:
            case "new":
                flow.go(Where(after=Passphrase))
            case "open":
                flow.go(OpenWhich())
            case "people":
                flow.go(People())
            case _:
                flow.leave_page()


class AFolder(Screen):
    """Asks for a folder: one of the choices, or the whole name of another one. ``wrong`` says what stood against it."""

    def __init__(self) -> None:
        self.wrong, self.typed = "", ""

    def type(self, flow: Flow, text: str) -> None:
        """A folder by its name; one that is not there is said so."""
        from doorguard.record.places import typed_folder

        folder = typed_folder(text)
        if folder is not None:
            self.chosen(flow, folder)
        else:
            self.typed, self.wrong = text, _("There is no such folder. Look at the name, or at the stick.")

    def chosen(self, flow: Flow, folder: Path) -> None:
        """On with this folder, which is there."""
        raise NotImplementedError


class Where(AFolder):
    """In which folder a record or a copy is kept. ``locked``: nobody reads it without the passphrase."""

    name = "keep-where"

    def __init__(self, after: After, *, locked: bool = True) -> None:
        super().__init__()
        self.after, self.locked = after, locked

    def page(self, flow: Flow) -> Page:
        """Sticks first; then the own folder; any other can be typed."""
        return Page(
            id="keep-where",
            title=_("Where should it be kept?"),
            lines=(
                *text(*((self.wrong,) if self.wrong else ())),
                *text(
                    _("A stick that you keep with you is a good place."),
                    _("On a computer that others use, they can see that the file is there.")
                    if self.locked
                    else _("On a computer that others use, they can read all of it. It is not locked."),
                    _(NOT_KNOWN),
                    _("Choose one, or type the whole name of another folder."),
                ),
            ),
            choices=(NOTHING, *folder_choices()),
            typed=_("Another folder"),
            typed_before=self.typed,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to its name."""
        if choice == NOTHING.id:
            flow.unwind(*BACK_TO)
        else:
            self.chosen(flow, Path(choice.removeprefix("in:")))

    def chosen(self, flow: Flow, folder: Path) -> None:
        """On to its name; a folder that a service copies is named first."""
        from doorguard.record.places import service_at

        service = service_at(folder / "file")
        named = Name(folder, self.after)
        flow.go(Copied(named, service, locked=self.locked) if service is not None else named)


class Copied(Screen):
    """The folder belongs to a service that copies what lies in it."""

    name = "keep-copied"

    def __init__(self, named: Name, service: str, *, locked: bool) -> None:
        self.named, self.service, self.locked = named, service, locked

    def page(self, flow: Flow) -> Page:
        """Which one, what that means, and another place first."""
        return Page(
            id="keep-copied",
            title=_("{service} copies this folder").format(service=self.service),
            lines=(
                row(_("Folder"), str(self.named.folder)),
                *text(
                    _("What lies there is sent to {service}, and to every device that uses the same account.").format(
                        service=self.service
                    ),
                    _("Somebody who can open that account sees the file and can take a copy. They cannot read it "
                      "without the passphrase.")
                    if self.locked
                    else _("It is not locked. Somebody who can open that account can read all of it."),
                ),
            ),
            choices=(
                Choice(id="other", text=_("Choose another place")),
                Choice(id="there", text=_("Keep it there all the same")),
                NOTHING,
            ),
        )  # fmt: skip

    def choose(self, flow: Flow, choice: str) -> None:
        """Another place, or there."""
        if choice == "there":
            flow.instead(self.named)
        elif choice == "other":
            flow.leave_page()
        else:
            flow.unwind(*BACK_TO)


class Name(Screen):
    """What the file, or the folder of a copy, is called."""

    name = "keep-name"

    def __init__(self, folder: Path, after: After) -> None:
        self.folder, self.after, self.wrong, self.typed = folder, after, "", ""

    def page(self, flow: Flow) -> Page:
        """A name that tells nothing."""
        return Page(
            id="keep-name",
            title=_("What should it be called?"),
            lines=(
                row(_("Folder"), str(self.folder)),
                *text(
                    *((self.wrong,) if self.wrong else ()),
                    _("A name that tells nothing is best. Others may see it in the folder."),
                ),
            ),
            choices=(NOTHING, *(Choice(id=f"name:{name}", text=name) for name in self._free_names())),
            typed=_("Another name"),
            typed_before=self.typed,
        )

    def _free_names(self) -> list[str]:
        """Those of ours that no file there has."""
        return [name for name in NAMES if not os.path.lexists(self.folder / name)]

    def choose(self, flow: Flow, choice: str) -> None:
        """One of ours."""
        if choice == NOTHING.id:
            flow.unwind(*BACK_TO)
        else:
            self.type(flow, choice.removeprefix("name:"))

    def type(self, flow: Flow, text: str) -> None:
        """Their own; it never takes the place of a file."""
        name = text.strip()
        if not name or name in (".", "..") or any(c in '/\\:*?"<>|' or not c.isprintable() for c in name):
            self.typed, self.wrong = text, _("Use letters, numbers and spaces alone.")
        elif os.path.lexists(self.folder / name):
            self.typed, self.wrong = text, _("There is a file of that name. Choose another one.")
        else:
            flow.go(self.after(self.folder / name))
