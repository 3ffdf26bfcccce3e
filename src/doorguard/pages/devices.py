"""What was found: the list, and one page per device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.facts import NOT_KNOWN, NOT_SAID
from doorguard.model import Device, Fact, Scalar
from doorguard.pages.first_password import may_try
from doorguard.pages.outcomes import closed_ones, ways_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import nothing_looked_at, questions_answered, said
from doorguard.pages.screen import Screen, bullet, count, heading, item, quiet, row, sentence, text
from doorguard.pages.sign_in import may_sign_in
from doorguard.pages.want import Want
from doorguard.pages.whose import open_whose, whose_choice
from doorguard.report.naming import kind_words
from doorguard.report.picture import GROUPS
from doorguard.report.redact import fact_value

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

FAULT = "None of this is your fault."
"""Said once, where results begin (S43)."""


class Devices(Screen):
    """Every camera, doorbell, hub and unknown thing; the rest is only counted."""

    name = "devices"

    def page(self, flow: Flow) -> Page:
        """In three groups, in the order they were found."""
        devices = flow.picture.listed()
        lines: list[Line] = list(text(*_opening(flow)))
        choices: list[Choice] = []
        for name, kinds in GROUPS:
            group = flow.picture.group(kinds)
            if group:
                lines.append(heading(_GROUP_WORDS.get(name, name)))
            for device in group:
                choice = Choice(id=f"device:{device.id}", text=f"{flow.called(device)}. {state_of(flow, device)}")
                choices.append(choice)
                lines.append(item(choice))
        lines += _others(flow)
        ways = ways_words(flow.picture.problems())
        if devices:
            choices.append(Choice(id="ways", text=f"Everything to look at: {ways}"))
        choices.append(Choice(id="add", text="Add a device that is not here"))
        if flow.picture.ended is not None:
            choices.append(Choice(id="again", text="Look again"))
            choices.append(Choice(id="summary", text="Show the summary"))
        choices += [Choice(id="sent", text="What we sent"), Choice(id="done", text="Done for today")]
        return Page(
            id="devices",
            title=_title(flow),
            lines=tuple(lines),
            choices=tuple(choices),
            details=_failures(flow),
            help=(
                "Choose a device to see who could look through it.",
                "A way in is something that lets someone else look or take over.",
                "Phones, computers and printers are counted, never listed.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """A device, or one of the pages about all of them."""
        from doorguard.pages.by_hand import NameIt
        from doorguard.pages.gate_pages import CheckAnswers
        from doorguard.pages.looking import Looking
        from doorguard.pages.result import Done, Summary
        from doorguard.pages.topic import SentPage
        from doorguard.pages.ways_in import WaysIn

        kind, _, device = choice.partition(":")
        match kind:
            case "device":
                flow.go(OneDevice(device))
            case "ways":
                flow.go(WaysIn(None))
            case "add":
                flow.go(NameIt())
            case "again" if not flow.may_ask:
                flow.go(CheckAnswers())
            case "again":
                flow.instead(Looking())
                flow.want(Want("run", level=flow.picture.level, pretend=flow.pretend))
            case "summary":
                flow.go(Summary())
            case "sent":
                flow.go(SentPage())
            case "done":
                flow.go(Done())


_GROUP_WORDS = {"Not known yet": "Not known yet. Is this yours?"}


NOT_LOOKED = ("no-network", "not-allowed")
"""Ends of a run in which nothing was looked at."""


def _title(flow: Flow) -> str:
    number = len(flow.picture.listed())
    if flow.picture.ended in NOT_LOOKED and not number:
        return "Nothing was looked at"
    looked = flow.picture.ended is not None and flow.picture.ended not in NOT_LOOKED
    return f"{count(number, 'device', 'devices')}{' found' if looked else ''}"


def _opening(flow: Flow) -> tuple[str, ...]:
    ended = flow.picture.ended
    if ended is None:
        return ("These are the devices that you named. Nothing was sent.", FAULT)
    if ended in NOT_LOOKED:
        return ("No look was possible, so nothing is known yet.",)
    if not flow.picture.listed():
        return (
            "Nothing answered that looks like a camera or a doorbell. That does not mean there is none.",
            "Cameras that sleep or live only in an app do not answer.",
        )
    if ended == "stopped":
        return (f"The look was stopped early, so this may not be all. {FAULT}",)
    return (f"{FAULT} Choose a device to see more.",)


def state_of(flow: Flow, device: Device) -> str:
    """One short sentence: what there is to do about a device."""
    findings = flow.findings(device)
    open_now = [f for f in findings if f.outcome == "problem"]
    waiting = [f for f in open_now if f.id not in flow.put_off]
    if waiting:
        return f"{ways_words(waiting)} to look at."
    if open_now:
        return f"{ways_words(open_now)}, left for later."
    if closed_ones(flow, findings):
        return "Closed and checked."
    if any(f.reason == "stopped" for f in findings):
        return "Only partly checked. No problem found so far."
    if nothing_looked_at(flow, device):
        return "Only you can say who has access."
    if any(f.outcome == "not-found" for f in findings):
        return "No problem found in what could be checked."
    return "Could not be checked." if findings else "We have no checks for it yet."


def _others(flow: Flow) -> list[Line]:
    counted = flow.picture.counted
    lines: list[Line] = []
    if flow.picture.ended is not None and flow.picture.ended not in NOT_LOOKED:
        lines += quiet(
            "Also here, only counted: "
            f"{count(counted['phones_and_computers'], 'phone or computer', 'phones and computers')}, "
            f"{count(counted['other'], 'other thing', 'other things')}."
        )
    failed = dict.fromkeys(failure.says for failure in flow.picture.failures)
    unseen = [*failed, *flow.picture.left_out, *flow.picture.blind]
    if unseen:
        lines.append(heading("What could not be seen"))
        lines += [bullet(says) for says in unseen]
    return lines


def _failures(flow: Flow) -> tuple[Line, ...]:
    return tuple(
        row(f"{failure.says} ({failure.stage})", failure.detail or failure.reason)
        for failure in flow.picture.failures
    )


class OneDevice(Screen):
    """One device: what it is, why we think so, and what can be done."""

    name = "device"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """Label and value; what is missing is "Not known"."""
        device = flow.device(self.device_id)
        if device is None:
            return Page(
                id="device",
                title="This device is now part of another",
                lines=text("Two entries turned out to be one device. Go back and choose it again."),
            )
        return Page(
            id="device",
            title=flow.called(device),
            lines=(*_rows(flow, device), *_because(device)),
            choices=(
                Choice(id="ways", text=f"Who could look through it. {state_of(flow, device)}"),
                *([Choice(id="again", text="Check again")] if device.addresses else ()),
                *_closer(device),
                Choice(id="mine", text="It is mine, or I know it"),
                Choice(id="not-mine", text="It is not mine, or I am not sure"),
                *([Choice(id="steps", text="All steps for it")] if flow.changes_open else ()),
            ),
            details=tuple(_technical(device)),
            help=(
                "Check again asks this one device the same questions once more.",
                "Say if you know this device. It is a fact like any other.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the actions."""
        from doorguard.pages.first_password import AskFirst
        from doorguard.pages.reading import OneMake
        from doorguard.pages.recheck import Recheck
        from doorguard.pages.sign_in import BeforeSigningIn
        from doorguard.pages.ways_in import WaysIn

        match choice:
            case "ways":
                flow.go(WaysIn(self.device_id))
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
                generic = "router" if device and device.kind == "router" else "generic"
                flow.go(OneMake(page.slug if page else generic))
            case "mine" | "not-mine":
                flow.want(
                    Want("tell", device=self.device_id, fact="owner.claimed", value=choice == "mine")
                )

    def key(self, flow: Flow, key: str) -> bool:
        """``r`` checks this device again."""
        device = flow.device(self.device_id)
        if key == "r" and flow.running is None and device is not None and device.addresses:
            self.choose(flow, "again")
            return True
        return False


_OWNER_WORDS: dict[Scalar, str] = {
    True: "You know this device",
    False: "You do not know this device",
    NOT_KNOWN: "You do not know",
    NOT_SAID: "You would rather not say",
}
_WHO = (
    ("account.whose", "Whose account"),
    ("device.bought_by", "Who bought it"),
    ("setup.by", "Who set it up"),
    ("plan.paid_by", "Who pays for it"),
    ("device.in_reach_of", "Who can reach it"),
)
"""With whose it is: what any advice depends on (S9). Shown once it was said."""


def _closer(device: Device) -> list[Choice]:
    """Signing in, and what only the person can say of what was read then."""
    return [
        *([Choice(id="sign-in", text="Sign in to it and read who has access")] if may_sign_in(device) else ()),
        *whose_choice(device),
        *([Choice(id="first", text="Try the maker's first password, once")] if may_try(device) else ()),
    ]


def _rows(flow: Flow, device: Device) -> list[Line]:
    claimed = device.told.get("owner.claimed", "")
    told = {asked.fact: said(asked.question, device.told[asked.fact]) for asked in questions_answered(flow, device)}
    rows = [
        row("What it is", kind_words(device)),
        row("Whose it is", _OWNER_WORDS.get(claimed, "Not asked yet")),
        *(row(label, told[fact]) for fact, label in _WHO if fact in told),
        row("Make", device.vendor or "Not known"),
        row("Model", device.model or "Not known"),
        row("Software inside", device.firmware or "Not known"),
        row("Address here", ", ".join(device.addresses) or "Not known"),
    ]
    when = flow.picture.looked_at.get(device.id)
    if when is not None:
        rows.append(row("Last looked at", f"{when.astimezone(flow.zone):%H:%M}"))
    if device.behind_one_box:
        rows += text("It sits behind a box that several devices share, such as a wifi extender.")
    if device.claims_shared_id:
        rows += text("Another device gives the same name for itself. Both are shown.")
    return rows


def _because(device: Device) -> list[Line]:
    if not device.because:
        return [*text("We do not know yet what this is.")]
    return [heading("Why we think so"), *(bullet(sentence(b.says)) for b in device.because[:4])]


def _technical(device: Device) -> list[Line]:
    lines = [
        row("Id", f"{device.id} (from {device.id_from})"),
        row("Hardware address", f"{device.mac or 'Not known'}, chip by {device.maker_of_mac or 'Not known'}"),
        row("Family", device.family or "Not known"),
    ]
    lines += [row(f"Because ({because.channel})", because.says) for because in device.because]
    lines += [row(_fact_label(fact), str(fact_value(fact, device))) for fact in device.facts]
    return lines


def _fact_label(fact: Fact) -> str:
    where = f" at {fact.place}" if fact.place else ""
    return f"{fact.name}{where} ({fact.how}, {fact.probe})"
