"""The summary on screen, for the person, an advocate or the police: the very words of the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from doorguard.pages.at_any_time.people import Country, called
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, quiet, row, text
from doorguard.report.summary.blocks import Block, Box, Card, Drawing, Heading, Item, Paragraph, Row, Table
from doorguard.report.summary.material import READERS, Reader
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow
    from doorguard.pages.handing_on.summarise import FromRecord
    from doorguard.report.summary.blocks import Document
    from doorguard.report.summary.found import Store

TITLES: dict[Reader, str] = {
    "me": N_("A summary for you"),
    "advocate": N_("A summary for someone who helps"),
    "police": N_("A summary for the police or a solicitor"),
}
"""What each is called, where one is chosen and above it."""


class ForWhom(Screen):
    """The same facts, in three orders."""

    name = "summary-for-whom"

    def page(self, flow: Flow) -> Page:
        """Who will read it."""
        return Page(
            id="summary-for-whom",
            title=_("Who will read it?"),
            lines=text(
                _("All three say what was found, closed and left open. Order and words differ."),
                _("Serial numbers, addresses, names and places are left out."),
                _("In a sentence that you wrote, one may still stand. So read it through before you hand it on."),
                _("Help lines and laws in it: {country}.").format(
                    country=called(flow.country) if flow.country else _("no country is chosen yet")
                ),
            ),
            choices=(
                *(Choice(id=reader, text=_(TITLES[reader])) for reader in READERS),
                Choice(id="country", text=_("Choose the country")),
                Choice(id="back", text=_("Back")),
            ),
            help=(_("It is only on this screen. Nothing is saved."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Show it, after the country where it is wanted."""
        if choice == "country":
            flow.go(Country())
            return
        reader = next((reader for reader in READERS if reader == choice), None)
        if reader is None:
            flow.leave_page()
        else:
            flow.go(SummaryFor(reader))


class SummaryFor(Screen):
    """One of them."""

    name = "summary-for"

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.show_all = False
        self._record: FromRecord | None = None

    def page(self, flow: Flow) -> Page:
        """All of it, from the picture as it now stands."""
        document, _store = self.made(flow)
        return Page(
            id=f"summary-for-{self.reader}",
            title=_(TITLES[self.reader]),
            lines=(*quiet(document.made), *lines_of(document.blocks)),
            choices=(
                Choice(id="back", text=_("Back")),
                Choice(id="hide", text=_("Leave names and addresses out"))
                if self.show_all
                else Choice(id="show", text=_("Show names and addresses too")),
                *((Choice(id="save", text=_("Save it in a file")),) if flow.may_keep else ()),
            ),
            help=(_("It is only on this screen. Nothing is saved until you say so."),),
        )

    def made(self, flow: Flow) -> tuple[Document, Store]:
        """The summary as it now is; with what the record says, where one is open."""
        from doorguard.pages.handing_on.summarise import Wanted, from_said, summarise

        keeping = flow.kept.keeping
        if keeping is None or not flow.kept.is_open(flow):
            self._record = None
        elif self._record is None or self._record.kept.count != keeping.count:
            entries = keeping.newest(keeping.count)[::-1]
            self._record = from_said(entries, count=keeping.count, code=keeping.code) if entries else None
        wanted = Wanted(
            reader=self.reader,
            now=flow.now(),
            zone=flow.zone,
            country=flow.country,
            show_all=self.show_all,
            given=dict(flow.given),
            careful=flow.careful,
        )
        return summarise(flow.picture, flow.catalog, wanted, self._record)

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, with or without names, or into a file."""
        from doorguard.pages.handing_on.summary_save import InWhatForm

        if choice in ("show", "hide"):
            self.show_all = choice == "show"
        elif choice == "save":
            flow.go(InWhatForm(self))
        else:
            flow.leave_page()


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    """Blocks of a summary as lines of a page."""
    for block in blocks:
        match block:
            case Heading(words):
                yield heading(words)
            case Paragraph(words, small):
                yield from quiet(words) if small else text(words)
            case Row(label, words):
                yield row(label, words)
            case Item(words, number):
                yield from text(f"{number}. {words}") if number else (bullet(words),)
            case Drawing():
                yield from (row(way.title, way.says) for way in block.ways)
            case Table():
                yield from _table(block)
            case Box() | Card():
                yield heading(block.title)
                yield from lines_of(block.blocks)


def _table(table: Table) -> Iterator[Line]:
    """One heading for each row, then its cells: a screen has no room for columns."""
    yield heading(table.caption)
    for cells in table.rows:
        yield heading(cells[0])
        yield from (row(title, cell) for title, cell in zip(table.header[1:], cells[1:], strict=True) if cell)
