"""One HTML file that asks nobody for anything: no script, no outside font, image or style. Prints on A4."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doorguard.wording import _

STYLE = """
:root { color: #111; background: #fff; font: 100%/1.45 sans-serif; }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2rem; border-bottom: 2px solid #111; }
h3 { font-size: 1.1rem; margin: 0 0 .3rem; }
article { border: 1px solid #111; border-radius: .3rem; padding: .8rem 1rem; margin: 1rem 0; break-inside: avoid; }
dl { margin: .5rem 0; } dl > div { display: flex; gap: 1rem; padding: .25rem 0; border-bottom: 1px solid #767676; }
dt { flex: 0 0 16rem; font-weight: bold; } dd { margin: 0; flex: 1; overflow-wrap: anywhere; }
ol, ul { padding-left: 0; list-style: none; } li { display: flex; gap: .6rem; margin: .3rem 0; }
.box { flex: none; width: .9rem; height: .9rem; margin-top: .25rem; border: 2px solid #111; }
.small { font-size: .875rem; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl > div { display: block; } }
@page { size: A4; margin: 14mm; @bottom-right { content: counter(page) " / " counter(pages); } }
@media print {
  :root { font-size: 9.5pt; line-height: 1.3; } body { max-width: none; padding: 0; }
  article { padding: 2mm 3mm; margin: 3mm 0; } h2 { margin-top: 5mm; } p, ol, ul, dl { margin: 1mm 0; }
  li { margin: .6mm 0; } .box { width: 3mm; height: 3mm; margin-top: .6mm; border-width: 1px; }
  h2, h3 { break-after: avoid; } a { color: inherit; text-decoration: none; }
}
"""
HEAD = """<!DOCTYPE html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>{{ style | safe }}</style>
</head>
<body>
<main>
"""
FOOT = """</main>
</body>
</html>
"""


def html_page(body: str, *, title: str, style: str = "", **values: Any) -> str:
    """``body`` is a template of ours; everything in ``values`` and ``title`` is escaped. ``style`` is ours too."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    known: Mapping[str, Any] = {"title": title, "lang": _("en"), "style": STYLE + style, **values}
    page = environment.from_string(HEAD + body + FOOT).render(known)
    # Plain characters alone: the file reads the same whatever the terminal writes it down as.
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")
