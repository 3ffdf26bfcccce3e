"""From material to a document: one store of facts, three orders. Pure."""

from __future__ import annotations

from doorguard.report.summary import for_advocate, for_me, for_police
from doorguard.report.summary.blocks import Change, Document, changed
from doorguard.report.summary.found import Store, store_of
from doorguard.report.summary.material import Material, Reader
from doorguard.report.text import clock
from doorguard.wording import N_, _

_READERS = {"me": for_me.blocks, "advocate": for_advocate.blocks, "police": for_police.blocks}
TITLE = N_("Home camera and doorbell check")
_FOR: dict[Reader, str] = {
    "me": N_("For the person."),
    "advocate": N_("For an advocate."),
    "police": N_("For the police or a solicitor."),
}


def document_of(material: Material, clean: Change) -> tuple[Document, Store]:
    """The document for its reader, and the store it was said from. ``clean`` takes out what no screen, page or
    paper should meet (control characters and the like); every text goes through it."""
    store = store_of(material)
    blocks = tuple(changed(block, clean) for block in _READERS[material.reader](store))
    document = Document(
        title=_(TITLE),
        made=f"{_(_FOR[material.reader])} {made_words(material)}",
        language=_("en"),
        pretend=material.pretend,
        blocks=blocks,
    )
    return document, store


def made_words(material: Material) -> str:
    """When it was made, with how far that clock is from UTC."""
    local = material.now.astimezone(material.zone)
    offset = f"{local:%z}"
    return _("Made at {when} (UTC{offset}).").format(
        when=clock(material.now, material.zone), offset=f"{offset[:3]}:{offset[3:5]}"
    )
