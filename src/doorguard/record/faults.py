"""What can go wrong with a record, each as one plain sentence for the person."""

from __future__ import annotations

from doorguard.wording import N_, _


class RecordFault(Exception):
    """The sentence says what happened and what to do."""


class NotThere(RecordFault):
    """No such file."""

    def __init__(self, name: str) -> None:
        super().__init__(_("There is no file {name}. Look at the name, or at the stick.").format(name=name))


class NoFolder(RecordFault):
    """The folder that a file is to lie in does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(_("There is no folder {name}. Look at the name, or at the stick.").format(name=name))


class AlreadyThere(RecordFault):
    """A new record never takes the place of a file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is already a file {name}. Choose another name. Nothing was changed.").format(name=name)
        )


class CannotCopy(RecordFault):
    """The disk did not take a copy for others."""

    def __init__(self, why: str) -> None:
        super().__init__(_("{why} No copy was made.").format(why=why))


class CannotMake(RecordFault):
    """The disk did not take a new record."""

    def __init__(self, why: str) -> None:
        super().__init__(_("{why} No record was made.").format(why=why))


class CannotSave(RecordFault):
    """The disk did not take a file that was to be written for the person."""

    def __init__(self, why: str) -> None:
        super().__init__(_("{why} Nothing was saved.").format(why=why))


class NotAdded(RecordFault):
    """The disk did not take an entry, and the command that was to write it ends."""

    def __init__(self, why: str) -> None:
        super().__init__(_("{why} What you wrote was not added.").format(why=why))


class CannotRead(RecordFault):
    """The disk did not give it."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(_("{why} The file was left as it is.").format(why=why))


class NotARecord(RecordFault):
    """The file is something else, or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is no record of this program, or it is damaged. It was left as it is.").format(name=name)
        )


class Damaged(NotARecord):
    """It opens, but a part of it cannot be read any more."""

    says = N_("{name} is damaged. It was left as it is.")

    def __init__(self, name: str) -> None:
        RecordFault.__init__(
            self,
            _(self.says).format(name=name)
            + " "
            + _("What can still be read of it is shown by this command: doorguard record show FILE."),
        )


class PartNotGiven(Damaged):
    """The disk gives the file, and not all of it: a bad place, or a loose stick for a moment."""

    says = N_("The disk or stick did not give a part of {name}. It was left as it is. Try it once more.")


class WrongPassphrase(RecordFault):
    """The key does not fit."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This passphrase does not open the file. Nothing was changed. You can try again. "
                "If you are sure of it, the file may be damaged."
            )
        )


class NotAFile(RecordFault):
    """A folder, a device."""

    def __init__(self, name: str) -> None:
        super().__init__(_("{name} is no file. Give the name of one file.").format(name=name))


class TooLarge(RecordFault):
    """More than the record takes in one piece."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            _("{name} is too large. A file may have up to {most} MB. Keep it where it is, and note where.").format(
                name=name, most=most
            )
        )


class WeakPassphrase(RecordFault):
    """A new passphrase that would be guessed too soon."""


class TooShort(WeakPassphrase):
    """It has too few letters."""

    def __init__(self, least: int) -> None:
        super().__init__(
            _("The passphrase is too short. Use at least {least} letters, for example 4 words.").format(least=least)
        )


class TooLong(WeakPassphrase):
    """It has more than the command line takes: a part of it would be another passphrase."""

    def __init__(self, most: int) -> None:
        super().__init__(_("The passphrase is too long. It may have up to {most} bytes.").format(most=most))


class TellsItself(WeakPassphrase):
    """It stands in the name of the file, where everyone reads it."""

    def __init__(self) -> None:
        super().__init__(
            _("The name of the file tells this passphrase. Choose other words, so that nobody reads it there.")
        )


class InUse(RecordFault):
    """Another program has it open."""

    def __init__(self, says: str = "") -> None:
        super().__init__(says or _("This file is open in another window. Close it there first. Nothing was changed."))


class OpenHere(InUse):
    """This program has it open."""

    def __init__(self) -> None:
        super().__init__(_("This file is the record that is open here already. Nothing was changed."))


class AnotherFile(RecordFault):
    """What lies there now is not what was open before: another record, or an older copy of this one."""

    def __init__(self) -> None:
        super().__init__(_("Another file lies there now. It was left as it is."))


class StillWaiting(RecordFault):
    """Another record cannot be begun or opened before the one that is open has everything."""

    def __init__(self) -> None:
        super().__init__(
            _("Something in the open record is not written yet. Try to write it again first. Nothing was changed.")
        )


class NewerFormat(RecordFault):
    """Written by a newer version of this program."""

    def __init__(self) -> None:
        super().__init__(_("This file was made by a newer version of this program. It was left as it is."))


class CannotWrite(RecordFault):
    """The disk did not take it. The entry waits in memory (``waiting`` of the record counts them)."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            _("{why} What you wrote is kept here until it can be written. Do not close this window yet.").format(
                why=why
            )
        )


class PlaceDamaged(CannotWrite):
    """What was to be taken out, or the place of a file, stands on a damaged page."""

    def __init__(self) -> None:
        super().__init__(_("Its place in the record is damaged."))
