"""Builds the step cards of one make, for printing and for docs/guides."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from doorguard.catalog import Catalog, Step, VendorPage
from doorguard.catalog.locks import LOCK_WORDS
from doorguard.guide import LABEL_QUESTIONS, label, step_for
from doorguard.model import Device
from doorguard.pages.closing.step import ACTION_WORDS
from doorguard.pages.screen import sentence
from doorguard.report.cards import Card, Cards, Guide, is_old
from doorguard.wording import N_, _

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Look first. Nothing is changed"),
        (
            "save-proof",
            "see-who-has-access",
            "check-alerts",
            "note-what-happens",
            "name-it",
            "hidden-camera-found",
            "find-by-unplugging",
        ),
    ),
    (N_("Your own mailbox and phone"), ("own-mailbox", "own-phone-first", "own-plan")),
    (
        N_("Passwords"),
        ("change-password", "after-a-new-password", "two-step", "end-to-end", "ask-for-a-login", "slow-down-guessing"),
    ),
    (
        N_("People"),
        (
            "sign-out-everywhere",
            "sign-out-one-device",
            "remove-a-person",
            "remove-an-account",
            "remove-links",
            "unlink-services",
            "lock-users",
            "take-out-of-the-box",
        ),
    ),
    (
        N_("Doors"),
        (
            "close-router-door",
            "stop-asking-the-router",
            "local-access-off",
            "close-tunnel",
            "end-a-connection",
            "cloud-off",
            "own-wifi-off",
            "stop-the-name",
            "ipv6-protection-on",
            "finish-set-up",
            "close-pairing",
        ),
    ),
    (
        N_("If someone else owns it, or it goes"),
        ("if-someone-else-owns-it", "take-it-over", "reset", "replace-it", "empty-before-it-goes"),
    ),
)
"""Headings and their actions in the order of safety.md S14; what stands in none comes under "Settings"."""
LAST = 1
"""So many groups come after the settings."""


class NoMake(LookupError):
    """No make, or no step, of that name. The text says which is nearest."""


def makes_with_steps(catalog: Catalog) -> list[VendorPage]:
    """The pages that have steps of their own, those for any make and for the router first."""
    pages = [page for page in catalog.vendors if page.steps and not page.slug.startswith("_")]
    return sorted(pages, key=lambda page: (page.slug not in ("generic", "router"), page.slug))


def find_make(catalog: Catalog, name: str) -> VendorPage:
    """The page of this file name, make or app, or the only one with this word in it. Raises :class:`NoMake`."""
    wanted = _folded(name)
    known: dict[str, list[VendorPage]] = {}
    for page in catalog.vendors:
        if not page.slug.startswith("_"):
            for word in {_folded(word) for word in (page.slug, *page.names, *page.apps)}:
                known.setdefault(word, []).append(page)
    found = known.get(wanted, [])
    own = [page for page in found if wanted in (_folded(page.slug), *map(_folded, page.names))]
    if not found and len(wanted) >= 3:  # a part of a name
        slugs = {page.slug for words, pages in known.items() if wanted in words for page in pages}
        found = [page for page in catalog.vendors if page.slug in slugs]
    if len(own) == 1 or len(found) == 1:
        return (own or found)[0]
    if found:
        makes = ", ".join(page.slug for page in found)
        raise NoMake(_("{name!r} fits several makes. Choose one: {makes}").format(name=name, makes=makes))
    near = difflib.get_close_matches(wanted, known, 1)
    hint = _(" Did you mean {name}?").format(name=known[near[0]][0].slug) if near else ""
    raise NoMake(
        _("There is no make called {name!r}.{hint} This works for any make: doorguard guide generic").format(
            name=name, hint=hint
        )
    )


def _folded(word: str) -> str:
    return "".join(char for char in word.casefold() if char.isalnum())


def name_of(page: VendorPage) -> str:
    """How a page is called in a heading."""
    return {"generic": _("any make"), "router": _("the router")}.get(page.slug, page.names[0])


def title_of(action: str) -> str:
    """An action in plain words."""
    return _(ACTION_WORDS.get(action, sentence(action.replace("-", " ")).rstrip(".")))


def build(
    catalog: Catalog, page: VendorPage, *, today: date | None = None, action: str | None = None, own_only: bool = False
) -> Guide:
    """The cards of one make: its own section for an action, else the one for any make.

    ``today`` tells which are old; None leaves that out. ``action`` keeps that one card. ``own_only``
    keeps the make's own sections, as the router's page always does. Raises :class:`NoMake` for an
    action that no page has.
    """
    steps = {step.action: step for step in _steps(catalog, page, own_only=own_only or page.slug == "router")}
    if action is not None:
        if action not in steps:
            near = difflib.get_close_matches(action, steps, 1)
            hint = _(" Did you mean {name}?").format(name=near[0]) if near else ""
            raise NoMake(
                _("There is no step called {action!r}.{hint} All of them: doorguard guide {make}").format(
                    action=action, hint=hint, make=page.slug
                )
            )
        steps = {action: steps[action]}
    return Guide(
        slug=page.slug,
        name=name_of(page),
        names=page.names,
        apps=page.apps,
        as_of=page.as_of,
        lock_class=page.lock_class,
        groups=tuple(_grouped(steps, page, today)),
    )


def _steps(catalog: Catalog, page: VendorPage, *, own_only: bool) -> Iterator[Step]:
    generic = catalog.page("generic")
    actions = list(dict.fromkeys((*page.steps, *(generic.steps if generic else ()))))
    device = Device(
        id="guide",
        id_from="hand",
        addresses=(),
        kind="router" if page.slug == "router" else "camera",
        vendor=None if page.slug in ("generic", "router") else page.names[0],
    )
    for action in actions:
        # The guide reads nothing of a check but its action.
        step = page.steps.get(action) or step_for(catalog, replace(catalog.checks[0], action=action), device)
        if not own_only or step.page == page.slug:
            yield step


def _grouped(steps: dict[str, Step], page: VendorPage, today: date | None) -> Iterator[Cards]:
    placed = {action for _title, actions in GROUPS for action in actions}
    rest = tuple(action for action in steps if action not in placed)
    for title, actions in (*GROUPS[:-LAST], (N_("Settings"), rest), *GROUPS[-LAST:]):
        cards = tuple(_card(steps[action], page, today) for action in actions if action in steps)
        if cards:
            yield Cards(title=_(title), cards=cards)


def _card(step: Step, page: VendorPage, today: date | None) -> Card:
    about_owner = step.action == "if-someone-else-owns-it" and page.slug not in ("generic", "router")
    return Card(
        title=title_of(step.action),
        step=step,
        own=step.page == page.slug and page.slug != "generic",
        labels=tuple((name, _(question), sentence(label(step, name))) for name, question in LABEL_QUESTIONS),
        lock=_(LOCK_WORDS[page.lock_class or "unknown"]) if about_owner else "",
        old=today is not None and is_old(step.as_of, today),
    )
