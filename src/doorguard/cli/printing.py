"""``doorguard guide`` and ``doorguard help``: what can be read and printed without looking at anything."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable
from datetime import date

from doorguard.catalog import Catalog, load
from doorguard.catalog.help_pages import HelpPage, help_page, help_pages
from doorguard.cli.outcome import USAGE
from doorguard.cli.paper import columns, folded, page_lines
from doorguard.pages.closing.cards import NoMake, build, find_make, makes_with_steps, name_of
from doorguard.report.cards import WIDTH, Guide, as_json, as_text
from doorguard.wording import _


def guide(make: str | None, action: str | None, form: str) -> int:
    """Print the step cards of a make as text, HTML or JSON; returns the exit code."""
    catalog = load()
    if make is None:
        print(_all_makes(catalog), end="")
        return 0
    try:
        cards = build(catalog, find_make(catalog, make), today=_today(), action=action)
    except NoMake as error:
        print(error, file=sys.stderr)
        return USAGE
    forms: dict[str, Callable[[Guide], str]] = {"text": _cards_text, "html": _cards_html, "json": as_json}
    _show(forms[form](cards))
    return 0


def help_topic(topic: str | None, form: str) -> int:
    """Print a page that explains, or the list of them; returns the exit code."""
    if topic is None:
        from doorguard.cli.arguments import HELP

        print(_(HELP), end="")
        return 0
    found = help_page(topic.casefold())
    if found is None:
        near = difflib.get_close_matches(topic.casefold(), [page.topic for page in help_pages()], 1)
        hint = _(" Did you mean {name}?").format(name=near[0]) if near else ""
        print(_("There is no page called {topic!r}.{hint}").format(topic=topic, hint=hint), file=sys.stderr)
        print(_all_topics(), end="", file=sys.stderr)
        return USAGE
    _show(_page_html(found) if form == "html" else _page_text(found))
    return 0


def _show(text: str) -> None:
    """On standard output. A character that it cannot carry is replaced, and never stops anything."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.rstrip("\n").encode(encoding, "replace").decode(encoding))


def _today() -> date:
    from datetime import datetime

    return datetime.now().astimezone().date()


def _cards_text(cards: Guide) -> str:
    return as_text(cards, columns(sys.stdout, WIDTH))


def _cards_html(cards: Guide) -> str:
    from doorguard.report.cards_html import as_html

    return as_html(cards)


def _page_html(found: HelpPage) -> str:
    from doorguard.pages.at_any_time.topic import asked, marks
    from doorguard.report.sheet_html import as_html

    return as_html(found, marks=marks(found), people=asked(found, _today()))


def _page_text(found: HelpPage) -> str:
    from dataclasses import replace

    from doorguard.pages.at_any_time.topic import topic_page

    page = replace(topic_page(found, _today()), choices=())
    return "\n".join(page_lines(page, width=columns(sys.stdout))) + "\n"


def _all_makes(catalog: Catalog) -> str:
    lines = [_("Steps of their own for:")]
    lines += [f"  {page.slug}  ({name_of(page)})" for page in makes_with_steps(catalog)]
    lines.append(_("One of them: doorguard guide NAME. Any other make: doorguard guide generic"))
    return "\n".join(piece for line in lines for piece in folded(line, WIDTH)) + "\n"


def _all_topics() -> str:
    lines = [_("Pages to read:")]
    lines += [f"  {page.topic}  ({page.title})" for page in help_pages()]
    return "\n".join(piece for line in lines for piece in folded(line, WIDTH)) + "\n"
