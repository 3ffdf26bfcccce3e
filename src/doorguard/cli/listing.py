"""``doorguard checks`` and ``doorguard vendors``: the catalogue, as text or JSON."""

from __future__ import annotations

import difflib
import json
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from doorguard.catalog import Catalog, Check, VendorPage
from doorguard.catalog.groups import HOW_BAD, grouped
from doorguard.cli.paper import columns, folded
from doorguard.guide import LABEL_QUESTIONS, label
from doorguard.pages.closing.cards import title_of
from doorguard.pages.screen import written
from doorguard.report.naming import KIND_WORDS
from doorguard.wording import N_, _

WIDTH = 76
T = TypeVar("T")


class NotThere(LookupError):
    """No check or maker of that name. The text says which is nearest."""


def checks(catalog: Catalog, name: str | None, *, as_json: bool) -> str:
    """All checks, or one in full. Raises :class:`NotThere`."""
    if name is None:
        chosen = list(catalog.checks)
        text = "\n".join(_all_checks(chosen)) + "\n"
    else:
        chosen = [_named(name, {check.id: check for check in catalog.checks}, "checks")]
        text = "\n".join(_check_text(chosen[0])) + "\n"
    if as_json:
        listed = [_check_json(check) for check in chosen]
        return json.dumps({"schema": "doorguard.checks/1", "checks": listed}, indent=2)
    return text


def vendors(catalog: Catalog, name: str | None, *, as_json: bool) -> str:
    """All makers, or one in full. Raises :class:`NotThere`."""
    pages = [page for page in catalog.vendors if not page.slug.startswith("_")]
    if name is None:
        chosen = pages
        lines = [line for page in pages for line in folded(f"{page.slug}  ({', '.join(page.names)})", WIDTH)]
        text = "\n".join(lines) + "\n"
    else:
        by_name = {n.lower(): page for page in pages for n in (page.slug, *page.names)}
        chosen = [_named(name.lower(), by_name, "vendors")]
        text = "\n".join(_vendor_text(chosen[0])) + "\n"
    if as_json:
        listed = [_vendor_json(page) for page in chosen]
        return json.dumps({"schema": "doorguard.vendors/1", "vendors": listed}, indent=2)
    return text


def _named(name: str, known: Mapping[str, T], command: str) -> T:
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, list(known), 1)
    hint = _(" Did you mean {name}?").format(name=near[0]) if near else ""
    raise NotThere(_(_NOT_THERE[command]).format(name=name, hint=hint))


_NOT_THERE = {
    "checks": N_("There is no check called {name!r}.{hint} All of them: doorguard checks"),
    "vendors": N_("There is no maker called {name!r}.{hint} All of them: doorguard vendors"),
}


def _wrap(text: str, indent: str = "") -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        width, rest = columns(sys.stdout, WIDTH), " " * len(indent)
        yield from textwrap.wrap(" ".join(paragraph.split()), width, initial_indent=indent, subsequent_indent=rest)


def _all_checks(checks: Sequence[Check]) -> Iterator[str]:
    for group in grouped(checks):
        yield from folded(f"{group.title} ({group.level.word}, {len(group.checks)})", WIDTH)
        yield from folded(group.needs, WIDTH)
        yield ""
        for check in group.checks:
            yield from folded(f"{check.id}  ({_(HOW_BAD[check.severity])})", WIDTH)
            yield from _wrap(check.problem, "    ")
        yield ""
    says = _("{number} checks. One of them in full: doorguard checks NAME")
    yield from folded(says.format(number=len(checks)), WIDTH)


def _check_text(check: Check) -> Iterator[str]:
    yield check.id
    yield ""
    yield from _wrap(check.problem)
    yield from _wrap(_("The good state: {good}").format(good=check.good))
    yield from _wrap(
        _("How bad: {severity}. {why}").format(severity=_(HOW_BAD[check.severity]), why=check.severity_reason)
    )
    kinds = ", ".join(_(KIND_WORDS[kind]) for kind in check.kinds)
    yield from _wrap(_("Looked at: {kinds}. Needs: {level}.").format(kinds=kinds, level=check.level.word))
    for heading, text in check.texts.items():
        yield ""
        yield _(heading)
        for line in written(text):
            yield from _wrap(line.text, "- " if line.kind == "item" else "")


def _check_json(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "problem": check.problem,
        "good": check.good,
        "severity": check.severity,
        "severity_reason": check.severity_reason,
        "kinds": list(check.kinds),
        "level": check.level.word,
        "facts": list(check.facts),
        "action": check.action,
        "asks": [
            {"question": q.question, "why": q.why, "fact": q.fact, "answers": list(q.answers)} for q in check.asks
        ],
        "standards": list(check.standards),
        "sources": list(check.sources),
        "texts": dict(check.texts),
    }


def _vendor_text(page: VendorPage) -> Iterator[str]:
    yield _("Any make") if page.slug == "generic" else ", ".join(page.names)
    if page.apps:
        yield _("Apps: {apps}").format(apps=", ".join(page.apps))
    yield _("As of: {day}").format(day=page.as_of)
    if page.rules:
        yield ""
        yield _("How it is recognised")
    for rule in page.rules:
        mark = _(" (usually)") if rule.general_knowledge else ""
        yield from _wrap(f"{rule.says}{mark}", "- ")
    if not page.steps:
        yield ""
        yield _("No steps of its own for this make yet. Those for any make: doorguard vendors generic")
    for step in page.steps.values():
        yield ""
        yield title_of(step.action)
        for name, question in LABEL_QUESTIONS:
            yield from _wrap(f"{_(question)} {label(step, name)}", "   ")
        for number, act in enumerate(step.acts, 1):
            yield from _wrap(act, f"{number}. ")
        yield from _wrap(_("How you can tell that it worked: {check}").format(check=step.check), "   ")


def _vendor_json(page: VendorPage) -> dict[str, Any]:
    return {
        "slug": page.slug,
        "names": list(page.names),
        "family": page.family,
        "apps": list(page.apps),
        "kinds": list(page.kinds),
        "as_of": page.as_of,
        "recognise": [
            {"says": r.says, "kind": r.kind, "vendor": r.vendor, "weight": r.weight, "source": r.source}
            for r in page.rules
        ],
        "steps": {
            action: {"labels": dict(s.labels), "acts": list(s.acts), "as_of": s.as_of, "source": s.source}
            for action, s in page.steps.items()
        },
    }
