"""What ``contacts``, ``legal`` and ``summary`` share: a country that we know, and a list shown or as JSON."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from doorguard.cli.paper import columns, in_pages
from doorguard.cli.stop import Stop
from doorguard.cli.terminal import person
from doorguard.gate.people import COUNTRIES
from doorguard.report.summary.as_text import WIDTH, blocks_as_text
from doorguard.report.summary.blocks import Block
from doorguard.wording import _


def show(blocks: Sequence[Block]) -> None:
    """A list as plain text on standard output."""
    reads = person()
    width = columns(sys.stdout) if reads else columns(sys.stdout, WIDTH)
    text = "\n".join(blocks_as_text(blocks, width=width)).strip("\n")
    if reads:
        in_pages(text.split("\n"))
    else:
        print(text)


def as_document(name: str, country: str | None, rows: list[dict[str, Any]], **more: str) -> int:
    """A list as JSON on standard output; returns the exit code."""
    document: Mapping[str, Any] = {"schema": f"doorguard.{name}/1", "country": country, **more, name: rows}
    print(json.dumps(document, indent=2, ensure_ascii=False))
    return 0


def country_of(name: str | None) -> str | None:
    """A country that we know. Raises :class:`Stop`."""
    if name is None:
        return None
    known = {country.casefold(): country for country in COUNTRIES}
    if name.casefold() in known:
        return known[name.casefold()]
    near = difflib.get_close_matches(name.casefold(), list(known), 1)
    hint = _(" Did you mean {name}?").format(name=known[near[0]]) if near else ""
    raise Stop(
        _("We do not know people in {name!r}.{hint} We know: {all}.").format(
            name=name, hint=hint, all=", ".join(COUNTRIES)
        )
    )


def today_here() -> date:
    """The day on this computer: how old a number is depends on it."""
    return datetime.now().astimezone().date()
