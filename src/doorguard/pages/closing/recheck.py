"""Checking again: what was tried, what it came to, and at what time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from doorguard.guide import AFTER_A_NEW_PASSWORD, look_again_at
from doorguard.model import Device, Finding, StepDone
from doorguard.pages.outcomes import closed_ones, closed_words, not_found_lines, unknown_lines, ways_words
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.questions import question_of, told_only
from doorguard.pages.screen import Screen, heading, quiet, row, text
from doorguard.pages.want import Want
from doorguard.wording import N_, _, day_words, in_a_row

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Recheck(Screen):
    """The same questions once more, for one device and one check, or all checks (``None``)."""

    name = "recheck"

    def __init__(self, device_id: str, check_id: str | None) -> None:
        self.device_id, self.check_id = device_id, check_id
        self.asked_at: object = None
        """When it was looked at before; None for what the person answered anew."""
        self.read_before = 0

    @classmethod
    def begin(
        cls,
        flow: Flow,
        device_id: str,
        check_id: str | None,
        *,
        did: str | None = None,
        address: str | None = None,
        change: str | None = None,
    ) -> None:
        """Ask for it and show the page; with ``did``, after the person did that step; with ``change``, after
        changing the pretend device.

        What nothing but the person's own word decided is asked of the person again.
        """
        from doorguard.pages.who_else.asking import AskingAgain

        device = flow.device(device_id)
        told = told_only(flow, device, check_id) if device is not None and check_id is not None else ()
        if check_id is not None:
            flow.marks.looked(device_id, check_id, flow.now())
        if check_id is not None and did is not None:
            flow.take(StepDone(device=device_id, check=check_id, action=did))
            flow.marks.look_again[(device_id, check_id)] = look_again_at(did, flow.now(), by_the_person=bool(told))
        if told and change is None:
            flow.go(AskingAgain(device_id, told, check_id))
            return
        screen = cls(device_id, check_id)
        screen.read_before = flow.picture.times_read.get(device_id, 0)
        screen.asked_at = flow.picture.looked_at.get(device_id)
        flow.go(screen)
        if change is not None:
            flow.want(Want("pretend-change", device=device_id, check=check_id, address=address, change=change))
        elif flow.may_ask:
            flow.want(Want("check-again", device=device_id, check=check_id))

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it runs: there is Stop for that."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """While it runs, and what it came to."""
        device = flow.device(self.device_id)
        name = flow.called(device) if device else _("this device")
        if flow.running is not None:
            return Page(
                id="recheck",
                title=_("Checking again"),
                lines=(
                    row(_("Asking"), name),
                    *text(_("The same questions are asked once more. It takes a few seconds.")),
                ),
                choices=(Choice(id="stop", text=_("Stop")),),
                live=True,
            )
        findings = [f for f in flow.findings(device) if self.check_id in (None, f.check)] if device else []
        told = self._told(flow, device)
        answered = told or flow.picture.looked_at.get(self.device_id) != self.asked_at
        lines = (
            [*_results(flow, findings), *self._next_times(flow), *quiet(self._how(flow, told=told))]
            if answered
            else [*text(_("What you chose sends nothing, or the device is gone. So it was not asked again."))]
        )
        left = left_after_a_new_password(flow, device)
        still = answered and self._still_open_after_the_step(flow, findings)
        if still:
            lines += text(
                _("That is not your mistake. It can take a minute, and some devices say yes and change nothing."),
                _("You can look again, go through the step once more, or leave it for today."),
            )
        return Page(
            id="recheck",
            title=_headline(flow, findings, self.check_id, told=told) if answered else _("Could not check again"),
            lines=(row(_("Device"), name), *lines, *_still_open(left)),
            choices=(
                Choice(id="stop-here", text=_("Stop here for now")),
                *((Choice(id="after", text=_("Look at what a new password leaves open")),) if left else ()),
                *((Choice(id="step", text=_("Show me the step again")),) if still else ()),
                Choice(id="on", text=_back_words(flow)),
                Choice(id="again", text=_("Answer again") if told else _("Check again")),
                Choice(id="done", text=_("Done for today")),
            ),
            details=tuple(row(_where(f), f"{f.outcome}: {'; '.join(f.because) or f.reason}") for f in findings),
            help=(
                _("Closed means: the problem was there, and now we looked and did not find it."),
                _("A way in can come back. Looking again in a week is a good habit."),
            ),
        )

    def _still_open_after_the_step(self, flow: Flow, findings: list[Finding]) -> bool:
        """True where the person did the step, and what it was to close is still there."""
        done = flow.picture.done.get(self.device_id, {})
        return self.check_id in done and any(finding.outcome == "problem" for finding in findings)

    def _told(self, flow: Flow, device: Device | None) -> bool:
        """True where only the person's own word decides."""
        return device is not None and self.check_id is not None and bool(told_only(flow, device, self.check_id))

    def _next_times(self, flow: Flow) -> list[Line]:
        """When to look again, written out: what is gone now can come back."""
        times = flow.marks.look_again.get((self.device_id, self.check_id or ""), ())
        return [row(_("Look again"), times_words(flow, times))] if times else []

    def _how(self, flow: Flow, *, told: bool) -> str:
        """What was asked, and whether the person's own password was needed for it."""
        if told:
            return _("This is what you saw and said. No device was asked.")
        if flow.picture.times_read.get(self.device_id, 0) > self.read_before:
            return _(_SIGNED_IN)
        return _("The same questions were asked as before, and no password was tried.")

    def choose(self, flow: Flow, choice: str) -> None:
        """Stop here, on, or once more."""
        from doorguard.pages.closing.after_password import AfterPassword
        from doorguard.pages.closing.step import open_step
        from doorguard.pages.handing_on.result import Done

        match choice:
            case "stop":
                flow.want(Want("stop"))
            case "stop-here":
                flow.unwind("devices", "start")
            case "step":
                check = flow.catalog.check(self.check_id or "")
                if check is not None:
                    flow.leave_page()
                    open_step(flow, self.device_id, check.id, check.action)
            case "after":
                flow.go(AfterPassword(self.device_id))
            case "on":
                flow.unwind(*BACK_TO)
            case "again":
                flow.back()
                Recheck.begin(flow, self.device_id, self.check_id)
            case "done":
                flow.go(Done())

    def key(self, flow: Flow, key: str) -> bool:
        """``r``: once more."""
        if key == "r" and flow.running is None:
            self.choose(flow, "again")
            return True
        return False


BACK_TO = ("plan", "ways-in", "device", "devices")


def _back_words(flow: Flow) -> str:
    """To the page that a person came by."""
    match flow.nearest(*BACK_TO):
        case "plan":
            return _("Back to the plan")
        case "ways-in":
            return _("Back to the ways in")
        case "device":
            return _("Back to this device")
        case _:
            return _("Back to the devices")


_SIGNED_IN = N_("The same questions were asked as before. Your own password was used once more to read its settings.")


def left_after_a_new_password(flow: Flow, device: Device | None) -> list[tuple[str, str]]:
    """(fact, title) of what a new password may leave open and nobody looked at since; empty without one (S15)."""
    if device is None or device.id not in flow.picture.since_new_password:
        return []
    looked = flow.picture.since_new_password[device.id]
    return [
        (fact, _(title))
        for fact, title in AFTER_A_NEW_PASSWORD
        if fact not in looked and question_of(flow, device, fact) is not None
    ]


def _still_open(left: list[tuple[str, str]]) -> tuple[Line, ...]:
    if not left:
        return ()
    return (
        heading(_("A new password alone does not end these")),
        *(Line(text=title, kind="item") for _fact, title in left),
        *text(_("They stay open here until you have looked at each.")),
    )


def times_words(flow: Flow, times: tuple[datetime, ...]) -> str:
    """Times in words: at 18:20 and tomorrow. What is due since long is due now, once."""
    now = flow.now().astimezone(flow.zone)
    words = dict.fromkeys(_time_words(now, moment.astimezone(flow.zone)) for moment in times)
    return in_a_row([*words])


def _time_words(now: datetime, moment: datetime) -> str:
    if moment <= now:
        return _("now")
    if moment - now < timedelta(hours=12):
        return _("at {time}").format(time=f"{moment:%H:%M}")
    if moment.date() == (now + timedelta(days=1)).date():
        return _("tomorrow")
    return _("on {day}").format(day=day_words(moment.date()))


def _headline(flow: Flow, findings: list[Finding], check_id: str | None, *, told: bool) -> str:
    outcomes = {f.outcome for f in findings}
    if "problem" in outcomes:
        if told:
            return _("Still to look at")
        if check_id:
            return _("Still open")
        return _("Open: {ways}").format(ways=ways_words([f for f in findings if f.outcome == "problem"]))
    if closed_ones(flow, findings):
        return _("Closed")
    if "not-found" in outcomes:
        if told:
            return _("You looked, and it is not so")
        return _("Looked, and did not find it") if check_id else _("No problem found in what could be checked")
    return _("Could not check")


def _results(flow: Flow, findings: list[Finding]) -> list[Line]:
    """Each check once: open, closed, looked and not found, not known."""
    lines = []
    for finding in _once_per_check([f for f in findings if f.outcome == "problem"]):
        when = flow.clock(flow.picture.looked_at.get(finding.device, flow.now()))
        lines.append(row(_("Open, checked at {time}").format(time=when), finding.problem))
    closed = _once_per_check(closed_ones(flow, findings))
    lines += [row(closed_words(flow, finding), finding.problem) for finding in closed]
    good = not_found_lines(flow, findings)
    if good:
        lines += [heading(_("Looked, and did not find a problem")), *good]
    unknown = unknown_lines(findings)
    if unknown:
        lines += [heading(_("Could not check")), *unknown]
    return lines or [*text(_("It gave no answer that we could use."))]


def _where(finding: Finding) -> str:
    return f"{finding.check}, {finding.where or _('the device as a whole')}"


def _once_per_check(findings: list[Finding]) -> list[Finding]:
    return list({f.check: f for f in findings}.values())
