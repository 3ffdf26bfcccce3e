"""``doorguard legal``: what the law offers, by country. Not legal advice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from doorguard.cli.by_country import as_document, show, today_here
from doorguard.gate.people import is_old, routes_for
from doorguard.report.summary.blocks import Block, Heading, Paragraph, Row
from doorguard.report.summary.parts import NOT_ADVICE
from doorguard.tables import Route, load_routes
from doorguard.wording import N_, _


def list_laws(chosen: str | None, *, as_json: bool) -> int:
    """Legal routes of a country that we know, or all of them; returns the exit code."""
    today = today_here()
    found = routes_for(chosen, load_routes())
    if as_json:
        rows = [{**asdict(route), "may_be_out_of_date": is_old(route, today)} for route in found]
        return as_document("legal", chosen, rows, note=_(NOT_ADVICE))
    blocks: list[Block] = [Heading(_("What the law offers")), Paragraph(_(NOT_ADVICE))]
    if not found:
        blocks.append(Paragraph(_("We know no laws of this country yet. A help line can tell you more.")))
    place = ""
    for route in found:
        if route.place != place:
            place = route.place
            blocks.append(Heading(_(place), 3))
        blocks += _law_blocks(route, today)
    show(blocks)
    return 0


_STARTS = {
    "you": N_("You can begin it yourself."),
    "police": N_("This goes through the police."),
    "court": N_("A court decides on it at the end of a trial."),
}


def _law_blocks(route: Route, today: date) -> list[Block]:
    from doorguard.pages.handing_on.summarise import law_checked

    return [
        Row(route.route, f"{route.what} {_(_STARTS[route.who])} {route.ask}"),
        Paragraph(f"{route.title}, {route.section}. {law_checked(route, today)}", quiet=True),
    ]
