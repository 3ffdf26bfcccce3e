"""``doorguard contacts``: people who can help, by country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from doorguard.cli.by_country import as_document, show, today_here
from doorguard.gate.people import contacts_for, is_old
from doorguard.report.summary.blocks import Block, Heading, Paragraph, Row
from doorguard.tables import Contact, contacts
from doorguard.wording import _


def list_contacts(chosen: str | None, *, as_json: bool) -> int:
    """Help lines of a country that we know, or all of them; returns the exit code."""
    today = today_here()
    found = contacts_for(chosen, contacts()) if chosen else contacts()
    if as_json:
        rows = [{**asdict(contact), "may_be_out_of_date": is_old(contact, today)} for contact in found]
        return as_document("contacts", chosen, rows)
    show([Heading(_("People who can help")), *_contact_blocks(found, today, several=chosen is None)])
    return 0


def _contact_blocks(found: Sequence[Contact], today: date, *, several: bool) -> list[Block]:
    from doorguard.pages.handing_on.summarise import helper

    blocks: list[Block] = []
    groups = (
        (_("If you are in danger now"), [c for c in found if c.emergency and c.verified != "unverified"]),
        (_("To talk and to plan"), [c for c in found if not c.emergency and c.verified != "unverified"]),
        (_("Not checked by us. They may be different now"), [c for c in found if c.verified == "unverified"]),
    )
    for title, contacts_here in groups:
        if contacts_here:
            blocks.append(Heading(title, 3))
        for contact in contacts_here:
            shown = helper(contact, today, of=contact.country if several else "")
            blocks += [Row(shown.name, shown.reach), Paragraph(f"{shown.what_for}. {shown.checked}", quiet=True)]
    blocks.append(Paragraph(_("Phone numbers change. Look at the day beside each.")))
    return blocks
