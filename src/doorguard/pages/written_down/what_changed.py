"""What is different from the last time: device by device, calm, with more than one reason for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from doorguard.model import Device
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, quiet, text
from doorguard.pages.written_down.entries import harmless
from doorguard.record.visit import Difference
from doorguard.report.listed import half_hidden
from doorguard.report.naming import title
from doorguard.report.summary.material import Changed
from doorguard.wording import N_, _, day_words

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

NEVER_COMPARED = N_("Phones, computers and things that we do not know are never compared.")
NOT_READ = N_("A list that was not read on both days is not compared.")

_SAID: dict[tuple[str, str], str] = {
    ("new-device", "device"): N_("It was not here last time. It may be new, or it was off then."),
    ("no-answer", "device"): N_("It was here last time and did not answer now. It may be off, asleep or gone."),
    ("new", "account"): N_("There is a new account on it: {now}."),
    ("gone", "account"): N_("An account is gone: {before}."),
    ("new", "recipient"): N_("Something is sent to a new address: {now}."),
    ("gone", "recipient"): N_("Nothing is sent to this address any more: {before}."),
    ("new", "uplink"): N_("It has a new way out: {now}."),
    ("gone", "uplink"): N_("A way out is gone: {before}."),
    ("new", "port"): N_("A door is open that was not open before: {now}."),
    ("gone", "port"): N_("A door is not open any more: {before}."),
    ("new", "mapping"): N_("The router lets the internet in at a new door: {now}."),
    ("gone", "mapping"): N_("The router does not let the internet in at this door any more: {before}."),
    ("other-value", "pairing"): N_("The homes that control it have changed. Before: {before}. Now: {now}."),
    ("other-value", "level"): N_("What an account may do has changed. Before: {before}. Now: {now}."),
    ("other-value", "setup"): N_("Whether it is set up has changed. Before: {before}. Now: {now}."),
    ("other-value", "firmware"): N_("The software inside is another one. Before: {before}. Now: {now}."),
    ("other-value", "model"): N_("The model is another one. Before: {before}. Now: {now}."),
    ("came-back", "problem"): N_("This was closed and is open again: {problem}"),
    ("new-problem", "problem"): N_("This is open now. Last time we looked and did not find it: {problem}"),
    ("closed", "problem"): N_("This was open last time. Now we looked and did not find it: {problem}"),
}
_FIRST = ("came-back", "new-problem", "new-device")
"""What a person wants to know of first."""
_HALF_HIDDEN = ("recipient", "uplink")
_LEFT_OUT = {"account": "name", "recipient": "address", "uplink": "address"}
"""Which values a summary leaves out by default, and what it calls them."""


def for_a_summary(difference: Difference) -> Changed:
    """The same for a summary, which leaves out what would tell who and where."""
    problem = difference.finding.problem if difference.finding is not None else ""
    kind = _LEFT_OUT.get(difference.kind, "")
    line = _(_SAID[difference.what, difference.kind]).replace("{problem}", problem.replace("{", "(").replace("}", ")"))
    before, now = (value if kind else _value(difference, value) for value in (difference.before, difference.now))
    return Changed(device=difference.device.id, says=line, kind=kind, before=before, now=now)


def in_words(difference: Difference) -> str:
    """One sentence or two."""
    line = _(_SAID[difference.what, difference.kind])
    problem = difference.finding.problem if difference.finding is not None else ""
    before, now = _value(difference, difference.before), _value(difference, difference.now)
    return line.format(before=before, now=now, problem=problem)


def _value(difference: Difference, value: str) -> str:
    """True and False in words; an address with its middle left out."""
    if difference.kind in _HALF_HIDDEN:
        return harmless(half_hidden(value))
    return harmless({"True": _("yes"), "False": _("no")}.get(value, value))


def changed_lines(differences: Iterable[Difference]) -> list[Line]:
    """Under the name of each device, what came back or is new first."""
    by_device: dict[str, list[Difference]] = {}
    named: dict[str, Device] = {}
    for one in differences:
        by_device.setdefault(one.device.id, []).append(one)
        named[one.device.id] = one.device
    lines: list[Line] = []
    for device_id, ones in by_device.items():
        lines.append(heading(harmless(title(named[device_id]))))
        ones.sort(key=lambda one: one.what not in _FIRST)
        lines += [bullet(in_words(one)) for one in ones]
    return lines


class WhatChanged(Screen):
    """Shown once after a look, where a record has an earlier one; and from the record."""

    name = "what-changed"

    def page(self, flow: Flow) -> Page:
        """The differences, what they may be, and what is never compared."""
        before = flow.kept.before
        day = before.started_at.astimezone(flow.zone).date() if before and before.started_at else None
        differences = flow.kept.changes(flow)
        lines = changed_lines(differences)
        title_words = _("What changed since {day}").format(day=day_words(day)) if day else _("What changed")
        came_back = any(one.what == "came-back" for one in differences)
        return Page(
            id="what-changed",
            title=title_words,
            lines=(
                *(
                    text(_("These things are different from last time. An update or a person can be behind each."))
                    if lines
                    else text(_("We looked for changes and found none in what was read on both days."))
                ),
                *lines,
                *(
                    text(
                        _("Something that was closed is open again."),
                        _("Look who else can change it, or whether something sets it by itself."),
                    )
                    if came_back
                    else ()
                ),
                *quiet(_(NEVER_COMPARED), _(NOT_READ)),
            ),
            choices=(Choice(id="on", text=_("Go on")),),
            help=(_("This is kept in your record, with the looks of both days."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to what it was opened from."""
        flow.leave_page()
