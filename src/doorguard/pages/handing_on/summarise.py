"""Puts together what a summary is made from: the picture, the record, help lines, laws and the steps that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any, Literal

from doorguard.catalog import Catalog, Check
from doorguard.catalog.tool import tool
from doorguard.gate import QUESTIONS, Answers, decide
from doorguard.gate.people import COUNTRIES, contacts_for, emergency_numbers, is_old, nearest, routes_for
from doorguard.gate.questions import WEIGHT, Given, path_of
from doorguard.guide import FULL_ORDER, LIGHT_ORDER, NoStep, Stage, branch_for, label, step_for
from doorguard.model import Blind, Device, Sent
from doorguard.network.text import clean
from doorguard.pages.at_any_time.people import called
from doorguard.pages.closing.cards import title_of
from doorguard.pages.closing.plan import most_urgent_first
from doorguard.pages.closing.step import ONLY_LOOKS
from doorguard.pages.screen import day
from doorguard.pages.which_device.which_is_which import nobody_claims
from doorguard.pages.written_down.what_changed import for_a_summary
from doorguard.record import Entry, code_of
from doorguard.record.events import UnreadableEvent, event_of
from doorguard.report.picture import Picture
from doorguard.report.summary.as_html import as_html
from doorguard.report.summary.as_json import as_json
from doorguard.report.summary.as_markdown import as_markdown
from doorguard.report.summary.as_pdf import as_pdf
from doorguard.report.summary.as_text import WIDTH, as_text
from doorguard.report.summary.blocks import Document
from doorguard.report.summary.found import Store
from doorguard.report.summary.making import document_of
from doorguard.report.summary.material import Changed, Helper, Kept, Law, Material, NextStep, Noted, Reader
from doorguard.report.summary.story import Folding
from doorguard.session.past import LastTwoLooks
from doorguard.tables import NOT_KNOWN, Contact, Route, contacts, load_routes
from doorguard.wording import _, many

Form = Literal["text", "md", "html", "pdf", "json"]
FORMS: tuple[Form, ...] = ("text", "md", "html", "pdf", "json")
LONGEST = 4000
"""Letters of one text; what a person wrote may be longer than what a device says."""
IF_OWNED = "if-someone-else-owns-it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What the person chose. ``zone``: None is this computer's own. ``given``: answers to what was asked first.
    ``careful``: the steps come in the order of the full path; None: as the answers say, and so where there are none."""

    reader: Reader
    now: datetime
    zone: tzinfo | None = None
    country: str | None = None
    show_all: bool = False
    given: Given | None = None
    careful: bool | None = None


@dataclass(frozen=True, slots=True)
class FromRecord:
    """What a record holds for a summary."""

    picture: Picture
    entries: tuple[Noted, ...]
    kept: Kept
    given: Given
    country: str | None
    changed: tuple[Changed, ...] | None = None
    sent_before: Mapping[str, Sent] = field(default_factory=dict)


def cleaned(text: str) -> str:
    """A text that no screen, page or paper is troubled by. The one way from data into a summary."""
    return clean(text, LONGEST)


def summarise(
    picture: Picture, catalog: Catalog, wanted: Wanted, record: FromRecord | None = None
) -> tuple[Document, Store]:
    """The summary for its reader, ready to be written in any form."""
    country = wanted.country or (record.country if record else None)
    today = wanted.now.astimezone(wanted.zone).date()
    given = wanted.given or (record.given if record else {})
    material = Material(
        picture=picture,
        reader=wanted.reader,
        now=wanted.now,
        zone=wanted.zone,
        country=country,
        country_called=called(country) if country else "",
        show_all=wanted.show_all,
        ways={check.id: check.way for check in catalog.checks},
        good={check.id: check.good for check in catalog.checks},
        people=tuple(_helpers(country, wanted.reader, today)),
        laws=tuple(_law(route, today) for route in routes_for(country, load_routes())) if country else (),
        steps=tuple(_steps(picture, catalog, _order(picture, wanted, given), _only_looks(picture, wanted, given))),
        answers=tuple(_answered(given)),
        entries=record.entries if record else (),
        kept=record.kept if record else None,
        changed=record.changed if record else None,
        sent_before=record.sent_before if record else {},
        tool=tool(catalog),
    )
    return document_of(material, cleaned)


def written(document: Document, store: Store, form: Form, width: int = WIDTH) -> bytes:
    """The whole file; ``width`` is that of text, in columns.

    Raises :class:`~doorguard.report.summary.as_pdf.NoTypst` where PDF cannot be made.
    """
    match form:
        case "pdf":
            return as_pdf(document)
        case "json":
            return as_json(document, store, cleaned).encode()
        case "md":
            return as_markdown(document).encode()
        case "html":
            return as_html(document).encode()
        case "text":
            return as_text(document, width).encode()


# --- people and laws ----------------------------------------------------------------------------------


def _helpers(country: str | None, reader: Reader, today: date) -> Iterator[Helper]:
    """Numbers for danger first, with the ways for who cannot speak or hear beside them (S55). No number that nobody
    confirmed stands in a summary."""
    if country is None:
        yield from (helper(contact, today, of=contact.country) for contact in emergency_numbers(contacts()))
        return
    found = [c for c in contacts_for(country, contacts()) if c.verified != "unverified"]
    chosen = {c.organisation for c in (found if reader == "advocate" else nearest(country, contacts()))}
    yield from (helper(contact, today) for contact in found if contact.emergency or contact.organisation in chosen)


def helper(contact: Contact, today: date, of: str = "") -> Helper:
    """A contact as it stands in a summary or a list. ``of``: its country, where several are listed."""
    reach = "; ".join(part for part in (contact.phone, contact.url) if part)
    hours = contact.hours if NOT_KNOWN not in contact.hours else ""
    checked = _("Checked on {day}.").format(day=day(contact.checked_on))
    if is_old(contact, today):
        checked = _("Last checked on {day}, so it may be out of date.").format(day=day(contact.checked_on))
    if contact.verified == "partly":
        checked = _("From one older source. {checked}").format(checked=checked)
    if contact.verified == "unverified":
        checked = _("Not checked by us.")
    return Helper(
        name=f"{_(of)}: {contact.organisation}" if of else contact.organisation,
        reach=", ".join(part for part in (reach, hours) if part),
        what_for=contact.what_for,
        checked=checked,
        urgent=contact.emergency,
    )


def _law(route: Route, today: date) -> Law:
    return Law(route=route, checked=law_checked(route, today))


def law_checked(route: Route, today: date) -> str:
    """How fresh a legal route is, and how sure."""
    says = _("As of {day}.").format(day=day(route.as_of))
    if is_old(route, today):
        says = _("As of {day}, so it may have changed.").format(day=day(route.as_of))
    return {
        "yes": says,
        "partly": _("From one older source. {checked}").format(checked=says),
        "unverified": _("Not checked by us. Ask before you rely on it."),
    }[route.verified]


# --- what is left to do -------------------------------------------------------------------------------


def _order(picture: Picture, wanted: Wanted, given: Given) -> tuple[Stage, ...]:
    """The order that the screens have too."""
    careful = wanted.careful
    if careful is None:
        careful = not picture.pretend and (not given or path_of(given) == "full")
    return FULL_ORDER if careful else LIGHT_ORDER


def _only_looks(picture: Picture, wanted: Wanted, given: Given) -> Callable[[Device], bool]:
    """On which devices the person is told of no change: on none while the answers close changes, and never on one that
    nobody claims. An advocate sees all that is open to be decided."""
    if wanted.reader != "me" or picture.pretend:
        return lambda _device: False
    closed = WEIGHT.key in given and not decide(Answers(given=given)).changes_open
    return lambda device: closed or nobody_claims(device)


def _steps(
    picture: Picture, catalog: Catalog, order: tuple[Stage, ...], only_looks: Callable[[Device], bool]
) -> Iterator[NextStep]:
    """Every open step, in this order."""
    found = ((picture.devices[problem.device], [problem]) for problem in picture.problems())
    for _stage, steps in most_urgent_first(order, found):
        for step in steps:
            device, check = picture.devices[step.device], catalog.check(step.check)
            if step.open and check is not None and (check.action in ONLY_LOOKS or not only_looks(device)):
                next_step = _next_step(catalog, check, device)
                if next_step is not None:
                    yield next_step


def _next_step(catalog: Catalog, check: Check, device: Device) -> NextStep | None:
    """Where someone else has the account, what can be done instead (S16)."""
    page = catalog.page_for(device.vendor)
    if branch_for(check.action, device, page.lock_class if page else None) == "instead":
        check = replace(check, action=IF_OWNED)
    try:
        step = step_for(catalog, check, device)
    except NoStep:
        return None
    notice = label(step, "notice")
    ends = "" if notice.endswith((".", "?", "!")) else "."
    return NextStep(device=device.id, check=check.id, title=title_of(check.action), notice=notice + ends)


def _answered(given: Given) -> Iterator[tuple[str, str]]:
    for key, question in QUESTIONS.items():
        answer = question.answer(given.get(key, ""))
        if answer is not None:
            yield _(question.words), _(answer.text)


# --- a record -----------------------------------------------------------------------------------------


def from_record(entries: Iterable[Entry], damage: str = "") -> FromRecord:
    """Everything that a record holds, folded, with the code after its last entry. ``damage``: what of it cannot be
    read any more, in words; that is said in it."""
    last: list[Entry] = []

    def said() -> Iterator[tuple[int, Mapping[str, Any]]]:
        for entry in entries:
            last[:] = [entry]
            yield entry.number, entry.read()

    held = from_said(said())
    if damage:
        held.picture.take(Blind(says=damage))
    code = code_of(last[0].link) if last else ""
    return replace(held, kept=replace(held.kept, count=last[0].number if last else 0, code=code))


def from_said(said: Iterable[tuple[int, Mapping[str, Any]]], *, count: int = 0, code: str = "") -> FromRecord:
    """The same from entries with their numbers, the oldest first; an empty one was taken out. What this version cannot
    read is counted and said."""
    noted: list[Noted] = []
    folding, looks = Folding(), LastTwoLooks()
    unreadable = 0
    for number, entry in said:
        one = _noted(number, entry)
        if one is None:
            unreadable += bool(entry)
            continue
        if one.kind == "observation":
            try:
                event = event_of(one.body)
                looks.take(event, folding.picture.closed_at)
                one = replace(one, happened=folding.take(event), body={})
            except UnreadableEvent:
                unreadable += 1
        elif one.kind == "change":
            one = replace(one, body={**one.body, "step": _step_words(one.body.get("step"))})
        noted.append(one)
    picture = folding.picture
    if unreadable:
        says = many(
            "{number} entry of the record could not be read.",
            "{number} entries of the record could not be read.",
            unreadable,
        )
        picture.take(Blind(says=says.format(number=unreadable)))
    header = next((one.body for one in noted if one.kind == "header"), {})
    picture.pretend = picture.pretend or header.get("pretend") is True
    country = header.get("country")
    return FromRecord(
        picture=picture,
        entries=tuple(noted),
        kept=Kept(
            count=count,
            code=code,
            opened=sum(one.kind == "opened" for one in noted),
        ),
        given=_given(noted),
        changed=_changed(looks),
        sent_before=folding.sent_before,
        country=country if isinstance(country, str) and country in COUNTRIES else None,
    )


def _changed(looks: LastTwoLooks) -> tuple[Changed, ...] | None:
    found = looks.changed()
    return tuple(for_a_summary(one) for one in found) if found is not None else None


def _noted(number: int, said: Mapping[str, Any]) -> Noted | None:
    body = said.get("body")
    try:
        return Noted(
            number=number,
            kind=str(said["kind"]),
            utc=_moment(said["utc"]),
            local=_moment(said["local"]),
            clock=str(said.get("clock", "")),
            body=body if isinstance(body, dict) else {},
        )
    except (KeyError, TypeError, ValueError):
        return None  # its content was taken out, and another entry says so; or it is none of ours


def _moment(text: str) -> datetime:
    """A time that can be shown in every time zone; a computer that lost its clock begins in 1970. Raises
    ``ValueError``."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1970 <= moment.year <= 2200:
        raise ValueError(text)
    return moment


def _step_words(step: object) -> str:
    """An action in plain words; a step that the person wrote down stays as it is."""
    text = step if isinstance(step, str) else ""
    return title_of(text) if text and " " not in text else text


def _given(entries: Iterable[Noted]) -> Given:
    """The answers to what was asked first; the newest counts."""
    return {
        str(one.body.get("name")): str(one.body.get("value"))
        for one in entries
        if one.kind == "answer" and not one.body.get("device") and str(one.body.get("name")) in QUESTIONS
    }
