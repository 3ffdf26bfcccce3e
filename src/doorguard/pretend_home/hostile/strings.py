"""Strings that attack whoever shows them. Every place a device can put a text must survive each of them."""

from __future__ import annotations

STRINGS: tuple[str, ...] = (
    "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;Zm9v\x07", "\x1bP+q544e\x1b\\", "\x1b[31mred", "\x1b[?1049h", "\x1b[6n",
    "\x9b31mred", "\x9d0;title\x9c", "\x90q\x9c", "\x07\x07\x07", "\x08\x08\x08\x08over", "line\rover the line", "one\ntwo",
    "one\r\nX-Header: two", "tab\tbed", "\x00nul", "\x7fdelete", "\u2028line", "\u2029paragraph", "\u202egnp.exe", "\u202dleft",
    "\u2066isolate\u2069", "\u200e\u200fmarks", "zero\u200bwidth\u200c\u200d", "\ufeffmark", "\U000e0041\U000e0042tags",
    "Z\u0310\u0301\u0342\u0343\u0344\u0300\u0311\u0306algo", "\ufffe\uffff", "\u00ad\u00adsoft", "\uff1cfull\uff1e",
    "[red]markup[/red]", "[/]", "[@click=app.quit]press[/]", "[link=http://192.168.77.250]x[/link]", "\\[escaped", "[bold",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><h1>x", "<!--", "]]>", "&amp;&#x1b;", "javascript:alert(1)",
    '=HYPERLINK("http://192.168.77.250")', "+1+1", "-1", "@SUM(A1)", "%s%n%x", "{0.__class__}", "{{7*7}}", "${7*7}", "../../etc/passwd",
    "CON", "; rm -rf x", "$(id)", "`id`", "' OR 1=1 --", "!!python/object:x", "a" * 5000, "\u0338" * 200, " " * 300, "",
)  # fmt: skip
"""Escapes, controls, hidden and turning characters, markup of screens and pages, formulas, templates, paths."""
