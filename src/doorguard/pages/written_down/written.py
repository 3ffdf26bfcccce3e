"""Whether an entry is on the disk: said after each that the person makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, heading, row, text
from doorguard.pages.want import KEEPS
from doorguard.wording import N_, _, many

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.session.keeping import Keeping


STAYS_GOOD = N_(
    "Each new entry makes another code. The one that you kept stays good for all that came before it. "
    "So the record shows another code now, and that is right."
)


def unwritten_lines(flow: Flow) -> tuple[Line, ...]:
    """That the disk has not taken something, and why; nothing while all is written."""
    keeping = flow.kept.keeping
    if keeping is None or not flow.kept.unwritten:
        return ()
    number = flow.kept.unwritten
    said = many("{number} entry is not written yet.", "{number} entries are not written yet.", number)
    return text(said.format(number=number), *((keeping.fault,) if keeping.fault else ()))


def code_lines(code: str) -> tuple[Line, ...]:
    """The head code, on a line of its own: it is copied by hand, and read over the phone."""
    return (heading(_("The code now")), *text(code))


class Written(Screen):
    """It is on the disk, or it is known that it is not."""

    name = "written"

    def __init__(self, kind: Literal["anchor", "deletion", "other"] = "other") -> None:
        self.kind = kind
        """The kind of the entry, where its page says something else."""

    def page(self, flow: Flow) -> Page:
        """The number of the entry and the code now; or what stood against it."""
        keeping = flow.kept.keeping
        assert keeping is not None
        if flow.running is not None and flow.running.kind in KEEPS:
            return Page(id="written", title=_("One moment"), lines=text(_("The file is being copied.")), live=True)
        if keeping.refused:
            return Page(
                id="written",
                title=_("It was not kept"),
                lines=text(keeping.refused),
                choices=(Choice(id="on", text=_("Go on")),),
            )
        waiting = unwritten_lines(flow)
        return Page(
            id="written",
            title=_("Not written yet") if waiting else self._title(),
            lines=waiting or self._lines(keeping),
            choices=(
                Choice(id="on", text=_("Go on")),
                *((Choice(id="again", text=_("Try to write again")),) if waiting else ()),
            ),
        )

    def _title(self) -> str:
        return _("It is taken out") if self.kind == "deletion" else _("It is kept")

    def _lines(self, keeping: Keeping) -> tuple[Line, ...]:
        """A newer code beside the one that was just kept elsewhere would look like a mistake."""
        entry = row(_("Entry"), str(keeping.count))
        if self.kind == "deletion":
            says = _("This entry is the mark that stays. It tells that something was taken out, and not what it was.")
            return (entry, *text(says), *code_lines(keeping.code))
        code = text(_(STAYS_GOOD)) if self.kind == "anchor" else code_lines(keeping.code)
        return (entry, *code, *text(_("Its words stay as they are. You can add a correction later.")))

    def choose(self, flow: Flow, choice: str) -> None:
        """Once more, or back to the record."""
        if choice == "again":
            assert flow.kept.keeping is not None
            flow.kept.keeping.try_again()
        else:
            flow.leave_page()
