"""What can be done when the account of a device is not the person's (S16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.catalog.locks import LOCK_WORDS
from doorguard.guide.ownership import may_reset
from doorguard.model import Device
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, bullet, gone, heading, row, text
from doorguard.pages.which_device.which_is_which import LEAVE_IT, nobody_claims, open_hidden
from doorguard.report.whose import whose_words
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

NOT_MINE = ("someone", "unknown")


def account_is_not_mine(device: Device) -> bool:
    """True where the person said that somebody else holds its account, or that it is not known who does."""
    return device.told.get("account.whose") in NOT_MINE


class NotYourAccount(Screen):
    """Real options where the person does not hold the account; none of them is to sign in to it.

    ``check_id``: the check that led here, in place of a step that changes the account.
    """

    name = "not-your-account"

    def __init__(self, device_id: str, check_id: str | None = None) -> None:
        self.device_id, self.check_id = device_id, check_id

    def page(self, flow: Flow) -> Page:
        """Leave it, keep out of its view, cover it, set it up anew if it is yours, ask, replace."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("not-your-account", NOTHING)
        page = flow.catalog.page_for(device.vendor)
        lock_class = page.lock_class if page else None
        hidden = nobody_claims(device)
        anew = may_reset(device, lock_class) and flow.changes_open and not hidden
        lines: list[Line] = [
            row(_("Device"), flow.called(device)),
            row(_("Whose it is"), whose_words(device) or _("Not asked yet")),
            *text(_("Whoever holds the account can look, and can let others in. There are several ways. You choose.")),
            heading(_("What you can do")),
            bullet(_("Leave it as it is, and write down what it does. Keep your notes where nobody else looks.")),
            bullet(_("Keep out of its view, and talk elsewhere. Fewer people notice that.")),
            *_touch_it(flow, device),
            bullet(_("Ask its maker. They want proof that it is yours, and they may tell the owner.")),
            bullet(_("Ask the police, a court or a help line. They can ask for what you cannot.")),
            bullet(_("Get another one that is yours alone, and leave this one be.")),
            *text(_("Signing in to the account of someone else is not among them. It could be held against you.")),
        ]
        return Page(
            id="not-your-account",
            title=_("When the account is not yours"),
            lines=tuple(lines),
            choices=(
                NOTHING,
                Choice(id="note", text=_("How to write down what it does")),
                Choice(id="hidden", text=_("Someone may have hidden it"))
                if hidden
                else Choice(id="step", text=_("Read more about these ways")),
                *((Choice(id="reset", text=_("Show me how to set it up anew")),) if anew else ()),
                PEOPLE,
            ),
            help=(_("You do not have to choose today."), _("Each step says first if someone could notice it.")),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the ways, or nothing for now."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.closing.step import StepPage, open_step

        steps = {"note": "note-what-happens", "step": "if-someone-else-owns-it", "reset": "reset"}
        if choice in steps:
            step = StepPage(self.device_id, self.check_id, steps[choice])
            flow.marks.own_account.add(step.mark)
            open_step(flow, step.device_id, step.check_id, step.action)
        elif choice == "hidden":
            open_hidden(flow, self.device_id)
        elif choice == "people":
            flow.go(People())
        else:
            flow.leave_page()


def _touch_it(flow: Flow, device: Device) -> tuple[Line, ...]:
    """What is done to the thing itself; a camera that nobody claims stays as it is."""
    if nobody_claims(device):
        return (bullet(_(LEAVE_IT)),)
    if not flow.changes_open:
        return _anew(flow, device)
    touched = bullet(_("Cover it, unplug it or turn it away. Its owner usually sees that at once."))
    return (touched, *_anew(flow, device))


def _anew(flow: Flow, device: Device) -> tuple[Line, ...]:
    """Whether it can be set up anew, and what this make does then."""
    page = flow.catalog.page_for(device.vendor)
    lock = _(LOCK_WORDS[(page.lock_class if page else None) or "unknown"])
    if device.told.get("device.bought_by") != "me":
        mine = _("Setting it up anew is only for what is yours. You have not said that you bought it.")
    elif not flow.changes_open:
        mine = _("Setting it up anew can wait, until your answers say that changes are open.")
    else:
        mine = _("If it is yours, an account of your own may be an end to it.")
    return (bullet(mine), bullet(lock))
