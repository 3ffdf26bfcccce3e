"""A summary as one HTML file: asks nobody for anything, prints on A4, and reads well without its colours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from doorguard.report.html_page import html_page
from doorguard.report.summary.blocks import Block, Box, Card, Document, Drawing, Heading
from doorguard.report.summary.drawing import svg
from doorguard.wording import EXAMPLE, _

FONT = "sans-serif"
MACROS = """
{% macro show(runs, level) %}
{% for run in runs %}
{% if run.kind == "row" %}
<dl>
{% for row in run.blocks %}
<div><dt>{{ row.label }}</dt><dd>{{ row.text }}</dd></div>
{% endfor %}
</dl>
{% elif run.kind == "item" %}
<ul role="list">
{% for item in run.blocks %}
<li><span{% if not item.number %} aria-hidden="true"{% endif %}>{{ item.number ~ "." if item.number else "\u2013" }}</span><span>{{ item.text }}</span></li>
{% endfor %}
</ul>
{% else %}
{% for block in run.blocks %}
{% if run.kind == "heading" %}
<h{{ level + block.level - 2 }}>{{ block.text }}</h{{ level + block.level - 2 }}>
{% elif run.kind == "paragraph" %}
<p{% if block.quiet %} class="small"{% endif %}>{{ block.text }}</p>
{% elif run.kind == "drawing" %}
<figure>{{ draw(block) | safe }}</figure>
{% elif run.kind == "table" %}
<div class="wide" role="region" tabindex="0" aria-label="{{ block.caption }}"><table>
<caption>{{ block.caption }}</caption>
<thead><tr>{% for cell in block.header %}<th scope="col">{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in block.rows %}
<tr><th scope="row">{{ row[0] }}</th>{% for cell in row[1:] %}<td{% if cell.split() | map("length") | max | default(0) > 20 %} class="long"{% endif %}>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}
</tbody>
</table></div>
{% else %}
<{{ run.tag }} class="{{ run.kind }}">
{% set at = level if run.kind == "panel" else level + 1 %}
<h{{ at }}>{{ block.title }}</h{{ at }}>
{{ show(inside(block), at) }}
</{{ run.tag }}>
{% endif %}
{% endfor %}
{% endif %}
{% endfor %}
{% endmacro %}
"""  # noqa: E501 - one element on one line, so that no space comes between its parts
BODY = """<header>
{% if pretend %}
<p class="example"><strong>{{ example }}</strong></p>
{% endif %}
<h1>{{ title }}</h1>
<p class="made">{{ document.made }}</p>
</header>
{% for part in parts %}
<section{% if part.heading %} aria-labelledby="part{{ loop.index }}"{% endif %}>
{% if part.heading %}
<h2 id="part{{ loop.index }}">{{ part.heading }}</h2>
{% endif %}
{{ show(part.runs, 2) }}
</section>
{% endfor %}
{% if pretend %}
<footer><p class="example"><strong>{{ example }}</strong></p></footer>
{% endif %}
"""
STYLE = """
:root { font-family: "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif; }
body { max-width: 46rem; padding: 1.5rem 1rem 3rem; }
header { border-bottom: 3px solid #111; margin-bottom: 1.2rem; }
h1 { margin: 0 0 .3rem; } .made { margin: 0 0 .9rem; color: #444; }
h2 { margin: 2.2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid #767676; }
h4 { margin: .6rem 0 .2rem; font-size: 1rem; }
p { margin: .5rem 0; } li > :first-child { flex: none; min-width: 1.1rem; }
.card, .panel { border: 1px solid #767676; border-radius: .3rem; padding: .8rem 1rem; margin: 1rem 0; }
.card { break-inside: avoid; } .panel { border: 2px solid #111; background: #f4f4f4; }
.panel h2 { margin: 0 0 .5rem; border: 0; padding: 0; font-size: 1.15rem; } .card h3 { margin-top: 0; }
.example { border: 2px solid #111; padding: .3rem .6rem; text-align: center; }
.small { color: #444; margin: .15rem 0 .6rem; }
figure { margin: .4rem 0 .6rem; } svg { width: 100%; max-width: 37rem; height: auto; display: block; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .85rem; }
caption { text-align: left; font-weight: bold; padding-bottom: .3rem; }
th, td { border-bottom: 1px solid #767676; padding: .35rem .5rem .35rem 0; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
td.long { overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #111; } tbody th { font-weight: normal; }
@media print {
  h2 { margin: 6mm 0 2mm; } .card, .panel { padding: 2.5mm 3.5mm; margin: 3mm 0; background: none; }
  body { padding: 0; } header { margin-bottom: 3mm; } caption, thead { break-after: avoid; }
  .wide { overflow: visible; }  table { font-size: 7.6pt; } tr { break-inside: avoid; }
  svg { max-width: 118mm; } .small, .made { color: #111; } p { orphans: 3; widows: 3; }
}
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks of one kind, one after the other."""

    kind: str
    blocks: tuple[Block, ...]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    runs: tuple[Run, ...]


def as_html(document: Document) -> str:
    """The whole file."""
    return html_page(
        MACROS + BODY,
        title=document.title,
        style=STYLE + _page_marks(document),
        document=document,
        parts=tuple(_parts(document.blocks)),
        pretend=document.pretend,
        example=_(EXAMPLE),
        draw=_draw,
        inside=_inside,
    )


def _draw(drawing: Drawing) -> str:
    return svg(drawing, FONT)


def _inside(block: Box | Card) -> tuple[Run, ...]:
    return _runs(block.blocks)


def _parts(blocks: Sequence[Block]) -> Iterator[Part]:
    heading = ""
    under: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            if under or heading:
                yield Part(heading, _runs(under))
            heading, under = block.text, []
        else:
            under.append(block)
    yield Part(heading, _runs(under))


_TAGS: dict[type, tuple[str, str]] = {Box: ("panel", "aside"), Card: ("card", "article")}


def _runs(blocks: Sequence[Block]) -> tuple[Run, ...]:
    runs = []
    for kind, run in groupby(blocks, key=type):
        name, tag = _TAGS.get(kind, (kind.__name__.lower(), ""))
        runs.append(Run(name, tuple(run), tag))
    return tuple(runs)


def _page_marks(document: Document) -> str:
    """At the head and foot of every printed page."""
    made = _quoted(document.made)
    example = _quoted(_(EXAMPLE))
    marks: list[Any] = [f"@bottom-left {{ content: {made}; font: 8pt sans-serif; width: 38%; }}"]
    if document.pretend:
        marks.append(f"@top-center {{ content: {example}; font: bold 9pt sans-serif; }}")
        marks.append(f"@bottom-center {{ content: {example}; font: bold 9pt sans-serif; white-space: nowrap; }}")
    return "@page { margin: 16mm 15mm 17mm; " + " ".join(marks) + " }\n"


def _quoted(text: str) -> str:
    """A text of a style sheet; anything but letters and digits as its number."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'
