"""The summary for the police or a solicitor: facts with their times and places, no conclusion (safety.md D3). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from doorguard.report.scan_json import services
from doorguard.report.summary.blocks import Block, Box, Card, Heading, Item, Paragraph, Row, Table
from doorguard.report.summary.for_advocate import HELD
from doorguard.report.summary.found import Found, Store
from doorguard.report.summary.parts import (
    answers,
    cannot_see,
    changed_since,
    closed_words,
    counted,
    ending,
    laws,
    opening,
    people,
    sent_words,
)
from doorguard.report.summary.story import story_of, text_of
from doorguard.report.text import CLOCKS
from doorguard.wording import _

MOST_BECAUSE = 6
"""Reasons why a device is taken for what it is; more add nothing."""


def blocks(store: Store) -> Iterator[Block]:
    """The box, then A to G, then what the person may take out."""
    yield _box(store)
    yield from _chronology(store)
    yield from _devices(store)
    yield from _observations(store)
    yield from _changes(store)
    yield from changed_since(store)
    yield from _requests()
    yield from _continuity(store)
    yield from _method(store)
    yield Heading(_("People who can help"))
    yield from people(store, store.material.people)
    yield Heading(_("What the law offers"))
    yield from laws(store)
    yield from _aid(store)


def _box(store: Store) -> Box:
    hide = store.hider
    header = next((entry.body for entry in store.material.entries if entry.kind == "header"), {})
    reported = [
        text_of(entry.body, "reported_to") for entry in store.material.entries if text_of(entry.body, "reported_to")
    ]
    rows = [
        (_("Reported to, and number"), hide.text("; ".join(dict.fromkeys(reported))) or _("not given")),
        (_("Made by"), hide.given("name", text_of(header, "made_by")) or _("the person")),
        (_("What they typed before the first look"), _authority(store) or _("not in this summary")),
    ]
    return Box(
        _("What this is, and what it is not"),
        (
            *(Row(label, value) for label, value in rows),
            Paragraph(
                _("This is a list of what a program saw on a home network, and of what a person wrote down.")
                + " "
                + _("The person made it. Nobody else has checked it.")
            ),
            Paragraph(
                _("It is no expert report and no copy of a device. It draws no legal conclusion.")
                + " "
                + _("It says nothing about who did something.")
            ),
        ),
    )


def _authority(store: Store) -> str:
    """The sentence of authority: in the first entry, or as an answer of a later day."""
    said = [
        text_of(entry.body, "authority") or text_of(entry.body, "value")
        for entry in store.material.entries
        if entry.kind == "header" or (entry.kind == "answer" and entry.body.get("name") == "authority")
    ]
    return store.hider.text(next((text for text in said if text), ""))


def _chronology(store: Store) -> Iterator[Block]:
    yield Heading(_("A. What happened, in order"))
    moments = story_of(store)
    if not moments:
        yield Paragraph(_("Nothing is written down."))
        return
    header = (
        _("No."),
        _("Written, UTC"),
        _("Written, local time"),
        _("What"),
        _("Source"),
        _("Entry"),
        _("Exhibit"),
    )
    rows = []
    for number, moment in enumerate(moments, 1):
        what = (
            _("When: {when}. {what}").format(when=moment.happened, what=moment.what) if moment.happened else moment.what
        )
        rows.append(
            (
                str(number),
                f"{moment.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
                f"{moment.local:%Y-%m-%d %H:%M:%S %z}",
                what,
                moment.source,
                str(moment.entry or "-"),
                moment.exhibit or "-",
            )
        )
    yield Table(_("Every line, the oldest first"), header, tuple(rows))


def _devices(store: Store) -> Iterator[Block]:
    yield Heading(_("B. Devices"))
    hide = store.hider
    header = (
        _("Device"),
        _("Maker"),
        _("Model"),
        _("Software"),
        _("Hardware address"),
        _("Network address"),
        _("Whose account, as told"),
    )
    rows = []
    for found in store.devices:
        device = found.device
        whose = device.told.get("router.run_by" if device.kind == "router" else "account.whose")
        rows.append(
            (
                found.called,
                hide.text(device.vendor or _("not known")),
                hide.text(device.model or _("not known")),
                hide.text(device.firmware or _("not known")),
                hide.given("hardware", device.mac or "") or _("not known"),
                hide.given("address", ", ".join(device.addresses)) or _("not known"),
                _(HELD[whose]) if isinstance(whose, str) and whose in HELD else _("not asked"),
            )
        )
    yield Table(_("Devices that were seen or added by hand"), header, tuple(rows))
    if not store.material.show_all:
        yield Paragraph(
            _("What is left out can be had from the person: doorguard summary with --show-all."), quiet=True
        )


def _observations(store: Store) -> Iterator[Block]:
    yield Heading(_("C. What was observed"))
    yield Paragraph(f"{opening(store)} {counted(store)}")
    yield Paragraph(
        _("Other explanations: a setting of the maker, an update, a fault, or the choice of someone who lives there.")
    )
    for found in store.devices:
        yield Card(found.called, tuple(_observed(found, store)))


def _observed(found: Found, store: Store) -> Iterator[Block]:
    if found.drawing.ways:
        yield found.drawing
    yield Row(_("What was sent"), sent_words(found.sent))
    seen = [store.hider.text(because.says) for because in found.device.because[:MOST_BECAUSE]]
    if seen:
        yield Row(_("Taken for this because"), "; ".join(dict.fromkeys(seen)))
    open_ports = [f"{row['port']}/{row['transport']} ({row['service']})" for row in services(found.device)]
    yield Row(_("What answered"), store.hider.text(", ".join(open_ports)) or _("no open port was seen"))
    yield from answers(found)


def _changes(store: Store) -> Iterator[Block]:
    yield Heading(_("D. Changes, and how it was before"))
    changes = [entry for entry in store.material.entries if entry.kind == "change"]
    for found, said in store.closed:
        yield Item(_("{device}. Before: {what}").format(device=found.called, what=closed_words(said)))
    if changes:
        numbers = ", ".join(str(entry.number) for entry in changes)
        yield Paragraph(
            _("Changes that the person wrote down are entries {numbers}. They stand in part A.").format(numbers=numbers)
        )
    if not changes and not store.closed:
        yield Paragraph(_("No change is written down. This program changed nothing."))
    if store.steps:
        yield Heading(_("Steps that are still open, in a good order"), 3)
        yield Paragraph(_("None of them has to be taken. A step can wipe proof, so ask before one is taken."))
        for number, (found, step) in enumerate(store.steps, 1):
            yield Item(_("{device}: {step}.").format(device=found.called, step=step.title), number)


def _requests() -> Iterator[Block]:
    yield Heading(_("E. What only the police or a court can ask for"))
    yield Paragraph(_("Makers and phone companies keep these for a short time. It is best to ask early."))
    for what in (
        _("From the maker of each device: who signed in, when, and from which address."),
        _("From the maker: who watched live, and when."),
        _("From the maker: who was let in to the account, and who was taken out."),
        _("From the maker: where alerts and recordings were sent."),
        _("From the router or the internet company: which devices were joined, and when."),
    ):
        yield Item(what)
    yield Paragraph(_("A reset or a new account can wipe some of it. The person was told so before each step."))


def _continuity(store: Store) -> Iterator[Block]:
    yield Heading(_("F. Who had copies"))
    handed = [entry for entry in store.material.entries if entry.kind == "continuity"]
    if not handed:
        yield Paragraph(_("No copy is written down."))
        return
    hide = store.hider
    header = (_("Entry"), _("Written, UTC"), _("What"), _("To"), _("By"), _("How"))
    yield Table(
        _("Copies and hand-overs"),
        header,
        tuple(
            (
                str(entry.number),
                f"{entry.utc:%Y-%m-%d %H:%M:%S}",
                hide.text(text_of(entry.body, "what")),
                hide.given("name", text_of(entry.body, "to")),
                hide.given("name", text_of(entry.body, "by")),
                hide.text(text_of(entry.body, "how")),
            )
            for entry in handed
        ),
    )


def _method(store: Store) -> Iterator[Block]:
    yield Heading(_("G. Method, limits and how to check"))
    yield Row(_("How far it went"), store.picture.level.title)
    yield Paragraph(
        _("The program asks devices on one home network, and reads what they answer.")
        + " "
        + _("It opens no video and keeps no picture, sound or password. It changes nothing.")
    )
    yield Paragraph(_("A look can itself add lines to the log of a device. What was sent stands in part C."))
    if store.material.kept is not None:
        clocks = sorted({entry.clock for entry in store.material.entries if entry.clock})
        words = [_(CLOCKS[clock]) if clock in CLOCKS else store.hider.text(clock) for clock in clocks]
        yield Row(_("Clock of the computer"), "; ".join(words) or _("not known"))
    yield from cannot_see(store)
    yield from ending(store)


def _aid(store: Store) -> Iterator[Block]:
    """Only where that law holds; the person may take it out."""
    if store.material.country not in ("England", "Wales"):
        return
    yield Box(
        _("To find things faster. The person may take this part out"),
        (
            Paragraph(_("These kinds of events may matter to sections 2A and 4A of the 1997 Act:")),
            Item(_("watching or spying on a person")),
            Item(_("following what a person does online or by message")),
            Item(_("meddling with a person's things")),
            Paragraph(_("Whether an event here is one of them is not for this program to say.")),
        ),
    )
