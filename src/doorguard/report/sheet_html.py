"""A page that explains, as one HTML file; the sheet for a visit fits on one side of A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from doorguard.catalog.help_pages import HelpPage, Part
from doorguard.report.html_page import html_page
from doorguard.tables import Contact
from doorguard.wording import _

BODY = """<h1>{{ heading }}</h1>
{% for block in blocks %}
<section>
{% if block.heading %}
<h2>{{ block.heading }}</h2>
{% endif %}
{% for kind, parts in block.runs %}
{% if kind == "item" %}
<ul role="list">
{% for part in parts %}
<li>{% if boxes %}<span class="box" aria-hidden="true"></span>{% else %}<span aria-hidden="true">-</span>{% endif %}<span>{{ part.text }}</span></li>
{% endfor %}
</ul>
{% elif kind == "row" %}
<dl>
{% for part in parts %}
<div><dt>{{ part.label }}</dt><dd>{{ part.text }}</dd></div>
{% endfor %}
</dl>
{% else %}
{% for part in parts %}
<p>{{ part.text }}</p>
{% endfor %}
{% endif %}
{% endfor %}
</section>
{% endfor %}
{% if people %}
<section>
<h2>{{ ask }}</h2>
<dl class="people">
{% for contact, name, reach, checked in people %}
<div><dt>{{ name }}</dt><dd>{{ reach }}. {% if contact.emergency or not boxes %}{{ contact.what_for }}. {% endif %}{{ checked }}</dd></div>
{% endfor %}
</dl>
</section>
{% endif %}
<p class="small">{{ marks | join(" ") }}</p>
"""  # noqa: E501 - one element on one line, so that no space comes between its parts
ONE_SIDE = """
@page { margin: 11mm 13mm; }
@media print {
  :root { font-size: 9.6pt; line-height: 1.26; }
  h1 { font-size: 16pt; margin: 0 0 1mm; } h2 { font-size: 11.5pt; margin: 2.2mm 0 .8mm; border-bottom-width: 1px; }
  li { margin: .5mm 0; } dl > div { padding: .5mm 0; } section { break-inside: avoid; }
  .people { columns: 2; column-gap: 6mm; } .people > div { display: block; break-inside: avoid; }
}
"""


class Block(NamedTuple):
    """A heading and what stands under it, in runs of one kind."""

    heading: str
    runs: tuple[tuple[str, tuple[Part, ...]], ...]


class Asked(NamedTuple):
    """A contact, its name with its part of the country, how it is reached, and how fresh that is."""

    contact: Contact
    name: str
    reach: str
    checked: str


def as_html(page: HelpPage, *, marks: Sequence[str], people: Sequence[Asked]) -> str:
    """The whole file. ``marks`` stand at its end: its day, where it holds."""
    return html_page(
        BODY,
        title=_("Home camera and doorbell check"),  # a browser shows and keeps it: the same for every page (S22)
        heading=page.title,
        style=ONE_SIDE if page.about == "sheet" else "",
        blocks=tuple(_blocks(page.parts)),
        boxes=page.about == "sheet",
        people=tuple(people),
        ask=_("Who to ask"),
        marks=tuple(marks),
    )


def as_markdown(page: HelpPage, *, marks: Sequence[str], people: Sequence[Asked]) -> str:
    """The same as Markdown."""
    return "\n\n".join(_markdown(page, marks, people)) + "\n"


def _markdown(page: HelpPage, marks: Sequence[str], people: Sequence[Asked]) -> Iterator[str]:
    box = "[ ] " if page.about == "sheet" else ""
    yield f"# {page.title}"
    for block in _blocks(page.parts):
        if block.heading:
            yield f"## {block.heading}"
        for kind, parts in block.runs:
            match kind:
                case "item":
                    yield "\n".join(f"- {box}{part.text}" for part in parts)
                case "row":
                    yield "\n".join(f"- **{part.label}.** {part.text}" for part in parts)
                case _:
                    yield from (part.text for part in parts)
    if people:
        yield f"## {_('Who to ask')}"
        yield "\n".join(
            f"- **{one.name}.** {one.reach}. {one.contact.what_for}. {one.checked}" for one in people
        )
    yield " ".join(marks)


def _blocks(parts: Sequence[Part]) -> Iterator[Block]:
    heading = ""
    under: list[Part] = []
    for part in parts:
        if part.kind == "heading":
            if under or heading:
                yield Block(heading, _runs(under))
            heading, under = part.text, []
        else:
            under.append(part)
    yield Block(heading, _runs(under))


def _runs(parts: Sequence[Part]) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    return tuple((kind, tuple(run)) for kind, run in groupby(parts, key=lambda part: part.kind))
