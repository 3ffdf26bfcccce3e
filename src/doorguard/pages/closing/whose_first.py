"""Whose account is it? Before a step that changes one, where that is not known (S16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.catalog.locks import LOCK_WORDS
from doorguard.facts import NOT_KNOWN
from doorguard.guide import branch_for, holder_of
from doorguard.guide.ownership import may_reset
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, gone, row, text
from doorguard.report.whose import whose_words
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.model import Device
    from doorguard.pages.closing.step import StepPage
    from doorguard.pages.flow import Flow


class WhoseFirst(Screen):
    """One page before the step: it is the person's own, or it is not, or they do not know."""

    name = "whose-first"

    def __init__(self, step: StepPage) -> None:
        self.step = step

    def page(self, flow: Flow) -> Page:
        """What the step changes, what this make does, and three ways on."""
        device = flow.device(self.step.device_id)
        if device is None:
            return gone("whose-first", NOTHING)
        page = flow.catalog.page_for(device.vendor)
        lock = page.lock_class if page else None
        chosen = holder_of(device) == "chosen"
        return Page(
            id="whose-first",
            title=_("Is the account yours?"),
            lines=(
                row(_("Device"), flow.called(device)),
                row(_("You want to"), self.step.title),
                row(_("Whose it is"), whose_words(device) or _("Not asked yet")),
                *text(
                    _("This step changes an account. It is for the person who holds it."),
                    *((_("You chose that person. Do it with them, or ask them first."),) if chosen else ()),
                    *((_(LOCK_WORDS[lock]),) if lock is not None else ()),
                ),
            ),
            choices=(
                NOTHING,
                Choice(id="own", text=_("Say whose it is")),
                Choice(
                    id="on",
                    text=_("We do it together. Show me the step") if chosen else _("It is mine. Show me the step"),
                ),
                Choice(id="not-yours", text=_("It is not mine. What can I do?")),
                PEOPLE,
            ),
            help=(
                _("Its app shows the account, under profile or account."),
                _("If you do not know, go on as if it were someone else's."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """The step, what can be done without the account, or the question whose it is."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.closing.ownership import NotYourAccount
        from doorguard.pages.closing.step import open_step
        from doorguard.pages.who_else.asking import ask_whose

        step = self.step
        match choice:
            case "own":
                ask_whose(flow, step.device_id)
            case "on":
                flow.marks.own_account.add(step.mark)
                flow.leave_page()
                open_step(flow, step.device_id, step.check_id, step.action)
            case "not-yours":
                flow.go(NotYourAccount(step.device_id, step.check_id))
            case "people":
                flow.go(People())
            case _:
                flow.leave_page()


def before_account(flow: Flow, step: StepPage) -> Screen | None:
    """What stands before a step, or in its place, because of whose account it is; None when nothing does."""
    from doorguard.pages.closing.ownership import NotYourAccount
    from doorguard.pages.closing.step import StepPage

    device = flow.device(step.device_id)
    if device is None:
        return None
    stays = _stays_as_it_is(flow, step, device)
    passed = step.mark in flow.marks.own_account
    if stays is not None or (passed and step.action == "if-someone-else-owns-it"):
        return stays
    if step.action == "if-someone-else-owns-it" and device.kind != "router":
        return NotYourAccount(step.device_id, step.check_id)
    page = flow.catalog.page_for(device.vendor)
    lock_class = page.lock_class if page else None
    match branch_for(step.action, device, lock_class):
        case "instead" if device.kind == "router":
            return StepPage(step.device_id, step.check_id, "if-someone-else-owns-it")
        case "instead" if passed and step.action == "reset" and may_reset(device, lock_class):
            return None  # chosen among the honest ways; whatever else was "mine" before is someone else's now
        case "instead":
            return NotYourAccount(step.device_id, step.check_id)
        case "before" if not passed:
            return WhoseFirst(step)
        case _:
            return None


def _stays_as_it_is(flow: Flow, step: StepPage, device: Device) -> Screen | None:
    """What stands in place of a change on a camera that nobody claims: it may be hidden, and proof."""
    from doorguard.pages.which_device.unplugging import ACTION
    from doorguard.pages.which_device.which_is_which import NotKnownYet, WhichIsIt, may_unplug, nobody_claims

    if step.action == ACTION:
        return None if may_unplug(flow, device) else WhichIsIt(device.id)
    unclaimed = nobody_claims(device) and device.told.get("owner.claimed") in (False, NOT_KNOWN)
    return NotKnownYet(device.id) if step.tells_a_change and unclaimed else None
