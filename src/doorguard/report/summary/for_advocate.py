"""The summary for an advocate: what to decide, with whom, and what could be noticed (safety.md D2). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from doorguard.report.summary.blocks import Block, Box, Heading, Item, Paragraph, Row, Table
from doorguard.report.summary.found import Found, Store
from doorguard.report.summary.parts import (
    all_looked,
    all_unknown,
    cannot_see,
    changed_since,
    closed_words,
    counted,
    device_card,
    ending,
    laws,
    opening,
    people,
    sent_words,
)
from doorguard.report.summary.story import Moment, story_of
from doorguard.wording import N_, _, count

HELD = {
    "mine": N_("the person"),
    "me": N_("the person"),
    "chosen": N_("someone they chose"),
    "someone": N_("someone else"),
    "company": N_("a company"),
    "nobody": N_("nobody else"),
    "nothing": N_("nothing"),
    "none": N_("nobody else"),
    "unknown": N_("not known to the person"),
}
"""Answers about who has something, as an advocate reads them."""
ACCESS = ("shared.with", "phones.signed_in", "alerts.go_to", "linked.to")
"""Answers that say who can look."""


def blocks(store: Store) -> Iterator[Block]:
    """What was asked, the devices, what is open, then all of it."""
    yield Box(
        _("About this copy"),
        (
            Paragraph(_("This copy belongs to the person it is about. Think before you keep it.")),
            Paragraph(
                _("No files of proof are in it. Whoever holds them could be told to speak in court about them.")
                + " "
                + _("It is best if the person keeps them. You can help them do it.")
            ),
            Paragraph(_("Where a record is kept is not said here.")),
        ),
    )
    yield from _first(store)
    yield Heading(_("What was found"))
    yield Paragraph(f"{opening(store)} {counted(store)}")
    yield _table(store)
    yield from _open(store)
    yield from _others(store)
    yield from _changes(store)
    yield from changed_since(store)
    yield from _each(store)
    yield Heading(_("What this could not see"))
    yield from cannot_see(store)
    yield Heading(_("What was sent"))
    yield from (Row(found.called, sent_words(found.sent)) for found in store.devices)
    yield Heading(_("People who can help"))
    yield from people(store, store.material.people)
    yield Heading(_("What the law offers"))
    yield from laws(store)
    yield from ending(store)
    yield Paragraph(_("This copy belongs to the person it is about. Agencies should think before they keep it."))


def _first(store: Store) -> Iterator[Block]:
    yield Heading(_("What was asked first"))
    if not store.material.answers:
        yield Paragraph(_("Not in this summary. Ask: Do they live together? Who runs the wifi? Who owns the accounts?"))
        yield Paragraph(_("And: what may happen when someone can no longer look?"))
    yield from (Row(question, store.hider.text(answer)) for question, answer in store.material.answers)
    yield Paragraph(_("Ask if their risk from being followed was looked at. Phones and cameras are often left out."))


def _table(store: Store) -> Table:
    header = (
        _("Device"),
        _("Whose account"),
        _("Who can look"),
        _("Found"),
        _("Proof kept"),
        _("Next step, if chosen"),
        _("Could the other person notice?"),
    )
    return Table(_("Devices"), header, tuple(_row(found, store) for found in store.devices))


def _row(found: Found, store: Store) -> tuple[str, ...]:
    steps = [step for where, step in store.steps if where is found]
    problems = count(len(found.problems), "problem", "problems") if found.problems else _("no problem found")
    if found.closed:
        problems += ", " + _("{number} closed").format(number=len(found.closed))
    kept = any(
        entry.kind == "attachment" and entry.body.get("device") == found.device.id for entry in store.material.entries
    )
    return (
        found.called,
        _held(found, "router.run_by" if found.device.kind == "router" else "account.whose"),
        _access(found),
        problems,
        _("yes") if kept else _("not known"),
        steps[0].title if steps else _("none"),
        steps[0].notice if steps else "",
    )


def _held(found: Found, fact: str) -> str:
    told = found.device.told.get(fact)
    if told is None:
        return _("not asked")
    return _(HELD[told]) if isinstance(told, str) and told in HELD else _("said")


def _access(found: Found) -> str:
    said = [_held(found, fact) for fact in ACCESS if fact in found.device.told]
    return ", ".join(dict.fromkeys(said)) if said else _("not asked")


def _each(store: Store) -> Iterator[Block]:
    """Devices with something to say of their own, then what was looked for and what was not known, of all."""
    yield Heading(_("All that was found, device by device"))
    quiet = []
    for found in store.devices:
        told = tuple(_who(found))
        if found.problems or found.closed or told:
            yield device_card(found, after=told, unknown=False)
        else:
            quiet.append(found.called)
    if quiet:
        yield Row(_("No problem found on"), "; ".join(quiet))
    yield Heading(_("Looked and did not find"))
    yield from all_looked(store)
    yield Heading(_("Could not check, and why"))
    yield from all_unknown(store, you=False)


def _who(found: Found) -> Iterator[Block]:
    rows = (
        (_("Who bought it"), "device.bought_by"),
        (_("Who set it up"), "setup.by"),
        (_("Whose account"), "account.whose"),
        (_("Who pays for it"), "plan.paid_by"),
        (_("Who can get at it"), "device.in_reach_of"),
    )
    yield from (Row(label, _held(found, fact)) for label, fact in rows if fact in found.device.told)


def _open(store: Store) -> Iterator[Block]:
    yield Heading(_("Open decisions"))
    yield Item(_("Do nothing for now. That is always the first choice."), 1)
    if store.steps:
        yield Item(_("Make a plan, and keep proof of how it is now. A change can wipe it."), 2)
    for number, (found, step) in enumerate(store.steps, 3):
        says = _("{device}: {step}. Could the other person notice? {notice}")
        yield Item(says.format(device=found.called, step=step.title, notice=step.notice), number)


def _others(store: Store) -> Iterator[Block]:
    yield Heading(_("What needs a maker, the police or a court"))
    yield Item(
        _("The maker keeps lists of who signed in and who looked. The police can ask for them, for a short time.")
    )
    locked = [found.called for found in store.devices if found.device.told.get("account.whose") == "someone"]
    if locked:
        yield Item(_("Someone else has the account of: {devices}.").format(devices="; ".join(locked)))
    yield Item(_("If there is a court order or a case, ask a solicitor before anything is changed."))


def _changes(store: Store) -> Iterator[Block]:
    yield Heading(_("What changed"))
    closed = [Item(f"{found.called}: {closed_words(said)}") for found, said in store.closed]
    moments: list[Moment] = list(story_of(store))
    yield from closed
    if not closed and not moments:
        yield Paragraph(_("Nothing is written down."))
    for moment in moments:
        yield Row(moment.happened or f"{moment.local:%Y-%m-%d %H:%M}", moment.what)
