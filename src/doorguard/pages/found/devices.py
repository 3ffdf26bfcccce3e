"""What was found: the list, and one page per device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.facts import OWNERSHIP
from doorguard.model import Device, Fact
from doorguard.pages.closing.ownership import account_is_not_mine
from doorguard.pages.closing.plan import PlanPage, plan_choice
from doorguard.pages.closing.resuming import resume, resume_choices
from doorguard.pages.found.first_password import may_try
from doorguard.pages.found.sign_in import may_sign_in
from doorguard.pages.outcomes import closed_ones, ways_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import ALL_MINE, nothing_looked_at, question_of, questions_left
from doorguard.pages.screen import Screen, bullet, heading, item, quiet, row, sentence, text
from doorguard.pages.want import Want
from doorguard.pages.which_device.by_hand import is_by_hand
from doorguard.pages.which_device.which_is_which import NO_CAMERA
from doorguard.pages.who_else.asking import ask_whose
from doorguard.pages.who_else.whose import open_whose, whose_choice
from doorguard.pages.written_down.keep import keep_choice, open_keep
from doorguard.report.naming import kind_words
from doorguard.report.picture import GROUPS
from doorguard.report.redact import fact_value
from doorguard.report.whose import whose_words
from doorguard.wording import N_, _, count

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

FAULT = N_("None of this is your fault.")
"""Said once, where results begin (S43)."""


A_WAY_IN = N_("A way in lets someone else look or take over.")
YOURSELF = N_("If you know of one, add it yourself. Then every question and every step is there for it.")
"""What can be done where a look tells nothing."""


class Devices(Screen):
    """Every camera, doorbell, hub and unknown thing; the rest is only counted."""

    name = "devices"

    def page(self, flow: Flow) -> Page:
        """In three groups, in the order they were found."""
        lines: list[Line] = list(text(*_opening(flow)))
        choices = _above(flow)
        lines += [item(choice) for choice in choices]
        for name, kinds in GROUPS:
            group = flow.picture.group(kinds)
            if group:
                lines.append(heading(_(_GROUP_WORDS.get(name, name))))
            for device in group:
                choice = Choice(id=f"device:{device.id}", text=f"{flow.called(device)}. {_in_the_list(flow, device)}")
                choices.append(choice)
                lines.append(item(choice))
        lines += _others(flow)
        below = _below(flow)
        if len(flow.picture.listed()) >= FOLD_FROM:
            # A long list takes the whole window: these stand at its end, and scroll with it.
            lines += [heading(_("All devices")), *(item(choice) for choice in below)]
        return Page(
            id="devices",
            title=_title(flow),
            lines=tuple(lines),
            choices=(*choices, *below),
            details=_failures(flow),
            help=(
                _("Choose a device to see who could look through it."),
                _(A_WAY_IN),
                _("Phones, computers and printers are counted, never listed."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """A device, or one of the pages about all of them."""
        from doorguard.pages.handing_on.result import Done
        from doorguard.pages.who_else.ways_in import WaysIn

        kind, _colon, device = choice.partition(":")
        match kind:
            case "device":
                flow.go(OneDevice(device))
            case "ways":
                flow.go(WaysIn(None))
            case "plan" | "resume":
                resume(flow, kind)
            case "more":
                flow.go(More())
            case "done":
                flow.go(Done())
            case _:
                _one_of_the_rest(flow, choice)


class More(Screen):
    """What a long list has no room for."""

    name = "more"

    def page(self, flow: Flow) -> Page:
        """Add, look again, the summary, what was sent."""
        return Page(
            id="more",
            title=_("More"),
            lines=text(_("These are about all devices together.")),
            choices=(*_the_rest(flow), Choice(id="back", text=_("Back to the devices"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of them, in place of this page."""
        flow.leave_page()
        _one_of_the_rest(flow, choice)


class OffTheList(Screen):
    """What the person said is no camera; each can come back."""

    name = "off-the-list"

    def page(self, flow: Flow) -> Page:
        """By address, as these were never named."""
        return Page(
            id="off-the-list",
            title=_("What you took off the list"),
            lines=text(_("You said that these are yours and no cameras. Choose one to bring it back.")),
            choices=(
                *(Choice(id=f"back:{device.id}", text=flow.called(device)) for device in _taken_off(flow)),
                Choice(id="stay", text=_("Leave them off")),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Bring one back."""
        flow.leave_page()
        kind, _colon, device = choice.partition(":")
        if kind == "back":
            flow.want(Want("tell", device=device, fact=NO_CAMERA, value=False))


FOLD_FROM = 7
"""With so many devices the list needs the room: what is seldom needed stands behind "More"."""


def _above(flow: Flow) -> list[Choice]:
    """What comes before the devices: the plan, everything to look at, and where the person stopped."""
    if not flow.picture.listed():
        return []
    problems = flow.picture.problems()
    ways = _("Everything to look at: {ways}").format(ways=ways_words(problems))
    every = Choice(id="ways", text=ways if problems else _("Everything to look at: nothing so far"))
    return sorted((every, *resume_choices(flow)), key=lambda choice: ("plan", "ways", "resume").index(choice.id))


def _below(flow: Flow) -> tuple[Choice, ...]:
    """The answers after the devices. Their ids never change; their number follows that of the devices."""
    more = Choice(id="more", text=_("More: add a device, look again, summary, record"))
    rest = _the_rest(flow) if len(flow.picture.listed()) < FOLD_FROM else (more,)
    return (*rest, Choice(id="done", text=_("Done for today")))


def _the_rest(flow: Flow) -> tuple[Choice, ...]:
    ended = flow.picture.ended is not None
    off = len(_taken_off(flow))
    return (
        Choice(id="add", text=_("Add a device that is not here")),
        *((Choice(id="again", text=_("Look again")),) if ended else ()),
        *((Choice(id="summary", text=_("Show the summary")),) if ended or flow.picture.listed() else ()),
        *((Choice(id="off", text=_("Bring back what you took off ({number})").format(number=off)),) if off else ()),
        Choice(id="sent", text=_("What we sent")),
        *keep_choice(flow),
    )


def _taken_off(flow: Flow) -> list[Device]:
    return [d for d in flow.picture.devices.values() if d.told.get(NO_CAMERA) is True and d.kind != "other"]


def _one_of_the_rest(flow: Flow, choice: str) -> None:
    from doorguard.pages.at_any_time.topic import SentPage
    from doorguard.pages.before_a_look.gate_pages import CheckAnswers
    from doorguard.pages.found.looking import Looking
    from doorguard.pages.handing_on.result import Summary
    from doorguard.pages.which_device.by_hand import WhatIsIt

    match choice:
        case "add":
            flow.go(WhatIsIt())
        case "again" if not flow.may_ask:
            flow.go(CheckAnswers())
        case "again":
            flow.instead(Looking())
            flow.want(Want("run", level=flow.look_level, pretend=flow.pretend))
        case "summary":
            flow.go(Summary())
        case "off":
            flow.go(OffTheList())
        case "sent":
            flow.go(SentPage())
        case "record":
            open_keep(flow)


_GROUP_WORDS = {"Not known yet": N_("Not known yet. Is this yours?")}
NOT_LOOKED = ("no-network", "not-allowed")
"""Ends of a run in which nothing was looked at."""


def _title(flow: Flow) -> str:
    number = len(flow.picture.listed())
    if flow.picture.ended in NOT_LOOKED and not number:
        return _("Nothing was looked at")
    devices = count(number, "device", "devices")
    looked = flow.picture.ended is not None and flow.picture.ended not in NOT_LOOKED
    return _("{devices} found").format(devices=devices) if looked else devices


def _opening(flow: Flow) -> tuple[str, ...]:
    ended = flow.picture.ended
    if ended is None and not flow.picture.listed():
        return (_("Nothing is on this list yet. You can add a device of yours."),)
    if ended is None:
        return (_("These are the devices that you named. Nothing was sent."), _(FAULT))
    if ended in NOT_LOOKED:
        return (_("No look was possible, so nothing is known yet."), _(YOURSELF))
    if all(device.kind == "router" for device in flow.picture.listed()):
        return (
            _("Nothing answered that looks like a camera or a doorbell. That does not mean there is none."),
            f"{_('Cameras that sleep or live only in an app do not answer.')} {_(YOURSELF)}",
            *((_(FAULT),) if flow.picture.listed() else ()),
        )
    if ended == "stopped":
        return (f"{_('The look was stopped early, so this may not be all.')} {_(FAULT)}",)
    return (f"{_(FAULT)} {_('The plan says what comes first.')} {_(A_WAY_IN)}",)


def _in_the_list(flow: Flow, device: Device) -> str:
    """Its state, as short as it can be said."""
    waiting = [f for f in flow.findings(device) if f.outcome == "problem" and f.id not in flow.put_off]
    return _("{ways}.").format(ways=ways_words(waiting)) if waiting else state_of(flow, device)


def state_of(flow: Flow, device: Device) -> str:
    """One short sentence: what there is to do about a device."""
    findings = flow.findings(device)
    open_now = [f for f in findings if f.outcome == "problem"]
    waiting = [f for f in open_now if f.id not in flow.put_off]
    if waiting:
        return _("{ways} to look at.").format(ways=ways_words(waiting))
    if open_now:
        return _("{ways}, left for later.").format(ways=ways_words(open_now))
    if closed_ones(flow, findings):
        return _("Closed and checked.")
    if any(f.reason == "stopped" for f in findings):
        return _("Only partly checked. No problem found so far.")
    if nothing_looked_at(flow, device):
        return _("Only you can say who has access.")
    if device.kind == "unknown" and device.addresses:
        known = device.told.get("owner.claimed") is True
        return _("You know it.") if known else _("Find out which one it is.")
    if any(f.outcome == "not-found" for f in findings):
        return _("No problem found so far.")
    return _("Could not be checked.") if findings else _("We have no checks for it yet.")


def _others(flow: Flow) -> list[Line]:
    counted = flow.picture.counted
    lines: list[Line] = []
    if flow.picture.ended is not None and flow.picture.ended not in NOT_LOOKED:
        phones = count(counted["phones_and_computers"], "phone or computer", "phones and computers")
        things = count(counted["other"], "other thing", "other things")
        lines += quiet(_("Also here, only counted: {phones}, {things}.").format(phones=phones, things=things))
    failed = dict.fromkeys(failure.says for failure in flow.picture.failures)
    unseen = [*failed, *flow.picture.unseen]
    if unseen:
        lines.append(heading(_("What could not be seen")))
        lines += [bullet(says) for says in unseen]
    return lines


def _failures(flow: Flow) -> tuple[Line, ...]:
    return tuple(
        row(f"{failure.says} ({failure.stage})", failure.detail or failure.reason) for failure in flow.picture.failures
    )


class OneDevice(Screen):
    """One device: what it is, why we think so, and what can be done."""

    name = "device"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """Label and value; what is missing is "Not known". What only the person can say comes first where
        nothing else can."""
        device = flow.device(self.device_id)
        if device is None:
            return Page(
                id="device",
                title=_("This device is now part of another"),
                lines=text(_("Two entries turned out to be one device. Go back and choose it again.")),
            )
        begin = _begin(flow, device)
        return Page(
            id="device",
            title=flow.called(device),
            lines=(*begin, *_rows(flow, device), *(() if is_by_hand(device) else _because(device))),
            choices=(
                *((Choice(id="begin", text=begin[-1].text),) if begin else ()),
                *_actions(flow, device),
            ),
            details=tuple(_technical(device)),
            help=(
                _("Check again asks this one device the same questions once more."),
                _("Say if you know this device. It is a fact like any other."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the actions."""
        from doorguard.pages.closing.ownership import NotYourAccount
        from doorguard.pages.closing.reading import OneMake
        from doorguard.pages.closing.recheck import Recheck
        from doorguard.pages.found.first_password import AskFirst
        from doorguard.pages.found.sign_in import BeforeSigningIn
        from doorguard.pages.which_device.by_hand import TakeItOff
        from doorguard.pages.which_device.own_name import OwnName
        from doorguard.pages.which_device.which_is_which import WhichIsIt
        from doorguard.pages.who_else.asking import Asking
        from doorguard.pages.who_else.ways_in import WaysIn

        match choice:
            case "begin":
                flow.go(Asking(self.device_id))
            case "ways":
                flow.go(WaysIn(self.device_id))
            case "plan":
                flow.go(PlanPage(self.device_id))
            case "again":
                Recheck.begin(flow, self.device_id, None)
            case "sign-in":
                flow.go(BeforeSigningIn(self.device_id))
            case "whose":
                open_whose(flow, self.device_id)
            case "first":
                flow.go(AskFirst(self.device_id))
            case "steps":
                device = flow.device(self.device_id)
                page = flow.catalog.page_for(device.vendor) if device and device.kind != "router" else None
                slug = page.slug if page else "router" if device and device.kind == "router" else "generic"
                flow.go(OneMake(slug))
            case "find":
                flow.go(WhichIsIt(self.device_id))
            case "own":
                ask_whose(flow, self.device_id)
            case "not-yours":
                flow.go(NotYourAccount(self.device_id))
            case "name":
                flow.go(OwnName(self.device_id))
            case "off":
                flow.go(TakeItOff(self.device_id))

    def key(self, flow: Flow, key: str) -> bool:
        """``r`` checks this device again."""
        device = flow.device(self.device_id)
        if key == "r" and flow.running is None and device is not None and device.addresses:
            self.choose(flow, "again")
            return True
        return False


def _begin(flow: Flow, device: Device) -> tuple[Line, ...]:
    """A device on which nothing can be looked at opens on its one guided question."""
    if not nothing_looked_at(flow, device):
        return ()
    question = questions_left(flow, device)[0].question.question
    return (
        *text(_("Nothing on it can be asked from here. Who has access, only you can see.")),
        Line(text=_("Begin with this: {question}").format(question=_(question)), kind="item", choice="begin"),
    )


def _actions(flow: Flow, device: Device) -> tuple[Choice, ...]:
    """What can be done. What may be a thing of the person's own comes first where nothing is known of it."""
    find = (Choice(id="find", text=_("Find out which one it is")),) if device.addresses else ()
    unknown = device.kind == "unknown"
    ways = _("Who could look through it")
    state = state_of(flow, device)
    if not any(choice.text == state.rstrip(".") for choice in find):  # said by the answer above
        ways = _("Who could look through it. {state}").format(state=state)
    return (
        *(find if unknown else ()),
        Choice(id="ways", text=ways),
        plan_choice(),
        *((Choice(id="again", text=_("Check again")),) if device.addresses else ()),
        *_closer(device),
        *_whose(flow, device),
        *(() if unknown or device.kind == "router" else find),
        Choice(id="name", text=_("Give it a name of your own")),
        *((Choice(id="steps", text=_("All steps for it")),) if flow.changes_open else ()),
        *((Choice(id="off", text=_("Take it off this list")),) if is_by_hand(device) else ()),
    )


def _closer(device: Device) -> list[Choice]:
    """Signing in, and what only the person can say of what was read then."""
    return [
        *([Choice(id="sign-in", text=_("Sign in to it and read who has access"))] if may_sign_in(device) else ()),
        *whose_choice(device),
        *([Choice(id="first", text=_("Try the maker's first password, once"))] if may_try(device) else ()),
    ]


def _whose(flow: Flow, device: Device) -> tuple[Choice, ...]:
    """Say whose it is, or change it; and what can be done when its account is of somebody else."""
    if question_of(flow, device, ALL_MINE) is None:
        return ()
    if nothing_looked_at(flow, device) and questions_left(flow, device)[0].fact == ALL_MINE:
        return ()  # the page begins with that question
    said_before = any(fact in device.told for fact in (ALL_MINE, *OWNERSHIP))
    words = _("Change what you said about whose it is") if said_before else _("Say whose it is")
    return (
        Choice(id="own", text=words),
        *(
            (Choice(id="not-yours", text=_("What you can do when the account is not yours")),)
            if account_is_not_mine(device)
            else ()
        ),
    )


def _rows(flow: Flow, device: Device) -> list[Line]:
    rows = [
        row(_("What it is"), kind_words(device)),
        row(_("Whose it is"), whose_words(device) or _("Not asked yet")),
        row(_("Make"), device.vendor or _("Not known")),
    ]
    if not is_by_hand(device):
        rows += [
            row(_("Model"), device.model or _("Not known")),
            row(_("Software inside"), device.firmware or _("Not known")),
            row(_("Address here"), ", ".join(device.addresses) or _("Not known")),
        ]
    when = flow.picture.looked_at.get(device.id)
    if when is not None:
        rows.append(row(_("Last looked at"), flow.clock(when)))
    if device.behind_one_box:
        rows += text(_("It sits behind a box that several devices share, such as a wifi extender."))
    if device.claims_shared_id:
        rows += text(_("Another device gives the same name for itself. Both are shown."))
    return rows


def _because(device: Device) -> list[Line]:
    if not device.because:
        return [*text(_("We do not know yet what this is."))]
    return [heading(_("Why we think so")), *(bullet(sentence(b.says)) for b in device.because[:4])]


def _technical(device: Device) -> list[Line]:
    lines = [
        row(_("Id"), f"{device.id} ({device.id_from})"),
        row(
            _("Hardware address"),
            _("{address}, chip by {maker}").format(
                address=device.mac or _("Not known"), maker=device.maker_of_mac or _("Not known")
            ),
        ),
        row(_("Family"), device.family or _("Not known")),
    ]
    lines += [row(_("Because ({channel})").format(channel=because.channel), because.says) for because in device.because]
    lines += [row(_fact_label(fact), str(fact_value(fact, device))) for fact in device.facts]
    return lines


def _fact_label(fact: Fact) -> str:
    where = f" @ {fact.place}" if fact.place else ""
    return f"{fact.name}{where} ({fact.how}, {fact.probe})"
