"""The summary for the person: one calm letter first, then all of it (safety.md D1). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from doorguard.report.summary.blocks import Block, Heading, Item, Paragraph, Row
from doorguard.report.summary.found import Store
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
from doorguard.report.summary.story import story_of
from doorguard.wording import _, count

MOST_SEEN = 5
"""Lines under "What we saw"."""
MOST_NEXT = 4
"""Steps in the letter; all of them stand behind it."""


def blocks(store: Store) -> Iterator[Block]:
    """The letter, then everything."""
    yield Paragraph(_("This is what we looked at. None of this is your fault. You can stop at any time."))
    yield from _saw(store)
    yield from _means(store)
    yield from changed_since(store)
    yield from _done(store)
    yield from _next(store)
    yield Heading(_("People who can help now"))
    yield from people(store, store.material.people)
    yield from _could_not(store)
    yield from _everything(store)


def _saw(store: Store) -> Iterator[Block]:
    yield Heading(_("What we saw"))
    lines = [f"{opening(store)} {counted(store)}"]
    if store.closed:
        lines.append(_("Closed and checked so far: {number}.").format(number=len(store.closed)))
    room = MOST_SEEN - len(lines)
    lines += [
        _("{device}: {what}").format(device=found.called, what=said.says) for found, said in store.problems[:room]
    ]
    yield from (Item(line) for line in lines)
    if len(store.problems) > room:
        yield Paragraph(_("The others stand further on, device by device."))


def _means(store: Store) -> Iterator[Block]:
    yield Heading(_("What it can mean"))
    if store.problems:
        yield Item(_("It can be how the maker sends it out, or a setting that nobody looked at."))
        yield Item(_("It can also let someone else look, listen or change things."))
        yield Paragraph(_("What we saw does not say which of the two it is, or who did it."))
    elif not store.devices:
        yield Item(_("Nothing was checked, so nothing is known."))
        yield Item(_("That says nothing good and nothing bad. You can look when you like."))
    else:
        yield Item(_("What we could check shows no problem today."))
        yield Item(_("Something else may still be open. We could not check everything."))


def _done(store: Store) -> Iterator[Block]:
    yield Heading(_("What you have done"))
    entries = store.material.entries
    kinds = [entry.kind for entry in entries]
    done = [Item(f"{found.called}: {closed_words(said)}") for found, said in store.closed]
    if kinds.count("change"):
        done.append(Item(_("You wrote down {what}.").format(what=count(kinds.count("change"), "change", "changes"))))
    if kinds.count("diary"):
        what = count(kinds.count("diary"), "thing that happened", "things that happened")
        done.append(Item(_("You wrote down {what}.").format(what=what)))
    if kinds.count("attachment"):
        what = count(kinds.count("attachment"), "photo or file", "photos or files")
        done.append(Item(_("You kept {what}.").format(what=what)))
    yield from done
    if not done:
        yield Paragraph(_("You looked. That is a good first step, and it is enough for one day."))


def _next(store: Store) -> Iterator[Block]:
    yield Heading(_("What you can do next"))
    yield Item(_("Do nothing for now. That is always a good choice."), 1)
    if store.steps:
        yield Item(_("Keep proof of how it is now. A change can wipe it, so this comes before any other step."), 2)
    for number, (found, step) in enumerate(store.steps[:MOST_NEXT], 3):
        yield Item(_step(found.called, step.title, step.notice), number)
    if len(store.steps) > MOST_NEXT:
        yield Paragraph(_("There are more, further on. One small step at a time is fine."))


def _step(device: str, title: str, notice: str) -> str:
    return _("{device}: {step}. Could the other person notice? {notice}").format(
        device=device, step=title, notice=notice
    )


def _could_not(store: Store) -> Iterator[Block]:
    yield Heading(_("What we could not check"))
    if any(found.unknown for found in store.devices):
        yield Paragraph(_("Some things could not be checked. They are listed further on, with the reason."))
    if any(one.reason == "not-asked" for found in store.devices for one in found.unknown):
        yield Paragraph(_("Some only you can say: who has the account, and who is signed in."))
    yield from cannot_see(store)


def _everything(store: Store) -> Iterator[Block]:
    yield Heading(_("All that was found, device by device"))
    yield Paragraph(_("You do not need to read this today. It is here so that nothing is lost."))
    for found in store.devices:
        if found.problems or found.closed:
            yield device_card(found, unknown=False, you=True)
    quiet = [found.called for found in store.devices if not found.problems and not found.closed]
    if quiet:
        yield Row(_("No problem found on"), "; ".join(quiet))
    if len(store.steps) > MOST_NEXT:
        yield Heading(_("All steps, in a good order"))
        yield Paragraph(_("The first ones stood above too. Each one is yours to choose, or to leave."))
        for number, (found, step) in enumerate(store.steps, 1):
            yield Item(_step(found.called, step.title, step.notice), number)
    yield Heading(_("Looked and did not find"))
    yield from all_looked(store)
    yield Heading(_("Could not check, and why"))
    yield from all_unknown(store, you=True)
    moments = story_of(store)
    if moments:
        yield Heading(_("What happened, in order"))
        for moment in moments:
            when = moment.happened or f"{moment.local:%Y-%m-%d %H:%M}"
            yield Row(when, moment.what)
    yield Heading(_("What was sent"))
    yield from (Row(found.called, sent_words(found.sent)) for found in store.devices)
    yield Heading(_("What the law offers"))
    yield from laws(store)
    yield from ending(store)
