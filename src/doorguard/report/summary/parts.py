"""Parts that more than one reader gets, in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from doorguard.model import Reason, Sent
from doorguard.report.summary.blocks import Block, Card, Heading, Item, Paragraph, Row
from doorguard.report.summary.found import Found, Said, Store, Unknown, unknown_words
from doorguard.report.summary.material import Helper
from doorguard.report.text import REASON_WORDS, clock
from doorguard.wording import N_, _, count, in_a_row, many

NOT_ADVICE = N_("This is not legal advice. A solicitor, a law centre or a help line can advise you.")


def opening(store: Store) -> str:
    """When it was looked, and whether that came to its end."""
    picture = store.picture
    if picture.started_at is None:
        return _("No look was taken. What stands here is what was said and added by hand.")
    when = clock(picture.started_at, store.material.zone)
    says = [_("Looked at {when}.").format(when=when)]
    if picture.ended == "stopped":
        says.append(_("The look was stopped early."))
    elif picture.ended is None:
        says.append(_("The look has not come to its end."))
    return " ".join(says)


def counted(store: Store) -> str:
    """How many devices, and how much of each answer."""
    problems = len(store.problems)
    on = len({found.device.id for found, _said in store.problems})
    looked, number = store.picture.started_at is not None, len(store.devices)
    if not number:
        return _("Nothing answered that could be checked.") if looked else _("Nothing has been checked yet.")
    if looked:
        begins = _("We looked at {devices}.").format(devices=count(number, "device", "devices"))
    else:
        begins = many("{number} device was named.", "{number} devices were named.", number).format(number=number)
    if not problems:
        return f"{begins} " + _("No problem was found in what could be checked.")
    things = many("{number} thing to look at", "{number} things to look at", problems).format(number=problems)
    found = _("We found {things}, on {where}.").format(things=things, where=count(on, "device", "devices"))
    return f"{begins} {found}"


def device_card(found: Found, *, after: Iterable[Block] = (), unknown: bool = True, you: bool = False) -> Card:
    """One device: its drawing, then the answers, problems first."""
    blocks: list[Block] = [found.drawing] if found.drawing.ways else []
    blocks += answers(found, unknown=unknown, you=you)
    blocks += after
    if not blocks:
        blocks.append(Paragraph(_("We have no checks for this kind of device yet.")))
    return Card(found.called, tuple(blocks))


def answers(found: Found, *, unknown: bool = True, you: bool = False) -> Iterator[Block]:
    """The three answers about one device, and what was closed. ``you``: it is the person who reads, so ports are
    left out."""
    if found.problems:
        yield Heading(_("Problem found"), 3)
        for said in found.problems:
            yield Item(f"{said.says} ({said.where})" if said.where and not you else said.says)
    if found.closed:
        yield Heading(_("Closed and checked"), 3)
        yield from (Item(closed_words(said)) for said in found.closed)
    if unknown and found.looked:
        yield Heading(_("Looked and did not find"), 3)
        yield from (Item(said.says) for said in found.looked)
    if unknown and found.unknown:
        yield Heading(_("Could not check"), 3)
        for one in found.unknown:
            yield from unknown_lines(one, you=you)


def closed_words(said: Said) -> str:
    """A problem that was closed, with the time of the check that showed it."""
    return _("{problem} Closed, and checked at {when}.").format(problem=said.says, when=said.when)


def unknown_lines(unknown: Unknown, *, you: bool = False) -> Iterator[Item]:
    """What one reason left open."""
    if not unknown.says:
        yield Item(unknown_words(unknown, you=you))
    yield from (Item(with_reason(says, unknown.reason)) for says in unknown.says)


def with_reason(says: str, reason: Reason) -> str:
    """A thing that could not be checked, and why."""
    return _('Is this so? "{what}" We do not know. Why: {reason}.').format(what=says, reason=_(REASON_WORDS[reason]))


def all_unknown(store: Store, *, you: bool) -> Iterator[Block]:
    """What could not be checked in the whole home, by reason; each thing once, with its number of devices."""
    named: dict[tuple[Reason, str], int] = {}
    counted_only: dict[Reason, int] = {}
    for found in store.devices:
        for one in found.unknown:
            for says in one.says:
                named[one.reason, says] = named.get((one.reason, says), 0) + 1
            if not one.says:
                counted_only[one.reason] = counted_only.get(one.reason, 0) + one.number
    for (reason, says), number in sorted(named.items(), key=lambda pair: pair[0][0]):
        yield Item(on_devices(with_reason(says, reason), number))
    for reason, number in counted_only.items():
        yield Item(unknown_words(Unknown(reason=reason, number=number), you=you))
    if not named and not counted_only:
        yield Paragraph(_("Nothing."))


def all_looked(store: Store) -> Iterator[Block]:
    """What was looked for and not found, each thing once, with its number of devices."""
    group: dict[str, int] = {}
    for found in store.devices:
        for said in found.looked:
            group[said.says] = group.get(said.says, 0) + 1
    yield from (Item(on_devices(says, number)) for says, number in group.items())
    if not group:
        yield Paragraph(_("Nothing."))


def on_devices(says: str, number: int) -> str:
    """A thing and on how many devices."""
    return _("{what} ({devices})").format(what=says, devices=count(number, "device", "devices"))


def cannot_see(store: Store) -> Iterator[Block]:
    """What this look was blind to."""
    always = _("A look cannot show who knows a password, nor who looks through a maker's app.")
    yield from (Item(says) for says in dict.fromkeys((*store.cannot_see, always)))


def people(store: Store, chosen: Iterable[Helper]) -> Iterator[Block]:
    """Help lines, each with its day."""
    chosen = tuple(chosen)
    yield from (Row(helper.name, ". ".join(p for p in (helper.reach, helper.checked) if p)) for helper in chosen)
    if not store.material.country:
        yield Paragraph(_("Choose a country in the program, or with --country, to see who else can help."))
    else:
        yield Paragraph(_("For more of them, type: doorguard contacts. Phone numbers change: look at the day."))


def laws(store: Store) -> Iterator[Block]:
    """Legal routes of the country, never as advice."""
    material = store.material
    yield Paragraph(_(NOT_ADVICE))
    if not material.country:
        yield Paragraph(_("Laws differ by country. Choose yours in the program, or with --country, to see some."))
    elif not material.laws:
        yield Paragraph(
            _("We know no laws of {country} yet. A help line can tell you more.").format(
                country=material.country_called
            )
        )
    for law in material.laws:
        route = law.route
        yield Row(route.route, f"{route.what} {route.ask}")
        yield Paragraph(f"{route.title}, {route.section}. {law.checked}", quiet=True)


def sent_words(sent: Sent) -> str:
    """What was sent, in counts."""
    parts = (
        (sent.tries, count(sent.tries, "knock on a door", "knocks on doors")),
        (sent.requests, count(sent.requests, "question", "questions")),
        (sent.datagrams, count(sent.datagrams, "small message", "small messages")),
        (sent.logins, count(sent.logins, "password", "passwords")),
    )
    return in_a_row([says for number, says in parts if number]) or _("nothing")


def sent_in_all(store: Store) -> str:
    """All that left the computer."""
    if not store.picture.sent and not store.material.sent_before:
        return _("Nothing was sent.")
    if store.material.kept is not None:  # it tells of no address that was only counted, so of no number of them
        return _("Sent in all: {what}. Nothing left the home network.").format(what=sent_words(store.sent))
    return _("Sent in all: {what}, to {addresses}. Nothing left the home network.").format(
        what=sent_words(store.sent), addresses=count(len(store.picture.sent), "address", "addresses")
    )


def ending(store: Store) -> Iterator[Block]:
    """How it was made, what it does not show, what is left out, and the code of the record."""
    material = store.material
    yield Heading(_("How this was made"))
    yield Paragraph(_("One person made this at home, with a program. Nobody else has checked it."))
    yield Paragraph(sent_in_all(store))
    yield Paragraph(
        _("Program: doorguard {version}. Checks: {catalog}. Its lists are of {day} or later.").format(
            version=material.tool.get("version", "?"),
            catalog=material.tool.get("catalog", "?"),
            day=material.tool.get("tables_as_of", "?"),
        ),
        quiet=True,
    )
    if material.kept is not None:
        yield from _code(store)
    else:
        yield Paragraph(_("It was not made from a record. So nothing shows if something was changed before or after."))
    yield Heading(_("What is left out"))
    yield Paragraph(store.hider.says())


def _code(store: Store) -> Iterator[Block]:
    kept = store.material.kept
    assert kept is not None  # asked before
    yield Heading(_("The record, and how to check it"))
    yield Row(_("Entries"), str(kept.count))
    yield Row(_("Code after the last entry"), kept.code)
    yield Paragraph(_("Write the code down, or read it to someone. Later it shows if an entry was changed."))
    yield Paragraph(_("To check: export the record. The folder says how, step by step."))
    yield Paragraph(
        _("It does not show that an entry is true, who typed it, or that the clock was right.")
        + " "
        + _("Whoever has the file and its passphrase can make it anew. A code kept elsewhere shows that.")
    )


def changed_since(store: Store) -> Iterator[Block]:
    """What is different between the last two looks of the record; nothing where there are no two."""
    changed = store.material.changed
    if changed is None:
        return
    yield Heading(_("What is different since the look before"))
    called = {found.device.id: found.called for found in store.devices}
    hide = store.hider
    for one in changed:
        before, now = (hide.given(one.kind, value) if one.kind else hide.text(value) for value in (one.before, one.now))
        says = hide.text(one.says.replace("{before}", before).replace("{now}", now))
        yield Item(f"{called.get(one.device) or _('A device that is not here now')}: {says}")
    if not changed:
        yield Paragraph(_("We looked for changes and found none in what was read on both days."))
    yield Paragraph(_("Phones, computers and things that we do not know are never compared."))
