"""The end of a sitting: the summary on screen, and "Done for today"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from doorguard.model import Finding
from doorguard.pages.closing.plan import in_order
from doorguard.pages.closing.recheck import left_after_a_new_password, times_words
from doorguard.pages.closing.step import action_words
from doorguard.pages.found.devices import state_of
from doorguard.pages.outcomes import closed_ones, closed_words, not_found_lines, unknown_counts
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, row, text
from doorguard.pages.want import Want
from doorguard.pages.written_down.keep import keep_choice, open_keep
from doorguard.pages.written_down.written import unwritten_lines
from doorguard.report.picture import GROUPS
from doorguard.report.text import told
from doorguard.wording import _, count, day_words, many

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

AGAIN_AFTER = timedelta(days=7)
"""A good day to look again (safety.md section B, "after the set")."""


MOST_IN_FULL = 8
"""Of so many devices the summary is shown in full at once: of more it is twenty screens long."""


class Summary(Screen):
    """The text summary, shown before anything could be saved."""

    name = "summary"

    def __init__(self) -> None:
        self.unfolded = False

    def page(self, flow: Flow) -> Page:
        """The very words of the summary; the face wraps them to the window. Many devices are one line each first."""
        long = len(flow.picture.listed()) > MOST_IN_FULL
        said = list(told(flow.picture, flow.zone))
        lines = [Line(text=one.text, kind=one.kind) for one in said]
        if long and not self.unfolded:
            lines = [*lines[:2], *_each_short(flow)]
        words = _("Show less") if self.unfolded else _("Show all of it")
        return Page(
            id="summary",
            title=_("Summary"),
            lines=tuple(lines),
            choices=(
                Choice(id="back", text=_("Back")),
                Choice(id="for-whom", text=_("A summary for me, a helper or the police")),
                *((Choice(id="fold", text=words),) if long else ()),
                Choice(id="done", text=_("Done for today")),
            ),
            help=(_("It is only on this screen. Nothing is saved."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, for another reader, or done."""
        from doorguard.pages.handing_on.summary_for import ForWhom

        if choice == "done":
            flow.instead(Done())
        elif choice == "for-whom":
            flow.go(ForWhom())
        elif choice == "fold":
            self.unfolded = not self.unfolded
        else:
            flow.leave_page()


def _each_short(flow: Flow) -> list[Line]:
    """One line for each device, in its group."""
    lines: list[Line] = []
    for name, kinds in GROUPS:
        group = flow.picture.group(kinds)
        lines += [heading(_(name))] if group else []
        lines += [bullet(f"{flow.called(device)}. {state_of(flow, device)}") for device in group]
    return lines


class Done(Screen):
    """There is an end: four lists, always together (design rule 4)."""

    name = "done"

    def __init__(self) -> None:
        self.unfolded = False

    def page(self, flow: Flow) -> Page:
        """Closed; looked and not found; could not check; left for later; a good day to look again."""
        findings = [f for d in flow.picture.listed() for f in flow.findings(d)]
        closed = [bullet(f"{_about(flow, f)} {closed_words(flow, f)}.") for f in closed_ones(flow, findings)]
        problems = in_order(flow, [f for f in findings if f.outcome == "problem"])
        looked = not_found_lines(flow, findings, devices=True)
        lists = (
            (_("Closed and checked"), closed),
            (_("Looked and not found"), looked if self.unfolded else _folded(looked)),
            (_("Could not check"), unknown_counts(findings)),
            (_("Left for later"), [*_stopped(flow), *_passwords(flow), *self._left(flow, problems)]),
        )
        lines = _record(flow)
        for name, group in lists:
            lines += [heading(name), *(group or text(_("Nothing.")))]
        lines += _again(flow)
        if closed or flow.picture.done:
            lines += _watch()
        return Page(
            id="done",
            title=_("Done for today"),
            lines=tuple(lines),
            choices=(
                Choice(id="leave", text=_("Leave")),
                Choice(id="devices", text=_("Back to the devices")),
                Choice(id="fold", text=_("Show less") if self.unfolded else _("Show all of it")),
                Choice(id="summary", text=_("Show the summary")),
                *keep_choice(flow),
                Choice(id="traces", text=_("What this leaves behind")),
                Choice(id="people", text=_("People who can help")),
            ),
            details=tuple(row(f.id, f.reason or "") for f in findings if f.outcome == "could-not-check"),
            help=(_("Left for later is fine. You choose when."),),
        )

    def _left(self, flow: Flow, problems: list[Finding]) -> list[Line]:
        """What is open, in the order of the plan; small things are counted until all is shown."""
        named = problems if self.unfolded else [f for f in problems if f.severity != "low"]
        lines = [bullet(_about(flow, finding)) for finding in named]
        small = len(problems) - len(named)
        return [*lines, *((bullet(count(small, "small thing", "small things") + "."),) if small else ())]

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave, or look at something once more."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.at_any_time.topic import Traces

        match choice:
            case "leave":
                flow.want(Want("leave"))
            case "devices":
                flow.to_devices()
            case "fold":
                self.unfolded = not self.unfolded
            case "summary":
                flow.go(Summary())
            case "record":
                open_keep(flow)
            case "traces":
                flow.go(Traces())
            case "people":
                flow.go(People())


def _record(flow: Flow) -> list[Line]:
    """Of an open record: that all of today is in it, and that leaving locks it; or what stood against that."""
    keeping = flow.kept.keeping
    if keeping is None or keeping.path is None or not flow.kept.is_open(flow):
        return []
    says = _("{name}. It has all of this. When you leave, it is closed and locked.").format(name=keeping.path.name)
    return list(unwritten_lines(flow)) or [row(_("The record"), says)]


MOST_LOOKED = 4
"""So many things that were looked at and not found are named at once."""


def _folded(looked: list[Line]) -> list[Line]:
    more = len(looked) - MOST_LOOKED
    if more < 2:
        return looked
    said = many("And {number} more thing.", "And {number} more things.", more).format(number=more)
    return [*looked[:MOST_LOOKED], bullet(said)]


def _about(flow: Flow, finding: Finding) -> str:
    device = flow.device(finding.device)
    name = flow.called(device) if device else finding.device
    return f"{name}: {finding.problem}"


def _stopped(flow: Flow) -> list[Line]:
    """Steps that were begun: the act at which each was left."""
    lines = []
    for step, act in flow.marks.at_act.items():
        device = flow.device(step.device)
        if device is not None:
            said = _("{name}: {action}. You stopped at step {number}.")
            words = said.format(name=flow.called(device), action=action_words(step.action), number=act + 1)
            lines.append(bullet(words))
    return lines


def _passwords(flow: Flow) -> list[Line]:
    """What a new password leaves open until it was looked at (S15)."""
    return [
        bullet(_("{name}, after the new password: {what}.").format(name=flow.called(device), what=title))
        for device in flow.picture.listed()
        for _fact, title in left_after_a_new_password(flow, device)
    ]


def _again(flow: Flow) -> list[Line]:
    """A good day, and what is due before it."""
    due = []
    for (device_id, check_id), times in flow.marks.look_again.items():
        device, check = flow.device(device_id), flow.catalog.check(check_id)
        if device is not None and check is not None:
            when = _("Look again {times}.").format(times=times_words(flow, times))
            due.append(bullet(f"{flow.called(device)}: {check.problem} {when}"))
    day = (flow.now().astimezone(flow.zone) + AGAIN_AFTER).date()
    whenever = text(_("{day}, or whenever something feels odd.").format(day=day_words(day)))
    return [heading(_("Good day to look again")), *whenever, *due]


def _watch() -> list[Line]:
    """What to watch for where something was changed (safety.md section B, "after the set")."""
    return [
        heading(_("For the next seven days, watch for")),
        bullet(_("New e-mails about signing in, or about a new password.")),
        bullet(_("New devices or people in the lists of the app.")),
        bullet(_("A bell that rings when nobody is there.")),
        bullet(_("A camera that is off, or points elsewhere.")),
        *text(_("Write down the day and the time. It can also be a fault.")),
    ]
