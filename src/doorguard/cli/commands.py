"""Carries out one parsed command; returns its exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from doorguard.cli.outcome import USAGE
from doorguard.model import Level


def run(chosen: argparse.Namespace) -> int:
    """One command."""
    act: dict[str, Callable[[argparse.Namespace], int]] = {
        "demo": _demo,
        "checks": _listing,
        "vendors": _listing,
    }
    return act[chosen.command](chosen)


def _demo(chosen: argparse.Namespace) -> int:
    from doorguard.cli import demo

    level = Level.from_word(chosen.level or "look")
    if chosen.json:
        return demo.as_json(level, chosen.seconds)
    return demo.as_text(level, chosen.seconds)


def _listing(chosen: argparse.Namespace) -> int:
    from doorguard.catalog import load
    from doorguard.cli import listing

    catalog = load()
    for broken in catalog.broken:
        print(f"Left out: {broken}", file=sys.stderr)
    show = listing.checks if chosen.command == "checks" else listing.vendors
    try:
        print(show(catalog, chosen.name, as_json=chosen.json), end="" if not chosen.json else "\n")
    except listing.NotThere as error:
        print(error, file=sys.stderr)
        return USAGE
    return 0
